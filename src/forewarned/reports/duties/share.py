"""Shares and times over many duties, with what is unknown kept in sight."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from forewarned.reports.duties.state import DutyState, Timeliness
from forewarned.signals.intervals import wilson


@dataclass(frozen=True, slots=True)
class Share:
    """How many duties were answered on time, of those past their due date.

    ``n`` duties past due = ``certain_on_time`` + ``certain_late`` + ``unknown``. ``not_yet_due`` and
    ``no_due_date`` are counted beside it, never in it: counting early answers of duties not yet due
    would flatter. ``low``/``high``: the share on time if every unknown were late / on time (``None``: n = 0).
    ``interval``: chance allowed for as well, at 95 %: from the lower end of Wilson's interval of
    ``certain_on_time`` of ``n`` to the upper end of that of ``n - certain_late`` of ``n`` (``None``: n = 0).
    It holds ``low`` and ``high``, so what is unknown widens it and never moves it: an interval among the
    certain ones alone would lie high, for on time is made certain by publication and late hardly ever is.
    """

    n: int
    certain_on_time: int
    certain_late: int
    unknown: int
    not_yet_due: int
    no_due_date: int
    low: float | None
    high: float | None
    interval: tuple[float, float] | None


def share_on_time(states: Iterable[DutyState]) -> Share:
    """Count duties by timeliness. Unknown is never left out: it makes the distance of low and high."""
    on_time = late = unknown = not_yet = no_date = 0
    for one in states:
        if one.due_on is None:
            no_date += 1
        elif not one.past_due:
            not_yet += 1
        elif one.timeliness is Timeliness.ON_TIME:
            on_time += 1
        elif one.timeliness is Timeliness.LATE:
            late += 1
        else:
            unknown += 1
    n = on_time + late + unknown
    return Share(
        n=n,
        certain_on_time=on_time,
        certain_late=late,
        unknown=unknown,
        not_yet_due=not_yet,
        no_due_date=no_date,
        low=on_time / n if n else None,
        high=(n - late) / n if n else None,
        interval=_interval(on_time, late, n),
    )


def _interval(on_time: int, late: int, n: int) -> tuple[float, float] | None:
    least, most = wilson(on_time, n), wilson(n - late, n)
    return (least[0], most[1]) if least and most else None


@dataclass(frozen=True, slots=True)
class Days:
    """A time between bounds, in days from the report; ``high`` is ``None`` when it has not ended."""

    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class Times:
    """Bounds of a median over ``n`` duties: ``low`` from the lower bounds, ``high`` from the upper ones.

    ``open_ended`` duties have no upper bound; ``high`` is ``None`` when half or more of them have none.
    """

    n: int
    open_ended: int
    low: float | None
    high: float | None


def days_to_answer(duty: DutyState, report_on: date | None) -> Days | None:
    """From the report to the receipt of the answer: bounds. ``None`` when the report has no date."""
    if report_on is None or duty.answered_from is None:
        return None
    high = None if duty.answered_by is None else max(0, (duty.answered_by - report_on).days)
    low = max(0, (duty.answered_from - report_on).days)
    return Days(low if high is None else min(low, high), high)


def median_bounds(times: Sequence[Days]) -> Times:
    """The median of the lower bounds and of the upper bounds, a missing upper bound counting as endless."""
    if not times:
        return Times(0, 0, None, None)
    lows = sorted(float(one.low) for one in times)
    highs = sorted(math.inf if one.high is None else float(one.high) for one in times)
    high = _median(highs)
    open_ended = sum(one.high is None for one in times)
    return Times(len(times), open_ended, _median(lows), None if math.isinf(high) else high)


def _median(ordered: Sequence[float]) -> float:
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
