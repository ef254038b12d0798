"""Promises as tables: when words that say when end, and where a promise stands. Each row can be checked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from forewarned.lessons.promises import Promise, Proof, reminders, state_of
from forewarned.lessons.promises.dates import due_day, find_dates, last_day
from forewarned.lessons.promises.kinds import is_past_plan

D = date.fromisoformat
LETTER = D("2025-01-06")

# words                                      | as ISO       | due by the end of
DATES = [
    ("by 31st March 2025", "2025-03-31", "2025-03-31"),
    ("on March 3, 2025", "2025-03-03", "2025-03-03"),
    ("on 03/02/2025", "2025-02-03", "2025-02-03"),
    ("in February 2025", "2025-02", "2025-02-28"),
    ("by the end of February 2024", "2024-02", "2024-02-29"),
    ("by the end of 2025", "2025", "2025-12-31"),
    ("in spring 2025", "2025-05", "2025-05-31"),
    ("in Summer 2025", "2025-08", "2025-08-31"),
    ("by autumn 2025", "2025-11", "2025-11-30"),
    ("in winter 2024", "2025-02", "2025-02-28"),
    ("in Q2 2025", "2025-Q2", "2025-06-30"),
    ("in quarter four 2025", "2025-Q4", "2025-12-31"),
    ("in Q4 2025/26", "2026-Q1", "2026-03-31"),
    ("in Q1 2025/26", "2025-Q2", "2025-06-30"),
    ("in 2024/25", "2024/25", "2025-03-31"),
    ("next year", "2026", "2026-12-31"),
    ("next month", "2025-02", "2025-02-28"),
    ("this spring", "2025-05", "2025-05-31"),
    ("on 14 February", "2025-02-14", "2025-02-14"),
    ("over the next two years", "", None),
    ("in due course", "", None),
]


@pytest.mark.parametrize(("words", "iso", "ends"), DATES)
def test_words_that_say_when(words: str, iso: str, ends: str | None) -> None:
    (found,) = find_dates(words, LETTER)
    assert (found.iso, last_day(found.iso)) == (iso, D(ends) if ends else None)


# words                                                       | by when it is due, by the latest
BY_WHEN = [
    ("We will do so by 3 May 2025", "2025-05-03"),
    ("We will do so in June 2025", "2025-06-30"),
    ("We will do so by mid March 2025", "2025-03-31"),
    ("We will do so in 2025", "2025-12-31"),
    ("We will do so in early 2025", "2025-04-30"),
    ("We will do so at the start of 2025", "2025-03-31"),
    ("We will do so in the first half of 2025", "2025-06-30"),
    ("We will do so by the middle of 2025", "2025-08-31"),
    ("We will do so in mid-2025", "2025-08-31"),
    ("We will do so in late 2025", "2025-12-31"),
    ("We will do so by the end of 2025", "2025-12-31"),
    ("We will do so in spring 2025", "2025-05-31"),
    ("We will do so over the summer of 2025", "2025-08-31"),
    ("We will do so in Q2 2025", "2025-06-30"),
    ("We will do so in 2025/26", "2026-03-31"),
    ("We will do so in the academic year 2025/26", "2026-08-31"),
    ("We will do so in the week commencing 13 January 2025", "2025-01-19"),
    ("The form is in use from August 2025", None),
    ("It has been in place since 2020", None),
    ("We have funded it from 2024/25", None),
    ("It applies with effect from 1 April 2025", None),
    ("We will run a course starting in March 2025", None),
    ("The sign will stay there until January 2025", None),
    ("We will look at it after 1 May 2025", None),
    ("We will do so next month", None),
]


@pytest.mark.parametrize(("words", "by"), BY_WHEN)
def test_by_when_it_is_due_by_the_latest(words: str, by: str | None) -> None:
    """A start or an end gives no day, nor does a word that only the letter's own day would date."""
    (found,) = find_dates(words)
    assert due_day(words[: found.start], words[found.start : found.end], found.iso) == (D(by) if by else None)


@pytest.mark.parametrize("iso", ["", "2025-13", "2025-02-30", "soon", "2025-Q5"])
def test_what_is_no_date_has_no_last_day(iso: str) -> None:
    assert last_day(iso) is None


# status      | due       | proofs                                             | state on 1 June 2025
STATES = [
    ("planned", "2025-06-01", [], "due"),
    ("planned", "2025-05-31", [], "overdue"),
    ("planned", "2025-06", [], "due"),
    ("planned", "2025-05", [], "overdue"),
    ("underway", "2025", [], "due"),
    ("planned", "", [], "no_date"),
    ("underway", "", [], "no_date"),
    ("considered", "", [], "considered_only"),
    ("considered", "2025-01", [], "considered_only"),
    ("taken", "2025-01", [], "said_done_not_evidenced"),
    ("already_done_before_report", "", [], "said_done_not_evidenced"),
    ("taken", "", [("done", "2025-02-01")], "done"),
    ("planned", "2025-05", [("done", "2025-05-20")], "done"),
    ("planned", "2025-05", [("done", "2025-05-20"), ("embedded", "2025-05-25")], "embedded"),
    ("planned", "2025-05", [("effective", "2025-05-30"), ("done", "2025-05-20")], "effective"),
    ("planned", "2025-05", [("done", "2025-06-02")], "overdue"),
    ("planned", "2025-05", [("hoped", "2025-05-02")], "overdue"),
]


