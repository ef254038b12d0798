"""PFD Toolkit's CSV: section texts tidied by a language model, so its words are evidence of last resort."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from forewarned.reports.addresses import report_key
from forewarned.reports.readers.base import Head
from forewarned.reports.readers.cells import rows_of
from forewarned.reports.readers.dates import column_of
from forewarned.reports.readers.register import put_date
from forewarned.reports.reading import Json, Reading, Refusal

REQUIRED = (
    "url",
    "id",
    "date",
    "coroner",
    "area",
    "receiver",
    "investigation",
    "circumstances",
    "concerns",
)
NEEDED = REQUIRED
"""What tells this table from others."""
FIELDS = {
    "id": "ref",
    "coroner": "coroner_name",
    "area": "coroner_area",
    "receiver": "sent_to_tidied",
    "investigation": "investigation",
    "circumstances": "circumstances",
    "concerns": "concerns",
}
NOTHING = frozenset({"None", "nan", "N/A: Not found", "N/A"})
"""What the Toolkit writes where it found nothing; kept out, since a blank is never an answer."""


class ToolkitReader:
    """Reads PFD Toolkit's table. Its ``receiver`` is tidied, so it never counts as written on the page."""

    name = "toolkit"
    label = "PFD Toolkit's table"
    complete = False
    log = False

    def recognises(self, head: Head) -> bool:
        return set(REQUIRED) <= set(head.columns)

    def read(self, path: Path) -> Iterator[Reading | Refusal]:
        rows = list(rows_of(path, REQUIRED))
        dates = column_of(row["date"] for _, row in rows)
        for number, row in rows:
            if not report_key(row["url"]):
                yield Refusal(number, "url", "no page address: the row cannot be told from others")
                continue
            values: dict[str, Json] = {
                ours: row[theirs] for theirs, ours in FIELDS.items() if row[theirs] and row[theirs] not in NOTHING
            }
            put_date(values, "date_of_report", row["date"], dates)
            yield Reading(number, row["url"], None, values)
