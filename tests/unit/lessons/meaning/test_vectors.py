"""The embedding model: found by its carrier's record, checked by hash, and its vectors kept by the text's hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pytest

from forewarned.errors import InputError, MissingExtraError
from forewarned.lessons.meaning import DIMENSIONS, Embedder, FolderCache, available, text_key
from forewarned.lessons.meaning import assets as assets_module
from forewarned.lessons.meaning.cache import Vector


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    if not available():
        pytest.skip("the optional part 'meaning' is not installed: the embedding model was not tested")
    return Embedder.load()


class Remembers:
    """A cache that is a dictionary and counts what it was asked."""

    def __init__(self) -> None:
        self.kept: dict[bytes, Vector] = {}
        self.puts = 0

    def get(self, keys: Iterable[bytes]) -> dict[bytes, Vector]:
        return {key: self.kept[key] for key in keys if key in self.kept}

    def put(self, vectors: Mapping[bytes, Vector]) -> None:
        self.puts += len(vectors)
        self.kept.update(vectors)


def unit_vector(at: int, dimensions: int = 4) -> Vector:
    vector = np.zeros(dimensions, np.float32)
    vector[at] = 1.0
    return vector


def test_vectors_are_of_unit_length_and_a_blank_text_is_zero(embedder: Embedder) -> None:
    vectors = embedder.embed(["The ward was locked.", "  \n", "The ward was locked."])
    assert vectors.shape == (3, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors[0]) == pytest.approx(1.0, abs=1e-5)
    assert not vectors[1].any()
    assert np.array_equal(vectors[0], vectors[2])


def test_like_texts_are_nearer_than_unlike_ones(embedder: Embedder) -> None:
    one, like, unlike = embedder.embed(
        ["The patient died after a fall on the ward.", "A man fell in hospital and died.", "The drain was blocked."]
    )
    assert one @ like > one @ unlike + 0.2


def test_a_batch_gives_what_one_text_alone_gives(embedder: Embedder) -> None:
    texts = ["Short.", "A rather longer text about a bridge over a river and its low wall.", "word " * 400]
    together = embedder.embed(texts)
    for text, vector in zip(texts, together, strict=True):
        assert np.allclose(embedder.embed([text])[0], vector, atol=1e-5)


@pytest.mark.parametrize("text", ["\x00\x07", "Bu farw'r claf ar y ward.", "\ud800 half a pair", "漢字", "😀" * 50])
def test_strange_text_has_a_finite_vector(embedder: Embedder, text: str) -> None:
    assert np.isfinite(embedder.embed([text])).all()


def test_no_text_gives_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, DIMENSIONS)


def test_a_kept_vector_is_not_made_again(embedder: Embedder) -> None:
    cache = Remembers()
    with_cache = Embedder(embedder._session, embedder._tokenizer, cache)
    first = with_cache.embed(["one text", "another text"])
    assert cache.puts == 2
    assert np.array_equal(with_cache.embed(["another text", "one text"]), first[::-1])
    assert cache.puts == 2


def test_a_text_that_shall_leave_no_trace_is_not_kept(embedder: Embedder) -> None:
    cache = Remembers()
    with_cache = Embedder(embedder._session, embedder._tokenizer, cache)
    vector = with_cache.embed(["a private narrative"], keep=False)
    assert not cache.kept
    assert np.allclose(vector, embedder.embed(["a private narrative"]))


def test_without_the_carrier_the_hint_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets_module, "CARRIER", "no-such-distribution-here")
    assert not available()
    with pytest.raises(MissingExtraError) as caught:
        Embedder.load()
    assert "pip install 'forewarned[meaning]'" in str(caught.value)


def test_a_changed_model_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    if not available():
        pytest.skip("the optional part 'meaning' is not installed: its hashes were not tested")
    monkeypatch.setitem(assets_module.SHA256, "tokenizer.json", "0" * 64)
    with pytest.raises(InputError, match="not the one this version was measured with"):
        Embedder.load()


def test_the_folder_keeps_vectors_between_openings(tmp_path: Path) -> None:
    keys = [text_key(name) for name in "abc"]
    FolderCache(tmp_path / "vectors", "m", 4).put({keys[0]: unit_vector(0), keys[1]: unit_vector(1)})
    again = FolderCache(tmp_path / "vectors", "m", 4)
    found = again.get(keys)
    assert set(found) == set(keys[:2])
    assert np.array_equal(found[keys[1]], unit_vector(1))
    again.put({keys[2]: unit_vector(2)})
    assert np.array_equal(again.get(keys)[keys[2]], unit_vector(2))


def test_one_model_does_not_read_anothers_vectors(tmp_path: Path) -> None:
    key = text_key("a")
    FolderCache(tmp_path, "one", 4).put({key: unit_vector(0)})
    assert FolderCache(tmp_path, "other", 4).get([key]) == {}


def test_threads_that_share_one_find_what_they_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decisions are heard before the store is locked, by several threads of the site at once."""
    cache = FolderCache(tmp_path, "m", 4)
    within: list[bool] = []
    records = cache._records

    def alone() -> object:
        within.append(cache._in_turn.acquire(blocking=False))
        return records()

    monkeypatch.setattr(cache, "_records", alone)
    key = text_key("there was no plan")
    cache.put({key: unit_vector(2)})
    assert list(cache.get([key])) == [key] and within == [False]


def test_a_record_cut_short_is_dropped_and_the_rest_kept(tmp_path: Path) -> None:
    keys = [text_key(name) for name in "ab"]
    FolderCache(tmp_path, "m", 4).put({keys[0]: unit_vector(0)})
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes() + b"half a record")
    cache = FolderCache(tmp_path, "m", 4)
    assert set(cache.get(keys)) == {keys[0]}
    cache.put({keys[1]: unit_vector(1)})
    assert np.array_equal(FolderCache(tmp_path, "m", 4).get(keys)[keys[1]], unit_vector(1))


def test_a_damaged_vector_counts_as_unknown(tmp_path: Path) -> None:
    key = text_key("a")
    FolderCache(tmp_path, "m", 4).put({key: unit_vector(0)})
    (file,) = tmp_path.iterdir()
    data = bytearray(file.read_bytes())
    data[-4:] = np.array([9.0], "<f4").tobytes()
    file.write_bytes(data)
    assert FolderCache(tmp_path, "m", 4).get([key]) == {}


def test_the_file_holds_no_text(tmp_path: Path) -> None:
    text = "a very private narrative"
    FolderCache(tmp_path, "m", 4).put({text_key(text): unit_vector(0)})
    assert b"private" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
