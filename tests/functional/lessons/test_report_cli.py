"""`forewarned report`: what was read in the words, the same as on the site, and in short for people."""

from __future__ import annotations

from typing import Any

import pytest
from tests.functional.conftest import Cli
from tests.functional.lessons.words import ANSWER, FERNHOLLOW, MERROWFEN, TRUST

from forewarned.reports.models import Report

REF = FERNHOLLOW["ref"]


def told(asked: Cli, *more: str) -> dict[str, Any]:
    (one,) = asked("report", REF, "--json", *more).ok().json["reports"]
    found: dict[str, Any] = one["told"]
    return found


@pytest.mark.usefixtures("words")
class TestToldAsJson:
    def test_it_is_what_the_question_gives_to_the_site(self, asked: Cli) -> None:
        from forewarned.lessons.questions.told import ask_told
        from forewarned.reports.questions.result import json_values
        from forewarned.settings import settings

        row = Report.objects.get(ref=REF)
        assert told(asked) == json_values(ask_told(report=row, as_at=settings().today()))

    def test_matters_facts_and_promises_are_spans_of_the_texts(self, asked: Cli) -> None:
        found = told(asked)
        sections = {one["name"]: one["text"] for one in found["sections"]}
        for one in found["matters"]:
            line = one["line"]
            assert sections["concerns"][line["start"] : line["end"]] == line["text"]
        assert [one["name"] for one in found["matters"] if one["line"]["kind"] == "matter"] == ["1", "2"]
        for fact in found["facts"]:
            assert sections[fact["section"]][fact["start"] : fact["end"]] == fact["words"]
        (response,) = found["responses"]
        assert response["text"] == ANSWER["response"] and len(response["promises"]) == 3
        for span in response["promises"]:
            assert response["text"][span["start"] : span["end"]] == span["words"]

    def test_as_at_a_day_before_the_response_there_is_none(self, asked: Cli) -> None:
        Report.objects.filter(ref=REF).update(published_on="2019-06-10")
        assert told(asked, "--as-at", "2019-07-01")["responses"] == []
        assert len(told(asked, "--as-at", "2019-08-01")["responses"]) == 1

    def test_the_answer_keeps_its_own_keys(self, asked: Cli) -> None:
        (one,) = asked("report", REF, "--json").ok().json["reports"]
        assert one["ref"] == REF and {"fields", "duties", "documents", "cited"} < one.keys()


@pytest.mark.usefixtures("words")
class TestForPeople:
    def test_matters_with_themes_and_lesson_and_the_promises_on_them(self, asked: Cli) -> None:
        from forewarned.lessons.models import Member, Promise

        text = asked("report", REF).ok().out
        lines = [line.strip() for line in text.splitlines()]
        at = next(n for n, line in enumerate(lines) if line.startswith("Matter 1: “Observations of patients were"))
        lesson = Member.objects.get(matter__report__ref=REF).lesson.key
        assert lines[at + 1].startswith("themes: ") and "observation" in lines[at + 1]
        assert lines[at + 1].endswith(f"lesson: {lesson}")
        assert "lesson: shared with no other matter" in text
        key = Promise.objects.get(due="2020-03-31").key
        assert f"Promise {key}, planned, on matter 1: “Electronic recording of observations will be in use" in text
        assert f"Response of {TRUST}, of 20 Jul 2019" in text and "date of death: 2018-12-02" in text

    def test_a_decision_shows(self, asked: Cli) -> None:
        from forewarned.lessons.actions.judging import judge_themes
        from forewarned.lessons.models import Matter

        key = Matter.objects.filter(report__ref=REF, number="(2)").values_list("key", flat=True)[0]
        judge_themes(matter=key, verdicts={"medication": "add"}, by="Ada")
        assert "medication (said by a person)" in asked("report", REF).ok().out

    def test_a_refusal_and_a_matter_left_out(self, asked: Cli) -> None:
        from forewarned.lessons.models import Refusal, TextRead

        response = TextRead.objects.get(role="response")
        TextRead.objects.filter(pk=response.pk).update(unanswered=["2"], notes=["it disputes a fact of the report"])
        Refusal.objects.create(response=response, start=4, end=9, text="Dear ", numbers=["2"])
        text = asked("report", REF).ok().out
        assert "Refusal, on matter 2: “Dear”" in text and "No words were found on matter 2." in text
        assert "Note: it disputes a fact of the report." in text

    def test_no_response_read_is_not_known(self, asked: Cli) -> None:
        text = asked("report", MERROWFEN["ref"]).ok().out
        assert "The words of no response to it are held here: what was answered is not known." in text


def test_words_that_were_not_read_are_not_known(cli: Cli) -> None:
    Report.objects.create(
        key="wren-hollis",
        report_url="https://example.invalid/wren-hollis/",
        ref="2024-0001",
        published_on="2024-02-01",
    )
    text = cli("report", "2024-0001").ok().out
    assert "They are not held here, or wait to be read: what it warns of is not known." in text
    (one,) = cli("report", "2024-0001", "--json").ok().json["reports"]
    assert one["told"]["matters"] == [] and one["told"]["read_by"] == ""
