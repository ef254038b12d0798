"""What reading a document gives: its text with pages, the sections of the form in it, and the form's fields."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[int, int]
"""(start, end): ``text[start:end]`` is what is quoted."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: ``text[start:end]`` of the document. ``how``: ``text`` (as typed), ``ocr``, ``empty``.

    ``furniture`` holds the page's running headers, footers and page number, word for word: they are no part of
    any sentence, so they stand beside the text and not in it.
    """

    number: int
    start: int
    end: int
    how: str
    furniture: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The text of a file. ``media``: ``pdf``, ``html``, ``docx`` or ``txt``; ``sha256`` of the file's bytes in hex.

    ``notes`` say what a reader of the text must know: pages that were not read and why, pages read by OCR. Words
    side by side in a table's row are parted by a tab, paragraphs by an empty line where the layout shows them.
    """

    text: str
    pages: tuple[Page, ...]
    media: str
    sha256: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One row of the form: ``text[start:end]`` are its words without number and heading, blanks at the ends left out.

    ``name``: addressees, coroner, powers, investigation, circumstances, concerns, action, response, copies,
    signature. ``number``: the row's number on the form, 0 for the addressees, also where the number isn't printed.
    ``form`` counts the forms in one file from 1: the official template holds three. ``heading``: the span of number
    and heading as printed, (start, start) where there is none.
    """

    name: str
    number: int
    start: int
    end: int
    form: int = 1
    heading: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class FormFields:
    """The fields of one report, each with its span; None where the form is blank or does not say.

    ``addressees`` are slices of the text, line breaks included, without their list numbers. Dates are ISO text.
    ``due_on`` is the date printed in section 7, never a computed one. ``notes`` say what was found but not
    understood, or how a damaged date was read.
    """

    sections: tuple[Section, ...]
    addressees: tuple[str, ...]
    addressee_spans: tuple[Span, ...]
    coroner_name: str | None
    coroner_name_span: Span | None
    coroner_area: str | None
    coroner_area_span: Span | None
    date_of_report: str | None
    date_of_report_span: Span | None
    due_on: str | None
    due_on_span: Span | None
    notes: tuple[str, ...] = ()
