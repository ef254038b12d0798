"""Do two matters share a corrective obligation? A logistic model over features that a person can check, and beside it,
where the optional part ``meaning`` is installed, an encoder that reads both matters together.
"""

from __future__ import annotations

import json
import math
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from forewarned.errors import InputError
from forewarned.lessons.recurrence.features import MEANING, WORDS, Lexicon, Reading, features
from forewarned.lessons.recurrence.together import Hears, Together
from forewarned.lessons.recurrence.values import PairReading, SharedPart, Side, Span

VERSION = "2"
FILE = Path(__file__).parents[1] / "trained" / f"same-lesson-{VERSION}.json"
ENCODER = f"same-lesson-{VERSION}-encoder.npz"
ASKED = 0.2
"""Score without the encoder from which it is asked, which costs most: little is found below."""
MOST_SAID = 4.0
"""Log-odds of the encoder beyond which it is heard no louder, either way: so it is known which pairs it may join."""
_KEPT_READINGS = 20_000


class Embeds(Protocol):
    """What turns texts into unit vectors, one row a text (``forewarned.lessons.meaning.Embedder`` does)."""

    def embed(self, texts: Sequence[str]) -> Any: ...


@dataclass(frozen=True, slots=True)
class Weights:
    """One set of weights: a score is the logistic of the sum of (feature - mean) / scale * weight, plus intercept.

    ``threshold``: at or above it a pair is called possibly the same (precision at least 0.85 on the shared pairs).
    ``sure``: at or above it matters are joined into lessons without a person.
    """

    names: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weight: tuple[float, ...]
    intercept: float
    threshold: float
    sure: float

    def log_odds(self, numbers: Sequence[float]) -> float:
        """The sum."""
        rows = zip(numbers, self.mean, self.scale, self.weight, strict=True)
        return math.fsum((value - mean) / scale * weight for value, mean, scale, weight in rows) + self.intercept

    def score(self, numbers: Sequence[float]) -> float:
        """From 0 to 1."""
        return logistic(self.log_odds(numbers))


@dataclass(frozen=True, slots=True)
class Beside:
    """How the encoder is heard beside the weights of meaning: its ``share`` of the sum, and the thresholds then."""

    share: float
    threshold: float
    sure: float

    def mixed(self, log_odds: float, said: float) -> float:
        """The sum of the weights and the encoder's log-odds together, as log-odds."""
        return (1 - self.share) * log_odds + self.share * max(-MOST_SAID, min(MOST_SAID, said))


