"""People's decisions on what a written name means: remembered, used at once, never erased."""

from __future__ import annotations

from django.db import transaction

from forewarned.errors import InputError, NotFoundError
from forewarned.ledger.actions import record
from forewarned.organisations.models import Decision
from forewarned.organisations.names import plain
from forewarned.organisations.questions import find_organisation
from forewarned.reports.actions.settling import settle
from forewarned.reports.models import Duty
from forewarned.settings import settings
from forewarned.store.engines import engine

VERDICTS = frozenset(Decision.Verdict.values)


def decide_name(*, name: str, verdict: str, organisation: str = "", reason: str = "", by: str) -> int:
    """Remember what ``name`` means and read its reports again; returns how many were.

    An earlier decision on the name is undone first. Raises NotFoundError when ``organisation`` is none.
    """
    if verdict not in VERDICTS:
        raise InputError("Not a verdict", where=verdict, next_step=f"use one of {', '.join(sorted(VERDICTS))}")
    with engine().one_import_at_a_time(), transaction.atomic():
        key = find_organisation(organisation).key if verdict == Decision.Verdict.BODY else ""
        hit = _reports_with(name)
        if not hit:
            raise NotFoundError(
                "No report has this name", where=name, next_step="copy it from `forewarned organisations review`"
            )
        _undo(name, by)
        now = settings().now()
        Decision.objects.create(
            folded=plain(name), as_written=name, verdict=verdict, key=key, reason=reason, by=by, at=now
        )
        body = {"verdict": verdict, "key": key, "reason": reason}
        record(by=by, action="organisation.decided", subject=plain(name), body=body, at=now)
        return settle(hit)


def undo_decision(*, name: str, by: str) -> int:
    """Take back the decision in force on ``name``; returns how many reports were read again without it."""
    with engine().one_import_at_a_time(), transaction.atomic():
        if not _undo(name, by):
            raise NotFoundError(
                "No decision on this name is in force", where=name, next_step="see `forewarned organisations review`"
            )
        record(by=by, action="organisation.undone", subject=plain(name), body={}, at=settings().now())
        return settle(_reports_with(name))


def _undo(name: str, by: str) -> int:
    in_force = Decision.objects.filter(folded=plain(name), undone_at=None)
    return in_force.update(undone_by=by, undone_at=settings().now())


def _reports_with(name: str) -> set[int]:
    """Reports on which the name stands; names are compared folded, so all written forms are found."""
    folded = plain(name)
    rows = Duty.objects.values_list("report_id", "as_written")
    return {report_id for report_id, written in rows if folded in plain(written)}
