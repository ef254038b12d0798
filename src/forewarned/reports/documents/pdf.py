"""A PDF to text: pages one at a time, typed text by its characters' boxes (pypdfium2), OCR where there is none.

Opened from bytes; pages are closed as they are read, so 500 pages take the memory of one and their text.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from forewarned.errors import InputError
from forewarned.reports.documents import limits
from forewarned.reports.documents.bombs import check_streams
from forewarned.reports.documents.characters import Glyphs, pieces_of
from forewarned.reports.documents.furniture import Leaf, part_furniture
from forewarned.reports.documents.layout import Line, Sheet, gather, is_tabular, lines_of, text_of
from forewarned.reports.documents.ocr import Ocr
from forewarned.reports.documents.reading import Read
from forewarned.reports.documents.tables import Tables
from forewarned.reports.documents.values import Page

FEW_LETTERS = 12
"""A page with fewer letters and figures, and a picture on it, holds a stamp or a page number: it is a scan."""
UNREADABLE = 0.3
"""Share of characters without a meaning from which a page's text is taken for unreadable."""
PASSWORD_ERROR = 4
SECURITY_ERROR = 5


def read_pdf(raw: bytes, where: str, *, ocr: bool) -> Read:
    """The text of a PDF. Raises InputError when it is encrypted, broken, or over the limits."""
    import pypdfium2  # type: ignore[import-untyped]

    check_streams(raw, where)
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error, where) from error
    with closing(document):
        count = len(document)
        if count == 0:
            raise InputError("The PDF has no pages", where=where, next_step="fetch or save it again")
        if count > limits.MAX_PAGES:
            raise InputError(
                f"The PDF has {count} pages; up to {limits.MAX_PAGES} are read", where=where, next_step="split it"
            )
        return _Reader(document, raw, where, ocr=ocr).read(count)


def _refusal(error: Exception, where: str) -> InputError:
    code = getattr(error, "err_code", None)
    if code in (PASSWORD_ERROR, SECURITY_ERROR) or "password" in str(error).lower():
        return InputError(
            "The PDF is encrypted and needs a password", where=where, next_step="save it without one, and import that"
        )
    return InputError("The PDF is broken and cannot be opened", where=where, next_step="fetch or save it again")


