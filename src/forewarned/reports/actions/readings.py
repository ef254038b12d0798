"""Turn what a reader yields into stored readings, finding what is new, changed, unchanged, refused and lost."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from forewarned.errors import InputError
from forewarned.reports.actions.intake import Candidate
from forewarned.reports.addresses import report_key
from forewarned.reports.loss import EMPTY_SHARE, REFUSED_SHARE, Loss, compare, empty_rows
from forewarned.reports.models import Import, Reading, Report
from forewarned.reports.reading import Json, Refusal
from forewarned.reports.reading import Reading as Said

SHOWN_REFUSALS = 5


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


@dataclass(slots=True)
class _Read:
    """A file read into memory: readings by identity, and what could not be used."""

    said: dict[str, Said] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    repeated: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class _Stored:
    id: int
    digest: str
    values: dict[str, Json]
    report_id: int | None


def write_readings(candidate: Candidate, row: Import) -> Written:
    """Store what ``candidate`` says under import ``row``; the caller decides whether a loss is accepted.

    Raises InputError when too many rows are unusable or a whole register is empty but for its addresses.
    """
    reader = candidate.reader
    assert reader is not None
    read = _read(candidate)
    _check_usable(candidate, read)
    before = _in_force(candidate, read)
    loss = compare(
        {identity: stored.values for identity, stored in before.items()},
        {identity: said.values for identity, said in read.said.items()},
        complete=reader.complete,
    )
    as_of = candidate.seen_on or _as_of(read.said.values(), row)
    reports = _reports_for(read.said.values())
    changed = [i for i, digest in read.digests.items() if i in before and before[i].digest != digest]
    new = [i for i in read.digests if i not in before]
    gone = [i for i in before if i not in read.digests] if reader.complete else []
    _retire([before[identity].id for identity in (*changed, *gone)], row)
    _store((*new, *changed), read, reports, row, as_of)
    touched = {reports[report_key(read.said[identity].report_url)] for identity in (*new, *changed)}
    touched |= {before[identity].report_id for identity in gone}
    return Written(
        rows=read.rows,
        new=len(new),
        changed=len(changed),
        unchanged=len(read.said) - len(new) - len(changed),
        refused=len(read.refusals),
        loss=loss,
        as_of=as_of,
        digest=_digest_of_all(read.digests),
        messages=tuple(_messages(read)),
        reports=frozenset(pk for pk in touched if pk is not None),
    )


def _read(candidate: Candidate) -> _Read:
    read = _Read()
    assert candidate.reader is not None
    rows: set[int] = set()
    for item in candidate.reader.read(candidate.path):
        rows.add(item.row)
        if isinstance(item, Refusal):
            read.refusals.append(item)
            continue
        digest = _digest(item)
        identity = _identity(item, digest, log=candidate.reader.log)
        if identity not in read.said:
            read.said[identity], read.digests[identity] = item, digest
        elif read.digests[identity] == digest:
            read.repeated += 1
        else:
            first = read.said[identity].row
            reason = f"the same page address as row {first} but other values: which is right cannot be told"
            read.refusals.append(Refusal(item.row, "report_url", reason))
    read.rows = len(rows)
    return read


def _identity(said: Said, digest: str, *, log: bool) -> str:
    """What makes two readings the same thing said again: a log's events by content, states by report and day."""
    if log:
        return digest
    day = said.observed_on.isoformat() if said.event != "state" and said.observed_on else ""
    return f"{report_key(said.report_url)}|{said.event}|{day}"


