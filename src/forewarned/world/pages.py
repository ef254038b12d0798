"""Pages with the structure of the official site, for the fictional world: pure functions from data to HTML.

A report is a mapping of text: ``url``, ``ref``, ``date_of_report`` (as printed), ``deceased_name``,
``coroner_name``, ``coroner_area``, ``categories`` (list), ``sent_to`` (as printed; newlines are line breaks),
``date_added`` (ISO), ``documents`` (list of ``{"url", "name"}``) and, where the page prints the form itself,
``investigation``, ``circumstances``, ``concerns``, ``due_on``. Anything left out is printed blank, as the
real pages do. Every address is moved to ``site``, so that a local server can serve what a world wrote.

Structure: domain note "The official site's pages". No words, names or markup are copied from real pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import urlsplit

SITE = "https://www.judiciary.uk"
REPORTS = "/prevention-of-future-death-reports/"
FEED = f"{REPORTS}feed/"
NONRESPONSES = "/guidance-and-resources/non-responses-to-prevention-of-future-death-pfd-reports/"
TITLE = "Prevention of Future Death Reports"
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Style:
    """How a report page is marked up; the defaults are the commonest.

    ``markup``: ``related`` (list of related content), ``file`` (older file blocks) or ``button``.
    ``labels``: other words for a label, by field. ``colon``: ``inside`` the bold, ``outside`` it or ``none``.
    ``one_paragraph``: all fields in one paragraph, parted by line breaks.
    """

    markup: str = "related"
    labels: Mapping[str, str] | None = None
    colon: str = "inside"
    one_paragraph: bool = False


LABELS = {
    "date_of_report": "Date of report",
    "ref": "Ref",
    "deceased_name": "Deceased name",
    "coroner_name": "Coroner name",
    "coroner_area": "Coroner Area",
    "categories": "Category",
    "sent_to": "This report is being sent to",
}
_FORM = (
    ("investigation", "3", "INVESTIGATION and INQUEST"),
    ("circumstances", "4", "CIRCUMSTANCES OF THE DEATH"),
    ("concerns", "5", "CORONER\u2019S CONCERNS"),
    ("due_on", "7", "YOUR RESPONSE"),
)


def report_page(report: Mapping[str, object], *, site: str = SITE, style: Style | None = None) -> str:
    """The page of one report: its labels, pills, the form where given, and its documents in order."""
    style = style or Style()
    name = _text(report, "deceased_name") or _text(report, "ref") or "Name withheld"
    pills = "".join(
        f'<p class="pill pill--single"><a href="{site}/?pfd_report_type={at}">{escape(str(category))}</a></p>'
        for at, category in enumerate(_many(report, "categories"), start=1)
    )
    inside = _fields(report, style) + _form(report)
    after = _documents(report, site, style)
    if style.markup != "related":
        inside, after = inside + after, ""
    body = (
        f'<article class="single__post"><h1 class="single__title">{escape(name)}: '
        f'Prevention of future deaths report</h1>{pills}<div class="flow">{inside}</div></article>{after}'
    )
    return _page(f"{name}: Prevention of future deaths report", body, moved(_text(report, "url"), site))


def _fields(report: Mapping[str, object], style: Style) -> str:
    fields = []
    for field, usual in LABELS.items():
        label = escape((style.labels or {}).get(field, usual), quote=False)
        value = " | ".join(str(item) for item in _many(report, field))
        said = "<br>\n".join(escape(line, quote=False) for line in value.split("\n"))
        shown = {
            "inside": f"<strong>{label}:</strong> {said}",
            "outside": f"<strong>{label}</strong>: {said}",
            "none": f"<strong>{label}</strong>&nbsp;{said}",
        }[style.colon]
        fields.append(shown)
    if style.one_paragraph:
        return f"<p>{'<br>'.join(fields)}</p>"
    return "\n".join(f"<p>{field}</p>" for field in fields)


def _form(report: Mapping[str, object]) -> str:
    rows = []
    for field, number, heading in _FORM:
        said = _text(report, field)
        if not said:
            continue
        if field == "due_on":
            said = (
                "You are under a duty to respond to this report within 56 days of its date, "
                f"namely by {said}. I, the coroner, may extend the period."
            )
        paragraphs = "".join(f"<p>{escape(part, quote=False)}</p>" for part in said.split("\n"))
        rows.append(
            f'<tr class="govuk-table__row"><td class="govuk-table__cell">{number}</td>'
            f'<td class="govuk-table__cell"><strong>{heading}</strong>{paragraphs}</td></tr>'
        )
    if not rows:
        return ""
    return f'<table class="govuk-table"><tbody class="govuk-table__body">{"".join(rows)}</tbody></table>'


def _documents(report: Mapping[str, object], site: str, style: Style) -> str:
    items = []
    for document in _many(report, "documents"):
        if not isinstance(document, Mapping):
            continue
        url = escape(moved(str(document["url"]), site))
        name = escape(str(document["name"]), quote=False)
        items.append(
            {
                "related": f'<li class="related-content__item"><a class="related-content__link" href="{url}">'
                f"{name}</a></li>",
                "file": f'<div class="wp-block-file"><a href="{url}">{name}</a>'
                f'<a href="{url}" class="wp-block-file__button" download>Download</a></div>',
                "button": f'<p><a class="govuk-button" href="{url}">{name}</a></p>',
            }[style.markup]
        )
    if style.markup == "related" and items:
        return (
            '<aside class="related-content"><h2>Related content</h2>'
            f'<ul class="related-content__list">{"".join(items)}</ul></aside>'
        )
    return "".join(items)


def listing_page(reports: Sequence[Mapping[str, object]], *, page: int = 1, pages: int = 1, site: str = SITE) -> str:
    """Listing page ``page`` of ``pages``, with a card for each of ``reports`` (those of this page only)."""
    cards = "".join(
        '<li><div class="card"><h3 class="card__title"><a class="card__link" '
        f'href="{escape(moved(_text(report, "url"), site))}">{escape(_text(report, "deceased_name"))}: '
        f'Prevention of future deaths report</a></h3><p class="card__date">{_worded(report)}</p></div></li>'
        for report in reports
    )
    wanted = sorted({1, page - 1, page, page + 1, pages} & set(range(1, pages + 1)))
    numbers = "".join(
        f'<span class="page-numbers current">{number}</span>'
        if number == page
        else f'<a class="page-numbers" href="{site}{listing_path(number)}">{number}</a>'
        for number in wanted
    )
    body = (
        f'<h1>{TITLE}</h1><form action="{site}/"><input type="hidden" name="post_type" value="pfd">'
        f'<input name="s"></form><ul class="listing">{cards}</ul><nav class="pagination">{numbers}</nav>'
    )
    return _page(TITLE, body, f"{site}{listing_path(page)}")


def listing_path(page: int) -> str:
    """The path of a listing page; the first has two, and this is the one without a number."""
    return REPORTS if page == 1 else f"{REPORTS}page/{page}/"


def _worded(report: Mapping[str, object]) -> str:
    said = _text(report, "date_added")
    if not said:
        return ""
    day = date.fromisoformat(said)
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def nonresponse_page(tables: Iterable[Mapping[str, object]], *, site: str = SITE) -> str:
    """The Chief Coroner's list. A table: ``period``, ``published`` and ``rows``, all as printed; a row:
    ``deceased_name``, ``date_of_report``, ``coroner_name``, ``coroner_area``, ``sent_to``, ``due_on``.
    """
    columns = {
        "deceased_name": "Name of deceased",
        "date_of_report": "Date of report",
        "coroner_name": "Coroner",
        "coroner_area": "Coroner area",
        "sent_to": "Sent to",
        "due_on": "Response due date",
    }
    head = "".join(f'<th scope="col">{label}</th>' for label in columns.values())
    parts = []
    for table in tables:
        rows = "".join(
            "<tr>" + "".join(f"<td>{_broken(_text(row, column))}</td>" for column in columns) + "</tr>"
            for row in _many(table, "rows")
            if isinstance(row, Mapping)
        )
        parts.append(
            f"<p>{escape(_text(table, 'period'))}. Published {escape(_text(table, 'published'))}.</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )
    title = "Non-responses to Prevention of Future Death (PFD) reports"
    note = "<p>Entries are removed once a response is received.</p>"
    body = f'<article><h1>{title}</h1><div class="flow">{note}{"".join(parts)}</div></article>'
    return _page(title, body, f"{site}{NONRESPONSES}")


def feed(reports: Sequence[Mapping[str, object]], *, site: str = SITE) -> str:
    """An Atom feed (RFC 4287) of ``reports``, in the order given; the site's own holds the 10 newest."""
    entries = "".join(
        f"<entry><title>{escape(_text(report, 'deceased_name'))}: Prevention of future deaths report</title>"
        f'<link rel="alternate" type="text/html" href="{escape(moved(_text(report, "url"), site))}"/>'
        f"<id>{escape(moved(_text(report, 'url'), site))}</id>"
        f"<published>{_text(report, 'date_added')}T09:00:00Z</published>"
        f"<updated>{_text(report, 'date_added')}T09:00:00Z</updated></entry>"
        for report in reports
    )
    updated = max((_text(report, "date_added") for report in reports), default="2000-01-01")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">'
        f'<title>{TITLE}</title><link rel="self" href="{site}{FEED}"/><id>{site}{FEED}</id>'
        f"<updated>{updated}T09:00:00Z</updated>{entries}</feed>\n"
    )


