"""Lessons from fictional matters: what joins, what people decide, and ids that last."""

from __future__ import annotations

import pytest

from forewarned.errors import InputError
from forewarned.lessons.recurrence import LessonDecision, LessonGroup, LessonMatter, PairModel, group
from forewarned.lessons.recurrence.clustering import JOINING, MEANING, NEAR, READING, TOGETHER

ONE, TWO = frozenset({"body:fernmoor"}), frozenset({"body:saltby"})
MATTERS = [
    LessonMatter(
        "o1",
        "1. Hourly observations were not carried out and observation records were falsified.",
        "r1",
        "2015-02-01",
        ONE,
    ),
    LessonMatter(
        "o2",
        "(2) Observations were not carried out as required and false entries were made in observation records.",
        "r2",
        "2018-06-01",
        ONE,
    ),
    LessonMatter(
        "o3",
        "Staff failed to carry out observations; the observation records were falsified afterwards.",
        "r3",
        "2021-09-01",
        TWO,
    ),
    LessonMatter(
        "b1",
        "There is a shortage of mental health beds and patients wait in the emergency department.",
        "r1",
        "2015-02-01",
        ONE,
    ),
    LessonMatter(
        "b2",
        "The national shortage of mental health beds means that patients wait for days for a bed.",
        "r4",
        "2020-03",
        TWO,
    ),
    LessonMatter("x", "The fire service was not told that the stairs were blocked.", "r4", "2020-03", TWO),
]


@pytest.fixture(scope="module")
def model() -> PairModel:
    return PairModel.load()


def keys(lessons: tuple[LessonGroup, ...]) -> list[tuple[str, ...]]:
    return [lesson.keys for lesson in lessons if lesson.members]


def test_matters_with_one_obligation_make_one_lesson_across_bodies(model: PairModel) -> None:
    lessons = group(MATTERS, model)
    assert keys(lessons) == [("b1", "b2"), ("o1", "o2", "o3")]
    assert lessons[1].organisations == ("body:fernmoor", "body:saltby")
    assert lessons[1].reports == ("r1", "r2", "r3")


def test_a_name_is_words_of_a_member_and_every_member_says_why(model: PairModel) -> None:
    texts = {matter.key: matter.text for matter in MATTERS}
    for lesson in group(MATTERS, model):
        assert lesson.name is not None and lesson.name.key in lesson.keys
        assert texts[lesson.name.key][lesson.name.start : lesson.name.end] == lesson.name.text
        assert not lesson.name.text[0].isdigit() and not lesson.name.text.startswith("(")
        for member in lesson.members:
            assert member.nearest in lesson.keys and member.nearest != member.key
            assert member.shared and member.nearest_score >= member.score > 0


SHORT_ENDS = (
    (
        "Hourly observations were falsified and had not been carried out. It was so.",
        "carried out",
    ),
    ("Hourly observations were falsified because nobody had told him. It was so.", "told him"),
    ("Hourly observations were falsified (nobody had told him). It was so.", "told him)"),
    (
        "It was so, and so it was then. Hourly observations were falsified by one. It was so.",
        "by one",
    ),
    (
        "Hourly observations of a patient on the ward were falsified; ii. It was so.",
        "were falsified",
    ),
    (
        "Hourly observations of a patient on the ward were falsified b) It was so.",
        "were falsified",
    ),
    (
        "Hourly observations of a patient on the ward were falsified iv. It was so.",
        "were falsified",
    ),
)
"""A matter, and how its sentence on observations ends: a short last word is of it, a list's label is not."""


@pytest.mark.parametrize(("text", "ends"), SHORT_ENDS)
def test_a_name_keeps_its_last_word_and_no_label(model: PairModel, text: str, ends: str) -> None:
    matters = [LessonMatter("a", text, "r1", "2015-02-01", ONE), LessonMatter("b", text, "r2", "2016-02-01", ONE)]
    (lesson,) = group(matters, model, [LessonDecision("merge", matters=("a", "b"))])
    assert lesson.name is not None and lesson.name.text.startswith("Hourly observations")
    assert lesson.name.text.endswith(ends), lesson.name.text
    assert text[lesson.name.start : lesson.name.end] == lesson.name.text


def test_a_split_is_honoured_and_a_later_merge_undoes_it(model: PairModel) -> None:
    split = LessonDecision("split", matters=("o3",), others=("o1", "o2"))
    assert keys(group(MATTERS, model, [split])) == [("b1", "b2"), ("o1", "o2")]
    merge = LessonDecision("merge", matters=("o1", "o2", "o3"))
    assert ("o1", "o2", "o3") in keys(group(MATTERS, model, [split, merge]))
    assert ("o1", "o2", "o3") not in keys(group(MATTERS, model, [merge, split]))


def test_a_merge_joins_what_the_model_would_not(model: PairModel) -> None:
    lessons = group(MATTERS, model, [LessonDecision("merge", matters=("x",), others=("b1",))])
    joined = next(lesson for lesson in lessons if "x" in lesson.keys)
    assert "b1" in joined.keys
    assert {member.key for member in joined.members if member.by_person} == {"b1", "x"}


