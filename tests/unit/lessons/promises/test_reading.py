"""Reading one response: spans are verbatim, codes follow the words, odd texts do no harm."""

from __future__ import annotations

import pytest

from forewarned.lessons.promises import ReportGiven, read_response
from forewarned.lessons.promises.refusals import other_report
from forewarned.lessons.promises.sentences import split_sentences
from forewarned.lessons.promises.verbs import stem, verb_groups

LETTER = (
    "Thank you for your report dated 3 June 2024 about the death of Mr Orrin Tallowmere.\n\n"
    "Concern 1\n\n“Staff did not record the checks on the ward, and no one noticed it for hours.”\n\n"
    "Since the inquest, we have introduced a new observation policy, which sets out what is expected. "
    "The Head of Nursing will audit twenty records each month from September 2024.\n\n"
    "Concern 2\n\nWe are also considering whether the alarm could be linked to the nurses’ station. "
    "The Trust does not propose to replace the doors.\n\nWe hope that this is helpful."
)
MATTERS = ("Staff did not record the checks on the ward.", "The alarm could not be heard and the doors were heavy.")


def test_promises_are_verbatim_with_their_codes() -> None:
    found = read_response(LETTER, MATTERS).promises
    assert [LETTER[each.start :][:32] for each in found] == [
        "we have introduced a new observa",
        "The Head of Nursing will audit t",
        "We are also considering whether ",
    ]
    assert all(LETTER[each.end - 1] == "." for each in found)
    assert [(each.status, each.concerns) for each in found] == [
        ("taken", ("1",)), ("planned", ("1",)), ("considered", ("2",)),
    ]  # fmt: skip


def test_a_planned_audit_has_date_owner_type_and_tier() -> None:
    audit = read_response(LETTER, MATTERS).promises[1]
    assert (audit.type, audit.strength, audit.due) == ("audit", "intermediate", "2024-09")
    assert audit.date_span
    assert LETTER[slice(*audit.date_span)] == "from September 2024"
    assert audit.owner_span
    assert LETTER[slice(*audit.owner_span)] == "The Head of Nursing"
    assert audit.smart.dated
    assert audit.smart.measurable


def test_a_refusal_is_told_from_promises() -> None:
    read = read_response(LETTER, MATTERS)
    assert [(LETTER[each.start : each.end], each.concerns) for each in read.refusals] == [
        ("The Trust does not propose to replace the doors.", ("2",))
    ]


def test_letters_of_the_report_are_kept() -> None:
    read = read_response(LETTER, MATTERS, numbers=("a", "b"))
    assert [each.concerns for each in read.promises] == [("a",), ("a",), ("b",)]


def test_to_pass_the_report_on_answers_no_one_of_several_matters() -> None:
    text = "We have shared your report with all of our regional managers, who look after the wards and the alarms."
    assert [each.concerns for each in read_response(text, MATTERS).promises] == [()]
    assert [each.concerns for each in read_response(text, MATTERS[:1]).promises] == [("1",)]
    task = "We have shared your report with our engineers for review of the alarms and the doors."
    assert [each.concerns for each in read_response(task, MATTERS).promises] == [("2",)]


def test_a_sentence_is_one_promise() -> None:
    text = "The ward manager has updated the observation policy and the matron will audit the records every month."
    assert len(read_response(text).promises) == 1


def test_what_was_once_meant_is_only_considered() -> None:
    text = "It was our intention to introduce a new observation policy for all of the wards by March 2023."
    assert [each.status for each in read_response(text).promises] == ["considered"]


def test_a_matter_that_nothing_answers_is_named() -> None:
    read = read_response(LETTER, (*MATTERS, "Vaccines were stored in a refrigerator with a broken thermometer."))
    assert read.not_addressed == ("3",)


def test_done_before_the_report_is_a_status_of_its_own() -> None:
    text = "I refer to your report dated 3 June 2024. In March 2023 the Trust introduced a new falls checklist."
    (promise,) = read_response(text).promises
    assert (promise.status, promise.due) == ("already_done_before_report", "2023-03")


@pytest.mark.parametrize(
    ("report", "why"),
    [
        (ReportGiven(), ""),
        (ReportGiven(date="2024-06-03", deceased="Orrin Tallowmere"), ""),
        (ReportGiven(date="2024-06-07"), ""),
        (ReportGiven(date="2023-01-09"), "it names another date of the report"),
        (ReportGiven(deceased="Petronel Ashby-Vane"), "it names another person"),
    ],
)
def test_a_response_to_another_report_is_told(report: ReportGiven, why: str) -> None:
    assert other_report(LETTER, report) == why
    assert read_response(LETTER, MATTERS, report=report).not_addressed == (("1", "2") if why else ())


def test_another_reference_is_told() -> None:
    assert (
        other_report("Re: Regulation 28 report 2031-0456", ReportGiven(ref="2031-0123")) == "it names another reference"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n ",
        "\x00\x07\x1b",
        "A" * 200_000,
        "Mae’r Bwrdd wedi diweddaru ei bolisi.",
        "•\n•\n1.\n(a)",
        "| | |\n| | |",
    ],
)
def test_odd_texts_do_no_harm(text: str) -> None:
    read = read_response(text, ("A matter.",))
    assert all(0 <= each.start < each.end <= len(text) for each in read.promises)


def test_a_saying_again_counts_once() -> None:
    again = "We have written to the provider to ask for a plan of action about {}."
    text = "\n\n".join(again.format(what) for what in ("its rota", "its food", "its records"))
    assert len(read_response(text).promises) == 1


def test_sentences_keep_abbreviations_and_find_quotations() -> None:
    text = "Dr. Ash Vane and Mr. Pell met on 3 May. They agreed.\n\nNEXT STEPS\n\n"
    text += "• Introduce a checklist for each of the wards"
    kinds = [(text[each.start : each.end], each.kind) for each in split_sentences(text)]
    assert kinds == [
        ("Dr. Ash Vane and Mr. Pell met on 3 May.", "sentence"),
        ("They agreed.", "sentence"),
        ("NEXT STEPS", "heading"),
        ("Introduce a checklist for each of the wards", "item"),
    ]


@pytest.mark.parametrize(
    ("words", "kind", "verb"),
    [
        ("We have also now updated the form", "perfect", "updat"),
        ("The form has been updated", "perfect_passive", "updat"),
        ("Staff are being trained", "progressive_passive", "train"),
        ("The form will be updated", "future_passive", "updat"),
        ("We plan to update the form", "plan", "updat"),
        ("The Trust has been reviewing it", "perfect_progressive", "review"),
        ("Work is underway", "underway", "underway"),
        ("We undertook a survey", "past", "undertak"),
        ("A survey was undertaken", "past_passive", "undertak"),
    ],
)
def test_verb_groups(words: str, kind: str, verb: str) -> None:
    groups = [(group.kind, group.verb) for group in verb_groups(words)]
    assert (kind, verb) in groups


def test_endings_of_one_word_are_one_stem() -> None:
    assert {stem(word) for word in ("review", "reviews", "reviewed", "reviewing")} == {"review"}
