"""Fits the ranker of similar circumstances, from graded pairs of reports.

    .venv/bin/python -m training.similar [--texts PATH] [--gold PATH] [--labels PATH] [--cache DIR] [--out PATH]

A pairwise logistic model: of two reports graded for one query the better shall score higher, weighted by the gap in
grade, with a ridge. Leave-query-out scores then set the scale and the limits of the grades. Same input, same file.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from forewarned.lessons.meaning import DIMENSIONS, MODEL_KEY, Embedder, FolderCache, available
from forewarned.lessons.similar import SimilarIndex, SimilarModel, fingerprint
from forewarned.lessons.similar.model import LIKENESSES, MEANING, MODEL_FILE, Weights
from forewarned.lessons.values import Case

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "pfd"
LABELS = ROOT / "training" / "labels" / "similar.jsonl"
OUT = ROOT / "src" / "forewarned" / "lessons" / "trained" / MODEL_FILE
CACHE = Path(tempfile.gettempdir()) / "forewarned-vectors"
VERSION = "similar-1"
RIDGE = 0.1
UNJUDGED, SEED = 10, 20261122
"""For each query so many reports that nobody graded stand in as grade 0: most reports are unlike any one death."""
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Query:
    """One query with its graded candidates: rows of the index, and grades 0 to 3; ``drawn`` are the unjudged rows."""

    url: str
    row: int
    rows: tuple[int, ...]
    grades: tuple[int, ...]
    drawn: tuple[int, ...]


def read_cases(texts: Path) -> dict[str, Case]:
    """The cases of a texts file by page address. The key is its last part, or the whole where two share that."""
    items = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines() if line.strip()]
    seen: set[str] = set()
    cases: dict[str, Case] = {}
    for item in items:
        url = item["report_url"]
        if url in cases:
            continue
        last = url.rstrip("/").rsplit("/", 1)[-1]
        key = url if last in seen else last
        seen.add(last)
        sections = {n: item[n] for n in ("investigation", "circumstances", "concerns") if item.get(n)}
        day = date.fromisoformat(item["date"][:10]) if item.get("date") else None
        cases[url] = Case(key, item.get("ref") or "", day, sections)
    return cases


def read_judged(path: Path) -> dict[str, dict[str, int]]:
    """Grades by query and candidate address: the gold's lines (judged) or the labels' (one pair a line)."""
    found: dict[str, dict[str, int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            item = json.loads(line)
            pairs = item.get("judged", [item])
            found.setdefault(item["query_url"], {}).update({pair["report_url"]: int(pair["grade"]) for pair in pairs})
    return found


def queries(judged: Mapping[str, Mapping[str, int]], urls: Sequence[str]) -> list[Query]:
    """The queries whose report is among ``urls``, with the candidates that are too."""
    rows = {url: row for row, url in enumerate(urls)}
    draws = np.random.default_rng(SEED)
    found = []
    for url, grades in judged.items():
        if url not in rows:
            continue
        known = [(rows[other], grade) for other, grade in grades.items() if other in rows and other != url]
        drawn = {int(row) for row in draws.choice(len(urls), min(UNJUDGED, len(urls)), replace=False)}
        drawn -= {rows[url], *(row for row, _ in known)}
        found.append(
            Query(url, rows[url], tuple(r for r, _ in known), tuple(g for _, g in known), tuple(sorted(drawn)))
        )
    return found


def table(index: SimilarIndex, case: Case, names: Sequence[str]) -> Doubles:
    """Likenesses of ``case`` with all of the index: shape (cases, names)."""
    found = index.likenesses(case)
    return np.stack([found[name] for name in names], axis=1).astype(np.float64)


def fit(tables: Mapping[str, Doubles], learnt: Sequence[Query]) -> Doubles:
    """Weights of the likenesses (shape: names), up to scale, by Newton's method; all 1 if nothing was learnt from."""
    if not learnt:
        return np.ones(next(iter(tables.values())).shape[1])
    gaps, weights = [], []
    for query in learnt:
        graded = [*zip(query.rows, query.grades, strict=True), *((row, 0) for row in query.drawn)]
        given = tables[query.url]
        own = []
        for better, high in graded:
            for worse, low in graded:
                if high > low:
                    gaps.append(given[better] - given[worse])
                    own.append(float(high - low))
        weights += [weight / sum(own) for weight in own]  # every query counts the same
    scale = np.concatenate([tables[q.url][list(q.rows + q.drawn)] for q in learnt]).std(axis=0) + 1e-9
    differences = np.array(gaps) / scale
    share = np.array(weights) / len(learnt)
    found = np.zeros(differences.shape[1])
    for _ in range(30):
        wrong = 1 / (1 + np.exp(differences @ found))
        slope = RIDGE * found - differences.T @ (share * wrong)
        curve = (differences * (share * wrong * (1 - wrong))[:, None]).T @ differences + RIDGE * np.eye(len(found))
        found -= np.linalg.solve(curve, slope)
    unscaled: Doubles = found / scale
    return unscaled


def without(learnt: Iterable[Query], left_out: Query) -> list[Query]:
    """Queries less ``left_out``, and less the pairs that are its own seen from the other side."""
    kept = []
    for query in learnt:
        if query.url == left_out.url:
            continue
        pairs = [
            (row, grade)
            for row, grade in zip(query.rows, query.grades, strict=True)
            if not (row == left_out.row and query.row in left_out.rows)
        ]
        kept.append(Query(query.url, query.row, tuple(r for r, _ in pairs), tuple(g for _, g in pairs), query.drawn))
    return kept


