"""What must hold of lessons and of dates, whatever comes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forewarned.lessons.recurrence import LessonDecision, LessonMatter, PairModel, Warned, classify, group

MODEL = PairModel.load()
SAID = (
    "Observations were not carried out and the observation records were falsified.",
    "Staff failed to carry out observations and records of observations were false.",
    "There is a shortage of mental health beds and patients wait for days.",
    "Patients wait for days because there is a shortage of mental health beds.",
    "The care plan and the risk assessment were not updated after the incident.",
    "Risk assessments and care plans were not updated by the care co-ordinator.",
    "The family was not told of the discharge and no follow-up was arranged.",
)
ALL = [
    LessonMatter(f"m{number:02}", SAID[number % len(SAID)] + " " * (number % 3), f"r{number}", f"20{10 + number}-05-01")
    for number in range(14)
]
SOME = st.lists(st.sampled_from(ALL), unique=True, min_size=2, max_size=14)


@settings(max_examples=25)
@given(SOME, st.data())
def test_the_order_of_matters_makes_no_difference(matters: list[LessonMatter], data: st.DataObject) -> None:
    assert group(matters, MODEL) == group(data.draw(st.permutations(matters)), MODEL)


@settings(max_examples=25)
@given(SOME, SOME)
def test_adding_matters_never_ends_an_id_silently(before: list[LessonMatter], more: list[LessonMatter]) -> None:
    first = group(before, MODEL)
    second = group({*before, *more}, MODEL, previous=first)
    living = {lesson.id: lesson for lesson in second if lesson.members}
    ended = {lesson.id: lesson for lesson in second if not lesson.members}
    assert len(living) + len(ended) == len(second)
    for lesson in first:
        assert lesson.id in living or ended[lesson.id].succeeded_by in living
        if lesson.id in living:
            assert set(lesson.keys) & set(living[lesson.id].keys)


@settings(max_examples=25)
@given(SOME, st.data())
def test_what_a_person_parted_is_never_joined(matters: list[LessonMatter], data: st.DataObject) -> None:
    one, two = data.draw(st.lists(st.sampled_from(matters), min_size=2, max_size=2, unique=True))
    split = LessonDecision("split", matters=(one.key,), others=(two.key,))
    assert not any({one.key, two.key} <= set(lesson.keys) for lesson in group(matters, MODEL, [split]))


@settings(max_examples=25)
@given(SOME, st.data())
def test_a_lock_holds_whatever_else_comes(matters: list[LessonMatter], data: st.DataObject) -> None:
    held = data.draw(st.lists(st.sampled_from(matters), min_size=1, unique=True))
    lock = LessonDecision("lock", lesson="L-kept", matters=tuple(matter.key for matter in held))
    kept = next(lesson for lesson in group(ALL, MODEL, [lock]) if lesson.id == "L-kept")
    assert set(kept.keys) == {matter.key for matter in held}


DAYS = st.dates(date(2010, 1, 1), date(2025, 12, 31))


def cut(day: date, length: int) -> str:
    return day.isoformat()[:length]


@given(DAYS, DAYS, st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_less_known_dates_never_change_the_class_but_to_undetermined(report: date, death: date, a: int, b: int) -> None:
    whole = classify(Warned("A", report.isoformat()), Warned("B", "", death.isoformat())).kind
    partial = classify(Warned("A", cut(report, a)), Warned("B", "", cut(death, b))).kind
    assert partial in (whole, "undetermined")


@pytest.mark.parametrize("kind", ["recurrence", "same_era"])
@given(DAYS, st.integers(1, 3000))
def test_one_day_decides(kind: str, report: date, days: int) -> None:
    death = date.fromordinal(report.toordinal() + (days if kind == "recurrence" else -days))
    assert classify(Warned("A", report.isoformat()), Warned("B", "", death.isoformat())).kind == kind
