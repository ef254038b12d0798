"""A letter in another language is not read, and says so."""

from __future__ import annotations

from forewarned.lessons.promises import read_response
from forewarned.lessons.promises.language import ENOUGH, NOT_ENGLISH, PARTLY, language_note

WELSH = (
    "Annwyl Grwner, diolch am eich adroddiad dyddiedig am farwolaeth y claf. Mae'r Bwrdd wedi diweddaru ei bolisi ar "
    "gyfer arsylwadau ar y wardiau ac mae pob aelod o staff wedi cael hyfforddiant newydd. Bydd y Prif Nyrs yn "
    "adolygu'r cofnodion bob mis o fis Medi ymlaen. Rydym yn gobeithio bod hyn o gymorth i chi a'r teulu."
)
ENGLISH = (
    "Thank you for your report. The Board has updated its policy on the observation of patients on all of the wards, "
    "and each member of staff has had the new training. The Chief Nurse will review the records each month. "
    "We hope that this is of help to you and to the family."
)


def test_what_language_it_is() -> None:
    assert language_note(WELSH) == NOT_ENGLISH
    assert language_note(ENGLISH) == ""
    assert language_note(f"{WELSH}\n\n{ENGLISH}") == PARTLY
    assert language_note(f"{WELSH[:90]}\n\n{ENGLISH}") == "", "a greeting of a few words is no part of note"


def test_of_few_words_it_is_not_told() -> None:
    few = " ".join(WELSH.split()[: ENOUGH // 2])
    assert language_note(few) == "" == language_note("")


def test_nothing_is_said_of_a_letter_that_was_not_read() -> None:
    read = read_response(WELSH, ["The policy was old.", "The staff were few."])
    assert (read.not_read, read.promises, read.refusals, read.not_addressed) == (NOT_ENGLISH, (), (), ())


def test_a_letter_in_two_languages_is_read_and_says_so() -> None:
    read = read_response(f"{WELSH}\n\n{ENGLISH}")
    assert read.not_read == PARTLY and read.promises


def test_a_text_without_full_stops_is_left_out_and_counted() -> None:
    endless = "The Trust will introduce a new policy for the wards " + "and the staff of the ward " * 80
    read = read_response(endless)
    assert (read.promises, read.too_long) == ((), 1)
