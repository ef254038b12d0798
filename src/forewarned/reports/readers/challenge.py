"""What kind of page the bytes are: data of one of four kinds, or something that must never be read as data.

Sites answer with a challenge, an error template or a login form and status 200. On such a page a scraper
finds "no value" everywhere: in August 2025 that emptied 5,373 of 6,147 rows of the best-known register
(domain note).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import lxml.html

from forewarned.errors import InputError
from forewarned.reports.readers.base import Head
from forewarned.reports.readers.feed import feed_links, looks_like_feed
from forewarned.reports.readers.html import canonical_address, decode, parse_html, read_page, words
from forewarned.reports.readers.listing import is_report_address, listing_of
from forewarned.reports.readers.nonresponse import has_nonresponse_table
from forewarned.reports.readers.page import label_count


class Kind(StrEnum):
    REPORT = "report"
    LISTING = "listing"
    NONRESPONSE = "nonresponse"
    FEED = "feed"
    CHALLENGE = "challenge"
    ERROR = "error"
    EMPTY_LISTING = "empty_listing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PageKind:
    """What a page is and why it was taken for that. ``reason`` quotes no words of the page."""

    kind: Kind
    reason: str


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(patterns) + ")", re.IGNORECASE)


_CHALLENGE_TITLE = _any(
    r"just a moment|attention required|access denied|access to this page has been denied|request rejected",
    r"are you (?:a )?(?:human|robot)|verify(?:ing)? (?:that )?you are|pardon our interruption|captcha\b",
    r"request unsuccessful|checking your browser|please wait\b|security check|ddos protection|one more step",
    r"robot check|you have been blocked",
)
_ERROR_TITLE = _any(
    r"(?:http )?error\b|[45]\d\d\b|not found\b|oops\b|nothing found|forbidden\b|bad gateway",
    r"(?:page|document|file) (?:not found|cannot be found|unavailable)|internal server error",
    r"(?:sorry,? )?(?:this|the|that) page (?:could not|couldn't|can(?:not| not|'t)) be found|gateway time-?out",
    r"service (?:temporarily )?unavailable|(?:site |temporarily )?unavailable\b|(?:site|temporarily) down\b",
    r"(?:site |scheduled |under |planned )?maintenance\b|we(?:'| a)re (?:down|sorry)",
    r"too many requests|web server is (?:down|returning)|there has been a critical error",
    r"briefly unavailable|domain (?:parked|expired)",
)
_LOGIN_TITLE = _any(r"(?:log ?-?in|sign ?-?in|authentication required|session expired)\b")
_CHALLENGE_MARKS = re.compile(
    rb"_cf_chl_opt|cf-browser-verification|cf_challenge|id=[\"']challenge-(?:form|error|running|stage)|g-recaptcha"
    rb"|h-captcha|cf-turnstile|px-captcha|_Incapsula_Resource|captcha-delivery|awswaf|AwsWafIntegration|distil_r_captcha",
    re.IGNORECASE,
)
_ERROR_CLASSES = frozenset("error404 error login maintenance maintenance-mode".split())


def page_kind(raw: bytes, content_type: str = "") -> PageKind:
    """Tell what ``raw`` is. Never raises: bytes that cannot be read at all are ``error`` or ``unknown``."""
    if not raw.strip():
        return PageKind(Kind.ERROR, "the page is empty")
    if looks_like_feed(raw[:4096]):
        return _feed_kind(raw)
    if not _looks_like_html(raw, content_type):
        return PageKind(Kind.UNKNOWN, "it is not a web page")
    try:
        tree = parse_html(decode(raw, content_type))
    except InputError as error:
        return PageKind(Kind.ERROR, error.what[:1].lower() + error.what[1:])
    by_title = _by_title(tree)
    if by_title:
        return by_title
    if b"</html" not in raw[-4096:].lower():
        return PageKind(Kind.ERROR, "the page is cut off: it does not end as a web page ends")
    return _by_structure(tree, raw)


def _looks_like_html(raw: bytes, content_type: str) -> bool:
    start = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:2048].lower()
    if start.startswith((b"%pdf-", b"pk\x03\x04", b"{", b"[")):
        return False
    return "html" in content_type.lower() or any(mark in start for mark in (b"<html", b"<!doctype html", b"<body"))


def _feed_kind(raw: bytes) -> PageKind:
    try:
        links = feed_links(raw)
    except InputError as error:
        return PageKind(Kind.ERROR, error.what[:1].lower() + error.what[1:])
    if not links:
        return PageKind(Kind.EMPTY_LISTING, "the feed lists no report")
    return PageKind(Kind.FEED, f"an Atom feed that lists {len(links)} reports")


def _by_title(tree: lxml.html.HtmlElement) -> PageKind | None:
    """Challenge, error and login pages say so in their title or first heading, whatever else they carry."""
    for element in tree.xpath("(//head/title)[1] | (//h1)[1]"):
        text = words(element).replace("\u2019", "'")
        if _CHALLENGE_TITLE.match(text):
            return PageKind(Kind.CHALLENGE, "its title is that of a challenge to prove one is not a program")
        if _ERROR_TITLE.match(text):
            return PageKind(Kind.ERROR, "its title is that of an error page")
        if _LOGIN_TITLE.match(text):
            return PageKind(Kind.ERROR, "its title is that of a login page")
    body = tree.find("body")
    classes = set(((body.get("class") if body is not None else "") or "").split())
    if classes & _ERROR_CLASSES:
        return PageKind(Kind.ERROR, "it is the site's template for errors, login or maintenance")
    return None


def _by_structure(tree: lxml.html.HtmlElement, raw: bytes) -> PageKind:
    # Structure before marks: ordinary pages behind some hosts carry challenge scripts too.
    links, framed = len(listing_of(tree).links), _has_listing_frame(tree)
    # A listing's cards may repeat the labels of the reports; a report's page may show cards of other reports.
    if links and framed and not is_report_address(canonical_address(tree)):
        return PageKind(Kind.LISTING, f"it lists {links} reports")
    # The headers of a non-response table are words that also label a report's page.
    if has_nonresponse_table(tree):
        return PageKind(Kind.NONRESPONSE, "it has a table of reports without a response")
    labels = label_count(tree)
    if labels >= 2:
        return PageKind(Kind.REPORT, f"it has {labels} labels of a report page")
    if links:
        return PageKind(Kind.LISTING, f"it lists {links} reports")
    if _CHALLENGE_MARKS.search(raw):
        return PageKind(Kind.CHALLENGE, "it carries a challenge and none of the parts of an official page")
    if tree.xpath("//input[@type='password']"):
        return PageKind(Kind.ERROR, "it asks for a password")
    if framed or tree.find_class("card__title"):
        return PageKind(Kind.EMPTY_LISTING, "it is a listing page that lists no report")
    if tree.xpath("//meta[translate(@http-equiv,'REFSH','refsh')='refresh']"):
        return PageKind(Kind.CHALLENGE, "it sends the visitor elsewhere and says nothing itself")
    return PageKind(Kind.UNKNOWN, "it has none of the parts of an official page")


def _has_listing_frame(tree: lxml.html.HtmlElement) -> bool:
    """The search form for reports, or page numbers: what a listing page has besides its links."""
    return bool(tree.xpath("//input[@name='post_type' and @value='pfd']") or tree.find_class("page-numbers"))


def file_kind(head: Head) -> PageKind:
    """The kind of a saved file, told from the whole of it: what tells a cut-off page is at its end."""
    if not (looks_like_feed(head.start) or _looks_like_html(head.start, "")):
        return PageKind(Kind.UNKNOWN, "it is not a web page")
    try:
        stat = head.path.stat()
        return _file_kind(head.path, stat.st_size, stat.st_mtime_ns)
    except (OSError, InputError):
        return PageKind(Kind.UNKNOWN, "the file cannot be read")


@lru_cache(maxsize=4)
def _file_kind(path: Path, _size: int, _changed: int) -> PageKind:
    """Remembered for the readers that ask one after another; the file's size and time are part of the key."""
    return page_kind(read_page(path))


def check_kind(raw: bytes, wanted: Kind, *, where: str = "", content_type: str = "") -> None:
    """Raise InputError, saying what the page is instead, unless it is of the kind wanted."""
    found = page_kind(raw, content_type)
    if found.kind is not wanted:
        raise InputError(
            f"This cannot be read as a {wanted} page: {found.reason}",
            where=where,
            next_step="save or fetch the page again; nothing of it was used",
        )
