"""The data dictionary and the command: every column described, in every place, in the same words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forewarned.reports.questions.export_parts import all_tables, all_views
from forewarned.reports.questions.export_words import data_dictionary, metadata

TABLES, VIEWS = all_tables(), all_views()
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "data-dictionary.md"


def test_every_table_column_and_view_is_described() -> None:
    for table in TABLES:
        assert table.row, table.name
        for column in table.columns:
            assert len(column.meaning) >= 4, f"{table.name}.{column.name} has no description"
            assert column.meaning.endswith("."), f"{table.name}.{column.name}: a sentence ends with a full stop"
            assert column.source, f"{table.name}.{column.name} does not say where it comes from"
    for view in VIEWS:
        assert view.meaning.endswith("."), view.name


def test_keys_indexes_and_references_name_columns_that_are_there() -> None:
    seen: set[str] = set()
    for table in TABLES:
        assert len(set(table.names)) == len(table.names), table.name
        assert set(table.key) | set(table.indexes) <= set(table.names), table.name
        for column in table.columns:
            assert not column.refers_to or column.refers_to in seen | {table.name}, f"{table.name}.{column.name}"
        seen.add(table.name)


def test_the_dictionary_and_the_metadata_name_every_column() -> None:
    page = data_dictionary()
    told = json.loads(metadata({"as_at": ("2024-06-01",)}))["databases"]["forewarned"]["tables"]
    for table in TABLES:
        assert f"## {table.name}\n" in page
        assert list(told[table.name]["columns"]) == list(table.names)
        for column in table.columns:
            assert f"| `{column.name}` |" in page
    assert {view.name for view in VIEWS} <= told.keys()


def test_the_page_in_the_documentation_is_the_one_the_program_writes() -> None:
    assert PAGE.read_text(encoding="utf-8") == data_dictionary(), "run `make docs`"


def test_the_command_writes_and_says_how_much(register: None, cli: Callable[..., Any], tmp_path: Path) -> None:
    run = cli("export", tmp_path / "out", "--as-at", "2024-06-01").ok()
    assert "         4  duties" in run.out
    assert "as at 2024-06-01" in run.out
    assert (tmp_path / "out" / "data-dictionary.md").read_text(encoding="utf-8") == data_dictionary()


def test_the_command_as_json(register: None, cli: Callable[..., Any], tmp_path: Path) -> None:
    told = cli("export", tmp_path / "out", "--format", "csv", "--as-at", "2024-06-01", "--json").ok().json
    assert told["rows"]["reports"] == 3
    assert told["files"][0] == "csv/about.csv"
    assert not (tmp_path / "out" / "forewarned.db").exists()


@pytest.mark.parametrize("arguments", [("--format", "xlsx"), ("--as-at", "yesterday")], ids=["format", "day"])
def test_the_command_refuses_what_it_cannot_read(
    register: None, cli: Callable[..., Any], tmp_path: Path, arguments: tuple[str, str]
) -> None:
    run = cli("export", tmp_path / "out", *arguments)
    assert run.code == 5
    assert arguments[0] in run.err
    assert not (tmp_path / "out").exists()
