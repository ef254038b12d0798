"""The benchmark of matters on a small fictional file, and the model file it uses."""

from __future__ import annotations

import hashlib
import json
import math
import sys
from itertools import pairwise, product
from pathlib import Path

import pytest
from benchmarks import matters
from training.matters import Labelled, figures, hits, read_gold

from forewarned.lessons.matters.judge import Judge, choose, likely_runs

GOLD = Path(__file__).parents[3] / "examples" / "lessons" / "matters" / "gold.jsonl"
NOWHERE = Path("nowhere.jsonl")


def test_unseen_sections_are_scored_by_the_packaged_model() -> None:
    result = matters.measure(GOLD, NOWHERE, NOWHERE)
    assert (result["scored_by_packaged_model"], result["scored_by_refitted_models"]) == (4, 0)
    ways = result["ways"]
    assert isinstance(ways, dict)
    assert ways["ours"]["all"]["f1"] == 1.0
    assert ways["ours"]["numbered"]["labelled"] == 5
    assert ways["ours"]["unnumbered"]["labelled"] == 4
    assert ways["line numbers"]["numbered"]["right"] == 3
    assert ways["blank lines"]["unnumbered"]["right"] == 4
    assert result["misses"] == []
    assert result["our_readers"] == {}, "no reader of ours had these"


def test_readers_of_ours_are_scored_by_the_sections_they_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    item = read_gold(GOLD)[0]
    marks = [{"start": start, "end": end} for start, end in item.spans]
    row = {"section_sha256": hashlib.sha256(item.text.encode()).hexdigest(), "reading": "first", "spans": marks}
    monkeypatch.setattr(matters, "READERS", tmp_path / "readers.jsonl")
    matters.READERS.write_text(json.dumps(row) + "\n" + json.dumps({**row, "section_sha256": ""}) + "\n")
    assert matters.readers(read_gold(GOLD)) == {"first": figures(len(marks), len(marks), len(marks))}


def test_the_command_prints_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["matters", "--gold", str(GOLD), "--texts", "nowhere.jsonl", "--labels", "nowhere.jsonl"]
    monkeypatch.setattr(sys, "argv", [*given, "--json"])
    matters.main()
    assert json.loads(capsys.readouterr().out)["sections"] == 4


def test_the_table_names_every_way(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["matters", "--gold", str(GOLD), "--texts", "nowhere.jsonl", "--labels", "nowhere.jsonl", "--misses"]
    monkeypatch.setattr(sys, "argv", given)
    matters.main()
    out = capsys.readouterr().out
    assert all(name in out for name in ("ours", "line numbers", "blank lines", "PFD Toolkit"))


def test_a_difference_is_told_by_offsets() -> None:
    item = Labelled("https://example.org/x", "One. Two.", ((0, 400),), False, "gold")
    assert matters.missed(item, [(0, 4)]) == {
        "report_url": "https://example.org/x", "given_not_labelled": [(0, 4)], "labelled_not_given": [(0, 400)],
    }  # fmt: skip


def test_a_label_is_used_once_and_both_ends_count() -> None:
    assert hits([(0, 100), (1, 101)], [(20, 80)]) == 1
    assert hits([(0, 100)], [(0, 121)]) == 0


def test_a_file_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["matters", "--gold", "nowhere.jsonl"])
    with pytest.raises(SystemExit) as stopped:
        matters.main()
    assert stopped.value.code == 5


def test_the_packaged_model_names_what_it_learnt_from() -> None:
    judge = Judge.load()
    assert len(judge.trained_on) > 200
    assert all(len(fingerprint) == 12 for fingerprint in judge.trained_on)


STILL = ((0.0, 0.0, 0.0),) * 4


def test_nothing_carries_on_from_background() -> None:
    background_then_more = [[-9.0, -9.0, 5.0], [-2.0, 6.0, -3.0]]
    runs = likely_runs(background_then_more, [STILL] * 2, [True, False])
    assert runs[0][1][2] < 0.01, "the second unit does carry on the first, were that a matter: it is not"
    assert [(first, last) for first, last, _ in choose(runs, [0.4] * 2)] == [(1, 1)]


def test_nothing_carries_on_across_a_parting() -> None:
    scores = [[5.0, -9.0, -5.0], [-1.0, 6.0, -3.0]]
    joined = choose(likely_runs(scores, [STILL] * 2, [True, False]), [0.4] * 2)
    apart = choose(likely_runs(scores, [STILL] * 2, [True, True]), [0.4] * 2)
    assert [run[:2] for run in joined] == [(0, 1)]
    assert [run[:2] for run in apart] == [(0, 0), (1, 1)]


def test_a_runs_probability_is_its_share_of_all_lawful_labellings() -> None:
    scores = [[0.3, -0.2, 0.1], [-0.4, 0.9, 0.2], [0.1, 0.5, -0.6]]
    moves = ((0.2, -0.1, 0.3), (0.0, 0.4, -0.2), (0.1, 0.0, 0.5), (0.6, 0.0, -0.3))
    runs = likely_runs(scores, [moves] * 3, [True, False, False])
    by_hand: dict[tuple[int, int], float] = {}
    whole = 0.0
    for labels in product(range(3), repeat=3):
        if labels[0] == 1 or (2, 1) in pairwise(labels):
            continue
        weight = math.exp(
            moves[3][labels[0]]
            + sum(scores[at][label] for at, label in enumerate(labels))
            + sum(moves[a][b] for a, b in pairwise(labels))
        )
        whole += weight
        for first in range(3):
            if labels[first] == 0:
                last = first
                while last < 2 and labels[last + 1] == 1:
                    last += 1
                by_hand[first, last] = by_hand.get((first, last), 0.0) + weight
    for first, last, odds in (run for group in runs for run in group):
        assert odds == pytest.approx(by_hand[first, last] / whole)


def test_the_likeliest_run_is_given_where_none_exceeds_its_floor() -> None:
    runs = [[(0, 0, 0.2), (0, 1, 0.3)], [(1, 1, 0.25)]]
    assert choose(runs, [0.4, 0.4]) == [(0, 1, 0.3)]
    assert choose([[(0, 0, 0.01)]], [0.4]) == []
