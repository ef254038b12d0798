"""The encoder that reads two matters together: asked of likely pairs alone, in one go, and weighed beside the rest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from training.same_lesson import SHARE

from forewarned.lessons.recurrence import PairModel, Side
from forewarned.lessons.recurrence.features import Reading
from forewarned.lessons.recurrence.model import ASKED, FILE, MOST_SAID, Beside, logistic
from forewarned.lessons.recurrence.together import HEAD, LONGEST, TAIL, told
from forewarned.web.again_rows import READ_IN_USE

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
    aside = (CHECKS, Side("A warden did not look at the kettle."))
    assert not model.may_join(*aside) and not bare.may_join(*aside)


def test_without_meaning_no_encoder_is_heard() -> None:
    encoder = Says(6.0)
    model = PairModel.load(None, encoder)
    model.hear([(CHECKS, CHECKS_AGAIN)])
    assert model.score(CHECKS, CHECKS_AGAIN) == PairModel.load().score(CHECKS, CHECKS_AGAIN)
    assert encoder.heard == [] and model.found_by.endswith("(words)")


def test_other_weights_stand_beside_the_same_encoder_with_the_same_thresholds() -> None:
    model = PairModel.load(Letters(), Says(1.0))
    own = model.weights
    again = model.with_weights(replace(own, intercept=own.intercept + 1, threshold=0.99, sure=0.99))
    assert (again.offers, again.joins) == (model.offers, model.joins)
    bare = PairModel.load(Letters())
    raised = bare.weights.log_odds(bare.numbers(CHECKS, CHECKS_AGAIN)) + 1
    assert again.score(CHECKS, CHECKS_AGAIN) == logistic(Beside(SHARE, 0, 0).mixed(raised, 1.0))
    assert again.score(CHECKS, CHECKS_AGAIN) > model.score(CHECKS, CHECKS_AGAIN)


def test_thresholds_are_those_of_what_is_heard() -> None:
    """Set beside the encoder they would let too much through without it, and the other way."""
    packaged = json.loads(FILE.read_text(encoding="utf-8"))
    models = {
        "words": PairModel.load(),
        "meaning": PairModel.load(Letters()),
        "beside": PairModel.load(Letters(), Says(1.0)),
    }
    for name, model in models.items():
        assert (model.offers, model.joins) == (packaged[name]["threshold"], packaged[name]["sure"])
    assert models["meaning"].found_by.endswith("(meaning, without its encoder)")
    assert models["beside"].found_by == READ_IN_USE, "the figures that pages give are of this model"
    weights = models["meaning"].weights
    own = PairModel(models["words"].lexicon, weights, weights, Letters(), beside=Beside(0.5, 0.31, 0.62))
    heard = PairModel(own.lexicon, weights, weights, Letters(), beside=Beside(0.5, 0.31, 0.62), encoder=Says(1.0))
    assert (heard.offers, heard.joins) == (0.31, 0.62)
    assert (own.offers, own.joins) == (weights.threshold, weights.sure)


def test_more_texts_than_are_kept_can_be_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forewarned.lessons.recurrence.model._KEPT_READINGS", 2)
    model = PairModel.load(Letters(), Says(1.0))
    sides = [Side(f"{CHECKS.text} This was on ward {number}.") for number in range(6)]
    model.hear([(one, two) for one in sides for two in sides if one.text < two.text])
    assert model.score(sides[0], sides[5]) == model.score(sides[5], sides[0])
