"""Two stored bodies are one: a reviewer's decision, used at once, reversible, in the ledger."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from forewarned.errors import InputError, NotFoundError
from forewarned.ledger.actions import record
from forewarned.organisations.models import Merger, Organisation
from forewarned.organisations.questions import family_of, find_organisation
from forewarned.reports.actions.deciding import kept_reason
from forewarned.reports.actions.settling import settle
from forewarned.reports.models import Duty
from forewarned.settings import settings
from forewarned.store.engines import engine

NAMED = "named:"
"""How the keys of bodies begin that are known by their name alone; only these are merged away."""


def merge_bodies(*, body: str, into: str, reason: str = "", by: str) -> int:
    """From now on read ``body`` (a key) as ``into`` (key, ODS code or name); returns how many reports were read again.

    Raises NotFoundError when either is not in the store, InputError when they are one already or when ``body``
    is of the packaged knowledge: its history would be lost, so a succession belongs in ``bodies.csv`` instead.
    """
    with engine().one_import_at_a_time(), transaction.atomic():
        first = Organisation.objects.filter(key=body).first()
        if first is None:
            raise NotFoundError("No organisation with this key is in the store", where=body)
        target = find_organisation(into)
        _check(first, target)
        now, why = settings().now(), kept_reason(reason)
        Merger.objects.create(from_key=first.key, into_key=target.key, reason=why, by=by, at=now)
        said = {"into": target.key, "reason": why}
        record(by=by, action="organisation.merged", subject=first.key, body=said, at=now)
        return settle(_reports_of(first.key, target))


def undo_merger(*, body: str, by: str) -> int:
    """Take back the merger in force of ``body`` (its key); returns how many reports were read again without it."""
    with engine().one_import_at_a_time(), transaction.atomic():
        merger = Merger.objects.filter(from_key=body, undone_at=None).first()
        if merger is None:
            raise NotFoundError("No merger of this organisation is in force", where=body)
        now = settings().now()
        Merger.objects.filter(pk=merger.pk).update(undone_by=by, undone_at=now)
        said = {"into": merger.into_key}
        record(by=by, action="organisation.unmerged", subject=body, body=said, at=now)
        return settle(_reports_of(body, find_organisation(merger.into_key)))


def _check(first: Organisation, target: Organisation) -> None:
    if not first.key.startswith(NAMED):
        raise InputError(
            "Only a body known by its name alone can be merged into another",
            where=first.key,
            next_step="record a succession in bodies.csv: it keeps both bodies and the day one took over",
        )
    if Merger.objects.filter(from_key=first.key, undone_at=None).exists():
        raise InputError(
            "This organisation is merged already", where=first.key, next_step="undo that first, then merge it again"
        )
    if target.key == first.key:
        raise InputError(
            "An organisation cannot be merged into itself", where=first.key, next_step="choose another one"
        )


def _reports_of(key: str, target: Organisation) -> set[int]:
    """Reports addressed to the body or to the target, also under what the target was before or is today."""
    family = family_of(target.today or target)
    whose = Q(organisation__key=key) | Q(organisation__in=family) | Q(organisation=target)
    return set(Duty.objects.filter(whose).values_list("report_id", flat=True))