def test_a_removed_member_stays_out(model: PairModel) -> None:
    removed = LessonDecision("remove", matters=("o2",), others=("o1", "o3"))
    assert all("o2" not in lesson.keys for lesson in group(MATTERS, model, [removed]))


def test_a_locked_lesson_never_changes_by_itself(model: PairModel) -> None:
    first = group(MATTERS[:2], model)
    lock = LessonDecision("lock", lesson=first[0].id, matters=first[0].keys)
    lessons = group(MATTERS, model, [lock], previous=first)
    locked = next(lesson for lesson in lessons if lesson.id == first[0].id)
    assert locked.locked and locked.keys == ("o1", "o2")
    unlocked = group(MATTERS, model, [lock, LessonDecision("unlock", lesson=first[0].id)], previous=lessons)
    assert next(lesson for lesson in unlocked if lesson.id == first[0].id).keys == ("o1", "o2", "o3")


def test_a_lock_on_matters_that_are_not_at_hand_says_nothing_of_others(model: PairModel) -> None:
    """A decision on one lesson brings only its own matters, and what was locked may be gone when it is read again."""
    lock = LessonDecision("lock", lesson="L-elsewhere", matters=("gone", "gone too"))
    assert keys(group(MATTERS, model, [lock])) == keys(group(MATTERS, model))
    split = LessonDecision("split", matters=("o3",), others=("o1", "o2"))
    assert ("o1", "o2") in keys(group(MATTERS, model, [lock, split]))
    with pytest.raises(InputError):
        group(MATTERS, model, [LessonDecision("lock", matters=("o1",))])


def test_progress_names_every_stage_from_its_beginning_to_its_end(model: PairModel) -> None:
    told: list[tuple[str, int, int]] = []
    group(MATTERS, model, progress=lambda what, done, of: told.append((what, done, of)))
    assert list(dict.fromkeys(what for what, _, _ in told)) == [READING, NEAR, MEANING, TOGETHER, JOINING]
    assert all(0 <= done <= of for _, done, of in told)
    assert ("Reading matters for lessons", len(MATTERS), len(MATTERS)) in told and told[-1][1] == told[-1][2]


def test_a_person_names_a_lesson_in_the_words_of_a_matter(model: PairModel) -> None:
    first = group(MATTERS, model)[1]
    named = LessonDecision("rename", lesson=first.id, matters=("o3",), start=0, end=37)
    lessons = group(MATTERS, model, [named], previous=(first,))
    name = next(lesson.name for lesson in lessons if lesson.id == first.id)
    assert name is not None and name.text == "Staff failed to carry out observation"
    with pytest.raises(InputError):
        group(MATTERS, model, [LessonDecision("rename", lesson=first.id, matters=("o3",), start=0, end=999)])


def test_ids_and_names_last_when_an_older_matter_comes_in(model: PairModel) -> None:
    first = group(MATTERS[1:], model)
    again = group(MATTERS, model, previous=first)
    before = next(lesson for lesson in first if "o2" in lesson.keys)
    now = next(lesson for lesson in again if "o2" in lesson.keys)
    assert now.keys[0] == "o1" and (now.id, now.name) == (before.id, before.name)


def test_lineage_is_kept_when_lessons_merge_and_split(model: PairModel) -> None:
    first = group(MATTERS, model)
    beds, checks = first
    merged = group(MATTERS, model, [LessonDecision("merge", matters=(*beds.keys, *checks.keys))], previous=first)
    whole = next(lesson for lesson in merged if lesson.members)
    gone = next(lesson for lesson in merged if not lesson.members)
    assert {whole.id, gone.id} == {beds.id, checks.id}
    assert whole.came_from == (gone.id,) and gone.succeeded_by == whole.id
    split = group(MATTERS, model, previous=merged)
    fresh = next(lesson for lesson in split if lesson.members and lesson.id != whole.id)
    assert fresh.id not in {beds.id, checks.id} and fresh.came_from == (whole.id,)


def test_what_says_no_failing_joins_nothing_without_a_person(model: PairModel) -> None:
    facts = [
        LessonMatter(
            "f1", "The national speed limit applied on this rural road near the bridge.", "r1", "2015-01-01", ONE
        ),
        LessonMatter(
            "f2", "The national speed limit applied on the rural road by the bridge.", "r2", "2016-01-01", ONE
        ),
    ]
    assert group(facts, model) == ()
    assert keys(group(facts, model, [LessonDecision("merge", matters=("f1", "f2"))])) == [("f1", "f2")]


def test_nothing_to_group_is_nothing(model: PairModel) -> None:
    assert group([], model) == ()
    assert group(MATTERS[:1], model) == ()


def test_two_matters_with_one_key_are_refused(model: PairModel) -> None:
    with pytest.raises(InputError):
        group([MATTERS[0], MATTERS[0]], model)


def test_an_unknown_decision_is_refused(model: PairModel) -> None:
    with pytest.raises(InputError):
        group(MATTERS, model, [LessonDecision("guess", matters=("o1",))])
