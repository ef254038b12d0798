"""What differs between the engines that hold the ledger: one class each, never an `if` elsewhere.

The check reads stored bytes, not what a driver makes of them: a flipped bit can turn a text into
invalid UTF-8, or a text into a blob of the same bytes, and both must be seen and named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from django.db import connection

from forewarned.errors import StorageError
from forewarned.ledger.stored import StoredCheckpoint, StoredEntry, hash_from_hex

ROWS_AT_ONCE = 2000
LEDGER_LOCK = 39_29
"""PostgreSQL advisory-lock key of "an entry is being appended"; any fixed number not used elsewhere."""

ENTRY_TEXTS = ("at", '"by"', "action", "subject", "body", "leaf_hash")
CHECKPOINT_TEXTS = ("root", "note", "at", "frontier")


class Engine(Protocol):
    def hold(self) -> None:
        """Until this transaction ends, nobody else appends."""

    def typed(self, number: str, texts: tuple[str, ...]) -> str:
        """SQL: 1 when every column holds the type it was made with."""

    def stored(self, text: str) -> str:
        """SQL: the bytes of a text column as they are stored."""


class SqliteEngine:
    """Locks the whole file; columns can hold values of any type."""

    def hold(self) -> None:
        # A write that matches nothing takes SQLite's write lock, also where a transaction began as a read.
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_checkpoint SET size = size WHERE 0")

    def typed(self, number: str, texts: tuple[str, ...]) -> str:
        return " AND ".join([f"typeof({number}) = 'integer'", *(f"typeof({text}) = 'text'" for text in texts)])

    def stored(self, text: str) -> str:
        return f"CAST({text} AS BLOB)"


class PostgresEngine:
    """Locks by a number all appenders share; column types and UTF-8 are the server's own rule."""

    def hold(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])

    def typed(self, number: str, texts: tuple[str, ...]) -> str:
        return " AND ".join(f"{column} IS NOT NULL" for column in (number, *texts))

    def stored(self, text: str) -> str:
        return f"convert_to({text}, 'UTF8')"


ENGINES: dict[str, Engine] = {"sqlite": SqliteEngine(), "postgresql": PostgresEngine()}


def engine() -> Engine:
    """The engine of this connection."""
    try:
        return ENGINES[connection.vendor]
    except KeyError as error:
        raise StorageError(f"The ledger cannot be kept in {connection.vendor}") from error


def stored_entries(below: int) -> Iterator[StoredEntry]:
    """Every entry with ``seq < below`` as stored, in the order of ``seq``."""
    for row in _rows("ledger_entry", "seq", ENTRY_TEXTS, "WHERE seq < %s ORDER BY seq", below):
        yield StoredEntry(*row)


def stored_entry(seq: int) -> StoredEntry | None:
    """One entry as stored."""
    rows = _rows("ledger_entry", "seq", ENTRY_TEXTS, "WHERE seq = %s", seq)
    return next((StoredEntry(*row) for row in rows), None)


def stored_leaves(below: int) -> list[bytes | None]:
    """The leaf hash column of every entry with ``seq < below``, in order; ``None`` where it is no hash."""
    rows = _rows("ledger_entry", "seq", ("leaf_hash",), "WHERE seq < %s ORDER BY seq", below)
    return [hash_from_hex(leaf) for _, _, leaf in rows]


def stored_checkpoints(to: int) -> Iterator[StoredCheckpoint]:
    """Every checkpoint with ``size <= to`` as stored, in the order of ``size``."""
    for row in _rows("ledger_checkpoint", "size", CHECKPOINT_TEXTS, "WHERE size <= %s ORDER BY size", to):
        yield StoredCheckpoint(*row)


def newest_checkpoint() -> StoredCheckpoint | None:
    """The checkpoint of the most entries, ``None`` when there is none."""
    rows = _rows("ledger_checkpoint", "size", CHECKPOINT_TEXTS, "ORDER BY size DESC LIMIT %s", 1)
    return next((StoredCheckpoint(*row) for row in rows), None)


def next_seq() -> int:
    """One more than the largest ``seq`` in the store; 0 when it has no entry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(seq) FROM ledger_entry")
        (largest,) = cursor.fetchone()
    return 0 if largest is None else int(largest) + 1


def _rows(table: str, number: str, texts: tuple[str, ...], which: str, limit: int) -> Iterator[tuple[Any, ...]]:
    here = engine()
    columns = ", ".join([number, here.typed(number, texts), *(here.stored(text) for text in texts)])
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} {which}", [limit])  # noqa: S608 - our own names only
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows
