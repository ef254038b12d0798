"""Where the units of a section begin and end, with fictional words."""

from __future__ import annotations

import pytest

from forewarned.lessons.matters.layout import lay_out

FIRST, SECOND = "There was no plan for the night.", "The alarm was not repaired."


def bodies(section: str) -> list[str]:
    return [section[unit.start : unit.end] for unit in lay_out(section).units]


@pytest.mark.parametrize(("first", "second"), [
    ("(1)", "\n(2 )"),
    ("(1)", " (2)"),
    ("(1)", "\n2."),
    ("1)", "\n2"),
])  # fmt: skip
def test_a_number_printed_otherwise_carries_the_list_on(first: str, second: str) -> None:
    assert bodies(f"{first} {FIRST}{second} {SECOND}") == [FIRST, SECOND]


def test_a_number_in_brackets_may_touch_its_words() -> None:
    assert bodies(f"(1) {FIRST} (2){SECOND}") == [FIRST, SECOND]


def test_a_list_of_roman_numbers_goes_beyond_twelve() -> None:
    numbers = "i ii iii iv v vi vii viii ix x xi xii xiii xiv".split()
    assert len(bodies("\n".join(f"{number}. {FIRST}" for number in numbers))) == len(numbers)


@pytest.mark.parametrize("heading", [
    "\n\nBrackwater Fire Service\n\nNight Staffing",
    "\n \nNight staffing at Quay House:",
    "\n\nMARLOW CARE TRUST",
    " The following matters of concern are addressed to Marlow Care Trust",
    " (FOR THE CHIEF FIRE OFFICER)",
])  # fmt: skip
def test_what_heads_the_next_points_is_outside_the_one_before(heading: str) -> None:
    assert bodies(f"1. {FIRST}{heading}\n1. {SECOND}") == [FIRST, SECOND]


def test_a_line_without_a_stop_that_ends_an_open_sentence_stays() -> None:
    listed = "Nobody had asked for:\na plan for the night\na working alarm"
    assert bodies(f"1. {listed}\n2. {SECOND}")[0] == listed


def test_the_forms_next_box_ends_the_section() -> None:
    opening = "The staff of Quay House had asked for a plan for the night on several occasions. " * 3
    section = f"1. {opening}2. {SECOND} 6 ACTION COULD BE TAKEN 1. Marlow Care Trust has the power to act."
    assert bodies(section) == [opening.strip(), SECOND]
    assert any(kind == "boilerplate" and section[start:end].startswith("6 ACTION") for start, end, kind, _
               in lay_out(section).fixed)  # fmt: skip


@pytest.mark.parametrize("opening", [
    "During the inquest evidence was heard that:",
    "During the Inquest evidence was heard that: –",
    "To Marlow Care Trust",
])  # fmt: skip
def test_points_under_what_was_heard_or_an_addressee_are_units(opening: str) -> None:
    assert bodies(f"1. {opening}\ni. {FIRST}\nii. {SECOND}") == [FIRST, SECOND]


def test_a_sentence_that_only_says_it_did_not_contribute_is_outside_the_last_point() -> None:
    assert (
        bodies(f"1. {FIRST}\n2. {SECOND} Although these did not contribute to the death, I report them.")[-1] == SECOND
    )
