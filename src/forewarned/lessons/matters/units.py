"""Sentences and paragraphs of a section, as offsets. A line that was only wrapped does not end a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

Span = tuple[int, int]

_BLANKS = " \t\r\f\v\u00a0"
_NEWLINES = re.compile(r"\n\s*")
_STOPS = re.compile(r"[.!?:;]+")
_AFTER_STOPS = re.compile(r"[\"”’')\]]*(?:\s+|$)")
_NOT_A_STOP = re.compile(
    r"(?:\b(?:mr|mrs|ms|miss|dr|prof|st|no|vs|inc|ltd|rt|hon|e\.?g|i\.?e|etc|approx|para|paras|sgt|insp|fig|cf|"
    r"v)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_ENDS = '.!?:;"”’)'


def trim(text: str, start: int, end: int) -> Span:
    """The offsets without white space and control characters at either end."""
    while start < end and (text[start].isspace() or not text[start].isprintable()):
        start += 1
    while end > start and (text[end - 1].isspace() or not text[end - 1].isprintable()):
        end -= 1
    return start, end


def plain_hyphens(text: str) -> str:
    """The text with a hyphen for every soft hyphen, of the same length: readers of PDFs leave them before numbers."""
    return text.replace("\u00ad", "-")


def sentences(text: str, start: int, end: int) -> list[Span]:
    """Sentences between two offsets; a blank line ends one too. A colon or semicolon before a capital ends one."""
    found: list[Span] = []
    last = start
    for paragraph_start, paragraph_end in paragraphs(text, start, end, every_line=False):
        last = paragraph_start
        for stop, after in _stops(text, paragraph_start, paragraph_end):
            if after >= paragraph_end or not _ends_sentence(text, stop, after, last):
                continue
            found.append(trim(text, last, after))
            last = after
        found.append(trim(text, last, paragraph_end))
    return [span for span in found if span[0] < span[1]]


def _stops(text: str, start: int, end: int) -> Iterator[Span]:
    """Where stops stand before white space, and where it ends. A run is looked at once: forms have long ones."""
    for stops in _STOPS.finditer(text, start, end):
        if after := _AFTER_STOPS.match(text, stops.end(), end):
            yield stops.start(), after.end()


def _ends_sentence(text: str, stop: int, after: int, last: int) -> bool:
    following = text[after]
    if text[stop] in ":;":
        return following.isupper() or following in '"“‘(' or following.isdigit()
    if following.islower():
        return False
    return not _NOT_A_STOP.search(text, max(last, stop - 8), stop + 1)


def is_wrapped(text: str) -> bool:
    """Whether single line ends are those of a narrow column, and so end nothing."""
    lines = [line for line in text.splitlines() if line.strip()]
    broken = sum(1 for line, after in pairwise(lines) if line.rstrip()[-1] not in _ENDS and after.lstrip()[0].islower())
    return len(lines) > 3 and broken * 4 >= len(lines)


def paragraphs(text: str, start: int, end: int, *, every_line: bool = True) -> list[Span]:
    """Paragraphs between two offsets.

    A blank line always parts two, unless a sentence runs on across it; one line end parts them where
    ``every_line``, the line ends a sentence or the next begins with a capital, and the text is not wrapped.
    """
    found: list[Span] = []
    last = start
    for gap_start, gap_end in _gaps(text, start, end):
        before = text[gap_start - 1] if gap_start > start else ""
        after = text[gap_end] if gap_end < end else ""
        blank = text.count("\n", gap_start, gap_end) > 1
        runs_on = after.islower() and before not in ".!?:;"
        if runs_on or not (blank or every_line):
            continue
        found.append(trim(text, last, gap_start))
        last = gap_end
    found.append(trim(text, last, end))
    return [span for span in found if span[0] < span[1]]


def _gaps(text: str, start: int, end: int) -> Iterator[Span]:
    """Line ends with the white space around them; blanks that no line end follows are not looked at."""
    last = start
    for newlines in _NEWLINES.finditer(text, start, end):
        left = newlines.start()
        while left > last and text[left - 1] in _BLANKS:
            left -= 1
        last = newlines.end()
        yield left, last


def line_starts(text: str) -> list[int]:
    """Offsets at which lines start."""
    return [0, *(match.end() for match in re.finditer(r"\n", text))]


def at_line_start(text: str, starts: list[int], offset: int) -> bool:
    """Whether only blanks stand between the start of the line and the offset."""
    start = starts[bisect_right(starts, offset) - 1]
    return offset - start <= 40 and not text[start:offset].strip()
