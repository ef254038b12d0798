"""The rules of splitting a concerns section, as a table: rule, section, matters. All fictional."""

from __future__ import annotations

import pytest

from forewarned.lessons.matters import split_concerns

# Columns: the rule, the section, the matters.
CASES: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("a number at the start of a line", "1. No plan existed.\n2. No log was kept.",
     [("1.", "No plan existed."), ("2.", "No log was kept.")]),
    ("a number stuck to its words", "1.No plan existed.\n2.No log was kept.",
     [("1.", "No plan existed."), ("2.", "No log was kept.")]),
    ("a number with a tab", "(1)\tNo plan existed.\n(2)\tNo log was kept.",
     [("(1)", "No plan existed."), ("(2)", "No log was kept.")]),
    ("a number repeated by mistake", "1. No plan existed.\n\n2. No log was kept.\n\n2. Nobody was told.",
     [("1.", "No plan existed."), ("2.", "No log was kept."), ("2.", "Nobody was told.")]),
    ("a list that starts at b", "b. No plan existed.\n\nc. No log was kept.",
     [("b.", "No plan existed."), ("c.", "No log was kept.")]),
    ("a small L read for a one", "(l) No plan existed.\n(2) No log was kept.",
     [("(l)", "No plan existed."), ("(2)", "No log was kept.")]),
    ("points in running text after a colon", "The concerns are: 1. No plan existed. 2. No log was kept.",
     [("1.", "No plan existed."), ("2.", "No log was kept.")]),
    ("points that end without a stop", "The concerns are: a) No plan b) No log c) No training",
     [("a)", "No plan"), ("b)", "No log"), ("c)", "No training")]),
    ("dashes in running text", "The MATTERS OF CONCERN are: - No plan existed. - No log was kept. 6",
     [("-", "No plan existed."), ("-", "No log was kept.")]),
    ("a date is no number", "1. No plan existed on 3 May 2021.\n2. No log was kept on the\n4 May 2021.",
     [("1.", "No plan existed on 3 May 2021."), ("2.", "No log was kept on the\n4 May 2021.")]),
    ("the next row's number goes", "1. No plan existed.\n2. No log was kept. 6.",
     [("1.", "No plan existed."), ("2.", "No log was kept.")]),
    ("the template's footer goes", "1. No plan existed. Regulation 28 – After Inquest Document Template Updated "
     "30/07/2021 2. No log was kept.", [("1.", "No plan existed."), ("2.", "No log was kept.")]),
    ("a page number between points goes", "1. No plan existed. 3 2. No log was kept.",
     [("1.", "No plan existed."), ("2.", "No log was kept.")]),
    ("the next addressee goes", "1. No plan existed.\n\nTo Marlow Quay Health Board\n\n2. No log was kept.",
     [("1.", "No plan existed."), ("2.", "No log was kept.")]),
    ("a second heading parts two lists", "1. No plan existed. The MATTERS OF CONCERN addressed to Marlow Council are "
     "as follows. 2. No log was kept.", [("1.", "No plan existed."), ("2.", "No log was kept.")]),
    ("one paragraph is one matter", "There is no barrier on the quay. It is dark there at night.",
     [("", "There is no barrier on the quay. It is dark there at night.")]),
    ("a word that only looks like the form", "The risk assessment during the course of the day was not done.",
     [("", "The risk assessment during the course of the day was not done.")]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "section", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_rule(rule: str, section: str, wanted: list[tuple[str, str]]) -> None:
    found = [(span.number, section[span.start : span.end]) for span in split_concerns(section) if span.kind == "matter"]
    assert found == wanted, rule
