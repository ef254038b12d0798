"""Words read end to end: what stands in the store, again and again, changed, interrupted, by other rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.functional.lessons.conftest import read, take_in
from tests.functional.lessons.words import ANSWER, FERNHOLLOW, MERROWFEN, QUILLSTONE, REPORTS, lines, response


def text_of(report: dict[str, Any]) -> dict[str, str]:
    return {name: report[name] for name in ("investigation", "circumstances", "concerns")}


def keys() -> dict[str, list[str]]:
    """Matters by the reference of their report."""
    from forewarned.lessons.models import Matter

    found: dict[str, list[str]] = {}
    for key, ref in Matter.objects.order_by("report_id", "position").values_list("key", "report__ref"):
        found.setdefault(ref, []).append(key)
    return found


def lessons() -> dict[str, set[str]]:
    """Lessons in force and the words of their matters."""
    from forewarned.lessons.models import Member

    found: dict[str, set[str]] = {}
    for key, text in Member.objects.filter(lesson__in_force=True).values_list("lesson__key", "matter__text"):
        found.setdefault(key, set()).add(text)
    return found


def test_matters_stand_word_for_word_where_they_say(words: None) -> None:
    from forewarned.lessons.models import Matter

    rows = list(Matter.objects.select_related("reading", "report").order_by("report_id", "position"))
    assert len(rows) >= 6
    for row in rows:
        assert row.reading.values["concerns"][row.start : row.end] == row.text
    for report in REPORTS:
        own = [row for row in rows if row.report.ref == report["ref"]]
        ends = [0, *(row.end for row in own)]
        starts = [*(row.start for row in own), len(report["concerns"])]
        between = {report["concerns"][end:start].strip() for end, start in zip(ends, starts, strict=True)}
        assert between <= {"", "(1)", "(2)"}, "nothing but numbers stands outside"
    kinds = [row.kind for row in rows if row.report.ref == FERNHOLLOW["ref"]]
    assert kinds.count("matter") == 2 and set(kinds) > {"matter"}, "the standing words are marked, not dropped"
    numbers = [row.number for row in rows if row.report.ref == QUILLSTONE["ref"]]
    assert numbers == ["(1)", "(2)"]


def test_facts_and_themes_show_their_words(words: None) -> None:
    from forewarned.lessons.models import Fact, Theme

    facts = {(one.report.ref, one.name): one for one in Fact.objects.select_related("report")}
    by_ref = {report["ref"]: text_of(report) for report in REPORTS}
    for (ref, _), one in facts.items():
        assert one.value and by_ref[ref][one.section][one.start : one.end].strip()
    assert facts[FERNHOLLOW["ref"], "date_of_death"].value == "2018-12-02"
    assert facts[MERROWFEN["ref"], "age"].value == "16"
    themes = list(Theme.objects.select_related("matter"))
    assert "observation" in {one.code for one in themes if "Observations" in one.matter.text}
    for theme in themes:
        assert all(theme.matter.text[start:end].strip() for start, end in theme.words)
    assert {theme.matter.kind for theme in themes} == {"matter"}


def test_promises_are_the_responses_own_words(words: None) -> None:
    from forewarned.lessons.models import Promise, TextRead

    response = TextRead.objects.get(role="response")
    assert (str(response.said_on), response.said_on_basis) == ("2019-07-20", "letter")
    promises = list(Promise.objects.order_by("position"))
    assert all(ANSWER["response"][one.start : one.end] == one.text for one in promises)
    dated = next(one for one in promises if one.due)
    assert (dated.due, str(dated.due_by), dated.status) == ("2020-03-31", "2020-03-31", "planned")
    assert "Electronic recording" in dated.text and "31 March 2020" in dated.date_text
    assert "1" in {number.strip("()") for one in promises for number in one.numbers}


def test_matters_that_one_fix_would_answer_share_a_lesson(words: None) -> None:
    from forewarned.lessons.models import Lesson, Member

    joined = [texts for texts in lessons().values() if any("Observations of patients" in one for one in texts)]
    assert len(joined) == 1
    lesson = Lesson.objects.get(key=Member.objects.filter(matter__text__contains="Observations of").first().lesson.key)  # type: ignore[union-attr]
    assert (lesson.reports, lesson.in_force, lesson.locked) == (2, True, False)
    named = Member.objects.get(matter__key=lesson.name_matter).matter.text
    assert named[lesson.name_start : lesson.name_end] == lesson.name
    assert "“" in Member.objects.filter(lesson=lesson).first().why, "why it belongs, in its own words"  # type: ignore[union-attr]


def test_reading_again_changes_nothing_and_writes_nothing(words: None, texts: Path) -> None:
    from forewarned.ledger.models import Entry

    before, entries = (keys(), lessons()), Entry.objects.count()
    done = read()
    assert (done.reports, done.responses) == (0, 0) and "reports and 0 responses" in done.sentence()
    assert (keys(), lessons()) == before and Entry.objects.count() == entries


def test_every_reading_is_in_the_ledger(words: None) -> None:
    from forewarned.ledger.models import Entry
    from forewarned.lessons.rules import READ_BY

    entries = [json.loads(one.body) for one in Entry.objects.filter(action="lessons.read").order_by("seq")]
    assert [one["rules"] for one in entries] == [READ_BY, READ_BY]
    assert len(entries[0]["reports"]) == len(REPORTS) and len(entries[1]["responses"]) == 1
    assert Entry.objects.filter(action="lessons.grouped").count() == 1


def test_changed_words_are_read_again_and_no_others(words: None, tmp_path: Path) -> None:
    from forewarned.lessons.models import Matter, TextRead

    before, ids = keys(), dict(TextRead.objects.filter(role="report").values_list("report__ref", "id"))
    changed = QUILLSTONE | {"concerns": QUILLSTONE["concerns"] + "\n(3) The ward had no working telephone."}
    take_in(lines(tmp_path / "changed.jsonl", FERNHOLLOW, changed, MERROWFEN))
    done = read()
    assert (done.reports, done.responses) == (1, 0)
    after = keys()
    assert after[FERNHOLLOW["ref"]] == before[FERNHOLLOW["ref"]]
    assert after[QUILLSTONE["ref"]][:2] == before[QUILLSTONE["ref"]], "words that stayed keep their key"
    assert "telephone" in Matter.objects.get(key=after[QUILLSTONE["ref"]][2]).text
    now = dict(TextRead.objects.filter(role="report").values_list("report__ref", "id"))
    assert {ref for ref in ids if ids[ref] != now[ref]} == {QUILLSTONE["ref"]}


def test_a_changed_matter_has_its_response_read_again(words: None, tmp_path: Path) -> None:
    changed = FERNHOLLOW | {"concerns": FERNHOLLOW["concerns"] + "\n(3) The alarm did not show the room."}
    take_in(lines(tmp_path / "changed.jsonl", changed))
    done = read()
    assert (done.reports, done.responses) == (1, 1)
    from forewarned.lessons.models import TextRead

    assert "3" in {one.strip("()") for one in TextRead.objects.get(role="response").unanswered}


def test_other_rules_read_everything_again(words: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.lessons.actions import reading, responses
    from forewarned.lessons.models import TextRead

    before = keys(), lessons()
    for module in (reading, responses):
        monkeypatch.setattr(module, "READ_BY", "other-2")
    done = read()
    assert (done.reports, done.responses) == (len(REPORTS), 1)
    assert set(TextRead.objects.values_list("rules", flat=True)) == {"other-2"}
    assert (keys(), lessons()) == before, "the same words give the same keys, and lessons keep theirs"


def test_a_persons_decision_outlives_another_reading(words: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.lessons.actions import reading
    from forewarned.lessons.actions.judging import judge_matter, judge_themes
    from forewarned.lessons.models import Matter, Theme

    matter = Matter.objects.get(text__contains="found with a ligature")
    found = set(Theme.objects.filter(matter=matter).values_list("code", flat=True))
    other = next(code for code in ("staffing", "equipment", "medication", "policy") if code not in found)
    verdicts = dict.fromkeys(found, "reject") | {other: "add"}
    judge_themes(matter=matter.key, verdicts=verdicts, by="tests")
    aside = Matter.objects.get(text__contains="No bed could be found")
    judge_matter(matter=aside.key, kind="background", by="tests")
    monkeypatch.setattr(reading, "READ_BY", "other-2")
    read()
    (theme,) = Theme.objects.filter(matter__key=matter.key)
    assert (theme.code, theme.people) == (other, True)
    again = Matter.objects.get(key=aside.key)
    assert again.pk != aside.pk and again.kind == "background" and not again.themes.exists()


def test_lessons_keep_their_ids_when_reports_are_added(words: None, tmp_path: Path) -> None:
    from forewarned.lessons.models import Lesson

    before = lessons()
    (ours,) = [key for key, texts in before.items() if any("Observations of patients" in one for one in texts)]
    third = QUILLSTONE | {
        "report_url": QUILLSTONE["report_url"].replace("barnaby", "tobias"),
        "ref": "2024-0300",
        "date": "2024-05-01",
        "circumstances": "He was a patient on Teal Ward.",
    }
    take_in(lines(tmp_path / "more.jsonl", third))
    assert read().reports == 1
    after = lessons()
    assert before.keys() <= after.keys() and before[ours] <= after[ours]
    assert Lesson.objects.get(key=ours).reports == 3


def test_a_locked_lesson_stays_as_it_is(words: None, tmp_path: Path) -> None:
    from forewarned.lessons.actions.lessons import lock_lesson
    from forewarned.lessons.models import Lesson

    (ours,) = [key for key, texts in lessons().items() if any("Observations of patients" in one for one in texts)]
    lock_lesson(lesson=ours, by="tests")
    before = Lesson.objects.get(key=ours).matters
    third = QUILLSTONE | {"report_url": QUILLSTONE["report_url"] + "second/", "ref": "2024-0300", "date": "2024-05-01"}
    take_in(lines(tmp_path / "more.jsonl", third))
    assert read().reports == 1
    row = Lesson.objects.get(key=ours)
    assert row.locked and row.in_force and sorted(row.matters) == sorted(before)


def test_words_that_are_gone_are_read_as_gone(words: None) -> None:
    """What was withdrawn at its source stands in no answer."""
    from forewarned.lessons.models import Fact, Matter, TextRead
    from forewarned.reports.models import Import, Reading

    last = Import.objects.order_by("-id").first()
    Reading.objects.filter(kind="texts", report__ref=MERROWFEN["ref"]).update(retired_by=last)
    assert read().reports == 1
    assert not Matter.objects.filter(report__ref=MERROWFEN["ref"]).exists()
    assert not Fact.objects.filter(report__ref=MERROWFEN["ref"]).exists()
    assert TextRead.objects.get(report__ref=MERROWFEN["ref"]).notes == ["no concerns section is held"]
    assert read().reports == 0


@pytest.mark.usefixtures("words")
class TestOneResponseInSeveralFiles:
    """A response counts once, whatever holds it."""

    def test_corrected_words_replace_the_earlier_ones(self, tmp_path: Path) -> None:
        from forewarned.lessons.models import Promise, TextRead

        kept = Promise.objects.get(due="2020-03-31").key
        corrected = ANSWER | {"response": ANSWER["response"].replace("a weekly check", "a daily check")}
        take_in(lines(tmp_path / "corrected.jsonl", corrected))
        assert read().responses == 1
        assert TextRead.objects.filter(role="response").count() == 1
        assert Promise.objects.get(due="2020-03-31").key == kept, "words that stayed keep their key and their proofs"
        assert not Promise.objects.filter(text__contains="weekly").exists()

    def test_the_file_itself_leads(self, tmp_path: Path) -> None:
        from forewarned.lessons.models import Promise, TextRead

        kept = Promise.objects.get(due="2020-03-31").key
        path = tmp_path / f"{ANSWER['response_url'].rpartition('/')[2].removesuffix('.pdf')}.txt"
        path.write_text(ANSWER["response"], encoding="utf-8")
        take_in(path)
        read()
        assert TextRead.objects.get(role="response").reading.kind in ("document", "responses")  # type: ignore[union-attr]
        assert Promise.objects.filter(due="2020-03-31").count() == 1
        assert Promise.objects.get(due="2020-03-31").key == kept

    def test_two_bodies_responses_are_two(self, tmp_path: Path) -> None:
        from forewarned.lessons.models import TextRead

        other = response(FERNHOLLOW, ANSWER["response"].replace("weekly", "nightly"), "Response-from-Lantern-Board")
        take_in(lines(tmp_path / "other.jsonl", other))
        assert read().responses == 1
        assert TextRead.objects.filter(role="response").count() == 2


def test_lessons_joined_without_their_encoder_are_told_though_nothing_waited(
    words: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails, so all are joined again by what is left: that is said, once."""
    from forewarned.lessons.actions import grouping, reading
    from forewarned.lessons.recurrence import PairModel

    class Without(PairModel):
        found_by = "same-lesson-2 (meaning, without its encoder)"

    monkeypatch.setattr(reading, "pairs_off", lambda: "Install Forewarned again.")
    assert read().pairs_off == "", "by the same model as before: nothing was joined"
    monkeypatch.setattr(grouping, "packaged_pairs", Without.load)
    done = read()
    assert (done.reports, done.responses) == (0, 0)
    assert done.sentence().endswith("without reading pairs of matters together: Install Forewarned again.")
    assert read().pairs_off == ""
