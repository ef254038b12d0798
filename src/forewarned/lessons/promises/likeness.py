"""How far a passage of a response resembles each matter of the report, by weighted words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from forewarned.lessons.promises.features import STOPPED, WORD
from forewarned.lessons.promises.spans import Letter
from forewarned.lessons.promises.values import MatterGiven
from forewarned.lessons.promises.verbs import stem


class Likeness:
    """Words of the matters weighted by how few matters they stand in (TF-IDF), and likeness of passages to them."""

    def __init__(self, matters: Sequence[MatterGiven], letter: Letter) -> None:
        bags = [_bag(matter.text) for matter in matters]
        blocks = [_bag(letter.text[each.start : each.end]) for each in letter.sentences]
        seen = Counter(word for bag in [*bags, *blocks] for word in bag)
        total = len(bags) + len(blocks)
        self.weight = {word: math.log((1 + total) / (1 + count)) for word, count in seen.items()}
        share = Counter(word for bag in bags for word in bag)
        self.own = {word: 1 / count for word, count in share.items()}
        self.matters = [self._vector(bag) for bag in bags]
        self.letter = self.of(letter.text)

    def _vector(self, bag: Counter[str]) -> dict[str, float]:
        raw = {
            word: (1 + math.log(count)) * self.weight.get(word, 1.0) * self.own.get(word, 1.0)
            for word, count in bag.items()
        }
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {word: value / length for word, value in raw.items()}

    def of(self, words: str) -> list[float]:
        """Cosine of ``words`` with each matter."""
        vector = self._vector(_bag(words))
        return [sum(value * matter.get(word, 0.0) for word, value in vector.items()) for matter in self.matters]


def _bag(words: str) -> Counter[str]:
    return Counter(found for word in WORD.findall(words) if (found := stem(word)) not in STOPPED and len(found) > 2)
