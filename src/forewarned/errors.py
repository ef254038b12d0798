"""One base for every error a person can meet, each with a stable exit code.

A message says what is wrong, where, and what to do next. It never holds a
patient's values, whole SQL or a traceback (house rules; STYLE.md).
"""

from __future__ import annotations


class ForewarnedError(Exception):
    """Base of all errors shown to people. ``exit_code`` is part of the public interface."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.next_step = next_step

    def __str__(self) -> str:
        parts = [self.what]
        if self.where:
            parts.append(f"Where: {self.where}")
        if self.next_step:
            parts.append(f"Next: {self.next_step}")
        return "\n".join(parts)


class SettingsError(ForewarnedError):
    """A setting in the environment has a value that cannot be used."""

    exit_code = 3


class NotFoundError(ForewarnedError):
    """What was asked for is not in the store."""

    exit_code = 4


class InputError(ForewarnedError):
    """A file or an argument cannot be read as what it should be."""

    exit_code = 5


class LossError(ForewarnedError):
    """An import would lose rows or fields against the last one (house rule 4: fail closed)."""

    exit_code = 6


class BusyError(ForewarnedError):
    """Another import is writing to the same store."""

    exit_code = 7


class StorageError(ForewarnedError):
    """The store cannot be read or written: full disk, no permission, no server."""

    exit_code = 8


class LedgerError(ForewarnedError):
    """The ledger does not verify: an entry was altered, removed or reordered."""

    exit_code = 9


class FetchError(ForewarnedError):
    """The official site did not give what a report, listing or document must look like."""

    exit_code = 10


class MissingExtraError(ForewarnedError):
    """An optional part is not installed."""

    exit_code = 11
