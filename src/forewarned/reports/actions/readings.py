"""Turn what a reader yields into stored readings, finding what is new, changed, unchanged, refused and lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from forewarned.reports.actions.intake import Candidate
from forewarned.reports.actions.taking import (
    Taken,
    check_usable,
    digest_of_all,
    doubt_of,
    identity_of,
    refusal_messages,
    take,
)
from forewarned.reports.doubts import day_of, doubts, latest_day, swapped
from forewarned.reports.loss import Loss, Stated, by_report, compare
from forewarned.reports.models import Import, Reading, Report

AT_ONCE = 5_000
"""Values in one statement: SQLite takes 32,766."""


@dataclass(frozen=True, slots=True)
class Written:
    """What storing one file did. ``digest`` is one hash over all readings in force from it, for the ledger."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    loss: Loss = field(default_factory=lambda: Loss(0, {}, ()))
    as_of: date | None = None
    digest: str = ""
    messages: tuple[str, ...] = ()
    reports: frozenset[int] = frozenset()
    directory_changed: bool = False
    doubted: str = ""
    """Why the file would have been refused had no reason been given."""
    all_reports: bool = False
    """True when what was stored bears on every report: snapshots tell each other's days of re-correction."""

    @property
    def lacks(self) -> str:
        """What is wrong with the file, for a person."""
        return "; ".join(filter(None, (self.loss.sentence(), self.doubted)))


class _Stored(NamedTuple):
    """A reading in force that this file says again, otherwise, or not any more."""

    id: int
    digest: str
    stated: Stated
    report_id: int | None


def write_readings(candidate: Candidate, row: Import) -> Written:
    """Store what ``candidate`` says under import ``row``; the caller decides whether a loss is accepted.

    Raises InputError when no row can be used, and, without a reason in ``row.accepted_loss``, InputError or
    LossError when a file with no loss against an earlier one is no whole file of its kind all the same.
    """
    reader = candidate.reader
    assert reader is not None
    taken = take(candidate)
    check_usable(candidate, taken)
    before = _in_force(candidate, taken)
    after = {
        identity: Stated(taken.keys[identity], said.event, said.observed_on, said.values)
        for identity, said in taken.said.items()
    }
    kept = _superseded(before, after, log=reader.log)
    states = {identity: stored.stated for identity, stored in before.items() if identity not in kept}
    loss = _loss(states, after, log=reader.log, complete=reader.complete)
    doubt = doubt_of(candidate, taken)
    if doubt and not loss and not row.accepted_loss:
        raise doubt
    today = row.at.date()
    as_of = candidate.seen_on or latest_day(_days(after.values()), today) or today
    reports = _reports_for(taken)
    changed = {i for i, digest in taken.digests.items() if i in before and before[i].digest != digest}
    new = {i for i in taken.digests if i not in before}
    gone = [i for i in states if i not in after] if reader.complete else []
    _retire([before[identity].id for identity in (*sorted(changed), *gone)], row)
    _store([i for i in taken.said if i in new or i in changed], taken, reports, row, as_of)
    touched = {reports[taken.keys[identity]] for identity in new | changed}
    touched |= {before[identity].report_id for identity in gone}
    counts = taken.rows_by(new, changed)
    return Written(
        rows=len(taken.rows),
        new=counts[0],
        changed=counts[1],
        unchanged=counts[2],
        refused=len(taken.refusals),
        loss=loss,
        as_of=as_of,
        digest=digest_of_all(taken.digests),
        messages=(*refusal_messages(taken), *_doubts(states, after, today)),
        reports=frozenset(pk for pk in touched if pk is not None),
        doubted=doubt.what if doubt else "",
        all_reports=reader.name == "snapshots" and bool(new or gone),
    )


