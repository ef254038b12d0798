"""People's decisions on what a written name means: remembered, used at once, never erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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

VERDICTS = frozenset(Decision.Verdict.values) - {Decision.Verdict.SEVERAL.value}
LONGEST_NAME, LONGEST_REASON = 300, 500
MOST_PARTS = 8


def decide_name(*, name: str, verdict: str, organisation: str = "", reason: str = "", by: str) -> int:
    """Remember what ``name`` means and read its reports again; returns how many were.

    An earlier decision on the name is undone first. Raises NotFoundError when ``organisation`` is none.
    """
    if verdict not in VERDICTS:
        raise InputError("Not a verdict", where=verdict, next_step=f"use one of {', '.join(sorted(VERDICTS))}")
    with engine().one_import_at_a_time(), transaction.atomic():
        key = find_organisation(organisation).key if verdict == Decision.Verdict.BODY else ""
        body = {"verdict": verdict, "key": key}
        return _decide(name, by, reason, "organisation.decided", body)


def split_name(*, name: str, organisations: Sequence[str], reason: str = "", by: str) -> int:
    """Remember that ``name`` stands for several bodies and read its reports again; returns how many were.

    Each body then owes a duty of its own. Raises NotFoundError for one that is not in the store, InputError
    for fewer than two different ones.
    """
    with engine().one_import_at_a_time(), transaction.atomic():
        parts = list(dict.fromkeys(find_organisation(one).key for one in organisations if one.strip()))
        if not 2 <= len(parts) <= MOST_PARTS:
            raise InputError(
                f"A name is split into two to {MOST_PARTS} different organisations",
                where=f"{len(parts)} given",
                next_step="choose each organisation by its name or ODS code",
            )
        body = {"verdict": Decision.Verdict.SEVERAL.value, "parts": parts}
        return _decide(name, by, reason, "organisation.split", body)


def undo_decision(*, name: str, by: str) -> int:
    """Take back the decision in force on ``name``; returns how many reports were read again without it."""
    with engine().one_import_at_a_time(), transaction.atomic():
        if not _undo(name, by):
            raise NotFoundError(
                "No decision on this name is in force", where=name, next_step="see `forewarned organisations review`"
            )
        record(by=by, action="organisation.undone", subject=plain(name), body={}, at=settings().now())
        return settle(_reports_with(name))


def _decide(name: str, by: str, reason: str, action: str, answer: Mapping[str, object]) -> int:
    """Write the decision and its ledger entry, in the transaction that is open; then read the reports again."""
    folded = plain(name)
    if not folded or len(folded) > LONGEST_NAME:
        raise InputError("This is no name that can be decided", next_step="take a name from the review list")
    reason = kept_reason(reason)
    hit = _reports_with(name)
    if not hit:
        raise NotFoundError(
            "No report has this name", where=name, next_step="copy it from `forewarned organisations review`"
        )
    _undo(name, by)
    now = settings().now()
    Decision.objects.create(folded=folded, as_written=name[:LONGEST_NAME], reason=reason, by=by, at=now, **dict(answer))
    record(by=by, action=action, subject=folded, body={**answer, "reason": reason}, at=now)
    return settle(hit)


def kept_reason(text: str) -> str:
    """A reason as it is kept, in one line; raises InputError for one that no column holds."""
    reason = " ".join(text.split())
    if len(reason) > LONGEST_REASON or not reason.isprintable():
        raise InputError(
            f"The reason is longer than {LONGEST_REASON} characters or holds marks that are no text",
            next_step="say in a sentence or two why",
        )
    return reason


def _undo(name: str, by: str) -> int:
    in_force = Decision.objects.filter(folded=plain(name), undone_at=None)
    return in_force.update(undone_by=by, undone_at=settings().now())


def _reports_with(name: str) -> set[int]:
    """Reports on which the name stands as whole words; names are compared folded, so all forms are found."""
    wanted = f" {plain(name)} "
    rows = Duty.objects.values_list("report_id", "as_written")
    return {report_id for report_id, written in rows if wanted in f" {plain(written)} "}
