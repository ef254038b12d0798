"""Web pages and plain text, as they come: any bytes give a text or an error that says why not."""

from __future__ import annotations

import codecs
import re
import unicodedata

from forewarned.errors import InputError
from forewarned.reports.documents import limits
from forewarned.reports.documents.reading import Read
from forewarned.reports.documents.values import Page

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL = 0.02
"""Share of control characters from which bytes are taken for no text at all."""


def read_html(raw: bytes, where: str) -> Read:
    """What a saved web page says, block by block; scripts and hidden parts left out."""
    from forewarned.reports.readers import html

    tree = html.parse_html(html.decode(raw, where=where), where)
    bodies = tree.xpath("//body")
    lines = html.lines(bodies[0] if bodies else tree)
    marks = str.maketrans("", "", html.BOLD + html.HEADING)
    text = "\n".join(line.translate(marks).strip() for line in lines)
    return one_page(re.sub(r"\n{3,}", "\n\n", text).strip("\n"), where)


def read_text(raw: bytes, where: str) -> Read:
    """Plain text: a byte-order mark, else UTF-8, else UTF-16 by its pattern of zeros, else Windows-1252."""
    text, encoding = decode(raw, where)
    cleaned = clean(text)
    lost = sum(unicodedata.category(c) in ("Cc", "Cn") and c not in "\n\t\r\f" for c in text)
    if lost > max(CONTROL * len(text), 8):
        raise InputError(
            "The file is not text: too many control characters", where=where, next_step="save it as text or PDF"
        )
    notes = [] if encoding == "utf-8" else [f"read as {encoding}"]
    if lost:
        notes.append(f"{lost} control characters left out")
    return one_page(cleaned, where, tuple(notes))


def decode(raw: bytes, where: str) -> tuple[str, str]:
    """(text, encoding). Raises InputError when a named encoding doesn't fit the bytes."""
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            try:
                return raw.removeprefix(mark).decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise InputError(
                    f"The file says it is {encoding.upper()} and is not (byte {error.start + 1})",
                    where=where,
                    next_step="save it again as UTF-8",
                ) from error
    if encoding := _by_zeros(raw):
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            pass
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # The five bytes that Windows-1252 leaves open are control characters to a browser, and so here.
        return "".join(_windows(byte) for byte in raw), "windows-1252"


def _by_zeros(raw: bytes) -> str:
    head = raw[:2000]
    if len(head) < 4 or head.count(0) < len(head) // 4:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def _windows(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "replace") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)


def clean(text: str) -> str:
    """Line ends as ``\\n``; form feeds end a line; control characters and byte-order marks inside are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\x0b", "\n")
    kept = (c for c in text if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c != "\ufeff"))
    return "".join(kept)


def one_page(text: str, where: str, notes: tuple[str, ...] = ()) -> Read:
    """A text without pages of its own: one page. Raises InputError over the limit; empty is said in a note."""
    if len(text) > limits.MAX_CHARACTERS:
        raise InputError(
            f"The text has over {limits.MAX_CHARACTERS:,} characters", where=where, next_step="split the file"
        )
    if not text.strip():
        return Read("", (Page(1, 0, 0, "empty"),), (*notes, "page 1: empty: it holds no words"))
    return Read(text, (Page(1, 0, len(text), "text"),), notes)
