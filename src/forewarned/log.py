"""Structured logs: one JSON object a line on standard error, never a value of a record.

A log is kept longer, copied further and read by more people than the evidence it speaks of. So an event says
what happened and how many, in numbers, dates and short codes. Anything else is withheld, and a test that
would have logged it fails.
"""

from __future__ import annotations

import contextlib
import json
import logging
import math
import re
import sys
from datetime import UTC, date, datetime
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["debug", "info", "warning", "error"]
Fact: TypeAlias = "int | float | date | str | None"

CODE = re.compile(r"[a-z0-9_.:-]{1,64}")
"""What a word in a log may look like: ``import.done``, ``tracker-csv``, a SHA-256."""
WITHHELD = "withheld"
RESERVED = frozenset({"at", "level", "event"})

strict = False
"""Tests set this: a fact that must not be logged then raises ValueError instead of being withheld."""

_logger = logging.getLogger("forewarned")
# Silent until `configure`: a library does not print on its user's standard error.
_logger.addHandler(logging.NullHandler())


def event(name: str, /, *, level: Level = "info", **facts: Fact) -> None:
    """Log that ``name`` happened, with its ``facts``: numbers, dates, short codes or None.

    ``name`` is a code such as ``import.done``. Raises ValueError for a name that is no code, and for a fact
    named ``at``, ``level`` or ``event``; for any other fact that may not be logged only when ``strict``.
    """
    if not CODE.fullmatch(name):
        raise ValueError("an event's name is a short code such as import.done")
    if RESERVED & facts.keys():
        raise ValueError(f"{', '.join(sorted(RESERVED & facts.keys()))}: names that every event has")
    number = logging.getLevelNamesMapping()[level.upper()]
    if strict or _logger.isEnabledFor(number):
        safe = {key: _safe(key, value) for key, value in facts.items()}
        _logger.log(number, name, extra={"facts": safe})


def configure(level: Level) -> None:
    """Write events of ``level`` and above to standard error. Called once, by the command line or a server."""
    for handler in list(_logger.handlers):
        _logger.removeHandler(handler)
    _logger.addHandler(StandardError())
    _logger.setLevel(level.upper())
    _logger.propagate = False


class StandardError(logging.Handler):
    """Writes to what standard error is at that moment, as the interpreter's own last resort does."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())

    def emit(self, record: logging.LogRecord) -> None:
        # A log that cannot be written (no space, a closed pipe) never stops the work it speaks of. Logging's
        # own answer to such an error is to print the record, with whatever values it was given.
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(self.format(record) + "\n")


class JsonLines(logging.Formatter):
    """A record as one line of JSON. A record not made by ``event`` keeps only where it came from."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        facts = getattr(record, "facts", None)
        if isinstance(facts, dict):
            return json.dumps({**line, "event": record.msg, **facts}, ensure_ascii=True)
        # A message someone formatted by hand may hold anything, and so may a traceback.
        return json.dumps({**line, "event": "unstructured", "from": f"{record.name}:{record.lineno}"})


def _safe(key: str, value: object) -> int | float | str | None:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and CODE.fullmatch(value):
        return str(value)
    if strict:
        raise ValueError(f"{key}: a log takes numbers, dates and short codes, never a record's words")
    return WITHHELD
