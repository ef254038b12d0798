"""Dates inside sentences, as coroners print them: where they stand and which day they name."""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
WELSH = dict(
    zip(
        "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr".split(),
        "January February March April May June July August September October November December".split(),
        strict=True,
    )
)
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun"
_MONTH = rf"(?:{MONTHS}|{'|'.join(WELSH)})"
_NTH = (
    r"(?:\s?(?:st|nd|rd|th|ST|ND|RD|TH|ain|eg|fed|ydd|af|il)\b|5t\b|(?<=\d\d)8(?=\s)|"
    r"[\"'\u2018\u2019\u201c\u201d*\u00b0\u00ae\u00a2\u2122]{1,2})?"
)
"""The ending of a day, also as OCR reads a raised one."""
DATE = re.compile(
    rf"(?:\b(?P<weekday>{_WEEKDAYS})\b[,.]?\s+(?:the\s+)?)?"
    rf"(?P<date>\b(?P<day>\d{{1,2}}){_NTH}(?:\s+day)?(?:\s+of)?[\s,]+(?P<month>{_MONTH})\b[.,]?\s*,?(?P<year>\d{{4}})\b"
    rf"|\b(?P<month2>{_MONTH})\s+(?P<day2>\d{{1,2}}){_NTH},?\s+(?P<year2>\d{{4}})\b"
    r"|\b\d{4}-\d{2}-\d{2}\b"
    r"|(?<![\d./])\d{1,2}\s?(?P<mark>[/.\-])\s?\d{1,2}\s?(?P=mark)\s?(?:\d{4}|\d{2})(?![\d/]))",
    re.IGNORECASE,
)
YEARLESS = re.compile(rf"\b(?P<day>\d{{1,2}}){_NTH}(?:\s+day)?(?:\s+of)?\s+(?P<month>{_MONTH})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProseDate:
    """A date in a text: ``text[start:end]`` without the weekday, ISO ``value``, and whether the weekday fits it."""

    start: int
    end: int
    value: str
    weekday_fits: bool = True


def find_dates(text: str) -> list[ProseDate]:
    """Every whole date of ``text`` in order; numbers are day first; impossible dates are left out."""
    # Loads lxml, which texts without dates never need.
    from forewarned.reports.readers.html import printed_date

    found = []
    for match in DATE.finditer(text):
        day = printed_date(_plain(match))
        if day is None:
            continue
        weekday = (match["weekday"] or "")[:3].lower()
        fits = not weekday or day.strftime("%a").lower() == weekday
        found.append(ProseDate(match.start("date"), match.end("date"), day.isoformat(), fits))
    return found


def _plain(match: re.Match[str]) -> str:
    """The date in words that ``printed_date`` knows."""
    if match["day"]:
        return f"{match['day']} {english(match['month'])} {match['year']}"
    if match["day2"]:
        return f"{match['day2']} {english(match['month2'])} {match['year2']}"
    return match["date"]


def english(month: str) -> str:
    """A Welsh month's English name; an English one as it is."""
    return WELSH.get(month.capitalize(), month)
