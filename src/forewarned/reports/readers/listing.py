"""A saved listing page of the official site: addresses of report pages, and how many listing pages there are.

``h3.card__title > a.card__link``; the last page's number from ``a.page-numbers`` (domain note, "The official
site's pages"). It says that a report is listed, nothing of what the report says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html

from forewarned.reports.addresses import FOLDERS
from forewarned.reports.readers.base import Head
from forewarned.reports.readers.html import (
    canonical_address,
    decode,
    fold,
    page_address,
    parse_html,
    printed_date,
    read_page,
    words,
)
from forewarned.reports.reading import Json, Reading, Refusal

_CARDS = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' card__title ')]"
    "//a[contains(concat(' ', normalize-space(@class), ' '), ' card__link ')]"
)
_NUMBERS = "//*[contains(concat(' ', normalize-space(@class), ' '), ' page-numbers ')]"
_PAGE = re.compile(r"/page/(\d{1,5})(?:/|$)")
_TITLE = re.compile(
    r"(?P<name>.+?)\s*[:\-\u2013\u2014,]\s*prevention of future deaths?(?: reports?)?(?:\s*\(?\d+\)?)?$",
    re.IGNORECASE,
)
_NOT_REPORTS = frozenset({"page", "feed"})


@dataclass(frozen=True, slots=True)
class Link:
    """A report's page as a list names it. ``listed_on``: the day printed beside it, if any."""

    url: str
    title: str
    listed_on: date | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One listing page: its links in order, its own number, and the highest number it links to."""

    links: tuple[Link, ...]
    page: int
    last_page: int


class ListingReader:
    """Reads one saved listing page: a ``link`` reading for each report listed."""

    name = "listing"
    label = "a saved listing page"
    complete = False
    log = False

    def recognises(self, head: Head) -> bool:
        from forewarned.reports.readers.challenge import Kind, file_kind
        from forewarned.reports.readers.feed import looks_like_feed

        kinds = (Kind.LISTING, Kind.EMPTY_LISTING)
        return not looks_like_feed(head.start) and file_kind(head).kind in kinds

    def read(self, path: Path) -> Iterator[Reading | Refusal]:
        from forewarned.reports.readers.challenge import Kind, check_kind

        raw = read_page(path)
        check_kind(raw, Kind.LISTING, where=path.name)
        listing = listing_of(parse_html(decode(raw, where=path.name), path.name))
        for number, link in enumerate(listing.links, start=1):
            yield link_reading(number, link)


def link_reading(number: int, link: Link) -> Reading:
    """``number``: the card's place on the page. The name is taken only from a title of the usual form."""
    values: dict[str, Json] = {}
    if name := name_in_title(link.title):
        values["deceased_name"] = name
    if link.listed_on:
        values["date_added"] = link.listed_on.isoformat()
    return Reading(number, link.url, None, values, event="link")


def name_in_title(title: str) -> str:
    """The name in "Jo Bloggs: Prevention of future deaths report"; ``""`` for a title of another form."""
    match = _TITLE.match(fold(title))
    return match["name"] if match else ""


def listing_of(tree: lxml.html.HtmlElement, address: str = "") -> Listing:
    """What a listing page lists. ``address``: where it was fetched from, used if it names none itself."""
    base = canonical_address(tree) or address
    links: dict[str, Link] = {}
    for anchor in tree.xpath(_CARDS):
        url = page_address(anchor.get("href") or "", base)
        if is_report_address(url):
            links.setdefault(url, Link(url, words(anchor), _listed_on(anchor)))
    page = _page_of(base)
    numbers = [page]
    for found in tree.xpath(_NUMBERS):
        said = words(found).replace(",", "")
        numbers.append(int(said) if said.isdigit() and len(said) < 6 else 0)
        numbers.append(_page_of(urljoin(base, found.get("href") or "")))
        if "current" in (found.get("class") or "").split() and said.isdigit():
            page = int(said)
    return Listing(tuple(links.values()), page, max(numbers))


def is_report_address(url: str) -> bool:
    """Whether an address is that of one report's page, by its place on the site."""
    parts = [part for part in urlsplit(url).path.split("/") if part]
    return len(parts) == 2 and parts[0] in FOLDERS and parts[1] not in _NOT_REPORTS


def _page_of(address: str) -> int:
    match = _PAGE.search(urlsplit(address).path)
    return int(match[1]) if match else 1


def _listed_on(anchor: lxml.html.HtmlElement) -> date | None:
    """The one date printed in the link's card; None when there is none or more than one."""
    cards = [up for up in anchor.iterancestors() if "card" in (up.get("class") or "").split()]
    if not cards:
        return None
    card = cards[0]
    stamps = [str(stamp)[:10] for stamp in card.xpath(".//time/@datetime")]
    stamps = stamps or [words(part) for part in card.iter("p", "time", "span", "div", "li")]
    found = {day for stamp in stamps if (day := printed_date(stamp))}
    return found.pop() if len(found) == 1 else None
