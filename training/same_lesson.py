"""Trains the same-lesson model: do two matters share a corrective obligation?

    python -m training.same_lesson [--texts PATH] [--gold PATH] [--labels PATH] [--out PATH]

Learns how rare stems and slots are from the texts (no labels needed), and two sets of weights from labelled pairs:
those of `training/labels/same_lesson.jsonl` (places of texts, never texts) that were chosen by likeness, and the shared
gold set. Measured by cross-validation in which no report of a held-out pair is seen. The thresholds beside the encoder
(`training/same_lesson_encoder.py`, run first) are set on pairs met in use that nothing learnt from. Needs scikit-learn
(development only) and, for the weights that use meaning and for the encoder, the optional part `meaning`.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from forewarned.lessons.meaning.tuned import packaged_encoder
from forewarned.lessons.recurrence.features import MEANING, WORDS, Lexicon, Reading
from forewarned.lessons.recurrence.model import (
    ASKED,
    ENCODER,
    FILE,
    VERSION,
    Beside,
    Embeds,
    PairModel,
    Weights,
    logistic,
)
from forewarned.lessons.recurrence.slots import slots_of
from forewarned.lessons.recurrence.together import Together
from forewarned.lessons.recurrence.values import Side
from forewarned.lessons.recurrence.words import bare, stem, words_of
from training.same_lesson_items import (
    LABELS,
    SCOPES,
    SHARED,
    Met,
    Pair,
    gold_pairs,
    labelled_pairs,
    met_pairs,
    presumed_pairs,
    read_lines,
    unit_of,
)

SHARE = 0.3
"""What the encoder weighs in the sum: of 0.2 to 0.6 the one with which most pairs met in use are joined rightly, and
which costs the shared pairs least."""
STRENGTH = 0.02  # of the regularisation (scikit-learn's C), by cross-validation
PRESUMED_WEIGHT = 0.3
FOLDS, ROUNDS = 10, 3
PRECISION, HARD_PRECISION, MET_PRECISION, JOINING_PRECISION = 0.85, 0.55, 0.5, 0.9
LEAST_REPORTS = 3
STOP = frozenset(
    stem(word)
    for word in (
        "the and of to a in that was for with not be by on had this is it at as were been there have from her his he "
        "she which an or no did would their they them him are has who but if when what could should may can will any "
        "all than then also being between after before during into out up where one two three other such same these "
        "those its my you your we our i me only more very so some both about due whether however therefore having "
        "does do made make given give following particular further because within upon over mr mrs ms dr miss "
        "redacted concern concerned concerns evidence heard inquest death deceased court hm coroner regard"
    ).split()
)


_POINT = re.compile(r"(?m)\n\s*\n|^\s*\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s")


def learn_lexicon(texts: Sequence[dict[str, Any]]) -> Lexicon:
    """How rare stems and slots are in concerns sections, without names.

    A stem is kept when three reports use it and it is usually written in small letters. An abbreviation in capitals
    is kept when reports to five coroner areas use it: one trust's own abbreviations are not.
    """
    reports: defaultdict[str, set[str]] = defaultdict(set)
    areas: defaultdict[str, set[str]] = defaultdict(set)
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    slots: Counter[str] = Counter()
    matters = 0
    for row in texts:
        section = row["concerns"]
        for word in words_of(section):
            written = section[word.start : word.end]
            reports[word.stem].add(row["report_url"])
            if written.isupper() and len(written) > 1:
                areas[word.stem].add(row["area"])
            elif not written[0].isupper():
                small[word.stem] += 1
            elif (before := section[: word.start].rstrip()) and before[-1] not in ".!?:;)–-•":
                capital[word.stem] += 1
        for part in _POINT.split(section):
            matters += 1
            slots.update({f"{slot.kind}:{slot.code}" for slot in slots_of(bare(part).lower())})
    idf = {}
    for key, seen in reports.items():
        usual = small[key] >= 0.3 * (small[key] + capital[key]) if small[key] else len(areas[key]) >= 5
        if len(seen) >= LEAST_REPORTS and usual and key not in STOP and len(key) > 1:
            idf[key] = round(math.log(len(texts) / len(seen)), 3)
    rare = {key: round(math.log(matters / count), 3) for key, count in sorted(slots.items())}
    return Lexicon(dict(sorted(idf.items())), rare)


def fit(
    rows: Sequence[Sequence[float]], same: Sequence[bool], weight: Sequence[float], names: tuple[str, ...]
) -> Weights:
    """Logistic regression on standardised features. Thresholds are 1.0 until they are set."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    table = np.array(rows)
    mean, scale = table.mean(axis=0), table.std(axis=0)
    scale[scale == 0] = 1.0
    made = LogisticRegression(C=STRENGTH, max_iter=5000).fit((table - mean) / scale, same, sample_weight=weight)
    means, scales, learnt = (tuple(round(float(x), 6) for x in column) for column in (mean, scale, made.coef_[0]))
    return Weights(names, means, scales, learnt, round(float(made.intercept_[0]), 6), 1.0, 1.0)


