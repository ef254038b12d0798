"""Which responses were known on a day, and which promises stand: what the questions on promises share."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from forewarned.lessons.models import Judgement, Promise, TextRead
from forewarned.lessons.promises import Promise as Held
from forewarned.lessons.promises.values import MAY_ANSWER_ANOTHER


def known_responses(as_at: date) -> QuerySet[TextRead]:
    """Responses to reports public by then, but for those that were written or published later."""
    rows = TextRead.objects.filter(role="response", report__published_on__lte=as_at)
    return rows.filter(Q(said_on=None) | Q(said_on__lte=as_at))


def other_report(response: TextRead) -> str:
    """The note that the response may answer another report; blank when it has none."""
    return next((str(note) for note in response.notes if str(note).startswith(MAY_ANSWER_ANOTHER)), "")


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
    return Held(
        promise.key, promise.status, promise.due_by.isoformat() if promise.due_by else "", promise.response.said_on,
        promise.response.said_on_basis, bool(promise.due) and promise.due_by is None, not_counted(promise),
    )  # fmt: skip


def rejected_promises() -> set[str]:
    """Keys of what a person said is no promise."""
    return _judged("reject")


def confirmed_promises() -> set[str]:
    """Keys of what a person said is a promise."""
    return _judged("confirm")


def _judged(verdict: str) -> set[str]:
    rows = Judgement.objects.filter(about="promise", verdict=verdict, undone_at=None)
    return set(rows.values_list("subject", flat=True))
