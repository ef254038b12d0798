"""Dates known to the day, the month or the year, as bounds: what is certain of them and what is not."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from forewarned.errors import InputError

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class When:
    """A day between ``first`` and ``last``, both included, as written: "2021-03-04", "2021-03" or "2021"."""

    written: str
    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.first == self.last

    def after(self, other: When) -> bool:
        """Certainly after every day that ``other`` can be."""
        return self.first > other.last


def differ(one: str, other: str) -> bool:
    """Whether two days, as far as known, can't be the same one; not when either is not known."""
    first, second = when(one), when(other)
    return first is not None and second is not None and (first.after(second) or second.after(first))


def when(written: str) -> When | None:
    """Read a whole or partial ISO date; None for "" (not known).

    Raises InputError for anything else, so that an unread date is never taken for an unknown one.
    """
    if not written:
        return None
    found = _WRITTEN.fullmatch(written)
    try:
        if not found:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in found.groups())
        if day:
            return When(written, date(year, month, day), date(year, month, day))
        last_month = month or 12
        last = date(year, last_month, calendar.monthrange(year, last_month)[1])
        return When(written, date(year, month or 1, 1), last)
    except ValueError as error:  # calendar's own error for a wrong month is one too
        raise InputError(
            "A date can't be read.", where=written[:10], next_step="Write it as 2021-03-04, 2021-03 or 2021"
        ) from error
