"""Every error a person can meet has one base, a stable exit code, and says what, where and what next."""

from __future__ import annotations

from forewarned import errors
from forewarned.errors import ForewarnedError

EXIT_CODES = {
    "ForewarnedError": 1,
    "SettingsError": 3,
    "NotFoundError": 4,
    "InputError": 5,
    "LossError": 6,
    "BusyError": 7,
    "StorageError": 8,
    "LedgerError": 9,
    "FetchError": 10,
    "MissingExtraError": 11,
}
"""Part of the public interface (docs/reference/exit-codes.md): a number is never given a new meaning."""


def kinds() -> dict[str, type[ForewarnedError]]:
    return {
        name: kind
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, ForewarnedError)
    }


def test_exit_codes_are_the_documented_ones() -> None:
    assert {name: kind.exit_code for name, kind in kinds().items()} == EXIT_CODES


def test_no_two_errors_share_a_code_and_none_takes_the_shells() -> None:
    codes = [kind.exit_code for kind in kinds().values()]
    assert len(set(codes)) == len(codes)
    # 0 is success, 2 a command line that cannot be read (Typer), 126 and above the shell's own.
    assert not set(codes) & {0, 2} and max(codes) < 126


def test_a_message_says_what_where_and_what_next() -> None:
    error = ForewarnedError("The file is not a table", where="register.csv, row 7", next_step="save it as CSV")
    assert str(error) == "The file is not a table\nWhere: register.csv, row 7\nNext: save it as CSV"


def test_a_message_leaves_out_what_it_does_not_know() -> None:
    assert str(ForewarnedError("The disk is full")) == "The disk is full"


def test_every_kind_says_in_its_docstring_when_it_happens() -> None:
    assert all(kind.__doc__ for kind in kinds().values())
