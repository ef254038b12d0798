"""Rows of the form in a text: the likeliest series of headings in the form's order, and what stands between them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence

from forewarned.reports.documents.headings import NAMES, Heading, headings_in
from forewarned.reports.documents.prose_dates import find_dates
from forewarned.reports.documents.values import Section, Span

FEWEST = 3
"""So many headings make a form; a letter that names one or two of them is none."""
LOOKALIKES = {1: "1Il|!", 5: "5S$", 6: "6bG", 7: "7?", 8: "8B", 9: "9g"}
"""What OCR makes of a row's number that stands alone."""
TITLE = re.compile(
    r"[ \t]*(?:ANNEX\b.*|(?:SPECIMEN:?[ \t]*)?(?:REGULATION[ \t]+28\b|RULE[ \t]+43\b|RHEOLIAD[ \t]+28\b)?.{0,12}"
    r"REPORT[ \t]+TO[ \t]+PREVENT\b.*|REGULATION[ \t]+28\b.*|RULE[ \t]+43\b.*|NOTE:.*|(?:FUTURE[ \t]+)?DEATHS|\d{1,3})?"
    r"[ \t]*",
    re.IGNORECASE,
)
"""Lines that stand above a form: they end the form before it."""
NINE = re.compile(r"(?m:^)[ \t]*\(?9\)?[ \t]?[.):]?(?=[ \t\n]|$|\[)[ \t]*")
SIGNED = re.compile(
    r"(?mi:^)[ \t]*(?:\[DATE\]|\[?SIGNED\b|DATED?[ \t]*[:\d]|DATED\b|SIGNATURE\b|LLOFNOD|DYDDIAD|"
    r"(?:HM[ \t]+|H\.M\.[ \t]+)?(?:SENIOR|AREA|ASSISTANT|ACTING)[ \t]+CORONER\b)",
    re.IGNORECASE,
)
LAST_NINES = 40
"""So many numbers 9 at the beginning of a line are looked at, from the last one back."""
CLOSING_LINES = 400
SIGNED_WITHIN = 250
"""A row 9 has a date, a signature or the coroner's office within so many characters."""


def find_sections(text: str) -> tuple[Section, ...]:
    """The rows of every form in ``text``, in order; () where there is no form (a response, say).

    A section's span leaves out number, heading and the blanks at both ends. A file may hold several forms:
    ``Section.form`` counts them.
    """
    found: list[Section] = []
    forms = 0
    for start, end in _forms(text):
        chosen = _series([h for h in headings_in(text[start:end]) if not (h.name == "addressees" and h.start > 5000)])
        if len({heading.name for heading in chosen}) < FEWEST:
            continue
        forms += 1
        found += _between(text, start, end, chosen, forms)
    return tuple(found)


def _forms(text: str) -> list[Span]:
    """Where each form starts and ends: at the words that open one, if rows of a form stand before them."""
    headings = headings_in(text)
    starts = [0]
    for heading in headings:
        if heading.name != "addressees":
            continue
        since = {h.name for h in headings if starts[-1] <= h.start < heading.start and h.score >= 3}
        if len(since - {"addressees"}) >= FEWEST:
            starts.append(_above(text, heading.start))
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _above(text: str, at: int) -> int:
    """The start of the title lines that stand directly above ``at``."""
    start = text.rfind("\n", 0, at) + 1
    while start > 0:
        before = text.rfind("\n", 0, start - 1) + 1
        if not TITLE.fullmatch(text[before : start - 1]):
            break
        start = before
    return start


def _series(headings: Sequence[Heading]) -> list[Heading]:
    """The series of headings, in the form's order, with the highest sum of scores (dynamic programming)."""
    best: list[tuple[float, int | None]] = []
    for at, heading in enumerate(headings):
        row = NAMES.index(heading.name)
        total, previous = heading.score, None
        for earlier in range(at):
            other = headings[earlier]
            fits = NAMES.index(other.name) < row and other.end <= heading.start
            if fits and best[earlier][0] + heading.score > total:
                total, previous = best[earlier][0] + heading.score, earlier
        best.append((total, previous))
    if not best:
        return []
    at_last: int | None = max(range(len(best)), key=lambda index: (best[index][0], -index))
    chosen = []
    while at_last is not None:
        chosen.append(headings[at_last])
        at_last = best[at_last][1]
    return chosen[::-1]


def _between(text: str, offset: int, end: int, headings: Sequence[Heading], form: int) -> list[Section]:
    """Sections from their headings; the last row, which has no words for a heading, by its number or content."""
    marks = [(h.name, _with_number(text, offset, h), offset + h.end) for h in headings]
    if marks[-1][0] in ("copies", "response", "action") and (nine := _signature(text, marks[-1][2], end)):
        marks.append(("signature", *nine))
    sections = []
    for (name, start, begin), following in zip(marks, [*marks[1:], ("", end, end)], strict=True):
        first, last = stripped(text, begin, following[1])
        sections.append(Section(name, NAMES.index(name), first, last, form, (start, begin)))
    return sections


def _with_number(text: str, offset: int, heading: Heading) -> int:
    """The heading's start, with a number that stands alone on the line before it."""
    start = offset + heading.start
    row = NAMES.index(heading.name)
    before = text[offset:start].rstrip()
    line = before[before.rfind("\n") + 1 :].strip()
    bare = line.strip("().: ")
    if row and bare and len(line) <= 4 and (bare == str(row) or bare in LOOKALIKES.get(row, "")):
        return offset + before.rfind("\n") + 1
    return start


def _signature(text: str, start: int, end: int) -> Span | None:
    """(heading's start, heading's end) of row 9 in what follows the last heading, None where it isn't there."""
    for match in reversed(deque(NINE.finditer(text, start, end), maxlen=LAST_NINES)):
        rest = text[match.end() : min(end, match.end() + SIGNED_WITHIN)]
        if SIGNED.search(rest) or _dated(rest) or re.match(r"\s*\[", rest):
            return match.start(), match.end()
    return _unnumbered_signature(text, start, end)


def _unnumbered_signature(text: str, start: int, end: int) -> Span | None:
    """The first of the closing lines that is a date, or begins as a signature does."""
    last = text.rfind("\n", start, max(start, _last_sentence(text, start, end)))
    at = last + 1 if last >= 0 else start
    for _ in range(CLOSING_LINES):
        if not 0 < at < end:
            break
        stop = text.find("\n", at)
        stop = end if stop < 0 or stop > end else stop
        line = text[at:stop]
        if SIGNED.match(line) or (len(line) < 70 and _dated(line)):
            return at, at
        at = stop + 1
    return None


def _last_sentence(text: str, start: int, end: int) -> int:
    """The end of the last long line: what follows are names, dates and offices."""
    at = start
    for match in re.finditer(r"[^\n]{60,}", text[start:end]):
        at = start + match.end()
    return at


def _dated(words: str) -> bool:
    return bool(find_dates(words)) or bool(re.search(r"\b\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\s+\d", words))


def stripped(text: str, start: int, end: int) -> Span:
    """The span without blanks at either end; empty at ``start`` where there is nothing else."""
    said = text[start:end]
    if not said.strip():
        return start, start
    return start + len(said) - len(said.lstrip()), end - (len(said) - len(said.rstrip()))
