"""What makes a report a child's suicide: a small table of invented sentences, and the clinicians' own answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from forewarned.lessons.facts import find_facts
from forewarned.lessons.screen import judge, parse
from forewarned.lessons.values import Case

TABLE = [
    # what the report says                                                              suicide      child
    ("Tamsin Orrowby, aged 15, took her own life.", "yes", "yes"),
    ("Tamsin Orrowby, aged 41, took her own life.", "yes", "no"),
    ("Tamsin Orrowby took her own life.", "yes", "not_known"),
    ("Wilmot Dravenby, aged 17, had thoughts of suicide. He left the ward.", "not_known", "yes"),
    ("Wilmot Dravenby, aged 17, died of natural causes. The conclusion was natural causes.", "no", "yes"),
    ("Wilmot Dravenby, a schoolboy, was found hanging. His intention could not be established.", "yes", "yes"),
    ("Perran Stellick's brother, aged 15, had killed himself.", "not_known", "not_known"),
]


def case(text: str) -> Case:
    sections = {"circumstances": text}
    return Case("x", "", None, sections, find_facts(sections))


@pytest.mark.parametrize(("text", "suicide", "child"), TABLE)
def test_suicide_and_child(text: str, suicide: str, child: str) -> None:
    assert judge(parse("suicide"), case(text)).answer == suicide
    assert judge(parse("child"), case(text)).answer == child


def test_clinicians_agree(shared_data: Path) -> None:
    """On the labelled reports the answers agree at least as often as GPT-4.1's do (0.949 of them)."""
    labels = shared_data / "pfd" / "labels" / "child_suicide_consensus.jsonl"
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    right = 0
    for row in rows:
        sections = {name: row[name] for name in ("investigation", "circumstances", "concerns") if row[name]}
        report = Case(row["ref"], row["ref"], None, sections, find_facts(sections))
        answer = judge(parse("suicide and age <= 18"), report).answer
        right += (answer == "yes") == (row["consensus"] == "Yes")
    theirs = sum(row["toolkit"] == row["consensus"] for row in rows)
    assert right / len(rows) >= 0.97
    assert right >= theirs
