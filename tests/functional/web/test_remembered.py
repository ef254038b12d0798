"""Answers kept in memory: a walk through days must not fill it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from forewarned.reports.questions import remembered
from forewarned.reports.questions.remembered import MOST, MOST_OF_A_KIND, _make_room, _Memory
from forewarned.settings import settings

if TYPE_CHECKING:
    from django.test import Client


def test_of_a_large_kind_only_the_newest_days_are_kept() -> None:
    memory = _Memory(settings(), (0, 0, 0))
    memory.answers["names"] = "kept"
    limit = MOST_OF_A_KIND["duties in short"]
    for day in range(limit + 5):
        key = ("duties in short", day)
        memory.answers[key] = day
        _make_room(memory, key)
    assert [key[1] for key in memory.answers if isinstance(key, tuple)] == list(range(5, limit + 5))
    assert memory.answers["names"] == "kept"


def test_of_all_kinds_together_no_more_are_kept_than_there_is_room_for() -> None:
    memory = _Memory(settings(), (0, 0, 0))
    for page in range(MOST + 3):
        memory.answers["page", page] = page
        _make_room(memory, ("page", page))
    assert len(memory.answers) == MOST and ("page", 2) not in memory.answers


def test_files_are_sent_anew_and_only_pages_are_kept(client: Client, small_register: Path) -> None:
    for asked in ("", "?format=csv", "?format=json", "?format=csv&letter=A"):
        answer = client.get(f"/organisations/{asked}")
        assert answer.status_code == 200
        assert client.get(f"/organisations/{asked}", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    kept = [key for key in remembered._memory[0].answers if isinstance(key, tuple) and str(key[0]).startswith("page")]
    assert len(kept) == 1
