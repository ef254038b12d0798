"""Measures deaths in similar circumstances: ours, BM25 alone, TF-IDF alone, LSA alone, embeddings alone, in one run.

    python -m benchmarks.similar [--texts PATH] [--gold PATH] [--labels PATH] [--cache DIR] [--json]

nDCG@10 over the judged candidates of each query, and over an open search of all texts where an unjudged one counts 0
(the shared data's README). It does not say what a grade gains, so both usual ways are printed: the grade itself
(linear), and 2^grade - 1 (exponential). A query that the packaged model learnt from is scored by weights fitted
without it, and without its pairs seen from the other side; an unseen one by the packaged model. Intervals are 95 %
by bootstrap over queries.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from training.similar import (
    CACHE,
    LABELS,
    Query,
    embedder,
    fit,
    queries,
    read_cases,
    read_judged,
    table,
    without,
)

from benchmarks import check_there, gold_arguments, tell
from forewarned.lessons.similar import SimilarIndex, SimilarModel, fingerprint
from forewarned.lessons.similar.lexical import Floats
from forewarned.lessons.similar.model import LIKENESSES, MEANING, Weights
from forewarned.lessons.similar.texts import WORD, compared, plain, words
from forewarned.lessons.values import Case

DEEP = 10
K1, B = 1.2, 0.75
DRAWS, SEED = 2000, 20261122
Gains = dict[str, dict[str, list[float]]]


def ndcg(grades: Sequence[int], all_grades: Sequence[int], *, exponential: bool) -> float | None:
    """nDCG@10 of ``grades`` in the order given; None where no candidate has a grade above 0."""

    def gain(ordered: Sequence[int]) -> float:
        return sum((2**g - 1 if exponential else g) / math.log2(n + 2) for n, g in enumerate(ordered[:DEEP]))

    best = gain(sorted(all_grades, reverse=True))
    return gain(grades) / best if best else None


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % bootstrap interval of a mean over queries."""
    draws = np.random.default_rng(SEED)
    array = np.array(values)
    means = array[draws.integers(0, len(array), (DRAWS, len(array)))].mean(axis=1)
    return float(np.quantile(means, 0.025)), float(np.quantile(means, 0.975))


class Bm25:
    """BM25 of one text, taken as a query, against all texts: Robertson and Zaragoza 2009 (k1 1.2, b 0.75)."""

    def __init__(self, counts: Sequence[Counter[str]]) -> None:
        met = Counter(word for count in counts for word in count)
        self._terms = {word: row for row, word in enumerate(sorted(met))}
        self._size = len(counts)
        self._texts = np.repeat(np.arange(self._size), [len(count) for count in counts])
        self._rows = np.array([self._terms[word] for count in counts for word in count], np.int64)
        tf = np.array([n for count in counts for n in count.values()], np.float32)
        lengths = np.array([count.total() for count in counts], np.float32)
        relative = lengths / max(float(lengths.mean()), 1.0) if self._size else lengths
        rare = np.array([math.log(1 + (self._size - met[w] + 0.5) / (met[w] + 0.5)) for w in self._terms], np.float32)
        damped = K1 * (1 - B + B * relative[self._texts])
        self._values = rare[self._rows] * tf * (K1 + 1) / (tf + damped)

    def scores(self, query: Counter[str]) -> Floats:
        """The score of every text: shape (texts,). A word said twice in the query counts twice."""
        wanted = np.zeros(len(self._terms), np.float32)
        for word, n in query.items():
            if word in self._terms:
                wanted[self._terms[word]] = n
        sums = np.bincount(self._texts, weights=wanted[self._rows] * self._values, minlength=self._size)
        return sums.astype(np.float32)


