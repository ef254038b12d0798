"""Which responses were known on a day, and which promises stand: what the questions on promises share."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from forewarned.lessons.models import Judgement, Promise, TextRead
from forewarned.lessons.promises import Promise as Held
from forewarned.lessons.promises.values import note_of_another


def known_responses(as_at: date) -> QuerySet[TextRead]:
    """Responses to reports public by then, but for those that were written or published later."""
    rows = TextRead.objects.filter(role="response", report__published_on__lte=as_at)
    return rows.filter(Q(said_on=None) | Q(said_on__lte=as_at))


def other_report(response: TextRead) -> str:
    """The note that the response may answer another report; blank when it has none."""
    return note_of_another(response.notes)


def not_counted(promise: Promise) -> str:
    """Why a promise counts as nobody's broken or overdue one, in a sentence; blank when it counts.

    ``promise`` was selected with its response.
    """
    other = other_report(promise.response)
    if other:
        return f"It is not counted as due: as for its response, {other}."
    if promise.by_other:
        return f"It is not counted as theirs: its words say that it is done by “{promise.owner}”."
    return ""


def held_promise(promise: Promise) -> Held:
    """A promise as the register's rules take it. It was selected with its response."""
    said = promise.response
    return held(
        promise.key, promise.status, promise.due, promise.due_by, said.said_on, said.said_on_basis,
        not_counted(promise),
    )  # fmt: skip


def held(
    key: str, status: str, due: str, due_by: date | None, said_on: date | None, basis: str, not_counted: str
) -> Held:
    """The same of its values; ``basis``: what ``said_on`` rests on."""
    day = due_by.isoformat() if due_by else ""
    return Held(key, status, day, said_on, basis, bool(due) and due_by is None, not_counted)


def rejected_promises() -> set[str]:
    """Keys of what a person said is no promise."""
    return _judged("reject")


def confirmed_promises() -> set[str]:
    """Keys of what a person said is a promise."""
    return _judged("confirm")


def _judged(verdict: str) -> set[str]:
    rows = Judgement.objects.filter(about="promise", verdict=verdict, undone_at=None)
    return set(rows.values_list("subject", flat=True))
