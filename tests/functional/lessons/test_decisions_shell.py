"""Every decision as a program of its own: in a process where no store is open yet when the command begins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.functional.conftest import Shell


def held(shell: Shell, words: str) -> tuple[str, list[str]]:
    """The lesson whose first matter holds these words, and the keys of its matters."""
    for one in shell("lessons", "list", "--json").ok().json["lessons"]:
        found: dict[str, Any] = shell("lessons", "show", one["key"], "--json").ok().json
        if words in found["matters"][0]["text"]:
            return one["key"], [each["key"] for each in found["matters"]]
    raise AssertionError(f"no lesson on {words}")


def decided(shell: Shell, *arguments: str) -> str:
    """Run a decision; returns its number, or the last of its numbers."""
    said = shell("lessons", *arguments).ok()
    assert said.err == "" and said.out.startswith("Remembered, as decision"), said
    return said.out.split(". `forewarned")[0].split()[-1]


def test_each_decision_works_from_the_shell(shell: Shell, texts: Path, responses: Path) -> None:
    shell("import", texts, responses).ok()
    one, matters = held(shell, "Observations of patients")
    other, others = held(shell, "The crisis line had no access")
    locked = decided(shell, "lock", one, "--reason", "checked")
    unlocked = decided(shell, "lock", one, "--off")
    for number in (unlocked, locked):
        assert shell("lessons", "undo", number).ok().out == "Taken back.\n"
    for arguments in (
        ("rename", one, matters[0], "made together at the end of the shift"),
        ("theme", matters[0], "--reject", "observation", "--add", "medication"),
        ("merge", one, other),
    ):
        assert shell("lessons", "undo", decided(shell, *arguments)).ok().out == "Taken back.\n", arguments
    for decision in (
        ("join", matters[0], others[0]),
        ("part", matters[0], others[0]),
        ("remove", one, matters[1]),
        ("split", other, others[0]),
    ):
        number = decided(shell, *decision)
        assert shell("lessons", "undo", number).ok().out == "Taken back.\n", decision
        assert sorted(held(shell, "Observations of patients")[1]) == sorted(matters), decision


def test_evidence_from_the_shell(shell: Shell, texts: Path, responses: Path) -> None:
    shell("import", texts, responses).ok()
    key = shell("promises", "--json").ok().json["promises"][0]["key"]
    said = shell("promises", "prove", key, "--rung", "done", "--on", "2021-01-01", "--title", "Revised policy").ok().out
    number = said.rstrip(".\n").split()[-1]
    assert "Withdrawn" in shell("promises", "withdraw", number).ok().out