class _Reader:
    """One document on its way to text."""

    def __init__(self, document: Any, raw: bytes, where: str, *, ocr: bool) -> None:
        self.document = document
        self.where = where
        self.ocr = Ocr(wanted=ocr)
        self.tables = Tables(raw)
        self.fillable = bool(document.get_formtype())
        if self.fillable:
            document.init_forms()
        self.how: dict[int, str] = {}
        self.notes: list[str] = []
        self.characters = 0

    def read(self, count: int) -> Read:
        leaves = [self.leaf(number) for number in range(1, count + 1)]
        furniture = part_furniture(leaves)
        pages: list[Page] = []
        texts: list[str] = []
        at = 0
        for leaf in leaves:
            said = text_of(leaf.lines)
            if said:
                at += bool(texts)  # the line break between two pages
                texts.append(said)
            pages.append(Page(leaf.number, at, at + len(said), self.how[leaf.number], furniture.get(leaf.number, ())))
            at += len(said)
        if all(how == "broken" for how in self.how.values()):
            raise InputError("No page of the PDF can be read", where=self.where, next_step="fetch or save it again")
        notes = [*self.notes, *self.ocr.notes(), *self.tables.notes()]
        if furniture:
            pages_said = "1 page" if len(furniture) == 1 else f"{len(furniture)} pages"
            notes.append(f"running headers, footers and page numbers stand beside the text on {pages_said}")
        return Read("\n".join(texts), tuple(_settled(page) for page in pages), tuple(notes))

    def leaf(self, number: int) -> Leaf:
        import pypdfium2

        try:
            if self.fillable:
                # What was typed into a form's boxes becomes words of the page, once the page is opened anew.
                with closing(self.document[number - 1]) as page:
                    page.flatten()
            with closing(self.document[number - 1]) as page:
                return self.read_page(page, number)
        except pypdfium2.PdfiumError:
            self.how[number] = "broken"
            self.notes.append(f"page {number}: empty: broken, cannot be opened")
            return Leaf(number, 1.0, [])

    def read_page(self, page: Any, number: int) -> Leaf:
        width, height = page.get_size()
        if not 0 < max(width, height) <= limits.MAX_PAGE_POINTS:
            raise InputError(
                f"Page {number} is larger than a PDF allows", where=self.where, next_step="save it on A4 pages"
            )
        sheet, readable = self.typed(page, number)
        letters = sum(c.isalnum() for piece in sheet.pieces for c in piece.text)
        if letters and readable and (letters >= FEW_LETTERS or not _has_picture(page)):
            self.how[number] = "text"
            return Leaf(number, sheet.height, self.lines(page, sheet, number))
        scanned = self.ocr.sheet(page, number) if _has_marks(page) and self.bearable(page, number) else None
        if scanned is None or not scanned.pieces:
            # What little is typed is still said; where nothing is, the page is empty.
            self.how[number] = "text" if letters and readable else "empty"
            return Leaf(number, sheet.height, lines_of(sheet) if readable else [])
        self.how[number] = "ocr"
        lines = gather(scanned.pieces)
        return Leaf(number, scanned.height, lines_of(scanned) if not is_tabular(lines) else lines)

    def bearable(self, page: Any, number: int) -> bool:
        """Whether the page's pictures can be drawn without filling the memory."""
        if all(pixels <= limits.MAX_PICTURE_PIXELS for pixels in _pictures(page)):
            return True
        self.notes.append(f"page {number}: empty: its picture has over {limits.MAX_PICTURE_PIXELS:,} dots")
        return False

    def typed(self, page: Any, number: int) -> tuple[Sheet, bool]:
        """The page's own text, and whether it can be understood."""
        with closing(page.get_textpage()) as textpage:
            found = textpage.count_chars()
            if found > limits.MAX_PAGE_CHARACTERS:
                raise self.too_much(f"Page {number} holds {found:,} characters")
            self.characters += max(found, 0)
            if self.characters > limits.MAX_CHARACTERS:
                raise self.too_much(f"The PDF holds over {limits.MAX_CHARACTERS:,} characters")
            glyphs = Glyphs.of(textpage, found)
        quarter = glyphs.quarter()
        pieces, width, height = pieces_of(glyphs, quarter, page.get_bbox())
        readable = glyphs.unreadable() <= UNREADABLE
        if not readable:
            self.notes.append(f"page {number}: its typed text has no readable characters")
        rules = tuple(_rules(page, height)) if quarter == 0 else ()
        return Sheet(width, height, tuple(pieces), rules), readable

    def too_much(self, what: str) -> InputError:
        return InputError(what, where=self.where, next_step="split it, or save only the pages of the report")

    def lines(self, page: Any, sheet: Sheet, number: int) -> list[Line]:
        lines = lines_of(sheet)
        if not is_tabular(lines):
            return lines
        return self.tables.lines(sheet, number, page.get_rotation()) or lines


def _settled(page: Page) -> Page:
    how = "empty" if page.how == "broken" or (page.start == page.end and page.how == "text") else page.how
    return Page(page.number, page.start, page.end, how, page.furniture)


def _objects(page: Any, kinds: list[int]) -> Iterator[Any]:
    for index, found in enumerate(page.get_objects(filter=kinds, max_depth=4)):
        if index >= limits.MAX_TABLE_OBJECTS:
            return
        yield found


def _has_picture(page: Any) -> bool:
    from pypdfium2 import raw

    return next(_objects(page, [raw.FPDF_PAGEOBJ_IMAGE]), None) is not None


def _pictures(page: Any) -> Iterator[int]:
    """Dots of each picture on the page."""
    from pypdfium2 import raw

    width, height = ctypes.c_uint(), ctypes.c_uint()
    for picture in _objects(page, [raw.FPDF_PAGEOBJ_IMAGE]):
        if raw.FPDFImageObj_GetImagePixelSize(picture, width, height):
            yield width.value * height.value


def _has_marks(page: Any) -> bool:
    """Whether anything at all is drawn: a blank page is not sent to OCR."""
    from pypdfium2 import raw

    kinds = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_TEXT]
    if next(_objects(page, kinds), None) is not None:
        return True
    return bool(raw.FPDFPage_GetAnnotCount(page) > 0)


def _rules(page: Any, height: float) -> Iterator[float]:
    """Heights, from the top, of horizontal rules and box edges longer than 100 points."""
    from pypdfium2 import raw

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    base = page.get_bbox()[1]
    for drawn in _objects(page, [raw.FPDF_PAGEOBJ_PATH]):
        if not raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top):
            continue
        if right.value - left.value > 100:
            yield height - (top.value - base)
            yield height - (bottom.value - base)
