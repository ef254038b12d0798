"""The Chief Coroner's list of reports with no response: tables by half-year on one page.

Rows are removed once a response is received, so a row says "listed" as at the day its page was saved; the
table's own date of publication is given as ``observed_on`` (domain note: states ``listed`` / ``removed``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import lxml.html

from forewarned.errors import InputError
from forewarned.reports.readers.base import Head
from forewarned.reports.readers.html import (
    canonical_address,
    decode,
    fold,
    lines,
    page_address,
    parse_html,
    printed_date,
    read_page,
    words,
)
from forewarned.reports.readers.listing import is_report_address
from forewarned.reports.reading import Json, Reading, Refusal

_COLUMNS: tuple[tuple[str, str], ...] = (
    ("due_on", r"(?:date )?(?:response|reply|due).*\bdue\b.*|response date|due date|response required by"),
    ("date_of_report", r"(?:date of (?:the )?(?:pfd )?report|report date|date of pfd|date)"),
    ("deceased_name", r"(?:names? of (?:the )?)?deceased(?:'?s'?)?(?: names?)?|name"),
    ("ref", r"(?:report )?ref(?:erence)?\.?(?: (?:no|number)\.?)?"),
    ("coroner_area", r"(?:coroner(?:'?s'?)? |coronial )?areas?"),
    ("coroner_name", r"(?:name of )?(?:the )?coroner(?:'?s'?)?(?: names?)?"),
    ("sent_to", r"(?:report |pfd )?(?:was )?sent to|addressees?|recipients?|organisations?|addressed to"),
)
_COMPILED = tuple((field, re.compile(rf"(?:{said})\s*:?$", re.IGNORECASE)) for field, said in _COLUMNS)
NEEDED = ("deceased_name", "date_of_report", "sent_to", "due_on")
_DATES = ("date_of_report", "due_on")
_PUBLISHED = re.compile(
    r"(?:published|as at|as of|updated|correct (?:at|on|to))(?: on)?:? "
    r"(?P<said>\d{1,2}[^.;()]{3,20}?\d{4}|\d{1,2}([/.])\d{1,2}\2\d{2,4})\b",
    re.IGNORECASE,
)
_MAX_SPAN = 50


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the list: field of each column, its body rows as cells, and the day it was published."""

    fields: tuple[str, ...]
    rows: tuple[tuple[lxml.html.HtmlElement | None, ...], ...]
    published: date | None


class NonresponseReader:
    """Reads the saved page of non-response tables: a ``listed`` reading for each row.

    ``row`` counts the body rows of all the page's tables, from 1.
    """

    name = "nonresponse"
    label = "the Chief Coroner's list of reports with no response"
    complete = False
    log = True

    def recognises(self, head: Head) -> bool:
        from forewarned.reports.readers.challenge import Kind, file_kind

        return file_kind(head).kind is Kind.NONRESPONSE

    def read(self, path: Path) -> Iterator[Reading | Refusal]:
        from forewarned.reports.readers.challenge import Kind, check_kind

        raw = read_page(path)
        check_kind(raw, Kind.NONRESPONSE, where=path.name)
        yield from nonresponse_readings(parse_html(decode(raw, where=path.name), path.name), where=path.name)


def nonresponse_readings(tree: lxml.html.HtmlElement, *, where: str = "") -> Iterator[Reading | Refusal]:
    """Every row of every table; raises InputError when the page has no such table or one lost a column."""
    tables = list(_tables(tree))
    if not tables:
        raise InputError(
            "The page has no table of reports without a response",
            where=where,
            next_step="save the page of the list",
        )
    base = canonical_address(tree)
    number = 0
    for place, table in enumerate(tables, start=1):
        missing = [field for field in NEEDED if field not in table.fields]
        if missing:
            raise InputError(
                f"Table {place} has no column for: {', '.join(missing)}",
                where=where,
                next_step="compare its header with the list's other tables",
            )
        for cells in table.rows:
            number += 1
            yield _reading(number, cells, table, base)


