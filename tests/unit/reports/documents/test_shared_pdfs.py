"""The six published PDFs: every section and field as a person read it from the pictures of the pages (fingerprints)."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from tests.documents.comparing import EXPECTED, expectation, fields_of

from forewarned.reports.documents import find_sections, read_document

FILES = json.loads(EXPECTED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_every_section_and_field_is_exact(name: str, shared_data: Path) -> None:
    found = {key: expectation(said) for key, said in fields_of(shared_data / "pfd" / "pdf" / name).items()}
    assert found.keys() == FILES[name].keys()
    assert {key for key in found if found[key] != FILES[name][key]} == set()


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_lost_and_each_row_ends_where_the_next_begins(name: str, shared_data: Path) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    path = shared_data / "pfd" / "pdf" / name
    doc = read_document(path, ocr=False)
    source = pypdfium2.PdfDocument(path)
    typed = "".join(page.get_textpage().get_text_range() for page in source)
    marks = {"\ufffe": "-", "\x02": "-", "\uf0b7": "\u2022"}
    wanted = sorted(marks.get(c, c) for c in typed if not c.isspace())
    furniture = "".join("".join(page.furniture) for page in doc.pages)
    assert sorted(c for c in doc.text + furniture if not c.isspace()) == wanted
    sections = find_sections(doc.text)
    for one, following in pairwise(sections):
        if one.form == following.form:
            assert not doc.text[one.end : following.heading[0]].strip()


def test_the_template_holds_three_forms(shared_data: Path) -> None:
    doc = read_document(shared_data / "pfd" / "pdf" / "Template.pdf", ocr=False)
    sections = find_sections(doc.text)
    assert [section.number for section in sections] == [*range(10)] * 3
    assert {section.form for section in sections} == {1, 2, 3}
