"""Small writes beside a reading: the row of the access log, and that a session or a token is in use.

SQLite lets one write at a time, and an import is one write of up to some minutes. Whoever only reads must not wait for
it: these writes give up soon. What must not be lost, the row of the access log, is then kept in a file of its own, on
disk before the page is shown, and brought in with the first reading after the import.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import OperationalError, connection, transaction

from forewarned.errors import StorageError
from forewarned.log import event
from forewarned.settings import settings
from forewarned.web.models import AccessLog

PATIENCE = 200
"""Milliseconds that such a write waits for another to end."""
AT_ONCE = 500
"""Rows brought in with one reading."""
COLUMNS = ("at", "who", "role", "page", "subject", "address")
NAMES, MARKS = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))


def is_busy(error: BaseException) -> bool:
    """Whether another write was running; a full disk or a damaged file is something else."""
    return getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


@contextmanager
def impatient() -> Iterator[None]:
    """Writes inside wait ``PATIENCE`` for another to end, not as long as the store's other writes."""
    usual = connection.settings_dict["OPTIONS"].get("timeout")
    if usual is None:  # only SQLite has it: a write to PostgreSQL never waits for an import
        yield
        return
    connection.ensure_connection()
    connection.connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        if connection.connection is not None:
            connection.connection.execute(f"PRAGMA busy_timeout = {int(usual * 1000)}")


def when_free(write: Callable[[], object]) -> bool:
    """Do a small write that may be left out. Whether it was done: ``False`` while another write runs."""
    try:
        with impatient():
            write()
    except OperationalError as error:
        if not is_busy(error):
            raise
        return False
    return True


def write_read(row: Mapping[str, Any]) -> None:
    """One row of the access log: in the store, or on disk beside it until the store is free.

    Raises StorageError, or Django's own error of the store, when it is in neither.
    """
    if when_free(lambda: AccessLog.objects.create(**row)):
        bring_in()
    else:
        _put_aside(row)


def waiting() -> int:
    """How many rows wait beside the store."""
    if not _file().exists():
        return 0
    try:
        with closing(_open()) as file:
            return int(file.execute("SELECT count(*) FROM reads").fetchone()[0])
    except sqlite3.Error:
        return 0


def bring_in() -> None:
    """Move rows that wait into the access log. One that cannot be moved now stays where it is."""
    if not waiting():
        return
    try:
        with closing(_open()) as file:
            file.execute("BEGIN EXCLUSIVE")
            if when_free(lambda: _move(file)):
                file.execute("COMMIT")
    except sqlite3.Error:
        event("audit.still_waiting", level="error")


def _move(file: sqlite3.Connection) -> None:
    found = file.execute(f"SELECT rowid, {NAMES} FROM reads ORDER BY rowid LIMIT {AT_ONCE}").fetchall()  # noqa: S608
    rows = [dict(zip(COLUMNS, values, strict=True)) | {"at": datetime.fromisoformat(values[0])} for _, *values in found]
    with transaction.atomic():
        # A crash between the two files' commits brings a row a second time: it is known by its moment.
        moments = [row["at"] for row in rows]
        there = set(AccessLog.objects.filter(at__in=moments).values_list("at", "who", "address"))
        AccessLog.objects.bulk_create(
            AccessLog(**row) for row in rows if (row["at"], row["who"], row["address"]) not in there
        )
    file.executemany("DELETE FROM reads WHERE rowid = ?", [(number,) for number, *_ in found])


def _put_aside(row: Mapping[str, Any]) -> None:
    values = [row["at"].isoformat(), *(str(row[name]) for name in COLUMNS[1:])]
    try:
        _file().touch(mode=0o600)
        with closing(_open()) as file:
            file.execute(f"CREATE TABLE IF NOT EXISTS reads ({NAMES})")
            file.execute(f"INSERT INTO reads ({NAMES}) VALUES ({MARKS})", values)  # noqa: S608  our own names
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            "The reading could not be written down, so the page is not shown",
            where=str(_file()),
            next_step="try again when the import has ended; see that the folder is writable and not full",
        ) from error


def _open() -> sqlite3.Connection:
    """Each statement is on disk when it returns, unless a transaction is begun."""
    file = sqlite3.connect(_file(), timeout=5, isolation_level=None)
    file.execute("PRAGMA synchronous = FULL")
    return file


def _file() -> Path:
    return settings().home / "reads-waiting.sqlite"
