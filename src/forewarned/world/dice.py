"""Seeded chance that gives the same answer on every machine and every Python from 3.11.

The standard library promises reproducibility only for ``Random.random`` with the same seed
(https://docs.python.org/3/library/random.html#notes-on-reproducibility), so everything here is
built on that one method: no ``choice``, ``sample``, ``shuffle`` or ``gauss``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """One stream of chance, named by the parts of its seed: ``Dice(39, "report", 7)``."""

    __slots__ = ("_random",)

    def __init__(self, *seed: int | str) -> None:
        digest = sha256("/".join(str(part) for part in seed).encode("utf-8")).digest()
        self._random = Random(int.from_bytes(digest[:8], "big")).random

    def share(self) -> float:
        """A number from 0 up to but not including 1."""
        return self._random()

    def chance(self, probability: float) -> bool:
        return self._random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self._random() * len(options))]

    def weighted(self, options: Sequence[tuple[float, T]]) -> T:
        """One option, each as likely as its weight; weights need not sum to 1."""
        left = self._random() * sum(weight for weight, _ in options)
        for weight, option in options:
            left -= weight
            if left < 0:
                return option
        return options[-1][1]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        mixed = list(options)
        for last in range(len(mixed) - 1, 0, -1):
            other = int(self._random() * (last + 1))
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """``count`` different options, fewer if there are fewer."""
        return self.shuffled(options)[:count]

    def day_after(self, start: date, low: int, high: int) -> date:
        """A day from ``low`` to ``high`` days after ``start``."""
        return start + timedelta(days=self.between(low, high))
