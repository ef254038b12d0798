"""Values written as CSV cells that a spreadsheet shows and never runs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TextIO, TypeAlias

Cell: TypeAlias = "str | int | float | bool | date | datetime | None"

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What may start a formula in a spreadsheet: OWASP, "CSV Injection", full-width forms included."""


def safe_text(text: str) -> str:
    """Text, with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(RISKY) else text


def cell(value: Cell) -> str:
    """One cell. Not known is blank; yes and no are ``true`` and ``false``; dates and times are ISO.

    Only text can carry a formula, so numbers (a negative one begins with ``-``) are left as they are.
    """
    if isinstance(value, str):
        return safe_text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return value.isoformat()


class CsvTable:
    """A CSV file being written: header at once, then rows. UTF-8 without a mark, lines end in a line feed."""

    def __init__(self, file: TextIO, columns: Sequence[str]) -> None:
        self._writer = csv.writer(file, lineterminator="\n")
        self._writer.writerow(columns)

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Add rows, each with one value a column."""
        self._writer.writerows([cell(value) for value in row] for row in rows)
