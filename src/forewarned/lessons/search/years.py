"""Years and days as people type them after ``year:``, ``since:`` and ``until:``."""

from __future__ import annotations

import calendar
import re
from datetime import date

SHAPE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
RANGE = re.compile(r"(\d{4})\s*(?:-|–|\.\.)\s*(\d{4})", re.ASCII)


def read_days(text: str) -> tuple[date, date] | None:
    """First and last day of ``2019``, ``2019-03``, ``2019-03-31`` or ``2015-2019``; None when it is none of them."""
    text = text.strip()
    if both := RANGE.fullmatch(text):
        first, last = sorted(int(year) for year in both.groups())
        return (date(first, 1, 1), date(last, 12, 31)) if first else None
    found = SHAPE.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first_day = date(year, month or 1, day or 1)
        if day:
            return first_day, first_day
        last_month = month or 12
        return first_day, date(year, last_month, calendar.monthrange(year, last_month)[1])
    except ValueError:
        return None


def number_of(day: date) -> int:
    """A day as the number the index keeps: 20190331."""
    return day.year * 10_000 + day.month * 100 + day.day
