"""The duties worklist: which duties to look at, a page at a time, with counts of all of them.

The state of a duty is decided by the rules (``duties.state``) and by nothing else. All are worked out once for
a register and a day and remembered in short; a page then loads only the duties it shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from forewarned.errors import InputError
from forewarned.organisations.kind_names import many_of
from forewarned.organisations.questions import check_kind, family_of, find_organisation
from forewarned.reports.duties.share import Share, share_on_time
from forewarned.reports.duties.state import DutyState, State, Timeliness
from forewarned.reports.models import Duty
from forewarned.reports.questions.duties import CHUNK, OPEN, UNANSWERED, DutyLine, load_duties
from forewarned.reports.questions.remembered import cited_now, remembered
from forewarned.reports.questions.result import Cited, day

SOON = 14
FURTHEST = 3660
PAGE = 25


class Show(StrEnum):
    """Which duties: due soon and not surely answered; past due with none published; certainly late; all."""

    DUE = "due"
    UNANSWERED = "unanswered"
    LATE = "late"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. ``organisation``: a key, ODS code or name, with what it took over; blank: every one."""

    show: Show = Show.DUE
    due_within: int = SOON
    state: State | None = None
    kind: str = ""
    organisation: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.due_within <= FURTHEST:
            raise InputError(
                f"The number of days is not from 0 to {FURTHEST}", where="due_within", next_step="write it as 14"
            )


@dataclass(frozen=True, slots=True)
class InShort:
    """A duty as it is remembered: enough to find, count and order it."""

    duty_id: int
    due_on: date | None
    organisation_key: str
    kind: str
    state: DutyState


@dataclass(frozen=True, slots=True)
class Counts:
    """How many duties each way of looking shows, for the organisation and kind asked for."""

    due: int
    unanswered: int
    late: int
    all: int


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page of the duties that fit, soonest due first (those past due: the latest first), with all counted."""

    wanted: Wanted
    as_at: date
    name: str
    """The organisation asked for, under the name it bears in the store; blank for every one."""
    key: str
    counts: Counts
    by_state: tuple[tuple[State, int], ...]
    total: int
    page: int
    pages: int
    duties: tuple[DutyLine, ...]
    share: Share
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        return [line.row() for line in self.duties]

    def question(self) -> str:
        """What is shown, to stand after “12 duties”."""
        wanted, until = self.wanted, self.as_at + timedelta(days=self.wanted.due_within)
        said = {
            Show.DUE: f"due from {day(self.as_at)} to {day(until)} and not surely answered",
            Show.UNANSWERED: "past the due date with no response published",
            Show.LATE: "certainly late",
            Show.ALL: f"known on {day(self.as_at)}",
        }[wanted.show]
        if wanted.kind:
            said += f", of {many_of(wanted.kind)}"
        return said + (f", of {self.name}" if self.name else "")

    def sentence(self) -> str:
        return f"{self.total:,} {'duty' if self.total == 1 else 'duties'} {self.question()}. {self.cited.sentence()}"


def ask_worklist(wanted: Wanted, *, as_at: date, page: int = 1, size: int | None = PAGE) -> Worklist:
    """Page ``page`` (from 1; beyond the last gives the last) of the duties that fit; all of them for ``size=None``.

    Raises NotFoundError for an organisation or kind that is not in the store.
    """
    body = find_organisation(wanted.organisation) if wanted.organisation.strip() else None
    keys = frozenset(row.key for row in family_of(body)) if body else None
    kind = check_kind(wanted.kind)
    near = [
        one
        for one in duties_in_short(as_at)
        if (keys is None or one.organisation_key in keys) and (not kind or one.kind == kind)
    ]
    shown = {show: _shown(near, replace(wanted, show=show), as_at) for show in Show}
    found = shown[wanted.show]
    if wanted.state is not None:
        found = [one for one in found if one.state.state is wanted.state]
    if wanted.show is not Show.DUE:
        found = [*reversed([one for one in found if one.due_on]), *(one for one in found if not one.due_on)]
    pages = max(1, -(-len(found) // size)) if size else 1
    page = min(max(1, page), pages)
    part = found[(page - 1) * size : page * size] if size else found
    return Worklist(
        wanted=wanted,
        as_at=as_at,
        name=body.name if body else "",
        key=body.key if body else "",
        counts=Counts(**{show.value: len(rows) for show, rows in shown.items()}),
        by_state=_by_state(shown[wanted.show]),
        total=len(found),
        page=page,
        pages=pages,
        duties=tuple(_lines([one.duty_id for one in part], as_at)),
        share=share_on_time(one.state for one in found),
        cited=cited_now(as_at),
    )


def duties_in_short(as_at: date) -> tuple[InShort, ...]:
    """Every duty known on ``as_at`` with its state, soonest due first, those without a due date last; remembered."""
    return remembered(("duties in short", as_at), lambda: _in_short(as_at))


def _in_short(as_at: date) -> tuple[InShort, ...]:
    lines = load_duties(Duty.objects.all(), as_at=as_at)
    lines.sort(key=lambda line: line.due.on or date.max)  # engines differ on where a blank stands
    return tuple(InShort(line.duty_id, line.due.on, line.organisation_key, line.kind, line.state) for line in lines)


def _shown(duties: Sequence[InShort], wanted: Wanted, as_at: date) -> list[InShort]:
    if wanted.show is Show.DUE:
        last = as_at + timedelta(days=wanted.due_within)
        open_states = OPEN | UNANSWERED
        return [one for one in duties if one.due_on and as_at <= one.due_on <= last and one.state.state in open_states]
    if wanted.show is Show.UNANSWERED:
        return [one for one in duties if one.state.past_due and one.state.state in UNANSWERED]
    if wanted.show is Show.LATE:
        return [one for one in duties if one.state.past_due and one.state.timeliness is Timeliness.LATE]
    return list(duties)


def _by_state(duties: Sequence[InShort]) -> tuple[tuple[State, int], ...]:
    counts = Counter(one.state.state for one in duties)
    return tuple((state, counts[state]) for state in State if counts[state])


def _lines(ids: Sequence[int], as_at: date) -> list[DutyLine]:
    """The duties of ``ids`` in that order, loaded in pieces that every engine takes."""
    found: dict[int, DutyLine] = {}
    for start in range(0, len(ids), CHUNK):
        for line in load_duties(Duty.objects.filter(id__in=ids[start : start + CHUNK]), as_at=as_at):
            found[line.duty_id] = line
    return [found[one] for one in ids if one in found]


def last_day_of_duties(as_at: date) -> date | None:
    """The latest due date known on ``as_at``: where a register ends, so that an empty list can say so."""
    return max((one.due_on for one in duties_in_short(as_at) if one.due_on), default=None)
