"""The tables of words in an export: as they stand in the texts, with what people decided, as at a day."""

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
from tests.functional.lessons.words import ANSWER, FERNHOLLOW, QUILLSTONE

from forewarned.reports.questions.export import Format, export_register

TODAY = date(2026, 6, 1)
TABLES = (*("facts", "matters", "themes", "responses_read", "promises", "refusals", "lessons", "lesson_members"),)
OBSERVATIONS = "Observations of patients were recorded as completed"
FORMULA = '=HYPERLINK("http://example.invalid","Checks")'

pytestmark = pytest.mark.usefixtures("words")


def export(folder: Path, as_at: date = TODAY, formats: Format = Format.SQLITE) -> Path:
    export_register(folder=folder / "out", as_at=as_at, formats=formats, replace=True)
    return folder / "out"


def ask(folder: Path, question: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(folder / "forewarned.db")) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(question)]


def read_csv(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def matter(words: str) -> str:
    from forewarned.lessons.models import Matter

    return Matter.objects.filter(text__contains=words).order_by("id").values_list("key", flat=True)[0]


def test_every_table_is_in_every_format_and_its_keys_hold(tmp_path: Path) -> None:
    there = export(tmp_path, formats=Format.ALL)
    for table in TABLES:
        rows = ask(there, f'SELECT * FROM "{table}"')  # noqa: S608
        assert rows or table == "refusals", f"{table} is empty: the test shows nothing"
        assert len(read_csv(there, table)) == len(rows), table
        path = there / "parquet" / f"{table}.parquet"
        assert duckdb.connect().execute(f"SELECT count(*) FROM '{path}'").fetchall() == [(len(rows),)]  # noqa: S608
    assert ask(there, "PRAGMA foreign_key_check") == []


def test_matters_and_facts_are_the_words_of_their_report(tmp_path: Path) -> None:
    there = export(tmp_path)
    rows = ask(
        there,
        "SELECT m.*, r.ref AS of_report, g.said FROM matters AS m JOIN reports AS r USING (report) "
        "JOIN readings AS g USING (reading)",
    )
    assert len(rows) >= 7 and {row["kind"] for row in rows} >= {"matter", "boilerplate"}
    for row in rows:
        assert json.loads(row["said"])["concerns"][row["start"] : row["end"]] == row["text"]
        assert row["ref"] == row["of_report"] and row["found_by"].startswith("matters-") and 0 < row["score"] <= 1
        assert (row["name"] is None) == (row["kind"] != "matter")
    first = next(row for row in rows if row["ref"] == FERNHOLLOW["ref"] and OBSERVATIONS in row["text"])
    assert (first["number"], first["name"]) == ("(1)", "1")
    facts = ask(there, "SELECT f.*, r.ref FROM facts AS f JOIN reports AS r USING (report)")
    sections = {one["ref"]: one for one in (FERNHOLLOW, QUILLSTONE)}
    died = {row["ref"]: row for row in facts if row["name"] == "date_of_death"}
    assert died[FERNHOLLOW["ref"]]["value"] == "2018-12-02" and died[QUILLSTONE["ref"]]["value"] == "2022-02-14"
    for row in facts:
        if row["ref"] in sections:
            assert sections[row["ref"]][row["section"]][row["start"] : row["end"]] == row["words"]
    assert len({row["fact"] for row in facts}) == len(facts)


def test_words_that_a_language_model_tidied_are_told_apart(tmp_path: Path) -> None:
    from forewarned.reports.models import Reading

    there = export(tmp_path)
    assert {row["tidied"] for table in ("facts", "matters") for row in ask(there, f"SELECT tidied FROM {table}")} == {0}  # noqa: S608
    row = Reading.objects.get(report__ref=FERNHOLLOW["ref"], event="state")
    Reading.objects.filter(pk=row.pk).update(values=row.values | {"text_source": "pfd-toolkit"})
    there = export(tmp_path)
    for table in ("facts", "matters"):
        question = f"SELECT DISTINCT r.ref FROM {table} AS t JOIN reports AS r USING (report) WHERE t.tidied = 1"  # noqa: S608
        assert ask(there, question) == [{"ref": FERNHOLLOW["ref"]}]


def test_words_that_changed_since_they_were_read_are_not_cut_at_the_old_places(tmp_path: Path) -> None:
    from forewarned.lessons.actions.reading import read_lessons
    from forewarned.reports.models import Reading

    row = Reading.objects.get(report__ref=FERNHOLLOW["ref"], event="state")
    longer = {name: f"Put right. {row.values[name]}" for name in ("investigation", "circumstances", "concerns")}
    Reading.objects.filter(pk=row.pk).update(values=row.values | longer)
    question = "SELECT f.words, f.tidied FROM facts AS f JOIN reports AS r USING (report) WHERE r.ref {} '{}'"
    there = export(tmp_path)
    own = ask(there, question.format("=", FERNHOLLOW["ref"]))
    assert own and {(one["words"], one["tidied"]) for one in own} == {(None, None)}
    assert all(one["words"] for one in ask(there, question.format("<>", FERNHOLLOW["ref"])))
    read_lessons(by="tests")
    again = ask(export(tmp_path), question.format("=", FERNHOLLOW["ref"]))
    assert again and all(one["words"] and one["tidied"] == 0 for one in again)


def test_a_matter_is_tidied_as_the_reading_that_it_was_read_in(tmp_path: Path) -> None:
    from forewarned.reports.models import Reading

    row = Reading.objects.get(report__ref=FERNHOLLOW["ref"], event="state")
    row.pk, row.row = None, row.row + 1000
    row.values = {"concerns": f"{row.values['concerns']} More.", "text_source": "pfd-toolkit"}
    Reading.objects.filter(report__ref=FERNHOLLOW["ref"], event="state").update(retired_by=row.imported_id)
    row.save()
    assert {one["tidied"] for one in ask(export(tmp_path), "SELECT tidied FROM matters")} == {0}


def test_themes_say_what_people_decided(tmp_path: Path) -> None:
    from forewarned.lessons.actions.judging import judge_themes

    key = matter(OBSERVATIONS)
    before = ask(export(tmp_path), f"SELECT * FROM themes WHERE matter = '{key}'")  # noqa: S608
    assert [row["status"] for row in before if row["code"] == "observation"] == ["proposed"]
    text = ask(tmp_path / "out", f"SELECT text FROM matters WHERE matter = '{key}'")[0]["text"]  # noqa: S608
    for row in before:
        spans = json.loads(row["spans"])
        assert [text[start:end] for start, end in spans] == json.loads(row["words"]) != []
    other = next(row["code"] for row in before if row["code"] != "observation")
    judge_themes(matter=key, verdicts={"observation": "confirm", other: "reject", "medication": "add"}, by="Ada")
    after = ask(export(tmp_path), f"SELECT code, status, score FROM themes WHERE matter = '{key}'")  # noqa: S608
    said = {row["code"]: (row["status"], row["score"]) for row in after}
    assert said["observation"][0] == "confirmed"
    assert said["medication"] == ("added", 1.0) and said[other] == ("rejected", None)


def test_promises_carry_state_proofs_and_the_matters_they_answer(tmp_path: Path) -> None:
    from forewarned.lessons.actions.proving import add_proof
    from forewarned.lessons.models import Promise

    key = Promise.objects.get(due="2020-03-31").key
    rows = {row["promise"]: row for row in ask(export(tmp_path), "SELECT * FROM promises")}
    for row in rows.values():
        assert ANSWER["response"][row["start"] : row["end"]] == row["text"]
    one = rows[key]
    assert (one["state"], one["due_on"], one["date_text"]) == ("overdue", "2020-03-31", "by 31 March 2020")
    assert json.loads(one["matters"]) == ["1"] and json.loads(one["matter_keys"]) == [matter(OBSERVATIONS)]
    assert "no_date" in {row["state"] for row in rows.values()} and one["ref"] == FERNHOLLOW["ref"]
    add_proof(promise=key, rung="done", on=date(2020, 5, 4), title="Audit of records", by="Ada")
    (proved,) = ask(export(tmp_path), f"SELECT state, proofs FROM promises WHERE promise = '{key}'")  # noqa: S608
    assert proved["state"] == "done" and json.loads(proved["proofs"])[0]["title"] == "Audit of records"
    (then,) = ask(
        export(tmp_path, date(2020, 2, 1)),
        f"SELECT state, proofs FROM promises WHERE promise = '{key}'",  # noqa: S608
    )
    assert (then["state"], then["proofs"]) == ("due", "[]"), "as at a day: neither overdue yet, nor proved"


def test_what_a_person_said_is_no_promise_is_left_out(tmp_path: Path) -> None:
    from forewarned.lessons.actions.judging import judge_promise

    every = [row["promise"] for row in ask(export(tmp_path), "SELECT promise FROM promises ORDER BY promise")]
    judge_promise(promise=every[0], verdict="reject", by="Ada")
    judge_promise(promise=every[1], verdict="confirm", by="Ada")
    left = ask(export(tmp_path), "SELECT promise, confirmed FROM promises ORDER BY promise")
    assert [row["promise"] for row in left] == every[1:]
    assert [row["confirmed"] for row in left] == [1] + [0] * (len(every) - 2)


def test_refusals_and_their_matters(tmp_path: Path) -> None:
    from forewarned.lessons.models import Refusal, TextRead

    response = TextRead.objects.get(role="response")
    Refusal.objects.create(response=response, start=4, end=9, text="Dear ", numbers=["2", "9"])
    (row,) = ask(export(tmp_path), "SELECT * FROM refusals")
    assert row["refusal"] == f"{row['response']}#refusal-1" and row["response"].endswith("#response-1")
    assert json.loads(row["matters"]) == ["2", "9"], "as it names them"
    assert json.loads(row["matter_keys"]) == [matter("The family were not told")], "those that the report has"


def test_lessons_with_members_reasons_and_lineage(tmp_path: Path) -> None:
    from forewarned.lessons.actions.lessons import lock_lesson, merge_lessons

    there = export(tmp_path)
    rows = ask(
        there,
        "SELECT l.*, b.matter, b.why, b.put_by_people, m.text FROM lessons AS l "
        "JOIN lesson_members AS b USING (lesson) JOIN matters AS m USING (matter) ORDER BY l.lesson, b.matter",
    )
    assert {(row["members"], row["reports"], row["in_force"], row["locked"]) for row in rows} == {(2, 2, 1, 0)}
    for row in rows:
        (named,) = (one["text"] for one in rows if one["matter"] == row["name_matter"])
        assert row["name"] in named and row["why"] and not row["put_by_people"]
    one, other = sorted({row["lesson"] for row in rows})
    merge_lessons(lesson=one, others=[other], by="Ada")
    there = export(tmp_path)
    (ended,) = ask(there, "SELECT * FROM lessons WHERE in_force = 0")
    (living,) = ask(there, "SELECT * FROM lessons WHERE in_force = 1")
    assert ended["succeeded_by"] == living["lesson"] and ended["members"] == 0
    assert json.loads(living["came_from"]) == [ended["lesson"]] and living["members"] == 4
    assert {row["put_by_people"] for row in ask(there, "SELECT put_by_people FROM lesson_members")} == {1}
    lock_lesson(lesson=living["lesson"], by="Ada")
    assert ask(export(tmp_path), "SELECT locked FROM lessons WHERE in_force = 1") == [{"locked": 1}]


def test_as_at_an_earlier_day_nothing_of_later_reports_is_told(tmp_path: Path) -> None:
    from forewarned.reports.models import Report

    Report.objects.exclude(ref=FERNHOLLOW["ref"]).update(published_on=date(2025, 1, 1))
    Report.objects.filter(ref=FERNHOLLOW["ref"]).update(published_on=date(2019, 7, 1))
    there = export(tmp_path, date(2020, 1, 1))
    assert {row["ref"] for row in ask(there, "SELECT ref FROM matters")} == {FERNHOLLOW["ref"]}
    lessons = ask(there, "SELECT members, reports FROM lessons")
    assert lessons == [{"members": 1, "reports": 1}], "counted among what was public; the other lesson is not there"
    assert ask(there, "SELECT reading FROM matters WHERE reading IS NOT NULL") == [], "read only later"
    assert ask(there, "PRAGMA foreign_key_check") == []
    none = export(tmp_path, date(2019, 6, 1))
    assert all(ask(none, f'SELECT * FROM "{table}"') == [] for table in TABLES)  # noqa: S608


def test_a_lesson_named_by_a_later_report_has_no_name_yet(tmp_path: Path) -> None:
    from forewarned.lessons.models import Lesson, Matter
    from forewarned.reports.models import Report

    row = Lesson.objects.filter(in_force=True).order_by("id")[0]
    named = Matter.objects.get(key=row.name_matter).report_id
    Report.objects.update(published_on=date(2019, 7, 1))
    Report.objects.filter(pk=named).update(published_on=date(2025, 1, 1))
    wanted = f"SELECT name, name_matter, members FROM lessons WHERE lesson = '{row.key}'"  # noqa: S608
    assert ask(export(tmp_path, date(2024, 1, 1)), wanted) == [{"name": None, "name_matter": None, "members": 1}]
    assert ask(export(tmp_path), wanted) == [{"name": row.name, "name_matter": row.name_matter, "members": 2}]


def test_csv_defuses_formulas_in_words(tmp_path: Path) -> None:
    from forewarned.lessons.models import Lesson, Matter, Promise

    Matter.objects.filter(key=matter(OBSERVATIONS)).update(text=FORMULA, number="-1.")
    Lesson.objects.update(name=FORMULA)
    Promise.objects.update(text="+Review", owner="@Board")
    there = export(tmp_path, formats=Format.ALL)
    assert {f"'{FORMULA}"} == {row["name"] for row in read_csv(there, "lessons")}
    assert f"'{FORMULA}" in {row["text"] for row in read_csv(there, "matters")}
    assert {("'+Review", "'@Board")} == {(row["text"], row["owner"]) for row in read_csv(there, "promises")}
    for table in TABLES:
        for row in read_csv(there, table):
            assert not [text for text in row.values() if text.startswith(("=", "+", "-", "@", "\t", "\r"))], table
    assert ask(there, "SELECT DISTINCT name FROM lessons") == [{"name": FORMULA}], "SQLite holds it as written"


def test_the_views_of_words_answer_their_questions(tmp_path: Path) -> None:
    there = export(tmp_path)
    matters = ask(there, "SELECT ref, text, themes, lesson FROM matters_and_themes")
    assert any("observation" in (row["themes"] or "") and row["lesson"] for row in matters)
    follow = ask(there, "SELECT state, due_on, respondent FROM promises_to_follow")
    assert follow[0]["state"] == "overdue" and follow[0]["due_on"] == "2020-03-31" and follow[-1]["due_on"] is None
    several = ask(there, "SELECT reports, first_report, latest_report FROM lessons_in_several_reports")
    assert {"reports": 2, "first_report": "2019-06-03", "latest_report": "2022-09-12"} in several


def test_it_says_how_much_is_held_and_when_lessons_were_joined(tmp_path: Path) -> None:
    said = {row["name"]: row["value"] for row in ask(export(tmp_path), "SELECT * FROM about")}
    assert said["words_held"].startswith("The words of 4 of 4 reports are held")
    assert "Lessons were last joined on " in said["lessons_joined"] and "same-lesson-2" in said["lessons_joined"]


def test_every_row_comes_after_those_it_refers_to() -> None:
    """Else a large export takes ten times as long: SQLite keeps looking for what is missing."""
    from forewarned.reports.questions.export_rows import pieces

    given: dict[str, set[object]] = {}
    referred = 0
    for table, rows in pieces(as_at=TODAY, about={}):
        given.setdefault(table.name, set()).update(row[table.key[0]] for row in rows)
        for column in table.columns:
            named = {row[column.name] for row in rows} - {None} if column.refers_to else set()
            assert named <= given.get(column.refers_to, set()), f"{table.name}.{column.name}"
            referred += len(named)
    assert referred > 50 and set(TABLES) <= given.keys()


def test_reports_are_taken_a_few_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many reports there are: the same files from chunks of one report as from one chunk of all."""
    from forewarned.reports.questions import export_rows

    whole = {table: read_csv(export(tmp_path, formats=Format.CSV), table) for table in TABLES}
    monkeypatch.setattr(export_rows, "CHUNK", 1)
    assert {table: read_csv(export(tmp_path, formats=Format.CSV), table) for table in TABLES} == whole
