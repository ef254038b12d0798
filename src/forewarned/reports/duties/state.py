"""What can be said of one duty as at a day: three separate facts, and timeliness only where it is certain.

Rules (domain note, "The law in terms of data"): no published response is not no response; a response
first seen published on day D was received on or before D, so on time is certain when D <= due; late is
certain only when the letter's own date, or an official list dated after the due date, says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forewarned.reports.duties.due import Due


class State(StrEnum):
    """The one-word state of a duty as at a day. Neutral: none says that nobody answered."""

    NOT_YET_MADE = "not_yet_made"
    """The report is dated after that day."""
    DUE = "due"
    """The due date is that day or later, and no response is published."""
    NO_DUE_DATE = "no_due_date"
    """No due date is known (or the law asked for no reply), and no response is published."""
    NO_RESPONSE_PUBLISHED = "no_response_published"
    """The due date is past and no response is published. Not the same as no response."""
    OFFICIALLY_LISTED = "officially_listed"
    """On the Chief Coroner's non-response list as last seen, and no response is published."""
    RESPONSE_POSSIBLY_PUBLISHED = "response_possibly_published"
    """A response is matched, but that day lies between its earliest and latest day of publication."""
    UNMATCHED_POSSIBLE = "response_published_unmatched_possible"
    """The report carries responses that name no addressee for certain: this one may have answered."""
    PUBLICATION_NOT_KNOWN = "publication_not_known"
    """No source read here lists or counts the report's documents, so nothing can be said of a response."""
    RESPONSE_PUBLISHED = "response_published"


WORDS = {
    State.NOT_YET_MADE: "not yet made",
    State.DUE: "not yet due",
    State.NO_DUE_DATE: "no due date known, no response published",
    State.NO_RESPONSE_PUBLISHED: "no response published",
    State.OFFICIALLY_LISTED: "on the official non-response list",
    State.RESPONSE_POSSIBLY_PUBLISHED: "a response may be published",
    State.UNMATCHED_POSSIBLE: "responses published; none surely its own",
    State.PUBLICATION_NOT_KNOWN: "not known whether a response is published",
    State.RESPONSE_PUBLISHED: "response published",
}
"""Each state as people read it, on every face."""


class Official(StrEnum):
    """What the Chief Coroner's non-response lists say, as far as they were seen by that day."""

    LISTED = "listed"
    REMOVED = "removed"
    NOT_OBSERVED = "not_observed"
    UNREADABLE = "unreadable"


class Timeliness(StrEnum):
    """``UNKNOWN`` always comes with bounds and a reason."""

    ON_TIME = "on_time"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ResponseFact:
    """A response document that answers, or may answer, one duty.

    First published after ``seen_from`` (the last day it was certainly absent, else the report's date;
    ``None`` unknown) and on or before ``seen_by``. ``letter_on``: the letter's own date where it was
    read. ``sure``: the match leaves no real doubt.
    """

    document: str
    seen_from: date | None
    seen_by: date
    letter_on: date | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """What one dated non-response list said of this duty: listed, not observed on it, or unreadable."""

    list_dated: date
    said: Official


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """All that is known of one duty. ``matched`` answer it; ``unmatched`` are others that may."""

    report_on: date | None
    due: Due
    matched: tuple[ResponseFact, ...] = ()
    unmatched: tuple[ResponseFact, ...] = ()
    listings: tuple[Listing, ...] = ()
    documents_read: bool = True
    """Was the report's list of documents, or a count of them, ever read? Without it silence says nothing."""


@dataclass(frozen=True, slots=True)
class DutyState:
    """A duty as at a day.

    ``official`` is what the lists say, ``official_on`` the date of the list that says it.
    ``published``: ``True`` certainly, ``False`` certainly not, ``None`` not known (the day lies between a
    response's bounds, the only responses cannot be matched for certain, or no list of documents was read).
    ``answered_from``/``answered_by``: earliest and latest day an answer can have been received;
    ``answered_by`` is ``None`` when none is certainly published, ``answered_from`` without a date of report.
    ``days_late``: fewest and most days after the due date (negative: before it), ``None`` where unbounded.
    """

    state: State
    official: Official
    official_on: date | None
    published: bool | None
    timeliness: Timeliness
    reason: str
    due_on: date | None
    past_due: bool
    answered_from: date | None
    answered_by: date | None
    days_late: tuple[int | None, int | None]


def state(facts: DutyFacts, *, as_at: date) -> DutyState:
    """The state of a duty as at a day. Pure; learning more never turns a certain on time into late."""
    due = facts.due.on
    past_due = due is not None and due < as_at
    certain, possible = _seen(facts.matched, as_at)
    unmatched = [one for one in facts.unmatched if may_be_out(one.seen_from, one.seen_by, as_at)]
    silent = facts.documents_read and not possible and not unmatched
    published = True if certain else (False if silent else None)
    official, listed_on = _official(facts.listings, as_at) if facts.listings else (Official.NOT_OBSERVED, None)
    name = _name(facts, as_at, certain, possible, unmatched, official, past_due)
    listed_late = _last_listed(facts.listings, as_at) if facts.listings else None
    timeliness, why = _timeliness(facts, certain, [*possible, *unmatched], listed_late, past_due)
    by = min([one.seen_by for one in certain]) if certain else None
    start = _answered_from(facts, certain, [*possible, *unmatched], listed_late)
    late = (
        (start - due).days if start is not None and due is not None else None,
        (by - due).days if by is not None and due is not None else None,
    )
    return DutyState(name, official, listed_on, published, timeliness, why, due, past_due, start, by, late)


