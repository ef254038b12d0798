"""Whatever is done to stored rows, the check finds it and names the place. No database: rows as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forewarned.ledger.canonical import canonical_body, entry_bytes
from forewarned.ledger.check import CheckResult, check
from forewarned.ledger.findings import Kind
from forewarned.ledger.merkle import Frontier, leaf_hash
from forewarned.ledger.notes import SigningKey, TreeHead, sign_note
from forewarned.ledger.stored import StoredCheckpoint, StoredEntry

KEY = SigningKey("example.org/log", bytes(range(32)))
ENTRY_TEXTS = ("at", "by", "action", "subject", "body", "leaf_hash")
CHECKPOINT_TEXTS = ("root", "note", "at", "frontier")
Row = TypeVar("Row", StoredEntry, StoredCheckpoint)


def entry(seq: int, subject: str = "") -> StoredEntry:
    columns = {
        "at": f"2025-08-01T12:00:{seq % 60:02}.000000Z",
        "by": "tests",
        "action": "page.fetched",
        "subject": subject or f"page {seq} é",
        "body": canonical_body({"sha256": f"{seq:064x}", "name": "café\u0000", "n": seq / 4}),
    }
    raw = {name: text.encode() for name, text in columns.items()}
    return hashed(StoredEntry(seq=seq, typed=True, leaf_hash=b"", **raw))


def hashed(row: StoredEntry) -> StoredEntry:
    """``row`` with the leaf hash that fits it, as somebody who knows how would write it."""
    texts = {name: (getattr(row, name) or b"").decode() for name in ENTRY_TEXTS[:-1]}
    return replace(row, leaf_hash=leaf_hash(entry_bytes(seq=row.seq, **texts)).hex().encode())


def signed(entries: Sequence[StoredEntry]) -> StoredCheckpoint:
    edge = Frontier().extended(bytes.fromhex((row.leaf_hash or b"").decode()) for row in entries)
    note = sign_note(TreeHead(KEY.name, edge.size, edge.root()).text(), KEY)
    root, frontier = edge.root().hex().encode(), edge.to_text().encode()
    return StoredCheckpoint(edge.size, True, root, note.encode(), entries[-1].at, frontier)


class Ledger:
    """Entries and checkpoints after batches of these sizes, and the checkpoint kept beside the store."""

    def __init__(self, *batches: int) -> None:
        self.entries = [entry(seq) for seq in range(sum(batches))]
        ends = [sum(batches[: place + 1]) for place in range(len(batches))]
        self.checkpoints = [signed(self.entries[:end]) for end in ends]
        self.kept: str | None = (self.checkpoints[-1].note or b"").decode()

    def check(self, lodged: str | None = None) -> CheckResult:
        self.entries.sort(key=lambda row: row.seq)
        self.checkpoints.sort(key=lambda row: row.size)
        return check(self.entries, self.checkpoints, KEY.verifier, kept=self.kept, lodged=lodged)


def found(result: CheckResult) -> list[tuple[str, int | None, int | None]]:
    """(kind, first entry or checkpoint, last entry) of each finding."""
    return [
        (one.kind.value, one.first if one.first is not None else one.checkpoint, one.last) for one in result.findings
    ]


def with_bit(row: Row, column: str, bit: int) -> Row:
    raw = bytearray(getattr(row, column))
    raw[bit // 8] ^= 1 << bit % 8
    return with_value(row, column, bytes(raw))


def with_value(row: Row, column: str, value: bytes | None) -> Row:
    changed: dict[str, Any] = {column: value}
    return replace(row, **changed)


batches = st.lists(st.integers(1, 5), min_size=1, max_size=6)


@given(batches)
def test_an_untouched_ledger_has_no_findings(sizes: list[int]) -> None:
    ledger = Ledger(*sizes)
    result = ledger.check(lodged=ledger.kept)
    assert result.ok and result.entries == result.size == result.kept == sum(sizes)
    assert result.checkpoints == len(sizes)


@pytest.mark.parametrize("column", ENTRY_TEXTS)
def test_every_single_bit_of_an_entry(column: str) -> None:
    ledger = Ledger(1, 2)
    whole = ledger.entries[1]
    for bit in range(len(getattr(whole, column)) * 8):
        ledger.entries[1] = with_bit(whole, column, bit)
        assert found(ledger.check()) == [("altered", 1, 1)], (column, bit)


@pytest.mark.parametrize("bit", range(24))
def test_every_single_bit_of_a_number(bit: int) -> None:
    """An entry whose number changed is missing from its place and, if its new place is free, found there."""
    ledger = Ledger(1, 2, 1, 1)
    ledger.entries[2] = replace(ledger.entries[2], seq=2 ^ 1 << bit)
    if len({row.seq for row in ledger.entries}) < 5:
        return  # the database allows no second entry of this number
    assert ("removed", 2, 2) in found(ledger.check())
    assert any(one.kind is Kind.REORDERED and "entry 2" in one.what for one in ledger.check().findings)


@pytest.mark.parametrize("column", CHECKPOINT_TEXTS)
def test_every_single_bit_of_a_checkpoint(column: str) -> None:
    ledger = Ledger(2, 1)
    for place, whole in enumerate(ledger.checkpoints):
        for bit in range(0, len(getattr(whole, column)) * 8, 1 if place else 3):
            ledger.checkpoints[place] = with_bit(whole, column, bit)
            assert ("checkpoint_altered", whole.size, None) in found(ledger.check()), (column, bit)
            assert all(one.kind is Kind.CHECKPOINT_ALTERED for one in ledger.check().findings)
        ledger.checkpoints[place] = whole


@pytest.mark.parametrize("bit", range(20))
def test_every_single_bit_of_a_checkpoints_size(bit: int) -> None:
    ledger = Ledger(2, 2, 1)
    whole = ledger.checkpoints[1]
    ledger.checkpoints[1] = replace(whole, size=whole.size ^ 1 << bit)
    assert "checkpoint_altered" in {kind for kind, _, _ in found(ledger.check())}


@given(sizes=batches, place=st.data())
@settings(max_examples=60)
def test_any_bit_of_any_entry(sizes: list[int], place: st.DataObject) -> None:
    ledger = Ledger(*sizes)
    seq = place.draw(st.integers(0, sum(sizes) - 1))
    column = place.draw(st.sampled_from(ENTRY_TEXTS))
    bit = place.draw(st.integers(0, len(getattr(ledger.entries[seq], column)) * 8 - 1))
    ledger.entries[seq] = with_bit(ledger.entries[seq], column, bit)
    assert found(ledger.check()) == [("altered", seq, seq)]


@given(sizes=batches, place=st.data())
@settings(max_examples=60)
def test_any_removed_entry(sizes: list[int], place: st.DataObject) -> None:
    ledger = Ledger(*sizes)
    gone = place.draw(st.sets(st.integers(0, sum(sizes) - 1), min_size=1))
    ledger.entries = [row for row in ledger.entries if row.seq not in gone]
    findings = ledger.check().findings
    named = [range(one.first or 0, (one.last or 0) + 1) for one in findings if one.kind is Kind.REMOVED]
    assert {seq for run in named for seq in run} == gone
    assert {one.kind for one in findings} <= {Kind.REMOVED, Kind.KEPT_CHECKPOINT}


@given(sizes=batches, place=st.data(), what=st.sampled_from(["seq", "columns", "hashed anew"]))
@settings(max_examples=80)
def test_any_two_swapped_entries(sizes: list[int], place: st.DataObject, what: str) -> None:
    if sum(sizes) < 2:
        sizes = [1, 1]
    ledger = Ledger(*sizes)
    one, two = sorted(place.draw(st.sets(st.integers(0, sum(sizes) - 1), min_size=2, max_size=2)))
    first, second = ledger.entries[one], ledger.entries[two]
    ledger.entries[one], ledger.entries[two] = replace(second, seq=one), replace(first, seq=two)
    if what == "columns":
        ledger.entries[one] = replace(ledger.entries[one], leaf_hash=first.leaf_hash)
        ledger.entries[two] = replace(ledger.entries[two], leaf_hash=second.leaf_hash)
    if what == "hashed anew":
        ledger.entries[one], ledger.entries[two] = hashed(ledger.entries[one]), hashed(ledger.entries[two])
    findings = ledger.check().findings
    if what == "hashed anew":
        assert all(any((f.first or 0) <= seq <= (f.last or 0) for f in findings) for seq in (one, two))
    else:
        assert found(ledger.check()) == [("reordered", one, one), ("reordered", two, two)]
        assert f"entry {two}" in findings[0].what and f"entry {one}" in findings[1].what


def test_two_entries_swapped_and_hashed_anew_each_with_its_own_checkpoint() -> None:
    ledger = Ledger(1, 1, 1, 1)
    one, two = ledger.entries[1], ledger.entries[2]
    ledger.entries[1:3] = [hashed(replace(two, seq=1)), hashed(replace(one, seq=2))]
    assert found(ledger.check()) == [("reordered", 1, 1), ("reordered", 2, 2)]


def test_an_entry_rewritten_with_its_hash_by_somebody_who_knows_how() -> None:
    ledger = Ledger(1, 1, 1)
    ledger.entries[1] = entry(1, "another page")
    assert found(ledger.check()) == [("altered", 1, 1)]


def test_in_a_batch_a_rewritten_entry_is_narrowed_to_what_one_signature_covers() -> None:
    ledger = Ledger(1, 4, 2)
    ledger.entries[3] = entry(3, "another page")
    assert found(ledger.check()) == [("altered", 1, 4)]


def test_one_change_does_not_hide_another() -> None:
    ledger = Ledger(*[1] * 9)
    ledger.entries[1] = entry(1, "another page")
    ledger.entries[3] = with_bit(ledger.entries[3], "body", 9)
    ledger.entries[5] = with_bit(ledger.entries[5], "leaf_hash", 0)
    del ledger.entries[7]
    ledger.checkpoints[8] = with_bit(ledger.checkpoints[8], "root", 0)
    assert found(ledger.check()) == [
        ("altered", 1, 1),
        ("altered", 3, 3),
        ("altered", 5, 5),
        ("removed", 7, 7),
        ("checkpoint_altered", 9, None),
    ]


def test_an_entry_removed_and_the_rest_moved_up() -> None:
    ledger = Ledger(1, 3, 2)
    ledger.entries = ledger.entries[:2] + [replace(row, seq=row.seq - 1) for row in ledger.entries[3:]]
    assert found(ledger.check())[:4] == [
        ("reordered", 2, 2),
        ("reordered", 3, 3),
        ("reordered", 4, 4),
        ("removed", 5, 5),
    ]


def test_an_entry_nobody_signed() -> None:
    ledger = Ledger(2)
    ledger.entries += [entry(2), entry(3), replace(entry(5), subject=b"changed"), entry(-1)]
    assert found(ledger.check()) == [("unsigned", -1, -1), ("unsigned", 2, 3), ("unsigned", 5, 5)]


def test_a_number_given_twice() -> None:
    """The database allows none, unless somebody took that rule away."""
    for second in (entry(1), entry(1, "another page")):
        ledger = Ledger(1, 2, 1)
        ledger.entries.insert(2, second)
        assert found(ledger.check()) == [("unsigned", 1, 1)]


def test_the_newest_entries_removed_with_their_checkpoints() -> None:
    """Only the file beside the store, or a lodged checkpoint, still knows of them."""
    ledger = Ledger(2, 2, 1)
    kept = ledger.kept
    del ledger.entries[2:], ledger.checkpoints[1:]
    assert found(ledger.check())[0] == ("removed", 2, 4)
    ledger.kept = (ledger.checkpoints[-1].note or b"").decode()
    assert ledger.check().ok, "with an older file in its place nothing on this machine can tell"
    assert ("removed", 2, 4) in found(ledger.check(lodged=kept))
    assert ("lodged_checkpoint", 5, None) in found(ledger.check(lodged=kept))


def test_checkpoint_rows_removed_while_their_entries_stay() -> None:
    ledger = Ledger(2, 2, 1)
    del ledger.checkpoints[1:]
    assert found(ledger.check()) == [("checkpoint_removed", 5, None)]
    ledger.kept = None
    assert found(ledger.check()) == [("unsigned", 2, 4), ("kept_checkpoint", None, None)]


def test_a_history_written_anew_with_the_real_key_is_found_by_what_was_lodged() -> None:
    lodged = (Ledger(2, 1).checkpoints[0].note or b"").decode()
    ledger = Ledger(2, 1)
    ledger.entries[0] = entry(0, "another page")
    ledger.checkpoints = [signed(ledger.entries[:2]), signed(ledger.entries)]
    ledger.kept = (ledger.checkpoints[-1].note or b"").decode()
    assert ledger.check().ok, "whoever holds the key can write another history"
    assert found(ledger.check(lodged=lodged)) == [("lodged_checkpoint", 2, None)]


def test_a_lodged_checkpoint_between_two_of_ours_is_compared_too() -> None:
    ledger = Ledger(4)
    inside = signed(ledger.entries[:3]).note or b""
    assert ledger.check(lodged=inside.decode()).ok
    other = signed([*ledger.entries[:2], entry(2, "another page")]).note or b""
    assert found(ledger.check(lodged=other.decode())) == [("lodged_checkpoint", 3, None)]


@pytest.mark.parametrize("lodged", ["", "nonsense", SigningKey("x", bytes(32)).verifier.to_text()])
def test_a_lodged_file_that_is_no_checkpoint_of_ours(lodged: str) -> None:
    assert found(Ledger(2).check(lodged=lodged)) == [("lodged_checkpoint", None, None)]


def test_a_second_signature_smuggled_into_a_stored_note_is_a_change() -> None:
    ledger = Ledger(2)
    stranger = SigningKey("example.org/stranger", bytes(32))
    line = sign_note("x\n", stranger).rpartition("\n\n")[2]
    row = ledger.checkpoints[0]
    ledger.checkpoints[0] = replace(row, note=(row.note or b"") + line.encode())
    assert found(ledger.check()) == [("checkpoint_altered", 2, None)]
    assert Ledger(2).check(lodged=(ledger.kept or "") + line).ok, "a witness may sign what was lodged"


@pytest.mark.parametrize("column", [field.name for field in fields(StoredEntry) if field.name in ENTRY_TEXTS])
def test_a_column_emptied_or_stored_as_another_type(column: str) -> None:
    ledger = Ledger(3)
    whole = ledger.entries[1]
    for changed in (with_value(whole, column, None), replace(whole, typed=False)):
        ledger.entries[1] = changed
        assert found(ledger.check()) == [("altered", 1, 1)]


def test_many_changed_entries_are_named_without_comparing_all_with_all() -> None:
    ledger = Ledger(600)
    ledger.entries = [replace(row, subject=b"changed") for row in ledger.entries]
    assert [(kind, first) for kind, first, _ in found(ledger.check())] == [("altered", n) for n in range(600)]
