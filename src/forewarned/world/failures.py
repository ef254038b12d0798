"""Damages files the way the world does, so that every failure an import must survive has a test.

Each function reads a good file, writes a bad one beside it and says which rows it hurt. Rows are
counted as people see them: the header is row 1.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from forewarned.world.dice import Dice

KEPT_IN_AUGUST_2025 = (6_147 - 5_373) / 6_147
"""Share of the Tracker's rows that kept their fields in its failed re-fetch (domain note)."""
PARSED_IN_AUGUST_2025 = 669 / 5_830
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Damage:
    """What was done: the file written, and the rows changed or left out, numbered as in the good file."""

    path: Path
    rows: tuple[int, ...]


def failed_refetch(good: Path, bad: Path, *, kept: float = KEPT_IN_AUGUST_2025, seed: int = 39) -> Damage:
    """August 2025: every row is still there, and most hold nothing but the address of their page."""
    dice = Dice(seed, "failed refetch")

    def empty(row: Row) -> Row:
        return row if dice.chance(kept) else {name: row[name] if "url" in name.lower() else "" for name in row}

    return _each(good, bad, empty)


def shrunk(good: Path, bad: Path, *, kept: float = PARSED_IN_AUGUST_2025) -> Damage:
    """Only the first rows are left: 5,830 became 669."""
    columns, rows = _read(good)
    left = int(len(rows) * kept)
    _write(bad, columns, rows[:left])
    return Damage(bad, tuple(range(left + 2, len(rows) + 2)))


def mixed_encodings(good: Path, bad: Path) -> Damage:
    """Every second line that is not plain ASCII is in Windows-1252, the others in UTF-8.

    A file without such letters gets one in its second line, so that there is always a line to find.
    """
    lines = good.read_bytes().split(b"\r\n")
    if all(line.isascii() for line in lines) and len(lines) > 1:
        lines[1] = lines[1].replace(b",", ",é".encode(), 1)
    hurt, turn = [], 0
    for place, line in enumerate(lines):
        if not line.isascii():
            if turn % 2 == 0:
                lines[place] = line.decode("utf-8").encode("cp1252", "replace")
                hurt.append(place + 1)
            turn += 1
    bad.write_bytes(b"\r\n".join(lines))
    return Damage(bad, tuple(hurt))


EXCEL_SHAPES: dict[str, Callable[[date], str]] = {
    "slashed": lambda day: f"{day.day:02d}/{day.month:02d}/{day.year}",
    "short": lambda day: f"{day.day}-{MONTHS[day.month - 1]}-{day.year % 100:02d}",
    # Excel counts days from 30 December 1899, having a 29 February 1900 that never was.
    "serial": lambda day: str((day - date(1899, 12, 30)).days),
}


def excel_dates(
    good: Path, bad: Path, *, shape: str = "", columns: Sequence[str] = ("date_of_report", "date_added")
) -> Damage:
    """Opened and saved in Excel. ``shape``: ``slashed`` (05/03/2024), ``short`` (5-Mar-24), ``serial``
    (45356), or ``""``: one row after another in each, as when several people kept a sheet.
    """
    shapes = [EXCEL_SHAPES[shape]] if shape else list(EXCEL_SHAPES.values())
    turn = iter(range(10**9))

    def save(row: Row) -> Row:
        written = shapes[next(turn) % len(shapes)]
        return row | {name: written(date.fromisoformat(row[name])) for name in columns if row.get(name)}

    return _each(good, bad, save)


def swapped_dates(good: Path, bad: Path, *, column: str = "date_of_report", every: int = 3) -> Damage:
    """Day and month swap in every third date that can be read both ways: 2024-03-05 → 2024-05-03."""
    turn = iter(range(10**9))

    def swap(row: Row) -> Row:
        year, month, day = row[column].split("-") if row.get(column) else ("", "", "")
        if not day or int(day) > 12 or day == month or next(turn) % every:
            return row
        return row | {column: f"{year}-{day}-{month}"}

    return _each(good, bad, swap)


