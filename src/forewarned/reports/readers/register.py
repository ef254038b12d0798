"""The shared register: one row a report, page fields as scraped beside others' corrections by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from forewarned.reports.addresses import report_key, split_addresses
from forewarned.reports.readers.base import Head
from forewarned.reports.readers.cells import rows_of, whole
from forewarned.reports.readers.dates import Column, Order, column_of
from forewarned.reports.reading import Json, Reading, Refusal

REQUIRED = ("ref", "report_url", "date_of_report", "sent_to")
NEEDED = (*REQUIRED, "sent_to_scraped")
"""What tells this table from others."""
DATES = ("date_of_report", "date_added", "date_of_death")
PLAIN = ("ref", "deceased_name", "age", "sex", "pdf_url")
AS_SCRAPED = {
    "sent_to_scraped": "sent_to",
    "coroner_name_scraped": "coroner_name",
    "coroner_area_scraped": "coroner_area",
}
CORRECTED = {
    "sent_to": "sent_to_corrected",
    "coroner_name": "coroner_name_corrected",
    "coroner_area": "coroner_area_corrected",
}
LISTS = ("categories", "research_tags")
COUNTED_ON = re.compile(r"replies_(\d{4})_(\d{2})_(\d{2})$")
ISO_DATES = Column(Order.UNKNOWN)
NOT_RECORDED = frozenset({"NR", "NA", "N/A", "nr"})
"""What the sheet writes for "not recorded": a blank, never an answer (house rule 3)."""


class RegisterReader:
    """Reads ``register.csv``; a second reading a row holds the count of responses on the day its column names."""

    name = "register"
    label = "the shared register of reports"
    complete = True
    log = False

    def recognises(self, head: Head) -> bool:
        return set(REQUIRED) <= set(head.columns) and "sent_to_scraped" in head.columns

    def read(self, path: Path) -> Iterator[Reading | Refusal]:
        rows = list(rows_of(path, REQUIRED))
        dates = {name: column_of(row.get(name, "") for _, row in rows) for name in DATES}
        for number, row in rows:
            if not report_key(row["report_url"]):
                yield Refusal(number, "report_url", "no page address: the row cannot be told from others")
                continue
            values = _values(row, dates)
            yield Reading(number, row["report_url"], None, values)
            yield from _counts(number, row)


def _values(row: Mapping[str, str], dates: Mapping[str, Column]) -> dict[str, Json]:
    values: dict[str, Json] = {name: row[name] for name in PLAIN if _said(row.get(name, ""))}
    for theirs, ours in {**AS_SCRAPED, **CORRECTED}.items():
        if row.get(theirs):
            values[ours] = row[theirs]
    for name, column in dates.items():
        put_date(values, name, row.get(name, ""), column)
    for name in LISTS:
        if row.get(name):
            values[name] = list[Json](row[name].split(" | "))
    if row.get("reply_urls"):
        values["reply_urls"] = list[Json](split_addresses(row["reply_urls"]))
    return values


def put_date(values: dict[str, Json], name: str, text: str, column: Column) -> None:
    """Store a date as ISO when it is sure, otherwise its words under ``<name>_text``; nothing when blank."""
    if not _said(text):
        return
    found = column.read(text)
    if found is not None:
        values[name] = found.isoformat()
    else:
        values[f"{name}_text"] = text


def _said(text: str) -> bool:
    return bool(text) and text not in NOT_RECORDED


def _counts(number: int, row: Mapping[str, str]) -> Iterator[Reading]:
    for name, text in row.items():
        match, count = COUNTED_ON.match(name), whole(text)
        day = ISO_DATES.read(f"{match[1]}-{match[2]}-{match[3]}") if match else None
        if day and count is not None:
            yield Reading(number, row["report_url"], day, {"replies_count": count}, "replies")
