"""The ranker: a weighted sum of likenesses, with weights and grade limits from a versioned file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from forewarned.errors import InputError
from forewarned.lessons.similar.lexical import Floats
from forewarned.lessons.similar.texts import compared

MODEL_FILE = "similar-1.json"
LIKENESSES = ("words", "circumstances", "latent", "aspects", "person", "setting", "mechanism", "failing")
MEANING = "meaning"


def fingerprint(sections: Mapping[str, str]) -> str:
    """First 12 hexadecimal digits of the SHA-256 of what is compared: how a model file names what it learnt from."""
    text = "\n".join(compared(sections).values())
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the likenesses, the constant, and the scores from which a grade is 1, 2 and 3."""

    of: Mapping[str, float]
    constant: float
    limits: tuple[float, float, float]

    def score(self, likenesses: Mapping[str, Floats]) -> Floats:
        """Scores of all reports: shape (reports,)."""
        total = np.full(len(likenesses["words"]), self.constant, np.float32)
        for name, weight in self.of.items():
            total += np.float32(weight) * likenesses[name]
        return total

    def grade(self, score: float) -> int:
        """0 to 3."""
        return sum(score >= limit for limit in self.limits)


@dataclass(frozen=True, slots=True)
class SimilarModel:
    """Two sets of weights, with the embedding model and without, and fingerprints of the queries learnt from."""

    version: str
    with_meaning: Weights
    words_only: Weights
    trained_on: frozenset[str]

    @classmethod
    def load(cls) -> SimilarModel:
        """The packaged model."""
        path = files("forewarned.lessons").joinpath("trained", MODEL_FILE)
        try:
            return cls.from_json(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, KeyError, ValueError) as error:
            raise InputError(
                "The model of similar circumstances can't be read.",
                where=MODEL_FILE,
                next_step="reinstall Forewarned, or make the file anew: python -m training.similar",
            ) from error

    @classmethod
    def from_json(cls, given: Mapping[str, object]) -> SimilarModel:
        """From the value of a model file (training/similar.py writes it)."""
        both = [_weights(given[name]) for name in ("with_meaning", "words_only")]
        trained = given["trained_on"]
        if not isinstance(trained, list):
            raise ValueError("trained_on is no list")
        return cls(str(given["version"]), both[0], both[1], frozenset(str(item) for item in trained))


def _weights(given: object) -> Weights:
    if not isinstance(given, dict):
        raise ValueError("weights are no object")
    low, middle, high = (float(limit) for limit in given["limits"])
    return Weights(
        {str(name): float(weight) for name, weight in given["weights"].items()},
        float(given["constant"]),
        (low, middle, high),
    )
