"""The Preventable Deaths Tracker's own tables, ``database.csv`` and ``db_with_statuses.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from forewarned.reports.addresses import report_key
from forewarned.reports.readers.base import Head
from forewarned.reports.readers.cells import rows_of, whole
from forewarned.reports.readers.dates import Column, column_of
from forewarned.reports.readers.register import put_date
from forewarned.reports.reading import Json, Reading, Refusal

REQUIRED = ("Status", "Date added", "Date of report", "Ref", "Deceased name", "Sent to", "Replies count")
NEEDED = REQUIRED
"""What tells this table from others."""
ADDRESS = ("URL", "Report URL")
FIELDS = {
    "Ref": "ref",
    "Deceased name": "deceased_name",
    "Coroner name": "coroner_name_corrected",
    "Coroner area": "coroner_area_corrected",
    "Sent to": "sent_to_corrected",
}
DATES = {"Date of report": "date_of_report", "Date added": "date_added"}
TAG = re.compile(r"<[^>]*>")


class TrackerReader:
    """Reads either table. Its status is kept as the Tracker's word and never used as ours."""

    name = "tracker"
    label = "the Preventable Deaths Tracker's table"
    complete = True
    log = False

    def recognises(self, head: Head) -> bool:
        return set(REQUIRED) <= set(head.columns) and any(name in head.columns for name in ADDRESS)

    def read(self, path: Path) -> Iterator[Reading | Refusal]:
        rows = list(rows_of(path, REQUIRED))
        dates = {ours: column_of(row[theirs] for _, row in rows) for theirs, ours in DATES.items()}
        for number, row in rows:
            url = next((row[name] for name in ADDRESS if row.get(name)), "")
            if not report_key(url):
                yield Refusal(number, "URL", "no page address: the row cannot be told from others")
                continue
            yield Reading(number, url, None, _values(row, dates))


def _values(row: Mapping[str, str], dates: Mapping[str, Column]) -> dict[str, Json]:
    values: dict[str, Json] = {ours: row[theirs] for theirs, ours in FIELDS.items() if row.get(theirs)}
    for theirs, ours in DATES.items():
        put_date(values, ours, row[theirs], dates[ours])
    if row.get("Category"):
        values["categories"] = list[Json](row["Category"].split(" | "))
    count = whole(row["Replies count"])
    if count is not None:
        values["replies_count"] = count
    status = unescape(TAG.sub("", row["Status"])).strip()
    if status:
        values["status"] = status
    return values