def duplicate_refs(good: Path, bad: Path, *, every: int = 20, column: str = "ref") -> Damage:
    """Every twentieth row bears the reference of the row before it."""
    columns, rows = _read(good)
    hurt = []
    for place in range(every, len(rows), every):
        rows[place][column] = rows[place - 1][column]
        hurt.append(place + 2)
    _write(bad, columns, rows)
    return Damage(bad, tuple(hurt))


def blank_refs(good: Path, bad: Path, *, every: int = 10, column: str = "ref") -> Damage:
    """Every tenth reference is blank."""
    turn = iter(range(10**9))
    return _each(good, bad, lambda row: row if next(turn) % every else row | {column: ""})


def repeated_rows(good: Path, bad: Path, *, every: int = 25) -> Damage:
    """Every twenty-fifth row is there twice. The rows named are the ones repeated."""
    columns, rows = _read(good)
    made, hurt = [], []
    for place, row in enumerate(rows):
        made.append(row)
        if place % every == 0:
            made.append(row)
            hurt.append(place + 2)
    _write(bad, columns, made)
    return Damage(bad, tuple(hurt))


def without_column(good: Path, bad: Path, column: str) -> Damage:
    """A column is gone, header and all."""
    columns, rows = _read(good)
    left = [name for name in columns if name != column]
    _write(bad, left, [{name: row[name] for name in left} for row in rows])
    return Damage(bad, tuple(range(1, len(rows) + 2)))


def emptied_column(good: Path, bad: Path, column: str) -> Damage:
    """The column is there and holds nothing."""
    return _each(good, bad, lambda row: row | {column: ""})


def semicolons(good: Path, bad: Path) -> Damage:
    """Saved by Excel with a European list separator, with a byte-order mark."""
    columns, rows = _read(good)
    _write(bad, columns, rows, delimiter=";", encoding="utf-8-sig")
    return Damage(bad, ())


def utf16(good: Path, bad: Path) -> Damage:
    """Saved as "Unicode text": UTF-16 with a byte-order mark."""
    bad.write_bytes(b"\xff\xfe" + good.read_bytes().decode("utf-8").encode("utf-16-le"))
    return Damage(bad, ())


def cut_off(good: Path, bad: Path, *, kept: float = 0.5) -> Damage:
    """The download broke: the file ends in the middle of a row, inside an opened quotation mark."""
    raw = good.read_bytes()
    bad.write_bytes(raw[: int(len(raw) * kept)].rsplit(b"\r\n", 1)[0] + b'\r\n2024-0001,"cut')
    return Damage(bad, ())


def error_page(bad: Path) -> Damage:
    """An error page of the site, saved under the register's name."""
    bad.write_bytes(
        b"<!DOCTYPE html>\n<html><head><title>503 Service Unavailable</title></head>\n"
        b"<body><h1>Service Unavailable</h1><p>Please try again later.</p></body></html>\n"
    )
    return Damage(bad, ())


def zip_bomb(bad: Path, *, megabytes: int = 200) -> Damage:
    """A ZIP of a few hundred kilobytes that unpacks to ``megabytes`` of blanks."""
    stamp = zipfile.ZipInfo("register.csv", date_time=(2024, 1, 1, 0, 0, 0))
    stamp.compress_type = zipfile.ZIP_DEFLATED
    block = b" " * 1_048_576
    with zipfile.ZipFile(bad, "w") as archive, archive.open(stamp, "w") as inside:
        for _ in range(megabytes):
            inside.write(block)
    return Damage(bad, ())


def _each(good: Path, bad: Path, change: Callable[[Row], Row]) -> Damage:
    columns, rows = _read(good)
    made = [change(row) for row in rows]
    _write(bad, columns, made)
    pairs = zip(rows, made, strict=True)
    return Damage(bad, tuple(place for place, (old, new) in enumerate(pairs, start=2) if old != new))


def _read(path: Path) -> tuple[list[str], list[Row]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def _write(
    path: Path, columns: Sequence[str], rows: Sequence[Row], *, delimiter: str = ",", encoding: str = "utf-8"
) -> None:
    made = io.StringIO(newline="")
    writer = csv.DictWriter(made, columns, delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(made.getvalue().encode(encoding))
