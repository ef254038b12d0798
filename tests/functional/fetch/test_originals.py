"""Originals: whole or absent, never overwritten, and found out when altered."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest

from forewarned.errors import NotFoundError, StorageError
from forewarned.reports.fetch import Originals


@pytest.fixture
def originals(tmp_path: Path) -> Originals:
    return Originals(tmp_path / "originals")


def test_bytes_are_kept_under_their_hash(originals: Originals) -> None:
    kept = originals.keep(b"as served")
    assert kept.new
    assert kept.sha256 == hashlib.sha256(b"as served").hexdigest()
    assert kept.path.relative_to(originals.folder).parts == (kept.sha256[:2], kept.sha256[2:])
    assert originals.read(kept.sha256) == b"as served"
    assert not kept.path.stat().st_mode & 0o222


def test_the_same_bytes_are_written_once(originals: Originals) -> None:
    first = originals.keep(b"as served")
    before = first.path.stat().st_mtime_ns
    assert not originals.keep(b"as served").new
    assert first.path.stat().st_mtime_ns == before


def test_an_altered_original_is_named_and_not_overwritten(originals: Originals) -> None:
    kept = originals.keep(b"as served")
    kept.path.chmod(0o644)
    kept.path.write_bytes(b"as altered")
    for use in (lambda: originals.read(kept.sha256), lambda: originals.keep(b"as served")):
        with pytest.raises(StorageError, match="altered"):
            use()
    assert not originals.holds(kept.sha256)
    assert kept.path.read_bytes() == b"as altered"


@pytest.mark.parametrize("step", ["fsync", "fdopen"])
def test_a_full_disk_leaves_nothing_half_written(
    originals: Originals, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, full)
        with pytest.raises(StorageError, match="No space left"):
            originals.keep(b"as served")
    assert not [path for path in originals.folder.rglob("*") if path.is_file()]
    assert originals.keep(b"as served").new


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "AB" * 32, "ab"])
def test_a_name_that_is_no_hash_leads_nowhere(originals: Originals, name: str) -> None:
    with pytest.raises(NotFoundError):
        originals.path_of(name)


def test_what_is_not_held_is_said(originals: Originals) -> None:
    with pytest.raises(NotFoundError, match="not held"):
        originals.read("0" * 64)