class Peers:
    """The ranker that ours has to beat, over the same texts: both sections without the form's sentences."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._of = [self._counts(case) for case in cases]
        self._bm25 = Bm25(self._of)

    @staticmethod
    def _counts(case: Case) -> Counter[str]:
        told = " ".join(plain(name, text) for name, text in compared(case.sections).items())
        return Counter(word for word, _ in words(told))

    def bm25(self, row: int) -> Floats:
        """BM25 with the whole report ``row`` as the query."""
        return self._bm25.scores(self._of[row])


def measured(scores: Mapping[str, Mapping[str, Floats]], asked: Sequence[Query]) -> dict[str, dict[str, object]]:
    """Figures by ranker: judged and open, linear and exponential, each a mean with its interval and per query."""
    found: dict[str, dict[str, object]] = {}
    for name, of_query in scores.items():
        figures: dict[str, object] = {}
        for way, open_search in (("judged", False), ("open", True)):
            for gain, exponential in (("linear", False), ("exponential", True)):
                values = [_one(of_query[q.url], q, open_search=open_search, exponential=exponential) for q in asked]
                known = [value for value in values if value is not None]
                low, high = interval(known) if known else (0.0, 0.0)
                figures[f"{way}_{gain}"] = {
                    "mean": round(sum(known) / len(known), 4) if known else None,
                    "low": round(low, 4),
                    "high": round(high, 4),
                    "queries": len(known),
                    "each": [None if value is None else round(value, 4) for value in values],
                }
        found[name] = figures
    return found


def _one(scores: Floats, query: Query, *, open_search: bool, exponential: bool) -> float | None:
    grades = dict(zip(query.rows, query.grades, strict=True))
    if open_search:
        order = [int(row) for row in np.argsort(-scores, kind="stable") if row != query.row][:DEEP]
    else:
        order = sorted(query.rows, key=lambda row: (-scores[row], row))
    return ndcg([grades.get(row, 0) for row in order], query.grades, exponential=exponential)


class Ours:
    """Our scores of a query: packaged weights where it is unseen, weights fitted without it where it is not."""

    def __init__(self, index: SimilarIndex, cases: Mapping[str, Case], learnt: Sequence[Query]) -> None:
        self._index, self._cases, self._learnt = index, cases, learnt
        self._model = SimilarModel.load()
        names = [*LIKENESSES, MEANING] if index.uses_meaning else list(LIKENESSES)
        self._tables = {query.url: table(index, cases[query.url], names) for query in learnt}
        self._names = names

    def seen(self, query: Query) -> bool:
        return fingerprint(self._cases[query.url].sections) in self._model.trained_on

    def scores(self, query: Query, case: Case, *, meaning: bool) -> Floats:
        """``case`` is the query's own, or a part of it."""
        likenesses = self._index.likenesses(case)
        weights = self._model.with_meaning if meaning else self._model.words_only
        if self.seen(query):
            names = [name for name in self._names if meaning or name != MEANING]
            columns = [self._names.index(name) for name in names]
            tables = {url: given[:, columns] for url, given in self._tables.items()}
            fitted = fit(tables, without(self._learnt, query))
            weights = Weights(dict(zip(names, fitted.tolist(), strict=True)), 0.0, weights.limits)
        return weights.score(likenesses)


def all_scores(
    index: SimilarIndex, cases: Mapping[str, Case], asked: Sequence[Query], ours: Ours
) -> dict[str, dict[str, Floats]]:
    """Scores by ranker and query."""
    part = "ours, from the circumstances alone"
    meant = ["embeddings alone", "ours"] if index.uses_meaning else []
    names = ["BM25 alone", "TF-IDF alone", "LSA alone", *meant, "ours, words only", part]
    found: dict[str, dict[str, Floats]] = {name: {} for name in names}
    peers = Peers(list(cases.values()))
    for query in asked:
        case = cases[query.url]
        likenesses = index.likenesses(case)
        found["BM25 alone"][query.url] = peers.bm25(query.row)
        found["TF-IDF alone"][query.url] = likenesses["words"]
        found["LSA alone"][query.url] = likenesses["latent"]
        found["ours, words only"][query.url] = ours.scores(query, case, meaning=False)
        if index.uses_meaning:
            found["embeddings alone"][query.url] = likenesses[MEANING]
            found["ours"][query.url] = ours.scores(query, case, meaning=True)
        story = case.sections.get("circumstances") or ""
        if WORD.search(story):
            told = Case(case.key, case.ref, case.date_of_report, {"circumstances": story})
            given = ours.scores(query, told, meaning=index.uses_meaning)
        else:
            given = ours.scores(query, case, meaning=index.uses_meaning)
        found[part][query.url] = given
    return found


