"""Small tables for tests of importing: read, change and write a CSV, or the world's tables as they were on a day."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from forewarned.world import World, tables
from forewarned.world.addressing import BAR
from forewarned.world.writing import csv_bytes

Row = dict[str, str]
SITE = "https://www.judiciary.uk/prevention-of-future-death-reports"
COLUMNS = (
    "ref report_url date_of_report date_added deceased_name coroner_name_scraped coroner_name coroner_area_scraped "
    "coroner_area sent_to_scraped sent_to replies_2025_07_31 pdf_url reply_urls"
).split()
EVENTS = "snapshot_date report_url ref event replies_count sent_to".split()
PEOPLE = (
    "Wilfrid Quennelmoor", "Ottoline Varrowby", "Peregrine Thistlewold", "Isaura Brackenfell", "Lazlo Pemmerton",
    "Xanthe Morrowdale", "Barnaby Ullinghast", "Cressida Fenwhistle", "Tobias Garroway-Lisk", "Hepzibah Nortrill",
)  # fmt: skip
"""The dead of `register`, one a row: names nobody bears, looked for in whatever a command prints."""


def read(path: Path) -> tuple[list[str], list[Row]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def write(path: Path, rows: Iterable[Row], columns: Sequence[str] = COLUMNS) -> Path:
    """The rows as CSV, what a row lacks left blank."""
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(made.getvalue().encode())
    return path


def edited(good: Path, bad: Path, change: Callable[[list[Row]], list[Row]]) -> Path:
    """The table ``good`` with its rows changed, as ``bad``."""
    columns, rows = read(good)
    return write(bad, change(rows), columns)


def report(number: int, **said: str) -> Row:
    """Row ``number`` (from 1) of a small register: a report of April 2024 to a made-up body, not answered."""
    name = PEOPLE[number - 1] if number <= len(PEOPLE) else f"Nobody Number{number}"
    slug = name.lower().replace(" ", "-")
    row = {
        "ref": f"2024-{number:04d}",
        "report_url": f"{SITE}/{slug}/",
        "date_of_report": f"2024-04-{number % 28 + 1:02d}",
        "date_added": f"2024-05-{number % 28 + 1:02d}",
        "deceased_name": name,
        "coroner_name_scraped": "Ada Quillsteer",
        "coroner_name": "Ada Quillsteer",
        "coroner_area_scraped": "Merrowquay",
        "coroner_area": "Merrowquay",
        "sent_to_scraped": "Merrowquay Ferries Limited",
        "sent_to": "Merrowquay Ferries Limited",
        "replies_2025_07_31": "0",
        "pdf_url": f"https://www.judiciary.uk/wp-content/uploads/2024/05/{slug}.pdf",
    }
    return row | said


def register(path: Path, rows: int = 10, **said: str) -> Path:
    """A small register of ``rows`` rows."""
    return write(path, [report(number, **said) for number in range(1, rows + 1)])


def register_on(world: World, day: date, path: Path) -> Path:
    """The world's register as it lay there on ``day``: later reports and documents are not in it yet."""
    columns = [f"replies_{day:%Y_%m_%d}" if "replies" in name else name for name in tables.REGISTER]
    made = []
    for one in tables.register_order(world.reports):
        if one.date_added > day or (one.withdrawn and one.withdrawn <= day):
            continue
        row = dict(zip(columns, tables.register_row(world.seed, one), strict=True))
        shown = tables.extras(one, day)
        counted = {name: str(len(shown)) for name in columns if name.startswith("replies")}
        made.append(list((row | counted | {"reply_urls": BAR.join(shown)}).values()))
    path.write_bytes(csv_bytes(made, columns))
    return path


def snapshots_on(world: World, day: date, path: Path) -> Path:
    """The world's snapshots up to ``day``."""
    rows = (tables.snapshot_row(row) for row in world.snapshots if row.day <= day)
    path.write_bytes(csv_bytes(rows, tables.SNAPSHOTS))
    return path
