"""An entry as the one sequence of bytes that is hashed: canonical JSON (RFC 8785).

The bytes are ``{"action":…,"at":…,"body":{…},"by":…,"seq":…,"subject":…}``: every stored column of an
entry, in the order RFC 8785 sorts the names. The body goes in exactly as it is stored, so that two
spellings of the same value never share a hash.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeAlias, cast

import rfc8785

from forewarned.errors import LedgerError

Json: TypeAlias = "str | int | float | bool | None | list[Json] | dict[str, Json]"

LARGEST = 2**53
"""JSON numbers are doubles (RFC 8785 §3.2.2.3): beyond this, neighbouring integers become one."""


def entry_bytes(*, seq: int, at: str, by: str, action: str, subject: str, body: str) -> bytes:
    """The canonical JSON of an entry. ``at`` and ``body`` are the stored texts, ``body`` already canonical.

    Raises LedgerError when a text cannot be written as UTF-8 or ``seq`` is no JSON integer.
    """
    try:
        before = rfc8785.dumps({"action": action, "at": at})
        after = rfc8785.dumps({"by": by, "seq": seq, "subject": subject})
        return b"".join((before[:-1], b',"body":', body.encode(), b",", after[1:]))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise LedgerError("An entry cannot be written as canonical JSON", where=f"entry {seq}") from error


def canonical_body(body: Mapping[str, object]) -> str:
    """The body as canonical JSON text; raises LedgerError naming the field that JSON cannot hold."""
    plain = _plain(body, "body")
    return rfc8785.dumps(cast("Any", plain)).decode()


def moment_text(at: datetime) -> str:
    """``at`` in UTC as ``2026-01-31T09:30:00.000000Z``: one spelling, 27 characters, sorts as it reads."""
    if at.tzinfo is None:
        raise LedgerError("The time of an entry has no time zone", next_step="pass an aware datetime")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment(text: str) -> datetime:
    """The time ``moment_text`` wrote."""
    return datetime.fromisoformat(text)


def single_line(text: str, column: str) -> str:
    """``text`` if it can be one column of an entry, else LedgerError: valid, no control characters."""
    spoilt = any(ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0 for character in text)
    if spoilt or not _is_utf8(text):
        raise LedgerError("A column of an entry must be one line of plain text", where=column)
    return str.__str__(text)


def _plain(value: object, where: str) -> Json:
    """``value`` rebuilt from JSON's own types, or LedgerError saying where it is not one."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if not _is_utf8(value):
            raise LedgerError("A text in the body of an entry is not valid Unicode", where=where)
        return str.__str__(value)
    if isinstance(value, int | float):
        return _number(value, where)
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) and _is_utf8(name) for name in value):
            raise LedgerError("A name in the body of an entry is not text", where=where)
        return {str.__str__(name): _plain(part, f"{where}.{name}") for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [_plain(part, f"{where}[{at}]") for at, part in enumerate(value)]
    raise LedgerError(
        f"JSON cannot hold a {type(value).__name__}",
        where=where,
        next_step="write dates as ISO text, bytes as their SHA-256, everything else as text or numbers",
    )


def _number(value: int | float, where: str) -> int | float:
    """Numbers of 2^53 or more are refused, floats too: read back as integers they would not be canonical."""
    if (isinstance(value, float) and not math.isfinite(value)) or abs(value) >= LARGEST:
        raise LedgerError(
            "A number in the body of an entry is beyond what JSON keeps exactly",
            where=where,
            next_step="write it as text",
        )
    return int(value) if isinstance(value, int) else float(value)


def _is_utf8(text: str) -> bool:
    """False for lone surrogates, which neither UTF-8 nor PostgreSQL can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