def has_nonresponse_table(tree: lxml.html.HtmlElement) -> bool:
    """Whether a table on the page names who did not respond: addressee and due date are what tell it."""
    return any({"deceased_name", "sent_to", "due_on"} <= set(table.fields) for table in _tables(tree))


def _tables(tree: lxml.html.HtmlElement) -> Iterator[_Table]:
    published: date | None = None
    if tree.find(".//table") is None:
        return
    # In page order: the day a table was published is printed in the words before it.
    for element in tree.iter("p", "h1", "h2", "h3", "h4", "caption", "summary", "table"):
        if element.tag != "table":
            published = _published(fold(element.text_content())) or published
            continue
        caption = element.find("caption")
        grid = _grid(element)
        if not grid or any(True for _ in element.iterdescendants("table")):
            continue
        fields = tuple(_field(words(cell)) if cell is not None else "" for cell in grid[0])
        if len({field for field in fields if field}) >= 3:
            own = _published(words(caption)) if caption is not None else None
            yield _Table(fields, tuple(grid[1:]), own or published)


def _published(said: str) -> date | None:
    match = _PUBLISHED.search(said)
    return printed_date(match["said"]) if match else None


def _field(heading: str) -> str:
    said = heading.replace("\u2019", "'")
    return next((field for field, pattern in _COMPILED if pattern.match(said)), "")


def _grid(table: lxml.html.HtmlElement) -> list[tuple[lxml.html.HtmlElement | None, ...]]:
    """Rows of cells with ``rowspan`` and ``colspan`` laid out, as a reader of the page sees them."""
    grid: list[tuple[lxml.html.HtmlElement | None, ...]] = []
    below: dict[int, tuple[lxml.html.HtmlElement, int]] = {}
    for row in table.iter("tr"):
        placed: dict[int, lxml.html.HtmlElement] = {at: cell for at, (cell, _) in below.items()}
        below = {at: (cell, left - 1) for at, (cell, left) in below.items() if left > 1}
        at = 0
        for cell in row.iterchildren("td", "th"):
            deep, wide = _span(cell, "rowspan"), _span(cell, "colspan")
            while at in placed:
                at += 1
            for column in range(at, at + wide):
                placed[column] = cell
                if deep > 1:
                    below[column] = (cell, deep - 1)
        if placed:
            grid.append(tuple(placed.get(column) for column in range(max(placed) + 1)))
    return grid


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    said = (cell.get(name) or "").strip()
    return min(max(int(said), 1), _MAX_SPAN) if said.isdecimal() and len(said) < 5 else 1


def _reading(number: int, cells: Sequence[lxml.html.HtmlElement | None], table: _Table, base: str) -> Reading | Refusal:
    if len(cells) != len(table.fields):
        return Refusal(number, "", f"the row has {len(cells)} cells and the header {len(table.fields)}")
    values: dict[str, Json] = {}
    address = ""
    for field, cell in zip(table.fields, cells, strict=True):
        if not field or cell is None:
            continue
        said = _said(field, cell)
        if field in _DATES:
            said, field = _dated(said, field)
        if said:
            values[field] = said
        address = address or _report_link(cell, base)
    problem = _problem(values)
    if problem:
        return Refusal(number, problem, "blank: without it the row names no duty")
    return Reading(number, address, table.published, values, event="listed")


def _said(field: str, cell: lxml.html.HtmlElement) -> str:
    if field == "sent_to":
        return "\n".join(said for line in lines(cell) if (said := fold(line)))
    return words(cell)


def _dated(said: str, field: str) -> tuple[str, str]:
    found = printed_date(said)
    return (found.isoformat(), field) if found else (said, f"{field}_text")


def _problem(values: Mapping[str, Json]) -> str:
    """The column without which a row names no duty: who died (or a reference), and who was to answer."""
    if "deceased_name" not in values and "ref" not in values:
        return "deceased_name"
    return "" if "sent_to" in values else "sent_to"


def _report_link(cell: lxml.html.HtmlElement, base: str) -> str:
    addresses = (page_address(link.get("href") or "", base) for link in cell.iter("a"))
    return next((address for address in addresses if is_report_address(address)), "")
