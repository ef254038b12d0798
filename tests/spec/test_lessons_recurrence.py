"""Was it warned of before? The classes as tables. Each row is a case a non-programmer can check with a calendar.

A is the earlier report, B the later one, both to one body and of one lesson. What counts is when B's person died.
"""

from __future__ import annotations

import pytest

from forewarned.errors import InputError
from forewarned.lessons.recurrence import Promised, Warned, classify

# A reported  | B died       | class
DATES = [
    ("2019-05-01", "2019-05-02", "recurrence"),
    ("2019-05-01", "2021-11-30", "recurrence"),
    ("2019-05-01", "2019-04-30", "same_era"),
    ("2019-05-01", "2017-01-01", "same_era"),
    ("2019-05-01", "2019-05-01", "undetermined"),  # the same day: neither before nor after
    ("2019-05-01", "", "undetermined"),
    ("", "2019-05-02", "undetermined"),
    ("", "", "undetermined"),
    # known to the month or the year only: every day of it is possible
    ("2019-05-01", "2019-06", "recurrence"),
    ("2019-05-01", "2019-05", "undetermined"),
    ("2019-05-01", "2019-04", "same_era"),
    ("2019-05-01", "2020", "recurrence"),
    ("2019-05-01", "2019", "undetermined"),
    ("2019-05-01", "2018", "same_era"),
    ("2019-05", "2019-06-01", "recurrence"),
    ("2019-05", "2019-05-31", "undetermined"),
    ("2019-05", "2019-04-30", "same_era"),
    ("2020-02", "2020-03-01", "recurrence"),
]


@pytest.mark.parametrize(("reported", "died", "kind"), DATES)
def test_the_death_is_set_against_the_earlier_report(reported: str, died: str, kind: str) -> None:
    found = classify(Warned("A", reported), Warned("B", "2023-01-01", died))
    assert found.kind == kind
    assert (reported or "not known") in found.reason and (died or "not known") in found.reason


# promise on A: due | said done   | B died       | class
PROMISES = [
    ("2020-01-31", "", "2020-02-01", "broken_promise"),
    ("2020-01-31", "", "2020-01-31", "recurrence"),  # due that very day: not yet after it
    ("2020-01-31", "", "2020-01-01", "recurrence"),
    ("", "2019-08-01", "2019-09-15", "broken_promise"),
    ("2020-01-31", "2019-08-01", "2019-09-15", "broken_promise"),  # said to be done before it was due
    ("", "", "2019-09-15", "recurrence"),  # a promise without a date breaks nothing that can be shown
    ("2020-01", "", "2020-02-01", "broken_promise"),
    ("2020-01", "", "2020-01-20", "recurrence"),  # due at some day of January: not certain
    ("2018-12-31", "", "2019-03-01", "same_era"),  # the death was before the report: never "not learned"
]


@pytest.mark.parametrize(("due", "done", "died", "kind"), PROMISES)
def test_a_promise_that_had_fallen_due_or_was_called_done_is_broken(due: str, done: str, died: str, kind: str) -> None:
    found = classify(Warned("A", "2019-05-01"), Warned("B", "2023-01-01", died), [Promised("P", due, done)])
    assert found.kind == kind
    assert found.broken == (("P",) if kind == "broken_promise" else ())


# A reported | B died    | promise due | what is missing
MISSING = [
    ("2019-05-01", "", None, ("date of death of B",)),
    ("", "2019-05-02", None, ("date of report of A",)),
    ("2019-05-01", "2019-05", None, ("day of death of B",)),
    ("2019-05", "2019-05-09", None, ("day of report of A",)),
    ("2019-05-01", "2019-09-15", "", ("date by which P was due or done",)),
    ("2019-05-01", "2019-09-15", "2019-09", ("day by which P was due or done",)),
    ("2019-05-01", "2019-09-15", "2019-08-01", ()),
    ("2019-05-01", "2019-05-01", None, ()),
]


@pytest.mark.parametrize(("reported", "died", "due", "missing"), MISSING)
def test_what_is_missing_is_named(reported: str, died: str, due: str | None, missing: tuple[str, ...]) -> None:
    promises = [] if due is None else [Promised("P", due)]
    assert classify(Warned("A", reported), Warned("B", "2023-01-01", died), promises).missing == missing


def test_the_order_of_the_reports_does_not_tell_the_order_of_the_deaths() -> None:
    """B was reported after A and yet its person died before A's report: an inquest lags the death by years."""
    found = classify(Warned("A", "2019-05-01", "2018-11-11"), Warned("B", "2022-07-07", "2017-03-03"))
    assert found.kind == "same_era"
    assert (found.earlier.report, found.later.death) == ("2019-05-01", "2017-03-03")


def test_promises_between_the_report_and_the_death_are_listed() -> None:
    promises = [Promised("before", "2019-04-01"), Promised("between", "2019-08-01"), Promised("after", "2021-01-01")]
    found = classify(Warned("A", "2019-05-01"), Warned("B", "2023-01-01", "2020-01-01"), promises)
    assert found.between == ("between",)
    assert found.broken == ("before", "between")


def test_reports_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(InputError):
        classify(Warned("A", "2022-01-01"), Warned("B", "2019-01-01", "2018-01-01"))


@pytest.mark.parametrize("written", ["May 2019", "2019-13", "2019-02-30", "01/05/2019"])
def test_a_date_that_cannot_be_read_is_refused_and_never_taken_for_unknown(written: str) -> None:
    with pytest.raises(InputError):
        classify(Warned("A", written), Warned("B", "2023-01-01", "2020-01-01"))
