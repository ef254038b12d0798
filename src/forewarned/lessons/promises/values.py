"""What is read in a response: promises, refusals, matters left out. All spans are offsets into the unchanged text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MAY_ANSWER_ANOTHER = "it may answer another report"
"""How the note begins of a response that seems to answer another report than the one it is filed under."""
STATUSES = ("taken", "underway", "planned", "considered", "already_done_before_report")
SAID_DONE = ("taken", "already_done_before_report")
"""Statuses of what is said to be done: an action, not a promise."""
TIERS = ("stronger", "intermediate", "weaker")
"""VA / IHI hierarchy of actions: domain/evidence-and-law.md, "Strength of promised actions"."""
TYPES = (
    "policy training audit staffing it_records environment equipment commissioning supervision communication_reminder "
    "review_only national_escalation other"
).split()


def note_of_another(notes: Iterable[object]) -> str:
    """Of the notes on a response, the one that it may answer another report; blank when none says so."""
    return next((str(note) for note in notes if str(note).startswith(MAY_ANSWER_ANOTHER)), "")


@dataclass(frozen=True, slots=True)
class Smart:
    """Which marks of a followable promise it bears. A missing mark is "not found here", never "there is none"."""

    specific: bool
    measurable: bool
    owner: bool
    dated: bool


@dataclass(frozen=True, slots=True)
class PromiseFound:
    """One action of a response: ``text[start:end]`` are its words.

    ``date_span`` and ``owner_span`` are offsets of the words that say when and who, None when nothing does. ``due`` is
    ISO and may be partial (``2025-02``, ``2025``, ``2025-Q2``, ``2024/25``): the date that the words name. ``due_by``
    is the last day by which they say that it is to be done; None where they name none, or only a start. ``by_other``:
    the words of ``owner_span`` name another body than the one that answers as who does it. ``concerns`` are the
    numbers of the matters it answers. ``score`` is the model's probability that the words are a promise.
    """

    start: int
    end: int
    status: str
    date_span: tuple[int, int] | None
    due: str
    owner_span: tuple[int, int] | None
    type: str
    strength: str
    concerns: tuple[str, ...]
    smart: Smart
    score: float
    found_by: str
    due_by: date | None = None
    by_other: bool = False


@dataclass(frozen=True, slots=True)
class RefusalFound:
    """Words that decline to act, with their reason inside them, and the matters they decline."""

    start: int
    end: int
    concerns: tuple[str, ...]
    found_by: str


@dataclass(frozen=True, slots=True)
class MatterGiven:
    """A matter of the report that is answered, as printed there: its number or letter, and its words."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class ReportGiven:
    """What is known of the report that the response is filed under; a blank is not known and is not compared."""

    ref: str = ""
    date: str = ""
    deceased: str = ""


@dataclass(frozen=True, slots=True)
class ResponseRead:
    """All that was read. ``not_addressed`` holds numbers of matters that no words answer, as far as the rules can see.

    ``disputes_fact``: some words contest what the report says (``disputes`` are their spans). ``reads_other_report``
    says why the response seems to answer another report, ``""`` when nothing speaks for that. ``not_read`` says why it,
    or a part of it, was not read; where it was not read at all, that nothing was found says nothing of the letter.
    ``too_long`` counts stretches too long for a promise that were left out.
    """

    promises: tuple[PromiseFound, ...]
    refusals: tuple[RefusalFound, ...]
    not_addressed: tuple[str, ...]
    disputes_fact: bool
    disputes: tuple[tuple[int, int], ...]
    reads_other_report: str
    not_read: str = ""
    too_long: int = 0
