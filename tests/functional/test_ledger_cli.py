"""`forewarned ledger`, as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from forewarned.ledger.notes import parse_verifier
from forewarned.ledger.proofs import verify_proof

FILL = """
from datetime import UTC, datetime
from forewarned.store import open_store
open_store(create=True)
from django.db import transaction
from forewarned.ledger.actions import record
for number in range(5):
    with transaction.atomic():
        record(
            by="tests", action="import.done", subject=f"file {number}.csv", body={"rows": number},
            at=datetime(2025, 8, 1, 12, number, tzinfo=UTC),
        )
"""
SPOIL = """
import sys
from forewarned.store import open_store
open_store()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute(sys.argv[1])
"""


def python(shell: Any, program: str, *arguments: str) -> None:
    environment = {**os.environ, **shell.environment}
    subprocess.run([sys.executable, "-c", program, *arguments], env=environment, check=True, timeout=120)


@pytest.fixture
def filled(shell: Any) -> Any:
    python(shell, FILL)
    return shell


def test_head_prints_a_note_to_lodge_and_check_takes_it_back(filled: Any, tmp_path: Path) -> None:
    note = filled("ledger", "head").ok().out
    assert note.count("\n") == 5 and note.splitlines()[1] == "5"
    told = filled("ledger", "head", "--json").ok().json
    assert (told["note"], told["size"], told["at"]) == (note, 5, "2025-08-01T12:04:00.000000Z")
    assert parse_verifier(told["key"]).name == told["origin"] == note.splitlines()[0]
    lodged = tmp_path / "lodged.txt"
    lodged.write_text(note, encoding="utf-8")
    said = filled("ledger", "check", "--checkpoint", lodged).ok().out
    assert "5 entries, 5 signed checkpoints" in said and "still begins with the 5 entries" in said


def test_prove_writes_a_bundle_that_stands_alone(filled: Any, tmp_path: Path) -> None:
    out = tmp_path / "entry-3.json"
    assert "among the first 5" in filled("ledger", "prove", "3", "--out", out).ok().out
    bundle = json.loads(out.read_text(encoding="utf-8"))
    assert bundle == filled("ledger", "prove", "3").ok().json
    assert bundle["entry"]["subject"] == "file 3.csv" and bundle["entry"]["body"] == {"rows": 3}
    assert verify_proof(bundle, key=parse_verifier(bundle["key"])).size == 5
    again = filled("ledger", "prove", "3", "--out", out)
    assert again.code == 5 and "already" in again.err
    assert filled("ledger", "prove", "5").code == 4


def test_check_names_what_was_changed_and_exits_with_its_own_code(filled: Any) -> None:
    assert filled("ledger", "check", "--json").ok().json["findings"] == []
    python(filled, SPOIL, "UPDATE ledger_entry SET body = '{}' WHERE seq = 2")
    run = filled("ledger", "check")
    assert run.code == 9 and "Entry 2" in run.out and "file 2" not in run.out
    told = filled("ledger", "check", "--json")
    assert told.code == 9
    (finding,) = told.json["findings"]
    assert (finding["kind"], finding["first"], finding["last"]) == ("altered", 2, 2)
    assert finding["next_step"]


def test_log_lists_entries_with_all_they_say(filled: Any) -> None:
    text = filled("ledger", "log", "--limit", "2").ok().out
    assert "file 3.csv" in text and "file 4.csv" in text and "file 2.csv" not in text
    told = filled("ledger", "log", "--from", "1", "--subject", "file 4.csv", "--json").ok().json["entries"]
    assert [(entry["seq"], entry["body"]) for entry in told] == [(4, {"rows": 4})]


def test_a_ledger_without_entries_says_so(shell: Any) -> None:
    assert shell("ledger", "head").code == 4


def test_a_lodged_file_that_cannot_be_read_says_so(filled: Any, tmp_path: Path) -> None:
    run = filled("ledger", "check", "--checkpoint", tmp_path / "nowhere.txt")
    assert run.code == 5 and "nowhere.txt" in run.err


@pytest.mark.parametrize("command", ["head", "prove", "check", "log"])
def test_every_command_has_help_with_an_example(shell: Any, command: str) -> None:
    assert "Example: forewarned ledger" in shell("ledger", command, "--help").ok().out