@pytest.mark.parametrize(("status", "due", "proofs", "state"), STATES)
def test_where_a_promise_stands(status: str, due: str, proofs: list[tuple[str, str]], state: str) -> None:
    found = state_of(Promise("p", status, due), [Proof(rung, D(on)) for rung, on in proofs], D("2025-06-01"))
    assert found.state == state
    assert found.reason.endswith(".")


# status      | date in its words | the letter's day | proofs                 | state on 1 June 2025
BEFORE_THE_LETTER = [
    ("underway", "2023-03", "2025-01-06", [], "no_date"),
    ("planned", "2024-12", "2025-01-06", [], "no_date"),
    ("planned", "2025-01-05", "2025-01-06", [], "no_date"),
    ("planned", "2025-01-06", "2025-01-06", [], "overdue"),
    ("planned", "2025-01", "2025-01-06", [], "overdue"),
    ("underway", "2025", "2025-01-06", [], "due"),
    ("planned", "2023-03", None, [], "overdue"),
    ("taken", "2023-03", "2025-01-06", [], "said_done_not_evidenced"),
    ("considered", "2023-03", "2025-01-06", [], "considered_only"),
    ("underway", "2023-03", "2025-01-06", [("done", "2025-02-01")], "done"),
]


@pytest.mark.parametrize(("status", "due", "said_on", "proofs", "state"), BEFORE_THE_LETTER)
def test_a_date_before_the_letter_is_no_due_day(
    status: str, due: str, said_on: str | None, proofs: list[tuple[str, str]], state: str
) -> None:
    promise = Promise("p", status, due, D(said_on) if said_on else None)
    found = state_of(promise, [Proof(rung, D(on)) for rung, on in proofs], D("2025-06-01"))
    assert found.state == state
    assert "after the day it was due" not in found.reason


def test_the_reason_names_both_days_where_the_date_is_before_the_letter() -> None:
    found = state_of(Promise("p", "underway", "2023-03", LETTER), [], D("2025-06-01"))
    assert found.due_on is None
    assert found.reason == (
        "The date that it gives, 2023-03-31, is before the letter of 2025-01-06: "
        "it is when it happened or began, not when it is due."
    )
    assert [each.why for each in reminders([(Promise("p", "underway", "2023-03", LETTER), [])], D("2025-06-01"))] == [
        "no_date"
    ]


def test_where_only_the_day_published_by_is_known_it_says_no_more() -> None:
    found = state_of(Promise("p", "planned", "2024-12", LETTER, "published"), [], D("2025-06-01"))
    assert (found.state, found.due_on) == ("no_date", None)
    assert "published by" in found.reason and "whether it was still to come" in found.reason
    assert "when it happened" not in found.reason


def test_a_start_is_no_day_to_be_late_by() -> None:
    found = state_of(Promise("p", "underway", said_on=LETTER, only_begins=True), [], D("2035-06-01"))
    assert (found.state, found.reason) == (
        "no_date", "The date that it gives is from when, not by when it is to be done.",
    )  # fmt: skip


@pytest.mark.parametrize("status", ["planned", "underway", "taken", "considered"])
def test_what_is_not_theirs_is_never_overdue_but_evidence_counts(status: str) -> None:
    promise = Promise("p", status, "2025-05", LETTER, not_counted="It is another body's.")
    found = state_of(promise, [], D("2026-06-01"))
    assert (found.state, found.reason) == ("not_counted", "It is another body's.")
    assert reminders([(promise, [])], D("2026-06-01")) == ()
    assert state_of(promise, [Proof("done", D("2025-05-02"))], D("2026-06-01")).state == "done"


# words of a promise                                                     | only a plan of the past?
PLANS = [
    ("It was our intention to replace the doors by March 2023", True),
    ("We had planned to train all the staff", True),
    ("The new ward was due to open in May", True),
    ("The audit had originally been scheduled for June", True),
    ("It is our intention to replace the doors", False),
    ("The audit is scheduled for June", False),
    ("It was our intention to replace the doors and we will do so by May 2025", False),
    ("We had planned to train all the staff and are now doing so", False),
    ("We have updated the plan", False),
]


@pytest.mark.parametrize(("words", "past"), PLANS)
def test_what_was_once_meant_is_no_promise(words: str, past: bool) -> None:
    assert is_past_plan(words) is past


def test_the_reason_says_that_evidence_came_late() -> None:
    found = state_of(Promise("p", "planned", "2025-03"), [Proof("done", D("2025-04-02"))], D("2025-06-01"))
    assert found.reason == "Evidence of 2025-04-02 shows that it is done after the day it was due."


def test_reminders_come_worst_first() -> None:
    today = D("2025-06-01")
    held: list[tuple[Promise, list[Proof]]] = [
        (Promise("soon", "planned", "2025-06-20"), []),
        (Promise("later", "planned", "2025-09"), []),
        (Promise("late", "planned", "2025-04"), []),
        (Promise("later still", "planned", "2025-03"), []),
        (Promise("old, undated", "planned", "", D("2025-01-01")), []),
        (Promise("new, undated", "planned", "", D("2025-04-06")), []),
        (Promise("proved", "planned", "2025-03", None), [Proof("done", D("2025-03-05"))]),
    ]
    found = [(each.key, each.why, each.days) for each in reminders(held, today)]
    assert found == [
        ("later still", "overdue", 62),
        ("late", "overdue", 32),
        ("soon", "due_soon", 19),
        ("old, undated", "no_date", 151),
    ]
    assert [each.key for each in reminders(held, D("2025-06-02"))][-1] == "new, undated"
