"""Likeness of two matters in numbers, each of which can be traced to words on both sides."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from zlib import crc32

from forewarned.lessons.recurrence.slots import Slot, slots_of
from forewarned.lessons.recurrence.words import Word, bare, sentences_of, words_of

WORDS = (
    *("word", "char", "shared_words", "object_failing", "object_rarest", "object_contained", "failings"),
    *("setting_apart", "roads"),
)
MEANING = (*WORDS, "meaning", "best_sentence", "mean_sentence", "contained_sentence")
_HASHED = 1 << 15
_FEWEST_WORDS = 4  # different known stems; less is a heading or a courtesy
_MOST_WORDS = 160  # more is a whole section that nobody split: it is like everything
_SHORTEST_PIECE = 25  # characters; a shorter sentence says too little to be compared alone

Sparse = dict[str, float]
Meaning = tuple[Any, Any]
"""A matter's unit vector, and a matrix of its sentences' unit vectors (numpy arrays; never made here)."""


class Lexicon:
    """What the corpus taught: how rare each stem and each slot is.

    A stem outside ``idf`` is not read: names of people, names of places and words of fewer than three reports were
    left out when it was made.
    """

    def __init__(self, idf: Mapping[str, float], slots: Mapping[str, float]) -> None:
        self.idf = idf
        self.slots = slots


def dot(one: Sparse, two: Sparse) -> float:
    """Dot product of two sparse vectors, summed in one order whichever comes first."""
    return math.fsum(one[key] * two[key] for key in one.keys() & two.keys())


def _unit(weights: Sparse) -> Sparse:
    norm = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {key: weight / norm for key, weight in weights.items()} if norm else {}


def _counted(stems: Sequence[str]) -> Sparse:
    counts: Sparse = {}
    for stem in stems:
        counts[stem] = counts.get(stem, 0.0) + 1
    return {stem: 1 + math.log(n) for stem, n in counts.items()}


def _grams(stems: Sequence[str]) -> list[str]:
    """Four-letter pieces of stems, hashed: "mis-recorded" and "unrecorded" share some."""
    padded = [f" {stem} " for stem in stems]
    return [str(crc32(word[at : at + 4].encode()) % _HASHED) for word in padded for at in range(len(word) - 3)]


class Reading:
    """One matter as the features see it. Parts are worked out when first asked for and kept."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self._bare = bare(text)
        self.words: tuple[Word, ...] = tuple(word for word in words_of(text, self._bare) if word.stem in lexicon.idf)
        self.meaning: Meaning | None = None

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        return sentences_of(self.text)

    @property
    def pieces(self) -> tuple[str, tuple[str, ...]]:
        """What is embedded: the matter without form sentences and bodies' names, and its sentences."""
        whole = " ".join(self._bare.split())
        parts = [" ".join(self._bare[start:end].split()) for start, end in self.spans]
        return whole, tuple(part for part in parts if len(part) >= _SHORTEST_PIECE) or (whole,)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        return slots_of(self._bare.lower())

    @cached_property
    def vector(self) -> Sparse:
        counts = _counted([word.stem for word in self.words])
        return _unit({stem: n * self.lexicon.idf[stem] for stem, n in counts.items()})

    @cached_property
    def grams(self) -> Sparse:
        return _unit(_counted(_grams([word.stem for word in self.words])))

    def codes(self, kind: str) -> Sparse:
        """Codes of one kind of slot with how rare each is."""
        rare = self.lexicon.slots
        return {slot.code: rare.get(f"{kind}:{slot.code}", 1.0) for slot in self.slots if slot.kind == kind}

    @cached_property
    def objects(self) -> Sparse:
        return self.codes("object")

    @cached_property
    def failings(self) -> Sparse:
        return self.codes("failing")

    @cached_property
    def settings(self) -> Sparse:
        return self.codes("setting")

    @property
    def says_a_failing(self) -> bool:
        """Whether this is one matter that itself says that something failed or should be done: a fact does not."""
        return bool(self.failings) and _FEWEST_WORDS <= len(self.vector) <= _MOST_WORDS

    @cached_property
    def duties(self) -> Sparse:
        """An object and a failing said in one sentence, with how rare both are together."""
        found: Sparse = {}
        for start, end in self.spans:
            here = [slot for slot in self.slots if start <= slot.start < end]
            for one in (slot for slot in here if slot.kind == "object"):
                for two in (slot for slot in here if slot.kind == "failing"):
                    found[f"{one.code} {two.code}"] = self.objects[one.code] + self.failings[two.code]
        return found


def _by_words(a: Reading, b: Reading) -> list[float]:
    both = sorted((a.objects[code] for code in a.objects.keys() & b.objects.keys()), reverse=True)
    least = min(math.fsum(a.objects.values()), math.fsum(b.objects.values()))
    duties = sorted((a.duties[duty] for duty in a.duties.keys() & b.duties.keys()), reverse=True)
    return [
        dot(a.vector, b.vector),
        dot(a.grams, b.grams),
        math.log1p(len(a.vector.keys() & b.vector.keys())),
        sum(duties[:2]) / 10,
        both[0] / 5 if both else 0.0,
        math.fsum(both) / least if least else 0.0,
        math.fsum(a.failings[code] for code in a.failings.keys() & b.failings.keys()) / 5,
        1.0 if a.settings and b.settings and not a.settings.keys() & b.settings.keys() else 0.0,
        1.0 if "road" in a.settings and "road" in b.settings else 0.0,  # two places on the road are two fixes
    ]


def _by_meaning(one: Meaning, two: Meaning) -> list[float]:
    table = one[1] @ two[1].T
    rows, columns = table.max(axis=1), table.max(axis=0)
    across, down = float(rows.mean()), float(columns.mean())
    return [float(one[0] @ two[0]), float(rows.max()), (across + down) / 2, max(across, down)]


def features(a: Reading, b: Reading) -> list[float]:
    """The numbers of ``MEANING`` when both sides carry vectors, else those of ``WORDS``. Symmetric."""
    found = _by_words(a, b)
    if a.meaning is not None and b.meaning is not None:
        found += _by_meaning(a.meaning, b.meaning)
    return found
