"""A saved report page of the official site: what it prints of one report, and its documents in page order.

Structure: domain note "The official site's pages", as two public scrapers read it. Labels are spelled many
ways (colon inside or outside the bold, "Deceased name" / "Name of deceased", ten spellings of "This report is
being sent to"), so a label is recognised by its words at the start of a line, not by its markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html

from forewarned.errors import InputError
from forewarned.reports.readers.base import Head
from forewarned.reports.readers.html import (
    BOLD,
    HEADING,
    canonical_address,
    decode,
    fold,
    lines,
    parse_html,
    printed_date,
    read_page,
    words,
)
from forewarned.reports.reading import Json, Reading, Refusal

_SENT = r"(?:(?:is|are|was|were|has|have)\s+)?(?:been\s+|being\s+)?(?:sen[td]|addressed|directed|issued)\s+to"
_LABELS: tuple[tuple[str, str, bool], ...] = (
    ("date_of_report", r"date\s+of\s+(?:the\s+|this\s+)?reports?|report\s+date", False),
    ("ref", r"(?:our\s+|pfd\s+|report\s+)?ref(?:erence)?s?\b\.?(?:\s*(?:no|number|num)\b\.?)?", True),
    ("deceased_name", r"names?\s+of\s+(?:the\s+)?deceased|deceased(?:'?s'?)?\s+names?(?:\(s\))?", False),
    ("deceased_name", r"(?:the\s+)?deceased", True),
    ("coroner_area", r"coroner(?:'?s'?)?(?:\(s\))?:?\s+area|area\s+of\s+(?:the\s+)?coroner", False),
    ("coroner_name", r"coroner(?:'?s'?)?(?:\(s\))?\s+names?(?:\(s\))?|name\s+of\s+(?:the\s+)?coroner", False),
    ("categories", r"categor(?:y|ies)(?:\s+of\s+deaths?)?", True),
    ("sent_to", rf"(?:this|these|the)\s+(?:pfd\s+)?(?:reports?\s+|letters?\s+)?{_SENT}", False),
    ("sent_to", r"(?:reports?\s+)?(?:being\s+)?(?:sent|addressed)\s+to|addressees?|recipients?", True),
    ("sent_to", r"th(?:is|ese)\s+reports?\s+(?:is|are)\s+being\s+sent", True),
)
"""Field, its label's words, and whether a colon (or bold) must follow: a short label may open a sentence."""
_COMPILED = tuple(
    (field, re.compile(rf"[\W_]*(?:{label})(?P<end>[\s:\-–{BOLD}]*)", re.IGNORECASE), strict)
    for field, label, strict in _LABELS
)
_REF = re.compile(r"\d{4,5}\s*[-–]\s*\d{3,5}[A-Za-z]?$")

_SECTIONS: tuple[tuple[str, str], ...] = (
    ("coroner", r"coroner(?!')"),
    ("powers", r"coroner'?s'? legal powers?"),
    ("investigation", r"(?:the )?(?:investigation|inquest)(?: and (?:the )?inquests?)?"),
    ("circumstances", r"circumstances of (?:the |this )?deaths?"),
    ("concerns", r"coroner'?s'? concerns?"),
    ("action", r"action should be taken"),
    ("response", r"your response"),
    ("copies", r"copies(?: and publication)?"),
)
"""Headings of the printed form, in its order (domain note, "The form")."""
_HEADINGS = tuple((name, re.compile(rf"(?:{said})\b\s*:?", re.IGNORECASE)) for name, said in _SECTIONS)
_SMALL = re.compile(r"\b(?:and|be|of|the|this)\b")
_EDGES = BOLD + HEADING + " "
_NUMBER = re.compile(r"\(?\d{1,2}[.)]?(?:\s+|$)")
_DUE = re.compile(
    r"namely,? (?:on or )?by (?:the )?"
    r"(?P<said>(?:[a-z]+day,? )?\d{1,2}(?:st|nd|rd|th)?,?(?: of)? [a-z]+,? \d{4}"
    r"|\d{1,2}([/.-])\d{1,2}\2\d{2,4})\b",
    re.IGNORECASE,
)

_SKIP = frozenset("nav header footer aside form card related-content wp-block-file govuk-button pill--single".split())
_DOCUMENTS = (
    "//li[contains(concat(' ', normalize-space(@class), ' '), ' related-content__item ')]"
    "//a[contains(concat(' ', normalize-space(@class), ' '), ' related-content__link ')]"
    " | //div[contains(concat(' ', normalize-space(@class), ' '), ' wp-block-file ')]//a"
    " | //a[contains(concat(' ', normalize-space(@class), ' '), ' govuk-button ')]"
)
_PILLS = "//p[contains(concat(' ', normalize-space(@class), ' '), ' pill--single ')]//a"
_FILES = frozenset(".pdf .doc .docx .odt .rtf .txt .xls .xlsx .jpg .jpeg .png .tif .tiff .zip .msg".split())
_NOT_NAMES = frozenset({"", "download", "view", "open", "pdf", "download pdf", "link"})


