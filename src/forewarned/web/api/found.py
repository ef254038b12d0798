"""The shape of a search's answer, as ``forewarned search --json`` prints it."""

from __future__ import annotations

from datetime import date

from forewarned.lessons.questions.rest import Rest
from forewarned.reports.questions.result import Cited
from forewarned.web.api.schemas import Shape, answer_schema


class FoundNote(Shape):
    """How the question was read."""

    code: str
    says: str


class FoundCounts(Shape):
    """How many of what was found by words have each kind, theme and year."""

    kinds: dict[str, int]
    themes: dict[str, int]
    years: dict[str, int]


class FoundMatch(Shape):
    """Why a hit is one. ``spans`` are offsets into its text or title."""

    asked: str
    how: str
    where: str
    found: list[str]
    spans: list[tuple[int, int]]


class FoundSnippet(Shape):
    """A stretch of a hit's text, word for word, and the offsets of what matched."""

    start: int
    end: int
    quote: str
    marks: list[tuple[int, int]]


class FoundHit(Shape):
    """One thing found. ``text`` is verbatim; ``near`` is how close in meaning, where it was found so."""

    key: str
    kind: str
    title: str
    text: str
    ref: str
    organisations: list[str]
    area: str
    themes: list[str]
    date: date | None
    url: str
    score: float
    by_words: bool
    near: float | None
    matched: list[FoundMatch]
    snippets: list[FoundSnippet]


class Found(Shape):
    """``total`` counts what words found, ``near_total`` what meaning alone added. ``tidied``: keys of hits whose words
    a language model tidied before they came here: they are not the coroner's exact words.
    """

    asked: str
    total: int
    near_total: int
    undated: int
    notes: list[FoundNote]
    corrected: dict[str, list[str]]
    counts: FoundCounts
    hits: list[FoundHit]
    tidied: list[str]
    rest: answer_schema(Rest)  # type: ignore[valid-type]
    cited: answer_schema(Cited)  # type: ignore[valid-type]
