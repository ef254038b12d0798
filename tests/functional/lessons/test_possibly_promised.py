"""No death is classed by a promise that was read with doubt: it is listed apart until a person confirms it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.functional.lessons.again_words import BODY

from forewarned.lessons.recurrence.again import POSSIBLY, SURE, SURE_WITH_DAY

if TYPE_CHECKING:
    from forewarned.lessons.models import Promise
    from forewarned.lessons.questions.recurring import StepLine

DAY = date(2026, 2, 1)


@pytest.fixture(autouse=True)
def _again(again_held: None) -> None:
    """Every test here reads the reports of ``again_words``."""


@pytest.fixture
def dated() -> Promise:
    """The promise that had fallen due before the later death, which nobody has confirmed."""
    from forewarned.lessons.actions.judging import undo_judgements
    from forewarned.lessons.models import Judgement, Promise

    undo_judgements(judgements=list(Judgement.objects.filter(about="promise").values_list("pk", flat=True)), by="tests")
    return Promise.objects.get(text__startswith="Electronic recording of observations")


def step() -> StepLine:
    from forewarned.lessons.questions.recurring import ask_again

    found = next(
        one for one in ask_again(name=BODY, as_at=DAY).lessons
        if any("Observations of patients" in each.text for each in one.steps[0].matters)
    )  # fmt: skip
    return found.steps[-1]


def scored(promise: Promise, score: float, status: str = "planned") -> None:
    promise.score, promise.status = score, status
    promise.save(update_fields=["score", "status"])


def test_a_plan_with_its_day_is_sure_from_a_lower_score(dated: Promise) -> None:
    scored(dated, SURE_WITH_DAY)
    assert (step().kind, step().apart) == ("broken_promise", ())
    scored(dated, SURE_WITH_DAY - 0.01)
    assert (step().kind, step().promises) == ("recurrence", ())
    assert [one.apart for one in step().apart] == [POSSIBLY]


def test_what_is_said_to_be_done_has_to_be_read_with_more(dated: Promise) -> None:
    scored(dated, SURE - 0.01, "taken")
    assert step().kind == "recurrence"
    scored(dated, SURE, "taken")
    assert step().kind == "broken_promise"


def test_a_person_makes_it_sure_and_may_take_that_back(dated: Promise) -> None:
    from forewarned.lessons.actions.judging import judge_promise, undo_judgements

    scored(dated, 0.4)
    made = judge_promise(promise=dated.key, verdict="confirm", by="tests")
    assert (step().kind, step().apart) == ("broken_promise", ())
    undo_judgements(judgements=[made], by="tests")
    assert step().kind == "recurrence"
