"""From daily snapshots to the days between which each response was first published.

The snapshots tell only how many documents stood beside the report, and only when the count changed.
A count is a reading of the page, not the page: some days the register itself was corrected, and then
a change is no event in the world (domain note; data README on 2024-02-15 and other large days).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

# A correction goes through the register: many reports at once, most of them old. Ordinary days change
# few reports, nearly all younger than a year (on the shared snapshots: 90 days old at the median).
OLD_DAYS = 365
MANY_CHANGES = 10
OLD_SHARE = 0.5
# Fewer rising counts than this in a day may be one page looked at by hand, not the register re-read.
FULL_READING = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the snapshot changes. ``event``: "first_seen", "replies" or "sent_to".

    ``replies``: the count of documents beside the report from that day on, ``None`` when not said.
    """

    report: str
    on: date
    event: str
    replies: int | None = None
    sent_to: str = ""


@dataclass(frozen=True, slots=True)
class Recorrection:
    """A day on which the register itself was corrected: which of its events are not of the world, and why."""

    events: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Snapshots:
    """What must be known of all snapshots before one report's history can be read.

    ``baseline``: the first snapshot; what it shows may be of any earlier day. ``readings``: the days on
    which the counts of the whole register were read again, in order.
    """

    baseline: date | None
    readings: tuple[date, ...]
    recorrections: Mapping[date, Recorrection]


@dataclass(frozen=True, slots=True)
class Bounds:
    """First published after ``seen_from`` (``None``: no date of report) and on or before ``seen_by``."""

    seen_from: date | None
    seen_by: date
    reason: str


@dataclass(frozen=True, slots=True)
class Publication:
    """When a report's documents were first published. ``documents``: by the caller's keys, one each.

    ``unnamed``: documents that were counted but stand in no list we hold, and how many: they may be
    responses of any addressee, so no addressee of this report can be said to have none published.
    """

    documents: Mapping[str, Bounds]
    unnamed: Bounds | None
    unnamed_count: int


def read_snapshots(changes: Sequence[Change], reports_on: Mapping[str, date | None]) -> Snapshots:
    """Prepare all changes once. ``reports_on``: the date of each report, else the day it was published."""
    rising: dict[date, int] = defaultdict(int)
    for change in changes:
        if change.event == "replies":
            rising[change.on] += 1
    return Snapshots(
        baseline=min((change.on for change in changes), default=None),
        readings=tuple(sorted(day for day, count in rising.items() if count >= FULL_READING)),
        recorrections=recorrection_days(changes, reports_on),
    )


def recorrection_days(changes: Sequence[Change], reports_on: Mapping[str, date | None]) -> dict[date, Recorrection]:
    """Days on which the register was corrected, told from how many reports changed and how old they are.

    The first snapshot is always one: everything in it is new to the snapshots, nothing of it to the world.
    """
    ages: dict[tuple[date, str], list[int]] = defaultdict(list)
    for change in changes:
        made = reports_on.get(change.report)
        if made is not None:
            ages[change.on, change.event].append((change.on - made).days)
    found: dict[date, dict[str, str]] = defaultdict(dict)
    for (day, event), days in sorted(ages.items()):
        old = sum(age > OLD_DAYS for age in days)
        if len(days) >= MANY_CHANGES and old >= OLD_SHARE * len(days):
            found[day][event] = f"{len(days)} {event} changes, {old} on reports over a year old"
    if changes:
        first = min(change.on for change in changes)
        found[first].setdefault("first_seen", "the first snapshot: all it shows may be older")
    return {
        day: Recorrection(frozenset(events), "; ".join(events[event] for event in sorted(events)))
        for day, events in sorted(found.items())
    }


def is_event(change: Change, snapshots: Snapshots, report_on: date | None) -> bool:
    """Can this change be of the world?

    Not on a day its kind of change was corrected; nor, on a day another kind was, if the report is old.
    """
    day = snapshots.recorrections.get(change.on)
    if day is None:
        return True
    if change.event in day.events:
        return False
    return report_on is not None and (change.on - report_on).days <= OLD_DAYS


