"""Phrases that carry a theme, written by hand in ``cues.txt``, and where they stand in a matter.

The file explains its own notation. A phrase is looked up by its first word, so that a matter costs the same however
many phrases there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from forewarned.lessons.themes.words import Word

GAPS = {"..": 3, "....": 6}
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Cue:
    """One phrase: the theme it speaks for, whether it names it outright, and its parts (alternatives, or a gap)."""

    name: str
    theme: str
    strong: bool
    parts: tuple[tuple[str, ...] | int, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: the first word and the one after the last, as positions in the list of words."""

    cue: Cue
    first: int
    after: int


def read_cues(text: str) -> tuple[Cue, ...]:
    """Phrases of a file in the notation of ``cues.txt``."""
    theme, found = "", {}
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            theme = line.strip("[]")
            continue
        strong = line.startswith("+ ")
        phrase = line.removeprefix("+ ")
        parts = tuple(GAPS[part] if part in GAPS else tuple(part.split("|")) for part in phrase.split())
        found[theme, phrase] = Cue(f"{theme}: {phrase}", theme, strong, parts)
    return tuple(found.values())


def fits(alternatives: tuple[str, ...], plain: str) -> bool:
    """True when a word is one of the alternatives, a star standing for any ending."""
    return any(plain.startswith(one[:-1]) if one[-1] == "*" else plain == one for one in alternatives)


class CueBook:
    """All phrases, found by their first words."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self.cues = tuple(cues)
        self._whole: dict[str, list[Cue]] = defaultdict(list)
        self._begun: dict[str, list[Cue]] = defaultdict(list)
        for cue in self.cues:
            first = cue.parts[0]
            assert isinstance(first, tuple), f"a phrase begins with a word: {cue.name}"
            for one in first:
                (self._begun if one[-1] == "*" else self._whole)[one.rstrip("*")].append(cue)
        self._longest = max((len(begin) for begin in self._begun), default=0)

    def find(self, words: Sequence[Word]) -> list[Hit]:
        """Every phrase at every place it stands."""
        hits: list[Hit] = []
        plains = [word.plain for word in words]
        for at, plain in enumerate(plains):
            for cue in self._starting(plain):
                after = self._end(cue.parts, 1, plains, at + 1)
                if after:
                    hits.append(Hit(cue, at, after))
        return hits

    def _starting(self, plain: str) -> list[Cue]:
        found = list(self._whole.get(plain, ()))
        for length in range(SHORTEST, min(len(plain), self._longest) + 1):
            found += self._begun.get(plain[:length], ())
        return found

    def _end(self, parts: tuple[tuple[str, ...] | int, ...], part: int, plains: list[str], at: int) -> int:
        """The position after the rest of a phrase, 0 when it does not stand here. The nearest fit is taken."""
        if part == len(parts):
            return at
        wanted = parts[part]
        if isinstance(wanted, int):
            for skip in range(wanted + 1):
                after = self._end(parts, part + 1, plains, at + skip)
                if after:
                    return after
            return 0
        if at < len(plains) and fits(wanted, plains[at]):
            return self._end(parts, part + 1, plains, at + 1)
        return 0


@lru_cache(maxsize=1)
def packaged() -> CueBook:
    """The phrases that come with the program."""
    return CueBook(read_cues((files(__package__) / "cues.txt").read_text(encoding="utf-8")))
