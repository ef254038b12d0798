"""The words that an index holds, and which of them somebody may have meant by one that it does not hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from math import log
from pathlib import Path

import tantivy

SHORTEST = 3
"""Letters. A shorter word has too many neighbours to guess among."""
LONG = 8
"""From this length on two slips are allowed, below it one."""
MOST_NEAR = 12
ANOTHER_FIRST_LETTER = 2.0
SLIP = 4.0
SWAPPED = 3.0
"""Costs beside the logarithm of how many items have the word: people seldom get the first letter wrong, and two
letters swapped are likelier than one changed."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A word of the index near to one that is not in it: what the slip costs, and how many items have the word."""

    word: str
    cost: float
    number: int

    @property
    def total(self) -> float:
        """Cost with the word's frequency taken off: the less, the likelier."""
        return self.cost - log(self.number)


class Vocabulary:
    """The words of one commit. ``searcher`` is that commit's; ``thinned`` when it has items deleted but not cleared."""

    def __init__(self, searcher: tantivy.Searcher, thinned: bool) -> None:
        self._searcher = searcher
        self._living = tantivy.Query.all_query() if thinned else None
        self._fields: dict[str, dict[str, int]] = {}

    def of(self, field: str) -> dict[str, int]:
        """Each word (or whole value) of a field with the number of items that have it."""
        if field not in self._fields:
            found = self._searcher.terms_with_prefix(field, "", filter_query=self._living)
            self._fields[field] = {word: number for word, number in found if number}
        return self._fields[field]

    def rarity(self, stem: str) -> float:
        """BM25's inverse document frequency of a stem."""
        number, all_items = self._searcher.doc_freq("stem", stem), self._searcher.num_docs
        return log(1 + max(0.0, all_items - number + 0.5) / (number + 0.5))

    @cached_property
    def _by_length(self) -> dict[str, dict[int, list[str]]]:
        return {}

    def near(self, word: str, field: str = "exact") -> tuple[Guess, ...]:
        """The field's words at one slip (two from 8 letters on) from ``word``, the likeliest first.

        A slip is a letter left out, put in, changed, or two swapped. Numbers and references are never guessed, and
        three letters only as a longer word with one left out.
        """
        if len(word) < SHORTEST or not word.isalpha():
            return ()
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        furthest = 2 if len(word) >= LONG else 1
        held = self.of(field)
        least = SHORTEST + 1 if len(word) == SHORTEST else max(SHORTEST, len(word) - furthest)
        choices = self._of_lengths(field, range(least, len(word) + furthest + 1))
        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=furthest, limit=None)
        guesses = [Guess(other, _cost(word, other, slips), held[other]) for other, slips, _ in found]
        return tuple(sorted(guesses, key=lambda one: (one.total, one.word))[:MOST_NEAR])

    def _of_lengths(self, field: str, lengths: range) -> list[str]:
        if field not in self._by_length:
            sorted_by_length: dict[int, list[str]] = {}
            for word in self.of(field):
                if word.isalpha():
                    sorted_by_length.setdefault(len(word), []).append(word)
            self._by_length[field] = sorted_by_length
        return [word for length in lengths for word in self._by_length[field].get(length, ())]


def _cost(word: str, other: str, slips: float) -> float:
    if slips == 1 and len(word) == len(other) and sorted(word) == sorted(other):
        return SWAPPED
    return SLIP * slips + (ANOTHER_FIRST_LETTER if word[0] != other[0] else 0.0)


def is_thinned(words: Path) -> bool:
    """True when the index's files hold deleted items: its own counts then include them."""
    about = json.loads((words / "meta.json").read_text(encoding="utf-8"))
    return any(segment.get("deletes") for segment in about["segments"])
