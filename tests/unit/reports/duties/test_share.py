"""Shares and times: what is unknown stays in sight."""

from __future__ import annotations

from datetime import date

import pytest

from forewarned.reports.duties.due import due_date
from forewarned.reports.duties.share import (
    Days,
    days_to_answer,
    days_to_publication,
    median_bounds,
    share_on_time,
    wilson,
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
    assert share.interval == pytest.approx((0.3006, 0.9544), abs=1e-4)


def test_no_duties_give_no_share() -> None:
    share = share_on_time([])
    assert (share.n, share.low, share.high, share.interval) == (0, None, None, None)


def test_wilson_against_published_values() -> None:
    """Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3: 81/263, 15/148, 0/20, 1/29."""
    for successes, n, low, high in [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
    ]:
        assert wilson(successes, n) == pytest.approx((low, high), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_days_to_publication_are_censored_while_none_is_published() -> None:
    assert days_to_publication(ON_TIME, as_at=AS_AT) == Days(31, 50)
    assert days_to_publication(DutyFacts(REPORT, DUE), as_at=AS_AT) == Days(184, None)
    assert days_to_publication(NO_DATE, as_at=AS_AT) is None


def test_days_to_answer_know_only_that_it_came_before_it_was_published() -> None:
    assert days_to_answer(state(ON_TIME, as_at=AS_AT), REPORT) == Days(0, 50)
    assert days_to_answer(state(LATE, as_at=AS_AT), REPORT) == Days(122, None)


def test_median_bounds() -> None:
    found = median_bounds([Days(10, 20), Days(30, 60), Days(50, None)])
    assert (found.n, found.open_ended, found.low, found.high) == (3, 1, 30, 60)
    assert median_bounds([Days(10, 20), Days(30, None)]).high is None
    assert median_bounds([]).low is None
