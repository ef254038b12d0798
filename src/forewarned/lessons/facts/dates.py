"""Dates as coroners write them, with where they stand: "3rd of March 2021", "03/03/21", "March 2021"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

MONTHS = "january february march april may june july august september october november december".split()
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    rf"\b(?P<d>[0-3]?\d)\s?(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?[\s.,-]*(?P<m>{_MONTH})\b\.?[\s,-]*(?P<y>(?:19|"
    rf"20)\d\d)\b"
    rf"|\b(?P<m2>{_MONTH})\.?\s+(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d\d)\b"
    r"|\b(?P<d3>[0-3]?\d)\s?[/.-]\s?(?P<m3>[01]?\d)\s?[/.-]\s?(?P<y3>(?:19|20)\d\d|\d\d)\b"
    rf"|\b(?P<m4>{_MONTH})\.?,?\s+(?:of\s+)?(?P<y4>(?:19|20)\d\d)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date at ``start:end`` of the text read. ``day`` 0: only the month is written; ``short``: a two-digit year."""

    year: int
    month: int
    day: int
    short: bool
    start: int
    end: int

    @property
    def iso(self) -> str:
        """YYYY-MM-DD, or YYYY-MM when no day is written."""
        return f"{self.year:04}-{self.month:02}-{self.day:02}" if self.day else f"{self.year:04}-{self.month:02}"


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(word.lower()[:3]))


def find_dates(text: str) -> tuple[DateFound, ...]:
    """Every possible date, in order. Day before month, as in Britain; a day that no calendar has is no date.

    A year of two digits is taken as 20xx and marked ``short``: who knows better (a date of birth) corrects it.
    """
    found: list[DateFound] = []
    for match in _DATE.finditer(text):
        part = match.groupdict()
        day = int(part["d"] or part["d2"] or part["d3"] or 0)
        month = _month(part["m"] or part["m2"] or part["m3"] or part["m4"])
        written = part["y"] or part["y2"] or part["y3"] or part["y4"]
        year = int(written) + (2000 if len(written) == 2 else 0)
        if not 1 <= month <= 12 or day > monthrange(year, month)[1] or (part["m4"] is None and day == 0):
            continue
        found.append(DateFound(year, month, day, len(written) == 2, match.start(), match.end()))
    return tuple(found)


def whole_years(born: DateFound, died: DateFound) -> int | None:
    """Completed years between two whole dates; None when a day is missing or they are in the wrong order.

    A birth year of two digits is read as 19xx or 20xx when only one of them comes before the death and gives an age of
    at most 105; else it is not known.
    """
    if not born.day or not died.day:
        return None
    years = [born.year - 100, born.year] if born.short else [born.year]
    before = [died.year - year - ((died.month, died.day) < (born.month, born.day)) for year in years]
    possible = [age for age in before if 0 <= age <= 105]
    return possible[0] if len(possible) == 1 else None
