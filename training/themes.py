"""Trains the model of themes, and measures it by cross-validation grouped by report.

    .venv/bin/python -m training.themes [--texts PATH] [--gold PATH] [--labels PATH] [--out PATH]

Learns the words' part from all labelled matters (`training/theme_items.py`), and how it is weighed with the encoder's
(`training/theme_encoder.py`, run first). Nothing random; the folds are settled by each report's address. Thresholds
and scores are chosen on our own matters; the model card says what else was chosen by someone who saw the gold figures.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from forewarned.lessons.themes.codebook import codebook
from forewarned.lessons.themes.cues import packaged
from forewarned.lessons.themes.features import features_of
from forewarned.lessons.themes.learning import fingerprint
from forewarned.lessons.themes.model import chosen_codes, vector_of
from forewarned.lessons.themes.weights import NAME, Choice, Weights, write_weights
from training.theme_items import (
    FOLDS,
    LABELS,
    PFD,
    ROOT,
    Item,
    as_gold,
    fold_of,
    read_fictional,
    read_gold,
    read_labels,
    shares,
)

HELD = LABELS.with_name("themes-held.json")
"""What an encoder that saw nothing of their reports says of a seventh of our matters (`training/theme_encoder.py`)."""
OUT = ROOT / "src" / "forewarned" / "lessons" / "trained" / NAME
VERSION = "3"
LEAST = 2
"""A word or pair is kept when it stands in that many matters."""
KINDS = {"c": 0.15, "s": 1.0, "d": 1.0, "h": 0.25, "z": 0.5}
"""How much the phrases, their counts and the shape weigh beside the words (chosen by cross-validation)."""
PENALTY = 0.7
TELLING, MOST_TELLING, PRIOR = 0.5, 3.0, 2.0
"""A word, pair or phrase weighs more for a code the more its presence changes the odds of that code: 0.5 plus half the
change (a logarithm, at most 3), which is smoothed by 2 matters in which the code is as frequent as overall."""
DOUBTFUL = 0.5
"""Weight of a label that one of two readers gave, or that the one reader held possible."""
MOST_WEIGHT = 6.0
BALANCE = 0.4
OPEN = Choice(np.zeros(len(codebook()), dtype=np.float32), 1.0, 0.0)
"""No thresholds yet."""
OWN_SHARE = 0.3
"""How far a code's threshold leans to its own best from the one for all."""
GRID = np.arange(-1.5, 1.51, 0.1)
SHARES = (0.3, 0.4, 0.5, 0.6, 0.7)
"""What the encoder may weigh in the sum of the two."""


@lru_cache(maxsize=20_000)
def strengths_of(text: str) -> Mapping[str, float]:
    """Features of a text, kept: the folds see each text many times."""
    return features_of(text, packaged()).strengths


