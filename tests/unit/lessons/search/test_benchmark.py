"""The benchmark runs on a small fictional file and gives every figure it promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
KINDS = {"word", "words", "phrase", "fields", "without", "slip", "sentence", "browse"}
TEXTS = ROOT / "tests" / "examples" / "lessons" / "search" / "texts.jsonl"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.search", *map(str, arguments)],
        cwd=ROOT, env=os.environ | {"OMP_NUM_THREADS": "1"}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("how", [("--json",), ()])
def test_every_figure_is_there(how: tuple[str, ...], tmp_path: Path) -> None:
    done = run("--texts", TEXTS, "--matters", "60", "--questions", "100", "--slips", "10", "--folder", tmp_path, *how)
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.iterdir())
    if not how:
        for words in ("whole reports: ", "SQLite FTS5: 100 questions", "one slip, the same first result, ours: "):
            assert words in done.stdout
        return
    result = json.loads(done.stdout)
    assert result["matters"]["items"] == 60 and result["reports"]["items"] == 6000
    assert result["unchanged"]["items"] == 60
    for name in ("ours", "fts5"):
        assert result[name]["questions"] == 100 and set(result[name]["kinds"]) >= KINDS
        assert result[name]["p50_ms"] <= result[name]["p95_ms"] <= result[name]["max_ms"]
    assert result["slips_ours"]["questions"] == 10
    assert result["slips_ours"]["same_first_result"] > result["slips_fts5"]["same_first_result"]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    done = run("--texts", tmp_path / "none.jsonl")
    assert done.returncode == 5 and "is not there" in done.stderr
