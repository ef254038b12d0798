"""What kind of person, where, how, and what failed: codes of four aspects, each with the words that carry it.

A lexicon (lexicon.toml), not a model. It serves twice: as features of the ranker, and as the points that are quoted
side by side.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from forewarned.lessons.similar.presence import was_away

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


@dataclass(frozen=True, slots=True)
class _Entry:
    """A code of the lexicon. ``stay``: a setting one is kept in, which can be named where the person never was."""

    called: str
    topic: str
    stay: bool
    phrases: tuple[_Phrase, ...]

    def spans(self, small: str) -> Iterator[tuple[int, int]]:
        """Where the code is met in ``small``: not where the words say that the person was not in this setting."""
        for phrase in self.phrases:
            if not phrase.beginnings or any(letters in small for letters in phrase.beginnings):
                for match in phrase.pattern.finditer(small):
                    if not (self.stay and was_away(small, *match.span())):
                        yield match.span()


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
def _lexicon() -> dict[tuple[str, str], _Entry]:
    given = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))
    return {
        (aspect, code): _Entry(
            entry["called"],
            entry.get("topic", entry["called"]),
            entry.get("stay", False),
            tuple(_Phrase(re.compile(rf"\b(?:{phrase})\b"), _beginnings(phrase)) for phrase in entry["phrases"]),
        )
        for aspect in ASPECTS
        for code, entry in given[aspect].items()
    }


def called(aspect: str, code: str) -> str:
    """What a code is called, as a reader sees it."""
    return _lexicon()[aspect, code].called


def topic(aspect: str, code: str) -> str:
    """What a failing is called where the words speak of it and do not say that anything failed."""
    return _lexicon()[aspect, code].topic


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
    """Where one code is met in ``text``, in order."""
    return sorted(_lexicon()[aspect, code].spans(text.translate(_SMALL)))


def meetings(sections: Mapping[str, str]) -> dict[tuple[str, str], Meeting]:
    """The codes met in ``sections``: offsets are into the unchanged text of the section named.

    Failings are looked for in the last section (the concerns) first, the rest in the first.
    """
    small = {name: text.translate(_SMALL) for name, text in sections.items()}
    found: dict[tuple[str, str], Meeting] = {}
    for (aspect, code), entry in _lexicon().items():
        met = []
        for order, (name, text) in enumerate(small.items()):
            place = -order if aspect == "failing" else order
            met += [(place, start, -end, name) for start, end in entry.spans(text)]
        if met:
            _, start, end, name = min(met)
            found[aspect, code] = Meeting(aspect, code, name, start, -end, len(met))
    return found
