"""Recurrence at its edges: one death reported twice, matters that may be one lesson, people's answers to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.functional.lessons.again_words import BODY, RISK, RISK_AGAIN, again_store

from forewarned.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from forewarned.lessons.questions.recurring import AgainAnswer, AgainLine

DAY = date(2026, 2, 1)


@pytest.fixture(scope="module")
def _again_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), again_store(home, folder), django_db_blocker.block():
        yield


@pytest.fixture(autouse=True)
def _again(_again_once: None, db: None) -> None:
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
