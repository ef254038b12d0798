"""Words compared: TF-IDF and latent semantic analysis over the index's own reports, in numpy alone.

TF-IDF: 1 + log tf, smoothed idf, cosine. LSA: truncated SVD by the randomised range finder (Halko, Martinsson and
Tropp 2011, algorithm 4.4, two power iterations), fixed seed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
RANK, EXTRA, SEED, POWERS = 100, 12, 20261122, 2
NAME_WEIGHT, NAMED = 0.15, 0.6
"""What a word written as a name in more than 0.6 of its places counts: the same first name is no likeness."""


def unit(rows: Floats) -> Floats:
    """Rows scaled to unit length; a zero row stays zero."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return scaled


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms by row, and how rare each is (a name counts little)."""

    terms: dict[str, int]
    idf: Floats

    @classmethod
    def of(cls, texts: Sequence[Sequence[tuple[str, bool]]], least: int) -> Vocabulary:
        """The terms that stand in at least ``least`` texts."""
        met: Counter[str] = Counter()
        all_times: Counter[str] = Counter()
        as_name: Counter[str] = Counter()
        for text in texts:
            met.update({word for word, _ in text})
            all_times.update(word for word, _ in text)
            as_name.update(word for word, named in text if named)
        terms = {word: row for row, word in enumerate(sorted(w for w, n in met.items() if n >= least))}
        idf = np.zeros(len(terms), np.float32)
        for word, row in terms.items():
            weight = NAME_WEIGHT if as_name[word] > NAMED * all_times[word] else 1.0
            idf[row] = weight * (math.log((1 + len(texts)) / (1 + met[word])) + 1)
        return cls(terms, idf)

    def vector(self, counts: Counter[str]) -> tuple[Ints, Floats]:
        """Rows of the terms of one text and its unit TF-IDF weights."""
        known = sorted((self.terms[word], n) for word, n in counts.items() if word in self.terms)
        rows = np.array([row for row, _ in known], np.int64)
        tf = np.array([1 + math.log(n) for _, n in known], np.float32)
        return rows, unit(tf * self.idf[rows]) if len(rows) else tf


@dataclass(frozen=True, slots=True)
class Postings:
    """TF-IDF vectors of ``size`` texts over ``terms`` terms: for each weight its text, its term's row, its value."""

    texts: Ints
    rows: Ints
    values: Floats
    size: int
    terms: int

    @classmethod
    def of(cls, vectors: Sequence[tuple[Ints, Floats]], terms: int) -> Postings:
        """From one vector a text."""
        texts = np.repeat(np.arange(len(vectors), dtype=np.int64), [len(rows) for rows, _ in vectors])
        rows = np.concatenate([np.empty(0, np.int64), *(rows for rows, _ in vectors)])
        values = np.concatenate([np.empty(0, np.float32), *(weights for _, weights in vectors)])
        return cls(texts, rows, values, len(vectors), terms)

    def cosine(self, vector: tuple[Ints, Floats]) -> Floats:
        """The cosine with every text: shape (texts,)."""
        dense = np.zeros(self.terms, np.float32)
        dense[vector[0]] = vector[1]
        sums = np.bincount(self.texts, weights=dense[self.rows] * self.values, minlength=self.size)
        return sums.astype(np.float32)

    def times(self, dense: Floats) -> Floats:
        """The matrix (texts × terms) times ``dense`` (terms × n)."""
        return np.stack([self._one(self.texts, self.rows, column, self.size) for column in dense.T], axis=1)

    def transposed_times(self, dense: Floats) -> Floats:
        """The matrix's transpose times ``dense`` (texts × n)."""
        return np.stack([self._one(self.rows, self.texts, column, self.terms) for column in dense.T], axis=1)

    def _one(self, to: Ints, source: Ints, column: Floats, size: int) -> Floats:
        return np.bincount(to, weights=column[source] * self.values, minlength=size).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Latent:
    """LSA: the directions of the index's texts (terms × rank), and every text along them (unit length)."""

    directions: Floats
    texts: Floats

    @classmethod
    def of(cls, postings: Postings, rank: int = RANK) -> Latent:
        """The ``rank`` strongest directions, or as many as so few texts have."""
        if not len(postings.values):
            return cls(np.zeros((postings.terms, 1), np.float32), np.zeros((postings.size, 1), np.float32))
        rank = max(1, min(rank, postings.size - 1, postings.terms - 1))
        draws = np.random.default_rng(SEED)
        width = min(rank + EXTRA, postings.size, postings.terms)
        basis = postings.times(draws.standard_normal((postings.terms, width)).astype(np.float32))
        for _ in range(POWERS):
            basis = np.linalg.qr(basis)[0]
            basis = np.linalg.qr(postings.transposed_times(basis))[0]
            basis = postings.times(basis)
        basis = np.linalg.qr(basis)[0]
        _, _, right = np.linalg.svd(postings.transposed_times(basis).T, full_matrices=False)
        directions: Floats = np.ascontiguousarray(right[:rank].T, np.float32)
        return cls(directions, unit(postings.times(directions)))

    def cosine(self, vector: tuple[Ints, Floats]) -> Floats:
        """The cosine with every text along the directions: shape (texts,)."""
        along = unit(vector[1] @ self.directions[vector[0]])
        return self.texts @ along
