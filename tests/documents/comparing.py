"""Compares what was read with what a corpus report was meant to say: words exactly, blanks and line breaks aside."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.documents.reports import Fictional

from forewarned.reports.documents import DocumentText, find_sections, read_document, read_report

EXPECTED = Path(__file__).parent / "expected" / "shared_pdfs.json"
"""Fingerprints of what the six published PDFs say, as a person read it from the pictures of their pages."""


def squeezed(words: str) -> str:
    """Words with single blanks."""
    return " ".join(words.split())


def differences(report: Fictional, doc: DocumentText) -> dict[str, tuple[object, object]]:
    """What differs, by name: (read, meant). Empty where every section and field is exact."""
    found: dict[str, tuple[object, object]] = {}
    read = {s.name: squeezed(doc.text[s.start : s.end]) for s in find_sections(doc.text)}
    for name, paragraphs in report.rows.items():
        meant = squeezed(" ".join(paragraphs))
        if read.get(name) != meant:
            found[name] = (read.get(name), meant)
    fields = read_report(doc)
    pairs = {
        "addressee_list": (tuple(squeezed(a) for a in fields.addressees), report.addressees),
        "coroner_name": (fields.coroner_name, report.coroner),
        "coroner_area": (fields.coroner_area and squeezed(fields.coroner_area), report.area),
        "date_of_report": (fields.date_of_report, report.dated),
        "due_on": (fields.due_on, report.due),
    }
    return found | {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def letters(words: str) -> str:
    """Letters and figures only."""
    return "".join(c for c in words.lower() if c.isalnum())


def mark(words: str) -> str:
    """A fingerprint."""
    return hashlib.sha256(words.encode("utf-8")).hexdigest()[:20]


def expectation(words: str | None) -> dict[str, str] | None:
    """Fingerprints of what a field must say; None for a field that must be blank."""
    return None if words is None else {"exact": mark(squeezed(words)), "letters": mark(letters(words))}


def fields_of(path: Path) -> dict[str, str | None]:
    """Every section of every form in a file, and the fields of the first, as ours reads them."""
    doc = read_document(path)
    found: dict[str, str | None] = {}
    for section in find_sections(doc.text):
        name = section.name if section.form == 1 else f"{section.form}.{section.name}"
        found[name] = doc.text[section.start : section.end]
    read = read_report(doc)
    return found | {
        "addressee_list": "|".join(squeezed(addressee) for addressee in read.addressees) or None,
        "coroner_name": read.coroner_name,
        "coroner_area": read.coroner_area,
        "date_of_report": read.date_of_report,
        "due_on": read.due_on,
    }