def kappa(grades: Sequence[int], given: Sequence[int]) -> float:
    """Cohen's kappa with quadratic weights over grades 0 to 3."""
    seen = np.zeros((4, 4))
    np.add.at(seen, (np.array(grades), np.array(given)), 1)
    apart = (np.subtract.outer(np.arange(4), np.arange(4)) ** 2).astype(float)
    expected = np.outer(seen.sum(1), seen.sum(0)) / seen.sum()
    below = float((apart * expected).sum())
    return 1 - float((apart * seen).sum()) / below if below else 0.0


def limits(scores: Doubles, grades: Sequence[int]) -> tuple[float, float, float]:
    """The three scores from which a grade is 1, 2, 3: the best weighted kappa over a grid of quantiles."""
    steps = np.quantile(scores, np.linspace(0.1, 0.99, 40))
    best, chosen = -2.0, (1.0, 2.0, 3.0)
    for a in range(len(steps)):
        for b in range(a + 1, len(steps)):
            for c in range(b + 1, len(steps)):
                reached = kappa(grades, np.searchsorted(steps[[a, b, c]], scores, side="right").tolist())
                if reached > best:
                    best, chosen = reached, (float(steps[a]), float(steps[b]), float(steps[c]))
    return chosen


def weights_of(
    names: Sequence[str], tables: Mapping[str, Doubles], learnt: Sequence[Query]
) -> tuple[Weights, dict[str, float]]:
    """Weights fitted on all of ``learnt``, scaled and limited by leave-query-out scores, and how those graded."""
    scores: list[Doubles] = []
    grades: list[int] = []
    for query in learnt:
        held = tables[query.url][list(query.rows)] @ fit(tables, without(learnt, query))
        scores.append(held)
        grades += query.grades
    told = np.concatenate(scores)
    slope, constant = np.polyfit(told, np.array(grades, np.float64), 1)
    scaled = told * slope + constant
    chosen = limits(scaled, grades)
    given = np.searchsorted(chosen, scaled, side="right")
    off = np.abs(given - np.array(grades))
    whole = fit(tables, learnt) * slope
    figures = {
        "pairs": float(len(grades)),
        "kappa": kappa(grades, given.tolist()),
        "same_grade": float((off == 0).mean()),
        "within_one": float((off <= 1).mean()),
    }
    rounded = {name: round(float(weight), 5) for name, weight in zip(names, whole, strict=True)}
    low, middle, high = (round(limit, 4) for limit in chosen)
    return Weights(rounded, round(float(constant), 5), (low, middle, high)), figures


def embedder(cache: Path) -> Embedder | None:
    """The embedding model with its vectors kept in ``cache``; None when it isn't installed."""
    return Embedder.load(FolderCache(cache, MODEL_KEY, DIMENSIONS)) if available() else None


def blank_model() -> SimilarModel:
    """A model without weights, for an index that is only asked for likenesses."""
    nothing = Weights({}, 0.0, (1.0, 2.0, 3.0))
    return SimilarModel("none", nothing, nothing, frozenset())


def as_json(weights: Weights, figures: Mapping[str, float]) -> dict[str, object]:
    """One set of weights as the model file holds it."""
    return {
        "weights": dict(weights.of),
        "constant": weights.constant,
        "limits": list(weights.limits),
        "leave_query_out": {name: round(value, 4) for name, value in figures.items()},
    }


def train(texts: Path, judged: Sequence[Path], cache: Path) -> dict[str, object]:
    """The value of the model file."""
    cases = read_cases(texts)
    urls = list(cases)
    meaning = embedder(cache)
    if meaning is None:
        raise SystemExit("training needs the optional part 'meaning'")
    index = SimilarIndex.build(list(cases.values()), embedder=meaning, model=blank_model())
    grades: dict[str, dict[str, int]] = {}
    for path in judged:
        for url, pairs in read_judged(path).items():
            grades.setdefault(url, {}).update(pairs)
    learnt = queries(grades, urls)
    found: dict[str, object] = {"version": VERSION, "made_by": "python -m training.similar"}
    for part, names in (("with_meaning", [*LIKENESSES, MEANING]), ("words_only", list(LIKENESSES))):
        tables = {query.url: table(index, cases[query.url], names) for query in learnt}
        found[part] = as_json(*weights_of(names, tables, learnt))
    found["trained_on"] = sorted({fingerprint(cases[query.url].sections) for query in learnt})
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the ranker of similar circumstances.")
    parser.add_argument("--texts", type=Path, default=SHARED / "texts.jsonl")
    parser.add_argument("--gold", type=Path, default=SHARED / "gold" / "similar_circumstances.jsonl")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where vectors are kept by the hash of their text")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    for path in (given.texts, given.gold, given.labels):
        if not path.exists():
            parser.exit(5, f"{path} is not there: training reads the shared data\n")
    model = train(given.texts, [given.gold, given.labels], given.cache)
    given.out.write_text(json.dumps(model, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps({part: model[part] for part in ("with_meaning", "words_only")}, indent=1))


if __name__ == "__main__":
    main()
