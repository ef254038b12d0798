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


_QUANTIFIED = "?*{"
_LEAST = 3


def needed(way: str) -> str:
    """Letters that stand in every text that the expression ``way`` matches; "" where none of three or more do.

    Looking for them first is some ten times faster than trying every expression on every text.
    """
    best = run = ""
    at = depth = 0
    while at < len(way):
        one = way[at]
        if one == "\\" or one == "[":
            stop = at + 2 if one == "\\" else way.index("]", at + 1) + 1
            run, at = "", stop
            continue
        depth += {"(": 1, ")": -1}.get(one, 0)
        if one == "|" and not depth:
            return ""
        plain = depth == 0 and (one.isalpha() or one in " -")
        if plain and not way[at + 1 : at + 2].startswith(tuple(_QUANTIFIED)):
            run += one
            best = max(best, run, key=len)
        else:
            run = ""
        at += 1
    return best if len(best) >= _LEAST else ""


@cache
def lexicon() -> tuple[tuple[str, str, re.Pattern[str], tuple[str, ...]], ...]:
    """Kind, code and pattern of every slot, in the order of the file, with letters of which its texts hold some.

    No such letters where one of its expressions needs none: then it is tried on every text.
    """
    tables = tomllib.loads(LEXICON.read_text(encoding="utf-8"))
    found = []
    for kind in KINDS:
        for code, ways in tables[kind].items():
            letters = tuple(needed(way) for way in ways)
            found.append((kind, code, re.compile("|".join(ways)), letters if all(letters) else ()))
    return tuple(found)


def slots_of(lowered: str) -> tuple[Slot, ...]:
    """Every slot in a lower-case text whose form sentences are blanked (``words.bare(text).lower()``)."""
    return tuple(
        Slot(kind, code, found.start(), found.end())
        for kind, code, pattern, letters in lexicon()
        if not letters or any(some in lowered for some in letters)
        for found in pattern.finditer(lowered)
        if found.end() > found.start()
    )