def pdf(text: str) -> bytes:
    """A small valid PDF of one page that says ``text``, line by line; the same bytes each time."""
    said = "".join(
        "({}) Tj T* ".format(line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)"))
        for line in text.split("\n")
    )
    stream = f"BT /F1 11 Tf 56 786 Td 15 TL {said}ET".encode("cp1252", errors="replace")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (count, table, count, len(out))
    )


def moved(url: str, site: str) -> str:
    """The address with its scheme and host replaced by ``site``'s; blank stays blank."""
    parts = urlsplit(url)
    return f"{site}{parts.path}" if parts.path else ""


def _page(title: str, body: str, address: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="UTF-8">'
        f"<title>{escape(title)} - Courts and Tribunals Judiciary</title>"
        f'<link rel="canonical" href="{escape(address)}"></head>\n'
        '<body><header class="header"><a href="/">Courts and Tribunals Judiciary</a></header>\n'
        f'<main id="main-content">{body}</main>\n'
        '<footer class="footer"><p>A fictional page, made for a demonstration.</p></footer></body></html>\n'
    )


def _broken(text: str) -> str:
    return "<br>".join(escape(line, quote=False) for line in text.split("\n"))


def _text(source: Mapping[str, object], field: str) -> str:
    value = source.get(field)
    return "" if value is None else str(value)


def _many(source: Mapping[str, object], field: str) -> Sequence[object]:
    value = source.get(field)
    if value is None or value == "":
        return ()
    return value if isinstance(value, list | tuple) else (value,)