def _seen(facts: Sequence[ResponseFact], as_at: date) -> tuple[list[ResponseFact], list[ResponseFact]]:
    """Matched for sure and certainly published by that day; and the rest that may have been."""
    certain, possible = [], []
    for one in facts:
        if one.sure and one.seen_by <= as_at:
            certain.append(one)
        elif may_be_out(one.seen_from, one.seen_by, as_at):
            possible.append(one)
    return certain, possible


def may_be_out(seen_from: date | None, seen_by: date | None, as_at: date) -> bool:
    """Whether a document may have been published by that day: not certainly absent on it, or seen by then.

    The second counts where it was seen with its report, on one day: then that day is both.
    """
    return seen_from is None or seen_from < as_at or (seen_by is not None and seen_by <= as_at)


def _official(listings: Sequence[Listing], as_at: date) -> tuple[Official, date | None]:
    """What the last readable list by that day says; unreadable only when none could be read."""
    seen = sorted((one for one in listings if one.list_dated <= as_at), key=lambda one: one.list_dated)
    readable = [one for one in seen if one.said is not Official.UNREADABLE]
    if not readable:
        return (Official.UNREADABLE, seen[-1].list_dated) if seen else (Official.NOT_OBSERVED, None)
    last = readable[-1]
    if last.said is Official.NOT_OBSERVED and any(one.said is Official.LISTED for one in readable):
        return Official.REMOVED, last.list_dated
    return last.said, last.list_dated


def _last_listed(listings: Sequence[Listing], as_at: date) -> date | None:
    """The date of the last list, seen by that day, that names this duty."""
    dates = [one.list_dated for one in listings if one.said is Official.LISTED and one.list_dated <= as_at]
    return max(dates, default=None)


def _name(
    facts: DutyFacts,
    as_at: date,
    certain: Sequence[ResponseFact],
    possible: Sequence[ResponseFact],
    unmatched: Sequence[ResponseFact],
    official: Official,
    past_due: bool,
) -> State:
    if facts.report_on is not None and as_at < facts.report_on:
        return State.NOT_YET_MADE
    if certain:
        return State.RESPONSE_PUBLISHED
    if official is Official.LISTED:
        return State.OFFICIALLY_LISTED
    if any(one.sure for one in possible):
        return State.RESPONSE_POSSIBLY_PUBLISHED
    if possible or unmatched:
        return State.UNMATCHED_POSSIBLE
    if not facts.documents_read:
        return State.PUBLICATION_NOT_KNOWN
    if facts.due.on is None:
        return State.NO_DUE_DATE
    return State.NO_RESPONSE_PUBLISHED if past_due else State.DUE


def letter_date(fact: ResponseFact, report_on: date | None) -> date | None:
    """The letter's own date, unless it cannot be right: before the report, or after it was published."""
    day = fact.letter_on
    if day is None or day > fact.seen_by or (report_on is not None and day < report_on):
        return None
    return day


def _answered_from(
    facts: DutyFacts,
    certain: Sequence[ResponseFact],
    others: Sequence[ResponseFact],
    listed: date | None,
) -> date | None:
    """The earliest day the first answer can have come. An unpublished answer may have come on any day."""
    if listed is not None and not any(one.seen_by <= listed for one in certain):
        return listed
    if not certain:
        return facts.report_on
    letters = [letter_date(one, facts.report_on) for one in (*certain, *others)]
    dated = [day for day in letters if day is not None]
    return min(dated) if len(dated) == len(letters) else facts.report_on


def _timeliness(
    facts: DutyFacts,
    certain: Sequence[ResponseFact],
    others: Sequence[ResponseFact],
    listed: date | None,
    past_due: bool,
) -> tuple[Timeliness, str]:
    due = facts.due
    if due.on is None:
        return Timeliness.UNKNOWN, due.reason
    # Where the printed date can hardly be right, only what holds on both readings is certain.
    readings = [due.on] if not due.doubt or due.computed_on is None else [due.on, due.computed_on]
    first, last = min(readings), max(readings)
    in_time = any(one.seen_by <= first for one in certain)
    listed_late = listed is not None and listed > last
    if in_time and listed_late:
        return Timeliness.UNKNOWN, "published on or before the due date, yet on a later non-response list"
    if in_time:
        return Timeliness.ON_TIME, "first seen published on or before the due date"
    if listed_late:
        return Timeliness.LATE, "on a non-response list dated after the due date"
    letters = [letter_date(one, facts.report_on) for one in (*certain, *others)] if certain else []
    if letters and all(day is not None and day > last for day in letters):
        return Timeliness.LATE, "the letter is dated after the due date"
    return Timeliness.UNKNOWN, _why_unknown(facts, certain, others, past_due)


def _why_unknown(
    facts: DutyFacts, certain: Sequence[ResponseFact], others: Sequence[ResponseFact], past_due: bool
) -> str:
    if certain:
        return "published, but first seen only after the due date; the day it was received is not known"
    if others:
        return "the responses published cannot be tied to this addressee, or to a day, for certain"
    if not facts.documents_read:
        return "no source read here lists or counts the report's documents"
    if past_due:
        return "no response is published; whether one was received is not known"
    return "not past the due date, and no response is published"