def logistic(log_odds: float) -> float:
    """Log-odds, of 30 at most either way, as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


def _weights(given: Mapping[str, Any], names: tuple[str, ...]) -> Weights:
    if tuple(given["names"]) != names:
        raise InputError(
            "The model file was made for other features than this version reads.",
            where=FILE.name,
            next_step="Train it again: python -m training.same_lesson",
        )
    mean, scale, weight = (tuple(map(float, given[key])) for key in ("mean", "scale", "weight"))
    intercept, threshold, sure = (float(given[key]) for key in ("intercept", "threshold", "sure"))
    return Weights(names, mean, scale, weight, intercept, threshold, sure)


class PairModel:
    """Scores pairs of matters. Make it with :meth:`load`. Deterministic, symmetric, and never alters a text."""

    def __init__(
        self,
        lexicon: Lexicon,
        by_words: Weights,
        by_meaning: Weights | None = None,
        embedder: Embeds | None = None,
        trained_on: frozenset[str] = frozenset(),
        beside: Beside | None = None,
        encoder: Hears | None = None,
    ) -> None:
        self.lexicon = lexicon
        self.by_words = by_words
        self.by_meaning = by_meaning if embedder is not None else None
        self.trained_on = trained_on
        self._embedder = embedder if by_meaning is not None else None
        self._beside = beside if encoder is not None and self.by_meaning is not None else None
        self._together = Together(encoder) if encoder is not None and self._beside is not None else None
        self._readings: OrderedDict[str, Reading] = OrderedDict()

    @classmethod
    def load(cls, embedder: Embeds | None = None, encoder: Hears | None = None, *, path: Path = FILE) -> PairModel:
        """The packaged model. With an ``embedder`` the weights that use meaning serve, without it those of words; the
        ``encoder`` (of the packaged file ``ENCODER``) is heard beside meaning only.

        Raises InputError when the file can't be read as this version's model.
        """
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
            lexicon = Lexicon(given["idf"], given["slots"])
            sets = (_weights(given["words"], WORDS), _weights(given["meaning"], MEANING))
            beside = Beside(*(float(given["beside"][key]) for key in ("share", "threshold", "sure")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError("The same-lesson model can't be read.", where=path.name) from error
        return cls(lexicon, *sets, embedder, frozenset(given["trained_on"]), beside, encoder)

    def with_weights(self, weights: Weights) -> PairModel:
        """The same with these weights, beside the encoder as before and with its own thresholds: to measure one that
        has not seen some pairs.
        """
        other = copy(self)
        kept = replace(weights, threshold=self.weights.threshold, sure=self.weights.sure)
        if self.by_meaning is None:
            other.by_words = kept
        else:
            other.by_meaning = kept
        return other

    @property
    def weights(self) -> Weights:
        """The set of weights that :meth:`score` uses."""
        return self.by_meaning or self.by_words

    @property
    def embedder(self) -> Embeds | None:
        """The model of meaning that takes part; None where the words serve alone."""
        return self._embedder

    @property
    def joins(self) -> float:
        """The mean score from which matters are joined into a lesson without a person."""
        return (self._beside or self.weights).sure

    @property
    def offers(self) -> float:
        """The score from which two matters to one body are offered to a person as possibly one lesson."""
        return (self._beside or self.weights).threshold

    @property
    def found_by(self) -> str:
        """Name, version and set of weights, as kept with whatever the model proposes."""
        meaning = "meaning" if self._together else "meaning, without its encoder"
        return f"same-lesson-{VERSION} ({meaning if self.by_meaning else 'words'})"

    def reading(self, side: Side) -> Reading:
        """The matter as read, kept for the next pair."""
        known = self._readings.get(side.text)
        if known is not None:
            self._readings.move_to_end(side.text)  # so that neither side of a pair goes when the other comes
            return known
        known = self._readings[side.text] = Reading(side.text, self.lexicon)
        if len(self._readings) > _KEPT_READINGS:
            self._readings.popitem(last=False)
        return known

    def prepare(self, sides: Sequence[Side]) -> None:
        """Embed many matters at once, which is faster than one by one. Does nothing without meaning."""
        if self._embedder is None:
            return
        waiting = [reading for side in sides if (reading := self.reading(side)).meaning is None]
        pieces = [piece for reading in waiting for whole, parts in [reading.pieces] for piece in (whole, *parts)]
        known = sorted(set(pieces))
        if not known:
            return
        vectors = self._embedder.embed(known)
        row = {piece: at for at, piece in enumerate(known)}
        for reading in waiting:
            whole, parts = reading.pieces
            reading.meaning = (vectors[row[whole]], vectors[[row[part] for part in parts]])

    def hear(self, pairs: Iterable[tuple[Side, Side]]) -> None:
        """Ask the encoder of many pairs at once, of those that are worth it. Does nothing without it."""
        if self._together is None:
            return
        pairs = list(pairs)
        self.prepare([side for pair in pairs for side in pair])
        likely = (pair for pair in pairs if self.weights.score(self.numbers(*pair)) >= ASKED)
        self._together.hear(self._ordered(*pair) for pair in likely)

    def may_join(self, a: Side, b: Side) -> bool:
        """Whether the score may reach ``joins``, whatever the encoder says; asks it nothing."""
        log_odds = self.weights.log_odds(self.numbers(a, b))
        if self._beside is not None and logistic(log_odds) >= ASKED:
            log_odds = self._beside.mixed(log_odds, MOST_SAID)
        return logistic(log_odds) >= self.joins

    def quick(self, a: Side, b: Side) -> float:
        """The score by words alone, from 0 to 1: cheap, to leave out pairs that are plainly not the same."""
        one, two = self._ordered(a, b)
        return self.by_words.score(features(one, two)[: len(WORDS)])

    def score(self, a: Side, b: Side) -> float:
        """From 0 to 1: would one proper fix answer both matters? Not whether they share a theme. Symmetric."""
        return self._score(a, b, self.numbers(a, b))

    def _score(self, a: Side, b: Side, numbers: Sequence[float]) -> float:
        log_odds = self.weights.log_odds(numbers)
        if self._beside is None or self._together is None or logistic(log_odds) < ASKED:
            return logistic(log_odds)
        return logistic(self._beside.mixed(log_odds, self._together.of(*self._ordered(a, b))))

    def same(self, a: Side, b: Side) -> bool:
        """Whether the score reaches the packaged threshold."""
        return self.score(a, b) >= self.offers

    def numbers(self, a: Side, b: Side) -> list[float]:
        """The features in the order of the weights' names."""
        self.prepare([a, b])
        return features(*self._ordered(a, b))

    def _ordered(self, a: Side, b: Side) -> tuple[Reading, Reading]:
        first, second = sorted((a.text, b.text))
        return self.reading(Side(first)), self.reading(Side(second))

    def explain(self, a: Side, b: Side, most: int = 8) -> PairReading:
        """The score with what carried it: at most ``most`` shared words and slots, with spans on both sides."""
        numbers = self.numbers(a, b)
        one, two = self.reading(a), self.reading(b)
        found = sorted(_shared(one, two), key=lambda part: (-part.weight, part.kind, part.what))[:most]
        total = math.fsum(part.weight for part in found) or 1.0
        parts = tuple(
            SharedPart(part.what, part.kind, part.earlier, part.later, round(part.weight / total, 4)) for part in found
        )
        named = dict(zip(self.weights.names, (round(number, 4) for number in numbers), strict=True))
        return PairReading(self._score(a, b, numbers), parts, named, self.found_by)


def _shared(a: Reading, b: Reading) -> list[SharedPart]:
    """Every shared stem by its part of the cosine, and every shared object or failing by how rare it is."""

    def stems(reading: Reading, stem: str) -> tuple[Span, ...]:
        return tuple((word.start, word.end) for word in reading.words if word.stem == stem)

    def codes(reading: Reading, kind: str, code: str) -> tuple[Span, ...]:
        chosen = (slot for slot in reading.slots if (slot.kind, slot.code) == (kind, code))
        return tuple(_whole_words(reading.text, slot.start, slot.end) for slot in chosen)

    found = [
        SharedPart(stem, "word", stems(a, stem), stems(b, stem), a.vector[stem] * b.vector[stem] * 5)
        for stem in a.vector.keys() & b.vector.keys()
    ]
    for kind, here, there in (("object", a.objects, b.objects), ("failing", a.failings, b.failings)):
        share = 0.1 if kind == "object" else 0.05
        found += [
            SharedPart(code, kind, codes(a, kind, code), codes(b, kind, code), here[code] * share)
            for code in here.keys() & there.keys()
        ]
    return found


def _whole_words(text: str, start: int, end: int) -> Span:
    """The span to the end of its last word: the lexicon's expressions often end at a stem."""
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end
