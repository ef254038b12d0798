"""Words that say when, and the date they come to: the last day of what they name, because a promise is due by its end.

Partial dates stay partial (``2025-02``, ``2025``): who needs a day asks ``last_day``.
"""
# ruff: noqa: E501  a pattern is one line, to be read beside its name

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
SEASONS = {"spring": 5, "summer": 8, "autumn": 11, "fall": 11, "winter": 2}
"""The last month of each season as the Met Office counts them; winter 2024 ends in February 2025."""
YEAR = r"(?:19|20)\d\d"
LEAD = (
    r"(?:(?:on|by|in|from|since|until|before|after|during|over|within|for|at|around|week commencing|w/c|the|end of|"
    r"the end of|start of|beginning of|early|mid|mid-|late|later|this|next|last|no later than|as of|with effect from|"
    r"effective from|between)\s+){0,4}"
)
FORMS: tuple[tuple[str, str], ...] = (
    ("iso", r"(?P<y1>20\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d)"),
    ("day", rf"(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m2>{MONTH}),?\s+(?P<y2>{YEAR})"),
    ("day", rf"(?P<m6>{MONTH})\s+(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y6>{YEAR})"),
    ("numeric", r"(?P<d3>\d{1,2})[./](?P<m3>\d{1,2})[./](?P<y3>20\d\d|\d\d)\b"),
    ("month", rf"(?P<m4>{MONTH}),?\s+(?P<y4>{YEAR})"),
    ("quarter", rf"(?:Q(?P<q5>[1-4])|quarter (?P<q5b>[1-4]|one|two|three|four))(?:\s+of)?,?\s+(?P<y5>{YEAR})(?P<f5>[/–-]\d\d(?:\d\d)?)?"),
    ("season", rf"(?P<s7>spring|summer|autumn|winter)(?:\s+of)?\s+(?P<y7>{YEAR})(?:[/–-]\d\d(?:\d\d)?)?"),
    ("financial", r"(?:academic year |financial year )?(?P<y8>20\d\d)\s*[/–-]\s*(?P<e8>(?:20)?\d\d)\b"),
    ("daymonth", rf"(?P<d9>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m9>{MONTH})"),
    ("year", rf"\b(?<![£/\d,])(?P<y10>{YEAR})(?![\d,/])\b"),
    ("relative", r"\b(?:next|this|coming|last)\s+(?:year|month|week|quarter|spring|summer|autumn|winter|financial year|academic year)\b"),
    ("span", r"\b(?:coming|next|past|last)\s+(?:\w+\s+){1,3}(?:weeks?|months?|years?)\b"),
    ("span", r"\b(?:(?:at least|up to|the)\s+)?(?:\d+|two|three|four|five|six|twelve|several|a few)\s+(?:to\s+\w+\s+)?(?:weeks?|months?|years?|days?)(?:\s+ago)?\b"),
    ("seasonal", r"\bthe\s+(?:spring|summer|autumn|winter)\b|\bthis\s+(?:spring|summer|autumn|winter)\b"),
    ("vague", r"\b(?:in due course|as soon as possible|shortly|going forwards?|moving forwards?|thereafter|imminently|in the near future|in the coming (?:weeks|months))\b"),
)  # fmt: skip
_FORMS = re.compile("|".join(f"(?P<form{i}>{LEAD}{form})" for i, (_, form) in enumerate(FORMS)), re.IGNORECASE)
HINT = re.compile(
    r"\d|spring|summer|autumn|winter|year|month|week|day|quarter|forward|due course|as possible|shortly|thereafter|imminent|near future",
    re.IGNORECASE,
)
"""No time expression is without one of these: a cheap look before the dear one."""
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twelve": 12}
DATED = frozenset(
    {"iso", "day", "numeric", "month", "quarter", "season", "financial", "daymonth", "year", "relative", "seasonal"}
)


@dataclass(frozen=True, slots=True)
class DateWords:
    """Words that say when: offsets into the words given, ``form`` of ``FORMS``, ``iso`` (YYYY, YYYY-MM or a day; may be "")."""

    start: int
    end: int
    form: str
    iso: str


@lru_cache(maxsize=4096)
def find_dates(words: str, said_on: date | None = None) -> tuple[DateWords, ...]:
    """Every time expression of ``words``. ``said_on``, the letter's day, lets "next year" or "this spring" be dated."""
    if not HINT.search(words):
        return ()
    found = []
    for match in _FORMS.finditer(words):
        for index, (form, _) in enumerate(FORMS):
            if match.start(f"form{index}") >= 0:
                found.append(DateWords(match.start(), match.end(), form, _iso(form, match, said_on)))
                break
    return tuple(found)


def last_day(iso: str) -> date | None:
    """The last day of a partial date: of its month or its year; the day itself; None when there is none.

    ``2025-Q2`` is the quarter of the calendar year, ``2024/25`` the financial year (to 31 March).
    """
    if not iso:
        return None
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", iso):
        return _month_end(int(match[1]), int(match[2]) * 3)
    if match := re.fullmatch(r"(\d{4})/(\d\d)", iso):
        return date(int(match[1]) + 1, 3, 31)
    try:
        parts = [int(part) for part in iso.split("-")]
        if len(parts) == 3:
            return date(*parts)
        return _month_end(parts[0], parts[1]) if len(parts) == 2 else date(parts[0], 12, 31)
    except (ValueError, IndexError):
        return None


