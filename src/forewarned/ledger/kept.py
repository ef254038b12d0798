"""The newest checkpoint, kept in a file beside the store. No Django.

The file is what shows that the newest entries and their checkpoints were removed together. It lies on
the same machine: a copy lodged with an outsider is what makes it strong (docs/explanation/ledger.md).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forewarned.errors import LedgerError
from forewarned.ledger.notes import parse_note, parse_tree_head


def kept_path(home: Path) -> Path:
    """Where the newest checkpoint is kept outside the database."""
    return home / "ledger" / "checkpoint"


def read_kept(home: Path) -> str | None:
    """The kept checkpoint as written, ``None`` when there is no file; LedgerError when it is no text."""
    try:
        return kept_path(home).read_bytes().decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError("The kept checkpoint cannot be read", where=str(kept_path(home))) from error


def keep(home: Path, note: str) -> None:
    """Keep ``note`` in the file, unless a checkpoint of as many entries or more is there already.

    Raises OSError when the file cannot be written, LedgerError when what is there is no checkpoint.
    """
    path = kept_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _only_writer(path.parent):
        kept = read_kept(home)
        if kept is not None and _size(kept) >= _size(note):
            return
        aside = path.with_name(f".checkpoint.{secrets.token_hex(8)}")
        try:
            with aside.open("x", encoding="utf-8", newline="") as file:
                file.write(note)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)


def _size(note: str) -> int:
    return parse_tree_head(parse_note(note).text).size


@contextmanager
def _only_writer(folder: Path) -> Iterator[None]:
    """Two processes that commit one after the other must not keep their checkpoints in the wrong order."""
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