class Bench:
    """Labelled and presumed pairs with their features, ready to be fitted with any of them held out."""

    def __init__(self, model: PairModel, pairs: Sequence[Pair], names: tuple[str, ...]) -> None:
        self.pairs = tuple(pairs)
        self.names = names
        self.presumed = presumed_pairs(self.pairs)
        everything = (*self.pairs, *self.presumed)
        model.prepare([Side(text) for pair in everything for text in (pair.earlier, pair.later)])
        self._rows = [model.numbers(Side(pair.earlier), Side(pair.later))[: len(names)] for pair in everything]

    def fitted(self, held_out: frozenset[str] = frozenset()) -> Weights:
        """Weights learnt from every pair that touches no report of ``held_out``."""
        everything = (*self.pairs, *self.presumed)
        kept = [at for at, pair in enumerate(everything) if not held_out & set(pair.reports)]
        weight = [PRESUMED_WEIGHT if at >= len(self.pairs) else 1.0 for at in kept]
        same = [everything[at].label == "same" for at in kept]
        return fit([self._rows[at] for at in kept], same, weight, self.names)

    def cross_validated(self, rounds: int = ROUNDS) -> list[float]:
        """Held-out scores of the labelled pairs, the mean over seeded rounds."""
        total = [0.0] * len(self.pairs)
        units = unit_of(self.pairs)
        for seed in range(rounds):
            chosen = random.Random(seed)
            fold = {unit: chosen.randrange(FOLDS) for unit in sorted(set(units))}
            for number in range(FOLDS):
                test = [at for at, unit in enumerate(units) if fold[unit] == number]
                if not test:
                    continue
                weights = self.fitted(frozenset(url for at in test for url in self.pairs[at].reports))
                for at in test:
                    total[at] += weights.score(self._rows[at]) / rounds
        return total


def precision_at(threshold: float, rows: Sequence[tuple[float, bool]]) -> float:
    """Share of pairs at or above ``threshold`` that are the same; 1.0 when there are none."""
    called = [hit for score, hit in rows if score >= threshold]
    return sum(called) / len(called) if called else 1.0


def thresholds_beside(gold: Sequence[tuple[float, bool]], met: Sequence[tuple[float, Met]]) -> Beside:
    """The encoder's share and the thresholds with it, from scores of the shared pairs and of pairs met in use.

    ``threshold``: the lowest, not below that from which the encoder is asked, from which precision is 0.85 on the
    shared pairs and 0.5 on those met within one body. ``sure``: the lowest from which it is 0.9 on all that are met.
    """
    steps = [step / 100 for step in range(round(ASKED * 100), 100)]
    at_home = [(score, one) for score, one in met if one.pair.scope == "organisation"]
    fair = [t for t in steps if precision_at(t, gold) >= PRECISION]
    threshold = next(t for t in fair if met_precision(t, at_home) >= MET_PRECISION)
    sure = next(t for t in steps if t >= threshold and met_precision(t, met) >= JOINING_PRECISION)
    return Beside(SHARE, threshold, sure)


def met_precision(threshold: float, met: Sequence[tuple[float, Met]]) -> float:
    """Share of the pairs met at or above ``threshold`` that their readers call the same; 1.0 when there are none."""
    called = [one for score, one in met if score >= threshold]
    standing = math.fsum(one.stands_for for one in called)
    return math.fsum(one.share * one.stands_for for one in called) / standing if called else 1.0


def with_thresholds(weights: Weights, pairs: Sequence[Pair], scores: Sequence[float]) -> Weights:
    """``threshold``: the lowest from which precision is 0.85 on pairs chosen as the shared set's are, and 0.55 on ours
    of one body, which were chosen to be hard. ``sure``: the lowest from which it is 0.9 on all of ours."""
    rows = {scope: [] for scope in SCOPES}  # type: dict[str, list[tuple[float, bool]]]
    for pair, score in zip(pairs, scores, strict=True):
        rows[pair.scope].append((score, pair.label == "same"))
    steps = [step / 100 for step in range(20, 100)]
    fair = [t for t in steps if precision_at(t, rows["gold"]) >= PRECISION]
    threshold = next(t for t in fair if precision_at(t, rows["organisation"]) >= HARD_PRECISION)
    ours = rows["organisation"] + rows["national"]
    sure = next(t for t in steps if t >= threshold and precision_at(t, ours) >= JOINING_PRECISION)
    return replace(weights, threshold=threshold, sure=sure)


def average_precision(scores: Sequence[float], same: Sequence[bool]) -> float:
    """Mean precision at each same pair, best score first."""
    right, total = 0, 0.0
    for count, (_, hit) in enumerate(sorted(zip(scores, same, strict=True), key=lambda row: -row[0]), start=1):
        right += hit
        total += right / count if hit else 0.0
    return total / right if right else 0.0


