"""A concerns section becomes matters: each layout that coroners use, with fictional words."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from forewarned.lessons.matters import split_concerns
from forewarned.lessons.matters.layout import lay_out

FORM = (
    "During the course of the inquest the evidence revealed matters giving rise to concern. In my opinion there is a "
    "risk that future deaths will occur unless action is taken. In the circumstances it is my statutory duty to "
    "report to you. "
)
HEADING = "The MATTERS OF CONCERN are as follows. – "


def matters(section: str) -> list[tuple[str, str]]:
    return [(span.number, section[span.start : span.end]) for span in split_concerns(section) if span.kind == "matter"]


def kinds(section: str) -> list[tuple[str, str]]:
    return [(span.kind, section[span.start : span.end]) for span in split_concerns(section)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1.", "2."),
        ("(1)", "(2)"),
        ("1)", "2)"),
        ("a.", "b."),
        ("(a)", "(b)"),
        ("i)", "ii)"),
        ("A.", "B."),
        ("•", "•"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n", " "])
def test_a_number_is_kept_and_left_out_of_the_span(first: str, second: str, gap: str) -> None:
    section = f"{FORM}{HEADING}{first} There was no plan for the night.{gap}{second} The alarm was not repaired."
    assert matters(section) == [(first, "There was no plan for the night."), (second, "The alarm was not repaired.")]


def test_numbers_in_square_brackets_are_numbers_where_lines_start_with_them() -> None:
    listed = "[1] There was no plan for the night.\n[2] The alarm was not repaired."
    assert [number for number, _ in matters(listed)] == ["[1]", "[2]"]
    assert [number for number, _ in matters("There was no plan, see [1] and [2] for the night shift.")] == [""]


def test_a_list_of_short_lines_without_numbers_is_several_matters() -> None:
    section = (
        f"{FORM}{HEADING}\nNo plan was made for the night.\n\nThe alarm on the landing was not repaired\n\n"
        "Lack of training for agency staff"
    )
    assert [words for _, words in matters(section)] == [
        "No plan was made for the night.",
        "The alarm on the landing was not repaired",
        "Lack of training for agency staff",
    ]


def test_a_matters_score_is_a_probability() -> None:
    section = f"{FORM}{HEADING}1. There was no plan for the night. 2. The alarm was not repaired."
    assert all(0.0 <= span.score <= 1.0 for span in split_concerns(section))


def test_concern_with_its_word_is_a_number() -> None:
    section = "Concern 1: There was no plan for the night.\n\nConcern 2: The alarm was not repaired."
    assert [number for number, _ in matters(section)] == ["Concern 1:", "Concern 2:"]


def test_a_single_numbered_matter_in_one_line() -> None:
    assert matters(f"{FORM}{HEADING}1) Patients wait too long for a bed. 6") == [
        ("1)", "Patients wait too long for a bed.")
    ]


def test_the_form_is_boilerplate_and_the_next_rows_number_too() -> None:
    found = kinds(f"{FORM}{HEADING}There is no sign warning of the drop. 6")
    assert [kind for kind, _ in found] == ["boilerplate"] * (len(found) - 2) + ["matter", "boilerplate"]
    assert found[-2:] == [("matter", "There is no sign warning of the drop."), ("boilerplate", "6")]


def test_a_section_of_the_form_alone_has_no_matter() -> None:
    assert {span.kind for span in split_concerns(FORM)} == {"boilerplate"}


@pytest.mark.parametrize("opening", [
    "During the investigation, my inquiries revealed matters giving rise to concern. ",
    "The evidence revealed matters given rise to concern. ",
    "In my opinion there is a risk that future deaths could occur unless this action is taken. ",
    "In these circumstances it is my duty to report to you. ",
    "THE MATTERS OF CONCERN ARE AS FOLLOWS: ",
    "The MATTER OF CONCERN is: ",
    "The MATTERS OF CONCERN are as follows: (brief summary of matters of concern) ",
    "Regulation 28 – After Inquest Document Template Updated 30/07/2021 The MATTERS OF CONCERN are as follows: ",
])  # fmt: skip
def test_every_wording_of_the_form_is_boilerplate(opening: str) -> None:
    section = opening + "There is no sign warning of the drop."
    assert kinds(section)[0][0] == "boilerplate"
    assert matters(section) == [("", "There is no sign warning of the drop.")]


def test_what_only_announces_is_not_a_matter() -> None:
    section = (
        FORM + HEADING + "Staff of the Brackwater unit told me that: 1. There was no plan. 2. The alarm was broken."
    )
    assert matters(section) == [("1.", "There was no plan."), ("2.", "The alarm was broken.")]
    assert ("boilerplate", "Staff of the Brackwater unit told me that:") in kinds(section)


def test_an_address_between_points_is_outside_the_matter() -> None:
    section = "a. There was no plan at all. Coroner's Office, Quay Street, Brackwater b. The alarm was broken."
    assert matters(section) == [("a.", "There was no plan at all."), ("b.", "The alarm was broken.")]
    assert "Coroner's Office, Quay Street, Brackwater" in [words for kind, words in kinds(section) if kind != "matter"]


def test_parts_of_a_sentence_stay_in_their_matter() -> None:
    section = (
        "1. There is no data on pursuits which\n(a) enter a village;\n(b) end in injury;\nand none can be reviewed.\n"
        "2. The log was incomplete."
    )
    assert [number for number, _ in matters(section)] == ["1.", "2."]


def test_points_under_announced_concerns_are_the_matters() -> None:
    section = (
        "1. During the inquest evidence was heard that:\n\ni. The lane is straight.\n\nii. It was built in 1970.\n\n"
        "2. I have concerns with regard to the following:\n\ni. There is no barrier.\n\nii. There is no sign."
    )
    assert matters(section) == [("i.", "There is no barrier."), ("ii.", "There is no sign.")]


def test_a_list_that_starts_again_for_another_addressee() -> None:
    section = (
        "Brackwater Council 1) There was no plan. 2) The log was lost. Marlow Care 1) Nobody was told. 2) Nobody asked."
    )
    assert [number for number, _ in matters(section)] == ["1)", "2)", "1)", "2)"]
    assert matters(section)[1][1] == "The log was lost."


def test_a_reference_to_a_point_is_no_number() -> None:
    section = "(1) There was no plan.\n\n(2) Nobody checked.\n\n(3) There was no audit of paragraphs (1) and (2) above."
    assert len(matters(section)) == 3


def test_a_category_that_ends_a_sentence_is_no_number() -> None:
    section = "1. The call was not raised to category 2. The crew was late.\n2. The log was incomplete."
    assert matters(section)[0][1] == "The call was not raised to category 2. The crew was late."


def test_lines_that_lost_their_numbers_are_matters_each() -> None:
    section = HEADING + "\n\nNo first aider was on site\n\nNo telephone was in the hut\n\nThe gate was not locked"
    assert [words for _, words in matters(section)] == [
        "No first aider was on site", "No telephone was in the hut", "The gate was not locked",
    ]  # fmt: skip


def test_counted_paragraphs_are_matters_each() -> None:
    section = "My concerns are twofold.\n\nFirstly, there is no barrier on the quay.\n\nSecondly, there is no sign."
    assert [words for _, words in matters(section)] == [
        "Firstly, there is no barrier on the quay.",
        "Secondly, there is no sign.",
    ]
    assert kinds(section)[0] == ("boilerplate", "My concerns are twofold.")


def test_words_after_the_last_point_that_sum_up_are_background() -> None:
    section = (
        "1. There was no plan.\n\n2. The log was lost.\n\nPlease note that these concerns are raised in a hard winter."
    )
    assert matters(section)[-1] == ("2.", "The log was lost.")
    assert kinds(section)[-1][0] == "background"


def test_a_point_that_hands_over_is_background() -> None:
    section = "1. There was no plan.\n2. It is not for me, as Coroner, to say what should be done."
    assert matters(section) == [("1.", "There was no plan.")]


def test_welsh_form_words_are_boilerplate() -> None:
    section = (
        "Yn ystod y cwest datgelodd y dystiolaeth faterion sy'n peri pryder. "
        "Mae'r MATERION SY'N PERI PRYDER fel a ganlyn: "
        "1. Nid oedd cynllun. 2. Nid oedd y larwm yn gweithio."
    )
    assert [number for number, _ in matters(section)] == ["1.", "2."]
    assert kinds(section)[0][0] == "boilerplate"


TWO = [("1.", "There was no plan for the night."), ("2.", "The alarm was not repaired.")]


@pytest.mark.parametrize(
    ("why", "section", "wanted"),
    [
        ("soft hyphen", "The MATTERS OF CONCERN are as follows: \u00ad 1. {} 2. {} 6", ["1.", "2."]),
        ("page furniture before it", "Information Classification: PUBLIC (1) {} (2) {} 6", ["(1)", "(2)"]),
        ("an addressee before it", "To Marlow and Quay mental health Trust 1. {} 2. {}", ["1.", "2."]),
        ("no stop before it", "she then fell on the stairs (1) {} (2) {}", ["(1)", "(2)"]),
        ("no-break space after a dash", "Matters:\n–\u00a0{}\n–\u00a0{}", ["–", "–"]),
        ("two blanks before a dash", "The MATTERS OF CONCERN are: \n - {}  - {}", ["-", "-"]),
        ("a number in words", "Matter One\n{}\n\nMatter Two\n{}", ["Matter One", "Matter Two"]),
        ("three stops", "1. {}\n2...{}", ["1.", "2..."]),
        ("the first without its stop", "\n1 {}\n2. {}", ["1", "2."]),
    ],
)
def test_a_number_is_found(why: str, section: str, wanted: list[str]) -> None:
    words = [body for _, body in TWO]
    assert matters(FORM + section.format(*words)) == list(zip(wanted, words, strict=True)), why


@pytest.mark.parametrize("section", [
    "The flats at\n1 Quay Street had no alarm and no sign was put up to warn of it.",
    "The judge said “see (1) above” and there was no alarm at the quay for a year.",
    "The drug was given in part 1. The dose was not recorded and nobody checked it.",
])  # fmt: skip
def test_what_is_no_lists_number_is_none(section: str) -> None:
    assert not lay_out(section).marks


LIST = "1. There was no plan.\n\n2. The log was lost.\n\n3. The alarm was broken."


def test_a_paragraph_after_a_list_of_single_ones_is_no_part_of_its_last_point() -> None:
    assert matters(f"{LIST}\n\nA copy goes to the fire service, who asked for one.")[-1] == TWO_LAST
    assert matters(f"{LIST}\n\nThis has not been put right.")[-1][1].endswith("put right.")
    two = "1. There was no plan.\n\n2. The alarm was broken.\n\nNobody on the ward had been told of it."
    assert matters(two)[-1][1].endswith("told of it."), "two points are too few to say how the list is made"


TWO_LAST = ("3.", "The alarm was broken.")


def test_a_line_that_names_whom_a_point_is_for_is_outside_it() -> None:
    section = "(1) To Marlow Care Trust\n\nThere was no plan.\n\n(2) To Quay Council\n\nThe alarm was broken."
    assert matters(section) == [("(1)", "There was no plan."), ("(2)", "The alarm was broken.")]


def test_a_point_is_cut_where_a_sentence_says_that_it_is_another_concern() -> None:
    told = "1. The night staff of the Brackwater unit had not been given a plan of any kind for such a fall."
    section = f"{told} I am also concerned that the alarm was not repaired.\n2. The log was lost."
    assert [section[unit.start : unit.end][:19] for unit in lay_out(section).units] == [
        "The night staff of ", "I am also concerned", "The log was lost.",
    ]  # fmt: skip


@pytest.mark.parametrize("tail", [
    " 6 ACTION SHOULD BE TAKEN",
    " In my opinion there is a risk that future deaths will occur.",
    " I draw your attention to each of these.",
])  # fmt: skip
def test_form_words_after_the_last_point_are_outside_it(tail: str) -> None:
    assert matters(f"1. There was no plan. 2. The log was not kept by anyone.{tail}")[-1][1] == (
        "The log was not kept by anyone."
    )


def test_all_capitals() -> None:
    section = (FORM + HEADING + "1. There was no plan. 2. The alarm was broken.").upper()
    assert matters(section) == [("1.", "THERE WAS NO PLAN."), ("2.", "THE ALARM WAS BROKEN.")]


@pytest.mark.parametrize("section", ["", "   \n\t ", "\x00\x01", "\n\n6\n"])
def test_nothing_to_read_has_no_matter(section: str) -> None:
    assert matters(section) == []


def test_control_characters_change_no_offset() -> None:
    section = "1. There was\x00 no plan.\n\x0c2. The alarm\x07 was broken.\x01"
    assert matters(section) == [("1.", "There was\x00 no plan."), ("2.", "The alarm\x07 was broken.")]


def test_a_paragraph_of_200_kilobytes() -> None:
    section = "1. " + "The ward was not checked at night. " * 6000 + "2. The alarm was broken."
    assert [number for number, _ in matters(section)] == ["1.", "2."]


@pytest.mark.parametrize("again", [".", ":", " ", "\t", "-", "\n", '"'])
@pytest.mark.parametrize("before", ["1. Evidence was heard that", "There was no plan"])
def test_a_run_of_one_character_is_read_in_linear_time(before: str, again: str) -> None:
    """As forms print dots to write on: 40,000 took half a minute where the time grew with the square."""
    started = time.process_time()
    split_concerns(f"{before}{again * 40_000}x\na. The alarm was broken.\nb. The log was not kept.")
    assert time.process_time() - started < 3


def test_every_span_says_what_found_it_and_how_sure() -> None:
    for span in split_concerns(f"{FORM}{HEADING}1. There was no plan. 2. The alarm was broken."):
        assert span.found_by in ("matters-5", "matters-rules-4")
        assert 0.0 <= span.score <= 1.0


def test_the_spans_of_shared_sections_cover_them(shared_data: Path) -> None:
    """Real sections, read from the shared data and never copied: in order, no overlap, nothing alphabetical dropped."""
    with (shared_data / "pfd" / "texts.jsonl").open(encoding="utf-8") as file:
        sections = [json.loads(line)["concerns"] for place, line in enumerate(file) if place % 15 == 0]
    assert len(sections) > 50
    for section in sections:
        position = 0
        for span in split_concerns(section):
            assert position <= span.start < span.end <= len(section)
            assert max(map(len, re.findall(r"[^\W\d_]+", section[position : span.start])), default=0) <= 7
            position = span.end
        assert not section[position:].strip()
