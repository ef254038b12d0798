"""The course of a letter through the matters: order, headings, printed marks and likeness, weighed for all at once."""

from __future__ import annotations

import time

import pytest
from benchmarks.promises import placed_in_fiction

from forewarned.lessons.promises.answering import answers
from forewarned.lessons.promises.course import scopes
from forewarned.lessons.promises.likeness import Likeness
from forewarned.lessons.promises.spans import read_letter
from forewarned.lessons.promises.values import MatterGiven

MATTERS = (
    "Cells had no automatic fire detection.",
    "Officers were not trained to use the inundation point.",
    "Kettles were adapted by prisoners to start fires.",
)


def course(text: str, matters: tuple[str, ...] = MATTERS, numbers: tuple[str, ...] = ("1", "2", "3")) -> dict[str, str]:
    """The matter of each sentence, by the sentence's first word."""
    letter = read_letter(text)
    given = [MatterGiven(number, words) for number, words in zip(numbers, matters, strict=True)]
    found = scopes(letter, numbers, Likeness(given, letter) if given else None)
    return {
        text[each.start : each.end].split(maxsplit=1)[0]: number
        for each, number in zip(letter.sentences, found, strict=True)
    }


@pytest.mark.parametrize(
    "heading",
    [
        "Concern 2", "Response to concern 2", "Our response to your matter of concern (2)", "Second concern",
        "Matter two", "Action taken in relation to concern 2",
    ],
)  # fmt: skip
def test_a_printed_mark_is_obeyed(heading: str) -> None:
    text = f"Detection is now fitted in the cells.\n\n{heading}\n\nMuch was done.\n\nKettles have gone.\n\nFinis."
    assert course(text)["Much"] == "2"


def test_your_second_concern_turns_the_answer() -> None:
    text = (
        "We fitted fire detection in the cells.\n\nTurning to your second concern, much was done.\n\nOthers followed."
    )
    assert course(text)["Turning"] == "2"


def test_a_word_of_another_matter_in_passing_does_not_turn_the_answer() -> None:
    text = (
        "Fire detection in cells\n\nWe accept that cells had no automatic detection of fire.\n\n"
        "Detectors were installed in May. Officers check them.\n\nA contractor is in place.\n\n"
        "Training in the inundation point\n\nOfficers are now trained every year.\n\nTwo instructors joined."
    )
    found = course(text)
    assert [found[word] for word in ("Detectors", "Officers", "A", "Two")] == ["1", "2", "1", "2"]


def test_passages_with_no_words_of_any_matter_go_on_with_the_one_before() -> None:
    text = "We bought new kettles that prisoners cannot adapt.\n\nIt cost a good deal.\n\nMore will follow in spring."
    assert set(course(text).values()) == {"3"}


def test_a_short_letter_may_answer_a_later_matter_alone() -> None:
    assert course("We will replace the kettles.") == {"We": "3"}


def test_letters_of_the_report_serve_as_numbers() -> None:
    text = "Concern b\n\nAll is done.\n\nConcern 3\n\nNothing more."
    found = course(text, numbers=("a", "b", "c"))
    assert (found["All"], found["Nothing"]) == ("b", "c")


def test_without_likeness_or_marks_nothing_is_claimed() -> None:
    assert set(course("Lorem ipsum dolor.\n\nSit amet elit.").values()) == {""}


def test_without_matters_the_marks_of_the_letter_serve() -> None:
    found = course("Concern 4\n\nAll is done.", (), ())
    assert found["All"] == "4"


def test_one_matter_is_answered_by_all_but_general_work() -> None:
    letter = read_letter("We will train officers.\n\nWe review all reports each month.")
    given = [MatterGiven("1", MATTERS[1])]
    scope = scopes(letter, ["1"], Likeness(given, letter))
    texts = [letter.text[each.start : each.end] for each in letter.sentences]
    assert [answers(letter, at, words, given, scope) for at, words in enumerate(texts)] == [("1",), ()]


def test_fictional_letters_are_placed_as_they_are_marked() -> None:
    """Of what answers one of several matters in the 84 letters 0.95 is placed right; 0.85 was before version 3."""
    right, whole = placed_in_fiction()
    assert whole > 500
    assert right / whole > 0.93


def test_a_long_letter_is_read_in_time_that_grows_with_its_length() -> None:
    text = "\n\n".join(f"Kettles number {k} were replaced for officers in cells." for k in range(1_500))
    matters = tuple(f"Matter of kettles {k} and cells." for k in range(30))
    started = time.process_time()
    course(text, matters, tuple(str(k + 1) for k in range(30)))
    assert time.process_time() - started < 10
