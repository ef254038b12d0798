"""Dates in columns of CSV files: the whole column decides whether day or month comes first.

Sheets that passed through a spreadsheet swap day and month (the Toolkit's do) or hold serial numbers. A date
that two readings fit is left as written, never guessed (house rule 3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:[ T].*)?$")
ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?$")
SERIAL = re.compile(r"(\d{5})(?:\.0+)?$")
EXCEL_EPOCH = date(1899, 12, 30)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]+([A-Za-z]{3,9})\.?,?[ \-]+(\d{4}|\d{2})$")


class Order(StrEnum):
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """How the dates of one column are written."""

    order: Order

    def read(self, text: str) -> date | None:
        """The date, or None when it is blank, impossible, or could be two dates."""
        text = text.strip()
        if match := ISO.match(text):
            return _date(int(match[1]), int(match[2]), int(match[3]))
        if match := WORDED.match(text):
            month = match[2][:3].lower()
            return _date(_year(match[3]), MONTHS.index(month) + 1, int(match[1])) if month in MONTHS else None
        if match := SERIAL.match(text):
            return _serial(int(match[1]))
        if match := SLASHED.match(text):
            return self._slashed(int(match[1]), int(match[2]), _year(match[3]))
        return None

    def _slashed(self, first: int, second: int, year: int) -> date | None:
        if first == second or first > 12 or (second <= 12 and self.order is Order.DAY_FIRST):
            return _date(year, second, first)
        if second > 12 or self.order is Order.MONTH_FIRST:
            return _date(year, first, second)
        return None


def column_of(cells: Iterable[str]) -> Column:
    """Learn a column's order from the cells that only one reading fits; both kinds present means unknown."""
    day_first = month_first = False
    for text in cells:
        if match := SLASHED.match(text.strip()):
            day_first |= int(match[1]) > 12
            month_first |= int(match[2]) > 12
    if day_first == month_first:
        return Column(Order.UNKNOWN)
    return Column(Order.DAY_FIRST if day_first else Order.MONTH_FIRST)


def _serial(days: int) -> date | None:
    """A spreadsheet's serial number, accepted only for 2008-2040: outside that it is some other number."""
    found = EXCEL_EPOCH + timedelta(days=days)
    return found if date(2008, 1, 1) <= found <= date(2040, 12, 31) else None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
