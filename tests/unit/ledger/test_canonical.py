"""The bytes that are hashed: one spelling for each value, every column inside."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785

from forewarned.errors import LedgerError
from forewarned.ledger.canonical import canonical_body, entry_bytes, moment, moment_text, single_line

COLUMNS: dict[str, Any] = {
    "seq": 7,
    "at": "2025-08-01T12:00:00.000000Z",
    "by": "tests",
    "action": "import.done",
    "subject": 'a "quoted" name',
    "body": '{"a":1,"é":[true,null]}',
}


def test_the_bytes_are_the_canonical_json_of_all_six_columns() -> None:
    whole = {**COLUMNS, "body": json.loads(COLUMNS["body"])}
    assert entry_bytes(**COLUMNS) == rfc8785.dumps(whole)


@pytest.mark.parametrize("column", sorted(COLUMNS))
def test_every_column_changes_the_bytes(column: str) -> None:
    other = 8 if column == "seq" else str(COLUMNS[column]) + " "
    assert entry_bytes(**{**COLUMNS, column: other}) != entry_bytes(**COLUMNS)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"b": 1, "a": 2}, '{"a":2,"b":1}'),
        ({"n": 1.0, "m": -0.0, "p": 0.5, "q": 1e-7}, '{"m":0,"n":1,"p":0.5,"q":1e-7}'),
        ({"t": ("x", ["y"])}, '{"t":["x",["y"]]}'),
        ({"é": "€\n\u0000", "yes": True, "none": None}, '{"none":null,"yes":true,"é":"€\\n\\u0000"}'),
        # RFC 8785 §3.2.3 sorts by UTF-16 code units: U+10000 (a surrogate pair) before U+FFFD.
        ({"\ufffd": 1, "\U00010000": 2}, '{"\U00010000":2,"\ufffd":1}'),
        ({}, "{}"),
    ],
)
def test_a_body_has_one_spelling(body: dict[str, object], text: str) -> None:
    assert canonical_body(body) == text
    assert canonical_body(json.loads(text)) == text


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"when": datetime(2025, 8, 1, tzinfo=UTC)}, "body.when"),
        ({"raw": b"x"}, "body.raw"),
        ({"deep": [{"n": 2**53}]}, "body.deep[0].n"),
        ({"n": 1e20}, "body.n"),
        ({"n": float("nan")}, "body.n"),
        ({"n": float("-inf")}, "body.n"),
        ({"s": "\ud800"}, "body.s"),
        ({"set": {1}}, "body.set"),
    ],
)
def test_what_json_cannot_keep_is_refused_by_its_place_never_its_value(body: dict[str, object], where: str) -> None:
    with pytest.raises(LedgerError) as refused:
        canonical_body(body)
    assert refused.value.where == where


def test_a_name_that_is_no_text_is_refused() -> None:
    with pytest.raises(LedgerError):
        canonical_body({"a": {1: "x"}})


def test_a_moment_is_utc_with_microseconds() -> None:
    summer = timezone(timedelta(hours=1))
    text = moment_text(datetime(2025, 8, 1, 0, 30, tzinfo=summer))
    assert text == "2025-07-31T23:30:00.000000Z"
    assert moment(text) == datetime(2025, 8, 1, 0, 30, tzinfo=summer)
    assert len(moment_text(datetime(1, 1, 2, tzinfo=UTC))) == 27


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(LedgerError, match="time zone"):
        moment_text(datetime(2025, 8, 1))  # noqa: DTZ001 - the mistake this is about


@pytest.mark.parametrize("text", ["two\nlines", "nul\0", "\x1b[31m", "\x85", "\ud800"])
def test_a_column_is_one_line_of_plain_text(text: str) -> None:
    with pytest.raises(LedgerError) as refused:
        single_line(text, "subject")
    assert refused.value.where == "subject"


def test_an_entry_number_beyond_json_is_refused() -> None:
    with pytest.raises(LedgerError):
        entry_bytes(**{**COLUMNS, "seq": 2**53})
