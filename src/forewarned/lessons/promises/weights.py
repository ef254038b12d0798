"""The trained part: linear models as named weights in one JSON file, read once, multiplied in plain Python."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

MODEL_FILE = "promises-3.json"


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear classifier: for each class a bias and a weight a feature; two classes are stored as one."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: tuple[Mapping[str, float], ...]

    def scores(self, features: Mapping[str, float]) -> dict[str, float]:
        """The probability of each class (logistic for two classes, softmax for more)."""
        raw = [
            bias + sum(value * weights.get(name, 0.0) for name, value in features.items())
            for bias, weights in zip(self.bias, self.weights, strict=True)
        ]
        if len(self.classes) == 2 and len(raw) == 1:
            yes = 1 / (1 + math.exp(-max(-50.0, min(50.0, raw[0]))))
            return {self.classes[0]: 1 - yes, self.classes[1]: yes}
        top = max(raw)
        powers = [math.exp(value - top) for value in raw]
        return {name: power / sum(powers) for name, power in zip(self.classes, powers, strict=True)}

    def yes(self, features: Mapping[str, float]) -> float:
        """The probability of the second of two classes."""
        return self.scores(features)[self.classes[1]]

    def best(self, features: Mapping[str, float]) -> tuple[str, float]:
        """The likeliest class and its probability; ties go to the first in the file."""
        scores = self.scores(features)
        name = max(self.classes, key=lambda each: scores[each])
        return name, scores[name]


@dataclass(frozen=True, slots=True)
class PromiseModel:
    """All that is learnt of promises: is it one, where it begins and ends, status, type, tier; with its thresholds.

    ``trained_on`` holds the first 12 hex digits of the SHA-256 of each labelled response it learnt from.
    """

    version: str
    linear: Mapping[str, Linear]
    thresholds: Mapping[str, float]
    trained_on: frozenset[str]


def read_model(raw: Mapping[str, object]) -> PromiseModel:
    """A model from its JSON object."""
    parts, thresholds, trained = raw["linear"], raw["thresholds"], raw["trained_on"]
    assert isinstance(parts, dict)
    assert isinstance(thresholds, dict)
    assert isinstance(trained, list)
    linear = {
        name: Linear(tuple(part["classes"]), tuple(part["bias"]), tuple(part["weights"]))
        for name, part in parts.items()
    }
    return PromiseModel(str(raw["version"]), linear, thresholds, frozenset(trained))


@lru_cache(maxsize=1)
def packaged_model() -> PromiseModel:
    """The model that comes with the package."""
    folder = resources.files("forewarned.lessons") / "trained"
    return read_model(json.loads((folder / MODEL_FILE).read_text(encoding="utf-8")))
