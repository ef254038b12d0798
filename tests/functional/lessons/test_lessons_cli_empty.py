"""Commands on words where none are held, or few, and what an import says of those that came in."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.conftest import Cli
from tests.functional.lessons.test_lessons_cli import LIST, QUESTIONS
from tests.functional.lessons.words import FERNHOLLOW, lines


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_empty_store_says_that_nothing_is_held(cli: Cli, name: str) -> None:
    run = cli(*QUESTIONS[name]).ok()
    assert "held" in run.out or "No promise" in run.out
    told = cli(*QUESTIONS[name], "--json").ok().json
    assert told[LIST[name]] == []
    assert cli(*QUESTIONS[name], "--csv").ok().out == ""


def test_reports_without_their_words_are_said(cli: Cli, tmp_path: Path) -> None:
    bare = FERNHOLLOW | {"investigation": "", "circumstances": "", "concerns": ""}
    cli("import", lines(tmp_path / "texts.jsonl", bare)).ok()
    assert "The words of no report are held. Import their documents" in cli("lessons", "list").ok().out


def test_import_says_what_it_read(cli: Cli, texts: Path, responses: Path) -> None:
    run = cli("import", texts, responses).ok()
    assert "Read: the words of 4 reports and 1 response." in run.out
    again = cli("import", texts, responses).ok()
    assert "Read:" not in again.out, "nothing came in"
    told = cli("lessons", "read", "--json").ok().json
    assert (told["reports"], told["responses"]) == (0, 0) and told["matters"] == 7
