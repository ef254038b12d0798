"""What a search answers: hits with the reasons for each, counts, and what was read in the question."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from forewarned.lessons.search.items import SearchItem, as_json

How = Literal["exact", "stem", "typo", "phrase", "field", "not_there"]
Sort = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something to tell the person about how the question was read. ``code`` is stable, ``says`` is a sentence."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Choices beside the words: within one choice any value will do, and every choice given must hold.

    Values are compared whole, without case. ``since`` and ``until`` are days and count themselves.
    """

    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """Why a hit is one: what was asked, how it was met, where.

    ``where`` is text, title, organisation, area, ref, or the field asked for. ``spans`` are offsets into the item's
    text for ``where="text"``, into its title for ``where="title"``, and empty otherwise: ``found`` then says the words.
    ``how="not_there"``: this word was asked for and the hit lacks it (only where nothing has every word).
    """

    asked: str
    how: How
    where: str
    found: tuple[str, ...]
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    """``text[start:end]`` of the item, verbatim, and the matched stretches in it (offsets into the item's text too)."""

    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found. ``score`` orders hits of one answer and means nothing between answers.

    ``near``: how close in meaning (cosine, -1 to 1), None when it was not found so. ``by_words`` is False for a hit
    that meaning alone found.
    """

    item: SearchItem
    score: float
    by_words: bool
    matched: tuple[Matched, ...]
    snippets: tuple[Snippet, ...]
    near: float | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the items found by words have each kind, theme and year: most first, years newest first."""

    kinds: tuple[tuple[str, int], ...] = ()
    themes: tuple[tuple[str, int], ...] = ()
    years: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one question. ``total`` counts what words found, ``near_total`` what meaning alone added.

    ``undated``: items left out only because their date is not known. ``corrected``: each word that is nowhere in the
    index, with the words looked for in its place.
    """

    asked: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    near_total: int = 0
    undated: int = 0
    counts: Counts = field(default_factory=Counts)
    notes: tuple[Note, ...] = ()
    corrected: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The whole answer as plain values (the ``--json`` of the search command)."""
        return {
            "asked": self.asked, "total": self.total, "near_total": self.near_total, "undated": self.undated,
            "notes": [{"code": note.code, "says": note.says} for note in self.notes],
            "corrected": {word: list(put) for word, put in self.corrected},
            "counts": {"kinds": dict(self.counts.kinds), "themes": dict(self.counts.themes),
                       "years": {str(year): number for year, number in self.counts.years}},
            "hits": [_hit_as_json(hit) for hit in self.hits],
        }  # fmt: skip


def _hit_as_json(hit: Hit) -> dict[str, Any]:
    return {
        **as_json(hit.item), "score": round(hit.score, 6), "by_words": hit.by_words,
        "near": None if hit.near is None else round(hit.near, 4),
        "matched": [
            {"asked": one.asked, "how": one.how, "where": one.where, "found": list(one.found),
             "spans": [list(span) for span in one.spans]} for one in hit.matched
        ],
        "snippets": [
            {"start": one.start, "end": one.end, "quote": hit.item.text[one.start : one.end],
             "marks": [list(mark) for mark in one.marks]} for one in hit.snippets
        ],
    }  # fmt: skip
