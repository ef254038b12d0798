"""A report or response as a file, read: PDF, HTML, DOCX or plain text to text with pages, then to sections and fields.

Nothing heavy is loaded before a file of that kind is read. The file itself is never changed; ``DocumentText.sha256``
names it. Every span is (start, end) into ``DocumentText.text``.
"""

from __future__ import annotations

from forewarned.reports.documents.fields import read_report
from forewarned.reports.documents.reading import read_document
from forewarned.reports.documents.sections import find_sections
from forewarned.reports.documents.values import DocumentText, FormFields, Page, Section, Span

__all__ = [
    "DocumentText",
    "FormFields",
    "Page",
    "Section",
    "Span",
    "find_sections",
    "read_document",
    "read_report",
]
