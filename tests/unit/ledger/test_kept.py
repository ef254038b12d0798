"""The newest checkpoint beside the store: whole or not at all, never replaced by an older one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from forewarned.errors import LedgerError
from forewarned.ledger.kept import keep, kept_path, read_kept
from forewarned.ledger.notes import SigningKey, TreeHead, sign_note

KEY = SigningKey("example.org/log", bytes(range(32)))


def note(size: int) -> str:
    return sign_note(TreeHead(KEY.name, size, bytes(32)).text(), KEY)


def test_nothing_kept_yet(tmp_path: Path) -> None:
    assert read_kept(tmp_path) is None


def test_the_newest_stays_whatever_order_it_comes_in(tmp_path: Path) -> None:
    for size in (3, 9, 5, 9):
        keep(tmp_path, note(size))
    assert read_kept(tmp_path) == note(9)
    assert [path.name for path in kept_path(tmp_path).parent.iterdir()] == ["checkpoint"]


def test_many_at_once_keep_the_newest(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda size: keep(tmp_path, note(size)), [*range(1, 40), *range(40, 1, -1)]))
    assert read_kept(tmp_path) == note(40)


def test_a_damaged_file_is_evidence_and_stays(tmp_path: Path) -> None:
    keep(tmp_path, note(3))
    kept_path(tmp_path).write_text("changed\n")
    with pytest.raises(LedgerError):
        keep(tmp_path, note(4))
    assert read_kept(tmp_path) == "changed\n"


def test_a_file_that_is_no_text_says_where(tmp_path: Path) -> None:
    keep(tmp_path, note(3))
    kept_path(tmp_path).write_bytes(b"\xff")
    with pytest.raises(LedgerError) as refused:
        read_kept(tmp_path)
    assert refused.value.where == str(kept_path(tmp_path))
