"""A file to ``DocumentText``: what it is by its first bytes, size and hash, then the reader for its kind."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from forewarned.errors import ForewarnedError, InputError
from forewarned.reports.documents import limits
from forewarned.reports.documents.values import DocumentText, Page

PDF_MARK = b"%PDF-"
ZIP_MARK = b"PK\x03\x04"
OLD_OFFICE_MARK = bytes.fromhex("d0cf11e0a1b11ae1")
RTF_MARK = b"{\\rtf"
IMAGE_MARKS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader of one kind of file gives: the text, its pages, its notes."""

    text: str
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = ()


def read_document(path: Path, *, ocr: bool = True) -> DocumentText:
    """The text of a PDF, HTML, DOCX or plain text file, with pages and offsets; the file is only read.

    Pages of a PDF without text of their own go through OCR when ``ocr`` is true and the extra is installed;
    otherwise they are ``empty`` and a note says so. Raises InputError, saying what, where and what next, for a file
    that cannot be read, is encrypted or broken, or is larger than ``limits`` allow: never half a document.
    """
    raw = _bytes_of(path)
    media = media_of(raw, path.suffix.lower(), path.name)
    digest = hashlib.sha256(raw).hexdigest()
    try:
        read = _reader(media, ocr=ocr)(raw, path.name)
    except ForewarnedError:
        raise
    except RecursionError as error:
        raise _unreadable("is nested too deeply to be read", path.name) from error
    except MemoryError as error:
        raise _unreadable("needs more memory than there is", path.name) from error
    except Exception as error:
        raise _unreadable(f"is broken ({type(error).__name__})", path.name) from error
    return DocumentText(read.text, read.pages, media, digest, read.notes)


def media_of(raw: bytes, suffix: str, where: str = "") -> str:
    """``pdf``, ``docx``, ``html`` or ``txt`` by content first and by suffix only where content leaves it open."""
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if PDF_MARK in raw[:1024] and head[:1] != b"<":
        return "pdf"
    if raw.startswith(ZIP_MARK):
        return "docx"
    wrong = _known_but_unread(raw)
    if wrong:
        raise InputError(f"The file is {wrong}, which is not read", where=where, next_step="save it as PDF or DOCX")
    if suffix == ".pdf" or suffix == ".docx":
        raise InputError(
            f"The file is named {suffix} and is no such file", where=where, next_step="fetch or save it again"
        )
    if suffix in (".html", ".htm", ".xhtml") or head[:200].lower().startswith(HTML_MARKS):
        return "html"
    return "txt"


def _known_but_unread(raw: bytes) -> str:
    if raw.startswith(OLD_OFFICE_MARK):
        return "an old Office document (before 2007)"
    if raw.startswith(RTF_MARK):
        return "a rich text (RTF) document"
    return "a picture" if raw.startswith(IMAGE_MARKS) else ""


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(limits.MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not a file's"
        raise InputError(
            f"The file cannot be read ({reason})", where=path.name, next_step="check its name and permissions"
        ) from error
    if len(raw) > limits.MAX_BYTES:
        raise InputError(
            f"The file is over {limits.MAX_BYTES // 1024 // 1024} MB", where=path.name, next_step="split it"
        )
    if not raw.strip(b"\x00 \t\r\n"):
        raise InputError("The file is empty", where=path.name, next_step="fetch or save it again")
    return raw


def _reader(media: str, *, ocr: bool) -> Callable[[bytes, str], Read]:
    if media == "pdf":
        from forewarned.reports.documents.pdf import read_pdf

        return lambda raw, where: read_pdf(raw, where, ocr=ocr)
    if media == "docx":
        from forewarned.reports.documents.docx import read_docx

        return read_docx
    from forewarned.reports.documents.plain import read_html, read_text

    return read_html if media == "html" else read_text


def _unreadable(how: str, where: str) -> InputError:
    return InputError(f"The file {how}", where=where, next_step="open it by hand, save it again, and import that")
