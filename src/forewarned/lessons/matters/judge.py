"""Which units of a section are matters: a small learned model over the whole section, and its likeliest spans.

Each unit is described by features of its wording, its neighbours and its place. A linear chain (a conditional random
field; one for numbered points, one for unnumbered paragraphs) scores all labellings of the section at once: begins a
matter, carries on the one before, or background, and which follows which. From it comes, for every run of units, the
probability that exactly this run is a matter; the spans given are those that together have the most probability above
a floor for each, so that a doubtful boundary costs only the spans that depend on it. Weights:
``trained/matters-5.json``, made by ``training/matters.py``; read once, on first use.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forewarned.lessons.matters.features import describe
from forewarned.lessons.matters.layout import Layout

LABELS = ("B", "C", "O")
"""Begins a matter, carries on the one before, background."""
NAME = "matters-5"
FLOOR = {"points": 0.45, "paragraphs": 0.4}
"""What a span's probability must exceed: near half the F1 to be had, where the best F1 lies; checked by
cross-validation."""
LEAST = 0.05
"""Where no span exceeds its floor, the likeliest is given if it has at least this probability."""
LONGEST = 25
"""Units in one matter, at most."""
NEVER = -90.0
NEGLIGIBLE = -7.0
"""Log probability of a matter's going on at which longer runs are no longer looked at."""
Table = dict[str, tuple[float, float, float]]
Moves = tuple[tuple[float, float, float], ...]
Run = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Judge:
    """The weights: feature name to a weight for each label, and what may follow what, for points and paragraphs.

    Moves are four rows of three: from each label to each, then the score of each label for the first unit.
    """

    points: Table
    paragraphs: Table
    moves: dict[str, Moves]
    trained_on: frozenset[str]

    @classmethod
    def load(cls) -> Judge:
        """The packaged model."""
        return _packaged()

    @classmethod
    def of(cls, value: dict[str, object]) -> Judge:
        """The model from the value of its file."""
        tables = []
        for name in ("points", "paragraphs"):
            table = value[name]
            assert isinstance(table, dict)
            tables.append({key: (float(w[0]), float(w[1]), float(w[2])) for key, w in table.items()})
        moves, trained = value["moves"], value["trained_on"]
        assert isinstance(moves, dict) and isinstance(trained, list)
        rows = {kind: tuple((float(r[0]), float(r[1]), float(r[2])) for r in table) for kind, table in moves.items()}
        return cls(tables[0], tables[1], rows, frozenset(trained))

    def read(self, text: str, layout: Layout) -> list[tuple[str, float]]:
        """The label of each unit, and the probability of the span it is in (0.5 for background)."""
        scores, moves, floors = [], [], []
        for unit, row in zip(layout.units, describe(text, layout), strict=True):
            kind = "points" if unit.is_point else "paragraphs"
            scores.append(_score(self.points if unit.is_point else self.paragraphs, row, unit.forced))
            moves.append(self.moves[kind])
            floors.append(FLOOR[kind])
        runs = likely_runs(scores, moves, parted(layout))
        labels = [("O", 0.5)] * len(scores)
        for first, last, odds in choose(runs, floors):
            labels[first : last + 1] = [("B", odds)] + [("C", odds)] * (last - first)
        return labels


@cache
def _packaged() -> Judge:
    path = Path(__file__).parent.parent / "trained" / f"{NAME}.json"
    return Judge.of(json.loads(path.read_text(encoding="utf-8")))


def _score(table: Table, row: dict[str, float], forced: str) -> list[float]:
    if forced:
        return [0.0 if label == forced else -30.0 for label in LABELS]
    begins = carries = background = 0.0
    for name, value in row.items():
        weights = table.get(name)
        if weights:
            begins += value * weights[0]
            carries += value * weights[1]
            background += value * weights[2]
    return [begins, carries, background]


def parted(layout: Layout) -> list[bool]:
    """Which units cannot carry on the one before: the first, and those with the form's own words before them."""
    fixed = sorted(start for start, end, _, _ in layout.fixed if start < end)
    found = [True]
    for before, unit in zip(layout.units, layout.units[1:], strict=False):
        place = bisect_left(fixed, before.end)
        found.append(place < len(fixed) and fixed[place] < unit.start)
    return found[: len(layout.units)]


def likely_runs(scores: Sequence[Sequence[float]], moves: Sequence[Moves], parts: Sequence[bool]) -> list[list[Run]]:
    """For each unit the runs (first, last, probability that exactly this run is a matter) that begin with it.

    Nothing carries on from background or across a parting. Time grows with the number of units.
    """
    count = len(scores)
    if not count:
        return []

    def step(at: int, left: int, right: int) -> float:
        return NEVER if right == 1 and (left == 2 or parts[at]) else moves[at][left][right]

    ahead = [[scores[0][k] + moves[0][3][k] if k != 1 else NEVER for k in range(3)]]
    for at in range(1, count):
        ahead.append([scores[at][k] + _total([ahead[-1][j] + step(at, j, k) for j in range(3)]) for k in range(3)])
    after = [[0.0, 0.0, 0.0] for _ in scores]
    closing = [[0.0, 0.0, 0.0] for _ in scores]
    for at in range(count - 2, -1, -1):
        for j in range(3):
            ways = [step(at + 1, j, k) + scores[at + 1][k] + after[at + 1][k] for k in range(3)]
            after[at][j] = _total(ways)
            closing[at][j] = _total([ways[0], ways[2]])
    total = _total(ahead[-1])
    found: list[list[Run]] = []
    for first in range(count):
        sum_so_far = ahead[first][0]
        runs = [(first, first, math.exp(min(0.0, sum_so_far + closing[first][0] - total)))]
        for last in range(first + 1, min(count, first + LONGEST)):
            if parts[last]:
                break
            sum_so_far += step(last, int(last > first + 1), 1) + scores[last][1]
            if sum_so_far + after[last][1] - total < NEGLIGIBLE:
                break
            runs.append((first, last, math.exp(min(0.0, sum_so_far + closing[last][1] - total))))
        found.append(runs)
    return found


def _total(values: Sequence[float]) -> float:
    top = max(values)
    return top + math.log(sum(math.exp(value - top) for value in values))


def choose(runs: Sequence[Sequence[Run]], floors: Sequence[float]) -> list[Run]:
    """The runs, apart from each other, with the most probability above the floors; the likeliest if none has any."""
    count = len(runs)
    best = [0.0] * (count + 1)
    taken: list[Run | None] = [None] * count
    for at in range(count - 1, -1, -1):
        best[at] = best[at + 1]
        for run in runs[at]:
            value = run[2] - floors[at] + best[run[1] + 1]
            if value > best[at]:
                best[at], taken[at] = value, run
    chosen: list[Run] = []
    at = 0
    while at < count:
        run_here = taken[at]
        if run_here:
            chosen.append(run_here)
        at = run_here[1] + 1 if run_here else at + 1
    if not chosen and count:
        top = max((run for group in runs for run in group), key=lambda run: run[2])
        chosen = [top] if top[2] >= LEAST else []
    return chosen
