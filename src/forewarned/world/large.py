"""A register of any size, streamed: ten times the real one for the benchmarks, in little memory.

The reports are those ``make_reports`` gives; only what a later line needs is kept (numbers and names
given out, and the snapshot events that follow the first day, as short rows).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from forewarned.errors import StorageError
from forewarned.world import tables
from forewarned.world.bodies import make_bodies
from forewarned.world.models import SITE, Report
from forewarned.world.reports import Numbering, make_reports
from forewarned.world.snapshots import FIRST_SNAPSHOT, snapshot_days, snapshot_rows
from forewarned.world.writing import organisation_files

NAMED = 2_360


@dataclass(frozen=True, slots=True)
class Sizes:
    """Rows written, headers not counted."""

    register: int
    snapshots: int


def write_large(folder: Path, reports: int = 59_000, seed: int = 39) -> Sizes:
    """Write ``register.csv``, ``snapshots.csv`` and ``organisations/`` of so many reports into ``folder``.

    59,000 reports are ten times the real register, with about 130,000 snapshot changes.
    Raises ``StorageError`` when the folder cannot be written.
    """
    try:
        return _write(folder, reports, seed)
    except OSError as error:
        raise StorageError(
            f"The large world could not be written: {error.strerror}.",
            where=str(folder),
            next_step="Choose a folder you can write to, with space for about 1 KB a report",
        ) from error


def _write(folder: Path, count: int, seed: int) -> Sizes:
    (folder / "organisations").mkdir(parents=True, exist_ok=True)
    bodies = make_bodies(seed, NAMED)
    days = snapshot_days(seed)
    later: list[tuple[date, str, str, str, int, str]] = []
    register = snapshots = 0
    with (
        (folder / "register.csv").open("w", encoding="utf-8", newline="") as register_file,
        (folder / "snapshots.csv").open("w", encoding="utf-8", newline="") as snapshot_file,
    ):
        rows = csv.writer(register_file, lineterminator="\r\n")
        changes = csv.writer(snapshot_file, lineterminator="\r\n")
        rows.writerow(tables.REGISTER)
        changes.writerow(tables.SNAPSHOTS)
        for report in make_reports(seed, count, SITE, bodies, Numbering()):
            if not report.withdrawn:
                rows.writerow(tables.register_row(seed, report))
                register += 1
            for row in snapshot_rows(seed, _busy(report), days):
                if row.day == FIRST_SNAPSHOT:
                    changes.writerow(tables.snapshot_row(row))
                    snapshots += 1
                else:
                    later.append((row.day, row.url, row.event, row.ref, row.replies, row.sent_to))
        later.sort()
        for day, url, event, ref, replies, sent_to in later:
            changes.writerow([day.isoformat(), url, ref, event, str(replies), sent_to])
    for name, content in organisation_files(bodies.all):
        (folder / name).write_bytes(content)
    return Sizes(register, snapshots + len(later))


def _busy(report: Report) -> Report:
    """The report with names enough to be tidied on every correction day, as often as the real ones were."""
    plain = report.corrected[-1]
    return replace(report, corrected=(*report.corrected, f"The {plain}", plain, f"The {plain}", plain))
