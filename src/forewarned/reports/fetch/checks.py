"""What an answer must look like before it is kept. An error page with status 200 is the usual disguise."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from forewarned.errors import FetchError
from forewarned.reports.fetch.client import Answer, is_challenge
from forewarned.reports.fetch.fetched import SiteRefusedError, TryAgainError, Wanted
from forewarned.reports.readers.challenge import Kind, page_kind

PAGE_LIMIT = 20 * 1024 * 1024
DOCUMENT_LIMIT = 100 * 1024 * 1024

_KIND_OF = {
    Wanted.LISTING: Kind.LISTING,
    Wanted.FEED: Kind.FEED,
    Wanted.REPORT: Kind.REPORT,
    Wanted.NONRESPONSE: Kind.NONRESPONSE,
}
_HTML = ("text/html", "application/xhtml+xml")
_XML = ("application/atom+xml", "application/xml", "text/xml")
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".doc": (_OLE, _ZIP, b"{\\rtf"),
    ".docx": (_ZIP,),
    ".odt": (_ZIP,),
    ".xls": (_OLE,),
    ".xlsx": (_ZIP,),
    ".rtf": (b"{\\rtf",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".msg": (_OLE,),
}


def limit_of(kind: Wanted) -> int:
    """Bytes beyond which this kind is refused."""
    return DOCUMENT_LIMIT if kind is Wanted.DOCUMENT else PAGE_LIMIT


def check(answer: Answer, kind: Wanted, asked: str) -> str:
    """The media type of an answer that is what was asked for.

    Raises SiteRefusedError for a challenge, TryAgainError for a body cut off, else FetchError: the reason.
    """
    media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    _check_status(answer)
    if kind is Wanted.DOCUMENT:
        _check_document(answer, media_type)
    else:
        _check_page(answer, kind, media_type, asked)
    return media_type


def _check_status(answer: Answer) -> None:
    if is_challenge(answer):
        raise SiteRefusedError(
            "The site answers with a challenge to prove one is not a program",
            next_step="stop for today; ask the site's owner, or save the pages by hand and import them",
        )
    if answer.status != 200:
        raise FetchError(f"The site answers with status {answer.status}")


def _check_page(answer: Answer, kind: Wanted, media_type: str, asked: str) -> None:
    if media_type not in (_XML if kind is Wanted.FEED else _HTML):
        raise FetchError(f"A {kind} page was expected and the answer is of another type")
    found = page_kind(answer.raw, answer.headers.get("content-type", ""))
    if found.kind is not _KIND_OF[kind]:
        problem = TryAgainError if "cut off" in found.reason else FetchError
        raise problem(f"A {kind} page was expected, but {found.reason}")
    if kind is Wanted.LISTING and _folded(answer.url) != _folded(asked):
        raise FetchError("The listing page redirects to another: it would be counted twice")


def _folded(url: str) -> str:
    return urlsplit(url).path.rstrip("/").lower()


def _check_document(answer: Answer, media_type: str) -> None:
    raw = answer.raw
    if media_type in _HTML or page_kind(raw).kind not in (Kind.UNKNOWN, Kind.ERROR):
        raise FetchError("A document was expected and the answer is a web page")
    if not raw:
        raise TryAgainError("The document is empty")
    suffix = PurePosixPath(urlsplit(answer.url).path).suffix.lower()
    starts = _STARTS.get(suffix) or (_STARTS[".pdf"] if media_type == "application/pdf" else ())
    # The PDF header may stand anywhere in the first 1,024 bytes (ISO 32000-1, implementation note 13).
    if starts and not any(mark in raw[:1024] if mark == b"%PDF-" else raw.startswith(mark) for mark in starts):
        raise FetchError(f"The document is not what its name ends in ({suffix or media_type})")
    if b"%PDF-" in starts and "content-length" not in answer.headers and b"%%EOF" not in raw[-2048:]:
        raise TryAgainError("The document is cut off: it does not end as a PDF ends")
