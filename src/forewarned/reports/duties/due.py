"""When a reply is due, and on what basis.

Rule: Coroners (Investigations) Regulations 2013, reg 29(4): in writing within 56 days of the day the
report was sent, or the longer period the coroner allows. Before 25 July 2013 the Coroners Rules 1984,
rule 43A (from 17 July 2008) asked the same; plain rule 43 before that asked for no reply.
No roll-forward rule for weekends or bank holidays was found: the date is never moved, only flagged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

DAYS_TO_ANSWER = 56
RULE_43A_FROM = date(2008, 7, 17)
REGULATION_28_FROM = date(2013, 7, 25)
# A printed date further off than this is a slip of the pen: the longest true extensions seen are months.
IMPLAUSIBLE_DAYS = 731


class Regime(StrEnum):
    """The law a report was made under."""

    RULE_43 = "rule_43"
    RULE_43A = "rule_43a"
    REGULATION_28 = "regulation_28"


class Basis(StrEnum):
    """What the due date rests on, strongest first; ``UNKNOWN`` when there is none."""

    EXTENDED = "extended"
    PRINTED = "printed"
    SENT = "sent"
    REPORT = "report"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Due:
    """A due date with everything needed to judge it.

    ``on``: the day, never rolled; ``None`` when it cannot be known or no reply was due (see ``reason``).
    ``computed_on``: 56 days after the day of sending, else after the day of the report.
    ``differs_by_days``: ``on`` minus ``computed_on``; ``None`` when either is missing.
    ``weekend``, ``bank_holiday`` (its name, else ``""``): England and Wales, of ``on``.
    ``working_day_before``: the last working day before ``on`` when ``on`` is not a working day.
    ``doubt``: why ``on`` can hardly be right (a printed date before the report), else ``""``.
    """

    on: date | None
    basis: Basis
    computed_on: date | None
    differs_by_days: int | None
    weekend: bool
    bank_holiday: str
    working_day_before: date | None
    regime: Regime | None
    reason: str
    doubt: str = ""


def regime(report_on: date) -> Regime:
    """The law in force on the day of the report."""
    if report_on >= REGULATION_28_FROM:
        return Regime.REGULATION_28
    return Regime.RULE_43A if report_on >= RULE_43A_FROM else Regime.RULE_43


def due_date(
    *,
    report_on: date | None,
    sent_on: date | None = None,
    printed: date | None = None,
    extended: date | None = None,
) -> Due:
    """The day a reply is due: extended, else printed in section 7, else 56 days after the day of sending."""
    law = regime(report_on) if report_on else None
    if law is Regime.RULE_43:
        return _without("rule 43 before 17 July 2008 asked for no reply", law)
    start, computed_basis = (sent_on, Basis.SENT) if sent_on else (report_on, Basis.REPORT)
    computed = start + timedelta(days=DAYS_TO_ANSWER) if start else None
    for given, basis in ((extended, Basis.EXTENDED), (printed, Basis.PRINTED), (computed, computed_basis)):
        if given is not None:
            return _due(given, basis, computed, start, law)
    return _without("the date of the report is not known", law)


def _without(reason: str, law: Regime | None) -> Due:
    return Due(None, Basis.UNKNOWN, None, None, False, "", None, law, reason)


def _due(on: date, basis: Basis, computed: date | None, start: date | None, law: Regime | None) -> Due:
    differs = (on - computed).days if computed else None
    holiday = bank_holiday(on)
    weekend = on.weekday() >= 5
    return Due(
        on=on,
        basis=basis,
        computed_on=computed,
        differs_by_days=differs,
        weekend=weekend,
        bank_holiday=holiday,
        working_day_before=working_day_before(on) if weekend or holiday else None,
        regime=law,
        reason=_reason(basis, differs),
        doubt=_doubt(on, basis, start),
    )


def _reason(basis: Basis, differs: int | None) -> str:
    said = {
        Basis.EXTENDED: "the coroner allowed until this day",
        Basis.PRINTED: "printed in section 7 of the report",
        Basis.SENT: f"{DAYS_TO_ANSWER} days after the report was sent",
        Basis.REPORT: f"{DAYS_TO_ANSWER} days after the date of the report",
    }[basis]
    if differs:
        side = "later" if differs > 0 else "earlier"
        days = "day" if abs(differs) == 1 else "days"
        return f"{said}; {abs(differs)} {days} {side} than {DAYS_TO_ANSWER} days would give"
    return said


def _doubt(on: date, basis: Basis, start: date | None) -> str:
    if basis not in (Basis.PRINTED, Basis.EXTENDED) or start is None:
        return ""
    if on < start:
        return f"the {basis} date is before the report"
    if (on - start).days > IMPLAUSIBLE_DAYS:
        return f"the {basis} date is more than two years after the report"
    return ""


def bank_holiday(day: date) -> str:
    """The name of the bank holiday in England and Wales on ``day``, else ``""``."""
    return _holidays(day.year).get(day, "")


def working_day_before(day: date) -> date:
    """The last day before ``day`` that is neither a weekend day nor a bank holiday."""
    before = day - timedelta(days=1)
    while before.weekday() >= 5 or bank_holiday(before):
        before -= timedelta(days=1)
    return before


@lru_cache(maxsize=64)
def _holidays(year: int) -> dict[date, str]:
    import holidays  # 0.2 s to import: only where a due date is asked for

    calendar = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return {day: name for day, name in calendar.items() if day.year == year}
