"""Search by meaning with an embedder of three dimensions: garden, paper, time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from forewarned.lessons.search import Filters, SearchIndex, open_index
from forewarned.lessons.search.near import Vectors, fused, nearest, unit

from .conftest import ITEMS

SENSES = (("garden", "door", "leave", "meadow"), ("letter", "written", "sheet", "note"), ("hourly", "week", "hours"))


class Senses:
    """Counts words of three senses; a word nobody wrote, `meadow`, is near to `garden`."""

    name = "senses"

    def __init__(self) -> None:
        self.given: list[str] = []

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.given += texts
        return np.array([[sum(text.lower().count(w) for w in s) for s in SENSES] for text in texts], dtype=np.float32)


@pytest.fixture
def index(folder: Path) -> SearchIndex:
    found = open_index(folder)
    found.add(ITEMS)
    found.learn_meaning(Senses())
    return found


def test_what_is_near_is_found_without_its_words(index: SearchIndex) -> None:
    found = index.search("meadow", embedder=Senses())
    assert found.total == 0 and {hit.item.key for hit in found.hits} == {"m2", "r1"} and found.near_total == 2
    assert all(not hit.by_words and hit.near and hit.near > 0.9 and not hit.matched for hit in found.hits)
    assert all(hit.snippets[0].start == 0 for hit in found.hits)


def test_words_and_meaning_are_fused(index: SearchIndex) -> None:
    found = index.search("garden", embedder=Senses())
    assert [(hit.by_words, hit.near is not None) for hit in found.hits] == [(True, True), (True, True)]
    assert found.total == 2 and found.near_total == 0
    both = index.search("surgery garden", embedder=Senses())
    assert {hit.item.key for hit in both.hits if hit.by_words} == {"m2", "m3", "r1"}


def test_filters_and_what_is_left_out_hold_for_meaning_too(index: SearchIndex) -> None:
    assert [hit.item.key for hit in index.search("meadow -leave", embedder=Senses()).hits] == ["r1"]
    assert [hit.item.key for hit in index.search("meadow kind:matter", embedder=Senses()).hits] == ["m2"]
    only = index.search("meadow", Filters(kinds=("report",)), embedder=Senses())
    assert [hit.item.key for hit in only.hits] == ["r1"]


def test_without_vectors_words_alone_and_it_says_so(folder: Path) -> None:
    index = open_index(folder)
    index.add(ITEMS)
    found = index.search("garden", embedder=Senses())
    assert found.total == 2 and [note.code for note in found.notes] == ["no_meaning"]
    assert not index.search("garden").notes


def test_vectors_are_made_once_a_text_and_can_be_resumed(folder: Path) -> None:
    index, embedder = open_index(folder), Senses()
    index.add(ITEMS[:3])
    told: list[tuple[int, int]] = []
    assert index.learn_meaning(embedder, at_once=2, progress=lambda *now: told.append(now)) == 3
    assert told == [(2, 3), (3, 3)] and len(embedder.given) == 3
    assert index.learn_meaning(embedder) == 0
    index.add(ITEMS)
    index.remove(["m1"])
    index.learn_meaning(embedder)
    assert len(embedder.given) == len({item.text or item.title for item in ITEMS})
    index.compact()
    assert [hit.item.key for hit in index.search("meadow kind:matter", embedder=embedder).hits] == ["m2"]


def test_vectors_of_another_embedder_are_not_compared(index: SearchIndex) -> None:
    class Others(Senses):
        name = "others"

    assert not index.search("meadow", embedder=Others()).hits
    assert index.learn_meaning(Others(), half=True) == 7
    assert {hit.item.key for hit in index.search("meadow", embedder=Others()).hits} == {"m2", "r1"}
    assert not index.search("meadow", embedder=Senses()).hits


def test_the_nearest_rows_whichever_way_they_are_asked_for(tmp_path: Path) -> None:
    rows = np.random.default_rng(3).standard_normal((500, 8)).astype(np.float32)
    places = np.arange(500, dtype=np.int64)
    Vectors(tmp_path).write(Senses(), places, rows, half=False)
    kept = Vectors(tmp_path).of(Senses())
    assert kept is not None
    asked = unit(rows[7:8])[0]
    slow = sorted(((float(unit(rows)[row] @ asked), row) for row in range(500)), key=lambda one: (-one[0], one[1]))
    assert [row for row, _ in nearest(kept, asked, 10)] == [row for _, row in slow[:10]]
    odd = [row for row, _ in nearest(kept, asked, 5, places[1::2])]
    assert odd == [row for _, row in slow if row % 2][:5]
    assert nearest(kept, asked[:4], 5) == []


def test_what_is_no_number_becomes_nothing() -> None:
    assert unit(np.array([[np.nan, 3, 4], [0, 0, 0], [np.inf, 0, 2]], dtype=np.float32)).tolist() == [
        [0, pytest.approx(0.6), pytest.approx(0.8)], [0, 0, 0], [0, 0, 1],
    ]  # fmt: skip


def test_rankings_are_fused_by_their_ranks() -> None:
    assert fused(["a", "b"], ["b", "c"]) == {"a": 1 / 61, "b": 1 / 62 + 1 / 61, "c": 1 / 62}


class Sheets:
    """Finds by meaning whatever speaks of a sheet, before all that does not."""

    name = "sheets"

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return np.array([[1.0, "sheet" not in text.lower()] for text in texts], dtype=np.float32)


def test_what_has_the_phrase_stands_above_what_only_means_it(folder: Path) -> None:
    found = open_index(folder)
    found.add(ITEMS)
    found.learn_meaning(Sheets())
    hits = found.search('"of staff"', embedder=Sheets()).hits
    assert [hit.item.key for hit in hits if hit.by_words] == ["r1"] and len(hits) > 3
    assert hits[0].item.key == "r1"
    assert [hit.by_words for hit in hits] == sorted((hit.by_words for hit in hits), reverse=True)
