"""Changes seen between daily snapshots of the Tracker's table: when a report, a reply or an addressee first showed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from forewarned.reports.addresses import report_key
from forewarned.reports.readers.base import Head
from forewarned.reports.readers.cells import rows_of, whole
from forewarned.reports.readers.dates import column_of
from forewarned.reports.reading import Json, Reading, Refusal

REQUIRED = ("snapshot_date", "report_url", "ref", "event", "replies_count", "sent_to")
NEEDED = REQUIRED
"""What tells this table from others."""
EVENTS = frozenset({"first_seen", "replies", "sent_to"})


class SnapshotsReader:
    """Reads ``snapshots.csv``. Each row is kept: a later file must still hold every earlier event."""

    name = "snapshots"
    label = "changes between daily snapshots"
    complete = True
    log = True

    def recognises(self, head: Head) -> bool:
        return set(REQUIRED) <= set(head.columns)

    def read(self, path: Path) -> Iterator[Reading | Refusal]:
        rows = list(rows_of(path, REQUIRED))
        days = column_of(row["snapshot_date"] for _, row in rows)
        for number, row in rows:
            day = days.read(row["snapshot_date"])
            if not report_key(row["report_url"]):
                yield Refusal(number, "report_url", "no page address: the row cannot be told from others")
            elif day is None:
                yield Refusal(number, "snapshot_date", "not a date that can be read surely (write YYYY-MM-DD)")
            elif row["event"] not in EVENTS:
                yield Refusal(number, "event", f"not one of {', '.join(sorted(EVENTS))}")
            elif row["replies_count"] and whole(row["replies_count"]) is None:
                yield Refusal(number, "replies_count", "not a whole number")
            else:
                yield Reading(number, row["report_url"], day, _values(row), row["event"])


def _values(row: Mapping[str, str]) -> dict[str, Json]:
    values: dict[str, Json] = {}
    if row["ref"]:
        values["ref"] = row["ref"]
    if row["sent_to"]:
        values["sent_to_corrected"] = row["sent_to"]
    if row["replies_count"]:
        values["replies_count"] = whole(row["replies_count"])
    return values