def report(name: str, pairs: Sequence[Pair], scores: Sequence[float], weights: Weights | Beside) -> dict[str, Any]:
    """Figures by scope, printed and kept for the model card."""
    found: dict[str, Any] = {}
    for scope in SCOPES:
        rows = [(scores[at], pair.label == "same") for at, pair in enumerate(pairs) if pair.scope == scope]
        if not rows:
            continue
        called = [hit for score, hit in rows if score >= weights.threshold]
        found[scope] = {
            "pairs": len(rows),
            "same": sum(hit for _, hit in rows),
            "average_precision": round(average_precision([s for s, _ in rows], [h for _, h in rows]), 3),
            "precision": round(sum(called) / len(called), 3) if called else None,
            "recall": round(sum(called) / max(1, sum(hit for _, hit in rows)), 3),
        }
        print(f"{name:8} {scope:13} {found[scope]}")
    print(f"{name:8} threshold {weights.threshold}, sure {weights.sure}")
    return found


def as_json(weights: Weights) -> dict[str, Any]:
    """A set of weights as the model file holds it."""
    keys = ("names", "mean", "scale", "weight", "intercept", "threshold", "sure")
    return {key: getattr(weights, key) for key in keys}


def with_encoder(
    alone: PairModel, own: Sequence[Pair], met: Sequence[Met], gold: Sequence[tuple[Pair, float]]
) -> dict[str, Any]:
    """What the model file says of the encoder beside the weights of ``alone``, with figures.

    ``gold`` come with their cross-validated scores, ``own`` are labelled pairs of which those are measured on that
    nothing learnt from. Raises SystemExit where the optional part or the encoder's file is absent or damaged.
    """
    encoder = packaged_encoder(ENCODER)
    if encoder is None:
        raise SystemExit(f"the encoder does not load: run training.same_lesson_encoder first ({ENCODER})")
    unset = Beside(SHARE, 1.0, 1.0)
    model = PairModel(alone.lexicon, alone.by_words, alone.weights, alone.embedder, beside=unset, encoder=encoder)
    said = Together(encoder)
    judged = []
    for pair, score in gold:
        if score >= ASKED:
            log_odds = said.of(Reading(pair.earlier, alone.lexicon), Reading(pair.later, alone.lexicon))
            score = logistic(unset.mixed(math.log(score / (1 - score)), log_odds))
        judged.append((score, pair.label == "same"))
    made = thresholds_beside(judged, list(zip(scored_by(model, [one.pair for one in met]), met, strict=True)))
    fresh = [pair for pair in own if pair.fingerprint not in encoder.trained_on]
    pairs = [*(pair for pair, _ in gold), *fresh]
    report("alone", pairs, [*(score for _, score in gold), *scored_by(alone, fresh)], alone.weights)
    both = [*(score for score, _ in judged), *scored_by(model, fresh)]
    return asdict(made) | {"measured": report("beside", pairs, both, made)}


def scored_by(model: PairModel, pairs: Sequence[Pair]) -> list[float]:
    """The model's scores of the pairs."""
    sides = [(Side(pair.earlier), Side(pair.later)) for pair in pairs]
    model.hear(sides)
    return [model.score(*both) for both in sides]


def load_embedder() -> Embeds:
    """The packaged embedding model, its vectors not kept."""
    from forewarned.lessons.meaning import Embedder

    return Embedder.load()


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the same-lesson model.")
    parser.add_argument("--texts", type=Path, default=SHARED / "texts.jsonl")
    parser.add_argument("--gold", type=Path, default=SHARED / "gold" / "same_lesson_pairs.jsonl")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--out", type=Path, default=FILE)
    given = parser.parse_args()
    rows = read_lines(given.texts)
    texts = {row["report_url"]: row for row in rows}
    pairs = labelled_pairs(given.labels, texts) + gold_pairs(given.gold)
    lexicon = learn_lexicon(rows)
    blank = Weights(WORDS, (), (), (), 0.0, 1.0, 1.0)
    made: dict[str, Any] = {}
    for name, names in (("words", WORDS), ("meaning", MEANING)):
        embedder = load_embedder() if name == "meaning" else None
        bench = Bench(PairModel(lexicon, blank, blank, embedder), pairs, names)
        scores = bench.cross_validated()
        weights = with_thresholds(bench.fitted(), pairs, scores)
        made[name] = as_json(weights) | {"cross_validated": report(name, pairs, scores, weights)}
        if embedder:
            gold = [(pair, score) for pair, score in zip(pairs, scores, strict=True) if pair.scope == "gold"]
            learnt = {pair.fingerprint for pair in pairs}
            own = [one for one in labelled_pairs(given.labels, texts, banded=True) if one.fingerprint not in learnt]
            alone = PairModel(lexicon, blank, weights, embedder)
            made["beside"] = with_encoder(alone, own, met_pairs(given.labels, texts), gold)
    content = {
        "model": "same-lesson",
        "version": VERSION,
        "trained_on": sorted({pair.fingerprint for pair in pairs}),
        "idf": lexicon.idf,
        "slots": lexicon.slots,
        **made,
    }
    given.out.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(pairs)} pairs, {len(lexicon.idf)} stems -> {given.out}")


if __name__ == "__main__":
    main()
