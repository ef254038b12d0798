"""How pairs of matters are ordered and called, on labelled ones: the figures of the benchmark, and of our own pairs.

Our own were drawn at random within bands, of likeness or of the score: nearer to what is met in use than the shared.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from forewarned.lessons.recurrence import PairModel
from training.same_lesson import PRECISION, scored_by
from training.same_lesson_items import labelled_pairs, met_pairs


def curve(scores: Sequence[float], same: Sequence[bool]) -> list[dict[str, float]]:
    """Precision and recall at every score that calls one more pair, best first; equal scores are called together."""
    total, right, called, points = sum(same), 0, 0, []
    ranked = sorted(zip(scores, same, strict=True), key=lambda row: -row[0])
    for at, (score, hit) in enumerate(ranked):
        right, called = right + hit, called + 1
        if at + 1 == len(ranked) or ranked[at + 1][0] != score:
            precision, recall = right / called, right / total if total else 0.0
            points.append({"score": round(score, 4), "precision": round(precision, 4), "recall": round(recall, 4)})
    return points


def figures(scores: Sequence[float], same: Sequence[bool]) -> dict[str, float]:
    """Recall at precision 0.85 (anywhere on the curve), average precision and area under the ROC curve."""
    points = curve(scores, same)
    last, average = 0.0, 0.0
    for point in points:
        average += (point["recall"] - last) * point["precision"]
        last = point["recall"]
    yes = [score for score, hit in zip(scores, same, strict=True) if hit]
    no = [score for score, hit in zip(scores, same, strict=True) if not hit]
    wins = sum((a > b) + (a == b) / 2 for a in yes for b in no)
    return {
        "recall_at_precision_0.85": max((p["recall"] for p in points if p["precision"] >= PRECISION), default=0.0),
        "average_precision": round(average, 4),
        "auc": round(wins / (len(yes) * len(no)), 4) if yes and no else math.nan,
    }


def at_threshold(scores: Sequence[float], same: Sequence[bool], threshold: float) -> dict[str, float]:
    """Precision and recall of calling every pair at or above the packaged threshold the same."""
    called = [hit for score, hit in zip(scores, same, strict=True) if score >= threshold]
    return {
        "threshold": threshold,
        "called": len(called),
        "precision": round(sum(called) / len(called), 4) if called else math.nan,
        "recall": round(sum(called) / sum(same), 4) if sum(same) else math.nan,
    }


def own_unseen(
    models: dict[str, PairModel], learnt: frozenset[str], texts: Sequence[dict[str, Any]], labels: Path
) -> dict[str, Any]:
    """The packaged models on our own pairs of one body, and of two, that are not among those ``learnt``."""
    by_url = {row["report_url"]: row for row in texts}
    pairs = [one for one in labelled_pairs(labels, by_url, banded=True) if one.fingerprint not in learnt]
    found: dict[str, Any] = {}
    for name, model in models.items():
        scores = scored_by(model, pairs)
        for scope in sorted({pair.scope for pair in pairs}):
            judged = zip(pairs, scores, strict=True)
            here = [(score, pair.label == "same") for pair, score in judged if pair.scope == scope]
            own, same = [score for score, _ in here], [hit for _, hit in here]
            row = {"pairs": len(own), "same": sum(same), **figures(own, same)}
            found[f"{name}, {scope}"] = row | {"at_packaged_threshold": at_threshold(own, same, model.offers)}
    return found


def met_in_use(model: PairModel, texts: Sequence[dict[str, Any]], labels: Path) -> dict[str, Any]:
    """What two readers say of pairs met in use that the encoder did not learn from, by bands of the packaged score."""
    met = met_pairs(labels, {row["report_url"]: row for row in texts})
    scores = scored_by(model, [one.pair for one in met])
    edges = (model.offers, (model.offers + model.joins) / 2, model.joins, 1.01)
    found: dict[str, Any] = {}
    for scope in sorted({one.pair.scope for one in met}):
        for low, high in pairwise(edges):
            here = [
                one for one, score in zip(met, scores, strict=True) if one.pair.scope == scope and low <= score < high
            ]
            stand = math.fsum(one.stands_for for one in here)
            same = math.fsum(one.share * one.stands_for for one in here)
            found[f"{scope}, {low:.2f} to {min(high, 1):.2f}"] = {
                "read": len(here),
                "stand_for": round(stand),
                "same": round(same / stand, 4) if stand else math.nan,
            }
    return found
