"""The packaged pair model on fictional matters: symmetric, bounded, verbatim, and running without its extra part."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from forewarned.errors import InputError
from forewarned.lessons.recurrence import PairModel, Side
from forewarned.lessons.recurrence.model import FILE
from forewarned.lessons.recurrence.words import bare, stem, words_of

CHECKS = Side("(1) Hourly observations on Wren Ward were not carried out and the observation records were falsified.")
CHECKS_AGAIN = Side(
    "Staff did not carry out observations at the required times; entries in observation records were false."
)
BEDS = Side("2. There is a shortage of mental health beds and patients wait for days in the emergency department.")
ROAD = Side("The junction is poorly lit and there is no sign warning drivers of the bend.")


@pytest.fixture(scope="module")
def model() -> PairModel:
    return PairModel.load()


def test_the_same_obligation_scores_above_another_one(model: PairModel) -> None:
    same = model.score(CHECKS, CHECKS_AGAIN)
    assert same > 0.5 > max(model.score(CHECKS, BEDS), model.score(CHECKS, ROAD))
    assert model.same(CHECKS, CHECKS_AGAIN) and not model.same(CHECKS, BEDS)


def test_the_score_does_not_depend_on_the_side(model: PairModel) -> None:
    assert model.score(CHECKS, CHECKS_AGAIN) == model.score(CHECKS_AGAIN, CHECKS)


def test_what_carried_the_score_is_shown_verbatim_on_both_sides(model: PairModel) -> None:
    reading = model.explain(CHECKS, CHECKS_AGAIN)
    assert reading.parts and abs(sum(part.weight for part in reading.parts) - 1) < 0.01
    words = [part for part in reading.parts if part.kind == "word"]
    for part in words:
        assert {stem(CHECKS.text[start:end]) for start, end in part.earlier} == {part.what}
        assert {stem(CHECKS_AGAIN.text[start:end]) for start, end in part.later} == {part.what}
    assert "observation" in {part.what for part in reading.parts if part.kind == "object"}
    assert reading.found_by == "same-lesson-2 (words)"


def test_what_both_say_is_shown_in_whole_words(model: PairModel) -> None:
    """The lexicon's expressions often end at a stem."""
    one = Side("There is a lack of ambulance resources, and ambulance crews wait at the hospital.")
    two = Side("Ambulance resources were lacking and handover took hours.")
    parts = model.explain(one, two, most=50).parts
    assert any(part.kind == "object" for part in parts)
    for part in parts:
        for side, spans in ((one, part.earlier), (two, part.later)):
            for _, end in spans:
                assert not side.text[end - 1 : end + 1].isalnum() or end == len(side.text)


def test_the_form_and_the_names_of_bodies_count_for_nothing(model: PairModel) -> None:
    form = (
        "During the course of the inquest the evidence revealed matters giving rise to concern. In my opinion there is "
    )
    form += "a risk that future deaths will occur unless action is taken. "
    named = Side(form + "At Lower Fernmoor Partnership NHS Foundation Trust doors were left open.")
    other = Side(form + "At Lower Fernmoor Partnership NHS Foundation Trust lithium levels were missed.")
    assert "Fernmoor" not in bare(named.text) and len(bare(named.text)) == len(named.text)
    assert model.score(named, other) < 0.2


@pytest.mark.parametrize(
    "text", ["", "   ", "1.", "\x00\x07", "NO RECORD WAS KEPT OF THE OBSERVATIONS", "é" * 5000, "ward " * 40000]
)
def test_odd_texts_have_a_score(model: PairModel, text: str) -> None:
    assert 0 <= model.score(Side(text), CHECKS) <= 1
    assert 0 <= model.score(Side(text), Side(text)) <= 1


def test_offsets_hold_in_the_unchanged_text() -> None:
    text = "In my opinion there is a risk that future deaths will occur.\r\n Records’ quality was poor."
    assert [text[word.start : word.end] for word in words_of(text)][-4:] == ["Records", "quality", "was", "poor"]


class Counting:
    """An embedder that gives each text a vector of its letters."""

    def __init__(self) -> None:
        self.calls = 0

    def embed(self, texts: Sequence[str]) -> Any:
        self.calls += 1
        table = np.array([[text.lower().count(letter) + 0.1 for letter in "abcdefghijklmnop"] for text in texts])
        return table / np.linalg.norm(table, axis=1, keepdims=True)


def test_meaning_uses_its_own_weights_and_embeds_in_one_go() -> None:
    embedder = Counting()
    model = PairModel.load(embedder)
    model.prepare([CHECKS, CHECKS_AGAIN, BEDS])
    scores = [model.score(CHECKS, CHECKS_AGAIN), model.score(CHECKS, BEDS)]
    assert embedder.calls == 1
    assert all(0 <= score <= 1 for score in scores)
    assert model.found_by.endswith("(meaning, without its encoder)")
    assert len(model.weights.names) > len(PairModel.load().weights.names)
    assert model.quick(CHECKS, BEDS) == PairModel.load().score(CHECKS, BEDS)


def test_a_model_file_for_other_features_is_refused(tmp_path: Path) -> None:
    given = json.loads(FILE.read_text(encoding="utf-8"))
    given["words"]["names"] = ["else"]
    path = tmp_path / "model.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    with pytest.raises(InputError):
        PairModel.load(path=path)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(InputError):
        PairModel.load(path=path)


def test_the_packaged_file_holds_no_sentence_of_any_text() -> None:
    given = json.loads(FILE.read_text(encoding="utf-8"))
    assert all(" " not in key for key in given["idf"])
    assert all(len(mark) == 12 for mark in given["trained_on"])
