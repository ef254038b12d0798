"""The benchmark on fictional pairs that the packaged model never saw, with texts that lack most of their reports."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path

import pytest
from benchmarks import same_lesson
from training import same_lesson_figures, same_lesson_joined
from training.same_lesson import precision_at, thresholds_beside
from training.same_lesson_items import BANDS, LABELS, MET, Met, Pair, labelled_pairs, met_pairs, read_lines

from forewarned.lessons.recurrence import LessonMatter, PairModel

EXAMPLES = Path(__file__).parents[3] / "examples" / "lessons" / "recurrence"


def test_unseen_pairs_are_scored_by_the_packaged_model() -> None:
    found = same_lesson.measure(EXAMPLES / "texts.jsonl", EXAMPLES / "pairs.jsonl", EXAMPLES / "none", meaning=False)
    assert (found["pairs"], found["same"]) == (4, 2)
    assert (found["scored_by_refitted_models"], found["scored_by_the_packaged_model"]) == (0, 4)
    assert set(found["figures"]) == {"ours, words", "TF-IDF cosine", "same theme"}
    assert found["figures"]["ours, words"]["auc"] == 1.0
    assert found["curve"][-1]["recall"] == 1.0
    assert found["readers"]["pairs"] == 6 and found["readers"]["agreement"] == pytest.approx(5 / 6, abs=1e-3)
    assert json.loads(json.dumps(found)) == found


def test_the_product_is_measured_beside_the_pairs() -> None:
    """Of the fictional pairs, every one has an outcome; what is joined is also called by "joined or possible"."""
    found = same_lesson.measure(EXAMPLES / "texts.jsonl", EXAMPLES / "pairs.jsonl", EXAMPLES / "none", meaning=False)
    product = found["product"]["ours, words"]
    assert product["refitted"] == 0
    assert sum(product["same"].values()) == 2 and sum(product["not the same"].values()) == 2
    assert product["joined or possible"]["called"] >= product["joined"]["called"]
    assert product["same"]["apart"] < 2 and product["not the same"]["joined"] == 0


def test_a_labelled_side_is_found_among_the_matters_of_its_report() -> None:
    matters = [
        LessonMatter("a", "1. Observations were not carried out by the night staff.", "r"),
        LessonMatter("b", "2. The road had no lights.", "r"),
    ]
    assert same_lesson_joined.meant("Observations were not carried out by the night staff", matters) == {"a"}
    assert same_lesson_joined.meant("Nothing of the kind stands here at all", matters) == set()


def test_the_command_prints_the_curve(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["same_lesson", "--no-meaning", "--labels", str(EXAMPLES / "none")]
    given += ["--texts", str(EXAMPLES / "texts.jsonl"), "--gold", str(EXAMPLES / "pairs.jsonl")]
    monkeypatch.setattr("sys.argv", given)
    same_lesson.main()
    printed = capsys.readouterr().out
    assert "recall at P>=0.85" in printed and "kappa" in printed and "TF-IDF cosine" in printed
    assert "what the product does with them" in printed and "joined or possible" in printed


def test_figures_by_hand() -> None:
    """Best first: same, same, not, same. Precision 1, 1, 2/3, 3/4; recall 1/3, 2/3, 2/3, 1."""
    found = same_lesson_figures.figures([0.9, 0.8, 0.7, 0.6], [True, True, False, True])
    assert found["recall_at_precision_0.85"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["average_precision"] == pytest.approx((1 + 1 + 0.75) / 3, abs=1e-3)
    assert found["auc"] == pytest.approx(2 / 3, abs=1e-4)
    assert same_lesson_figures.at_threshold([0.9, 0.1], [True, True], 0.5)["recall"] == 0.5
    assert math.isnan(same_lesson_figures.at_threshold([0.1], [True], 0.5)["precision"])


def test_equal_scores_are_called_together() -> None:
    assert [point["precision"] for point in same_lesson_figures.curve([0.5, 0.5], [True, False])] == [0.5]


def test_our_labels_hold_places_and_never_texts() -> None:
    for item in read_lines(LABELS):
        places = item["members"] if item.get("kind") == "members" else [item["earlier"], item["later"]]
        for place in places:
            assert set(place) <= {"report_url", "section", "start", "end", "sha256", "shares", "second"}
            assert place["end"] > place["start"] and len(place["sha256"]) == 64


def test_a_label_whose_text_is_absent_or_changed_is_left_out(tmp_path: Path) -> None:
    place = {"report_url": "u", "section": "concerns", "start": 0, "end": 4, "sha256": "0" * 64}
    line = {"earlier": place, "later": place, "scope": "organisation", "label": "same", "obligation": "x"}
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    assert labelled_pairs(path, {"u": {"concerns": "else"}}) == []
    assert labelled_pairs(path, {}) == []


def test_a_fingerprint_is_of_both_texts() -> None:
    one = Pair("a", "b", "same", ("u", "v"), "gold")
    assert one.fingerprint == Pair("a", "b", "different", ("x", "y"), "gold").fingerprint
    assert one.fingerprint != Pair("a", "c", "same", ("u", "v"), "gold").fingerprint
    assert precision_at(0.5, [(0.6, True), (0.7, False)]) == 0.5


def test_members_read_by_two_count_by_half(tmp_path: Path) -> None:
    members = [{"shares": True, "second": True}, {"shares": True, "second": False}]
    lines = [
        {"kind": "members", "made_by": ["same-lesson-2 (meaning)"], "members": members, "unlabelled": True},
        {"kind": "members", "made_by": ["words"], "members": [{"shares": False}], "unlabelled": False},
    ]
    path = tmp_path / "labels.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found = same_lesson.members(path)
    assert (found["meaning"]["right"], found["meaning"]["members"], found["meaning"]["share"]) == (1.5, 2, 0.75)
    assert found["words"]["share"] == 0 and found["words, unlabelled"]["share"] is None


TEXT = "Nobody looked."
ROWS = [{"report_url": "u", "concerns": TEXT}]


def write_labels(path: Path, *lines: dict[str, object]) -> Path:
    place = {"report_url": "u", "section": "concerns", "start": 0, "end": len(TEXT)}
    place |= {"sha256": hashlib.sha256(TEXT.encode()).hexdigest()}
    usual = {"earlier": place, "later": place, "scope": "organisation", "label": "same"}
    path.write_text("".join(json.dumps({**usual, **line}) + "\n" for line in lines), encoding="utf-8")
    return path


def test_who_learns_from_a_pair_is_told_by_how_it_was_chosen(tmp_path: Path) -> None:
    """The weights from the likely ones, the encoder from those by bands too, nobody from those met in use."""
    met = {"chosen_by": MET, "second": {"label": "related"}, "stands_for": 1.5}
    path = write_labels(
        tmp_path / "labels.jsonl", {"chosen_by": "likeness"}, {"chosen_by": BANDS, "label": "related"}, met
    )
    texts = {"u": ROWS[0]}
    assert [pair.label for pair in labelled_pairs(path, texts)] == ["same"]
    assert [pair.label for pair in labelled_pairs(path, texts, banded=True)] == ["same", "related"]
    assert [(one.share, one.stands_for) for one in met_pairs(path, texts)] == [(0.5, 1.5)]
    assert met_pairs(path, {}) == []


def test_our_own_pairs_are_measured_on_where_nobody_learnt_from_them(tmp_path: Path) -> None:
    path = write_labels(tmp_path / "labels.jsonl", {"chosen_by": BANDS, "label": "related"})
    models = {"ours, words": PairModel.load()}
    (row,) = same_lesson_figures.own_unseen(models, frozenset(), ROWS, path).values()
    assert (row["pairs"], row["same"]) == (1, 0)
    learnt = frozenset({Pair(TEXT, TEXT, "", ("u", "u"), "").fingerprint})
    assert same_lesson_figures.own_unseen(models, learnt, ROWS, path) == {}


def test_pairs_met_in_use_are_counted_for_those_they_stand_for(tmp_path: Path) -> None:
    label = {"chosen_by": MET, "second": {"label": "related"}, "stands_for": 3}
    path = write_labels(tmp_path / "labels.jsonl", label, {**label, "second": {"label": "same"}, "stands_for": 1})
    found = same_lesson_figures.met_in_use(PairModel.load(), ROWS, path)
    assert sorted(row["read"] for row in found.values()) == [0, 0, 2]
    (row,) = (row for row in found.values() if row["read"])
    assert (row["stand_for"], row["same"]) == (4, (3 * 0.5 + 1) / 4)


def test_thresholds_beside_the_encoder_are_set_by_pairs_met_in_use() -> None:
    """Within one body half must be the same from ``threshold`` on, of all nine in ten from ``sure`` on."""

    def met(score: float, share: float, scope: str = "organisation") -> tuple[float, Met]:
        return score, Met(Pair("a", "b", "same", ("u", "v"), scope), share, 2.0)

    seen = [*(met(0.9, 1.0) for _ in range(9)), met(0.8, 0.0), met(0.7, 0.0, "national"), met(0.3, 0.5)]
    seen += [met(0.25, 0.0) for _ in range(12)]
    made = thresholds_beside([(0.22, True), (0.21, True)], seen)
    assert (made.threshold, made.sure) == (0.26, 0.71)
