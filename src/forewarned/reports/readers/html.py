"""Reading saved web pages safely: bytes to text to a tree, and a tree to lines of words as written.

No network, no entities beyond HTML's own, no unbounded trees. What cannot be read whole is refused: a parser
that gives up half-way would otherwise lose the end of a page, where the documents are (house rule 4).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

import lxml.html
from lxml import etree

from forewarned.errors import InputError

MAX_BYTES = 20 * 1024 * 1024
"""The largest official pages are under 1 MB."""

BREAK = "\n"
BOLD = "\ue000"
"""Put around bold words by ``lines``: the site prints its labels in bold, sometimes without a colon."""
HEADING = "\ue001"
"""Put before the words of a heading element by ``lines``."""
_LINE, _BLOCK = "\ue002", "\ue003"
_MARKS = str.maketrans("", "", BOLD + HEADING + _LINE + _BLOCK)

ENCODINGS = frozenset("utf-8 cp1252 iso8859-1 iso8859-15 ascii utf-16-le utf-16-be".split())
"""Those a page in English or Welsh can honestly be in, by Python's names."""

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_BLOCKS = _HEADINGS | frozenset(
    "address article aside blockquote body div dl fieldset figcaption figure footer form header hr main nav"
    " ol p pre section table tbody tfoot thead tr ul".split()
)
_LINES = frozenset("dd dt li td th".split())
_SILENT = frozenset("script style noscript template svg head select option button".split())
_BOLD_TAGS = frozenset({"strong", "b"})


