"""Fits a linear-chain conditional random field over three labels: begins, carries on, background.

With numpy and scipy: sections are padded to one length and summed together; L-BFGS on the exact likelihood, no
randomness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

NEVER = -90.0
FORCED = -30.0
LABELS = "BCO"


@dataclass(frozen=True)
class Sequence3:
    """One section: its units' features, labels, what they were forced to be ("" or a label), where it is parted."""

    rows: Sequence[dict[str, float]]
    labels: Sequence[str]
    forced: Sequence[str]
    parts: Sequence[bool]
    weight: float = 1.0


def lawful(item: Sequence3) -> list[str]:
    """The labels as the model may give them: forced ones kept, nothing carried on over a parting or background."""
    found: list[str] = []
    for at, label in enumerate(item.labels):
        label = item.forced[at] or label
        if label == "C" and (item.parts[at] or not at or found[-1] == "O"):
            label = "B"
        found.append(label)
    return found


class _Padded:
    """Arrays of all sections: ``units`` (sections, length, features), ``labels``, ``there``, ``fixed`` and ``laws``."""

    def __init__(self, items: Sequence[Sequence3], names: dict[str, int]) -> None:
        import numpy as np

        shape = (len(items), max(len(item.rows) for item in items))
        self.units = np.zeros((*shape, len(names)))
        self.labels = np.zeros(shape, int)
        self.there = np.zeros(shape)
        self.fixed = np.zeros((*shape, 3))
        self.laws = np.zeros((*shape, 3, 3))
        self.laws[:, :, 2, 1] = NEVER
        self.weights = np.array([item.weight for item in items])
        for a, item in enumerate(items):
            for b, (row, label) in enumerate(zip(item.rows, lawful(item), strict=True)):
                self.there[a, b], self.labels[a, b] = 1, LABELS.index(label)
                if item.parts[b]:
                    self.laws[a, b, :, 1] = NEVER
                if item.forced[b]:
                    self.fixed[a, b] = [0 if k == item.forced[b] else FORCED for k in LABELS]
                    continue
                for name, value in row.items():
                    self.units[a, b, names[name]] = value


def _total(values: Any, axis: int) -> Any:
    import numpy as np

    top = values.max(axis, keepdims=True)
    return np.log(np.exp(values - top).sum(axis)) + top.squeeze(axis)


def _passes(data: _Padded, scores: Any, moves: Any) -> tuple[Any, Any]:
    """The forward and backward sums of log odds."""
    import numpy as np

    ahead = np.zeros_like(scores)
    after = np.zeros_like(scores)
    ahead[:, 0] = scores[:, 0] + moves[3] + np.array([0.0, NEVER, 0.0])
    length = scores.shape[1]
    for t in range(1, length):
        stepped = _total(ahead[:, t - 1][:, :, None] + moves[:3] + data.laws[:, t], 1) + scores[:, t]
        ahead[:, t] = np.where(data.there[:, t, None] > 0, stepped, ahead[:, t - 1])
    for t in range(length - 2, -1, -1):
        onward = (scores[:, t + 1] + after[:, t + 1])[:, None, :]
        stepped = _total(moves[:3] + data.laws[:, t + 1] + onward, 2)
        after[:, t] = np.where(data.there[:, t + 1, None] > 0, stepped, 0)
    return ahead, after


def _loss(theta: Any, data: _Padded, strength: float) -> tuple[float, Any]:
    """Minus the penalised log likelihood, and its slope."""
    import numpy as np

    count, length, width = data.units.shape
    table, moves = theta[: width * 3].reshape(width, 3), theta[width * 3 :].reshape(4, 3)
    scores = data.units @ table + data.fixed
    ahead, after = _passes(data, scores, moves)
    total = _total(ahead[:, -1], 1)
    slope = np.exp(ahead + after - total[:, None, None]) * data.there[:, :, None]
    moved = np.zeros((4, 3))
    moved[3] = (slope[:, 0] * data.weights[:, None]).sum(0)
    every, given = np.arange(count), np.zeros(count)
    for t in range(length):
        label, there = data.labels[:, t], data.there[:, t]
        given += there * scores[every, t, label]
        slope[every, t, label] -= there
        if t == 0:
            given += moves[3, label]
            np.add.at(moved, (np.full(count, 3), label), -data.weights)
            continue
        before = data.labels[:, t - 1]
        given += there * (moves[before, label] + data.laws[every, t, before, label])
        pairs = ahead[:, t - 1][:, :, None] + moves[:3] + data.laws[:, t] + (scores[:, t] + after[:, t])[:, None, :]
        weight = there * data.weights
        moved[:3] += (np.exp(pairs - total[:, None, None]) * weight[:, None, None]).sum(0)
        np.add.at(moved, (before, label), -weight)
    loss = (data.weights * (total - given)).sum() + 0.5 * strength * (table**2).sum() + 0.5 * (moves**2).sum()
    tilted = (slope * data.weights[:, None, None]).reshape(-1, 3)
    tables = data.units.reshape(-1, width).T @ tilted + strength * table
    return float(loss), np.concatenate([tables.ravel(), (moved + moves).ravel()])


def fit(items: Sequence[Sequence3], strength: float) -> tuple[dict[str, list[float]], list[list[float]]]:
    """A weight for each label of each feature, and the moves (from each label to each; then of the first unit)."""
    import numpy as np
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    free = (row for item in items for row, forced in zip(item.rows, item.forced, strict=True) if not forced)
    names = {name: at for at, name in enumerate(sorted({name for row in free for name in row}))}
    data = _Padded(items, names)
    start = np.zeros(len(names) * 3 + 12)
    found = minimize(
        _loss, start, args=(data, strength), jac=True, method="L-BFGS-B", options={"maxiter": 300, "maxfun": 400}
    ).x
    table = found[: len(names) * 3].reshape(-1, 3)
    moves = found[len(names) * 3 :].reshape(4, 3)
    weights = {name: [round(float(value), 4) for value in table[at]] for name, at in names.items()}
    return weights, [[round(float(value), 4) for value in row] for row in moves]
