"""`forewarned export`: what is in the files, read back by other programs."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from forewarned.reports.questions.export import Format, export_register
from forewarned.reports.questions.export_parts import all_tables, all_views
from forewarned.reports.questions.export_tables import Type

AS_AT = date(2024, 6, 1)
FORMULA = '=HYPERLINK("http://example.invalid","Quill")'
LINES = "@Overwell “Trust”,\nsecond line; it's one cell"
TABLES, VIEWS = all_tables(), all_views()
"""Those of the register, and of every room that adds some."""
NAMES = [table.name for table in TABLES]


def read_csv(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ask(folder: Path, question: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(folder / "forewarned.db")) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(question)]


@pytest.fixture
def exported(register: None, tmp_path: Path) -> Path:
    export_register(folder=tmp_path / "out", as_at=AS_AT)
    return tmp_path / "out"


def test_every_table_is_in_every_format_with_the_same_rows(exported: Path) -> None:
    for table in TABLES:
        count = ask(exported, f'SELECT count(*) AS n FROM "{table.name}"')[0]["n"]  # noqa: S608
        assert len(read_csv(exported, table.name)) == count, table.name
        path = exported / "parquet" / f"{table.name}.parquet"
        assert duckdb.connect().execute(f"SELECT count(*) FROM '{path}'").fetchall() == [(count,)]  # noqa: S608
    assert sorted(path.name for path in exported.iterdir()) == [
        "README.txt", "csv", "data-dictionary.md", "forewarned.db", "metadata.json", "parquet",
    ]  # fmt: skip


def test_duties_carry_their_state_on_the_day(exported: Path) -> None:
    found = {row["duty"]: row for row in ask(exported, "SELECT * FROM duties")}
    assert sorted(found) == ["ivo-quill#1", "ivo-quill#2", "perrin-oakes#1", "tamsin-vale#1"]
    trust = found["ivo-quill#1"]
    assert (trust["state"], trust["timeliness"]) == ("response_published", "on_time")
    assert (trust["due_on"], trust["due_basis"], trust["answered_by"]) == (
        "2024-03-06",
        "report",
        "2024-02-10",
    )
    assert (trust["organisation"], trust["organisation_at_report"], trust["organisation_today_name"]) == (
        "ods:ZZ1", "Merrowdown Mental Health NHS Trust", "Overwell NHS Foundation Trust",
    )  # fmt: skip
    lantern = found["ivo-quill#2"]
    assert (lantern["state"], lantern["timeliness"], lantern["officially_on"]) == (
        "officially_listed", "late", "2024-05-15",
    )  # fmt: skip
    assert (found["perrin-oakes#1"]["state"], found["perrin-oakes#1"]["past_due"]) == ("due", 0)
    vale = found["tamsin-vale#1"]
    assert (vale["response_published"], vale["possible_responses"], vale["due_weekend"]) == (None, 1, 1)


def test_answers_say_which_are_matched(exported: Path) -> None:
    assert ask(exported, "SELECT document, duty, matched, sure FROM answers ORDER BY document") == [
        {"document": "ivo-quill#doc-2", "duty": "ivo-quill#1", "matched": 1, "sure": 1},
        {"document": "tamsin-vale#doc-1", "duty": "tamsin-vale#1", "matched": 0, "sure": 0},
    ]


def test_what_was_not_known_on_the_day_is_left_out_and_said(exported: Path) -> None:
    assert "wren-hollis" not in {row["report"] for row in ask(exported, "SELECT * FROM reports")}
    assert ask(exported, "SELECT gone_on FROM reports WHERE report = 'tamsin-vale'") == [{"gone_on": None}]
    assert [row["document"] for row in ask(exported, "SELECT * FROM documents ORDER BY 1")] == [
        "ivo-quill#doc-1", "ivo-quill#doc-2", "tamsin-vale#doc-1",
    ]  # fmt: skip
    assert "1 reports were first seen after this day" in (exported / "README.txt").read_text(encoding="utf-8")


def test_an_earlier_day_has_the_addressees_known_then(register: None, tmp_path: Path) -> None:
    export_register(folder=tmp_path / "then", as_at=date(2024, 1, 25), formats=Format.SQLITE)
    rows = ask(tmp_path / "then", "SELECT duty, addressee_as_written, state, organisation FROM duties")
    assert rows == [
        {"duty": "ivo-quill#1", "addressee_as_written": "Merrow Down", "state": "due", "organisation": None}
    ]
    assert ask(tmp_path / "then", "SELECT * FROM answers") == []


def test_csv_defuses_formulas_and_leaves_numbers_alone(exported: Path) -> None:
    reports = {row["report"]: row for row in read_csv(exported, "reports")}
    assert reports["ivo-quill"]["deceased_name"] == f"'{FORMULA}"
    duties = {row["duty"]: row for row in read_csv(exported, "duties")}
    assert duties["ivo-quill#2"]["addressee_as_written"] == "'+Lantern Board"
    assert duties["perrin-oakes#1"]["addressee_as_written"] == f"'{LINES}"
    assert duties["ivo-quill#1"]["days_late_most"] == "-25"
    documents = {row["document"]: row for row in read_csv(exported, "documents")}
    assert documents["ivo-quill#doc-2"]["name"] == "'-Response, Merrowdown"
    for table in NAMES:
        for row in read_csv(exported, table):
            for name, text in row.items():
                number = text.lstrip("-").replace(".", "").isdigit()
                assert number or not text.startswith(("=", "+", "-", "@", "\t", "\r")), (table, name)


def test_sqlite_and_parquet_hold_every_text_as_written(exported: Path) -> None:
    assert ask(exported, "SELECT deceased_name AS n FROM reports WHERE report = 'ivo-quill'") == [{"n": FORMULA}]
    path = exported / "parquet" / "duties.parquet"
    question = f"SELECT addressee_as_written FROM '{path}' WHERE duty = 'perrin-oakes#1'"  # noqa: S608
    assert duckdb.connect().execute(question).fetchall() == [(LINES,)]


def test_parquet_columns_are_typed(exported: Path) -> None:
    wanted = {
        Type.TEXT: "VARCHAR", Type.JSON: "VARCHAR", Type.INTEGER: "BIGINT", Type.REAL: "DOUBLE",
        Type.DATE: "DATE", Type.YES_NO: "BOOLEAN", Type.MOMENT: "TIMESTAMP",
    }  # fmt: skip
    for table in TABLES:
        path = exported / "parquet" / f"{table.name}.parquet"
        described = duckdb.connect().execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()  # noqa: S608
        assert [(row[0], row[1]) for row in described] == [
            (column.name, wanted[column.type]) for column in table.columns
        ]
    path = exported / "parquet" / "imports.parquet"
    moment = duckdb.connect().execute(f"SELECT imported_at, as_of FROM '{path}' LIMIT 1").fetchall()  # noqa: S608
    assert str(moment[0][0]) == "2024-05-31 09:30:00"


def test_the_sqlite_file_is_sound_and_its_keys_hold(exported: Path) -> None:
    assert ask(exported, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert ask(exported, "PRAGMA foreign_key_check") == []
    with closing(sqlite3.connect(exported / "forewarned.db")) as db:
        db.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError), db:
            db.execute("DELETE FROM reports")


def test_every_view_runs(exported: Path) -> None:
    for view in VIEWS:
        ask(exported, f'SELECT * FROM "{view.name}"')  # noqa: S608


def test_the_views_answer_their_questions(exported: Path) -> None:
    late = ask(exported, "SELECT duty, days_past_due, timeliness FROM late_or_unanswered")
    assert late == [
        {"duty": "ivo-quill#2", "days_past_due": 87, "timeliness": "late"},
        {"duty": "tamsin-vale#1", "days_past_due": 65, "timeliness": "unknown"},
    ]
    assert ask(exported, "SELECT duty, due_on FROM due_next") == [{"duty": "perrin-oakes#1", "due_on": "2024-06-26"}]
    years = ask(exported, "SELECT organisation, year, duties, past_due, on_time_for_certain FROM organisation_year")
    assert years == [
        {"organisation": "Lantern Board", "year": 2024, "duties": 1, "past_due": 1, "on_time_for_certain": 0},
        {"organisation": "Overwell NHS Foundation Trust", "year": 2024, "duties": 2, "past_due": 1,
         "on_time_for_certain": 1},
    ]  # fmt: skip
    unmatched = ask(exported, "SELECT report, duties, duties_without_response FROM reports_with_unmatched_responses")
    assert unmatched == [{"report": "tamsin-vale", "duties": 1, "duties_without_response": 1}]
    assert ask(exported, "SELECT ref, reports FROM shared_references") == [{"ref": "2024-0004", "reports": 2}]
    assert ask(exported, "SELECT addressee_as_written AS n FROM names_to_review") == [{"n": "+Lantern Board"}]


def test_where_every_field_comes_from_is_there(exported: Path) -> None:
    rows = ask(
        exported,
        "SELECT r.report, r.source_row, r.said, r.retired_by, i.name, i.sha256 FROM readings AS r "
        'JOIN imports AS i ON i."import" = r."import" ORDER BY r.source_row',
    )
    assert [row["report"] for row in rows] == ["ivo-quill", "perrin-oakes", None]
    assert json.loads(rows[0]["said"]) == {"deceased_name": FORMULA}
    assert rows[0]["sha256"] == "ab" * 32
    assert rows[1]["retired_by"] is not None


def test_references_never_published_are_there(exported: Path) -> None:
    assert [row["ref"] for row in ask(exported, "SELECT ref FROM missing_references")] == [
        "2024-0002",
        "2024-0003",
    ]


def test_licence_day_and_sources_are_in_every_face(exported: Path) -> None:
    readme = (exported / "README.txt").read_text(encoding="utf-8")
    told = json.loads((exported / "metadata.json").read_text(encoding="utf-8"))
    about = {row["name"]: row["value"] for row in read_csv(exported, "about")}
    for text in (readme, told["description"], about["licence"]):
        assert "Contains public sector information licensed under the Open Government Licence v3.0" in text
        assert "Chief Coroner" in text
    assert about["as_at"] == "2024-06-01"
    assert "register.csv (register), as of 2024-05-30, SHA-256 abab" in readme
    assert told["license_url"].startswith("https://www.nationalarchives.gov.uk/")


def test_an_empty_store_gives_headers_only(db: None, tmp_path: Path) -> None:
    made = export_register(folder=tmp_path / "none", as_at=AS_AT)
    for table in TABLES:
        with (tmp_path / "none" / "csv" / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == list(table.names)
        assert made.rows[table.name] == (3 if table.name == "about" else 0)
    for view in VIEWS:
        assert ask(tmp_path / "none", f'SELECT * FROM "{view.name}"') == []  # noqa: S608
    path = tmp_path / "none" / "parquet" / "duties.parquet"
    assert duckdb.connect().execute(f"SELECT count(*) FROM '{path}'").fetchall() == [(0,)]  # noqa: S608


def test_the_same_store_gives_the_same_bytes(register: None, tmp_path: Path) -> None:
    for name in ("one", "two"):
        export_register(folder=tmp_path / name, as_at=AS_AT)
    files = sorted(path for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert len(files) == 2 * len(TABLES) + 4
    for path in files:
        assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes(), path.name


@pytest.mark.django_db(transaction=True)
def test_an_export_outside_a_transaction_reads_one_moment_and_leaves_the_store_usable(tmp_path: Path) -> None:
    from forewarned.organisations.models import Organisation

    Organisation.objects.create(key="body:lantern-board", name="Lantern Board", kind="regulator")
    assert export_register(folder=tmp_path / "out", as_at=AS_AT, formats=Format.CSV).rows["organisations"] == 1
    Organisation.objects.create(key="body:other-board", name="Other Board", kind="regulator")
    assert Organisation.objects.count() == 2
