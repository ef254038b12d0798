"""`forewarned export`: what it refuses, and what a full disk leaves behind (nothing)."""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forewarned.errors import InputError, StorageError
from forewarned.reports.cells_out import CsvTable
from forewarned.reports.questions import export
from forewarned.reports.questions.export import Format, export_register
from forewarned.reports.questions.export_files import ParquetFiles, SqliteFile

AS_AT = date(2024, 6, 1)


def full(*_: Any, **__: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """The system itself refuses to let any file grow beyond ``size`` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("kind", list(Format))
def test_a_file_that_cannot_grow_leaves_nothing(register: None, tmp_path: Path, kind: Format) -> None:
    with pytest.raises(StorageError) as raised, no_file_above(700):
        export_register(folder=tmp_path / "out", as_at=AS_AT, formats=kind)
    assert "nothing of it was kept" in raised.value.what
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_while_writing_leaves_nothing(
    register: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for owner in (CsvTable, ParquetFiles):
        with monkeypatch.context() as patch, pytest.raises(StorageError, match="No space left"):
            patch.setattr(owner, "write", full)
            export_register(folder=tmp_path / "out", as_at=AS_AT)
        assert list(tmp_path.iterdir()) == []


def test_a_full_disk_met_by_sqlite_leaves_nothing(
    register: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(SqliteFile, "write", refuse)
    with pytest.raises(StorageError, match="disk is full"):
        export_register(folder=tmp_path / "out", as_at=AS_AT)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_at_the_rename_leaves_nothing(
    register: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(StorageError):
        export_register(folder=tmp_path / "out", as_at=AS_AT, formats=Format.CSV)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_export_leaves_nothing(register: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(export, "readme", stop)
    with pytest.raises(KeyboardInterrupt):
        export_register(folder=tmp_path / "out", as_at=AS_AT)
    assert list(tmp_path.iterdir()) == []


def test_an_export_that_fails_leaves_the_earlier_one(
    register: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_register(folder=tmp_path / "out", as_at=AS_AT, formats=Format.CSV)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    really = os.replace
    done: list[Path] = []

    def fail_second(source: Path, target: Path) -> None:
        done.append(target)
        if len(done) == 2:
            full()
        really(source, target)

    monkeypatch.setattr(os, "replace", fail_second)
    with pytest.raises(StorageError):
        export_register(folder=tmp_path / "out", as_at=AS_AT, replace=True)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_folder_with_something_in_it_is_refused_until_replace(register: None, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    export_register(folder=folder, as_at=AS_AT, formats=Format.CSV)
    with pytest.raises(InputError, match="not empty"):
        export_register(folder=folder, as_at=AS_AT, formats=Format.SQLITE)
    export_register(folder=folder, as_at=AS_AT, formats=Format.SQLITE, replace=True)
    assert not (folder / "csv").exists()
    assert (folder / "forewarned.db").exists()
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_with_other_files_is_never_replaced(register: None, tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("years of work")
    with pytest.raises(InputError, match="no export made"):
        export_register(folder=tmp_path, as_at=AS_AT, replace=True)
    assert (tmp_path / "thesis.odt").read_text() == "years of work"


def test_a_file_a_link_or_a_folder_nowhere_is_refused(register: None, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for name, message in (("file", "not a folder"), ("link", "not a folder"), ("no/where", "does not exist")):
        with pytest.raises(InputError, match=message):
            export_register(folder=tmp_path / name, as_at=AS_AT)


@pytest.mark.sqlite_only
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_a_storage_error(register: None, tmp_path: Path) -> None:
    """About the disk alone: nothing of it depends on the engine."""
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StorageError, match="Permission"):
            export_register(folder=tmp_path / "out", as_at=AS_AT)
    finally:
        tmp_path.chmod(0o700)
