"""Originals: every page and document exactly as fetched, named by its SHA-256, written once."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from forewarned.errors import NotFoundError, StorageError

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Kept:
    """Where bytes are kept. ``new``: they were not held before."""

    sha256: str
    size: int
    path: Path
    new: bool


class Originals:
    """A folder ``ab/cdef…`` of immutable files. Two processes may keep the same bytes at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise NotFoundError("That is not the SHA-256 of an original", next_step="use 64 hexadecimal digits")
        return self.folder / sha256[:2] / sha256[2:]

    def keep(self, raw: bytes) -> Kept:
        """Keep ``raw``. The file appears whole or not at all, and is on the disk when this returns.

        Raises StorageError when it cannot be written, or when the file of that name holds other bytes.
        """
        sha256 = hashlib.sha256(raw).hexdigest()
        path = self.path_of(sha256)
        try:
            if path.exists():
                self._check(path, sha256)
                return Kept(sha256, len(raw), path, new=False)
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, raw)
        except OSError as error:
            raise StorageError(
                f"An original cannot be kept ({error.strerror})",
                where=str(self.folder),
                next_step="make room or give permission, and run it again: nothing is fetched twice",
            ) from error
        return Kept(sha256, len(raw), path, new=True)

    def read(self, sha256: str) -> bytes:
        """The bytes, checked against their name. Raises NotFoundError or StorageError (altered)."""
        path = self.path_of(sha256)
        try:
            return self._check(path, sha256)
        except FileNotFoundError as error:
            raise NotFoundError("The original is not held", where=str(path), next_step="fetch it again") from error
        except OSError as error:
            raise StorageError(
                f"The original cannot be read ({error.strerror})",
                where=str(path),
                next_step="check its permissions",
            ) from error

    def holds(self, sha256: str) -> bool:
        """Whether the original is there and unaltered."""
        try:
            self.read(sha256)
        except (NotFoundError, StorageError):
            return False
        return True

    def _check(self, path: Path, sha256: str) -> bytes:
        raw = path.read_bytes()
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise StorageError(
                "An original was altered: its bytes do not match its name",
                where=str(path),
                next_step="keep the altered file aside as evidence, then fetch again",
            )
        return raw


def _write_whole(path: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o444)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
