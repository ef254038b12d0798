"""A section cut into sentences, as offsets into the unchanged text: what the rules of this folder read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from forewarned.lessons.values import Fact

SECTIONS = ("investigation", "circumstances", "concerns")
"""The order in which sections are read: the coroner's findings come before what worries the coroner."""

# A full stop after a title or an initial ends no sentence. A single line end is a wrapped line, unless what stands
# before or after it shows the end of a sentence, a short line of a list, or the start of a numbered point.
_BREAK = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\b[A-Z])[.!?][”’\"')\]]*\s+(?=[“‘\"'(\[]?[A-Z0-9])"
    r"|\n[^\S\n]{0,40}\n\s*"
    r"|(?<=[.:;!?])[^\S\n]{0,40}\n\s*"
    r"|\n\s{0,40}(?=[•*–-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|(?:1|I|l) ?\(?[a-d]\b|II\b|[A-Z][\w ]{0,30}:)"
)
_SHORT_LINE = re.compile(r"(?:^|\n)[^\n]{0,45}\n(?!\s{0,20}[a-z])")
LONGEST = 1200
"""Characters of one sentence; a longer one (no stops at all, tables) is cut so that no rule runs over a whole page."""
_SPACE = re.compile(r"[^\S ]\s*| \s+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of a section as rules read them: ``text`` has single spaces and straight quotes.

    ``jumps`` says where white space was squeezed, so that `at` leads back to the unchanged section.
    """

    section: str
    start: int
    text: str
    low: str
    jumps: tuple[tuple[int, int], ...] = ()

    def at(self, position: int) -> int:
        """The offset in the section's unchanged text of a position in ``text``."""
        if not self.jumps:
            return self.start + position
        index = bisect_right(self.jumps, position, key=lambda jump: jump[0]) - 1
        return self.start + position + (self.jumps[index][1] if index >= 0 else 0)


def _squeezed(section: str, start: int, raw: str) -> Sentence:
    """A sentence with its white space made single and the way back kept."""
    pieces: list[str] = []
    jumps: list[tuple[int, int]] = []
    at = length = 0
    for match in _SPACE.finditer(raw):
        pieces += (raw[at : match.start()], " ")
        length += match.start() - at + 1
        at = match.end()
        if at != length:
            jumps.append((length, at - length))
    text = ("".join(pieces) + raw[at:]) if pieces else raw
    text = text.replace("’", "'").replace("‘", "'")
    # Lower case may change the length of rare letters; cues are only looked up in it, never placed.
    return Sentence(section, start, text, text.lower(), tuple(jumps))


def sentences(section: str, text: str) -> tuple[Sentence, ...]:
    """Every sentence of a section in order; together they leave out nothing but the space between them."""
    found: list[Sentence] = []
    stops = {match.end() for match in _BREAK.finditer(text)} | {match.end() for match in _SHORT_LINE.finditer(text)}
    at = 0
    for stop in [*sorted(stops), len(text)]:
        for start in range(at, stop, LONGEST):
            piece = text[start : min(stop, start + LONGEST)]
            if piece.strip():
                found.append(_squeezed(section, start, piece))
        at = stop
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say something: ``value`` with ``score``. Only sentences with one of ``gate`` in them are searched."""

    value: str
    score: float
    gate: tuple[str, ...]
    pattern: re.Pattern[str]

    def find(self, sentence: Sentence) -> re.Match[str] | None:
        """The first place where a sentence says it."""
        low = sentence.low
        for word in self.gate:
            if word in low:
                return self.pattern.search(sentence.text)
        return None


def cue(value: str, score: float, gate: str, *patterns: str, exact: bool = False) -> Cue:
    """A cue of a table: ``gate`` is lower-case words parted by ``|``; patterns are alternatives, case ignored."""
    return Cue(value, score, tuple(gate.split("|")), re.compile("|".join(patterns), 0 if exact else re.I))


@dataclass(frozen=True, slots=True)
class Reading:
    """The sections as given and their sentences; ``found`` is what earlier rules found, for those built on them.

    ``reported``: the day of the report, where it is known.
    """

    sections: Mapping[str, str]
    sentences: tuple[Sentence, ...]
    telling: tuple[Sentence, ...]
    found: tuple[Fact, ...] = ()
    reported: date | None = None

    def fact(self, name: str) -> Fact | None:
        """The surest fact of that name found so far."""
        return max((f for f in self.found if f.name == name), key=lambda f: f.score, default=None)

    def values(self, name: str) -> frozenset[str]:
        """All values found so far for a name."""
        return frozenset(f.value for f in self.found if f.name == name)


def read(sections: Mapping[str, str], reported: date | None = None) -> Reading:
    """Cut the known sections into sentences. Names that are none of `SECTIONS` are left out.

    ``telling`` holds those of the investigation and the circumstances: where what happened is told.
    """
    cut = tuple(sentence for name in SECTIONS if sections.get(name) for sentence in sentences(name, sections[name]))
    telling = tuple(sentence for sentence in cut if sentence.section != "concerns")
    return Reading(sections, cut, telling, reported=reported)


def fact_at(sentence: Sentence, span: tuple[int, int], name: str, value: str, rule: str, score: float) -> Fact:
    """A fact whose words are ``span`` within a sentence, placed in its section."""
    words = sentence.text[span[0] : span[1]]
    first = span[0] + len(words) - len(words.lstrip())
    last = max(first, span[0] + len(words.rstrip()) - 1)
    start, end = sentence.at(first), sentence.at(last) + 1
    return Fact(name, value, sentence.section, start, end, rule, score)


def best(facts: list[Fact]) -> list[Fact]:
    """The surest fact, the earliest among equals: a list of none or one."""
    return sorted(facts, key=lambda f: (-f.score, SECTIONS.index(f.section), f.start))[:1]
