"""The official site's Atom feed: the newest reports, newest first (RFC 4287)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from lxml import etree

from forewarned.errors import InputError
from forewarned.reports.readers.base import Head
from forewarned.reports.readers.html import check_size, fold, page_address, read_page
from forewarned.reports.readers.listing import Link, is_report_address, link_reading
from forewarned.reports.reading import Reading, Refusal

ATOM = "{http://www.w3.org/2005/Atom}"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class FeedReader:
    """Reads a saved Atom feed: a ``link`` reading for each entry that is a report's page."""

    name = "feed"
    label = "a saved feed of the newest reports"
    complete = False
    log = False

    def recognises(self, head: Head) -> bool:
        return looks_like_feed(head.start)

    def read(self, path: Path) -> Iterator[Reading | Refusal]:
        links = feed_links(read_page(path), where=path.name)
        if not links:
            raise InputError("The feed lists no report", where=path.name, next_step="fetch it again: it is never empty")
        for number, link in enumerate(links, start=1):
            yield link_reading(number, link)


def looks_like_feed(start: bytes) -> bool:
    """Whether the first element of what may be XML is an Atom feed."""
    opening = re.search(rb"<([A-Za-z][\w:.-]*)[^>]*>", start[:4096])
    if opening is None:
        return False
    return opening[1].split(b":")[-1] == b"feed" and b"w3.org/2005/Atom" in opening[0]


def feed_links(raw: bytes, *, where: str = "") -> tuple[Link, ...]:
    """The report pages a feed lists, in its order; ``listed_on`` is the day of ``published``.

    Raises InputError for what is not whole XML, or declares entities (which could grow without bound).
    """
    check_size(raw, where)
    if _DOCTYPE.search(raw):
        raise InputError(
            "The feed declares a document type, which no feed needs", where=where, next_step="fetch it again"
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(raw, parser=parser)
    except etree.XMLSyntaxError as error:
        raise InputError(
            "The feed is not whole XML", where=f"{where}, line {error.lineno}", next_step="fetch it again"
        ) from error
    found: dict[str, Link] = {}
    for entry in root.iter(f"{ATOM}entry"):
        url = _address(entry)
        if is_report_address(url):
            title = fold(html.unescape(str(entry.findtext(f"{ATOM}title") or "")))
            found.setdefault(url, Link(url, title, _day(entry.findtext(f"{ATOM}published") or "")))
    return tuple(found.values())


def _address(entry: etree._Element) -> str:
    for link in entry.iter(f"{ATOM}link"):
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return page_address(str(link.get("href")))
    return ""


def _day(stamp: str) -> date | None:
    """The day of an RFC 3339 moment as written, its own offset kept; None when it is not one."""
    try:
        return datetime.fromisoformat(stamp.strip()).date()
    except ValueError:
        return None
