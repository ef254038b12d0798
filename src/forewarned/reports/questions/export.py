"""The register as files: CSV, Parquet, and a SQLite file for Datasette, each as at a day, all or nothing."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from django.db import connection

from forewarned.errors import InputError, StorageError
from forewarned.reports.cells_out import Cell
from forewarned.reports.models import Report
from forewarned.reports.questions.export_files import CsvFiles, ParquetFiles, SqliteFile, Writer
from forewarned.reports.questions.export_parts import Row, all_tables, parts
from forewarned.reports.questions.export_rows import pieces, public_by
from forewarned.reports.questions.export_tables import Table
from forewarned.reports.questions.export_words import ATTRIBUTION, data_dictionary, metadata, readme
from forewarned.reports.questions.result import cited

OURS = frozenset({"csv", "parquet", "forewarned.db", "metadata.json", "data-dictionary.md", "README.txt"})
"""All that an export can hold: a folder with anything else in it is never replaced."""


class Format(StrEnum):
    """What to write."""

    CSV = "csv"
    PARQUET = "parquet"
    SQLITE = "sqlite"
    ALL = "all"


WRITERS: Mapping[Format, Callable[[Path], Writer]] = {
    Format.CSV: CsvFiles,
    Format.PARQUET: ParquetFiles,
    Format.SQLITE: SqliteFile,
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows by table, and files by their path in ``folder``."""

    folder: str
    as_at: date
    rows: dict[str, int]
    files: tuple[str, ...]
    left_out: tuple[str, ...]

    def sentence(self) -> str:
        return (
            f"{sum(self.rows.values()):,} rows in {len(self.rows)} tables, as at {self.as_at.isoformat()}, "
            f"in {len(self.files)} files in {self.folder}. {ATTRIBUTION}"
        )


def export_register(*, folder: Path, as_at: date, formats: Format = Format.ALL, replace: bool = False) -> Exported:
    """Write the register as it was known on ``as_at`` into ``folder``, which appears whole or not at all.

    A non-empty folder is refused unless ``replace`` is set and all in it is an earlier export. Raises
    InputError for a folder that cannot be used, StorageError when it cannot be written (nothing is left).
    """
    folder = folder.absolute()
    _check(folder, replace=replace)
    beside = folder.parent / f".{folder.name}.{secrets.token_hex(4)}.partial"
    try:
        beside.mkdir()
        try:
            with _one_view():
                made = _write(beside, folder, as_at, formats)
            _put_in_place(beside, folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except (OSError, sqlite3.Error) as error:
        raise _cannot_write(folder, error) from error
    return made


def _check(folder: Path, *, replace: bool) -> None:
    if not folder.parent.is_dir():
        raise InputError(
            "The folder that the export should lie in does not exist",
            where=str(folder.parent),
            next_step="make it first, or name another",
        )
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise InputError("This is not a folder", where=str(folder), next_step="name a new folder")
    inside = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if inside and not replace:
        raise InputError(
            "The folder is not empty",
            where=str(folder),
            next_step="name a new folder, or add --replace to put this export in place of the one there",
        )
    if not inside <= OURS:
        raise InputError(
            "The folder holds files that no export made, so it is not replaced",
            where=f"{folder}: {min(inside - OURS)}",
            next_step="name a new folder",
        )


def _write(beside: Path, folder: Path, as_at: date, formats: Format) -> Exported:
    """Write everything into ``beside``."""
    left_out = _left_out(as_at)
    about = _about(as_at, left_out)
    rows = Counter({table.name: 0 for table in all_tables()})
    wanted = list(WRITERS) if formats is Format.ALL else [formats]
    writers: list[Writer] = []
    try:
        for one in wanted:
            writers.append(WRITERS[one](beside))
        for table, piece in pieces(as_at=as_at, about=about):
            rows[table.name] += len(piece)
            for writer in writers:
                writer.write(table, _ordered(table, piece))
        files = [path for writer in writers for path in writer.close()]
    except BaseException:
        for writer in writers:
            writer.give_up()
        raise
    names = [path.relative_to(beside).as_posix() for path in files]
    names += ["README.txt", "data-dictionary.md", "metadata.json"]
    (beside / "README.txt").write_text(readme(about, rows, names), encoding="utf-8")
    (beside / "data-dictionary.md").write_text(data_dictionary(), encoding="utf-8")
    (beside / "metadata.json").write_text(metadata(about), encoding="utf-8")
    _reach_the_disk(beside)
    return Exported(str(folder), as_at, dict(rows), tuple(names), left_out)


def _ordered(table: Table, rows: Sequence[Row]) -> Iterator[list[Cell]]:
    names = table.names
    for row in rows:
        if len(row) != len(names):
            raise ValueError(f"a row of {table.name} has other columns than the table")
        yield [row[name] for name in names]


def _about(as_at: date, left_out: Sequence[str]) -> dict[str, tuple[str, ...]]:
    said = cited(as_at)
    sources = tuple(
        f"{one.name} ({one.kind}), as of {one.as_of or 'a day not known'}, SHA-256 {one.sha256}" for one in said.sources
    )
    return {
        "as_at": (as_at.isoformat(),),
        "version": (said.version,),
        "licence": (ATTRIBUTION,),
        "source": sources,
        "left_out": tuple(left_out),
    } | {name: tuple(told) for part in parts() for name, told in part.about(as_at).items()}


def _left_out(as_at: date) -> tuple[str, ...]:
    """What is in the store and not in the export, said rather than dropped in silence."""
    undated = Report.objects.filter(published_on=None).count()
    later = Report.objects.count() - undated - public_by(as_at).count()
    said = []
    if later:
        said.append(f"{later:,} reports were first seen after this day and are left out.")
    if undated:
        said.append(f"{undated:,} reports whose first sight is not known are left out.")
    return tuple(said)


BEGIN = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}
"""How each engine gives one unchanging view to many questions, without making an import wait."""


@contextmanager
def _one_view() -> Iterator[None]:
    """All rows are of one moment, though an import may run meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _reach_the_disk(folder: Path) -> None:
    """Have the system write what it still holds, so that a full disk is found before the old export goes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _put_in_place(beside: Path, folder: Path) -> None:
    """Rename the whole folder; an export that is replaced comes back if that fails."""
    if not folder.exists() or not any(folder.iterdir()):
        os.replace(beside, folder)  # noqa: PTH105  an empty folder in its place is replaced too
        return
    aside = beside.with_suffix(".replaced")
    os.replace(folder, aside)  # noqa: PTH105
    try:
        os.replace(beside, folder)  # noqa: PTH105
    except BaseException:
        os.replace(aside, folder)  # noqa: PTH105
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _cannot_write(folder: Path, error: Exception) -> StorageError:
    reason = (error.strerror or "") if isinstance(error, OSError) else str(error)
    return StorageError(
        f"The export could not be written ({reason}); nothing of it was kept",
        where=str(folder),
        next_step="free some space, mend the permissions, or name a folder on another disk",
    )
