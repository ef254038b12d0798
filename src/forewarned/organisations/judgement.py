"""What a judgement of one part of an addressee field holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forewarned.organisations.directory import Entry


class Sort(StrEnum):
    """What a text is."""

    KNOWN = "known"  # a body of the directory
    DOUBTFUL = "doubtful"  # a form that several bodies share
    SEVERAL = "several"  # bodies sharing a word ("Norfolk and Suffolk Constabulary")
    NAMED = "named"  # looks like a body no list holds
    PLAIN = "plain"  # a proper name that might be a body
    PART = "part"  # only a part or sort of body
    OFFICE = "office"  # an office without its body
    PERSON = "person"
    REDACTED = "redacted"
    PLACE = "place"
    NOTHING = "nothing"  # no addressee at all


@dataclass(frozen=True, slots=True)
class Judgement:
    """``entries`` for KNOWN; ``name`` and ``kind`` for NAMED and PLAIN; ``score``, ``reason`` and ``sure`` always."""

    sort: Sort
    score: float
    reason: str
    sure: bool
    entries: tuple[Entry, ...] = ()
    name: str = ""
    kind: str = ""
    whole: bool = False  # the text is nothing but the body's name
    shares: tuple[tuple[int, int, str], ...] = ()  # SEVERAL: (start, end, the name it stands for)


@dataclass(frozen=True, slots=True)
class Found:
    """Entries a text can mean, how well it fits (0..1), why, and whether a reader need not look at it."""

    entries: tuple[Entry, ...]
    score: float
    reason: str
    sure: bool = True
