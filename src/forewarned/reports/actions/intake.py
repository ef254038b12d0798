"""Files in: find them, tell their kind, and make sure that what was read is what lies on the disk."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from forewarned.errors import InputError
from forewarned.organisations.local import looks_local
from forewarned.organisations.ods import looks_like_ods
from forewarned.reports.readers import nearest, recognise
from forewarned.reports.readers.base import Head, Reader
from forewarned.reports.readers.cells import columns_of

HEAD_BYTES = 65_536
ODS, BODIES, DOCUMENT = "ods", "bodies", "document"
ORDER = {ODS: 0, BODIES: 0, "register": 1, "tracker": 2, "toolkit": 3, "texts": 3, "snapshots": 4, "responses": 10}
"""What to take first: names need the organisations, and a document the report that it belongs to."""
LONGEST_NAME = 300
NEARLY_NAMED, NEARLY_FOUND = 0.5, 0.75
"""Share of a table's columns from which a file is that table, damaged: given by name, or found in a folder."""
REFERENCE = re.compile(r"20\d\d-\d{4}")
NOT_IMPORTED = {
    b"PK\x03\x04": "a zip archive or spreadsheet",
    b"PK\x05\x06": "an empty zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\0": "an xz archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a rar archive",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet or document of Microsoft Office",
    b"\x89PNG": "a picture",
    b"GIF8": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3\0": "an SQLite database",
    b"PAR1": "a Parquet file",
    b"{\\rtf": "a rich-text document",
}
"""What a file starts with, and what that is. None is opened: an archive may unpack to any size."""


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
        """In one line of plain text: a file's name may hold control characters, or bytes of no text at all."""
        name = self.title or self.path.name
        return "".join(mark if mark.isprintable() else "\ufffd" for mark in name)[:LONGEST_NAME]


def find(paths: Iterable[Path]) -> tuple[list[Candidate], list[Path]]:
    """Candidates in the order to take them (organisation codes first), and files in folders left aside.

    Raises InputError for a path that is absent, a file given by name that is of no known kind, a table that
    lacks a column of its kind, and a folder with nothing to import.
    """
    found: list[Candidate] = []
    aside: list[Path] = []
    for path in paths:
        if stat.S_ISDIR(_mode(path)):
            within, others = _folder(path)
            found += within
            aside += others
        elif not stat.S_ISREG(_mode(path)):
            raise InputError(
                "This is not a file but a device or a pipe, which cannot be read twice",
                where=str(path),
                next_step="save what it gives in a file and import that",
            )
        else:
            found.append(_candidate(path, NEARLY_NAMED) or _unknown(path))
    unique = {candidate.path.resolve(): candidate for candidate in found}
    return sorted(unique.values(), key=lambda c: ((c.kind == DOCUMENT, ORDER.get(c.kind, 9)), str(c.path))), aside


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except FileNotFoundError as error:
        raise InputError(
            "There is no such file or folder", where=str(path), next_step="check the path for typing errors"
        ) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _folder(folder: Path) -> tuple[list[Candidate], list[Path]]:
    found: list[Candidate] = []
    aside: list[Path] = []
    for path in _files(folder):
        candidate = None if path.is_symlink() else _candidate(path, NEARLY_FOUND)
        if candidate is None:
            aside.append(path)
        elif candidate.whole:
            found.append(candidate)
        else:
            # Saved sites call every page index.html: the folders within the one given tell them apart.
            found.append(replace(candidate, title=str(path.relative_to(folder))))
    if not found:
        raise InputError(
            "Nothing in this folder can be imported",
            where=str(folder),
            next_step="give a folder of registers, snapshots, Toolkit, Tracker or ODS tables as CSV, texts as JSON "
            "Lines, saved pages or documents (PDF, DOCX, or TXT named by its reference)",
        )
    return found, aside


def _files(folder: Path) -> Iterator[Path]:
    """Every file that is not hidden, and every link: links are left aside, for they may lead round in a circle."""

    def stop(error: OSError) -> None:
        raise _unreadable(Path(error.filename or folder), error)

    for here, folders, names in os.walk(folder, onerror=stop):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(here, name).is_symlink()]
        for name in sorted([*names, *links]):
            path = Path(here, name)
            if not name.startswith(".") and (path.is_symlink() or stat.S_ISREG(_mode(path))):
                yield path


def _candidate(path: Path, enough: float) -> Candidate | None:
    start = _start(path)
    try:
        if looks_like_ods(start):
            return Candidate(path, ODS, None, True)
    except csv.Error:
        return None
    if _is_document(path, start):
        return Candidate(path, DOCUMENT, None, False)
    head = Head(path, start, columns_of(start))
    if looks_local(head.columns):
        return Candidate(path, BODIES, None, True)
    reader = recognise(head)
    if reader is None:
        _check_nearly(head, enough)
        return None
    return Candidate(path, reader.name, reader, reader.complete)


def _is_document(path: Path, start: bytes) -> bool:
    """A PDF by its first bytes, a DOCX by these and its name, a plain text where its name begins with a reference."""
    name = path.name.lower()
    return (
        start.startswith(b"%PDF")
        or (name.endswith(".docx") and start.startswith(b"PK"))
        or (name.endswith(".txt") and bool(REFERENCE.match(name)))
    )


def _check_nearly(head: Head, enough: float) -> None:
    """A table that is nearly one we know is a damaged one, and is not passed over in silence."""
    share, label, missing = nearest(head.columns)
    if share >= enough:
        raise InputError(
            f"This looks like {label} but has no column {', '.join(missing)}",
            where=f"{head.path.name}, row 1",
            next_step="use the file as published, with its header row",
        )
    if len(head.columns) != 1:
        return
    for mark, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if nearest([cell.strip(' "') for cell in head.columns[0].split(mark)])[0] >= enough:
            raise InputError(
                f"The columns are separated by {name}, not commas",
                where=f"{head.path.name}, row 1",
                next_step="save the sheet again as CSV with commas",
            )


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError | ValueError) -> InputError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "its name cannot be used"
    return InputError(
        f"This cannot be read ({reason})", where=str(path)[:LONGEST_NAME], next_step="check its permissions"
    )


def _unknown(path: Path) -> Candidate:
    start = _start(path)
    what = next((name for magic, name in NOT_IMPORTED.items() if start.startswith(magic)), "")
    if not start:
        what = "an empty file"
    raise InputError(
        f"This is {what}, which cannot be imported" if what else "This file is of no kind that can be imported",
        where=path.name,
        next_step="give a register, snapshots, Toolkit, Tracker or ODS table as CSV, section texts or responses as "
        "JSON Lines, saved pages, documents (PDF, DOCX, or TXT named by its reference), or a folder of these"
        + ("; unpack an archive or save the sheet as CSV first" if "archive" in what else ""),
    )


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of the file as it lies on the disk now; raises InputError when it is there no more."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise _unreadable(path, error) from error
    return digest.hexdigest()


def check_unchanged(path: Path, sha256: str) -> None:
    """Raises InputError when the file is no longer what was hashed before it was read."""
    if sha256_of(path) != sha256:
        raise InputError(
            "The file changed while it was being imported; nothing of it was kept",
            where=path.name,
            next_step="wait until it is written, then run the same command again",
        )
