"""The packaged model of pairs: whole, with its encoder damaged, and mended again."""

from __future__ import annotations

from pathlib import Path

import pytest

from forewarned.errors import InputError
from forewarned.lessons.actions.reading import LessonsRead
from forewarned.lessons.meaning import available, tuned
from forewarned.lessons.meaning.kept import kept_embedder
from forewarned.lessons.recurrence import Side
from forewarned.lessons.recurrence.model import ENCODER
from forewarned.lessons.recurrence.packaged import packaged_pairs, pairs_off
from forewarned.settings import settings
from forewarned.web.again_rows import READ_IN_USE

installed = pytest.mark.skipif(not available(), reason="the optional part `meaning` is not installed")
CHECKS = Side("Hourly observations on Wren Ward were not carried out and the records were falsified.")
CHECKS_AGAIN = Side("Staff did not carry out observations at the required times; the records were false.")
LEAVE = Side("Observations of patients who come back from leave are not reviewed by a doctor.")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOREWARNED_HOME", str(tmp_path))
    settings.cache_clear()
    return tmp_path


@installed
def test_the_packaged_encoder_says_one_thing_of_a_pair() -> None:
    encoder = tuned.packaged_encoder(ENCODER)
    assert encoder is not None and encoder.outputs == 1
    model = packaged_pairs(kept_embedder())
    assert model.found_by == READ_IN_USE and pairs_off() == "", "the figures that pages give are of this model"
    assert model.score(CHECKS, CHECKS_AGAIN) > model.score(CHECKS, LEAVE)


@installed
def test_without_its_encoder_meaning_goes_on_and_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(name: str) -> None:
        raise InputError("this is not a tuned model of this program", where=name)

    whole = tuned._loaded
    monkeypatch.setattr(tuned, "_loaded", damaged)
    tuned._kept.cache_clear()
    model = packaged_pairs(kept_embedder())
    assert model.found_by == "same-lesson-2 (meaning, without its encoder)"
    assert "not a tuned model" in pairs_off() and ENCODER in pairs_off()
    monkeypatch.setattr(tuned, "_loaded", whole)
    tuned._kept.cache_clear()
    assert packaged_pairs(kept_embedder()).found_by == "same-lesson-2 (meaning)" and pairs_off() == ""


def test_without_an_embedder_words_alone_judge() -> None:
    assert packaged_pairs(None).found_by == "same-lesson-2 (words)"


def test_a_run_says_once_what_is_off() -> None:
    assert "together: x" in LessonsRead(pairs_off="x").sentence()
    said = LessonsRead(meaning_off="all of it", pairs_off="x").sentence()
    assert "all of it" in said and "together" not in said
    assert "off" not in LessonsRead().sentence()