def publication(
    documents: Sequence[str],
    history: Sequence[Change],
    snapshots: Snapshots,
    *,
    report_on: date | None,
    register_on: date,
    first_is_report: bool = True,
    count: tuple[date, int] | None = None,
) -> Publication:
    """Bounds for each of a page's documents (all, in page order), and for those counted but not listed.

    ``history``: this report's changes. ``register_on``: the day the list of documents was read at the
    latest. ``count``: a later count of the documents beside the first, with its day. ``first_is_report``:
    when the page's first document is itself a response, a count of none proves no absence.
    """
    readings = _readings(history, snapshots, count)
    listed = max(0, len(documents) - 1)
    seen_from, why_from = _absent_until(readings, history, snapshots, report_on, first_is_report)
    seen_by, why_by = _present_from(readings, listed, register_on)
    seen_from = min(seen_from, seen_by) if seen_from else None
    bounds = Bounds(seen_from, seen_by, f"{why_by}; {why_from}")
    unnamed = _unnamed(readings, listed, seen_from, why_from)
    extra = readings[-1][1] - listed if readings and unnamed is not None else 0
    return Publication(dict.fromkeys(documents, bounds), unnamed, extra)


def _readings(
    history: Sequence[Change], snapshots: Snapshots, count: tuple[date, int] | None
) -> list[tuple[date, int]]:
    """Every day this report's count was read: when first seen, when it changed, when all were re-read."""
    said = {change.on: change.replies for change in history if change.replies is not None}
    if count is not None:
        said[count[0]] = count[1]
    if not said:
        return []
    days = sorted({*said, *(day for day in snapshots.readings if day > min(said))})
    readings: list[tuple[date, int]] = []
    for day in days:
        value = said.get(day)
        readings.append((day, value if value is not None else readings[-1][1]))
    return readings


def _absent_until(
    readings: Sequence[tuple[date, int]],
    history: Sequence[Change],
    snapshots: Snapshots,
    report_on: date | None,
    first_is_report: bool,
) -> tuple[date | None, str]:
    """The last day it is certain that none was published: a count of none not set right later."""
    none_until = None
    for day, value in readings:
        if value > 0:
            break
        none_until = day
    if none_until is None or not first_is_report:
        return report_on, "no earlier day is known without it"
    rise = next((one for one in history if one.event == "replies" and one.on > none_until), None)
    if rise is not None and not is_event(rise, snapshots, report_on):
        return report_on, f"the count of none was corrected on {rise.on}, so it proves nothing"
    if report_on is not None and none_until < report_on:
        return report_on, "no earlier day is known without it"
    return none_until, f"none counted on {none_until}"


def _present_from(readings: Sequence[tuple[date, int]], listed: int, register_on: date) -> tuple[date, str]:
    """The first day from which the count never changed again and covers every document listed.

    Which of several documents came first is not told, so all share the day by which all were there. A
    count that falls is a recount: what was counted before it proves nothing.
    """
    if not readings or readings[-1][1] < listed:
        return register_on, f"listed on {register_on}"
    start = readings[-1][0]
    for day, value in reversed(readings):
        if value != readings[-1][1]:
            break
        start = day
    start = min(start, register_on)
    return start, f"{readings[-1][1]} counted on {start}"


def _unnamed(readings: Sequence[tuple[date, int]], listed: int, seen_from: date | None, why: str) -> Bounds | None:
    """Documents counted to the end beyond those listed."""
    start = None
    for day, value in reversed(readings):
        if value <= listed:
            break
        start = day
    if start is None:
        return None
    since = min(seen_from, start) if seen_from else None
    return Bounds(since, start, f"{readings[-1][1]} counted, {listed} listed; {why}")
