"""The benchmark and the training on a small fictional file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.similar import Bm25, measure, ndcg, show
from training import similar as training

from forewarned.lessons.similar import SimilarIndex, SimilarModel, fingerprint

EXAMPLES = Path(__file__).parents[3] / "examples" / "lessons" / "similar"
LABELS = Path(__file__).parents[4] / "training" / "labels" / "similar.jsonl"


@pytest.mark.parametrize(
    ("grades", "exponential", "expected"),
    [
        ([3, 0], False, 1.0),
        ([0, 3], False, 1 / np.log2(3)),
        ([1, 3], True, (1 + 7 / np.log2(3)) / (7 + 1 / np.log2(3))),
    ],
)
def test_ndcg_of_known_orders(grades: list[int], exponential: bool, expected: float) -> None:
    assert ndcg(grades, grades, exponential=exponential) == pytest.approx(expected)


def test_ndcg_is_not_known_where_nothing_is_alike() -> None:
    assert ndcg([0, 0], [0, 0], exponential=False) is None


def test_only_the_first_ten_count() -> None:
    assert ndcg([0] * 10 + [3], [0] * 10 + [3], exponential=False) == 0.0


def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setattr("benchmarks.similar.embedder", lambda _cache: None)
    return measure(EXAMPLES / "texts.jsonl", EXAMPLES / "gold.jsonl", tmp_path / "none", tmp_path)


def test_the_benchmark_prints_every_ranker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = measured(tmp_path, monkeypatch)
    assert result["queries_unseen"] == 3
    assert result["queries_learnt_from"] == 0
    assert (result["judged_pairs"], result["judged_pairs_scored"]) == (11, 10)
    assert result["rankers"]["ours, words only"]["judged_linear"]["mean"] > 0.95
    show(result)
    printed = capsys.readouterr().out
    for name in ("BM25 alone", "TF-IDF alone", "LSA alone", "ours, words only"):
        assert name in printed
    json.dumps(result)


def test_queries_that_were_learnt_from_are_scored_without_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("benchmarks.similar.fingerprint", lambda _sections: "seen")
    blank = training.blank_model()
    learnt = SimilarModel("t", blank.with_meaning, blank.words_only, frozenset({"seen"}))
    monkeypatch.setattr("benchmarks.similar.SimilarModel.load", lambda: learnt)
    result = measured(tmp_path, monkeypatch)
    assert result["queries_learnt_from"] == 3
    assert result["rankers"]["ours, words only"]["judged_linear"]["mean"] > 0.9


def test_a_gold_file_of_which_no_text_is_there_gives_no_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"query_url": "elsewhere", "judged": [{"report_url": "there", "grade": 2}]}) + "\n")
    monkeypatch.setattr("benchmarks.similar.embedder", lambda _cache: None)
    result: dict[str, Any] = measure(EXAMPLES / "texts.jsonl", gold, tmp_path / "none", tmp_path)
    assert (result["queries"], result["queries_without_text"]) == (1, 1)
    assert result["rankers"]["BM25 alone"]["judged_linear"]["mean"] is None
    show(result)
    assert "1 without a text" in capsys.readouterr().out


def test_the_only_query_learnt_from_is_not_scored_by_weights_that_saw_it() -> None:
    held = training.Query("held", 0, (1, 2), (3, 0), ())
    assert training.fit({"held": np.ones((3, 2))}, training.without([held], held)).tolist() == [1.0, 1.0]


def test_a_query_is_left_out_with_its_pairs_seen_from_the_other_side() -> None:
    held = training.Query("held", 0, (1, 2), (3, 0), ())
    other = training.Query("other", 1, (0, 3), (3, 1), (4,))
    (kept,) = training.without([held, other], held)
    assert (kept.rows, kept.grades, kept.drawn) == ((3,), (1,), (4,))


def test_the_fit_weighs_what_tells_grades_apart() -> None:
    draws = np.random.default_rng(1)
    tables, asked = {}, []
    for n in range(6):
        table = draws.random((20, 2))
        tables[str(n)] = table
        rows = tuple(range(1, 20))
        asked.append(training.Query(str(n), 0, rows, tuple(int(4 * table[row, 0] * 0.999) for row in rows), ()))
    found = training.fit(tables, asked)
    assert found[0] > 10 * abs(found[1])


def test_kappa_of_the_same_and_of_chance() -> None:
    assert training.kappa([0, 1, 2, 3], [0, 1, 2, 3]) == 1.0
    assert training.kappa([0, 0, 3, 3], [0, 3, 0, 3]) == 0.0


def test_labels_hold_no_text_of_a_report() -> None:
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        assert set(item) == {"query_url", "report_url", "grade", "shared"}
        assert item["grade"] in (0, 1, 2, 3)
        assert set(item["shared"]) <= {"person", "setting", "mechanism", "failing"}
        assert bool(item["shared"]) == (item["grade"] > 0)


def test_training_again_gives_the_packaged_weights(shared_data: Path, tmp_path: Path) -> None:
    gold = shared_data / "pfd" / "gold" / "similar_circumstances.jsonl"
    cases = training.read_cases(shared_data / "pfd" / "texts.jsonl")
    judged = {**training.read_judged(gold), **training.read_judged(LABELS)}
    urls = list(cases)[:1]
    assert SimilarIndex.build([cases[urls[0]]], model=training.blank_model())
    packaged = json.loads(training.OUT.read_text(encoding="utf-8"))
    marks = {fingerprint(cases[url].sections) for url in judged if url in cases}
    assert set(packaged["trained_on"]) == marks


def test_bm25_is_the_published_formula() -> None:
    counts = [Counter({"ward": 2, "nurs": 1}), Counter({"road": 1})]
    found = Bm25(counts).scores(Counter({"ward": 1}))
    idf = np.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    assert found[0] == pytest.approx(idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2)), rel=1e-5)
    assert found[1] == 0.0