def vocabulary(items: Sequence[Item]) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Features to learn from, in order, and the scale of each: rarer ones weigh more."""
    seen = Counter(name for item in items for name in strengths_of(item.text))
    names = sorted(name for name, count in seen.items() if count >= LEAST)
    scales = []
    for name in names:
        rarity = math.log((1 + len(items)) / (1 + seen[name])) + 1
        if name[0] == "c":
            scales.append(KINDS["c"] * min(2.5, rarity / 2))
        else:
            scales.append(KINDS.get(name[0], rarity))
    return {name: at for at, name in enumerate(names)}, np.array(scales, dtype=np.float32)


def table_of(items: Sequence[Item], index: Mapping[str, int], scales: NDArray[np.float32]) -> csr_matrix:
    """Matters x features."""
    rows, columns, values = [], [], []
    for at, item in enumerate(items):
        _, found, strengths = vector_of(strengths_of(item.text), index, scales)
        rows.append(np.full(len(found), at))
        columns.append(found)
        values.append(strengths)
    shape = (len(items), len(index))
    return csr_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=shape)


def telling(
    table: csr_matrix, index: Mapping[str, int], holds: NDArray[np.bool_], weight: NDArray[np.float64]
) -> NDArray[np.float32]:
    """How much each feature counts for one code (1 for counts and shape), as in a naive-Bayes weighted regression."""
    present = (table > 0).astype(np.float64)
    overall = float(weight[holds].sum() / weight.sum())
    rate = (present.T @ (weight * holds) + PRIOR * overall) / (present.T @ weight + PRIOR)
    change = np.abs(np.log(rate / (1 - rate)) - math.log(overall / (1 - overall)))
    of_words = np.array([name[0] in "wbc" for name in index])
    return np.where(of_words, TELLING * (1 + np.minimum(change, MOST_TELLING)), 1.0).astype(np.float32)


def fit(items: Sequence[Item], alone: Choice = OPEN, beside: Choice = OPEN) -> Weights:
    """One ridge logistic regression a code; rare codes weigh more, doubtful labels less."""
    index, scales = vocabulary(items)
    table = table_of(items, index, scales)
    codes = tuple(codebook())
    matrix, bias = np.zeros((len(index), len(codes)), dtype=np.float32), np.full(len(codes), -9.0, dtype=np.float32)
    for at, code in enumerate(codes):
        holds = np.array([code in item.may for item in items])
        if not 0 < holds.sum() < len(items):
            continue
        weight = np.array([DOUBTFUL if code in item.may - item.sure else 1.0 for item in items])
        counts = telling(table, index, holds, weight)
        rare = BALANCE * (len(items) - holds.sum()) / weight[holds].sum()
        weight[holds] *= min(MOST_WEIGHT, max(1.0, rare))
        learnt = LogisticRegression(C=PENALTY, solver="liblinear", random_state=0).fit(
            table @ diags(counts), holds, sample_weight=weight
        )
        matrix[:, at], bias[at] = learnt.coef_[0] * counts, learnt.intercept_[0]
    trained_on = frozenset(fingerprint(item.text) for item in items)
    return Weights(VERSION, codes, index, scales, matrix, bias, alone, beside, trained_on)


def margins_of(weights: Weights, items: Sequence[Item]) -> NDArray[np.float32]:
    """Matters x codes: the words' sum of each code."""
    table = table_of(items, weights.index, weights.scales)
    return np.asarray(table @ weights.matrix + weights.bias, dtype=np.float32)


def crossed(items: Sequence[Item], folds: int = FOLDS) -> NDArray[np.float32]:
    """The words' sums of each item from a model that saw nothing of its report."""
    margins = np.zeros((len(items), len(codebook())), dtype=np.float32)
    for fold in range(folds):
        held = [at for at, item in enumerate(items) if fold_of(item.url, folds) == fold]
        if held:
            model = fit([item for item in items if fold_of(item.url, folds) != fold])
            margins[held] = margins_of(model, [items[at] for at in held])
    return margins


def labels_from(margins: NDArray[np.float32], thresholds: NDArray[np.float32] | float) -> list[frozenset[str]]:
    """The codes of each matter by the model's own rule of choice."""
    codes = tuple(codebook())
    return [frozenset(codes[at] for at in chosen_codes(row, codes, {})) for row in margins - thresholds]


def best_of(items: Sequence[Item], margins: NDArray[np.float32], code: str, at: int) -> float:
    """The threshold with the best F1 of one code alone."""
    sure = np.array([code in item.sure for item in items])
    may = np.array([code in item.may for item in items])
    scores = []
    for threshold in GRID:
        named = margins[:, at] > threshold
        precision = (named & may).sum() / max(named.sum(), 1)
        recall = (named & sure).sum() / max(sure.sum(), 1)
        scores.append(2 * precision * recall / max(precision + recall, 1e-9))
    return float(GRID[int(np.argmax(scores))])


def tuned(items: Sequence[Item], margins: NDArray[np.float32], share: float = 0.0) -> Choice:
    """Thresholds, and the slope and shift that make a margin a probability.

    Each code's threshold lies between one for all, with the best micro-F1, and its own best: few labels make its own
    best uncertain.
    """
    codes = tuple(codebook())
    own = np.array([best_of(items, margins, code, at) for at, code in enumerate(codes)], dtype=np.float32)
    leaning = OWN_SHARE * (own - own.mean())
    shared = max(GRID, key=lambda at: (shares(labels_from(margins, leaning + at), items)[2], -abs(at)))
    thresholds = (leaning + shared).astype(np.float32)
    over = margins - thresholds
    right = np.array([[code in item.may for code in codes] for item in items])
    near = over > -1.5
    learnt = LogisticRegression(C=100.0, solver="liblinear").fit(over[near].reshape(-1, 1), right[near])
    return Choice(thresholds, float(learnt.coef_[0, 0]), float(learnt.intercept_[0]), share)


