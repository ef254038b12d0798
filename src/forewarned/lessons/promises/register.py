"""What became of a promise, from its date and the proofs attached: states with reasons, and reminders.

The ladder is promised → done (a document) → embedded (an audit) → effective (an outcome); domain/evidence-and-law.md.
Each rung needs a proof of its own: an organisation's word that something was done is not one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forewarned.lessons.promises.dates import last_day
from forewarned.lessons.promises.values import SAID_DONE

RUNGS = ("done", "embedded", "effective")
STATES = ("due", "overdue", "no_date", "said_done_not_evidenced", "considered_only", "not_counted", *RUNGS)
UNDATED_AFTER = 56
"""Days after which a promise with no date is asked about: as long again as the 56 days a response may take."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise in the register. ``due`` is ISO, whole or partial, ``""`` for none; ``said_on`` is the letter's day.

    ``said_on_basis``: ``published`` where that is only the day by which the letter was published.
    ``due`` is the date by which the words say that it is due. One that lies before the letter is no due day: see
    ``state_of``. ``only_begins``: the words name a date, but one from when and not by when. ``not_counted``: why
    nothing is due of who answered, in a sentence; blank where it is theirs.
    """

    key: str
    status: str
    due: str = ""
    said_on: date | None = None
    said_on_basis: str = "letter"
    only_begins: bool = False
    not_counted: str = ""

    @property
    def letter(self) -> str:
        """What ``said_on`` is the day of, in words."""
        return "letter of" if self.said_on_basis == "letter" else "letter, which was published by"


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence attached to a promise: the rung of the ladder it reaches and the day of the evidence."""

    rung: str
    on: date


@dataclass(frozen=True, slots=True)
class StateOfPromise:
    """Where a promise stands on a day: ``state`` of ``STATES``, ``reason`` a sentence, ``due_on`` the last day."""

    state: str
    reason: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to ask about: ``why`` is due_soon (``days`` left), overdue or no_date (``days`` since)."""

    key: str
    why: str
    days: int
    due_on: date | None


def state_of(promise: Promise, proofs: Iterable[Proof], today: date) -> StateOfPromise:
    """The state on ``today``; proofs dated later are not known yet. The highest rung proved wins, then the due day.

    A rung may be reached without the one below: an outcome measured without an audit is still an outcome. A date before
    the letter's own day is when a thing happened or began, or was once meant to: nothing is overdue by it. What another
    body is to do, or what a letter promises that may answer another report, is ``not_counted``.
    """
    named_on = last_day(promise.due)
    past = named_on is not None and promise.said_on is not None and named_on < promise.said_on
    due_on = None if past else named_on
    known = [proof for proof in proofs if proof.on <= today and proof.rung in RUNGS]
    if known:
        top = max(known, key=lambda proof: (RUNGS.index(proof.rung), -proof.on.toordinal()))
        late = " after the day it was due" if due_on and top.rung == "done" and _first(known, "done") > due_on else ""
        return StateOfPromise(top.rung, f"Evidence of {top.on.isoformat()} shows that it is {top.rung}{late}.", due_on)
    if promise.not_counted:
        return StateOfPromise("not_counted", promise.not_counted, due_on)
    if promise.status in SAID_DONE:
        return StateOfPromise(
            "said_done_not_evidenced", "The response says that it was done; no evidence is attached.", due_on
        )
    if promise.status == "considered":
        return StateOfPromise(
            "considered_only", "The response says that it would be considered, and promises no more.", due_on
        )
    if past and named_on and promise.said_on:
        meant = (
            "it is when it happened or began, not when it is due"
            if promise.said_on_basis == "letter"
            else "whether it was still to come when the letter was written is not known"
        )
        before = f"{promise.letter} {promise.said_on.isoformat()}"
        reason = f"The date that it gives, {named_on.isoformat()}, is before the {before}: {meant}."
        return StateOfPromise("no_date", reason, None)
    if due_on is None and promise.only_begins:
        return StateOfPromise("no_date", "The date that it gives is from when, not by when it is to be done.", None)
    if due_on is None:
        return StateOfPromise("no_date", "The response gives no date by which it is to be done.", None)
    if due_on < today:
        days = (today - due_on).days
        return StateOfPromise(
            "overdue", f"It was due by {due_on.isoformat()}, {_days(days)} ago; no evidence is attached.", due_on
        )
    return StateOfPromise("due", f"It is due by {due_on.isoformat()}, in {_days((due_on - today).days)}.", due_on)


def reminders(promises: Sequence[tuple[Promise, Sequence[Proof]]], today: date, days: int = 28) -> tuple[Reminder, ...]:
    """What to ask about on ``today``: due within ``days``, overdue, or undated for more than ``UNDATED_AFTER`` days.

    Most overdue first, then soonest due, then oldest undated; ties by key. A promise with no date whose letter's day is
    not known is asked about at once, as ``days`` 0.
    """
    found = []
    for promise, proofs in promises:
        state = state_of(promise, proofs, today)
        if state.state == "overdue" and state.due_on:
            found.append(Reminder(promise.key, "overdue", (today - state.due_on).days, state.due_on))
        elif state.state == "due" and state.due_on and state.due_on <= today + timedelta(days=days):
            found.append(Reminder(promise.key, "due_soon", (state.due_on - today).days, state.due_on))
        elif state.state == "no_date":
            since = (today - promise.said_on).days if promise.said_on else None
            if since is None or since > UNDATED_AFTER:
                found.append(Reminder(promise.key, "no_date", since or 0, None))
    order = {"overdue": 0, "due_soon": 1, "no_date": 2}
    return tuple(
        sorted(found, key=lambda each: (order[each.why], each.days * (1 if each.why == "due_soon" else -1), each.key))
    )


def _first(proofs: Iterable[Proof], rung: str) -> date:
    return min(proof.on for proof in proofs if proof.rung == rung)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
