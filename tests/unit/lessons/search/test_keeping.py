"""Putting in and taking out: only what changed, one writer, nothing lost by a crash, a broken index made anew."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from forewarned.errors import BusyError, InputError, StorageError
from forewarned.lessons.search import Changed, SearchItem, open_index
from forewarned.lessons.search.items import packed, unpacked
from forewarned.lessons.search.manifest import Manifest
from forewarned.lessons.search.opening import MANIFEST, WORDS, writing

from .conftest import ITEMS

KEYS = sorted(item.key for item in ITEMS)


def test_only_what_changed_is_indexed_again(folder: Path) -> None:
    index = open_index(folder)
    assert index.state == "new" and not len(index) and not index.search("garden").hits
    assert index.add(ITEMS) == Changed(added=7)
    assert index.add(ITEMS) == Changed(unchanged=7)
    newer = replace(ITEMS[0], text="The lake was not fenced.")
    assert index.add([ITEMS[1], newer]) == Changed(replaced=1, unchanged=1)
    assert [hit.item for hit in index.search("lake").hits] == [newer] and not index.search("signed").total
    assert index.remove(["m1", "r1", "nobody"]) == 2
    assert index.keys() == [key for key in KEYS if key not in ("m1", "r1")] and len(index) == 5
    assert index.sync(ITEMS[:3]) == Changed(added=1, unchanged=2, removed=3)
    assert index.keys() == ["m1", "m2", "m3"]


def test_some_things_are_made_exactly_as_given_and_the_rest_is_left_alone(folder: Path) -> None:
    index = open_index(folder)
    index.add(ITEMS)
    newer = replace(ITEMS[0], text="The lake was not fenced.")
    assert index.replace([newer, ITEMS[1]], ["m1", "m2", "m3", "nobody"]) == Changed(replaced=1, unchanged=1, removed=1)
    assert index.keys() == [key for key in KEYS if key != "m3"]
    assert [hit.item for hit in index.search("lake").hits] == [newer]
    assert index.replace([ITEMS[2]], []) == Changed(added=1) and index.keys() == KEYS
    assert index.replace([], []) == Changed() and index.keys() == KEYS


def test_keys_are_told_by_how_they_begin(folder: Path) -> None:
    index = open_index(folder)
    assert index.keys_like("m") == []
    index.add([*ITEMS, replace(ITEMS[0], key="M1"), replace(ITEMS[0], key="m%_")])
    assert index.keys_like("m") == sorted(["m%_", *(key for key in KEYS if key.startswith("m"))])
    assert index.keys_like("") == sorted([*KEYS, "M1", "m%_"]) and index.keys_like("zz") == []


def test_of_two_with_one_key_the_later_counts(folder: Path) -> None:
    index = open_index(folder)
    assert index.add([ITEMS[0], replace(ITEMS[0], text="Later.")]) == Changed(added=1)
    assert [item.text for item in index.items()] == ["Later."]


def test_items_come_back_whole(folder: Path) -> None:
    odd = SearchItem("nul\0 é", "page", "\ud800", "half \udfff a pair\0 \u202e e\u0301t\u00e9 😀 word", "", ("A\nB",))
    index = open_index(folder)
    index.add([odd, *ITEMS])
    assert set(index.items()) == {odd, *ITEMS} and unpacked(packed(odd)) == odd
    (hit,) = index.search("été word").hits
    assert hit.item == odd and hit.matched[0].found == ("e\u0301t\u00e9",)


def test_an_item_needs_a_key_and_a_kind() -> None:
    for key, kind in (("", "matter"), ("x" * 1001, "matter"), ("x", ""), ("\ud800", "matter")):
        with pytest.raises(InputError):
            SearchItem(key, kind, "", "")


def test_readers_see_the_last_commit(folder: Path) -> None:
    writer, reader = open_index(folder), open_index(folder)
    assert reader.state == "ready"
    assert not reader.search("garden").hits
    writer.add(ITEMS)
    assert reader.search("garden").total == 2
    writer.remove(["r1"])
    assert reader.search("garden").total == 1


def test_there_is_one_writer(folder: Path) -> None:
    index = open_index(folder)
    index.add(ITEMS[:1])
    with writing(folder):
        with pytest.raises(BusyError):
            index.add(ITEMS)
        with pytest.raises(BusyError):
            open_index(folder).remove(["m1"])
        assert index.search("hourly").total == 1
    assert index.add(ITEMS).added == 6


def test_an_error_while_items_are_given_keeps_what_was_committed_and_frees_the_lock(folder: Path) -> None:
    index = open_index(folder)
    index.add(ITEMS[:2])

    def some() -> object:
        yield ITEMS[2]
        raise ValueError("the caller's own")

    with pytest.raises(ValueError, match="the caller's own"):
        index.add(some())  # type: ignore[arg-type]
    assert index.keys() == ["m1", "m2"] and index.add(ITEMS).added == 5


@pytest.mark.parametrize("moment", ["doubt", "commit", "hold"])
def test_a_crash_at_any_moment_loses_nothing_that_is_given_again(folder: Path, moment: str) -> None:
    """The process dies after the manifest doubts, after the index commits, and before the manifest holds."""
    open_index(folder).add(ITEMS[:3])
    program = f"""
