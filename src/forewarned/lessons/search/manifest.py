"""What the index holds: each item's key and a hash of its content, so that only what changed is indexed again.

SQLite, because it is written in part and survives a crash. The order is: keys about to change are marked unsure
here; the index commits; their hashes are written here. After a crash between the two, what is unsure is looked up in
the index and its content indexed again when it is next given: nothing is wrongly taken for unchanged.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (key TEXT PRIMARY KEY, hash BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS texts (hash BLOB PRIMARY KEY, place INTEGER NOT NULL UNIQUE) WITHOUT ROWID;
"""
AT_ONCE = 500
"""Values in one statement; SQLite's limit is far above it."""


class Manifest:
    """The manifest in the file ``path``. Not for more than one thread."""

    def __init__(self, path: Path) -> None:
        self._store = sqlite3.connect(path, timeout=20, isolation_level=None)
        self._store.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;" + TABLES)

    def close(self) -> None:
        self._store.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """All or nothing."""
        self._store.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._store.execute("ROLLBACK")
            raise
        self._store.execute("COMMIT")

    def told(self, name: str) -> str:
        """A fact about the whole index, ``""`` when none is kept."""
        found = self._store.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else ""

    def tell(self, name: str, value: str) -> None:
        self._store.execute("INSERT OR REPLACE INTO about VALUES (?, ?)", (name, value))

    def hashes(self, keys: Sequence[str]) -> dict[str, bytes | None]:
        """The hashes of those of ``keys`` that are held; None for one that is unsure."""
        found: dict[str, bytes | None] = {}
        for some in _parts(keys):
            marks = ",".join("?" * len(some))
            found.update(self._store.execute(f"SELECT key, hash FROM items WHERE key IN ({marks})", some))  # noqa: S608
        return found

    def every_key(self, start: str = "") -> list[str]:
        """Every key held or unsure that begins so, sorted."""
        wanted = "SELECT key FROM items WHERE key >= ? AND substr(key, 1, ?) = ? ORDER BY key"
        return [key for (key,) in self._store.execute(wanted, (start, len(start), start))]

    def count(self) -> int:
        return int(self._store.execute("SELECT count(*) FROM items").fetchone()[0])

    def unsure(self) -> list[str]:
        """Keys that were about to change when the last writer stopped."""
        return [key for (key,) in self._store.execute("SELECT key FROM items WHERE hash IS NULL ORDER BY key")]

    def doubt(self, keys: Iterable[str]) -> None:
        """Mark what is about to change."""
        self._store.executemany("INSERT OR REPLACE INTO items VALUES (?, NULL)", ((key,) for key in keys))

    def hold(self, hashes: Iterable[tuple[str, bytes]]) -> None:
        """What the index holds now."""
        self._store.executemany("INSERT OR REPLACE INTO items VALUES (?, ?)", hashes)

    def drop(self, keys: Iterable[str]) -> None:
        self._store.executemany("DELETE FROM items WHERE key = ?", ((key,) for key in keys))

    def rows(self, texts: Sequence[str]) -> list[int]:
        """The row among the vectors of each text; the same text has one row, a new text the next."""
        hashes = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16] for text in texts]
        known: dict[bytes, int] = {}
        for some in _parts(list(dict.fromkeys(hashes))):
            marks = ",".join("?" * len(some))
            known.update(self._store.execute(f"SELECT hash, place FROM texts WHERE hash IN ({marks})", some))  # noqa: S608
        following = int(self._store.execute("SELECT coalesce(max(place) + 1, 0) FROM texts").fetchone()[0])
        added: list[tuple[bytes, int]] = []
        for one in hashes:
            if one not in known:
                known[one] = following + len(added)
                added.append((one, known[one]))
        self._store.executemany("INSERT INTO texts VALUES (?, ?)", added)
        return [known[one] for one in hashes]

    def places(self) -> int:
        """How many rows of vectors there are, filled or not."""
        return int(self._store.execute("SELECT coalesce(max(place) + 1, 0) FROM texts").fetchone()[0])


def _parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def count_in(path: Path) -> int | None:
    """How many items a manifest holds for certain, read without changing it; None when some are unsure."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as store:
        unsure, held = store.execute("SELECT count(*) FILTER (WHERE hash IS NULL), count(*) FROM items").fetchone()
    return None if unsure else int(held)
