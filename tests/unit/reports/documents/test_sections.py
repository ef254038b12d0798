"""Headings by their words and numbers, in every way they are written; no next row's number at a section's end."""

from __future__ import annotations

import pytest
from tests.documents.other_files import make_text
from tests.documents.reports import HEADINGS, PLAIN

from forewarned.reports.documents import find_sections
from forewarned.reports.documents.headings import WORDINGS, number_of_heading

ROWS = {name: " ".join(paragraphs) for name, paragraphs in PLAIN.rows.items()}


def form(number: str = "{n} {heading}\n", sent: str = "THIS REPORT IS BEING SENT TO:\n") -> str:
    """A form as text, its headings written in this way."""
    said = "REGULATION 28 REPORT TO PREVENT FUTURE DEATHS\n" + sent + ROWS["addressees"] + "\n"
    for n, (name, heading) in enumerate(HEADINGS.items(), 1):
        said += number.format(n=n, heading=heading) if heading else f"{n} "
        said += ROWS[name] + "\n"
    return said


def read(text: str) -> dict[str, str]:
    return {section.name: text[section.start : section.end] for section in find_sections(text)}


@pytest.mark.parametrize(
    "written",
    [
        "{n} {heading}\n", "{n}. {heading}\n", "{n}\n{heading}\n", "({n}) {heading}\n", "{n}) {heading}:\n",
        "{n}\n\n{heading}\n\n", "{n}\t{heading}\n", "{heading}\n", "{heading}:\n", "{n} {heading} ",
        "  {n}.  {heading} -\n",
    ],
)  # fmt: skip
def test_headings_with_numbers_written_in_every_way(written: str) -> None:
    assert read(form(written)) == ROWS


@pytest.mark.parametrize(
    "change", [str.upper, str.title, lambda t: t.replace("\u2019", "'"), lambda t: t.replace("\u2019", "")]
)
def test_headings_in_every_case_and_quote(change: object) -> None:
    assert callable(change)
    text = form()
    for number, heading in enumerate(HEADINGS.values(), 1):
        text = text.replace(f"{number} {heading}\n", f"{number} {change(heading)}\n")
    assert read(text) == ROWS


@pytest.mark.parametrize(
    ("row", "written"),
    [
        ("investigation", "3 INVESTIGATION"), ("investigation", "3 INQUEST"),
        ("investigation", "3 INVESTIGATION & INQUEST"),
        ("circumstances", "4 CIRCUMSTANCES OF DEATH"), ("circumstances", "4 Circumstances of the deaths"),
        ("circumstances", "4 CIRCUMSTANCES SURROUNDING THE DEATH"), ("concerns", "5 CORONERS CONCERN"),
        ("concerns", "MATTERS OF CONCERN"), ("powers", "2 CORONER`S LEGAL POWER"), ("copies", "8 COPIES"),
        ("action", "6 ACTION TO BE TAKEN"), ("investigation", "3 INVESTIGATION and INQUEST [details are fictional]"),
        ("concerns", "S CORONER\u2019S CONCERNS"), ("coroner", "l CORONER"),
    ],
)  # fmt: skip
def test_other_wordings_and_numbers_that_ocr_misread(row: str, written: str) -> None:
    number = list(HEADINGS).index(row) + 1
    text = form().replace(f"{number} {HEADINGS[row]}", written)
    if written[0] in "Sl":
        text = text.replace(written, written[0] + "\n" + written[2:])
    assert read(text) == ROWS


def test_the_addressees_heading_may_wrap_and_stick_to_the_title() -> None:
    assert read(form(sent="FUTURE DEATHSTHIS REPORT IS BEING SENT\nTO:\n")) == ROWS


def test_spans_leave_out_number_and_heading_which_have_their_own() -> None:
    text = form("{n}\n{heading}\n")
    concerns = next(section for section in find_sections(text) if section.name == "concerns")
    assert text[slice(*concerns.heading)] == "5\nCORONER\u2019S CONCERNS"
    assert (concerns.number, concerns.form) == (5, 1)


def test_words_of_a_heading_inside_a_sentence_are_no_heading() -> None:
    text = form()
    text = text.replace(ROWS["circumstances"], "The Coroner\nheard of concerns.\nAction should be taken, she said.")
    assert read(text)["circumstances"] == "The Coroner\nheard of concerns.\nAction should be taken, she said."


def test_a_list_of_nine_copies_does_not_end_the_copies() -> None:
    listed = "\n".join(f"{n}. Guild {n} of Tarnholt" for n in range(1, 12))
    text = form().replace(ROWS["copies"], f"I have sent copies to:\n{listed}\nThat is all.")
    assert read(text)["copies"].endswith("That is all.")
    assert read(text)["signature"] == ROWS["signature"]


@pytest.mark.parametrize(
    "closing", ["21st May 2031\nZ Oxblood", "Dated 21 May 2031", "[DATE] [SIGNED BY CORONER]", "Signed: Z Oxblood"]
)
def test_a_signature_without_its_number_is_found_by_what_it_says(closing: str) -> None:
    text = form().replace(f"9 {ROWS['signature']}", closing)
    assert read(text)["signature"] == closing
    assert read(text)["copies"] == ROWS["copies"]


def test_two_forms_in_one_file_are_told_apart() -> None:
    text = form() + "\nANNEX B\n" + form()
    sections = find_sections(text)
    assert [section.form for section in sections] == [1] * 10 + [2] * 10
    assert text[sections[9].start : sections[9].end] == ROWS["signature"]
    assert {s.name: text[s.start : s.end] for s in sections[10:]} == ROWS


def test_a_form_with_rows_missing_gives_those_that_are_there() -> None:
    text = "CORONER\nI am X.\nCIRCUMSTANCES OF THE DEATH\nHe fell.\nCORONER\u2019S CONCERNS\nNo rail.\nYOUR RESPONSE\n"
    assert read(text) == {"coroner": "I am X.", "circumstances": "He fell.", "concerns": "No rail.", "response": ""}


@pytest.mark.parametrize(
    "text", ["", "Dear Coroner\nYour concerns\nWe have acted.\nYours", "Concerns\nAction", "\n" * 50]
)
def test_a_letter_is_no_form(text: str) -> None:
    assert find_sections(text) == ()


def test_plain_text_of_a_form_is_read_like_any_other() -> None:
    text = make_text().decode("utf-8")
    assert {name: " ".join(said.split()) for name, said in read(text).items()} == ROWS


def test_every_row_with_words_has_its_number() -> None:
    assert [number_of_heading(f"{n} {heading}") for n, heading in enumerate(HEADINGS.values(), 1) if heading] == [
        *range(1, 9)
    ]
    assert list(WORDINGS) == ["addressees", *HEADINGS]
    assert number_of_heading("I am the coroner who heard this.") == 0
