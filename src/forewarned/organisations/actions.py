"""Keep the bodies the directory knows in the store, with their successors and every name they go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from forewarned.organisations.directory import Directory, load_directory
from forewarned.organisations.knowledge import record_of
from forewarned.organisations.models import Decision as DecisionRow
from forewarned.organisations.models import LocalBody, Merger, NameWritten, OdsRecord, Organisation, Succession
from forewarned.organisations.names import plain
from forewarned.organisations.values import Body, Decision, OdsRow, Verdict

_COLUMNS = ["name", "kind", "services", "ods", "opened", "closed"]


def known_directory() -> Directory:
    """The packaged knowledge, completed by the ODS rows and the user's own bodies in the store."""
    rows = OdsRecord.objects.order_by("code").values_list("code", "name", "geography", "postcode", "opened", "closed")
    return load_directory(
        (
            OdsRow(0, code, name, geography, postcode, opened, closed)
            for code, name, geography, postcode, opened, closed in rows
        ),
        (record_of(row) for row in LocalBody.objects.order_by("key").values_list("row", flat=True)),
    )


def decisions_in_force() -> dict[str, Decision]:
    """People's decisions by folded name; those that merged a body into another by the body's key."""
    rows = list(DecisionRow.objects.filter(undone_at=None).values_list("folded", "verdict", "key", "parts"))
    merged = list(Merger.objects.filter(undone_at=None).values_list("from_key", "into_key"))
    keys = {key for _, _, key, parts in rows for key in (key, *parts)} | {into for _, into in merged}
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "name"))

    def body(key: str) -> Decision:
        return Decision(Verdict.BODY, key, names.get(key, ""))

    found = {
        folded: Decision(verdict, key, names.get(key, ""), tuple(body(part) for part in parts))
        for folded, verdict, key, parts in rows
    }
    return found | {key: body(into) for key, into in merged}


def keep_bodies(directory: Directory) -> None:
    """Store every known body under its latest name, who carries on its duties today, and its names.

    Bodies are never removed: duties point at them. Call inside the action's transaction.
    """
    ids = organisation_ids({key: directory.body(key) for key in directory.bodies}, refresh=True)
    stored = Organisation.objects.in_bulk(list(ids.values()))
    moved = []
    for key, pk in ids.items():
        today = directory.at(key, None)
        today_id = ids[today] if today != key else None
        former = _former_names(directory, key)
        if (stored[pk].today_id, stored[pk].former_names) != (today_id, former):
            stored[pk].today_id, stored[pk].former_names = today_id, former
            moved.append(stored[pk])
    Organisation.objects.bulk_update(moved, ["today", "former_names"], batch_size=300)
    Succession.objects.all().delete()
    Succession.objects.bulk_create(
        (
            Succession(
                predecessor_id=ids[one.predecessor], successor_id=ids[one.successor], on=one.on, why=one.why[:300]
            )
            for one in directory.successions
            if one.predecessor in ids and one.successor in ids and one.predecessor != one.successor
        ),
        ignore_conflicts=True,
        batch_size=500,
    )
    keep_names((ids[entry.key], entry.text) for entry in directory.names if entry.key in ids)


def _former_names(directory: Directory, key: str) -> list[list[str]]:
    names = directory.bodies[key].names
    ends = [since - timedelta(days=1) for _, since in names[1:] if since]
    return [[name, end.isoformat()] for (name, _), end in zip(names, ends, strict=False)]


def organisation_ids(bodies: Mapping[str, Body], *, refresh: bool = False) -> dict[str, int]:
    """Key to id of these bodies, storing those that are new; ``refresh`` also renews what is stored of the others."""
    known = dict(Organisation.objects.values_list("key", "id"))
    wanted = [body for key, body in bodies.items() if refresh or key not in known]
    Organisation.objects.bulk_create(
        (
            Organisation(
                key=body.key,
                name=body.name[:300],
                kind=body.kind,
                services=sorted(body.services),
                ods=body.ods,
                opened=body.opened,
                closed=body.closed,
            )
            for body in wanted
        ),
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=_COLUMNS,
        batch_size=300,
    )
    if wanted:
        known = dict(Organisation.objects.values_list("key", "id"))
    return {key: known[key] for key in bodies}


def keep_names(names: Iterable[tuple[int, str]]) -> None:
    """Remember the names bodies were written under: pairs of an organisation's id and the words."""
    rows: dict[tuple[int, str], NameWritten] = {}
    for pk, written in names:
        folded = plain(written)[:300]
        rows.setdefault((pk, folded), NameWritten(organisation_id=pk, folded=folded, as_written=written[:300]))
    NameWritten.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=500)
