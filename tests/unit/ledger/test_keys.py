"""The key: made once, for its owner alone, never made anew over what is there."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from forewarned.errors import LedgerError
from forewarned.ledger.keys import key_path, load_key, load_verifier, make_key


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_made_on_first_use_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        key = make_key(tmp_path / "home")
    finally:
        os.umask(before)
    path = key_path(tmp_path / "home")
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert key.name.startswith("forewarned.local/")


def test_the_same_key_ever_after(tmp_path: Path) -> None:
    key = make_key(tmp_path)
    written = key_path(tmp_path).read_bytes()
    assert make_key(tmp_path) == key == load_key(tmp_path)
    assert load_verifier(tmp_path) == key.verifier
    assert key_path(tmp_path).read_bytes() == written


def test_many_at_once_get_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: make_key(tmp_path), range(64)))
    assert len(keys) == 1
    assert len(list(key_path(tmp_path).parent.iterdir())) == 1


@pytest.mark.parametrize("opened", [0o604, 0o640, 0o620, 0o601])
def test_a_file_open_to_others_is_refused(tmp_path: Path, opened: int) -> None:
    make_key(tmp_path)
    key_path(tmp_path).chmod(opened)
    with pytest.raises(LedgerError, match="other users") as refused:
        load_key(tmp_path)
    assert "chmod" in refused.value.next_step


def test_a_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    make_key(tmp_path)
    key_path(tmp_path).parent.chmod(0o755)
    with pytest.raises(LedgerError, match="other users"):
        make_key(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"PRIVATE+KEY+x", b"\xff\xfe", b"x" * 10_000])
def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path, damage: bytes) -> None:
    make_key(tmp_path)
    key_path(tmp_path).write_bytes(damage)
    with pytest.raises(LedgerError, match="damaged") as refused:
        make_key(tmp_path)
    assert key_path(tmp_path).read_bytes() == damage
    assert "PRIVATE" not in str(refused.value)


def test_one_changed_character_is_damage(tmp_path: Path) -> None:
    make_key(tmp_path)
    written = key_path(tmp_path).read_text()
    for at in (0, 15, 30, len(written) - 5):
        key_path(tmp_path).write_text(written[:at] + ("A" if written[at] != "A" else "B") + written[at + 1 :])
        with pytest.raises(LedgerError, match="damaged"):
            load_key(tmp_path)


def test_a_link_or_a_folder_is_no_key(tmp_path: Path) -> None:
    make_key(tmp_path)
    path = key_path(tmp_path)
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")
    with pytest.raises(LedgerError, match="damaged"):
        make_key(tmp_path)
    path.unlink()
    path.mkdir(mode=0o700)
    with pytest.raises(LedgerError, match="damaged"):
        make_key(tmp_path)


def test_a_dangling_link_is_not_written_through(tmp_path: Path) -> None:
    path = key_path(tmp_path)
    path.parent.mkdir(mode=0o700)
    path.symlink_to(tmp_path / "target")
    with pytest.raises(LedgerError):
        make_key(tmp_path)
    assert not (tmp_path / "target").exists()


def test_a_missing_key_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="missing"):
        load_key(tmp_path)
    assert not key_path(tmp_path).parent.exists()


def test_a_place_that_cannot_hold_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(LedgerError, match="cannot be written"):
        make_key(tmp_path)
    assert list(key_path(tmp_path).parent.iterdir()) == []
