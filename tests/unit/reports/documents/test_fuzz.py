"""A short run of the fuzzer, its kept seeds, and that it does see a fault."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.documents import fuzz

SEEDS = sorted(path for path in fuzz.SEEDS.iterdir() if path.suffix != ".md")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_every_kept_seed_is_read_or_refused(path: Path) -> None:
    outcome = fuzz.feed(path)
    assert outcome == "read" or outcome.startswith("refused")


def test_spoilt_files_are_read_or_refused(tmp_path: Path) -> None:
    rng = random.Random(28)
    files = fuzz.starts()
    others = [raw for _, raw in files]
    for index in range(60):
        suffix, raw = rng.choice(files)
        path = tmp_path / f"{index}{suffix}"
        path.write_bytes(fuzz.spoil(raw, others, rng))
        outcome = fuzz.feed(path)
        assert outcome == "read" or outcome.startswith(("refused", "net")), (index, outcome)


def test_the_fuzzer_sees_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path, ocr: bool) -> None:
        raise ValueError("not one of ours")

    monkeypatch.setattr(fuzz, "read_document", broken)
    with pytest.raises(ValueError, match="not one of ours"):
        fuzz.feed(tmp_path / "any.txt")
