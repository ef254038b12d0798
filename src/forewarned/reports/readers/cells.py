"""Reading CSV files as they really come: byte-order marks, mixed encodings, newlines inside fields."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from forewarned.errors import InputError

MAX_BYTES = 1_000_000_000
"""A register is 3 MB; a thousand times that is not one."""


def decode(raw: bytes) -> str:
    """Text of a file: its byte-order mark decides; otherwise UTF-8, line by line Windows-1252 where it is not.

    Hand-kept sheets mix both when rows are pasted from a spreadsheet; either alone would damage names.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "".join(_line(line) for line in raw.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True))


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def columns_of(start: bytes) -> tuple[str, ...]:
    """The header of what may be a CSV file, from its first bytes; empty when it is none."""
    if b"\0" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ()
    try:
        return tuple(cell.strip() for cell in next(csv.reader(io.StringIO(decode(start), newline="")), []))
    except (csv.Error, UnicodeDecodeError):
        return ()


def read_bytes(path: Path) -> bytes:
    """The whole file; raises InputError when it cannot be read or is far too large to be a register."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(
                f"The file is larger than {MAX_BYTES // 1_000_000} MB, more than any register",
                where=path.name,
                next_step="check that it is the file you meant",
            )
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"The file cannot be read ({error.strerror})", where=path.name, next_step="check its permissions"
        ) from error


def rows_of(path: Path, required: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each data row with its 1-based row number, cells stripped, keyed by column.

    Row numbers count records, not lines: the header is row 1. Raises InputError naming the missing columns,
    the row with too many cells, or the row at which the file stops being CSV.
    """
    try:
        text = decode(read_bytes(path))
    except UnicodeDecodeError as error:
        raise _not_text(path) from error
    if "\0" in text:
        raise _not_text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = [cell.strip() for cell in next(reader, [])]
    _check_header(path, header, required)
    number = 1
    try:
        for number, cells in enumerate(reader, start=2):
            if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
                raise InputError(
                    f"The row has {len(cells)} cells and the header has {len(header)}",
                    where=f"{path.name}, row {number}",
                    next_step="check for a comma outside quotes, or save the file again as CSV",
                )
            yield number, {column: cell.strip() for column, cell in zip(header, cells, strict=False)}
    except csv.Error as error:
        raise InputError(
            "The file stops being CSV here: a quote is opened and not closed, or a field is too long",
            where=f"{path.name}, after row {number}",
            next_step="it may be cut off: get the whole file again",
        ) from error


def _check_header(path: Path, header: list[str], required: tuple[str, ...]) -> None:
    missing = [column for column in required if column not in header]
    if missing:
        raise InputError(
            f"Missing column{'s' if len(missing) > 1 else ''}: {', '.join(missing)}",
            where=f"{path.name}, row 1",
            next_step="use the file as published, with its header row",
        )
    repeated = sorted({column for column in header if column and header.count(column) > 1})
    if repeated:
        raise InputError(
            f"Repeated column: {', '.join(repeated)}",
            where=f"{path.name}, row 1",
            next_step="keep one of them: which one is meant cannot be told",
        )


def _not_text(path: Path) -> InputError:
    return InputError(
        "This is not a text file",
        where=path.name,
        next_step="save the sheet as CSV (a spreadsheet or archive cannot be read here)",
    )
