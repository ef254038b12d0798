"""Which pairs of matters to one body may be one lesson: offered to a person, never joined without one.

Two bands. ``possible``: at or above the threshold of the model. ``nearest``: the best of those below it, down to a
floor, where a body has few possible ones. How often the possible ones are right is in
docs/reference/models/same_lesson.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from forewarned.lessons.recurrence.candidates import candidates
from forewarned.lessons.recurrence.features import Reading
from forewarned.lessons.recurrence.values import Side

POSSIBLE, NEAREST = "possible", "nearest"
FLOOR_SHARE = 0.62
"""Of the model's threshold: 0.12 with meaning. Two of the nine labelled pairs that are the same lie between the two."""
FEW = 5
"""A body with fewer possible pairs is offered the nearest of the rest, up to this many in all."""
EVERY = 60
"""Matters of which every pair is compared; of more, those that share words or are near in meaning."""
NEAR = 0.4
"""Cosine of two matters' meanings from which they are compared."""
QUICK = 0.05
"""Score by words alone below which a pair is not scored in full."""


class Pairs(Protocol):
    """What offering asks of a model (``PairModel`` answers it)."""

    @property
    def offers(self) -> float: ...
    def reading(self, side: Side) -> Reading: ...
    def prepare(self, sides: Sequence[Side]) -> None: ...
    def hear(self, pairs: Iterable[tuple[Side, Side]]) -> None: ...
    def quick(self, a: Side, b: Side) -> float: ...
    def score(self, a: Side, b: Side) -> float: ...


@dataclass(frozen=True, slots=True)
class Offerable:
    """A matter: its text, the lesson it is in (or itself), and the death its report is of."""

    key: str
    text: str
    home: str
    death: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Two places among the matters given, the earlier place first, and how likely they are one lesson."""

    score: float
    one: int
    two: int
    band: str


def offered(matters: Sequence[Offerable], model: Pairs) -> tuple[Offer, ...]:
    """Pairs of different lessons and different deaths, the likeliest first.

    Of two lessons, or a lesson and a matter, the likeliest pair stands for all. The order of ``matters`` decides
    nothing but which of a pair is called the earlier.
    """
    scored = sorted(_scored(matters, model), key=lambda row: (-row[0], matters[row[1]].key, matters[row[2]].key))
    best: dict[frozenset[str], Offer] = {}
    for score, one, two in scored:
        band = POSSIBLE if score >= model.offers else NEAREST
        best.setdefault(frozenset((matters[one].home, matters[two].home)), Offer(score, one, two, band))
    return tuple(best.values())


def enough(offers: Sequence[Offer], most: int) -> list[Offer]:
    """Every possible pair, at most ``most``; where they are few, the nearest of the rest too."""
    possible = [one for one in offers if one.band == POSSIBLE][:most]
    rest = [one for one in offers if one.band == NEAREST]
    return possible + rest[: max(0, FEW - len(possible))]


def likest(own: Sequence[str], others: Mapping[str, Sequence[str]], model: Pairs, most: int) -> list[tuple[str, float]]:
    """Of other lessons (their matters' texts by key) the ``most`` that some matter of ours is most like, best first."""
    sides = {key: [(Side(one), Side(two)) for one in own for two in texts] for key, texts in others.items()}
    close = {key: [(a, b) for a, b in pairs if model.quick(a, b) >= QUICK] for key, pairs in sides.items()}
    model.prepare([side for pairs in close.values() for pair in pairs for side in pair])
    model.hear([pair for pairs in close.values() for pair in pairs])
    best = {key: max(model.score(a, b) for a, b in pairs) for key, pairs in close.items() if pairs}
    found = [(key, score) for key, score in best.items() if score > 0]
    return sorted(found, key=lambda row: (-row[1], row[0]))[:most]


def _scored(matters: Sequence[Offerable], model: Pairs) -> Iterator[tuple[float, int, int]]:
    """Pairs that reach the floor: by words first, then in full."""
    free = [at for at, one in enumerate(matters) if model.reading(Side(one.text)).says_a_failing]
    model.prepare([Side(matters[at].text) for at in free])
    floor = FLOOR_SHARE * model.offers
    worth = []
    for one, two in _worth_a_look(matters, free, model):
        here, there = matters[one], matters[two]
        if here.home != there.home and here.death != there.death:
            a, b = Side(here.text), Side(there.text)
            if model.quick(a, b) >= QUICK:
                worth.append((one, two, a, b))
    model.hear([(a, b) for _, _, a, b in worth])
    for one, two, a, b in worth:
        if (score := model.score(a, b)) >= floor:
            yield score, one, two


def _worth_a_look(matters: Sequence[Offerable], free: Sequence[int], model: Pairs) -> list[tuple[int, int]]:
    """Pairs of places to compare: of few matters all."""
    if len(free) <= EVERY:
        return [(one, two) for at, one in enumerate(free) for two in free[at + 1 :]]
    readings = [model.reading(Side(matters[at].text)) for at in free]
    by_words = candidates([reading.vector for reading in readings], [frozenset({"here"})] * len(free))
    found = {*by_words, *_near([reading.meaning[0] for reading in readings if reading.meaning is not None], len(free))}
    return [(free[one], free[two]) for one, two in sorted(found)]


def _near(vectors: Sequence[Any], wanted: int) -> Iterator[tuple[int, int]]:
    """Pairs near in meaning, by one product of matrices; none where the model of meaning is not installed."""
    if len(vectors) < wanted:
        return
    import numpy as np

    table = np.stack(vectors)
    ones, twos = np.nonzero(np.triu(table @ table.T, 1) >= NEAR)
    yield from zip(ones.tolist(), twos.tolist(), strict=True)
