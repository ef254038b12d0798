"""What people decided on themes, and what is taken up from it.

Two things are learnt. **Memory**: a matter that says nearly the same as one that a person decided on gets that
decision. **Weights**: for each code the weights move as little as possible from the trained ones so as to agree better
with the decisions (ridge logistic regression around the trained weights), so that unlike matters with the same words
follow too. Both are worked out from all decisions at once: their order only matters where a person changed their mind.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from forewarned.errors import InputError
from forewarned.lessons.themes.codebook import codebook
from forewarned.lessons.themes.words import words_of

ANSWERS = ("confirm", "reject", "add")
ALIKE = 0.85
"""Share of all stems of two matters that both must hold to be near-identical."""
KEYS = 6
RIDGE = 2.0
"""How strongly the trained weights are held on to: about twice the weight of one decision."""
STEPS = 60
NUMBERING = re.compile(r"^[\s(\[]*(?:\d{1,3}|[a-z]|[ivx]{1,4})[.):\]]+\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's answer on one code of one matter: ``confirm`` or ``reject`` one found, or ``add`` one not found."""

    text: str
    code: str
    answer: str

    def __post_init__(self) -> None:
        if self.code not in codebook():
            raise InputError(f"{self.code} is not a code of the codebook", next_step="see docs/reference/themes.md")
        if self.answer not in ANSWERS:
            raise InputError(f"{self.answer} is not an answer", next_step=f"use one of {', '.join(ANSWERS)}")

    @property
    def holds(self) -> bool:
        """True when the code belongs to the matter."""
        return self.answer != "reject"


def fingerprint(text: str) -> str:
    """The first 12 hex digits of the SHA-256 of a text, as a model records what it learnt from."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def stems_of(text: str) -> frozenset[str]:
    """The stems of a matter without its number: two with the same ones say the same."""
    return frozenset(word.stem for word in words_of(NUMBERING.sub("", text, count=1)))


def latest(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """One decision for each matter and code, the last one, in a settled order."""
    kept = {(stems_of(decision.text) or decision.text, decision.code): decision for decision in decisions}
    return tuple(sorted(kept.values(), key=lambda one: (fingerprint(one.text), one.code)))


class Memory:
    """Decided matters, found again by near-identical texts."""

    def __init__(self, decisions: Sequence[Decision]) -> None:
        self._answers: dict[frozenset[str], dict[str, bool]] = {}
        for decision in decisions:
            self._answers.setdefault(stems_of(decision.text), {})[decision.code] = decision.holds
        common = Counter(stem for stems in self._answers for stem in stems)
        self._keys: dict[str, list[frozenset[str]]] = {}
        for stems in self._answers:
            for stem in sorted(stems, key=lambda one: (common[one], -len(one), one))[:KEYS]:
                self._keys.setdefault(stem, []).append(stems)

    def answers(self, text: str) -> Mapping[str, bool]:
        """Code to whether a person said that it holds, for the matter most like this one; empty when none is."""
        if not self._answers:
            return {}
        stems = stems_of(text)
        near: dict[frozenset[str], float] = {}
        for stem in stems:
            for other in self._keys.get(stem, ()):
                if other not in near:
                    near[other] = len(stems & other) / len(stems | other)
        best = max(near, key=lambda one: (near[one], sorted(one)), default=None)
        return self._answers[best] if best is not None and near[best] >= ALIKE else {}


def correction(
    features: NDArray[np.float32], margins: NDArray[np.float32], holds: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], float]:
    """The change of one code's weights and bias that decisions call for.

    ``features`` (decisions x features), ``margins`` (as the trained weights see them), ``holds`` (what people said).
    Gradient steps on the logistic loss with a ridge on the change; deterministic.
    """
    delta = np.zeros(features.shape[1], dtype=np.float32)
    bias = 0.0
    step = 1.0 / (RIDGE + 0.25 * float((features**2).sum() + len(features)))
    for _ in range(STEPS):
        seen = 1.0 / (1.0 + np.exp(-np.clip(margins + features @ delta + bias, -30, 30)))
        error = holds.astype(np.float32) - seen
        delta += step * (features.T @ error - RIDGE * delta)
        bias += step * (float(error.sum()) - RIDGE * bias)
    return delta, bias