NO_DUE = re.compile(r"^(?:[\w/-]+\s+){0,3}?(?:from|since|after|until|as of)\b", re.IGNORECASE)
"""A date with these is when a thing begins, began, or ends: no day by which it is to be done."""
BEGINS = re.compile(r"\b(?:starting|commencing|beginning|till|running)\s*$", re.IGNORECASE)
"""The same, said before the words of the date ("starting in March 2025")."""
OF_A_WEEK = re.compile(r"\b(?:week commencing|w/c)\b", re.IGNORECASE)
PARTS_OF_YEAR: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(rf"\b(?:{words})[\s-]*(?:of\s+|in\s+)?(?:the\s+)?(?:{YEAR})?\s*$", re.IGNORECASE), month)
    for words, month in (
        ("early|early part|first (?:third|months)", 4),
        ("start|beginning|first quarter", 3),
        ("second quarter|first half|first six months", 6),
        ("mid|middle", 8),
        ("third quarter", 9),
    )
)
"""The last month of a part of a year, read as late as the words allow: "early 2025" is by the end of April, "mid 2025" by
the end of August, "late 2025" by the year's end. Chosen for this register: no rule of law says it."""


def due_day(before: str, words: str, iso: str) -> date | None:
    """The last day by which ``words`` (with what stands right ``before`` them) say that a thing is due, by the latest.

    None where they give no day, or only say from when, since when or until when: such a date is a start or an end, and
    nothing is overdue by it. ``iso`` is the date that they name. A part of a month ("mid March") is its last day; a week
    that is said to commence on a day is its seventh day; an academic year ends with August, a financial one with March.
    Of a year, "the start" is to the end of March, "early" to the end of April, "the first half" to the end of June,
    "mid" to the end of August, "late" and "the end" to its last day: chosen for this register, as late as words allow.
    """
    last = last_day(iso)
    if last is None or NO_DUE.search(words) or BEGINS.search(before):
        return None
    if re.fullmatch(r"\d{4}", iso):
        said = f"{before[-30:]}{words}"
        return next((_month_end(int(iso), month) for part, month in PARTS_OF_YEAR if part.search(said)), last)
    if "academic" in words.lower() and "/" in iso:
        return _month_end(last.year, 8)
    return last + timedelta(days=6) if OF_A_WEEK.search(words) and len(iso) == len("2025-01-01") else last


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _iso(form: str, match: re.Match[str], said_on: date | None) -> str:
    group = {re.sub(r"\d+b?$", "", k): v for k, v in match.groupdict().items() if v and not k.startswith("form")}
    try:
        if form in ("iso", "day", "numeric"):
            return _day(group["y"], group["m"], group["d"])
        if form == "month":
            return f"{group['y']}-{MONTHS[group['m'].lower().rstrip('.')]:02d}"
        if form == "quarter":
            return _quarter(group, match.group())
        if form == "season":
            return _season(group["s"], int(group["y"]))
        if form == "financial":
            start, end = int(group["y"]), int(group["e"][-2:])
            return f"{start}/{end:02d}" if end == (start + 1) % 100 else ""
        if form == "year":
            return group["y"]
        return _said(form, match.group().lower(), group, said_on) if said_on else ""
    except (KeyError, ValueError):
        return ""


def _day(year: str, month: str, day: str) -> str:
    number = int(month) if month.isdigit() else MONTHS[month.lower().rstrip(".")]
    return date(int(year) + (2000 if len(year) == 2 else 0), number, int(day)).isoformat()


def _quarter(group: dict[str, str], words: str) -> str:
    """Q2 2025 is April to June; Q2 2025/26 counts from April, the financial year's start."""
    said = group["q"].lower()
    quarter = int(said) if said.isdigit() else NUMBERS[said]
    year = int(group["y"])
    if re.search(r"20\d\d[/–-]\d\d", words):
        return f"{year + 1}-Q1" if quarter == 4 else f"{year}-Q{quarter + 1}"
    return f"{year}-Q{quarter}"


def _season(season: str, year: int) -> str:
    month = SEASONS[season.lower()]
    return f"{year + 1 if season.lower() == 'winter' else year}-{month:02d}"


def _said(form: str, words: str, group: dict[str, str], said_on: date) -> str:
    """Expressions that only the letter's day makes into a date."""
    if form == "daymonth":
        month, day = MONTHS[group["m"].lower().rstrip(".")], int(group["d"])
        near = [date(year, month, day) for year in (said_on.year - 1, said_on.year, said_on.year + 1)]
        return min(near, key=lambda found: abs((found - said_on).days)).isoformat()
    for season, month in SEASONS.items():
        if season in words:
            year = said_on.year if said_on.month <= month else said_on.year + 1
            return f"{year}-{month:02d}"
    step = {"next": 1, "last": -1, "this": 0, "coming": 1}.get(
        next(iter(re.findall(r"next|last|this|coming", words)), "")
    )
    if step is None or form == "span":
        return ""
    if "month" in words:
        later = (said_on.replace(day=15) + timedelta(days=30 * step)).replace(day=1)
        return f"{later.year}-{later.month:02d}"
    return (
        str(said_on.year + step)
        if words.endswith(" year") and "financial" not in words and "academic" not in words
        else ""
    )
