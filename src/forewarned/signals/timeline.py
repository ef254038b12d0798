"""What happened to each of several reports, in time: lanes of moments, each a day or the days between which it fell.

Values only; ``timeline_drawing`` draws them and ``timeline_text`` says them. A kind of moment is one line in
``KINDS``: later ones (a promise falling due, a death after a warning) need no other change here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

LONGEST: Final = 40
"""Lanes in one drawing: what a screen, and a page of a board paper, can hold."""
TOGETHER: Final = 4
EARLIEST: Final = 6
"""Years before the first report at which the drawing starts at the latest; what is older stands at its edge."""


class Kind(StrEnum):
    """A kind of moment. Shapes differ, so that none is told by colour alone."""

    DEATH = "death"
    REPORT = "report"
    DUE = "due"
    RESPONSE = "response"
    POSSIBLE = "possible"
    LISTED = "listed"
    WITHDRAWN = "withdrawn"
    PROMISE = "promise"
    AGAIN = "again"


KINDS: Final = {
    Kind.DEATH: "death",
    Kind.REPORT: "report",
    Kind.DUE: "response due",
    Kind.RESPONSE: "response published by this day (dots: since when it may have been)",
    Kind.POSSIBLE: "response that may be theirs, or may be published by then",
    Kind.LISTED: "on the official non-response list",
    Kind.WITHDRAWN: "no longer on the official site",
    Kind.PROMISE: "promised action due, or said to be done",
    Kind.AGAIN: "death after an earlier report with the same lesson",
}
"""Each kind with its words, in the order in which they are told."""

COLUMNS: Final = {
    "Death": (Kind.DEATH,),
    "Report": (Kind.REPORT,),
    "Response due": (Kind.DUE,),
    "Response published": (Kind.RESPONSE,),
    "May be published, or theirs": (Kind.POSSIBLE,),
    "Other": (Kind.LISTED, Kind.WITHDRAWN, Kind.PROMISE, Kind.AGAIN),
}
"""Columns of the table behind the drawing."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something at ``last``, or on a day after ``first`` and not after ``last`` where only that is known."""

    kind: Kind
    last: date
    first: date | None = None

    @property
    def start(self) -> date:
        """The earliest day it can have been."""
        return self.first or self.last