class PageReader:
    """Reads one saved report page. It also takes error and challenge pages, to refuse them by name."""

    name = "page"
    label = "a saved report page"
    complete = False
    log = False

    def recognises(self, head: Head) -> bool:
        from forewarned.reports.readers.challenge import Kind, file_kind

        return file_kind(head).kind in (Kind.REPORT, Kind.CHALLENGE, Kind.ERROR)

    def read(self, path: Path) -> Iterator[Reading | Refusal]:
        from forewarned.reports.readers.challenge import Kind, check_kind

        raw = read_page(path)
        check_kind(raw, Kind.REPORT, where=path.name)
        tree = parse_html(decode(raw, where=path.name), path.name)
        yield report_reading(tree, where=path.name)


def report_reading(tree: lxml.html.HtmlElement, *, address: str = "", where: str = "") -> Reading:
    """The page as one reading. ``address``: where it was fetched from, used if the page names none itself.

    Raises InputError when no label of a report page is found.
    """
    fields, content = _fields(tree)
    if not fields:
        raise InputError(
            "The page has none of the labels of a report page",
            where=where,
            next_step="save the report's own page, not a list or a search",
        )
    base = canonical_address(tree) or address
    values: dict[str, Json] = {}
    for name in ("ref", "deceased_name", "coroner_name", "coroner_area", "sent_to"):
        if fields.get(name):
            values[name] = fields[name]
    _put_date(values, "date_of_report", fields.get("date_of_report", ""))
    if categories := _categories(tree, fields.get("categories", "")):
        values["categories"] = categories
    if documents := documents_on(tree, base):
        values["documents"] = documents
    values.update(_sections(content))
    return Reading(0, base, None, values)


def label_count(tree: lxml.html.HtmlElement) -> int:
    """How many different labels of a report page are on this page: two or more make it one."""
    return len(_fields(tree)[0])


def _fields(tree: lxml.html.HtmlElement) -> tuple[dict[str, str], Sequence[str]]:
    """Field to value as written, and all lines of the part of the page that held them."""
    best: tuple[dict[str, str], Sequence[str]] = ({}, ())
    for root in (*tree.find_class("flow"), *tree.iter("article", "main", "body")):
        found = summary(lines(root, _SKIP | {"table"}))
        everything = lines(root, _SKIP)
        if len(found) < 2:
            found = summary(everything)
        if not found.get("sent_to"):
            found |= _form_addressees(root)
        if len(found) >= 2:
            return found, everything
        if len(found) > len(best[0]):
            best = (found, everything)
    return best


def _form_addressees(root: lxml.html.HtmlElement) -> dict[str, str]:
    """The addressees as the form printed on the page names them, for a page whose summary does not."""
    for row in root.iter("tr"):
        found = summary(lines(row))
        if found.get("sent_to"):
            return {"sent_to": found["sent_to"]}
    return {}


def summary(found: Sequence[str]) -> dict[str, str]:
    """Label lines to values, words as written. ``sent_to`` keeps its printed line breaks as newlines.

    A value runs to the end of its paragraph or the next label; a label alone in its paragraph takes the next
    (for ``sent_to``: those that follow) where that can only be its value. A field printed twice keeps its first
    value, except ``sent_to``, whose paragraphs are joined. Reading stops where the printed form begins.
    """
    fields: dict[str, list[str]] = {}
    current, new_paragraph, alone = "", False, False
    for line in _split_labels(found):
        if _heading(line)[0]:
            break
        name, rest = _label(line)
        if name:
            current = name if name == "sent_to" or not fields.get(name) else ""
            if current:
                fields.setdefault(name, []).extend([rest] if rest else [])
            new_paragraph, alone = False, not rest
        elif not line:
            new_paragraph = alone
            current = current if alone else ""
        elif current and (not new_paragraph or _can_only_be(current, line)):
            fields[current].append(fold(line))
            # A list of addressees may be a paragraph each; any other value ends with its paragraph.
            alone = new_paragraph and current == "sent_to"
        else:
            current, alone = "", False
    return {name: ("\n" if name == "sent_to" else " ").join(said) for name, said in fields.items()}


def _can_only_be(field: str, line: str) -> bool:
    if field == "sent_to":
        sentence = len(line) > 200 or (len(line) > 60 and line.endswith("."))
        return not line.startswith(HEADING) and not line.endswith(BOLD) and not sentence
    if field == "ref":
        return bool(_REF.match(fold(line)))
    return field == "date_of_report" and printed_date(line) is not None


