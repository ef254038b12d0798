"""Every command on words: text, JSON and CSV, as at, an empty store, wrong arguments, and what no message may hold."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.functional.conftest import Cli, Run
from tests.functional.lessons.words import FERNHOLLOW, PEOPLE, QUILLSTONE, TRUST, lines, response

QUESTIONS: dict[str, tuple[str, ...]] = {
    "again": ("again",),
    "lessons": ("lessons", "list"),
    "promises": ("promises",),
    "screen": ("screen", "inpatient and theme:observation"),
    "search": ("search", "observations", "--no-meaning"),
}
REST = {
    "reports": 4, "read": 4, "with_matters": 4, "waiting": 0, "responses": 1, "responses_known": 1,
    "responses_waiting": 0, "to_join": False,
}  # fmt: skip
LIST = {"again": "lessons", "lessons": "lessons", "promises": "promises", "screen": "hits", "search": "hits"}


def rows(run: Run) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run.ok().out)))


def lesson(asked: Cli) -> dict[str, Any]:
    """The lesson of the matters on observations."""
    for one in asked("lessons", "list", "--json").ok().json["lessons"]:
        found = asked("lessons", "show", one["key"], "--json").ok().json
        if "Observations of patients" in found["matters"][0]["text"]:
            return dict(found)
    raise AssertionError("no lesson on observations")


@pytest.mark.parametrize("name", QUESTIONS)
class TestEveryQuestion:
    def test_text_json_and_csv_tell_the_same(self, asked: Cli, name: str) -> None:
        text = asked(*QUESTIONS[name]).ok()
        told = asked(*QUESTIONS[name], "--json").ok().json
        table = rows(asked(*QUESTIONS[name], "--csv"))
        assert text.out.strip() and not text.err
        assert told[LIST[name]] and table
        assert told["rest"] == REST
        assert "The words of 4 of 4 reports are held" in text.out
        assert told["cited"]["sources"]

    def test_not_both_faces(self, asked: Cli, name: str) -> None:
        run = asked(*QUESTIONS[name], "--json", "--csv")
        assert run.code == 5 and "exclude each other" in run.err

    def test_as_at_a_day_before_anything_was_known(self, asked: Cli, name: str) -> None:
        told = asked(*QUESTIONS[name], "--as-at", "2019-01-01", "--json").ok().json
        assert told["rest"]["reports"] == 0
        dated = [one for one in told[LIST[name]] if one.get("kind") != "lesson"]
        assert dated == []

    def test_as_at_no_day(self, asked: Cli, name: str) -> None:
        run = asked(*QUESTIONS[name], "--as-at", "June")
        assert run.code == 5 and "--as-at takes a date" in run.err

    def test_an_unknown_option(self, asked: Cli, name: str) -> None:
        assert asked(*QUESTIONS[name], "--nonsense").code == 2


def test_a_lesson_with_why_each_belongs(asked: Cli) -> None:
    one = lesson(asked)
    text = asked("lessons", "show", one["lesson"]["key"]).ok().out
    assert "2019-0777" in text and "2022-0431" in text and "likeness" in text
    table = rows(asked("lessons", "show", one["lesson"]["key"], "--csv"))
    assert [row["ref"] for row in table] == ["2019-0777", "2022-0431"] and all(row["why"] for row in table)


def test_decisions_from_the_shell(asked: Cli) -> None:
    one = lesson(asked)
    key, matters = one["lesson"]["key"], [each["key"] for each in one["matters"]]
    made = asked("lessons", "lock", key, "--reason", "checked").ok().out
    assert "Remembered, as decision" in made
    assert "(locked)" in asked("lessons", "show", key).ok().out
    assert "Decision" in asked("lessons", "show", key).ok().out
    number = next(word for word in made.split() if word.rstrip(".").isdigit()).rstrip(".")
    assert asked("lessons", "undo", number).ok().out == "Taken back.\n"
    assert asked("lessons", "undo", number).code == 4
    asked("lessons", "rename", key, matters[0], "made together at the end of the shift").ok()
    assert "“made together at the end of the shift”" in asked("lessons", "show", key).ok().out
    asked("lessons", "theme", matters[0], "--reject", "observation", "--add", "medication").ok()
    themes = {each["code"] for each in asked("lessons", "show", key, "--json").json["matters"][0]["themes"]}
    assert "medication" in themes and "observation" not in themes
    asked("lessons", "remove", key, matters[1]).ok()
    assert len(asked("lessons", "show", key, "--json").ok().json["matters"]) < 2


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("lessons", "show", "L-0"), 4),
        (("lessons", "lock", "L-0"), 4),
        (("lessons", "lock", "--off", "L-0"), 4),
        (("lessons", "merge", "L-0", "L-1"), 4),
        (("lessons", "split", "L-0", "m0"), 4),
        (("lessons", "remove", "L-0", "m0"), 4),
        (("lessons", "rename", "L-0", "m0", "words"), 4),
        (("lessons", "theme", "m0", "--add", "observation"), 4),
        (("lessons", "theme", "m0", "--add", "nonsense"), 5),
        (("lessons", "theme", "m0"), 5),
        (("lessons", "undo", "999999"), 4),
        (("lessons", "undo", "seven"), 2),
        (("lessons", "merge", "L-0"), 2),
        (("again", "No Such Body Anywhere"), 4),
        (("promises", "--organisation", "No Such Body Anywhere"), 4),
        (("promises", "--state", "broken"), 5),
        (("promises", "withdraw", "999999"), 4),
        (("screen", "suicide and inpateint"), 5),
        (("screen", "age <"), 5),
        (("screen", ""), 5),
        (("screen",), 2),
        (("search",), 2),
        (("similar",), 5),
        (("similar", "2099-9999"), 4),
        (("similar", "2019-0777", "--text", "x.txt"), 5),
    ],
)
def test_wrong_arguments(asked: Cli, arguments: tuple[str, ...], code: int) -> None:
    run = asked(*arguments)
    assert run.code == code, run.out + run.err
    assert "Traceback" not in run.err
    if code != 2:
        assert run.err.startswith("Error: ")
        assert not [name for name in PEOPLE if name in run.err]


class TestScreen:
    def test_a_hit_shows_the_words_that_made_it_true(self, asked: Cli) -> None:
        text = asked("screen", "suicide and inpatient").ok().out
        assert "Read as: suicide:yes and setting:inpatient" in text and FERNHOLLOW["ref"] in text
        (hit,) = asked("screen", "suicide and inpatient", "--json").json["hits"]
        for why in hit["because"]:
            if why["source"] in ("investigation", "circumstances", "concerns"):
                assert FERNHOLLOW[why["source"]][why["start"] : why["end"]] == why["words"]

    def test_near_misses_with_their_reason(self, asked: Cli) -> None:
        text = asked("screen", "inpatient and theme:observation and age < 40", "--near-misses").ok().out
        assert f"{QUILLSTONE['ref']}: " in text and "near misses" in text
        table = rows(asked("screen", "inpatient and theme:observation and age < 40", "--csv"))
        assert {row["answer"] for row in table} == {"yes", "no"}

    def test_what_is_not_said_is_not_known(self, asked: Cli) -> None:
        told = asked("screen", "suicide", "--json").ok().json
        assert told["not_known"] > 0 and told["screened"] == 4

    def test_a_query_that_cannot_be_read_names_its_column(self, asked: Cli) -> None:
        run = asked("screen", "suicide and inpateint")
        assert "column 13" in run.err and "inpatient" in run.err


class TestSearch:
    def test_everything_is_found_and_says_why(self, asked: Cli) -> None:
        kinds = {one["kind"] for one in asked("search", "observations", "--no-meaning", "--json").json["hits"]}
        assert {"matter", "response", "promise", "lesson"} <= kinds
        assert all(row["why"] for row in rows(asked("search", "observations", "--no-meaning", "--csv")))

    def test_a_slip_is_forgiven_and_said(self, asked: Cli) -> None:
        text = asked("search", "obsrevations", "--no-meaning").ok().out
        assert "“obsrevations” stands nowhere; looked for: " in text and FERNHOLLOW["ref"] in text

    def test_narrowed(self, asked: Cli) -> None:
        told = asked("search", "crisis line", "--kind", "matter", "--no-meaning", "--json").ok().json
        assert {one["kind"] for one in told["hits"]} == {"matter"} and len(told["hits"]) == 3
        assert "Nothing was found" in asked("search", "zzyzx", "--no-meaning").ok().out

    def test_what_a_person_rejected_is_not_found(self, asked: Cli) -> None:
        from forewarned.lessons.actions.judging import judge_promise
        from forewarned.lessons.models import Promise

        found = asked("search", "electronic recording", "--kind", "promise", "--no-meaning", "--json").json["hits"]
        assert len(found) == 1
        judge_promise(promise=Promise.objects.get(due="2020-03-31").key, verdict="reject", by="tests")
        again = asked("search", "electronic recording", "--kind", "promise", "--no-meaning", "--json").json["hits"]
        assert again == []


class TestSimilar:
    def test_to_a_report(self, asked: Cli) -> None:
        told = asked("similar", QUILLSTONE["ref"], "--json").ok().json
        assert QUILLSTONE["ref"] not in {one["ref"] for one in told["found"]}, "not to itself"
        assert told["found"][0]["ref"] == FERNHOLLOW["ref"]
        for point in told["found"][0]["shared"]:
            section, start, end = point["there_at"]
            assert FERNHOLLOW[section][start:end] == point["there"]
        text = asked("similar", QUILLSTONE["ref"]).ok().out
        assert "here:" in text and "there:" in text

    def test_both_dates_of_death_are_given_where_they_differ(self, asked: Cli) -> None:
        from forewarned.reports.models import Report

        Report.objects.filter(ref=FERNHOLLOW["ref"]).update(date_of_death=date(2018, 11, 30))
        text = asked("similar", QUILLSTONE["ref"]).ok().out
        assert "died 2018-12-02 (the report’s own words; but the register: 2018-11-30)" in text
        first = rows(asked("similar", QUILLSTONE["ref"], "--csv"))[0]
        assert (first["date_of_death"], first["other_date_of_death"]) == ("2018-12-02", "2018-11-30")

    def test_to_a_narrative_that_is_kept_nowhere(self, asked: Cli, tmp_path: Path) -> None:
        from forewarned.ledger.models import Entry

        before = Entry.objects.count()
        story = tmp_path / "narrative.txt"
        told = "A woman aged 30, detained on a mental health ward, was found hanging. Xylovian checks were missed."
        story.write_text(told, encoding="utf-8")
        found = asked("similar", "--text", story, "--json").ok().json["found"]
        assert found[0]["ref"] == FERNHOLLOW["ref"]
        assert rows(asked("similar", "--text", story, "--csv"))[0]["ref"] == FERNHOLLOW["ref"]
        assert Entry.objects.count() == before
        kept = [path for path in asked.home.rglob("*") if path.is_file() and b"Xylovian" in path.read_bytes()]
        assert not kept

    @pytest.mark.parametrize(
        ("name", "content"), [("empty.txt", b""), ("blank.txt", b" \n\n"), ("broken.pdf", b"%PDF-1.7\n1 0 obj <<")]
    )
    def test_no_narrative(self, asked: Cli, tmp_path: Path, name: str, content: bytes) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        run = asked("similar", "--text", path)
        assert run.code == 5 and "Traceback" not in run.err

    def test_a_report_without_words(self, asked: Cli, tmp_path: Path) -> None:
        bare = FERNHOLLOW | {"report_url": FERNHOLLOW["report_url"] + "bare/", "ref": "2025-0001", "date": "2025-01-02"}
        bare |= {"investigation": "", "circumstances": "", "concerns": ""}
        asked("import", lines(tmp_path / "bare.jsonl", bare)).ok()
        run = asked("similar", "2025-0001")
        assert run.code == 4 and "words of this report are not held" in run.err


class TestPromises:
    def test_what_is_left_out_declined_or_worth_asking_about_is_told(self, asked: Cli, tmp_path: Path) -> None:
        words = (
            f"{TRUST}\n\n1 November 2022\n\nDear Coroner\n\nConcern 1\nWe have introduced a weekly check of "
            "observation records on every ward by 31 January 2023. We do not propose to take any action on the times "
            "at which entries are made.\n\nYours faithfully\n"
        )
        answer = response(QUILLSTONE, words, "Response-from-the-Trust")
        asked("import", lines(tmp_path / "more.jsonl", answer)).ok()
        text = asked("promises").ok().out
        told = asked("promises", "--json").ok().json
        assert told["refusals"] and told["left_out"] and told["reminders"]
        assert f"Nothing will be done, says {TRUST} on 2022-0431: “We do not propose" in text.replace(
            ", on matter 1", ""
        )
        left = next(one for one in told["left_out"] if one["ref"] == "2022-0431")
        assert left["matters"] == ["2"]
        assert f"No words were found on matter 2 in the response of {TRUST} on 2022-0431." in text
        assert "Worth asking about as at " in text

    def test_one_is_told_as_one(self, asked: Cli) -> None:
        from forewarned.lessons.models import Promise

        Promise.objects.exclude(pk=Promise.objects.order_by("id")[0].pk).delete()
        assert "Every response that was read: 1 promise (" in asked("promises").ok().out


def test_again_names_the_body_and_both_dates(asked: Cli) -> None:
    """The trust of the texts is in no directory: asked by the name that the reports write."""
    run = asked("again", TRUST)
    assert run.code in (0, 4)
    text = asked("again").ok().out
    assert "2 reports" in text
