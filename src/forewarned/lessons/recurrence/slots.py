"""Obligation slots: what a fix would be about (objects), how it failed (failings), and where (settings).

"Observations were not carried out" and "hourly checks had been missed" share no rare word and one obligation. The
lexicon is ``slots.toml``; it holds no pattern that serves one report only.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LEXICON = Path(__file__).with_name("slots.toml")
KINDS = ("object", "failing", "setting")


@dataclass(frozen=True, slots=True)
class Slot:
    """One reading of a slot: ``kind`` object, failing or setting, and the words ``text[start:end]`` that say it."""

    kind: str
    code: str
    start: int
    end: int


@cache
def lexicon() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Kind, code and pattern of every slot, in the order of the file."""
    tables = tomllib.loads(LEXICON.read_text(encoding="utf-8"))
    return tuple((kind, code, re.compile("|".join(ways))) for kind in KINDS for code, ways in tables[kind].items())


def slots_of(lowered: str) -> tuple[Slot, ...]:
    """Every slot in a lower-case text whose form sentences are blanked (``words.bare(text).lower()``)."""
    return tuple(
        Slot(kind, code, found.start(), found.end())
        for kind, code, pattern in lexicon()
        for found in pattern.finditer(lowered)
        if found.end() > found.start()
    )
