"""What kind of person, where, how, and what failed: codes of four aspects, each with the words that carry it.

A lexicon (lexicon.toml), not a model. It serves twice: as features of the ranker, and as the points that are quoted
side by side.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

ASPECTS = ("person", "setting", "mechanism", "failing")
LEAST_LITERAL = 2
_SMALL = str.maketrans(string.ascii_uppercase + "’", string.ascii_lowercase + "'")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A code met in a case, with the first words that carry it and how often it is met."""

    aspect: str
    code: str
    section: str
    start: int
    end: int
    times: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A pattern, and the beginnings of which one must stand in a text for it to be tried (none: always tried)."""

    pattern: re.Pattern[str]
    beginnings: tuple[str, ...]


def _beginnings(phrase: str) -> tuple[str, ...]:
    """The letters a phrase must begin with, one for each way it can begin; empty where that can't be told."""
    group = re.match(r"\(\?:([a-z0-9' |]+)\)(?![?*{])", phrase)
    ways = group.group(1).split("|") if group else [phrase]
    found: list[str] = []
    for way in ways:
        literal = re.match(r"[a-z0-9':& ]*", way)
        letters = literal.group() if literal else ""
        if not group and way[len(letters) :][:1] in ("?", "*", "{"):
            letters = letters[:-1]
        if len(letters) < LEAST_LITERAL or (not group and "|" in re.sub(r"\(.*?\)", "", way)):
            return ()
        found.append(letters)
    return tuple(found)


@lru_cache(maxsize=1)
def _lexicon() -> dict[tuple[str, str], tuple[str, str, tuple[_Phrase, ...]]]:
    given = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))
    return {
        (aspect, code): (
            entry["called"],
            entry.get("topic", entry["called"]),
            tuple(_Phrase(re.compile(rf"\b(?:{phrase})\b"), _beginnings(phrase)) for phrase in entry["phrases"]),
        )
        for aspect in ASPECTS
        for code, entry in given[aspect].items()
    }


def called(aspect: str, code: str) -> str:
    """What a code is called, as a reader sees it."""
    return _lexicon()[aspect, code][0]


def topic(aspect: str, code: str) -> str:
    """What a failing is called where the words speak of it and do not say that anything failed."""
    return _lexicon()[aspect, code][1]


FAILED = re.compile(
    r"\b(?:not|never|nor|nobody|none|neither|cannot|without|unable|unaware|should have|ought to|too|rather than"
    r"|no(?! (?:concerns?|issues?|evidence of (?:any )?fail))|\w+n['’]t|lack\w*|fail\w*|miss(?:ed|ing)"
    r"|in(?:adequa|suffici|accura|appropri|correct|complet|effect|consist)\w+|poor\w*|delay\w*|omi(?:ssion|tted)\w*|absen(?:t|ce)"
    r"|breach\w*|falsif\w*|unclear|shortages?|shortcomings?|deficien\w*|concern(?:s|ed|ing)?|gaps?|weak\w*|confus\w*"
    r"|neglect\w*|errors?|wrong\w*|mistake\w*|un(?:safe|satisfactory|trained|recorded|reliable|available)|risk that)\b",
    re.IGNORECASE,
)
NEAR = 80
"""Characters of a sentence, on either side of the words that carry a failing, in which it is said that it failed."""


def says_failed(text: str, start: int, end: int, marks: Iterable[tuple[int, int]]) -> bool:
    """Whether ``text[start:end]`` says near one of ``marks`` that something failed: to speak of a thing is not that."""
    return any(
        FAILED.search(text, max(start, first - NEAR), min(end, last + NEAR)) is not None for first, last in marks
    )


def codes() -> tuple[tuple[str, str], ...]:
    """All (aspect, code), in a fixed order."""
    return tuple(_lexicon())


def spans(text: str, aspect: str, code: str) -> list[tuple[int, int]]:
    """Where the phrases of one code stand in ``text``, in order."""
    small = text.translate(_SMALL)
    return sorted(match.span() for phrase in _lexicon()[aspect, code][2] for match in phrase.pattern.finditer(small))


def meetings(sections: Mapping[str, str]) -> dict[tuple[str, str], Meeting]:
    """The codes met in ``sections``: offsets are into the unchanged text of the section named.

    Failings are looked for in the last section (the concerns) first, the rest in the first.
    """
    small = {name: text.translate(_SMALL) for name, text in sections.items()}
    found: dict[tuple[str, str], Meeting] = {}
    for (aspect, code), (_, _, phrases) in _lexicon().items():
        spans = []
        for order, (name, text) in enumerate(small.items()):
            place = -order if aspect == "failing" else order
            for phrase in phrases:
                if not phrase.beginnings or any(letters in text for letters in phrase.beginnings):
                    spans += [(place, m.start(), -m.end(), name) for m in phrase.pattern.finditer(text)]
        if spans:
            _, start, end, name = min(spans)
            found[aspect, code] = Meeting(aspect, code, name, start, -end, len(spans))
    return found
