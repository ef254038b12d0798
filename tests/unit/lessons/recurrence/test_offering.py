"""Pairs that may be one lesson: who is offered, in which band, and what never is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from forewarned.lessons.recurrence import PairModel, Side
from forewarned.lessons.recurrence.offering import (
    FEW,
    FLOOR_SHARE,
    NEAREST,
    POSSIBLE,
    Offer,
    Offerable,
    enough,
    likest,
    offered,
)

FAILING = "Observations number {} were not carried out on the ward and nobody was told of it."


class Given:
    """A model whose scores are given by the pair of numbers in the two texts; it has nothing by words to go by."""

    offers = 0.4

    def __init__(self, scores: dict[tuple[int, int], float]) -> None:
        self._scores = scores
        self._read = PairModel.load()

    def reading(self, side: Side) -> Any:
        return self._read.reading(side)

    def prepare(self, sides: Sequence[Side]) -> None: ...

    def hear(self, pairs: Iterable[tuple[Side, Side]]) -> None: ...

    def quick(self, a: Side, b: Side) -> float:
        return 1.0 if a != b else 0.0

    def score(self, a: Side, b: Side) -> float:
        one, two = sorted(int(side.text.split()[2]) for side in (a, b))
        return self._scores.get((one, two), 0.0)


def matters(*homes: str, deaths: str = "") -> list[Offerable]:
    """One matter a home, numbered from 0, each of a death of its own unless ``deaths`` names them by letters."""
    return [
        Offerable(f"m{at}", FAILING.format(at), home, deaths[at] if deaths else f"d{at}")
        for at, home in enumerate(homes)
    ]


def test_a_pair_at_the_threshold_is_possible_and_one_above_the_floor_is_near() -> None:
    floor = FLOOR_SHARE * Given.offers
    model = Given({(0, 1): 0.4, (0, 2): floor, (1, 2): floor - 0.01})
    found = offered(matters("a", "b", "c"), model)
    assert found == (Offer(0.4, 0, 1, POSSIBLE), Offer(floor, 0, 2, NEAREST))


def test_of_two_lessons_the_likeliest_pair_stands_for_all() -> None:
    model = Given({(0, 2): 0.5, (1, 2): 0.9, (0, 1): 0.99})
    assert offered(matters("one", "one", "two"), model) == (Offer(0.9, 1, 2, POSSIBLE),)


def test_two_reports_of_one_death_are_not_offered() -> None:
    model = Given({(0, 1): 0.9, (0, 2): 0.8})
    assert offered(matters("a", "b", "c", deaths="xxy"), model) == (Offer(0.8, 0, 2, POSSIBLE),)


def test_a_matter_that_says_no_failing_is_not_offered() -> None:
    fact = Offerable("f", "The road number 1 has a speed limit of sixty miles an hour here.", "f", "d")
    assert offered([*matters("a"), fact], Given({(0, 1): 0.9})) == ()


@pytest.mark.parametrize("possible", [0, 2, FEW, FEW + 3])
def test_the_nearest_fill_up_what_is_few(possible: int) -> None:
    offers = [Offer(0.9, 0, at, POSSIBLE) for at in range(possible)] + [Offer(0.2, 1, at, NEAREST) for at in range(9)]
    found = [one.band for one in enough(offers, 100)]
    assert found.count(POSSIBLE) == possible and len(found) == max(possible, FEW)
    assert [one.band for one in enough(offers, 1)].count(POSSIBLE) == min(possible, 1), "and no more than are asked for"


def test_many_matters_are_found_through_their_words() -> None:
    """More than are compared one by one: the pair is still found, and the packaged model scores it."""
    others = [
        Offerable(f"o{at}", f"The {word} was not repaired by the council in time.", f"o{at}", f"o{at}")
        for at, word in enumerate(f"{a}{b}" for a in ("lamp", "kerb", "drain", "gate", "wall", "path", "sign", "roof")
                                  for b in ("stone", "post", "light", "line", "side", "way", "head", "bar"))
    ]  # fmt: skip
    text = (
        "Risk assessments were not updated after incidents on the ward, and staff on the next shift were not aware of "
        "them; observations of patients were not carried out, and the records of observations were falsified."
    )
    mine = [Offerable("a", text, "a", "a"), Offerable("b", text, "b", "b")]
    found = offered([*others, *mine], PairModel.load())
    here = len(others)
    assert (here, here + 1, POSSIBLE) in {(one.one, one.two, one.band) for one in found}
    assert not any(one.one < here <= one.two for one in found), "a kerb is no observation"


def test_lessons_to_merge_with_come_by_score() -> None:
    model = Given({(0, 1): 0.3, (0, 2): 0.7, (0, 3): 0.9})
    others = {"low": [FAILING.format(1)], "high": [FAILING.format(2), FAILING.format(3)], "none": [FAILING.format(4)]}
    assert likest([FAILING.format(0)], others, model, 6) == [("high", 0.9), ("low", 0.3)]
    assert likest([FAILING.format(0)], others, model, 1) == [("high", 0.9)]


def test_of_lessons_to_merge_with_only_what_is_like_by_words_is_embedded() -> None:
    embedded: list[str] = []

    class Choosy(Given):
        def prepare(self, sides: Sequence[Side]) -> None:
            embedded.extend(side.text for side in sides)

        def quick(self, a: Side, b: Side) -> float:
            return 0.0 if "number 2" in a.text + b.text else 1.0

    others = {"near": [FAILING.format(1)], "far": [FAILING.format(2)]}
    found = likest([FAILING.format(0)], others, Choosy({(0, 1): 0.3, (0, 2): 0.7}), 6)
    assert found == [("near", 0.3)] and set(embedded) == {FAILING.format(0), FAILING.format(1)}
