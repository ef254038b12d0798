"""Near in meaning: a file of vectors, compared by brute force, and the fusing of two rankings.

The vectors come from an embedder that the caller gives; without one, search works by words alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from forewarned.errors import StorageError

RANK_OFFSET = 60
"""Reciprocal rank fusion adds 1 / (60 + rank) of every ranking (Cormack, Clarke and Buettcher, SIGIR 2009)."""
BLOCK = 65_536
"""Rows of vectors compared at once: 100 MB in float32 at 384 numbers."""
Floats = npt.NDArray[np.float32]


class Embedder(Protocol):
    """What turns texts into vectors. ``forewarned.lessons.meaning.Embedder`` is one."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """float32, shape (len(texts), dimensions). A blank text may have the zero vector."""
        ...


def name_of(embedder: Embedder) -> str:
    """What tells vectors of one embedder from those of another."""
    return str(getattr(embedder, "name", "") or f"{type(embedder).__module__}.{type(embedder).__qualname__}")


def unit(vectors: Floats) -> Floats:
    """The vectors at length one; what is no number, or has no length, becomes zero."""
    clean = np.nan_to_num(np.asarray(vectors, dtype=np.float32), posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(clean, axis=1, keepdims=True)
    found: Floats = np.divide(clean, lengths, out=np.zeros_like(clean), where=lengths > 0)
    return found


class Vectors:
    """The vectors of an index: row ``n`` is of the text with place ``n``; a row of zeros is not made yet.

    ``vectors.bin`` holds the rows, ``vectors.json`` whose they are: embedder, dimensions and number type.
    """

    def __init__(self, folder: Path) -> None:
        self._file, self._about = folder / "vectors.bin", folder / "vectors.json"

    def of(self, embedder: Embedder) -> npt.NDArray[Any] | None:
        """The rows made by this embedder, mapped and not read; None when there are none of it."""
        about = self._read_about()
        if about.get("embedder") != name_of(embedder) or not self._file.exists():
            return None
        width = int(about["dimensions"])
        kind = np.dtype(about["type"])
        rows = self._file.stat().st_size // (width * kind.itemsize)
        return np.memmap(self._file, kind, "r", shape=(rows, width)) if rows else None

    def unmade(self, embedder: Embedder, places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Those of the rows ``places`` that this embedder has not made yet."""
        rows = self.of(embedder)
        if rows is None:
            return places
        made = np.zeros(int(places.max(initial=-1)) + 1, dtype=bool)
        for start in range(0, min(len(rows), len(made)), BLOCK):
            block = rows[start : min(start + BLOCK, len(made))]
            made[start : start + len(block)] = block.any(axis=1)
        return places[~made[places]]

    def write(self, embedder: Embedder, places: npt.NDArray[np.int64], vectors: Floats, *, half: bool) -> None:
        """Set rows. Vectors of another embedder are thrown away first. ``half``: two bytes a number, not four."""
        width = int(vectors.shape[1])
        kind = np.dtype("<f2" if half else "<f4")
        about = {"embedder": name_of(embedder), "dimensions": width, "type": kind.str}
        try:
            if self._read_about() != about:
                self._file.unlink(missing_ok=True)
                part = self._about.with_suffix(".part")
                part.write_text(json.dumps(about), encoding="utf-8")
                part.replace(self._about)
            size = width * kind.itemsize
            with self._file.open("r+b" if self._file.exists() else "w+b") as file:
                rows = max(int(places.max(initial=-1)) + 1, os.fstat(file.fileno()).st_size // size)
                file.truncate(rows * size)
                data = unit(vectors).astype(kind)
                for place, row in zip(places.tolist(), data, strict=True):
                    file.seek(place * size)
                    file.write(row.tobytes())
        except OSError as error:
            raise StorageError("The vectors of the search index cannot be written.", where=str(self._file)) from error

    def _read_about(self) -> dict[str, Any]:
        try:
            about = json.loads(self._about.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return about if isinstance(about, dict) and {"embedder", "dimensions", "type"} <= about.keys() else {}


def nearest(rows: npt.NDArray[Any], asked: Floats, k: int, among: npt.NDArray[np.int64] | None = None) -> list[
    tuple[int, float]
]:  # fmt: skip
    """The ``k`` rows nearest to ``asked`` (one vector), best first, with their cosines; only ``among`` when given."""
    if rows.shape[1] != asked.shape[0]:
        return []
    if among is not None:
        among = np.unique(among[(among >= 0) & (among < len(rows))])
    total = len(rows) if among is None else len(among)
    scores = np.empty(total, dtype=np.float32)
    for start in range(0, total, BLOCK):
        block = rows[start : start + BLOCK] if among is None else rows[among[start : start + BLOCK]]
        scores[start : start + len(block)] = np.asarray(block, dtype=np.float32) @ asked
    best = np.argpartition(-scores, k - 1)[:k] if k < total else np.arange(total)
    places = best if among is None else among[best]
    found = sorted(zip(scores[best].tolist(), places.tolist(), strict=True), key=lambda pair: (-pair[0], pair[1]))
    return [(place, score) for score, place in found]


def fused(*rankings: Sequence[str]) -> dict[str, float]:
    """Reciprocal rank fusion of rankings of keys, best first."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1.0 / (RANK_OFFSET + rank)
    return scores
