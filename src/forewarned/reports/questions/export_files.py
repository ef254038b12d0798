"""The files an export is made of: one class a format. Each takes rows in pieces and keeps few in memory."""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

from forewarned.reports.cells_out import Cell, CsvTable
from forewarned.reports.questions.export_parts import all_tables, all_views
from forewarned.reports.questions.export_tables import Column, Table, Type
from forewarned.reports.questions.export_words import TYPE_WORDS

if TYPE_CHECKING:
    import duckdb

Row = Sequence[Cell]
LONGEST = "maximum_object_size = 8388608"
"""Bytes of one row: a reading may hold a whole report's text. DuckDB takes a multiple of it as memory."""
PARQUET = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480"


class Writer(Protocol):
    """A format. Rows of a table may come in several pieces; ``close`` finishes, and names the files made."""

    def write(self, table: Table, rows: Iterable[Row]) -> None: ...

    def close(self) -> Sequence[Path]: ...

    def give_up(self) -> None:
        """Let go of what is open; what was written will be removed."""


class CsvFiles:
    """A CSV file a table in ``csv/``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "csv"
        self._folder.mkdir()
        self._open = ExitStack()
        self._tables = {table.name: CsvTable(self._file(table), table.names) for table in all_tables()}

    def _file(self, table: Table) -> TextIO:
        path = self._folder / f"{table.name}.csv"
        return self._open.enter_context(path.open("w", encoding="utf-8", newline=""))

    def write(self, table: Table, rows: Iterable[Row]) -> None:
        self._tables[table.name].write(rows)

    def close(self) -> Sequence[Path]:
        self._open.close()
        return [self._folder / f"{table.name}.csv" for table in all_tables()]

    def give_up(self) -> None:
        with suppress(OSError):
            self._open.close()


class ParquetFiles:
    """A Parquet file a table in ``parquet/``, typed: rows wait as lines of JSON, which DuckDB turns.

    DuckDB reads and writes in that folder alone, installs nothing, and cannot be told otherwise.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "parquet"
        self._folder.mkdir()
        self._open = ExitStack()
        self._lines = {table.name: self._file(table) for table in all_tables()}

    def _file(self, table: Table) -> TextIO:
        path = self._folder / f"{table.name}.jsonl"
        return self._open.enter_context(path.open("w", encoding="utf-8", newline=""))

    def write(self, table: Table, rows: Iterable[Row]) -> None:
        file, names = self._lines[table.name], table.names
        for row in rows:
            said = dict(zip(names, row, strict=True))
            file.write(json.dumps(said, ensure_ascii=False, default=_iso) + "\n")

    def close(self) -> Sequence[Path]:
        self._open.close()
        return list(self._turned())

    def _turned(self) -> Iterator[Path]:
        import duckdb

        safe: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
        }
        try:
            with duckdb.connect(":memory:", config=safe) as db:
                self._lock(db)
                for table in all_tables():
                    yield self._turn(db, table)
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise OSError(errno.EIO, "Parquet could not be written") from error

    def _lock(self, db: duckdb.DuckDBPyConnection) -> None:
        db.execute(f"SET allowed_directories = [{_quoted(self._folder)}]")
        db.execute("SET enable_external_access = false")
        db.execute("SET threads = 1")
        db.execute("SET memory_limit = '300MB'")
        db.execute("SET lock_configuration = true")

    def _turn(self, db: duckdb.DuckDBPyConnection, table: Table) -> Path:
        lines = self._folder / f"{table.name}.jsonl"
        target = lines.with_suffix(".parquet")
        columns = ", ".join(f"{_quoted(column.name)}: '{TYPE_WORDS[column.type][1]}'" for column in table.columns)
        read = f"read_json({_quoted(lines)}, format = 'newline_delimited', columns = {{{columns}}}, {LONGEST})"
        db.execute(f"COPY (SELECT * FROM {read}) TO {_quoted(target)} ({PARQUET})")  # noqa: S608
        lines.unlink()
        return target

    def give_up(self) -> None:
        with suppress(OSError):
            self._open.close()


class SqliteFile:
    """One SQLite file with keys, indexes and views, as Datasette likes it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "forewarned.db"
        self._db = sqlite3.connect(self._path, isolation_level=None)
        # The file is new and is thrown away unless all of it is written: no journal is needed.
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("BEGIN")
        for table in all_tables():
            self._db.execute(create_table(table))

    def write(self, table: Table, rows: Iterable[Row]) -> None:
        places = ", ".join("?" * len(table.columns))
        insert = f'INSERT INTO "{table.name}" VALUES ({places})'  # noqa: S608
        self._db.executemany(insert, ([_stored(value) for value in row] for row in rows))

    def close(self) -> Sequence[Path]:
        self._db.execute("COMMIT")
        for table in all_tables():
            for column in table.indexes:
                self._db.execute(f'CREATE INDEX "{table.name}_{column}" ON "{table.name}" ("{column}")')
        for view in all_views():
            self._db.execute(f'CREATE VIEW "{view.name}" AS {view.select}')
        self._db.execute("ANALYZE")
        self._db.close()
        return [self._path]

    def give_up(self) -> None:
        self._db.close()


def create_table(table: Table) -> str:
    """The table's CREATE statement for SQLite. Foreign keys are checked when all rows are there."""
    lines = [f'"{column.name}" {_sqlite_type(table, column)}' for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(_named(name) for name in table.key)})")
    for column in table.columns:
        if column.refers_to:
            key = next(other.key for other in all_tables() if other.name == column.refers_to)[0]
            target = f'"{column.refers_to}" ("{key}") DEFERRABLE INITIALLY DEFERRED'
            lines.append(f'FOREIGN KEY ("{column.name}") REFERENCES {target}')
    return f'CREATE TABLE "{table.name}" (\n    ' + ",\n    ".join(lines) + "\n)"


def _sqlite_type(table: Table, column: Column) -> str:
    required = " NOT NULL" if column.name in table.key else ""
    check = f' CHECK ("{column.name}" IN (0, 1))' if column.type is Type.YES_NO else ""
    return TYPE_WORDS[column.type][2] + required + check


def _named(name: str) -> str:
    return f'"{name}"'


def _quoted(text: str | Path) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def _stored(value: Cell) -> str | int | float | None:
    return value.isoformat() if isinstance(value, date) else value


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
