"""The corpus of generated PDFs: every section and field exact, in every layout; scans within a tolerance."""

from __future__ import annotations

from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein
from tests.documents.comparing import differences, squeezed
from tests.documents.corpus import LAYOUTS, scanned, typed
from tests.documents.reports import REPORTS

from forewarned.reports.documents import find_sections, ocr, read_document

TYPED = typed()
SCANS = ("scan-ruled", "scan-turned", "scan-capitals", "scan-mixed")
TOLERANCE = 0.02
"""Share of characters that OCR may read otherwise."""


@pytest.mark.parametrize("name", TYPED)
def test_every_section_and_field_of_a_typed_form_is_exact(name: str, tmp_path: Path) -> None:
    report, pdf = TYPED[name]
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(pdf)
    doc = read_document(path, ocr=False)
    assert differences(report, doc) == {}
    assert {page.how for page in doc.pages} == {"text"}
    for page, following in zip(doc.pages, doc.pages[1:], strict=False):
        assert doc.text[page.end : following.start] == "\n"


def test_the_corpus_holds_every_layout_and_every_report() -> None:
    assert {f"plain-{layout}" for layout in LAYOUTS} <= TYPED.keys()
    assert {name.split("-")[0] for name in TYPED} == REPORTS.keys()


def test_running_lines_stand_beside_the_text_and_not_in_it(tmp_path: Path) -> None:
    path = tmp_path / "footers.pdf"
    path.write_bytes(TYPED["long-footers"][1])
    doc = read_document(path, ocr=False)
    assert len(doc.pages) > 2
    assert all(page.furniture[-1] == f"Page {page.number} of {len(doc.pages)}" for page in doc.pages)
    assert all(page.furniture[0].startswith("Regulation 28") for page in doc.pages)
    assert "After Inquest" not in doc.text
    assert any("running headers" in note for note in doc.notes)


@pytest.mark.skipif(not ocr.available(), reason="tesseract is not installed: scans were not read (apt: tesseract-ocr)")
@pytest.mark.parametrize("name", SCANS)
def test_every_section_of_a_scan_is_right_within_the_tolerance(name: str, tmp_path: Path) -> None:
    report, pdf = scanned(only=name)[name]
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(pdf)
    doc = read_document(path)
    wanted = ["text", "ocr"] if name == "scan-mixed" else ["ocr", "ocr"]
    assert [page.how for page in doc.pages] == wanted
    read = {s.name: squeezed(doc.text[s.start : s.end]) for s in find_sections(doc.text)}
    assert list(read) == list(report.rows)
    for section, paragraphs in report.rows.items():
        meant = squeezed(" ".join(paragraphs))
        apart = Levenshtein.distance(read[section], meant)
        assert apart <= max(2, TOLERANCE * len(meant)), (section, read[section])
