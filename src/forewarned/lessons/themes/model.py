"""The model of themes: from a matter's text to its themes, each with a score and the words that carried it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from forewarned.lessons.meaning.tuned import TunedEncoder, packaged_encoder
from forewarned.lessons.themes.codebook import NOT_A_CONCERN
from forewarned.lessons.themes.cues import CueBook, packaged
from forewarned.lessons.themes.features import Seen, features_of
from forewarned.lessons.themes.learning import Decision, Memory, correction, fingerprint, latest
from forewarned.lessons.themes.telling import telling_words
from forewarned.lessons.themes.weights import ENCODER, Choice, Weights, packaged_weights
from forewarned.lessons.values import ThemeFound

MOST_THEMES = 4
"""The codebook gives a matter one to four themes."""
PERSON = "person"
TERM_LENGTH = 2.0
"""Length of the vector of words and pairs, beside which the phrases stand (chosen by cross-validation)."""


@dataclass(frozen=True, slots=True)
class Read:
    """One matter as the model sees it: margins of all codes, and which features said so."""

    margins: NDArray[np.float32]
    rows: NDArray[np.int64]
    values: NDArray[np.float32]
    names: tuple[str, ...]
    seen: Seen


@dataclass(frozen=True)
class ThemeModel:
    """Trained weights with what people's decisions changed. Immutable: ``learn`` gives a new one."""

    base: Weights
    weights: Weights
    book: CueBook
    encoder: TunedEncoder | None = None
    decisions: tuple[Decision, ...] = ()
    memory: Memory | None = None

    @classmethod
    def load(cls) -> ThemeModel:
        """The model that comes with the program; with its encoder where the optional part ``meaning`` is installed."""
        return cls.of(packaged_weights(), packaged_encoder(ENCODER))

    @classmethod
    def of(cls, weights: Weights, encoder: TunedEncoder | None = None) -> ThemeModel:
        """A model of these trained weights that no person has taught yet."""
        return cls(weights, weights, packaged(), encoder)

    @property
    def found_by(self) -> str:
        """The model's name and version, with the number of decisions it took up."""
        learnt = f"+{len(self.decisions)}" if self.decisions else ""
        return f"themes-{self.weights.version}{'' if self.encoder else '-words'}{learnt}"

    @property
    def choice(self) -> Choice:
        """When a code is given, with the encoder or without."""
        return self.weights.beside if self.encoder else self.weights.alone

    def knows(self, text: str) -> bool:
        """True when the packaged model was trained on this very text."""
        return fingerprint(text) in self.weights.trained_on

    def themes(self, text: str) -> tuple[ThemeFound, ...]:
        """Themes of one matter, the surest first. Offsets refer to ``text``. A text without words has none."""
        return self.themes_of_many([text])[0]

    def themes_of_many(self, texts: Iterable[str]) -> list[tuple[ThemeFound, ...]]:
        """Themes of each text, in order."""
        given = list(texts)
        return [self._themes(text, read) for text, read in zip(given, self.reads(given), strict=True)]

    def _themes(self, text: str, read: Read) -> tuple[ThemeFound, ...]:
        if not read.seen.strengths.keys() - {name for name in read.seen.strengths if name.startswith("z ")}:
            return ()
        said: Mapping[str, bool] = self.memory.answers(text) if self.memory else {}
        chosen = chosen_codes(read.margins, self.weights.codes, said)
        return tuple(
            ThemeFound(
                code=code,
                score=1.0 if said.get(code) else self._score(float(read.margins[at])),
                words=telling_words(
                    read.names, (read.values * self.weights.matrix[read.rows, at]).tolist(), read.seen, code, text
                ),
                found_by=PERSON if said.get(code) else self.found_by,
            )
            for at, code in ((at, self.weights.codes[at]) for at in chosen)
        )

    def hear(self, texts: Sequence[str]) -> None:
        """Have the encoder read these texts beforehand: what it says is kept, and found when their themes are asked."""
        if self.encoder and texts:
            self.encoder.logits(texts)

    def learn(self, decisions: Iterable[Decision]) -> ThemeModel:
        """A model that takes these decisions up, and all that this one has. The same decisions give the same model."""
        base, start = self.base, ThemeModel(self.base, self.base, self.book, self.encoder)
        kept = latest((*self.decisions, *decisions))
        if not kept:
            return start
        matrix, bias = base.matrix.copy(), base.bias.copy()
        for at, code in enumerate(base.codes):
            told = [decision for decision in kept if decision.code == code]
            if told:
                start._correct(at, told, matrix, bias)
        weights = replace(base, matrix=matrix, bias=bias)
        return ThemeModel(base, weights, self.book, self.encoder, kept, Memory(kept))

    def reads(self, texts: Sequence[str]) -> list[Read]:
        """Margins of every code on each text, with the features behind them."""
        share = self.choice.share
        beside = self.encoder.logits(texts) * share if self.encoder and texts else None
        found = []
        for at, text in enumerate(texts):
            seen = features_of(text, self.book)
            names, rows, values = vector_of(seen.strengths, self.weights.index, self.weights.scales)
            sums = (values @ self.weights.matrix[rows] + self.weights.bias) * (1 - share)
            margins = sums + (0 if beside is None else beside[at]) - self.choice.thresholds
            found.append(Read(margins, rows, values, names, seen))
        return found

    def _correct(
        self, at: int, told: Sequence[Decision], matrix: NDArray[np.float32], bias: NDArray[np.float32]
    ) -> None:
        """Move one code's column towards what people said of it."""
        reads = self.reads([decision.text for decision in told])
        rows = np.unique(np.concatenate([read.rows for read in reads]))
        features = np.zeros((len(reads), len(rows)), dtype=np.float32)
        for line, read in zip(features, reads, strict=True):
            line[np.searchsorted(rows, read.rows)] = read.values
        # Only the words move: what is wanting is told in their own measure.
        margins = np.array([read.margins[at] for read in reads], dtype=np.float32) / (1 - self.choice.share)
        delta, shift = correction(features, margins, np.array([decision.holds for decision in told]))
        matrix[rows, at] += delta
        bias[at] += shift

    def _score(self, margin: float) -> float:
        return round(1.0 / (1.0 + math.exp(-(self.choice.slope * margin + self.choice.shift))), 4)


