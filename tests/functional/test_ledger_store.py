"""Tampering with the stored rows themselves, on a real database, column by column and bit by bit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from forewarned.errors import LedgerError, NotFoundError
from forewarned.ledger.actions import Event, record, record_many
from forewarned.ledger.check import CheckResult
from forewarned.ledger.engines import newest_checkpoint, stored_checkpoints, stored_entries
from forewarned.ledger.kept import keep, kept_path
from forewarned.ledger.merkle import verify_consistency
from forewarned.ledger.models import Checkpoint
from forewarned.ledger.notes import verify_checkpoint
from forewarned.ledger.proofs import verify_proof
from forewarned.ledger.questions import check_ledger, entries, prove, read_head
from forewarned.settings import settings

ENTRY_TEXTS = ("at", "by", "action", "subject", "body", "leaf_hash")
CHECKPOINT_TEXTS = ("root", "note", "at", "frontier")


class Undo(Exception):
    """Ends an example: the change it made is rolled back."""


@pytest.fixture
def ledger(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Eight entries: two alone, five in a batch, one alone. Nothing is committed: the file is put there."""
    monkeypatch.setenv("FOREWARNED_HOME", str(tmp_path))
    settings.cache_clear()
    at = datetime(2025, 8, 1, 12, tzinfo=UTC)
    record(by="tests", action="import.done", subject="register.csv", body={"rows": 3, "part": 0.5}, at=at)
    record(by="tests é", action="import.refused", subject="", body={}, at=at)
    record_many(Event("tests", "page.fetched", f"page {n}", {"sha256": f"{n:064x}"}, at) for n in range(5))
    record(by="tests", action="import.done", subject="snapshots.csv", body={"why": "café\n"}, at=at)
    row = newest_checkpoint()
    assert row is not None and row.note is not None
    keep(tmp_path, row.note.decode())
    yield tmp_path
    settings.cache_clear()


def found(result: CheckResult) -> list[tuple[str, int | None]]:
    return [(one.kind.value, one.first if one.first is not None else one.checkpoint) for one in result.findings]