def _plain(line: str) -> str:
    """The line with every apostrophe the same, offsets kept, for recognising labels only."""
    return re.sub("[\u2018\u2019\u02bc`\u00b4]", "'", line)


def _label(line: str) -> tuple[str, str]:
    """The field a line starts with and the rest of the line; ``("", "")`` when it starts with no label."""
    for field, label, strict in _COMPILED:
        match = label.match(_plain(line))
        if not match:
            continue
        rest = fold(line[match.end() :])
        closed = ":" in match["end"] or BOLD in match["end"]
        if closed or not strict or (field == "ref" and _REF.match(rest)):
            return field, rest
    return "", ""


def _split_labels(found: Sequence[str]) -> Iterator[str]:
    """Lines, broken again where bold words in the middle of one are a label: two fields in one paragraph."""
    for line in found:
        rest = line
        for match in re.finditer(BOLD, line[1:]):
            at = match.start() + 1 - (len(line) - len(rest))
            if at > 0 and fold(rest[:at]) and _label(rest[at:])[0]:
                yield rest[:at]
                rest = rest[at:]
        yield rest


def _heading(line: str) -> tuple[str, str]:
    """The section of the printed form that a line opens and the words after its heading."""
    said = _NUMBER.sub("", line.lstrip(_EDGES), count=1).lstrip(_EDGES)
    for name, heading in _HEADINGS:
        match = heading.match(_plain(said))
        if not match:
            continue
        rest = said[match.end() :]
        loud = _SMALL.sub("", match[0]).isupper()
        # In prose "coroner" and "inquest" are common: a heading is in capitals, bold or a heading element.
        closed = not fold(rest) or rest.lstrip().startswith(BOLD)
        if (closed and (loud or line[0] in _EDGES)) or (loud and name != "coroner"):
            return name, fold(rest)
    return "", ""


def _sections(content: Sequence[str]) -> dict[str, Json]:
    """Sections 3, 4 and 5 of the form where the page prints it, and the date of section 7."""
    parts: dict[str, list[str]] = {"": []}
    current = ""
    for line in content:
        name, rest = _heading(line)
        if name:
            # The cell before a heading holds the number of its row, not the end of the section above.
            if parts[current] and _NUMBER.fullmatch(parts[current][-1]):
                parts[current].pop()
            current = name
            parts.setdefault(name, []).extend([rest] if rest else [])
        elif fold(line):
            parts[current].append(fold(line))
    values: dict[str, Json] = {
        name: "\n".join(parts[name]) for name in ("investigation", "circumstances", "concerns") if parts.get(name)
    }
    if match := _DUE.search(" ".join(parts.get("response", []))):
        _put_date(values, "due_on", match["said"])
    return values


def _put_date(values: dict[str, Json], field: str, said: str) -> None:
    if not said:
        return
    found = printed_date(said)
    if found:
        values[field] = found.isoformat()
    else:
        values[f"{field}_text"] = said


def _categories(tree: lxml.html.HtmlElement, printed: str) -> list[Json]:
    """Categories of the "Category:" paragraph, then pills it does not name. Commas stay: names hold them."""
    names = [fold(name) for name in re.split(r"[|;]", printed)]
    names += [words(pill) for pill in tree.xpath(_PILLS)]
    kept: dict[str, Json] = {}
    for name in names:
        if name:
            kept.setdefault(name.casefold(), name)
    return list(kept.values())


def documents_on(tree: lxml.html.HtmlElement, base: str = "") -> list[Json]:
    """Every document on the page, in page order, each address once: ``{"url", "name"}``.

    Which is the report and which a response is told elsewhere, by names: on 66 of 774 recent pages the first
    is a response.
    """
    names: dict[str, str] = {}
    for link in tree.xpath(_DOCUMENTS):
        url = urljoin(base, (link.get("href") or "").strip())
        if not _is_document(url, base):
            continue
        name = words(link)
        if name.casefold() in _NOT_NAMES:
            name = fold(link.get("title") or link.get("aria-label") or "")
        if not names.get(url):
            names[url] = name
    return [{"url": url, "name": name or _file_name(url)} for url, name in names.items()]


def _is_document(url: str, base: str) -> bool:
    """A file by its ending or place; or anything on another host, since responses are linked there too."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return False
    path = parts.path.lower()
    if PurePosixPath(path).suffix in _FILES or "/wp-content/uploads/" in path:
        return True
    return bool(base) and parts.netloc.lower() != urlsplit(base).netloc.lower()


def _file_name(url: str) -> str:
    return unquote(PurePosixPath(urlsplit(url).path).name)
