"""Files in: find them, tell their kind, and make sure that what was read is what lies on the disk."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from forewarned.errors import InputError
from forewarned.organisations.local import looks_local
from forewarned.organisations.ods import looks_like_ods
from forewarned.reports.readers import recognise
from forewarned.reports.readers.base import Head, Reader
from forewarned.reports.readers.cells import columns_of

HEAD_BYTES = 65_536
ODS, BODIES = "ods", "bodies"
ARCHIVES = {b"PK\x03\x04": "a zip archive or spreadsheet", b"\x1f\x8b": "a gzip archive", b"%PDF": "a PDF"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file and what it was recognised as. Organisation codes and a user's own bodies have no reader."""

    path: Path
    kind: str
    reader: Reader | None
    whole: bool
    """True for tables that state a whole, which are taken in one transaction with the others given."""
    title: str = ""
    """What to call it; the file's own name when blank."""
    seen_on: date | None = None
    """The day it was fetched, where that is known better than by the file itself."""

    @property
    def name(self) -> str:
        return self.title or self.path.name


def find(paths: Iterable[Path]) -> tuple[list[Candidate], list[Path]]:
    """Candidates in the order to take them (organisation codes first), and files in folders left aside.

    Raises InputError for a path that is absent, or a file given by name that is of no known kind.
    """
    found: list[Candidate] = []
    aside: list[Path] = []
    for path in paths:
        if not path.exists():
            raise InputError(
                "There is no such file or folder", where=str(path), next_step="check the path for typing errors"
            )
        if path.is_dir():
            for file in _files(path):
                candidate = _candidate(file)
                aside.append(file) if candidate is None else found.append(candidate)
        else:
            found.append(_candidate(path) or _unknown(path))
    order = {ODS: 0, BODIES: 0, "register": 1, "tracker": 2, "toolkit": 3, "snapshots": 4}
    unique = {candidate.path.resolve(): candidate for candidate in found}
    return sorted(unique.values(), key=lambda c: (order.get(c.kind, 9), str(c.path))), aside


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not path.is_symlink() and not hidden:
            yield path


def _candidate(path: Path) -> Candidate | None:
    start = _start(path)
    if looks_like_ods(start):
        return Candidate(path, ODS, None, True)
    head = Head(path, start, columns_of(start))
    if looks_local(head.columns):
        return Candidate(path, BODIES, None, True)
    reader = recognise(head)
    return Candidate(path, reader.name, reader, reader.complete) if reader else None


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise InputError(
            f"The file cannot be read ({error.strerror})", where=path.name, next_step="check its permissions"
        ) from error


def _unknown(path: Path) -> Candidate:
    start = _start(path)
    what = next((name for magic, name in ARCHIVES.items() if start.startswith(magic)), "")
    if not start:
        what = "an empty file"
    raise InputError(
        f"This is {what}, which cannot be imported" if what else "This file is of no kind that can be imported",
        where=path.name,
        next_step="give a register, snapshots, Toolkit, Tracker or ODS table as CSV, saved pages, or a folder of these"
        + ("; unpack an archive or save the sheet as CSV first" if "archive" in what else ""),
    )


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of the file as it lies on the disk now."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def check_unchanged(path: Path, sha256: str) -> None:
    """Raises InputError when the file is no longer what was hashed before it was read."""
    if sha256_of(path) != sha256:
        raise InputError(
            "The file changed while it was being imported; nothing of it was kept",
            where=path.name,
            next_step="wait until it is written, then run the same command again",
        )
