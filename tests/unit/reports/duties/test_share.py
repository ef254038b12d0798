"""Shares and times: what is unknown stays in sight."""

from __future__ import annotations

from datetime import date

import pytest

from forewarned.reports.duties.due import due_date
from forewarned.reports.duties.share import (
    Days,
    days_to_answer,
    median_bounds,
    share_on_time,
)
from forewarned.reports.duties.state import DutyFacts, Listing, Official, ResponseFact, state

D = date.fromisoformat
REPORT, AS_AT = D("2024-03-01"), D("2024-09-01")
DUE = due_date(report_on=REPORT)
ON_TIME = DutyFacts(REPORT, DUE, (ResponseFact("a", D("2024-04-01"), D("2024-04-20")),))
LATE = DutyFacts(REPORT, DUE, listings=(Listing(D("2024-07-01"), Official.LISTED),))
UNKNOWN = DutyFacts(REPORT, DUE, (ResponseFact("a", D("2024-05-01"), D("2024-06-07")),))
NOT_YET = DutyFacts(D("2024-08-20"), due_date(report_on=D("2024-08-20")))
NO_DATE = DutyFacts(None, due_date(report_on=None))


def test_share_with_its_bounds() -> None:
    facts = [ON_TIME, ON_TIME, ON_TIME, LATE, UNKNOWN, UNKNOWN, NOT_YET, NO_DATE]
    share = share_on_time(state(one, as_at=AS_AT) for one in facts)
    assert (share.n, share.certain_on_time, share.certain_late, share.unknown) == (6, 3, 1, 2)
    assert (share.not_yet_due, share.no_due_date) == (1, 1)
    assert (share.low, share.high) == (3 / 6, 5 / 6)


def test_no_duties_give_no_share() -> None:
    share = share_on_time([])
    assert (share.n, share.low, share.high, share.interval) == (0, None, None, None)


def test_the_interval_allows_for_chance_and_for_what_is_unknown() -> None:
    """By Wilson's formula: 3 of 6 from 0.1876, and 5 of 6 (all but the one late for certain) to 0.9699."""
    facts = [ON_TIME, ON_TIME, ON_TIME, LATE, UNKNOWN, UNKNOWN]
    interval = share_on_time(state(one, as_at=AS_AT) for one in facts).interval
    assert interval == pytest.approx((0.1876, 0.9699), abs=1e-4)


def test_duties_of_which_nothing_is_certain_leave_the_whole_range() -> None:
    share = share_on_time(state(UNKNOWN, as_at=AS_AT) for _ in range(50))
    assert share.interval == (0.0, 1.0)


def test_days_to_answer_know_only_that_it_came_before_it_was_published() -> None:
    assert days_to_answer(state(ON_TIME, as_at=AS_AT), REPORT) == Days(0, 50)
    assert days_to_answer(state(LATE, as_at=AS_AT), REPORT) == Days(122, None)


def test_median_bounds() -> None:
    found = median_bounds([Days(10, 20), Days(30, 60), Days(50, None)])
    assert (found.n, found.open_ended, found.low, found.high) == (3, 1, 30, 60)
    assert median_bounds([Days(10, 20), Days(30, None)]).high is None
    assert median_bounds([]).low is None