def _superseded(before: dict[str, _Stored], after: dict[str, Stated], *, log: bool) -> set[str]:
    """Counts of a day that a newer file no longer repeats, giving those of a later day: they stay true."""
    if log:
        return set()
    newest = max((said.day for said in after.values() if said.event == "replies" and said.day), default=None)
    if newest is None:
        return set()
    listed = {said.key for said in after.values()}
    return {
        identity
        for identity, (_, _, said, _) in before.items()
        if identity not in after
        and said.event == "replies"
        and said.key in listed
        and said.day is not None
        and said.day < newest
    }


def _loss(before: dict[str, Stated], after: dict[str, Stated], *, log: bool, complete: bool) -> Loss:
    if log:
        return compare(
            {identity: said.values for identity, said in before.items()},
            {identity: said.values for identity, said in after.items()},
            complete=complete,
        )
    return compare(by_report(before.values()), by_report(after.values()), complete=complete)


def _doubts(before: dict[str, Stated], after: dict[str, Stated], today: date) -> Iterator[str]:
    states = {identity: said.values for identity, said in after.items() if said.event == "state"}
    yield from doubts(states.values(), today)
    yield from swapped({identity: said.values for identity, said in before.items()}, states)


def _days(said: Iterable[Stated]) -> Iterator[date]:
    """The days a file speaks of having seen."""
    for one in said:
        yield from filter(None, (one.day, day_of(one.values, "date_added")))


def _in_force(candidate: Candidate, taken: Taken) -> dict[str, _Stored]:
    """The readings this file would replace: all of a kind that states a whole, otherwise the same reports'."""
    reader = candidate.reader
    assert reader is not None
    found: dict[str, _Stored] = {}
    columns = ("id", "digest", "values", "event", "observed_on", "report_id", "report__key")
    for some in _which(taken, complete=reader.complete, log=reader.log):
        rows = Reading.objects.filter(kind=reader.name, retired_by=None, **some).order_by("id")
        for pk, digest, values, event, day, report_id, key in rows.values_list(*columns).iterator(chunk_size=AT_ONCE):
            said = Stated(key or "", event, day, values)
            identity = identity_of(said.key, event, day, digest, log=reader.log)
            found[identity] = _Stored(pk, digest, said, report_id)
    return found


def _which(taken: Taken, *, complete: bool, log: bool) -> Iterator[dict[str, list[str]]]:
    """What to ask the store for, in pieces that fit one statement."""
    if complete:
        yield {}
        return
    name, wanted = ("digest__in", taken.digests.values()) if log else ("report__key__in", taken.keys.values())
    for some in _pieces(sorted(set(wanted))):
        yield {name: some}


def _pieces(values: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), AT_ONCE):
        yield list(values[start : start + AT_ONCE])


def _reports_for(taken: Taken) -> dict[str, int | None]:
    """Page key to report id, making reports for addresses never seen. No address: no report (``""`` to None)."""
    urls: dict[str, str] = {}
    for identity, key in taken.keys.items():
        urls.setdefault(key, taken.said[identity].report_url)
    ids: dict[str, int | None] = dict(Report.objects.values_list("key", "id"))
    missing = [Report(key=key, report_url=url) for key, url in urls.items() if key and key not in ids]
    Report.objects.bulk_create(missing, batch_size=1000)
    if missing:
        ids = dict(Report.objects.values_list("key", "id"))
    ids[""] = None
    return ids


def _retire(ids: list[int], row: Import) -> None:
    for start in range(0, len(ids), 500):
        Reading.objects.filter(pk__in=ids[start : start + 500]).update(retired_by=row)


def _store(identities: Iterable[str], taken: Taken, reports: dict[str, int | None], row: Import, as_of: date) -> None:
    rows = (
        Reading(
            report_id=reports[taken.keys[identity]],
            imported=row,
            kind=row.kind,
            event=said.event,
            row=said.row,
            observed_on=said.observed_on or as_of,
            values=dict(said.values),
            digest=taken.digests[identity],
        )
        for identity in identities
        for said in (taken.said[identity],)
    )
    Reading.objects.bulk_create(rows, batch_size=1000)
