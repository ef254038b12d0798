"""When a reply is due: the rules as tables. Each row is a case a non-programmer can check with a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from forewarned.reports.duties.due import Basis, Regime, due_date, regime

D = date.fromisoformat

# report dated | sent        | printed     | extended    | due         | basis
BASIS = [
    ("2024-01-08", None, None, None, "2024-03-04", "report"),
    ("2024-01-08", "2024-01-10", None, None, "2024-03-06", "sent"),
    ("2024-01-08", "2024-01-10", "2024-03-11", None, "2024-03-11", "printed"),
    ("2024-01-08", "2024-01-10", "2024-03-11", "2024-04-02", "2024-04-02", "extended"),
    ("2024-01-08", None, "2024-03-01", None, "2024-03-01", "printed"),
    (None, "2024-01-10", None, None, "2024-03-06", "sent"),
    (None, None, None, None, None, "unknown"),
]


@pytest.mark.parametrize(("report_on", "sent", "printed", "extended", "due", "basis"), BASIS)
def test_the_strongest_basis_decides(
    report_on: str | None,
    sent: str | None,
    printed: str | None,
    extended: str | None,
    due: str | None,
    basis: str,
) -> None:
    found = due_date(
        report_on=D(report_on) if report_on else None,
        sent_on=D(sent) if sent else None,
        printed=D(printed) if printed else None,
        extended=D(extended) if extended else None,
    )
    assert (str(found.on) if found.on else None, found.basis) == (due, basis)


# report dated | law            | a reply is due
LAW = [
    ("2008-07-16", "rule_43", False),
    ("2008-07-17", "rule_43a", True),
    ("2013-07-24", "rule_43a", True),
    ("2013-07-25", "regulation_28", True),
]


@pytest.mark.parametrize(("report_on", "law", "owed"), LAW)
def test_the_law_of_the_day_decides_whether_a_reply_is_due(report_on: str, law: str, owed: bool) -> None:
    due = due_date(report_on=D(report_on))
    assert regime(D(report_on)) == law == due.regime
    assert (due.on is not None) is owed
    if not owed:
        assert "no reply" in due.reason


# report dated | due         | what that day is    | working day before it
NEVER_ROLLED = [
    ("2024-01-08", "2024-03-04", "a working day", None),
    ("2024-01-06", "2024-03-02", "a Saturday", "2024-03-01"),
    ("2024-02-02", "2024-03-29", "Good Friday", "2024-03-28"),
    ("2024-02-05", "2024-04-01", "Easter Monday", "2024-03-28"),
    ("2024-10-30", "2024-12-25", "Christmas Day", "2024-12-24"),
    ("2022-07-25", "2022-09-19", "a day of mourning", "2022-09-16"),
]


@pytest.mark.parametrize(("report_on", "on", "what", "before"), NEVER_ROLLED)
def test_the_date_is_never_moved_only_flagged(report_on: str, on: str, what: str, before: str | None) -> None:
    due = due_date(report_on=D(report_on))
    assert due.on == D(on)
    assert due.weekend == (what == "a Saturday")
    assert bool(due.bank_holiday) == (what not in ("a working day", "a Saturday"))
    assert due.working_day_before == (D(before) if before else None)


def test_a_printed_date_that_differs_says_by_how_much() -> None:
    due = due_date(report_on=D("2024-01-08"), printed=D("2024-03-11"))
    assert due.computed_on == D("2024-03-04")
    assert due.differs_by_days == 7
    assert "7 days later" in due.reason
    assert not due.doubt


def test_a_printed_date_before_the_report_is_kept_and_doubted() -> None:
    due = due_date(report_on=D("2024-01-08"), printed=D("2023-03-04"))
    assert due.on == D("2023-03-04")
    assert due.basis is Basis.PRINTED
    assert "before the report" in due.doubt


def test_the_law_of_today() -> None:
    assert regime(D("2024-01-08")) is Regime.REGULATION_28