@dataclass(frozen=True, slots=True)
class Lane:
    """One report. ``label`` is its reference or what stands for it; moments in the order of ``KINDS``, then days."""

    label: str
    moments: tuple[Moment, ...]

    def of(self, kind: Kind) -> tuple[Moment, ...]:
        return tuple(one for one in self.moments if one.kind is kind)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes oldest report first. ``left_out``: older lanes than the ``LONGEST`` newest, not drawn and not in rows."""

    title: str
    as_at: date
    lanes: tuple[Lane, ...]
    left_out: int = 0
    undated: int = 0
    """Reports without any date, which have no place in time."""
    noun: str = "report"
    """What a lane is of: a report, or one addressee of a single report."""

    def count(self, kind: Kind) -> int:
        """Moments of one kind in the lanes."""
        return sum(len(lane.of(kind)) for lane in self.lanes)

    def rows(self) -> list[dict[str, Any]]:
        """One row a moment: the table behind the drawing, and the data of the chart to explore."""
        return [
            {"report": lane.label, "what": one.kind.value, "from": one.first, "by": one.last}
            for lane in self.lanes
            for one in lane.moments
        ]

    def table(self) -> list[tuple[str, ...]]:
        """One row a lane, for a reader: its label, and in words its days of each kind in the order of ``COLUMNS``."""
        return [
            (
                lane.label,
                *("; ".join(_told(one) for kind in kinds for one in lane.of(kind)) for kinds in COLUMNS.values()),
            )
            for lane in self.lanes
        ]

    def span(self) -> tuple[date, date]:
        """The first and last day of the drawing."""
        days = [day for lane in self.lanes for one in lane.moments for day in (one.start, one.last)]
        reports = [one.last for lane in self.lanes for one in lane.of(Kind.REPORT)]
        first = min([*days, self.as_at])
        if reports:
            first = max(first, years_before(min(reports), EARLIEST))
        return first, max([*days, self.as_at])

    def seen_together(self) -> list[tuple[date, int]]:
        """Days that many reports share as the day by which a response was out: days of looking, not of news."""
        days = Counter(day for lane in self.lanes for day in {one.last for one in lane.of(Kind.RESPONSE)})
        return sorted((day, count) for day, count in days.items() if count >= TOGETHER)

    def before(self) -> int:
        """Moments older than the drawing, which stand at its left edge."""
        first, _ = self.span()
        return sum(one.last < first for lane in self.lanes for one in lane.moments)


def timeline(
    title: str, lanes: Iterable[tuple[str, Iterable[Moment]]], *, as_at: date, noun: str = "report"
) -> Timeline:
    """Lanes of moments known on ``as_at``, in the order of their reports, the newest ``LONGEST`` of them."""
    order = list(KINDS)
    made = [
        Lane(label, tuple(sorted(set(moments), key=lambda one: (order.index(one.kind), one.last, one.start))))
        for label, moments in lanes
    ]
    dated = sorted((lane for lane in made if lane.moments), key=_place)
    return Timeline(
        title=title,
        as_at=as_at,
        lanes=tuple(dated[-LONGEST:]),
        left_out=max(0, len(dated) - LONGEST),
        undated=len(made) - len(dated),
        noun=noun,
    )


def _place(lane: Lane) -> date:
    return (lane.of(Kind.REPORT) or lane.moments)[0].last


def years_before(day: date, years: int) -> date:
    """The same day of an earlier year; 28 February for a leap day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def timeline_text(line: Timeline) -> str:
    """The timeline in sentences that can be quoted, with the numbers of its rows."""
    if not line.lanes:
        return f"{line.title}: nothing is known by {_day(line.as_at)}."
    said = [f"{line.title}: {_many(len(line.lanes), line.noun)}, {_reach(line)}."]
    if line.noun == "report":
        known = sum(bool(lane.of(Kind.DEATH)) for lane in line.lanes)
        said.append(f"The date of death is known for {known} of {len(line.lanes)}.")
    answered = sum(bool(lane.of(Kind.RESPONSE)) for lane in line.lanes)
    maybe = sum(bool(lane.of(Kind.POSSIBLE)) and not lane.of(Kind.RESPONSE) for lane in line.lanes)
    more = f" and may be for {maybe} more" if maybe else ""
    said.append(f"A response is published for {answered}{more}.")
    said += [
        f"{count} of the responses share {_day(seen)}: the day on which they were first seen, not the day they came."
        for seen, count in line.seen_together()
    ]
    if listed := sum(bool(lane.of(Kind.LISTED)) for lane in line.lanes):
        said.append(f"{_many(listed, line.noun)} stood on the official non-response list.")
    if (gone := line.count(Kind.WITHDRAWN)) and line.noun == "report":
        said.append(f"{_many(gone, 'report')} {'is' if gone == 1 else 'are'} no longer on the official site.")
    if due := line.count(Kind.PROMISE):
        said.append(f"{_many(due, 'promised action')} had a date.")
    if again := sum(bool(lane.of(Kind.AGAIN)) for lane in line.lanes):
        said.append(f"{_many(again, 'death')} came after an earlier report with the same lesson.")
    if line.left_out:
        said.append(f"Drawn are the {len(line.lanes)} newest; {line.left_out} older are in the tables.")
    if line.undated:
        said.append(f"{line.undated} without any date {'has' if line.undated == 1 else 'have'} no place in it.")
    if before := line.before():
        said.append(f"{before} older {'day stands' if before == 1 else 'days stand'} at its left edge.")
    return " ".join(said)


def _reach(line: Timeline) -> str:
    days = [one.last for lane in line.lanes for one in lane.of(Kind.REPORT)]
    if not days:
        return "without a date of report"
    first, last = min(days), max(days)
    if line.noun != "report":
        return f"report of {_day(first)}"
    return f"of {_day(first)}" if first == last else f"from {_day(first)} to {_day(last)}"


def _told(one: Moment) -> str:
    said = f"after {_day(one.start)}, by {_day(one.last)}" if one.start < one.last else _day(one.last)
    return f"{KINDS[one.kind]}: {said}" if one.kind in COLUMNS["Other"] else said


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
