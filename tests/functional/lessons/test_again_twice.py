"""Recurrence at its edges: one death reported twice, matters that may be one lesson, people's answers to them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.functional.lessons.again_words import BODY, FAMILY, PLANS, RISK, RISK_AGAIN

from forewarned.errors import InputError, NotFoundError
from forewarned.lessons.recurrence.relation import STRONGEST_FIRST

if TYPE_CHECKING:
    from forewarned.lessons.questions.recurring import AgainAnswer, AgainLine

DAY = date(2026, 2, 1)


@pytest.fixture(autouse=True)
def _again(again_held: None) -> None:
    """Every test here reads the reports of ``again_words``."""


def ask(day: date = DAY) -> AgainAnswer:
    from forewarned.lessons.questions.recurring import ask_again

    return ask_again(name=BODY, as_at=day)


def lesson_of(words: str, day: date = DAY) -> AgainLine:
    return next(one for one in ask(day).lessons if any(words in each.text for each in one.steps[0].matters))


def key_of(words: str) -> str:
    from forewarned.lessons.models import Matter

    return Matter.objects.get(text=words).key


def test_a_death_that_was_reported_twice_is_one_step() -> None:
    found = lesson_of("Observations of patients")
    assert [step.ref for step in found.steps] == ["2019-0701", "2022-0731"]
    first, second = found.steps
    assert [(one.ref, one.date_of_report) for one in first.also] == [("2019-0702", "2019-09-09")]
    assert {one.report for one in first.matters} == {"orla-fennimore", "orla-fennimore-2"}
    assert second.kind == "broken_promise" and second.against == "2019-0701"
    assert [one.due for one in second.promises] == ["2020-03-31"]


def test_only_the_same_name_with_the_same_day_is_the_same_death() -> None:
    from forewarned.lessons.questions.deaths import name_folded

    assert name_folded("FENNIMORE, Orla") == name_folded("Orla Fennimore") == "fennimore orla"
    assert name_folded("Órla O’Dune") == name_folded("orla odune")
    assert name_folded("Orla") == name_folded("[REDACTED] name") == name_folded("") == ""


def test_kinds_are_strongest_first_and_a_missing_date_is_said() -> None:
    answer = ask()
    assert dict(answer.by_kind) == {"broken_promise": 1, "recurrence": 0, "undetermined": 1, "same_era": 1}
    assert [one.kind for one in answer.lessons] == ["broken_promise", "undetermined", "same_era"]
    undetermined = answer.lessons[1].steps[1]
    assert undetermined.date_of_death == "" and undetermined.missing == ("date of death of 2021-0400",)


def test_what_may_be_one_lesson_stands_apart_with_the_words_of_both() -> None:
    answer = ask()
    pair = next(one for one in answer.possible if one.sides[0].text == RISK)
    assert pair.sides[1].text == RISK_AGAIN and 0.5 < pair.score < 0.76
    assert pair.found_by.startswith("same-lesson-")
    assert {"updated", "incidents"} <= {word.lower() for word in pair.words}
    for side in pair.sides:
        assert all(side.text[start:end].strip() for start, end in side.shared)
    assert not any(RISK in step.matters[0].text for one in answer.lessons for step in one.steps)
    assert any(row["other_text"] == RISK_AGAIN for row in (one.row() for one in answer.possible))


def test_what_the_dates_would_say_of_a_possible_pair_stands_with_it() -> None:
    """The later death (June 2017) came after the earlier report (February 2017): if it is one lesson."""
    answer = ask()
    pair = next(one for one in answer.possible if one.sides[0].text == RISK)
    assert (pair.band, pair.kind, pair.missing) == ("possible", "recurrence", ())
    assert "2017-06-01" in pair.reason and "2017-02-01" in pair.reason
    assert pair.row()["if_one_lesson"] == "recurrence"
    assert "not confirmed by a person" in answer.sentence()
    assert answer.by_kind == ask_without().by_kind, "it counts for no class of its own"
    order = [(one.band != "possible", STRONGEST_FIRST.index(one.kind), -one.score) for one in answer.possible]
    assert order == sorted(order)


def ask_without() -> AgainAnswer:
    from forewarned.lessons.questions.recurring import ask_again

    return ask_again(name=BODY, as_at=DAY, possible=False)


def test_lessons_to_merge_with_are_the_likest_and_never_what_a_person_parted() -> None:
    from forewarned.lessons.actions.lessons import join_matters, lock_lesson, part_matters
    from forewarned.lessons.models import Lesson
    from forewarned.lessons.questions.alike import lessons_like

    join_matters(matters=[key_of(RISK), key_of(PLANS)], by="Ada")
    join_matters(matters=[key_of(RISK_AGAIN), key_of(FAMILY)], by="Ada")
    mine = Lesson.objects.get(in_force=True, members__matter__key=key_of(RISK))
    found = lessons_like(lesson=mine.key, most=6)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True) and mine.key not in {line.key for line, _ in found}
    first = Lesson.objects.get(key=found[0][0].key)
    part_matters(matters=[key_of(RISK)], others=first.matters[:1], by="Ada")
    assert first.key not in {line.key for line, _ in lessons_like(lesson=mine.key, most=6)}
    assert len(found) > 1
    lock_lesson(lesson=found[1][0].key, by="Ada")
    assert found[1][0].key not in {line.key for line, _ in lessons_like(lesson=mine.key, most=6)}
    assert lessons_like(lesson="L-none", most=6) == ()


def test_it_is_not_looked_for_where_it_is_not_asked() -> None:
    from forewarned.lessons.questions.recurring import ask_again

    assert ask_again(name=BODY, as_at=DAY, possible=False).possible == ()


def test_yes_makes_them_one_lesson_and_is_taken_back() -> None:
    from forewarned.ledger.models import Entry
    from forewarned.lessons.actions.lessons import join_matters, undo_lesson_decision
    from forewarned.lessons.models import Lesson

    before = ask()
    made = join_matters(matters=[key_of(RISK), key_of(RISK_AGAIN)], reason="one review", by="Ada")
    assert Entry.objects.filter(action="lesson.judged", by="Ada").count() == 1
    after = ask()
    found = lesson_of("Risk assessments were not updated")
    assert [step.ref for step in found.steps] == ["2017-0100", "2018-0200"]
    assert found.kind == "recurrence"
    assert len(after.possible) == len(before.possible) - 1
    lesson = Lesson.objects.get(key=found.lesson)
    assert lesson.size == 2
    undo_lesson_decision(judgement=made, by="Ada")
    assert ask() == before
    lesson.refresh_from_db()
    assert not lesson.in_force and lesson.succeeded_by == ""


def test_no_keeps_them_apart_and_is_taken_back() -> None:
    from forewarned.lessons.actions.lessons import part_matters, undo_lesson_decision

    before = ask()
    made = part_matters(matters=[key_of(RISK)], others=[key_of(RISK_AGAIN)], by="Ada")
    after = ask()
    assert len(after.possible) == len(before.possible) - 1 and after.lessons == before.lessons
    undo_lesson_decision(judgement=made, by="Ada")
    assert ask() == before


def test_a_lesson_comes_along_when_one_of_its_matters_is_joined() -> None:
    from forewarned.lessons.actions.lessons import join_matters, lock_lesson
    from forewarned.lessons.models import Lesson

    crisis = lesson_of("The crisis line")
    held = [one.key for step in crisis.steps for one in step.matters]
    join_matters(matters=[held[0], key_of(RISK)], by="Ada")
    whole = Lesson.objects.get(in_force=True, members__matter__key=key_of(RISK))
    assert set(whole.matters) == {*held, key_of(RISK)}
    lock_lesson(lesson=whole.key, by="Ada")
    with pytest.raises(InputError, match="locked"):
        join_matters(matters=[key_of(RISK), key_of(RISK_AGAIN)], by="Ada")


def test_what_is_refused() -> None:
    from forewarned.lessons.actions.lessons import join_matters, part_matters

    one = key_of(RISK)
    with pytest.raises(InputError, match="Two matters"):
        join_matters(matters=[one, one], by="Ada")
    with pytest.raises(NotFoundError, match="No matter"):
        join_matters(matters=[one, "m0000000000000000"], by="Ada")
    with pytest.raises(InputError, match="kept apart"):
        part_matters(matters=[one], others=[one], by="Ada")
    with pytest.raises(NotFoundError, match="No matter"):
        part_matters(matters=[one], others=["m0000000000000000"], by="Ada")


def test_an_earlier_day_knows_less() -> None:
    early = ask(date(2022, 9, 20))
    assert [one.kind for one in early.lessons] == ["broken_promise", "undetermined"]
    assert all(side.date_of_report and side.date_of_report.year < 2023 for one in early.possible for side in one.sides)


def test_lessons_count_deaths_beside_reports() -> None:
    from forewarned.lessons.questions.grouped import ask_lesson, ask_lessons

    observations = lesson_of("Observations of patients").lesson
    line = next(one for one in ask_lessons(as_at=DAY).lessons if one.key == observations)
    assert (line.reports, line.deaths) == (3, 2)
    found = ask_lesson(key=observations, as_at=DAY)
    assert [(one.report, one.first_report, one.known_from) for one in found.deaths] == [
        ("orla-fennimore", "orla-fennimore", "register"),
        ("orla-fennimore-2", "orla-fennimore", "register"),
        ("bram-tolliver", "bram-tolliver", "register"),
    ]


def test_lessons_of_most_deaths_come_first_and_one_event_counts_once() -> None:
    """Two who died on one day, as in one crash, are two deaths; for the order they are one."""
    from forewarned.lessons.models import Fact
    from forewarned.lessons.questions.grouped import ask_lessons
    from forewarned.reports.models import Report

    def names() -> list[str]:
        answer = ask_lessons(as_at=DAY)
        assert [one.deaths for one in answer.lessons] == [2, 2, 2]
        return [one.name for one in answer.lessons]

    first, *rest = names()
    assert first.startswith("Observations of patients"), "in most reports, of two deaths"
    for key in ("orla-fennimore", "orla-fennimore-2", "bram-tolliver"):
        Report.objects.filter(key=key).update(date_of_death=date(2018, 12, 2))
    Fact.objects.filter(report__key="bram-tolliver", name="date_of_death").delete()
    assert names() == [*rest, first]
