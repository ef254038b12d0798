"""The benchmark of screening, on four invented reports."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
EXAMPLES = ROOT / "tests" / "examples" / "lessons" / "screen"
SPEC = importlib.util.spec_from_file_location("benchmarks_screen", ROOT / "benchmarks" / "screen.py")
assert SPEC is not None
assert SPEC.loader is not None
screen = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = screen
SPEC.loader.exec_module(screen)

ARGUMENTS = [
    f"--gold={EXAMPLES / 'child.jsonl'}",
    f"--texts={EXAMPLES / 'texts.jsonl'}",
    f"--suicide={EXAMPLES / 'suicide.csv'}",
]


def test_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert screen.main([*ARGUMENTS, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["child"]["ours"]["agreement"] == 0.75
    assert result["child"]["ours"]["recall"] == 0.5
    assert result["child"]["gpt_4_1_same_rows"]["agreement"] == 0.5
    assert [miss["report"] for miss in result["child"]["misses"]] == ["perran-stellick"]
    assert result["suicide"]["ours"] | {"reports": 2, "precision": 1.0, "recall": 1.0} == result["suicide"]["ours"]
    assert result["suicide"]["official_category_same_rows"]["recall"] == 0.0
    assert result["suicide"]["official_category_whole_sheet"]["reports"] == 3


def test_printed_with_misses_and_the_published_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert screen.main([*ARGUMENTS, "--misses"]) == 0
    printed = capsys.readouterr().out
    assert "perran-stellick" in printed
    assert "GPT-4.1 " in printed
    assert "not known scored as no" in printed


def test_absent_files_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="is not there"):
        screen.main(["--gold=/nowhere.jsonl", *ARGUMENTS[1:]])
    assert screen.main([*ARGUMENTS[:2], "--suicide=/nowhere.csv"]) == 0
    assert "nowhere.csv" in capsys.readouterr().out


def test_kappa() -> None:
    assert screen.kappa([(True, True), (False, False)]) == 1.0
    assert screen.kappa([(True, False), (False, True)]) == -1.0
    assert screen.kappa([(True, True)]) == 1.0
