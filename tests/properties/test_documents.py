"""Properties of the readers of documents: any bytes, any text, any pieces of a form."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.documents.reports import HEADINGS

from forewarned.errors import InputError
from forewarned.reports.documents import DocumentText, find_sections, read_document, read_report
from forewarned.reports.documents.addressed import split_addressees
from forewarned.reports.documents.prose_dates import find_dates

PIECES = st.sampled_from(
    [
        *(f"{n} {words}" for n, words in enumerate(HEADINGS.values(), 1)), *HEADINGS.values(),
        "THIS REPORT IS BEING SENT TO:", "1. A body", "2 Another", "9", "namely by 3 May 2031", "21/05/2031", "\t", "",
        "I am A B, area coroner for the area of C",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=30), max_size=40).map("\n".join)


@given(TEXTS)
@settings(max_examples=150)
def test_sections_stand_in_order_and_never_overlap(text: str) -> None:
    last = 0
    for section in find_sections(text):
        assert last <= section.heading[0] <= section.heading[1] <= section.start <= section.end <= len(text)
        assert text[section.start : section.end] == text[section.start : section.end].strip()
        last = section.end


@given(TEXTS)
@settings(max_examples=100)
def test_every_field_is_a_span_of_the_text(text: str) -> None:
    fields = read_report(DocumentText(text, (), "txt", ""))
    for said, span in zip(fields.addressees, fields.addressee_spans, strict=True):
        assert said == text[slice(*span)]
        assert said
    for name, span_of in (
        (fields.coroner_name, fields.coroner_name_span),
        (fields.coroner_area, fields.coroner_area_span),
    ):
        assert name == (text[slice(*span_of)] if span_of else None)


@given(TEXTS)
@settings(max_examples=100)
def test_dates_and_addressees_lie_inside_and_in_order(text: str) -> None:
    for spans in (
        [(date.start, date.end) for date in find_dates(text)],
        split_addressees(text, 0, len(text)),
    ):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= after[0] for one, after in pairwise(spans))


@given(raw=st.binary(max_size=400), suffix=st.sampled_from([".txt", ".html", ".pdf", ".docx", ""]), mark=st.booleans())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(raw: bytes, suffix: str, mark: bool, tmp_path: Path) -> None:
    path = tmp_path / f"file{suffix}"
    path.write_bytes((b"%PDF-1.4\n" if mark else b"") + raw)
    try:
        doc = read_document(path, ocr=False)
    except InputError as error:
        assert error.next_step
    else:
        assert doc.pages[-1].end <= len(doc.text)
