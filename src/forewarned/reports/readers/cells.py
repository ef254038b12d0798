"""Reading CSV files as they really come: byte-order marks, mixed encodings, newlines inside fields."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from forewarned.errors import InputError

MAX_BYTES = 300_000_000
"""A register is 3 MB; a hundred times that is not one, and would not fit in memory."""
MAX_CELL = 131_072
"""Characters in a cell: what the csv module takes by itself. The longest of a register has 3,529."""
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MIXED = "forewarned-mixed"


def _windows(error: UnicodeError) -> tuple[str, int]:
    """What is not UTF-8 is Windows-1252; a byte that is no letter there either stops the reading."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    try:
        return error.object[error.start : error.end].decode("cp1252"), error.end
    except UnicodeDecodeError:
        raise error from None


codecs.register_error(MIXED, _windows)


def decode(raw: bytes) -> str:
    """Text of a file: its byte-order mark decides; otherwise UTF-8, and Windows-1252 where it is not.

    Hand-kept sheets mix both, also within a row, when cells are pasted from a spreadsheet; either alone
    would damage names. Raises UnicodeDecodeError for bytes that are no letter in either: none is guessed.
    """
    if raw.startswith(UTF16):
        return raw.decode("utf-16")
    return raw.removeprefix(codecs.BOM_UTF8).decode("utf-8", MIXED)


def columns_of(start: bytes) -> tuple[str, ...]:
    """The header of what may be a CSV file, from its first bytes; empty when it is none."""
    if start.startswith(UTF16):
        text = start.decode("utf-16", "ignore")
    else:
        text = start.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    try:
        header = next(csv.reader(io.StringIO(text, newline="")), [])
    except csv.Error:
        return ()
    return () if any("\0" in cell for cell in header) else tuple(cell.strip() for cell in header)


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


def text_of(path: Path) -> str:
    """The file's text; raises InputError naming the line whose bytes are none."""
    raw = read_bytes(path)
    try:
        text = decode(raw)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(
            "A byte here is no letter in UTF-8 or Windows-1252, so a word would be damaged",
            where=f"{path.name}, line {line}",
            next_step="save the file again as CSV UTF-8 from where it was made",
        ) from error
    if "\0" in text:
        raise InputError(
            "There is a NUL here, which no text holds: the file is damaged or is not a text file",
            where=f"{path.name}, line {text.count(chr(10), 0, text.index(chr(0))) + 1}",
            next_step="get the file again, or save the sheet as CSV UTF-8",
        )
    return text


def whole(text: str) -> int | None:
    """A whole number of up to six plain digits, or None: what else counts as a digit is no count of documents."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else None


def rows_of(path: Path, required: tuple[str, ...]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each data row with its 1-based row number, cells stripped, keyed by column; blank rows are passed over.

    Row numbers count records, not lines: the header is row 1. Raises InputError naming the missing columns,
    the row with too many or too few cells, or the row at which the file stops being CSV.
    """
    text = text_of(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = width = 0
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(path, header, required)
        needed = max((header.index(column) for column in required), default=-1) + 1
        for number, cells in enumerate(reader, start=2):
            width = len(cells)
            if not any(map(str.strip, cells)):
                width = len(header)
                continue
            # Spreadsheets leave out blank cells at the end of a row; the columns that matter must be there.
            if not needed <= width <= len(header):
                raise _wrong_width(path, number, width, len(header))
            if max(map(len, cells)) > MAX_CELL:
                raise _not_csv(path, number - 1)
            full = [*cells, *[""] * (len(header) - width)]
            yield number, {column: cell.strip() for column, cell in zip(header, full, strict=False)}
    except csv.Error as error:
        raise _not_csv(path, max(number, 1)) from error
    if number and width < len(header) and not text.endswith(("\n", "\r")):
        raise _wrong_width(path, number, width, len(header))


def _not_csv(path: Path, last_good: int) -> InputError:
    return InputError(
        "The file stops being CSV here: a quote is opened and not closed, or a field is too long",
        where=f"{path.name}, after row {last_good}",
        next_step="it may be cut off: get the whole file again",
    )


def _wrong_width(path: Path, number: int, width: int, expected: int) -> InputError:
    what = f"The row has {width} cell{'' if width == 1 else 's'} and the header has {expected}"
    where = f"{path.name}, row {number}"
    if width > expected:
        return InputError(
            what, where=where, next_step="check for a comma outside quotes, or save the file again as CSV"
        )
    return InputError(
        what, where=where, next_step="the file is cut off or a line break stands outside quotes: get it again"
    )


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
            f"Repeated column{'s' if len(repeated) > 1 else ''}: {', '.join(repeated)}",
            where=f"{path.name}, row 1",
            next_step="keep one of them: which one is meant cannot be told",
        )