def measure(texts: Path, gold: Path, labels: Path, cache: Path) -> dict[str, object]:
    """The whole benchmark as one value."""
    cases = read_cases(texts)
    urls = list(cases)
    meaning = embedder(cache)
    started = time.perf_counter()
    index = SimilarIndex.build(list(cases.values()), embedder=meaning)
    built = time.perf_counter() - started
    judged = read_judged(gold)
    asked = queries(judged, urls)
    also = {**(read_judged(labels) if labels.exists() else {}), **judged}
    ours = Ours(index, cases, queries(also, urls))
    found = measured(all_scores(index, cases, asked, ours), asked)
    listed = sum(len(pairs) for pairs in judged.values())
    return {
        "reports": len(cases),
        "queries": len(judged),
        "queries_without_text": len(judged) - len(asked),
        "judged_pairs": listed,
        "judged_pairs_scored": sum(len(query.rows) for query in asked),
        "queries_learnt_from": sum(ours.seen(query) for query in asked),
        "queries_unseen": sum(not ours.seen(query) for query in asked),
        "meaning": index.uses_meaning,
        "seconds_to_build": round(built, 2),
        "milliseconds_a_query": round(_milliseconds(index, [cases[query.url] for query in asked]), 1),
        "rankers": found,
        "ours_minus": {peer: _gap(found, peer) for peer in found if peer.endswith("alone") and "," not in peer},
    }


def _gap(found: Mapping[str, Mapping[str, object]], peer: str) -> dict[str, object]:
    """How far ours lies above a peer on judged candidates (linear gain), query by query, with its interval."""
    name = "ours" if "ours" in found else "ours, words only"
    each = []
    for ranker in (name, peer):
        figures = found[ranker]["judged_linear"]
        assert isinstance(figures, dict)
        each.append(figures["each"])
    gaps = [mine - theirs for mine, theirs in zip(*each, strict=True) if mine is not None]
    low, high = interval(gaps) if gaps else (0.0, 0.0)
    return {"mean": round(sum(gaps) / len(gaps), 4) if gaps else None, "low": round(low, 4), "high": round(high, 4)}


def _milliseconds(index: SimilarIndex, cases: Sequence[Case]) -> float:
    """Mean time of one whole answer (ten deaths with their quotes), when everything is warm."""
    for case in cases:
        index.similar(case, 10)
    started = time.perf_counter()
    for case in cases:
        index.similar(case, 10)
    return 1000 * (time.perf_counter() - started) / max(len(cases), 1)


def show(result: Mapping[str, object]) -> None:
    """The table for people."""
    print(
        f"{result['reports']} reports, {result['queries']} queries ({result['queries_without_text']} without a text), "
        f"{result['judged_pairs_scored']} of {result['judged_pairs']} judged pairs scored"
    )
    print(
        f"{result['queries_learnt_from']} queries scored by weights fitted without them, "
        f"{result['queries_unseen']} unseen ones by the packaged model"
    )
    ways = ("judged_linear", "judged_exponential", "open_linear", "open_exponential")
    print(f"\n{'nDCG@10':36}" + "".join(f"{way.replace('_', ' '):>24}" for way in ways))
    rankers = result["rankers"]
    assert isinstance(rankers, dict)
    for name, figures in rankers.items():
        cells = [figures[way] for way in ways]
        shown = [f"{c['mean']:.3f} ({c['low']:.3f}-{c['high']:.3f})" if c["queries"] else "-" for c in cells]
        print(f"{name:36}" + "".join(f"{cell:>24}" for cell in shown))
    gaps = result["ours_minus"]
    assert isinstance(gaps, dict)
    for peer, gap in gaps.items():
        if gap["mean"] is not None:
            print(f"ours minus {peer}, judged linear: {gap['mean']:+.3f} ({gap['low']:+.3f} to {gap['high']:+.3f})")
    print(
        f"\nindex built in {result['seconds_to_build']} s; "
        f"an answer of ten in {result['milliseconds_a_query']} ms, warm"
    )
    if not result["meaning"]:
        print("the optional part 'meaning' is not installed: words only")


def main() -> None:
    parser = gold_arguments(
        "Measure deaths in similar circumstances against graded candidates.", "similar_circumstances.jsonl"
    )
    parser.add_argument("--labels", type=Path, default=LABELS, help="graded pairs that the model learnt from too")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where vectors are kept by the hash of their text")
    given = parser.parse_args()
    check_there(parser, given.texts, given.gold)
    result = measure(given.texts, given.gold, given.labels, given.cache)
    tell(result, as_json=given.json, show=show)


if __name__ == "__main__":
    main()
