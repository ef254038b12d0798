"""References of reports: ``YYYY-NNNN``, sometimes with a letter, often mistyped (domain note)."""

from __future__ import annotations

import re
from dataclasses import dataclass

FIRST_YEAR, LAST_YEAR = 2008, 2049
DASHES = re.compile(r"\s*[-–—‐‑_/]\s*")
WRITTEN = re.compile(r"(?P<year>\d{2,6})-(?P<number>\d{1,6})(?P<suffix>[A-Za-z]?)")


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """A reference: year, number, and the letter some carry ("2019-0090A")."""

    year: int
    number: int
    suffix: str = ""

    def __str__(self) -> str:
        return f"{self.year}-{self.number:04d}{self.suffix}"


def normalise_ref(text: str) -> tuple[Ref | None, str]:
    """The reference a text means, and how it was read; ``None`` when it is blank or could mean several.

    "2016 – 0182" has only its spacing and dash set right; "2016-026" lost a leading zero. A year or a
    number with a digit too many is never guessed here: ``candidates`` lists what it may mean.
    """
    parts = WRITTEN.fullmatch(DASHES.sub("-", text.strip()))
    if not text.strip():
        return None, "blank"
    if parts is None:
        return None, "not of the form YYYY-NNNN"
    year, number, suffix = int(parts["year"]), parts["number"], parts["suffix"].upper()
    if len(parts["year"]) != 4 or not FIRST_YEAR <= year <= LAST_YEAR:
        return None, "the year is mistyped"
    if len(number) > 4 and len(number.lstrip("0")) > 3:
        return None, "the number has a digit too many"
    if int(number) == 0:
        return None, "the number is nought"
    ref = Ref(year, int(number), suffix)
    if str(ref) == text.strip():
        return ref, "as written"
    if len(number) < 4:
        return ref, "leading zeros added"
    return ref, "extra zeros left out" if len(number) > 4 else "spacing and dash set right"


def candidates(text: str) -> tuple[Ref, ...]:
    """Every reference a mistyped one may mean: itself if it is sound, else one digit left out anywhere."""
    ref, _ = normalise_ref(text)
    if ref is not None:
        return (ref,)
    parts = WRITTEN.fullmatch(DASHES.sub("-", text.strip()))
    if parts is None:
        return ()
    years = _without_one_digit(parts["year"]) if len(parts["year"]) == 5 else [parts["year"]]
    numbers = _without_one_digit(parts["number"]) if len(parts["number"]) == 5 else [parts["number"]]
    found = {
        Ref(int(year), int(number), parts["suffix"].upper())
        for year in years
        for number in numbers
        if FIRST_YEAR <= int(year) <= LAST_YEAR and 0 < int(number) <= 9999
    }
    return tuple(sorted(found))


def _without_one_digit(digits: str) -> list[str]:
    return [digits[:i] + digits[i + 1 :] for i in range(len(digits))]
