"""Vectors kept by the hash of their text, so that no text is embedded twice.

``VectorCache`` is all that the embedder asks for: a dictionary-like keeper that the caller gives. ``FolderCache`` is
one over a folder: a file of fixed-length records (32 bytes of SHA-256, then the vector in little-endian float32), one
file a model. It holds no text. Writers append under a lock; a record cut short by a crash is cut away by the next
writer and never read.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from forewarned.errors import StorageError

Vector = npt.NDArray[np.float32]
KEY_BYTES = 32


class VectorCache(Protocol):
    """Keeps vectors by key (32 bytes: SHA-256 of the model's name and the text)."""

    def get(self, keys: Iterable[bytes]) -> dict[bytes, Vector]:
        """The vectors known for ``keys``; an unknown key is left out."""
        ...

    def put(self, vectors: Mapping[bytes, Vector]) -> None:
        """Keep ``vectors``."""
        ...


class FolderCache:
    """A VectorCache in ``folder`` (made when absent), for vectors of ``dimensions`` numbers of one ``model``.

    ``unit``: all have length 1, by which a damaged one is told; else only one that holds no numbers is.
    """

    def __init__(self, folder: Path, model: str, dimensions: int, *, unit: bool = True) -> None:
        self._unit = unit
        self._path = folder / f"{model}.vectors"
        self._dtype = np.dtype([("key", f"V{KEY_BYTES}"), ("vector", "<f4", (dimensions,))])
        self._rows: dict[bytes, int] = {}
        self._read = 0
        self._in_turn = Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError("The folder for vectors cannot be made.", where=str(folder)) from error

    def _records(self) -> npt.NDArray[Any]:
        """All whole records, mapped, with the index brought up to date."""
        size = self._path.stat().st_size if self._path.exists() else 0
        count = size // self._dtype.itemsize
        if not count:
            self._rows, self._read = {}, 0
            return np.empty(0, self._dtype)
        records: npt.NDArray[Any] = np.memmap(self._path, self._dtype, "r", shape=(count,))
        if count < self._read:  # the file was replaced: start again
            self._rows, self._read = {}, 0
        for row in range(self._read, count):
            self._rows[records["key"][row].tobytes()] = row
        self._read = count
        return records

    def get(self, keys: Iterable[bytes]) -> dict[bytes, Vector]:
        """The vectors kept for ``keys``. A damaged one counts as unknown. Threads may share it."""
        with self._in_turn:
            records = self._records()
            known = [key for key in dict.fromkeys(keys) if key in self._rows]
            if not known:
                return {}
            vectors = np.array(records["vector"][[self._rows[key] for key in known]], dtype=np.float32)
        lengths = np.einsum("ij,ij->i", vectors, vectors)
        whole = np.abs(lengths - 1.0) < 1e-3 if self._unit else np.isfinite(lengths)
        return {key: vector for key, vector, ok in zip(known, vectors, whole, strict=True) if ok}

    def put(self, vectors: Mapping[bytes, Vector]) -> None:
        """Append ``vectors`` under a lock that other processes respect. Raises StorageError on a full disk."""
        if not vectors:
            return
        rows = np.empty(len(vectors), self._dtype)
        rows["key"] = np.array([np.void(key) for key in vectors])
        rows["vector"] = np.stack(list(vectors.values()))
        try:
            with self._path.open("ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                whole = os.fstat(file.fileno()).st_size // self._dtype.itemsize
                file.truncate(whole * self._dtype.itemsize)
                file.write(rows.tobytes())
        except OSError as error:
            raise StorageError("Vectors cannot be kept on disk.", where=str(self._path)) from error