def execute(sql: str, *values: str | int | bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def write_bytes(table: str, number: str, at: int, column: str, raw: bytes) -> None:
    """Store ``raw`` in a text column. PostgreSQL takes no invalid UTF-8 and no NUL; SQLite takes anything."""
    where = f'UPDATE {table} SET "{column}" = %s WHERE {number} = %s'  # noqa: S608 - names of this test
    try:
        assume(b"\0" not in raw or connection.vendor == "sqlite")
        execute(where, raw.decode(), at)
    except UnicodeDecodeError:
        assume(connection.vendor == "sqlite")
        execute(where.replace("= %s WHERE", "= CAST(%s AS TEXT) WHERE"), raw, at)


def test_an_untouched_ledger_has_no_findings(ledger: Path) -> None:
    result = check_ledger()
    assert result.ok, result.findings
    assert (result.entries, result.checkpoints, result.size, result.kept) == (8, 4, 8, 8)


def test_an_empty_store_is_whole_and_makes_no_key(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOREWARNED_HOME", str(tmp_path))
    settings.cache_clear()
    assert check_ledger().ok and read_head() is None and entries() == []
    assert not check_ledger(lodged="any").ok
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotFoundError, match="no entry 0"):
        prove(0)


def one_bit_flipped(row: object, columns: Sequence[str], place: st.DataObject) -> tuple[str, bytes]:
    """A column of a stored row, and its bytes with one bit changed, both as drawn."""
    column = place.draw(st.sampled_from(columns), label="column")
    raw = bytearray(getattr(row, column))
    assume(raw)
    bit = place.draw(st.integers(0, len(raw) * 8 - 1), label="bit")
    raw[bit // 8] ^= 1 << bit % 8
    return column, bytes(raw)


@given(place=st.data())
@hypothesis_settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_single_bit_of_any_stored_entry_is_found_and_named(ledger: Path, place: st.DataObject) -> None:
    rows = list(stored_entries(100))
    row = rows[place.draw(st.integers(0, len(rows) - 1), label="entry")]
    column, spoilt = one_bit_flipped(row, ENTRY_TEXTS, place)
    with pytest.raises(Undo), transaction.atomic():
        write_bytes("ledger_entry", "seq", row.seq, column, spoilt)
        assert found(check_ledger()) == [("altered", row.seq)]
        raise Undo
    assert check_ledger().ok


@given(place=st.data())
@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_single_bit_of_any_stored_checkpoint_is_found_and_named(ledger: Path, place: st.DataObject) -> None:
    rows = list(stored_checkpoints(100))
    row = rows[place.draw(st.integers(0, len(rows) - 1), label="checkpoint")]
    column, spoilt = one_bit_flipped(row, CHECKPOINT_TEXTS, place)
    with pytest.raises(Undo), transaction.atomic():
        write_bytes("ledger_checkpoint", "size", row.size, column, spoilt)
        assert found(check_ledger()) == [("checkpoint_altered", row.size)]
        raise Undo


@pytest.mark.parametrize("seq", [0, 3, 7])
def test_any_single_bit_of_a_stored_number_is_found_and_named(ledger: Path, seq: int) -> None:
    """Except those that would make a second entry of one number, which the database refuses."""
    for other in (seq ^ 1 << bit for bit in range(3, 31)):
        execute("UPDATE ledger_entry SET seq = %s WHERE seq = %s", other, seq)
        assert {("removed", seq), ("reordered", other)} <= set(found(check_ledger()))
        execute("UPDATE ledger_entry SET seq = %s WHERE seq = %s", seq, other)


def test_any_single_bit_of_a_stored_size_is_found(ledger: Path) -> None:
    for other in (2 ^ 1 << bit for bit in (0, *range(2, 31))):
        execute("UPDATE ledger_checkpoint SET size = %s WHERE size = 2", other)
        assert ("checkpoint_altered", other) in found(check_ledger())
        execute("UPDATE ledger_checkpoint SET size = 2 WHERE size = %s", other)


@pytest.mark.sqlite_only
def test_a_text_stored_as_bytes_is_found_though_it_reads_the_same(ledger: Path) -> None:
    """PostgreSQL's columns hold one type."""
    execute("UPDATE ledger_entry SET body = CAST(body AS BLOB) WHERE seq = 4")
    assert found(check_ledger()) == [("altered", 4)]


def test_swapped_entries_are_named_reordered(ledger: Path) -> None:
    for before, after in ((3, 99), (5, 3), (99, 5)):
        execute("UPDATE ledger_entry SET seq = %s WHERE seq = %s", after, before)
    assert found(check_ledger()) == [("reordered", 3), ("reordered", 5)]


def test_removed_entries_are_named(ledger: Path) -> None:
    execute("DELETE FROM ledger_entry WHERE seq IN (0, 3, 4)")
    result = check_ledger()
    assert [(f.kind.value, f.first, f.last) for f in result.findings] == [
        ("removed", 0, 0),
        ("removed", 3, 4),
    ]


def test_the_kept_file_is_compared_too(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = kept_path(ledger)
    whole = path.read_bytes()
    for bit in range(0, len(whole) * 8, 13):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(bytes(changed))
        assert found(check_ledger()) == [("kept_checkpoint", None)]
    path.unlink()
    monkeypatch.setattr("forewarned.ledger.questions.KEPT_AFTER", 0)
    assert found(check_ledger()) == [("kept_checkpoint", None)]


def test_an_older_kept_file_is_no_finding(ledger: Path) -> None:
    """The machine may stop between the commit and the file: what it covers is still compared."""
    kept_path(ledger).write_text(Checkpoint.objects.get(size=2).note)
    assert check_ledger().ok and check_ledger().kept == 2


def test_every_entry_is_proved_and_the_proof_stands_alone(ledger: Path) -> None:
    for seq in range(8):
        bundle = prove(seq).as_json()
        assert verify_proof(bundle).size == 8
    with pytest.raises(NotFoundError, match="no entry 8"):
        prove(8)


def test_what_was_altered_is_not_proved(ledger: Path) -> None:
    execute("UPDATE ledger_entry SET subject = 'changed' WHERE seq = 3")
    with pytest.raises(LedgerError, match="do not fit"):
        prove(3)
    assert verify_proof(prove(2).as_json()).size == 8
    execute("UPDATE ledger_entry SET leaf_hash = %s WHERE seq = 4", "0" * 64)
    with pytest.raises(LedgerError, match="do not fit"):
        prove(2)


def test_a_lodged_checkpoint_is_extended_provably(ledger: Path) -> None:
    old = Checkpoint.objects.get(size=2).note
    result = check_ledger(lodged=old)
    head = read_head()
    assert result.ok and result.lodged is not None and head is not None
    lodged = verify_checkpoint(old, head.key)
    assert verify_consistency(2, 8, lodged.root, head.tree.root, result.lodged.path)


def test_entries_are_listed_oldest_first_and_narrowed(ledger: Path) -> None:
    assert [entry.seq for entry in entries(newest=3)] == [5, 6, 7]
    assert [entry.seq for entry in entries(action="import.done")] == [0, 7]
    assert [entry.seq for entry in entries(subject="page 2", since=1)] == [4]
