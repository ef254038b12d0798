"""Reader of NHS Organisation Data Service files: 27 columns without a header (``etr.csv``, ``eccg.csv``).

Columns used (https://digital.nhs.uk/services/organisation-data-service): 1 code, 2 name, 4 high-level health
geography, 10 postcode, 11 open date, 12 close date (YYYYMMDD, blank = none).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from forewarned.errors import InputError
from forewarned.organisations.names import title_case
from forewarned.organisations.values import OdsRefusal, OdsRow

COLUMNS = 27
_CODE = re.compile(r"[A-Z0-9]{3,10}")


def looks_like_ods(start: bytes) -> bool:
    """Is this the beginning (any length, may be cut) of a 27-column headerless ODS file?"""
    try:
        text = start.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4:  # a cut character at the very end is no fault
            return False
        text = start[: error.start].decode("utf-8-sig")
    lines = text.splitlines()
    if len(lines) > 1 and not text.endswith("\n"):
        lines.pop()
    rows = [row for row in csv.reader(lines[:20]) if row]
    likely = [len(row) == COLUMNS and bool(_CODE.fullmatch(row[0])) and _is_date_or_blank(row[10]) for row in rows]
    return bool(rows) and likely[0] and sum(likely) * 2 >= len(likely)  # a bad row is refused, not the file


def _is_date_or_blank(text: str) -> bool:
    return text == "" or (len(text) == 8 and text.isdigit())


def _date(text: str) -> date | None:
    if not text.strip():
        return None
    if not _is_date_or_blank(text):
        raise ValueError("is not a date written YYYYMMDD")
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise ValueError("is not a day of the calendar") from None


def _read_row(number: int, row: list[str]) -> OdsRow | OdsRefusal:
    if len(row) != COLUMNS:
        return OdsRefusal(number, "", f"has {len(row)} columns, an ODS row has {COLUMNS}")
    if not _CODE.fullmatch(row[0]):
        return OdsRefusal(number, "1 code", "is not an ODS code")
    if not row[1].strip():
        return OdsRefusal(number, "2 name", "is blank")
    dates: list[date | None] = []
    for column, index in (("11 open date", 10), ("12 close date", 11)):
        try:
            dates.append(_date(row[index]))
        except ValueError as error:
            return OdsRefusal(number, column, str(error))
    opened, closed = dates
    if opened and closed and closed < opened:
        return OdsRefusal(number, "12 close date", "is before the open date")
    return OdsRow(number, row[0], title_case(row[1].strip()), row[3], row[9], opened, closed)


def read_ods(path: Path) -> Iterator[OdsRow | OdsRefusal]:
    """Rows of an ODS file in file order; a bad row gives an ``OdsRefusal``, an unreadable file ``InputError``."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError("The file cannot be read", where=path.name, next_step=error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise InputError(
            "The file is not UTF-8 text", where=f"{path.name}, byte {error.start}", next_step="Download it again"
        ) from error
    if not looks_like_ods(text[:65536].encode()):
        raise InputError(
            f"This is not an ODS file: rows of {COLUMNS} columns without a header were expected",
            where=path.name,
            next_step="Give etr.csv or eccg.csv as published by the Organisation Data Service",
        )
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), strict=True), start=1):
            if row:
                yield _read_row(number, row)
    except csv.Error as error:
        raise InputError(f"The file breaks off or is not CSV ({error})", where=path.name) from error