def _digest(said: Said) -> str:
    day = said.observed_on.isoformat() if said.observed_on else ""
    text = json.dumps(
        [report_key(said.report_url), said.event, day, dict(said.values)],
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _digest_of_all(digests: dict[str, str]) -> str:
    return hashlib.sha256("\n".join(sorted(digests.values())).encode()).hexdigest()


def _check_usable(candidate: Candidate, read: _Read) -> None:
    reader = candidate.reader
    assert reader is not None
    if not read.said:
        raise InputError(
            "There is not one usable row",
            where=_where(candidate, read),
            next_step="check that the file is whole and of the kind you meant",
        )
    total = len(read.said) + len(read.refusals)
    if len(read.refusals) > max(3, REFUSED_SHARE * total):
        raise InputError(
            f"{len(read.refusals):,} of {total:,} rows cannot be used: {read.refusals[0].reason}",
            where=_where(candidate, read),
            next_step="the file is damaged or of another kind; get it again, or mend these rows",
        )
    if reader.complete and not reader.log:
        states = {i: said.values for i, said in read.said.items() if said.event == "state"}
        empty = empty_rows(states)
        if empty > max(3, EMPTY_SHARE * len(states)):
            raise InputError(
                f"{empty:,} of {len(states):,} rows hold nothing but an address: this is what a failed fetch leaves",
                where=candidate.name,
                next_step="fetch the register again; nothing was changed",
            )


def _where(candidate: Candidate, read: _Read) -> str:
    if not read.refusals:
        return candidate.name
    first = read.refusals[0]
    return f"{candidate.name}, row {first.row}, column {first.column}"


def _messages(read: _Read) -> Iterator[str]:
    for refusal in read.refusals[:SHOWN_REFUSALS]:
        yield f"row {refusal.row}, {refusal.column}: {refusal.reason}"
    if len(read.refusals) > SHOWN_REFUSALS:
        yield f"and {len(read.refusals) - SHOWN_REFUSALS:,} more rows refused"
    if read.repeated:
        yield f"{read.repeated:,} rows repeat another word for word and were counted once"
    unread: Counter[str] = Counter(
        name.removesuffix("_text")
        for said in read.said.values()
        for name in said.values
        if name.endswith("_text")
    )
    for name, count in sorted(unread.items()):
        yield f"{name}: {count:,} cannot be read surely and are kept as written, not as a date"


def _in_force(candidate: Candidate, read: _Read) -> dict[str, _Stored]:
    """The readings this file would replace: all of a kind that states a whole, otherwise its own reports'."""
    reader = candidate.reader
    assert reader is not None
    rows = Reading.objects.filter(kind=reader.name, retired_by=None)
    if not reader.complete:
        keys = {report_key(said.report_url) for said in read.said.values()}
        days = {said.observed_on for said in read.said.values()}
        rows = rows.filter(report__key__in=keys) if keys != {""} else rows.filter(observed_on__in=days)
    found: dict[str, _Stored] = {}
    columns = ("id", "digest", "values", "event", "observed_on", "report_id", "report__key")
    for pk, digest, values, event, day, report_id, key in rows.values_list(*columns).iterator(chunk_size=5000):
        said = Said(0, f"/{key}/" if key else "", day, values, event)
        found[_identity(said, digest, log=reader.log)] = _Stored(pk, digest, values, report_id)
    return found


def _as_of(said: Iterable[Said], row: Import) -> date:
    """The day the file speaks of: the latest day it mentions having seen, otherwise the day of import."""
    latest = date.min
    for item in said:
        added = item.values.get("date_added")
        days = (item.observed_on, date.fromisoformat(added) if isinstance(added, str) else None)
        latest = max([latest, *(day for day in days if day)])
    return latest if latest > date.min else row.at.date()


def _reports_for(said: Iterable[Said]) -> dict[str, int | None]:
    """Page key to report id, making reports for addresses never seen. No address: no report (``""`` to None)."""
    urls: dict[str, str] = {}
    for item in said:
        urls.setdefault(report_key(item.report_url), item.report_url)
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


def _store(
    identities: Iterable[str], read: _Read, reports: dict[str, int | None], row: Import, as_of: date
) -> None:
    rows = (
        Reading(
            report_id=reports[report_key(said.report_url)],
            imported=row,
            kind=row.kind,
            event=said.event,
            row=said.row,
            observed_on=said.observed_on or as_of,
            values=dict(said.values),
            digest=read.digests[identity],
        )
        for identity in identities
        for said in (read.said[identity],)
    )
    Reading.objects.bulk_create(rows, batch_size=1000)
