"""The encoder that reads two matters together: asked of likely pairs alone, in one go, and weighed beside the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from forewarned.lessons.recurrence import PairModel, Side
from forewarned.lessons.recurrence.features import Reading
from forewarned.lessons.recurrence.model import ASKED, MOST_SAID
from forewarned.lessons.recurrence.together import HEAD, LONGEST, TAIL, told

CHECKS = Side("Hourly observations on Wren Ward were not carried out and the observation records were falsified.")
CHECKS_AGAIN = Side("Staff did not carry out observations at the required times; observation records were false.")
ROAD = Side("The junction is poorly lit and there is no sign warning drivers of the bend.")


class Letters:
    """An embedder that gives each text a vector of its letters."""

    def embed(self, texts: Sequence[str]) -> Any:
        table = np.array([[text.lower().count(letter) + 0.1 for letter in "abcdefghijklmnop"] for text in texts])
        return table / np.linalg.norm(table, axis=1, keepdims=True)


class Says:
    """An encoder that says the same of every pair."""

    def __init__(self, log_odds: float) -> None:
        self.log_odds = log_odds
        self.heard: list[list[str]] = []

    def logits(self, texts: Sequence[str]) -> Any:
        self.heard.append(list(texts))
        return np.full((len(texts), 1), self.log_odds, np.float32)


def reading(text: str) -> Reading:
    return Reading(text, PairModel.load().lexicon)


def test_two_matters_are_read_in_one_order_whichever_comes_first() -> None:
    one, two = reading(CHECKS.text), reading(ROAD.text)
    assert told(one, two) == told(two, one) == f"{CHECKS.text} [SEP] {ROAD.text}"


def test_of_a_long_matter_its_beginning_and_its_end_are_read() -> None:
    long = "A" + "b" * (LONGEST - 2) + "c"
    assert told(reading(long), reading(ROAD.text)).startswith(long)
    longer = told(reading(long + "d"), reading(ROAD.text)).partition(" [SEP] ")[0]
    assert longer == f"{long[:HEAD]} … {(long + 'd')[-TAIL:]}"


@pytest.mark.parametrize(("log_odds", "above"), [(6.0, True), (-6.0, False)])
def test_what_it_says_moves_the_score_of_a_likely_pair(log_odds: float, above: bool) -> None:
    alone = PairModel.load(Letters()).score(CHECKS, CHECKS_AGAIN)
    model = PairModel.load(Letters(), Says(log_odds))
    assert alone >= ASKED
    assert (model.score(CHECKS, CHECKS_AGAIN) > alone) is above
    assert model.score(CHECKS, CHECKS_AGAIN) == model.score(CHECKS_AGAIN, CHECKS)
    assert model.explain(CHECKS, CHECKS_AGAIN).score == model.score(CHECKS, CHECKS_AGAIN)
    assert model.found_by.endswith("(meaning)")


def test_it_is_asked_once_of_all_pairs_and_never_of_an_unlikely_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forewarned.lessons.recurrence.model.ASKED", 0.5)  # these vectors make everything alike
    encoder = Says(6.0)
    model = PairModel.load(Letters(), encoder)
    alone = PairModel.load(Letters()).score(CHECKS, ROAD)
    model.hear([(CHECKS, CHECKS_AGAIN), (CHECKS_AGAIN, CHECKS), (CHECKS, ROAD)])
    assert alone < 0.5 and model.score(CHECKS, ROAD) == alone
    model.score(CHECKS, CHECKS_AGAIN)
    assert [len(texts) for texts in encoder.heard] == [1]


@pytest.mark.parametrize("log_odds", [2 * MOST_SAID, -2 * MOST_SAID])
def test_it_is_heard_no_louder_than_a_limit(log_odds: float) -> None:
    limit = MOST_SAID if log_odds > 0 else -MOST_SAID
    loud, fair = PairModel.load(Letters(), Says(log_odds)), PairModel.load(Letters(), Says(limit))
    assert loud.score(CHECKS, CHECKS_AGAIN) == fair.score(CHECKS, CHECKS_AGAIN)


def test_which_pairs_it_may_join_is_known_without_asking_it() -> None:
    encoder = Says(2 * MOST_SAID)
    model = PairModel.load(Letters(), encoder)
    bare = PairModel.load(Letters())
    sides = (CHECKS, CHECKS_AGAIN)
    assert model.may_join(*sides) and not encoder.heard
    assert model.may_join(*sides) is (model.score(*sides) >= model.joins)
    assert bare.may_join(*sides) is (bare.score(*sides) >= bare.joins)


def test_without_meaning_no_encoder_is_heard() -> None:
    encoder = Says(6.0)
    model = PairModel.load(None, encoder)
    model.hear([(CHECKS, CHECKS_AGAIN)])
    assert model.score(CHECKS, CHECKS_AGAIN) == PairModel.load().score(CHECKS, CHECKS_AGAIN)
    assert encoder.heard == [] and model.found_by.endswith("(words)")


def test_other_weights_stand_beside_the_same_encoder_with_the_same_thresholds() -> None:
    model = PairModel.load(Letters(), Says(6.0))
    bare = PairModel.load(Letters()).weights
    again = model.with_weights(replace(bare, threshold=0.99, sure=0.99, share=0.0))
    assert (again.weights.share, again.offers, again.joins) == (bare.share, bare.threshold, bare.sure)
    assert again.score(CHECKS, CHECKS_AGAIN) == model.score(CHECKS, CHECKS_AGAIN)
