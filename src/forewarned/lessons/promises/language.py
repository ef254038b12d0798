"""Whether a letter is in English: the rules know no other language, and must not seem to have found nothing in one."""

from __future__ import annotations

import re

COMMON = frozenset(
    "the of and to in is that for it on with as was be by this we our are have has you your will which at from been "
    "not or an their they he she his her were would who had also its all any can these".split()
)
"""Words of which every English text is full; none is as common in Welsh ("a", "i", "o" and "y" are left out)."""
ENOUGH = 40
"""Words; of fewer the language cannot be told, and they are read as English."""
LEAST = 0.12
"""Share of common words below which a text is not English. English letters have 0.3 to 0.45, Welsh ones under 0.03."""
PART = 0.3
"""Share of a letter's words that stand in paragraphs of another language, from which on that is said."""
WORD = re.compile(r"[^\W\d_]+")
NOT_READ = "not read"
"""How the note begins of a letter that was not read, or not all of it."""
NOT_ENGLISH = f"{NOT_READ}: not in English, as far as a program can tell"
PARTLY = f"{NOT_READ} in part: some of it is not in English, as far as a program can tell"


def language_note(text: str) -> str:
    """Why a letter, or a part of it, cannot be read for its language; ``""`` when it can."""
    words = _words(text)
    if len(words) < ENOUGH:
        return ""
    if _share(words) < LEAST:
        return NOT_ENGLISH
    foreign = 0
    for part in re.split(r"\n\s*\n", text):
        own = _words(part)
        foreign += len(own) if len(own) >= ENOUGH and _share(own) < LEAST / 2 else 0
    return PARTLY if foreign >= PART * len(words) else ""


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def _share(words: list[str]) -> float:
    return sum(word in COMMON for word in words) / len(words)
