"""Recording: in the transaction of the action, one entry at a time, gapless however many processes append."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from forewarned.errors import LedgerError
from forewarned.ledger.actions import Event, record, record_many
from forewarned.ledger.kept import kept_path, read_kept
from forewarned.ledger.keys import key_path
from forewarned.ledger.models import Checkpoint, Entry
from forewarned.ledger.questions import check_ledger, read_head
from forewarned.settings import settings

AT = datetime(2025, 8, 1, 12, tzinfo=UTC)

APPENDER = """
import sys
from datetime import UTC, datetime
from forewarned.store import open_store
open_store(create=True)
from django.db import transaction
from forewarned.ledger.actions import Event, record, record_many
at = datetime(2025, 8, 1, tzinfo=UTC)
for number in range(int(sys.argv[2])):
    with transaction.atomic():
        record(by=sys.argv[1], action="test.one", subject=str(number), body={}, at=at)
    with transaction.atomic():
        record_many(Event(sys.argv[1], "test.many", str(number), {"n": n}, at) for n in range(3))
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("FOREWARNED_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    yield settings().home
    settings.cache_clear()


def one(subject: str = "a page", **body: Any) -> Entry:
    return record(by="tests", action="page.fetched", subject=subject, body=body, at=AT)


def events(count: int) -> Iterator[Event]:
    return (Event("tests", "page.fetched", f"page {number}", {"n": number}, AT) for number in range(count))


def test_an_entry_is_stored_as_it_is_hashed(db: None, home: Path) -> None:
    entry = one("page é", name="café", n=1.0)
    stored = Entry.objects.get(seq=0)
    assert (stored.at, stored.body) == ("2025-08-01T12:00:00.000000Z", '{"n":1,"name":"café"}')
    assert (stored.moment, stored.leaf_hash) == (AT, entry.leaf_hash)
    assert str(stored) == "0 2025-08-01T12:00:00.000000Z page.fetched page é"


def test_each_entry_has_its_signed_checkpoint(db: None, home: Path) -> None:
    assert [one().seq, one().seq, one().seq] == [0, 1, 2]
    assert list(Checkpoint.objects.values_list("size", flat=True)) == [1, 2, 3]
    head = read_head()
    assert head is not None and head.tree.size == 3


def test_thousands_of_entries_are_signed_once(db: None, home: Path) -> None:
    one()
    assert record_many(events(2500)) == range(1, 2501)
    assert list(Checkpoint.objects.values_list("size", flat=True)) == [1, 2501]
    assert one().seq == 2501


def test_no_events_no_checkpoint_no_key(db: None, home: Path) -> None:
    assert record_many([]) == range(0)
    assert not Checkpoint.objects.exists() and not key_path(home).exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded(home: Path) -> None:
    with pytest.raises(LedgerError, match="in the transaction of the action"):
        one()
    with pytest.raises(LedgerError, match="in the transaction of the action"):
        record_many(events(1))
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_entry_and_no_number_unused(home: Path) -> None:
    with transaction.atomic():
        one()
    before = read_kept(home)
    with pytest.raises(RuntimeError), transaction.atomic():
        one()
        raise RuntimeError
    with pytest.raises(RuntimeError), transaction.atomic():
        one()
        with transaction.atomic():
            record_many(events(3))
        raise RuntimeError
    assert Entry.objects.count() == Checkpoint.objects.count() == 1
    assert read_kept(home) == before
    with transaction.atomic():
        assert one().seq == 1
    assert check_ledger().ok


@pytest.mark.django_db(transaction=True)
def test_an_inner_transaction_that_fails_takes_only_its_own_entry(home: Path) -> None:
    with transaction.atomic():
        one("outer")
        with pytest.raises(RuntimeError), transaction.atomic():
            one("inner")
            raise RuntimeError
        one("outer again")
    assert list(Entry.objects.values_list("subject", flat=True)) == ["outer", "outer again"]
    assert check_ledger().ok and check_ledger().kept == 2


@pytest.mark.django_db(transaction=True)
def test_after_commit_the_newest_checkpoint_is_kept_beside_the_store(home: Path) -> None:
    with transaction.atomic():
        one()
        assert not kept_path(home).exists()
        one()
    assert read_kept(home) == Checkpoint.objects.get(size=2).note


@pytest.mark.django_db(transaction=True)
def test_a_checkpoint_that_cannot_be_kept_is_logged_and_the_action_stands(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    logged: list[tuple[str, object]] = []
    monkeypatch.setattr("forewarned.ledger.actions.keep", full)
    monkeypatch.setattr("forewarned.ledger.actions.event", lambda name, **facts: logged.append((name, facts["why"])))
    with transaction.atomic():
        one()
    assert Entry.objects.count() == 1
    assert logged == [("ledger.checkpoint_not_kept", "enospc")]
    assert [finding.kind.value for finding in check_ledger().findings] == ["kept_checkpoint"]


@pytest.mark.parametrize(
    "wrong",
    [{"by": ""}, {"by": " "}, {"action": ""}, {"subject": "two\nlines"}, {"at": datetime(2025, 8, 1)}],  # noqa: DTZ001
)
def test_an_entry_must_say_who_what_and_when(db: None, home: Path, wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {"by": "tests", "action": "test.done", "subject": "", "body": {}, "at": AT}
    with pytest.raises(LedgerError):
        record(**{**right, **wrong})
    assert not Entry.objects.exists()


def test_rows_are_not_changed_or_removed_through_the_models(db: None, home: Path) -> None:
    entry = one()
    entry.subject = "changed"
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(subject="changed"),
        lambda: Entry.objects.bulk_update([entry], ["subject"]),
        lambda: Checkpoint.objects.filter(size=1).update(note=""),
    ):
        with pytest.raises(LedgerError, match="append-only"):
            attempt()
    assert check_ledger().findings[0].kind.value == "kept_checkpoint"  # nothing is committed in this test


def test_the_database_itself_keeps_numbers_apart_and_whole(db: None, home: Path) -> None:
    one()
    good = {"at": "x", "by": "x", "action": "x", "subject": "", "body": "{}", "leaf_hash": "0" * 64}
    for wrong in (
        {"seq": 0},
        {"seq": -1},
        {"seq": 1, "by": ""},
        {"seq": 1, "body": ""},
        {"seq": 1, "at": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.create(**{**good, **wrong})
    with pytest.raises(IntegrityError), transaction.atomic():
        Checkpoint.objects.create(size=0, root="", note="", at="", frontier="")


def test_no_entry_is_added_to_an_end_that_does_not_verify(db: None, home: Path) -> None:
    one(), one()
    changes = (
        "UPDATE ledger_checkpoint SET root = root, note = replace(note, '2', '3') WHERE size = 2",
        "UPDATE ledger_checkpoint SET frontier = '' WHERE size = 2",
        "DELETE FROM ledger_checkpoint WHERE size = 2",
        "DELETE FROM ledger_entry WHERE seq = 1",
        "DELETE FROM ledger_checkpoint",
    )
    for change in changes:
        with pytest.raises(LedgerError) as refused, transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(change)
            one()
        assert "ledger check" in refused.value.next_step, change
    assert one().seq == 2


@pytest.mark.django_db(transaction=True)
def test_no_entry_takes_the_place_of_a_removed_newest_one(home: Path) -> None:
    for _ in range(3):
        with transaction.atomic():
            one()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry WHERE seq >= 1")
        cursor.execute("DELETE FROM ledger_checkpoint WHERE size >= 2")
    with pytest.raises(LedgerError, match="the newest were removed or lost"), transaction.atomic():
        one()
    assert ("removed", 1, 2) in [(f.kind.value, f.first, f.last) for f in check_ledger().findings]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry")
        cursor.execute("DELETE FROM ledger_checkpoint")
    with pytest.raises(LedgerError, match="the newest were removed or lost"), transaction.atomic():
        one()
    assert ("removed", 0, 2) in [(f.kind.value, f.first, f.last) for f in check_ledger().findings]


@pytest.mark.django_db(transaction=True)
def test_a_lost_key_is_not_replaced_by_a_new_one(home: Path) -> None:
    with transaction.atomic():
        one()
    key_path(home).unlink()
    with pytest.raises(LedgerError, match="signing key is missing"), transaction.atomic():
        one()
    with pytest.raises(LedgerError, match="signing key is missing"):
        check_ledger()
    assert not key_path(home).exists()


def test_processes_that_append_at_once_make_one_gapless_sequence(shell: Any) -> None:
    environment = {**os.environ, **shell.environment}

    def append(name: str, rounds: int) -> str:
        program = [sys.executable, "-c", APPENDER, name, str(rounds)]
        done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=120, check=False)
        return done.stderr if done.returncode else ""

    assert append("first", 0) == ""  # makes the tables
    with ThreadPoolExecutor(3) as pool:
        appending = pool.map(append, ["process-0", "process-1", "process-2"], [12] * 3)
        for _ in range(3):
            shell("ledger", "check").ok()  # a check beside appenders finds nothing wrong
        assert list(appending) == [""] * 3
    result = shell("ledger", "check", "--json").ok().json
    assert (result["entries"], result["size"], result["kept"]) == (144, 144, 144)
    assert result["checkpoints"] == 72
    entries = shell("ledger", "log", "--limit", "1000", "--json").ok().json["entries"]
    assert [entry["seq"] for entry in entries] == list(range(144))
    for number in range(3):
        theirs = [entry for entry in entries if entry["by"] == f"process-{number}"]
        assert [entry["subject"] for entry in theirs] == [str(n) for n in range(12) for _ in range(4)]
        batches = [json.dumps(entry["body"]) for entry in theirs if entry["action"] == "test.many"]
        assert batches == ['{"n": 0}', '{"n": 1}', '{"n": 2}'] * 12