def f1_of(choice: Choice, items: Sequence[Item], margins: NDArray[np.float32]) -> float:
    """Micro-F1 of what is given by these margins."""
    return shares(labels_from(margins, choice.thresholds), items)[2]


def crossed_f1(items: Sequence[Item], margins: NDArray[np.float32], said: NDArray[np.float32]) -> float:
    """F1 with the encoder, share and thresholds of each half of the reports chosen on the other half."""
    given: list[frozenset[str]] = [frozenset()] * len(items)
    for half in (0, 1):
        inside = [at for at, item in enumerate(items) if fold_of(item.url, 2) == half]
        outside = [at for at, item in enumerate(items) if fold_of(item.url, 2) != half]
        choice, _ = with_encoder([items[at] for at in outside], margins[outside], said[outside])
        both = ((1 - choice.share) * margins[inside] + choice.share * said[inside]).astype(np.float32)
        for at, labels in zip(inside, labels_from(both, choice.thresholds), strict=True):
            given[at] = labels
    return shares(given, items)[2]


def with_encoder(
    items: Sequence[Item], margins: NDArray[np.float32], said: NDArray[np.float32]
) -> tuple[Choice, float]:
    """The best share of the encoder, with its thresholds, and its F1 on these same matters."""
    tries = []
    for share in SHARES:
        both = ((1 - share) * margins + share * said).astype(np.float32)
        choice = tuned(items, both, share)
        tries.append((f1_of(choice, items, both), choice))
    best = max(tries, key=lambda one: one[0])
    return best[1], best[0]


def train(
    gold: Sequence[Item], own: Sequence[Item], fictional: Sequence[Item], held: Mapping[str, Sequence[float]]
) -> tuple[Weights, dict[str, float]]:
    """The packaged model and its cross-validated figures. Thresholds come from our own matters with two readers that
    no model had a say in choosing; those beside the encoder from the ones among them that it was not taught.
    """
    items = [*gold, *own, *fictional]
    margins = crossed(items)
    drawn = [at for at, item in enumerate(items) if item.two and item.drawn not in ("gold", "unsure")]
    asked = [at for at in drawn if fingerprint(items[at].text) in held]
    said = np.array([held[fingerprint(items[at].text)] for at in asked], dtype=np.float32)
    judged = {at: as_gold(items[at]) for at in drawn}
    alone = tuned(list(judged.values()), margins[drawn])
    unseen = [judged[at] for at in asked]
    beside, f1 = with_encoder(unseen, margins[asked], said) if asked else (OPEN, 0.0)
    figures = {
        "gold, words alone": f1_of(alone, gold, margins[: len(gold)]),
        "own, words alone": f1_of(alone, list(judged.values()), margins[drawn]),
        "held out, words alone": f1_of(alone, unseen, margins[asked]) if asked else 0.0,
        "held out, with the encoder": f1,
        "the same, chosen on other halves": crossed_f1(unseen, margins[asked], said) if asked else 0.0,
        "share": beside.share,
    }
    return fit(items, alone, beside), figures


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the model of themes.")
    parser.add_argument("--texts", type=Path, default=PFD / "texts.jsonl")
    parser.add_argument("--gold", type=Path, default=PFD / "gold" / "themes.jsonl")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    gold, own, fictional = read_gold(given.gold), read_labels(given.labels, given.texts), read_fictional()
    weights, figures = train(gold, own, fictional, json.loads(HELD.read_text(encoding="utf-8")))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    write_weights(given.out, weights)
    print(f"{len(gold)} of the gold set, {len(own)} own, {len(fictional)} fictional; {len(weights.index)} features")
    print(json.dumps({name: round(value, 4) for name, value in figures.items()}))
    print(f"wrote {given.out} ({given.out.stat().st_size / 1e6:.2f} MB)")


if __name__ == "__main__":
    main()
