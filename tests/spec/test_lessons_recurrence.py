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


# A reported  | B's death opened | B reported  | B died      | class          | proved by
BOUNDS = [
    ("2019-05-01", "2018-11-30", "2022-07-07", "", "same_era", "opened"),
    ("2019-05-01", "2019-04-30", "2022-07-07", "", "same_era", "opened"),
    ("2019-05-01", "2019-05-01", "2022-07-07", "", "undetermined", ""),  # investigated on the very day it happened?
    ("2019-05-01", "2020-01-01", "2022-07-07", "", "undetermined", ""),  # opened later: died before or after A
    ("2019-05-01", "", "2019-05-01", "", "same_era", "report"),  # no report is made on the day of the death
    ("2019-05-01", "", "2019-05-02", "", "undetermined", ""),
    ("2019-05-01", "2019-02-02", "2022-07-07", "2019", "same_era", "opened"),  # a year, cut by the day it was opened
    ("2019-05-01", "2019-02-02", "2022-07-07", "2019-05", "undetermined", ""),  # B contradicts itself
    ("2019-05-01", "2019-02-02", "2022-07-07", "2019-06-06", "undetermined", ""),
    ("2019-05-01", "2019-06-02", "2022-07-07", "2019-06-06", "recurrence", "death"),  # a slip, but both after A
    ("2019-05-01", "2019-02-02", "2022-07-07", "2019-02-01", "same_era", "death"),
    ("2019-05-01", "2020-02-02", "2022-07-07", "2019-06-06", "recurrence", "death"),
    ("2019-05-01", "", "2019-05-01", "2019-05-01", "undetermined", ""),  # a day that is known is not guessed again
    ("", "2019-02-02", "2022-07-07", "", "undetermined", ""),
]


@pytest.mark.parametrize(("reported", "opened", "own", "died", "kind", "proved_by"), BOUNDS)
def test_a_death_came_before_what_was_done_about_it(
    reported: str, opened: str, own: str, died: str, kind: str, proved_by: str
) -> None:
    found = classify(Warned("A", reported), Warned("B", own, died, opened=opened))
    assert (found.kind, found.proved_by) == (kind, proved_by)
    if proved_by == "opened":
        assert opened in found.reason and not found.missing
    if kind == "undetermined" and died and opened:
        assert died in found.reason and opened in found.reason and found.missing


# B died by one source | by another | opened      | class
DIFFERING = [
    ("2019-06-01", "2019-07-01", "", "recurrence"),
    ("2018-06-01", "2017-07-01", "", "same_era"),
    ("2019-06-01", "2018-06-01", "", "undetermined"),
    ("2018-06-01", "2019-06-01", "", "undetermined"),
    ("2018-06-01", "2019-06-01", "2018-07-01", "same_era"),  # the other is after the death was investigated
    ("2019-06-01", "2018-06-01", "2018-07-01", "same_era"),
    ("2019-06-01", "2019-05-01", "", "undetermined"),
]


@pytest.mark.parametrize(("died", "other", "opened", "kind"), DIFFERING)
def test_of_two_dates_that_differ_what_both_give_is_certain(died: str, other: str, opened: str, kind: str) -> None:
    found = classify(Warned("A", "2019-05-01"), Warned("B", "2022-07-07", died, other, opened))
    assert found.kind == kind
    if kind == "undetermined":
        assert died in found.reason and other in found.reason and "which is right" in found.reason
        assert found.missing == (f"which date of death is right, {died} or {other}, of B",)


# promise due  | class, B having died on 2020-02-02 by one source and on 2021-02-02 by another
DUE_BETWEEN = [("2020-01-01", "broken_promise"), ("2020-06-01", "recurrence"), ("2022-01-01", "recurrence")]


@pytest.mark.parametrize(("due", "kind"), DUE_BETWEEN)
def test_a_promise_is_broken_only_where_it_was_by_both_dates(due: str, kind: str) -> None:
    later = Warned("B", "2023-01-01", "2020-02-02", "2021-02-02")
    found = classify(Warned("A", "2019-05-01"), later, [Promised("P", due)])
    assert (found.kind, found.broken) == (kind, ("P",) if kind == "broken_promise" else ())
    assert ("which date of death is right" in " ".join(found.missing)) is (due == "2020-06-01")


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
