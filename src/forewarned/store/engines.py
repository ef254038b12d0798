"""What differs between the engines that hold the store: one class each, never an `if` elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from forewarned.errors import BusyError, SettingsError
from forewarned.settings import Settings, settings

IMPORT_LOCK, SET_UP_LOCK = 39_28, 39_29
"""PostgreSQL advisory-lock keys of "an import is running" and "tables are being made"; any fixed numbers do."""


class Engine(Protocol):
    def django_settings(self) -> dict[str, Any]: ...

    def one_import_at_a_time(self) -> Any:
        """A context that one process can be in; raises BusyError for a second."""
        ...

    def one_set_up_at_a_time(self) -> Any:
        """A context that one process can be in; a second waits."""
        ...

    def learn_sizes(self) -> None:
        """Tell the planner of queries how much the tables hold now, after much was written."""
        ...


class SqliteEngine:
    """One file in the home folder; write-ahead log, so that readers never wait for an import."""

    def __init__(self, chosen: Settings) -> None:
        self.home = chosen.home

    def django_settings(self) -> dict[str, Any]:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(self.home / "forewarned.sqlite"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000;",
            },
        }

    def learn_sizes(self) -> None:
        """Nothing: SQLite's plans here follow indexes, not sizes."""

    @contextmanager
    def one_import_at_a_time(self) -> Iterator[None]:
        """Hold an advisory lock on a file for the whole import; the kernel frees it if the process dies."""
        import fcntl

        with self._locked("import.lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
            yield

    @contextmanager
    def one_set_up_at_a_time(self) -> Iterator[None]:
        import fcntl

        with self._locked("set-up.lock", fcntl.LOCK_EX):
            yield

    @contextmanager
    def _locked(self, name: str, how: int) -> Iterator[None]:
        import fcntl

        path = self.home / name
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(handle, how)
            except BlockingIOError as error:
                raise _busy(str(path)) from error
            yield
        finally:
            os.close(handle)


class PostgresEngine:
    """A server named by FOREWARNED_DATABASE_URL."""

    def __init__(self, chosen: Settings) -> None:
        self.url = chosen.database_url

    def django_settings(self) -> dict[str, Any]:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict

        try:
            parts = conninfo_to_dict(self.url)
        except psycopg.Error as error:
            raise SettingsError(
                "FOREWARNED_DATABASE_URL cannot be read",
                next_step="write it as postgresql://user:password@host:port/name",
            ) from error
        known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        found = {ours: str(parts.pop(theirs)) for theirs, ours in known.items() if theirs in parts}
        return {"ENGINE": "django.db.backends.postgresql", **found, "OPTIONS": parts}

    def learn_sizes(self) -> None:
        """ANALYZE: without it a join over a register just imported may take minutes, planned for empty tables."""
        from django.apps import apps
        from django.db import connection

        tables = sorted(
            model._meta.db_table for model in apps.get_models() if model.__module__.startswith("forewarned")
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE " + ", ".join(connection.ops.quote_name(table) for table in tables))

    @contextmanager
    def one_import_at_a_time(self) -> Iterator[None]:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [IMPORT_LOCK])
            row = cursor.fetchone()
            if not (row and row[0]):
                raise _busy("the PostgreSQL store")
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [IMPORT_LOCK])

    @contextmanager
    def one_set_up_at_a_time(self) -> Iterator[None]:
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [SET_UP_LOCK])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [SET_UP_LOCK])


def engine_for(chosen: Settings) -> SqliteEngine | PostgresEngine:
    return PostgresEngine(chosen) if chosen.database_url else SqliteEngine(chosen)


def engine() -> SqliteEngine | PostgresEngine:
    """The engine of this process's store."""
    return engine_for(settings())


def _busy(where: str) -> BusyError:
    return BusyError(
        "Another import is writing to this store",
        where=where,
        next_step="wait until it ends and run the same command again; nothing was changed by this one",
    )