import os, sys
from pathlib import Path
from dataclasses import replace
from forewarned.lessons.search import SearchItem, open_index
from forewarned.lessons.search.manifest import Manifest
index = open_index(Path(sys.argv[1]))
moment = {moment!r}
die = lambda *_: os._exit(9)
if moment == "doubt":
    Manifest.rows = die
elif moment == "hold":
    Manifest.hold = die
else:
    from forewarned.lessons.search import index as module
    module.document_of = die
item = next(index.items())
index.add([replace(item, text="Changed by the crash."), SearchItem("new", "matter", "", "New by the crash.")])
"""
    done = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr
    index = open_index(folder)
    assert index.state == "ready"
    assert len(index) == (4 if moment == "hold" else 3)
    index.sync(ITEMS[:3])
    assert set(index.items()) == set(ITEMS[:3]) and not index.search("crash").total
    assert index.add(ITEMS[:3]) == Changed(unchanged=3)


def test_a_crash_while_taking_out_is_mended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = open_index(folder)
    index.add(ITEMS)

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr(Manifest, "drop", fail)
        with pytest.raises(StorageError) as error:
            index.remove(["m1", "m2"])
    assert "hourly" not in str(error.value).lower()
    again = open_index(folder)
    assert again.state == "ready" and again.keys() == [key for key in KEYS if key not in ("m1", "m2")]
    assert again.add(ITEMS) == Changed(added=2, unchanged=5)


def spoil(folder: Path, how: str) -> None:
    words = folder / WORDS
    if how == "no meta":
        (words / "meta.json").unlink()
    elif how == "meta is no JSON":
        (words / "meta.json").write_text("{", encoding="utf-8")
    elif how == "a file is gone":
        next(words.glob("*.store")).unlink()
    elif how == "a file is cut":
        for path in words.glob("*.idx"):
            os.truncate(path, path.stat().st_size // 2)
    elif how == "the list is no database":
        for path in folder.glob("manifest.sqlite*"):
            path.write_bytes(b"not a database " * 100)
    elif how == "the list is gone":
        for path in folder.glob("manifest.sqlite*"):
            path.unlink()
    elif how == "the list says otherwise":
        with closing(sqlite3.connect(folder / MANIFEST)) as store, store:
            store.execute("DELETE FROM items WHERE key = 'm1'")
    else:
        with closing(sqlite3.connect(folder / MANIFEST)) as store, store:
            store.execute("UPDATE about SET value = '0' WHERE name = 'stamp'")


SPOILT = (
    "no meta", "meta is no JSON", "a file is gone", "a file is cut", "the list is no database", "the list is gone",
    "the list says otherwise", "another version",
)  # fmt: skip


@pytest.mark.parametrize("how", SPOILT)
def test_a_broken_index_is_made_anew(folder: Path, how: str) -> None:
    open_index(folder).add(ITEMS)
    spoil(folder, how)
    index = open_index(folder, source=lambda: ITEMS)
    assert index.state == "made_anew" and index.why
    assert ("another version" in index.why) == (how == "another version")
    assert index.keys() == KEYS and open_index(folder).state == "ready"


def test_an_index_that_breaks_while_open_says_so(folder: Path) -> None:
    index = open_index(folder)
    index.add(ITEMS)
    (folder / WORDS / "meta.json").unlink()
    with pytest.raises(StorageError) as error:
        index.search("garden")
    assert "garden" not in str(error.value) and "delete that folder" in str(error.value)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StorageError):
        open_index(tmp_path / "file" / "search")


def test_compacting_changes_no_answer(folder: Path, tmp_path: Path) -> None:
    index, fresh = open_index(folder), open_index(tmp_path / "fresh")
    index.add(replace(item, text=item.text + " garden staff") for item in ITEMS)
    index.add(ITEMS)
    index.remove(["r1"])
    index.compact()
    fresh.add(item for item in ITEMS if item.key != "r1")
    for asked in ("garden", "hourly", "ward", "staff", "", "-lantern"):
        ours, theirs = index.search(asked), fresh.search(asked)
        assert [(hit.item, hit.score, hit.matched) for hit in ours.hits] == [
            (hit.item, hit.score, hit.matched) for hit in theirs.hits
        ]
        assert (ours.total, ours.counts, ours.notes) == (theirs.total, theirs.counts, theirs.notes)
    assert index.add(ITEMS) == Changed(added=1, unchanged=6)
