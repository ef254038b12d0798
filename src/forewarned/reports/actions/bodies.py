"""Files about organisations: NHS organisation codes, and a user's own bodies."""

from __future__ import annotations

import csv
import hashlib

from forewarned.errors import InputError
from forewarned.organisations.local import read_local
from forewarned.organisations.models import LocalBody, OdsRecord
from forewarned.organisations.ods import read_ods
from forewarned.organisations.values import OdsRow
from forewarned.reports.actions.intake import Candidate
from forewarned.reports.actions.readings import Written
from forewarned.reports.actions.taking import SHOWN_REFUSALS
from forewarned.reports.loss import Loss
from forewarned.reports.models import Import
from forewarned.reports.readers.cells import text_of

LONGEST_KEY = 160


def write_local(candidate: Candidate, _row: Import) -> Written:
    """Store a user's own bodies; the newest file is the whole of them, so one left out is a loss."""
    good = _local(candidate)
    before = dict(LocalBody.objects.values_list("key", "row"))
    gone = [key for key in before if key not in good]
    changed = [key for key in good if key in before and before[key] != good[key]]
    new = [key for key in good if key not in before]
    LocalBody.objects.filter(key__in=gone).delete()
    LocalBody.objects.bulk_create(
        (LocalBody(key=key, row=good[key]) for key in (*new, *changed)),
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["row"],
        batch_size=500,
    )
    return Written(
        rows=len(good),
        new=len(new),
        changed=len(changed),
        unchanged=len(good) - len(new) - len(changed),
        loss=Loss(len(gone), {}, tuple(gone[:3])),
        digest=_hash(str(sorted(good.items()))),
        directory_changed=bool(new or changed or gone),
    )


def _local(candidate: Candidate) -> dict[str, dict[str, str]]:
    text_of(candidate.path)
    try:
        good = {record.key: cells for record, cells in read_local(candidate.path)}
    except csv.Error as error:
        raise InputError(
            "The file stops being CSV: a quote is opened and not closed, or a field is too long",
            where=candidate.name,
            next_step="save it again as CSV UTF-8",
        ) from error
    if any(len(key) > LONGEST_KEY for key in good):
        raise InputError(
            f"A key has more than {LONGEST_KEY} characters",
            where=f"{candidate.name}, column key",
            next_step="shorten it",
        )
    return good


def write_ods(candidate: Candidate, row: Import) -> Written:
    """Store a file of NHS organisation codes; a code that was there and is not any more is a loss."""
    text_of(candidate.path)
    items = list(read_ods(candidate.path))
    good = {item.code: item for item in items if isinstance(item, OdsRow)}
    refusals = [item for item in items if not isinstance(item, OdsRow)]
    before = {record.code: record for record in OdsRecord.objects.filter(file_kind=_file_kind(row.name))}
    gone = [code for code in before if code not in good]
    records = {code: _record(item, row) for code, item in good.items()}
    changed = [code for code in records if code in before and _facts(records[code]) != _facts(before[code])]
    new = [code for code in records if code not in before]
    OdsRecord.objects.filter(code__in=gone).delete()
    OdsRecord.objects.bulk_create(
        (records[code] for code in (*new, *changed)),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "file_kind", "geography", "postcode", "opened", "closed"],
        batch_size=500,
    )
    return Written(
        rows=len(items),
        new=len(new),
        changed=len(changed),
        unchanged=len(records) - len(new) - len(changed),
        refused=len(refusals),
        loss=Loss(len(gone), {}, tuple(gone[:3])),
        digest=_hash("\n".join(sorted(str(_facts(record)) for record in records.values()))),
        messages=tuple(f"row {bad.row}, {bad.column}: {bad.reason}" for bad in refusals[:SHOWN_REFUSALS]),
        directory_changed=bool(new or changed or gone),
    )


def _record(item: OdsRow, row: Import) -> OdsRecord:
    return OdsRecord(
        code=item.code,
        name=item.name[:200],
        file_kind=_file_kind(row.name),
        geography=item.geography[:12],
        postcode=item.postcode[:12],
        opened=item.opened,
        closed=item.closed,
    )


def _file_kind(name: str) -> str:
    """Which file a code came from, in the 12 characters kept of it: cut short, two names would be one."""
    return name if len(name) <= 12 else _hash(name)[:12]


def _facts(record: OdsRecord) -> tuple[object, ...]:
    return record.code, record.name, record.geography, record.postcode, record.opened, record.closed


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
