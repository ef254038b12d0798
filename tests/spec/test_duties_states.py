"""What may be said of a duty on a day. Report 1 March 2024, due 26 April 2024, in every row."""

from __future__ import annotations

from datetime import date

import pytest

from forewarned.reports.duties.due import due_date
from forewarned.reports.duties.state import (
    DutyFacts,
    Listing,
    Official,
    ResponseFact,
    State,
    Timeliness,
    state,
)

D = date.fromisoformat
REPORT = D("2024-03-01")
DUE = D("2024-04-26")


def answer(seen_from: str | None, seen_by: str, letter: str | None = None, sure: bool = True) -> ResponseFact:
    return ResponseFact("doc", D(seen_from) if seen_from else None, D(seen_by), D(letter) if letter else None, sure)


def listed(on: str, said: Official = Official.LISTED) -> Listing:
    return Listing(D(on), said)


NOTHING = DutyFacts(REPORT, due_date(report_on=REPORT))
IN_TIME = DutyFacts(REPORT, NOTHING.due, (answer("2024-04-01", "2024-04-20"),))
SEEN_LATER = DutyFacts(REPORT, NOTHING.due, (answer("2024-05-01", "2024-06-07"),))
LETTER_LATE = DutyFacts(REPORT, NOTHING.due, (answer("2024-05-01", "2024-06-07", "2024-05-09"),))
LETTER_IN_TIME = DutyFacts(REPORT, NOTHING.due, (answer("2024-05-01", "2024-06-07", "2024-04-22"),))
UNSURE = DutyFacts(REPORT, NOTHING.due, (answer("2024-04-01", "2024-04-20", sure=False),))
UNMATCHED = DutyFacts(REPORT, NOTHING.due, (), (answer("2024-05-01", "2024-06-07", sure=False),))
LISTED = DutyFacts(REPORT, NOTHING.due, listings=(listed("2024-07-01"),))
NEVER_READ = DutyFacts(REPORT, NOTHING.due, documents_read=False)
NEVER_READ_LISTED = DutyFacts(REPORT, NOTHING.due, listings=(listed("2024-07-01"),), documents_read=False)
LISTED_THEN_ANSWERED = DutyFacts(
    REPORT,
    NOTHING.due,
    (answer("2024-07-15", "2024-09-01"),),
    listings=(listed("2024-07-01"), listed("2025-01-01", Official.NOT_OBSERVED)),
)

# the duty             | as at        | state                                   | timeliness
STATES = [
    (NOTHING, "2024-02-20", "not_yet_made", "unknown"),
    (NOTHING, "2024-04-25", "due", "unknown"),
    (NOTHING, "2024-04-26", "due", "unknown"),
    (NOTHING, "2024-04-27", "no_response_published", "unknown"),
    (IN_TIME, "2024-04-01", "due", "unknown"),
    (IN_TIME, "2024-04-10", "response_possibly_published", "unknown"),
    (IN_TIME, "2024-04-20", "response_published", "on_time"),
    (IN_TIME, "2025-01-01", "response_published", "on_time"),
    (SEEN_LATER, "2024-05-01", "no_response_published", "unknown"),
    (SEEN_LATER, "2024-05-20", "response_possibly_published", "unknown"),
    (SEEN_LATER, "2024-06-07", "response_published", "unknown"),
    (LETTER_LATE, "2024-06-07", "response_published", "late"),
    (LETTER_LATE, "2024-05-20", "response_possibly_published", "unknown"),
    (LETTER_IN_TIME, "2024-06-07", "response_published", "unknown"),
    (UNSURE, "2024-06-07", "response_published_unmatched_possible", "unknown"),
    (UNMATCHED, "2024-04-27", "no_response_published", "unknown"),
    (UNMATCHED, "2024-06-07", "response_published_unmatched_possible", "unknown"),
    (LISTED, "2024-06-30", "no_response_published", "unknown"),
    (LISTED, "2024-07-01", "officially_listed", "late"),
    (NEVER_READ, "2024-02-20", "not_yet_made", "unknown"),
    (NEVER_READ, "2024-04-25", "publication_not_known", "unknown"),
    (NEVER_READ, "2024-04-27", "publication_not_known", "unknown"),
    (NEVER_READ_LISTED, "2024-07-01", "officially_listed", "late"),
    (LISTED_THEN_ANSWERED, "2024-08-01", "officially_listed", "late"),
    (LISTED_THEN_ANSWERED, "2024-09-01", "response_published", "late"),
    (LISTED_THEN_ANSWERED, "2025-01-01", "response_published", "late"),
]


