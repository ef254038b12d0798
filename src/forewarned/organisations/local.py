"""Reader of a user's own ``bodies.csv``: bodies in the same columns as the packaged knowledge."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from forewarned.errors import InputError
from forewarned.organisations.knowledge import Record, record_of

COLUMNS = ("key", "kind", "services", "opened", "closed", "names", "aliases", "into")


def looks_local(columns: tuple[str, ...]) -> bool:
    """Is this the header of a ``bodies.csv``?"""
    return set(COLUMNS) == set(columns)


def read_local(path: Path) -> Iterator[tuple[Record, dict[str, str]]]:
    """Each body with its row. Raises InputError naming the row that cannot be used: none is taken then."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "The file cannot be read as UTF-8 text", where=path.name, next_step="save it as CSV UTF-8"
        ) from error
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), start=2):
        yield _record(path, number, row), {name: row[name] or "" for name in COLUMNS}


def _record(path: Path, number: int, row: Mapping[str, str]) -> Record:
    where = f"{path.name}, row {number}"
    for column in ("key", "kind", "names"):
        if not row.get(column):
            raise InputError(f"A body has no {column}", where=f"{where}, column {column}", next_step="fill it in")
    try:
        return record_of({name: row.get(name) or "" for name in COLUMNS})
    except ValueError as error:
        raise InputError(
            "A day is not written YYYY-MM-DD", where=where, next_step="mend the row's dates and import again"
        ) from error