def read_page(path: Path) -> bytes:
    """The whole file; raises InputError when it is unreadable, empty, or over ``MAX_BYTES``."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"The file cannot be read ({error.strerror})", where=path.name, next_step="check its permissions"
        ) from error
    return check_size(raw, path.name)


def check_size(raw: bytes, where: str = "") -> bytes:
    """``raw`` itself; raises InputError when it is empty or over ``MAX_BYTES``."""
    if not raw.strip():
        raise InputError("The page is empty", where=where, next_step="save or fetch it again")
    if len(raw) > MAX_BYTES:
        raise InputError(
            f"The page is over {MAX_BYTES // 1024 // 1024} MB, larger than any official page",
            where=where,
            next_step="check that it is a saved web page",
        )
    return raw


def declared_encoding(raw: bytes, content_type: str = "") -> str:
    """The encoding named by a byte-order mark, the header, or the page itself; ``""`` when none is named."""
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return name
    if match := _HEADER.search(content_type):
        return match[1].lower()
    head = raw[:4096]
    if found := _XML.match(head) or _META.search(head):
        return found[1].decode("ascii").lower()
    return ""


def decode(raw: bytes, content_type: str = "", where: str = "") -> str:
    """Text of a page. Raises InputError, naming the byte, rather than put replacement marks in a name.

    Latin-1 and ASCII are read as Windows-1252, as every browser does (WHATWG Encoding Standard, section 4.2);
    where nothing is declared, UTF-8 and then Windows-1252.
    """
    check_size(raw, where)
    named = declared_encoding(raw, content_type)
    tries = [_browser_name(named, where)] if named else ["utf-8", "cp1252"]
    for mark, _ in _BOMS:
        raw = raw.removeprefix(mark)
    problem = 0
    for encoding in tries:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError as error:
            problem = error.start
            continue
        if "\0" not in text:
            return text
        problem = text.index("\0")
    raise InputError(
        f"The page is not text in {named or 'UTF-8 or Windows-1252'}: byte {problem + 1} cannot be read",
        where=where,
        next_step="save it again as a web page, or fetch it",
    )


def _browser_name(named: str, where: str) -> str:
    try:
        name = codecs.lookup(named).name
    except LookupError:
        name = ""
    # A page that could be read as far as its own ASCII "charset=utf-16" is not UTF-16 (same standard, 8.2.2).
    if name.startswith("utf-16") and named not in ("utf-16-le", "utf-16-be"):
        return "utf-8"
    if name not in ENCODINGS:
        raise InputError("The page names an encoding not known here", where=where, next_step="save it again as UTF-8")
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def parse_html(text: str, where: str = "") -> lxml.html.HtmlElement:
    """A tree of the page; raises InputError when there is none or the parser could not read all of it."""
    parser = lxml.html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError("The page holds no HTML", where=where, next_step="save or fetch it again") from error
    # Beyond 256 levels libxml2 stops without an exception and drops the rest of the page: measured, 2.14.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InputError(
            "The page is nested too deeply to be read whole", where=where, next_step="fetch or save it again"
        )
    return tree


def fold(text: str) -> str:
    """One line: every run of blanks, no-break spaces included, is one space."""
    return _SPACES.sub(" ", text.translate(_MARKS)).strip()


def words(element: lxml.html.HtmlElement) -> str:
    """What an element says on one line, scripts and hidden parts left out."""
    return fold(" ".join(lines(element)))


def lines(element: lxml.html.HtmlElement, skip: frozenset[str] = frozenset()) -> list[str]:
    """What an element says, line by line as it is laid out.

    ``<br>``, list items and table cells end a line; other blocks end a line and leave one ``""`` line, so
    that a caller can tell a new paragraph from a line break. Bold words have ``BOLD`` on both sides, headings
    begin with ``HEADING``. ``skip`` names tags and classes whose insides are left out.
    """
    found: list[str] = []
    for paragraph in "".join(_pieces(element, skip, _BLOCK)).split(_BLOCK):
        for part in paragraph.split(_LINE):
            said = [_SPACES.sub(" ", line).strip() for line in part.split(BREAK)]
            said = [line if fold(line) else "" for line in said]
            # Two line breaks leave an empty line: a new paragraph, as a reader of the page sees it.
            found += said if any(said) else []
        found.append("")
    return [line for line, last in zip(found, ["", *found], strict=False) if line or last]


def _pieces(element: lxml.html.HtmlElement, skip: frozenset[str], block: str) -> Iterator[str]:
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _SILENT or element.get("hidden") is not None:
        return
    if skip and (tag in skip or skip.intersection((element.get("class") or "").split())):
        return
    edge = block if tag in _BLOCKS else _LINE if tag in _LINES else ""
    # A list stays one block though its items hold paragraphs.
    inside = _LINE if tag == "li" else block
    yield edge + (HEADING if tag in _HEADINGS else "") + (BOLD if tag in _BOLD_TAGS else "")
    yield _inline(element.text)
    for child in element:
        yield from _pieces(child, skip, inside)
        yield BREAK if child.tag == "br" else ""
        yield _inline(child.tail)
    yield (BOLD if tag in _BOLD_TAGS else "") + edge


def _inline(text: str | None) -> str:
    return _SPACES.sub(" ", text.translate(_MARKS)) if text else ""


def canonical_address(tree: lxml.html.HtmlElement) -> str:
    """The address the page gives itself (``rel=canonical``, else ``og:url``); ``""`` when it gives none."""
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for found in tree.xpath(path):
            address = page_address(str(found))
            if address:
                return address
    return ""


def page_address(href: str, base: str = "") -> str:
    """An absolute page address without query or fragment; ``""`` for what is not http(s)."""
    parts = urlsplit(urljoin(base, href.strip()))
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return ""
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", "", ""))


_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NUMBERS = re.compile(r"(\d{1,2})\s?([/.\-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})$")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
_DAY_MONTH = re.compile(r"(?:([a-z]+),? )?(\d{1,2}) ?(?:st|nd|rd|th)?,?(?: of)? ([a-z]+)\.?,? (\d{4})$")
_MONTH_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$")


def printed_date(text: str) -> date | None:
    """A date as the official pages print it, or None when it is not sure.

    Numbers are day first ("12/03/2024", "12.03.24"). Never swapped to make an impossible date possible, and a
    weekday that contradicts the date makes it unsure.
    """
    said = fold(text).lower().rstrip(" .,;")
    if match := _ISO.match(said):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.match(said):
        year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        return _date(year, int(match[3]), int(match[1]))
    if match := _DAY_MONTH.match(said):
        found = _date(int(match[4]), _month(match[3]), int(match[2]))
        return found if found and _weekday_fits(match[1], found) else None
    if match := _MONTH_DAY.match(said):
        return _date(int(match[3]), _month(match[1]), int(match[2]))
    return None


def _month(name: str) -> int:
    if name == "sept":
        return 9
    fits = [number for number, month in enumerate(_MONTHS, 1) if name in (month, month[:3])]
    return fits[0] if fits else 0


def _weekday_fits(name: str | None, found: date) -> bool:
    return not name or name in (_WEEKDAYS[found.weekday()], _WEEKDAYS[found.weekday()][:3])


def _date(year: int, month: int, day: int) -> date | None:
    # Reports begin in 2008; deaths inquired into reach back decades, no further.
    if not 1900 <= year <= 2099:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
