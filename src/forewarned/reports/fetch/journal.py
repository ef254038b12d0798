"""What was asked for and what came, walk by walk: SQLite beside the originals.

It serves three things: conditional requests (the last ETag of an address), going on after an interruption
(what this walk has already fetched), and noticing loss (what the last finished walk listed). Every row is
committed at once, after its original is on the disk; a walk counts only when it is finished.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from forewarned.errors import BusyError, StorageError

RESUME_WITHIN = timedelta(hours=24)
"""An unfinished walk older than this is not taken up again: its first pages would be stale."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS walk (
  id INTEGER PRIMARY KEY, site TEXT NOT NULL, scope TEXT NOT NULL, started_at TEXT NOT NULL,
  finished_at TEXT, state TEXT NOT NULL DEFAULT 'open', pages INTEGER, accept_loss TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS listed (
  walk INTEGER NOT NULL, url TEXT NOT NULL, PRIMARY KEY (walk, url)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS visit (
  id INTEGER PRIMARY KEY, walk INTEGER NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL,
  status INTEGER NOT NULL, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
  media_type TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,
  fetched_at TEXT NOT NULL, unchanged INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS visit_url ON visit (url, id);
"""
_VISIT = "walk, url, kind, status, sha256, size, media_type, etag, last_modified, fetched_at, unchanged"


@dataclass(frozen=True, slots=True)
class Visit:
    """One answered request that gave an original, or said that the one held is still true (status 304)."""

    url: str
    kind: str
    status: int
    sha256: str
    size: int
    media_type: str
    etag: str
    last_modified: str
    fetched_at: datetime
    unchanged: bool


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the last finished walk of the whole listing found: listing pages, and reports' addresses."""

    pages: int
    links: frozenset[str]


class Journal:
    """Use as a context manager: one process at a time may fetch into a home (BusyError for a second)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: IO[bytes] | None = None
        self._db: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        with _storing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = (self._folder / "lock").open("wb")
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                self._lock.close()
                raise BusyError(
                    "Another fetch is running in the same home",
                    where=str(self._folder),
                    next_step="wait until it has ended",
                ) from error
            self._db = sqlite3.connect(self._folder / "state.sqlite", isolation_level=None)
            self._db.executescript(_SCHEMA)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._db is not None:
            self._db.close()
        if self._lock is not None:
            self._lock.close()

    def begin(self, site: str, scope: str, now: datetime, *, resume: bool) -> int:
        """The number of a new walk; or, if ``resume``, of an unfinished one of this scope not yet stale."""
        if resume:
            found = self._one(
                "SELECT id FROM walk WHERE site = ? AND scope = ? AND state IN ('open', 'gaps')"
                " AND started_at > ? ORDER BY id DESC LIMIT 1",
                (site, scope, _stamp(now - RESUME_WITHIN)),
            )
            if found:
                return int(found[0])
        self._run("INSERT INTO walk (site, scope, started_at) VALUES (?, ?, ?)", (site, scope, _stamp(now)))
        return int(self._one("SELECT last_insert_rowid()")[0])

    def finish(
        self,
        walk: int,
        state: str,
        now: datetime,
        *,
        pages: int = 0,
        links: Iterable[str] = (),
        accept_loss: str = "",
    ) -> None:
        """End a walk in one transaction: ``done``, ``gaps`` (some addresses missed) or ``refused``."""
        with self._whole():
            self._run(
                "UPDATE walk SET state = ?, finished_at = ?, pages = ?, accept_loss = ? WHERE id = ?",
                (state, _stamp(now), pages, accept_loss, walk),
            )
            self._run("DELETE FROM listed WHERE walk = ?", (walk,))
            self._many("INSERT INTO listed VALUES (?, ?)", [(walk, url) for url in sorted(set(links))])

    def record(self, walk: int, visit: Visit) -> None:
        """Write down one visit, at once."""
        self._run(
            f"INSERT INTO visit ({_VISIT}) VALUES ({', '.join('?' * 11)})",  # noqa: S608 - our own column names
            (
                walk,
                visit.url,
                visit.kind,
                visit.status,
                visit.sha256,
                visit.size,
                visit.media_type,
                visit.etag,
                visit.last_modified,
                _stamp(visit.fetched_at),
                visit.unchanged,
            ),
        )

    def visited(self, walk: int, url: str) -> Visit | None:
        """What this walk has already fetched from ``url``."""
        return self._visit("walk = ? AND url = ?", (walk, url))

    def latest(self, url: str) -> Visit | None:
        """The last visit to ``url`` in any walk."""
        return self._visit("url = ?", (url,))

    def baseline(self, site: str) -> Baseline | None:
        """What the last finished walk of the whole listing of ``site`` found; None before the first."""
        found = self._one(
            "SELECT id, pages FROM walk WHERE site = ? AND scope = 'all' AND state IN ('done', 'gaps')"
            " ORDER BY id DESC LIMIT 1",
            (site,),
        )
        if not found:
            return None
        rows = self._all("SELECT url FROM listed WHERE walk = ?", (found[0],))
        return Baseline(int(found[1]), frozenset(str(row[0]) for row in rows))

    def _visit(self, where: str, values: tuple[Any, ...]) -> Visit | None:
        row = self._one(f"SELECT {_VISIT} FROM visit WHERE {where} ORDER BY id DESC LIMIT 1", values)  # noqa: S608
        if not row:
            return None
        _, url, kind, status, sha256, size, media_type, etag, modified, fetched_at, unchanged = row
        stamp = datetime.fromisoformat(str(fetched_at))
        return Visit(url, kind, status, sha256, size, media_type, etag, modified, stamp, bool(unchanged))

    @property
    def _open(self) -> sqlite3.Connection:
        if self._db is None:
            raise StorageError("The fetch journal is not open", next_step="report this as a fault")
        return self._db

    def _run(self, sql: str, values: tuple[Any, ...] = ()) -> None:
        with _storing(self._folder):
            self._open.execute(sql, values)

    def _many(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        with _storing(self._folder):
            self._open.executemany(sql, rows)

    def _one(self, sql: str, values: tuple[Any, ...] = ()) -> tuple[Any, ...]:
        rows = self._all(sql, values)
        return rows[0] if rows else ()

    def _all(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with _storing(self._folder):
            return self._open.execute(sql, values).fetchall()

    @contextmanager
    def _whole(self) -> Iterator[None]:
        self._run("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._open.rollback()
            raise
        self._run("COMMIT")


@contextmanager
def _storing(folder: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StorageError(
            "The fetch journal cannot be read or written",
            where=str(folder),
            next_step="make room or give permission, and run it again: it goes on where it stopped",
        ) from error


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
