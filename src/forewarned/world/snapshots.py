"""What daily snapshots of a tracker showed: real events, and tidying days that only look like events.

As in the real ``snapshots.csv``: the first snapshot lists everything at once; then a new report, a
changed count of response documents, or a changed addressee column. On a few days very many rows
change because somebody corrected names or counts by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from forewarned.world.dice import Dice
from forewarned.world.models import Listed, Report, Response, SnapshotRow, WorldBody
from forewarned.world.responses import AS_OF, LISTS

FIRST_SNAPSHOT = date(2024, 2, 15)
LAST_SNAPSHOT = date(2025, 7, 31)
CORRECTION_DAYS = ((date(2024, 4, 15), 0.45), (date(2024, 6, 7), 0.12), (date(2024, 9, 16), 0.22))
"""(day, share of rows whose addressee column somebody tidied)."""


def snapshot_days(seed: int) -> tuple[date, ...]:
    """The days a snapshot was taken: almost every day, with some weeks in which the machine was down."""
    dice = Dice(seed, "snapshot days")
    days, day = [], FIRST_SNAPSHOT
    fixed = {correction for correction, _ in CORRECTION_DAYS} | {FIRST_SNAPSHOT, LAST_SNAPSHOT}
    down = 0
    while day <= LAST_SNAPSHOT:
        if down == 0 and dice.chance(0.01):
            down = dice.between(1, 6)
        if down == 0 or day in fixed:
            days.append(day)
        down = max(0, down - 1)
        day += timedelta(days=1)
    return tuple(days)


def next_snapshot(days: Sequence[date], published: date) -> date | None:
    """The first snapshot on or after a day; the first of all for what was there before."""
    return next((day for day in days if day >= published), None)


def shown(report: Report, days: Sequence[date]) -> Report:
    """The report with ``first_shown`` of each response set: the first snapshot whose count includes it."""
    responses = tuple(_shown(response, days) for response in report.responses)
    return replace(report, responses=responses)


def _shown(response: Response, days: Sequence[date]) -> Response:
    if response.published is None:
        return response
    return replace(response, first_shown=next_snapshot(days, response.published))


def snapshot_rows(seed: int, report: Report, days: Sequence[date]) -> Iterator[SnapshotRow]:
    """Every row of one report, in order of day. A page withdrawn before a day yields no more rows."""
    seen = next_snapshot(days, report.date_added)
    if seen is None or (report.withdrawn and report.withdrawn <= seen):
        return
    dice = Dice(seed, "snapshots", report.id)
    names = report.corrected
    cause = "baseline" if seen == FIRST_SNAPSHOT else "publication"
    count = _count(report, seen)
    overcount = 0
    yield SnapshotRow(seen, report.url, report.ref, "first_seen", count, names[0], cause)
    turn = 0
    for day, published, tidied in _events(dice, report, seen, days):
        if report.withdrawn and day >= report.withdrawn:
            return
        fresh = _count(report, day)
        if published and fresh + overcount != count:
            count = fresh + overcount
            yield SnapshotRow(day, report.url, report.ref, "replies", count, "", "publication")
        elif tidied == "names" and turn + 1 < len(names):
            turn += 1
            yield SnapshotRow(day, report.url, report.ref, "sent_to", count, names[turn], "correction")
        elif tidied == "count" and _enclosures(report, day) and not overcount:
            # Somebody noticed that an appendix had been counted as a response.
            overcount = -_enclosures(report, day)
            count = fresh + overcount
            yield SnapshotRow(day, report.url, report.ref, "replies", count, "", "correction")


def _events(dice: Dice, report: Report, seen: date, days: Sequence[date]) -> list[tuple[date, bool, str]]:
    """(day, whether a document appeared, what was tidied) after the first sight, in order."""
    found: set[tuple[date, bool, str]] = set()
    for document in report.documents:
        if document.kind != "report" and document.published and document.published > seen:
            day = next_snapshot(days, document.published)
            if day:
                found.add((day, True, ""))
    for day, share in CORRECTION_DAYS:
        if dice.chance(share) and day > seen:
            found.add((day, False, "names"))
    if dice.chance(0.3):
        day = days[dice.between(1, len(days) - 1)]
        if day > seen:
            found.add((day, False, "names"))
    if CORRECTION_DAYS[1][0] > seen:
        found.add((CORRECTION_DAYS[1][0], False, "count"))
    return sorted(found, key=lambda event: (event[0], not event[1], event[2]))


def _count(report: Report, day: date) -> int:
    """Documents other than the report on the page: trackers count appendices as replies too."""
    return sum(1 for item in report.documents if item.kind != "report" and item.published and item.published <= day)


def _enclosures(report: Report, day: date) -> int:
    return sum(
        1
        for item in report.documents
        if item.kind not in ("report", "response") and item.published and item.published <= day
    )


def official_lists(report: Report, bodies: dict[str, WorldBody]) -> Iterator[Listed]:
    """Rows of the official non-response lists, for the reports whose story it is.

    A row stands on each list from a month after the due date until the response came, then is gone.
    """
    if report.story not in ("never_listed", "neighbour_listed", "listed_then_answered"):
        return
    response = report.responses[0]
    for day in LISTS:
        late = day > response.due + timedelta(days=30)
        if late and day <= AS_OF and not (response.received and response.received <= day):
            name = bodies[response.body].name
            yield Listed(f"{day:%Y-%m}", report.id, response.body, name, response.due)