@pytest.mark.parametrize(("facts", "as_at", "name", "timeliness"), STATES)
def test_state_and_timeliness(facts: DutyFacts, as_at: str, name: str, timeliness: str) -> None:
    found = state(facts, as_at=D(as_at))
    assert (found.state, found.timeliness) == (name, timeliness)
    assert found.reason


def test_where_no_list_of_documents_was_read_silence_says_nothing() -> None:
    assert state(NEVER_READ, as_at=D("2025-01-01")).published is None
    assert state(NOTHING, as_at=D("2025-01-01")).published is False


# the lists seen so far                                                        | what they say
LISTS = [
    ((), Official.NOT_OBSERVED),
    ((listed("2024-07-01"),), Official.LISTED),
    ((listed("2024-07-01"), listed("2025-01-01", Official.NOT_OBSERVED)), Official.REMOVED),
    ((listed("2024-07-01", Official.NOT_OBSERVED),), Official.NOT_OBSERVED),
    ((listed("2024-07-01", Official.UNREADABLE),), Official.UNREADABLE),
    ((listed("2024-07-01"), listed("2025-01-01", Official.UNREADABLE)), Official.LISTED),
]


@pytest.mark.parametrize(("listings", "said"), LISTS)
def test_the_three_facts_stay_apart(listings: tuple[Listing, ...], said: Official) -> None:
    facts = DutyFacts(REPORT, NOTHING.due, IN_TIME.matched, listings=listings)
    found = state(facts, as_at=D("2025-06-01"))
    assert found.official is said
    assert found.published is True
    assert found.state is State.RESPONSE_PUBLISHED


def test_a_list_that_contradicts_a_published_response_leaves_timeliness_unknown() -> None:
    facts = DutyFacts(REPORT, NOTHING.due, IN_TIME.matched, listings=(listed("2024-07-01"),))
    assert state(facts, as_at=D("2024-05-01")).timeliness is Timeliness.ON_TIME
    found = state(facts, as_at=D("2024-07-01"))
    assert found.timeliness is Timeliness.UNKNOWN
    assert "list" in found.reason


def test_bounds_are_shown_with_what_is_unknown() -> None:
    found = state(LETTER_IN_TIME, as_at=D("2024-06-07"))
    assert (found.answered_from, found.answered_by) == (D("2024-04-22"), D("2024-06-07"))
    assert found.days_late == (-4, 42)
    found = state(NOTHING, as_at=D("2024-06-07"))
    assert (found.answered_from, found.answered_by) == (REPORT, None)
    assert found.days_late == (-56, None)


def test_a_letter_dated_after_it_was_published_proves_nothing() -> None:
    facts = DutyFacts(REPORT, NOTHING.due, (answer("2024-04-01", "2024-04-20", "2025-04-09"),))
    assert state(facts, as_at=D("2024-06-01")).timeliness is Timeliness.ON_TIME


def test_an_earlier_response_that_may_be_the_same_addressees_keeps_lateness_unknown() -> None:
    facts = DutyFacts(REPORT, NOTHING.due, LETTER_LATE.matched, (answer(None, "2024-04-20", sure=False),))
    assert state(facts, as_at=D("2024-06-07")).timeliness is Timeliness.UNKNOWN


def test_where_the_printed_date_can_hardly_be_right_only_what_holds_on_both_dates_is_certain() -> None:
    due = due_date(report_on=REPORT, printed=D("2023-04-26"))
    late = DutyFacts(REPORT, due, (answer("2024-03-05", "2024-05-01", "2024-04-02"),))
    assert state(late, as_at=D("2024-06-01")).timeliness is Timeliness.UNKNOWN
    later = DutyFacts(REPORT, due, (answer("2024-03-05", "2024-06-01", "2024-05-02"),))
    assert state(later, as_at=D("2024-06-01")).timeliness is Timeliness.LATE


def test_without_a_date_of_report_there_is_a_duty_and_no_due_date() -> None:
    facts = DutyFacts(None, due_date(report_on=None))
    found = state(facts, as_at=D("2024-06-01"))
    assert found.state is State.NO_DUE_DATE
    assert found.due_on is None
    assert found.timeliness is Timeliness.UNKNOWN
    assert "date of the report" in found.reason