def vector_of(
    strengths: Mapping[str, float], index: Mapping[str, int], scales: NDArray[np.float32]
) -> tuple[tuple[str, ...], NDArray[np.int64], NDArray[np.float32]]:
    """The known features of a matter: names, rows and values; those of words and pairs together have length 2."""
    names = tuple(name for name in strengths if name in index)
    rows = np.fromiter((index[name] for name in names), dtype=np.int64, count=len(names))
    values = np.fromiter((strengths[name] for name in names), dtype=np.float32, count=len(names)) * scales[rows]
    terms = np.fromiter((name[0] in "wb" for name in names), dtype=bool, count=len(names))
    length = math.sqrt(float((values[terms] ** 2).sum()))
    if length:
        values[terms] *= TERM_LENGTH / length
    return names, rows, values


def chosen_codes(margins: NDArray[np.float32], codes: Sequence[str], answers: Mapping[str, bool]) -> list[int]:
    """Codes of a matter by their places: those over their threshold, at least one and at most four, the surest first.

    ``answers`` are a person's, and stand above the model's. ``not_a_concern`` never stands beside a theme.
    """
    order = [int(at) for at in np.argsort(-margins, kind="stable") if answers.get(codes[at]) is not False]
    told = [at for at in order if answers.get(codes[at])]
    over = [at for at in order if at not in told and margins[at] > 0]
    chosen = told + over[: max(MOST_THEMES - len(told), 0)]
    chosen = chosen or order[:1]
    if len(chosen) > 1 and any(codes[at] == NOT_A_CONCERN for at in chosen):
        alone = codes[chosen[0]] == NOT_A_CONCERN
        chosen = chosen[:1] if alone else [at for at in chosen if codes[at] != NOT_A_CONCERN]
    return chosen
