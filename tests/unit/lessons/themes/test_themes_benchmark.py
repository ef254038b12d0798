"""The benchmark of themes on a tiny fictional file, and what its scoring counts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from benchmarks import themes
from training.theme_items import LABELS, Item, as_gold, fold_of, read_gold, shares

GOLD = Path(__file__).parents[3] / "examples" / "lessons" / "themes" / "gold.jsonl"


def test_unseen_matters_are_scored_by_the_packaged_model(capsys: pytest.CaptureFixture[str]) -> None:
    themes.main(["--gold", str(GOLD), "--texts", str(GOLD.parent / "absent.jsonl"), "--json"])
    result = json.loads(capsys.readouterr().out)
    assert result["matters"] == 6
    assert result["scored_by_the_packaged_model"] == 6
    assert result["scored_by_refitted_models"] == 0
    assert result["ours"]["f1"] > result["words_of_the_names"]["f1"]
    assert result["words_alone"]["f1"] > result["words_of_the_names"]["f1"]
    assert result["ours_of_unread_matters"]["matters"] == 6
    assert result["ours"]["interval_95"][0] <= result["ours"]["f1"] <= result["ours"]["interval_95"][1]
    assert result["readers_with_each_other"]["f1"] == pytest.approx(0.875)


def test_the_printed_table_names_every_way(capsys: pytest.CaptureFixture[str]) -> None:
    themes.main(["--gold", str(GOLD), "--texts", str(GOLD.parent / "absent.jsonl"), "--misses"])
    printed = capsys.readouterr().out
    for way in (
        "ours",
        "ours of unread matters",
        "words alone",
        "tfidf on these labels alone",
        "words of the names",
        "most frequent theme",
        "the readers",
    ):
        assert way in printed
    assert "6 unseen by the packaged one" in printed


def test_precision_is_against_either_reader_and_recall_against_both() -> None:
    item = Item("u", "t", frozenset({"family"}), frozenset({"family", "training"}))
    assert shares([frozenset({"family", "training"})], [item]) == pytest.approx((1.0, 1.0, 1.0))
    assert shares([frozenset({"training"})], [item])[:2] == (1.0, 0.0)
    assert shares([frozenset({"family", "custody"})], [item])[:2] == (0.5, 1.0)


def test_what_readers_without_a_perhaps_would_have_given() -> None:
    worth = {"family": 1.0, "training": 0.725, "custody": 0.5, "other": 0.225}
    item = as_gold(Item("u", "t", frozenset({"family"}), frozenset({"family", "training", "custody"}), worth=worth))
    assert item.sure == {"family", "training"}
    assert item.may == {"family", "training", "custody"}


def test_readers_of_ours_are_scored_by_the_matters_they_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = read_gold(GOLD)
    sums = [hashlib.sha256(one.encode()).hexdigest() for one in (items[0].text, "not among them")]
    rows = [{"sha256": one, "reading": "third", "labels": sorted(items[0].sure), "perhaps": []} for one in sums]
    monkeypatch.setattr(themes, "READERS", tmp_path / "readers.jsonl")
    themes.READERS.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert themes.our_readers(items) == {"third": {"matters": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0}}


def test_a_report_stays_in_one_fold() -> None:
    assert fold_of("https://example.org/a/") == fold_of("https://example.org/a/")
    assert {fold_of(f"https://example.org/{n}/") for n in range(50)} == {0, 1, 2, 3, 4}


def test_a_report_that_was_learnt_from_is_scored_by_a_model_without_it(shared_data: Path, tmp_path: Path) -> None:
    rows = (shared_data / "pfd" / "gold" / "themes.jsonl").read_text(encoding="utf-8").splitlines()
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(rows[:3]) + "\n", encoding="utf-8")
    result = themes.measure(tmp_path / "absent.jsonl", few, LABELS)
    assert result["scored_by_refitted_models"] == 3
