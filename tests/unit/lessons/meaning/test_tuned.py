"""Tuned encoders: the packaged files, what they say, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from forewarned.errors import InputError
from forewarned.lessons.meaning import FolderCache, available
from forewarned.lessons.meaning.assets import find_assets
from forewarned.lessons.meaning.tuned import MADE, TunedEncoder, packaged_encoder, read_changes
from forewarned.lessons.themes.codebook import codebook
from forewarned.lessons.themes.weights import ENCODER as THEMES

pytestmark = pytest.mark.skipif(not available(), reason="the optional part `meaning` is not installed")
TRAINED = Path(__file__).parents[4] / "src" / "forewarned" / "lessons" / "trained"
WORDS = [
    "The observations were recorded as done but had not been carried out.",
    "There is no street lighting at this junction.",
    "Nothing.",
]


@pytest.fixture(scope="module")
def themes() -> TunedEncoder:
    return TunedEncoder(read_changes(TRAINED / THEMES, find_assets()), find_assets())


def test_each_text_has_log_odds_of_every_code(themes: TunedEncoder) -> None:
    said = themes.logits(WORDS)
    assert said.shape == (3, len(codebook()))
    codes = list(codebook())
    assert said[0, codes.index("observation")] > said[1, codes.index("observation")]
    assert said[1, codes.index("environment")] > said[0, codes.index("environment")]


def test_company_in_the_batch_changes_nothing(themes: TunedEncoder) -> None:
    together = themes.logits(WORDS)
    alone = np.concatenate([themes.logits([text]) for text in WORDS])
    assert np.array_equal(together, alone)


def test_no_texts_give_an_empty_table(themes: TunedEncoder) -> None:
    assert themes.logits([]).shape == (0, len(codebook()))


def test_text_that_cannot_be_encoded_is_read_all_the_same(themes: TunedEncoder) -> None:
    assert np.isfinite(themes.logits(["half of a pair \ud83d here", ""])).all()


def test_what_was_said_is_kept_by_hash_and_found_again(tmp_path: Path) -> None:
    assets = find_assets()
    changes = read_changes(TRAINED / THEMES, assets)
    cache = FolderCache(tmp_path, "kept", len(changes.bias), unit=False)
    said = TunedEncoder(changes, assets, cache).logits(WORDS)
    kept = (tmp_path / "kept.vectors").read_bytes()
    assert b"observations" not in kept
    assert np.array_equal(TunedEncoder(changes, assets, cache).logits(WORDS), said)
    assert (tmp_path / "kept.vectors").read_bytes() == kept


def test_the_one_of_the_program_keeps_what_it_says_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, themes: TunedEncoder
) -> None:
    monkeypatch.setenv("FOREWARNED_HOME", str(tmp_path))
    encoder = packaged_encoder(THEMES)
    assert encoder is not None
    assert np.array_equal(encoder.logits(WORDS), themes.logits(WORDS))
    assert [path.name for path in (tmp_path / "vectors").iterdir()] == [
        f"themes-3-encoder-{themes.mark}-{MADE}.vectors"
    ]


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04"])
def test_a_file_that_is_no_tuned_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.npz"
    path.write_bytes(content)
    with pytest.raises(InputError, match="not a tuned model"):
        read_changes(path, find_assets())


def test_changes_to_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forewarned.lessons.meaning.tuned.MODEL_KEY", "another model")
    with pytest.raises(InputError, match="other weights"):
        read_changes(TRAINED / THEMES, find_assets())
