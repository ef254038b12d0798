"""What was warned of more than once, as a page shows it: each step in plain words, each lesson drawn on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from forewarned.errors import InputError
from forewarned.lessons.promises.dates import last_day
from forewarned.lessons.promises.values import SAID_DONE
from forewarned.lessons.questions.between import PromiseBetween
from forewarned.lessons.questions.deaths import REGISTER
from forewarned.lessons.questions.likeness import SimilarReport
from forewarned.lessons.questions.matters import MatterLine
from forewarned.lessons.questions.possible import PossibleLine, PossibleSide
from forewarned.lessons.questions.recurring import AgainLine, StepLine
from forewarned.lessons.recurrence.dates import When, when
from forewarned.lessons.recurrence.relation import UNDATED
from forewarned.reports.questions.result import day
from forewarned.signals.timeline import Kind, Moment, timeline
from forewarned.web.charts import drawn_on_one_line

KINDS = {
    "broken_promise": (
        "A death after a promise was due, or said to be done",
        "Somebody died after an action that was promised on an earlier report was due, or was said to be done.",
    ),
    "recurrence": ("A death after an earlier report", "Somebody died after an earlier report with the same lesson."),
    "undetermined": (
        "Not known: the dates do not tell",
        "The dates that are known do not tell whether the later death came after the earlier report.",
    ),
    "same_era": (
        "A death before the earlier report",
        "The death that was reported later came before the earlier report was written. That report could not have "
        "warned of it, so this says nothing about learning.",
    ),
}
"""Each kind: a heading, and what it means. The strongest first."""
SHORT = {
    "broken_promise": "death after a promise was due or said to be done",
    "recurrence": "death after an earlier report",
    "undetermined": "not known",
    "same_era": "death before the earlier report",
    "": "first of these reports",
}
IF_SAME = {
    "broken_promise": "somebody died after a promise on it was due, or said to be done",
    "recurrence": "the death came after the warning",
    "undetermined": "the dates do not tell whether the death came after the warning",
    "same_era": "the later death came before the warning, which says nothing of learning",
}
"""What the dates would say of two matters that may be one lesson."""
READ_IN_USE = "same-lesson-2 (meaning)"
HOW_OFTEN = (
    "When language models read such pairs, about half were the same lesson, more of those of a greater likeness; pairs "
    "marked “less likely” were not read."
)
"""docs/reference/models/same_lesson.md: of one body, not joined, 0.65 from 0.47 on and at most 0.27 below."""
STATUSES = {
    "taken": "said to be done",
    "already_done_before_report": "said to be done before the report",
    "underway": "said to be under way",
    "planned": "planned",
}
ISO = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")
LONG, SHOWN, BEFORE = 620, 480, 60
"""Characters: a longer matter is shown in part first; the part; what of it stands before the first shared word."""
COLUMNS = ("Number", "Report", "Died", "Report dated", "How the death stands to them", "Promises before it")


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise between two warnings, in words."""

    key: str
    text: str
    who: str
    what: str
    apart: str
    """Why it is listed apart and no death is classed by it; blank where it counts."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One death and its first report with the lesson, in words."""

    number: int
    line: StepLine
    died: str
    died_from: str
    reported: str
    says: str
    """How the death stands to an earlier report; blank for the first."""
    promises: tuple[PromiseRow, ...]
    apart: tuple[PromiseRow, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson with its drawing and the table that says the same."""

    line: AgainLine
    place: int
    steps: tuple[StepRow, ...]
    drawn: Markup
    table: tuple[tuple[str, ...], ...]
    undrawn: int
    """Steps whose date of death is not known, and that have no mark for it."""


def part_day(written: str) -> str:
    """A date as far as it is known: ``4 March 2021``, ``March 2021``, ``2021``, ``not known``."""
    known = _when(written)
    if known is None:
        return "not known"
    if known.exact:
        return day(known.first)
    return f"{known.first:%B %Y}" if known.first.month == known.last.month else f"{known.first.year}"


def _when(written: str) -> When | None:
    try:
        return when(written)
    except InputError:
        return None


def in_words(sentence: str) -> str:
    """A sentence of a rule with its dates as people write them."""
    return ISO.sub(lambda found: part_day(found[0]), sentence)


def lesson_row(line: AgainLine, place: int, as_at: date) -> LessonRow:
    """One lesson of the page; ``place`` tells its drawing's ids from the others'."""
    steps = tuple(_step(number, step) for number, step in enumerate(line.steps, start=1))
    lanes = [(str(row.number), _moments(row, line.steps)) for row in steps]
    title = f"“{line.name}”: deaths and reports in time"
    return LessonRow(
        line,
        place,
        steps,
        drawn_on_one_line(timeline(title, lanes, as_at=as_at), f"lesson-{place}"),
        tuple(_cells(row) for row in steps),
        sum(not row.line.date_of_death for row in steps),
    )


def _cells(row: StepRow) -> tuple[str, ...]:
    told = "; ".join(f"{one.who}: {one.what}" for one in row.promises) or "none known"
    return (
        str(row.number), row.line.ref or "no reference", row.died, row.reported, SHORT.get(row.line.kind, ""),
        told if row.line.kind else "",
    )  # fmt: skip


def _step(number: int, line: StepLine) -> StepRow:
    return StepRow(
        number=number,
        line=line,
        died=part_day(line.date_of_death),
        died_from=death_told_from(line.death_known_from, line.other_date_of_death, line.other_known_from, line.opened),
        reported=part_day(line.date_of_report),
        says=in_words(f"Compared with report {line.against}: {line.reason[0].lower()}{line.reason[1:]}")
        if line.reason
        else "",
        promises=tuple(_promise(one) for one in line.promises),
        apart=tuple(_promise(one) for one in line.apart),
        missing=tuple(in_words(one) for one in line.missing if not one.startswith(UNDATED)),
    )


def death_told_from(source: str, other: str = "", other_from: str = "", opened: str = "") -> str:
    """Where a date of death is from, and what another source says; where none is known, by when the death was."""
    if not source:
        return f"by {part_day(opened)}, when an investigation of it was opened" if opened else ""
    said = "from the register" if source == REGISTER else "read in the report’s own words"
    differs = f"; but {'the register says' if other_from == REGISTER else 'its own words say'} {part_day(other)}"
    return said + (differs if other else "")


def died_told(line: MatterLine | SimilarReport | PossibleSide) -> str:
    """The date of a death with where it is from and what another source says, in one line."""
    told = death_told_from(line.death_known_from, line.other_date_of_death, line.other_known_from, line.opened)
    return f"{part_day(line.date_of_death)} ({told})" if told else part_day(line.date_of_death)


def _promise(one: PromiseBetween) -> PromiseRow:
    word = "on" if one.said_on_basis == "letter" else "in a response published by"
    said = f" {word} {day(one.said_on)}" if one.said_on else ""
    whole = one.due_by is not None and _when(one.due) is not None and last_day(one.due) == one.due_by
    by = part_day(one.due) if whole else day(one.due_by) if one.due_by else ""
    due = f", due {by}" if by else ""
    what = f"{STATUSES.get(one.status, one.status)}{said}{due}"
    return PromiseRow(one.key, one.text, one.who or "not known who", what, one.apart)


def _moments(row: StepRow, steps: Sequence[StepLine]) -> Iterator[Moment]:
    """The death and the report of a step, and what was promised on its report before later deaths."""
    if death := _moment(Kind.DEATH, row.line.date_of_death):
        yield death
        if row.line.kind in ("broken_promise", "recurrence"):
            yield Moment(Kind.AGAIN, death.last)
    if report := _moment(Kind.REPORT, row.line.date_of_report):
        yield report
    for later in steps:
        if later.against_report == row.line.report:
            yield from _promised(later.promises)


def _promised(promises: Iterable[PromiseBetween]) -> Iterator[Moment]:
    for one in promises:
        done = one.status in SAID_DONE
        for on in (one.due_by, one.said_on if done else None):
            if on is not None:
                yield Moment(Kind.PROMISE, on)


def _moment(kind: Kind, written: str) -> Moment | None:
    known = _when(written)
    if known is None:
        return None
    return Moment(kind, known.last) if known.exact else Moment(kind, known.last, known.first)


@dataclass(frozen=True, slots=True)
class SideRow:
    """One matter of a pair; ``pieces``: its words, those that the other shares told apart."""

    side: PossibleSide
    died: str
    """When, with where that is from and what another source says."""
    pieces: tuple[tuple[str, bool], ...]
    short: tuple[tuple[str, bool], ...]
    """The stretch of a long matter that holds most of those words; blank for one that is short."""


@dataclass(frozen=True, slots=True)
class PossibleRow:
    """Two matters that may be one lesson; ``says`` and ``missing``: what the dates say, if they are."""

    line: PossibleLine
    sides: tuple[SideRow, ...]
    says: str = ""
    missing: tuple[str, ...] = ()


def possible_row(line: PossibleLine) -> PossibleRow:
    missing = tuple(in_words(one) for one in line.missing)
    return PossibleRow(line, tuple(_side(one) for one in line.sides), in_words(line.reason), missing)


def _side(one: PossibleSide) -> SideRow:
    whole = pieces(one.text, one.shared)
    short: tuple[tuple[str, bool], ...] = ()
    if len(one.text) > LONG:
        start, end = stretch(one.text, one.shared)
        inside = [(max(a, start) - start, min(b, end) - start) for a, b in one.shared if a < end and b > start]
        cut = pieces(one.text[start:end], inside)
        short = ((("… ", False),) if start else ()) + cut + (((" …", False),) if end < len(one.text) else ())
    return SideRow(one, died_told(one), whole, short)


def stretch(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The ``SHOWN`` characters, from a word's start to a word's end, over as many of these spans as can be."""
    starts = [max(0, start - BEFORE) for start, _ in spans] or [0]
    first = max(starts, key=lambda at: (sum(at <= start and end <= at + SHOWN for start, end in spans), -at))
    first = 0 if first < BEFORE else first
    last = min(len(text), first + SHOWN)
    while 0 < first < last and not text[first - 1].isspace():
        first += 1
    while last < len(text) and last > first and not text[last].isspace():
        last -= 1
    return first, last


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """``text`` in pieces that join to it again, those of ``spans`` (in order, apart) with True."""
    found, place = [], 0
    for start, end in spans:
        found += [(text[place:start], False), (text[start:end], True)]
        place = end
    return tuple((words, marked) for words, marked in (*found, (text[place:], False)) if words)


def how_often(found_by: Iterable[str]) -> str:
    """How often pairs offered by these models were right when they were read; blank where one was not read so."""
    return HOW_OFTEN if set(found_by) <= {READ_IN_USE} else ""
