"""What a comparison gives back: verbatim spans of both texts, never rewritten."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of one report: ``sections[section][start:end]``; ``marks`` are the words in it that carry the point."""

    section: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SharedPoint:
    """One thing that both deaths have, said by both: of which aspect, what it is called, and where each says it.

    ``aspect``: person, setting, mechanism, failing (both say that it failed), topic (what a failing is of, where not
    both say so), or words (passages alike that no code of the lexicon names).
    """

    aspect: str
    name: str
    here: Quote
    there: Quote


@dataclass(frozen=True, slots=True)
class Similar:
    """A death in similar circumstances. ``grade`` 3 the same kind of death, 2 mostly, 1 broadly, 0 hardly.

    ``score`` orders them (about 0 to 3); ``differences`` name what is unlike, "there" being this report and "here"
    the one asked about.
    """

    key: str
    grade: int
    score: float
    shared: tuple[SharedPoint, ...]
    differences: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """What else a reader must know of the two, such as that they may be on one death."""
