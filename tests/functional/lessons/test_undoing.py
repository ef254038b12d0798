"""A decision on lessons that is taken back: every lesson has its key, its name and its lineage again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.functional.lessons.again_words import BED, CRISIS, OBSERVATIONS, PLANS, RISK, RISK_AGAIN

pytestmark = pytest.mark.usefixtures("again_held")
Found = dict[str, dict[str, Any]]


def in_force() -> Found:
    """Every lesson in force, whole: by its key."""
    from forewarned.lessons.models import Lesson, Member

    held: dict[str, set[str]] = {}
    for lesson, matter in Member.objects.values_list("lesson__key", "matter__key"):
        held.setdefault(lesson, set()).add(matter)
    columns = ("name", "matters", "locked", "came_from", "succeeded_by", "size", "reports", "organisations", "themes")
    rows = Lesson.objects.filter(in_force=True)
    return {row.key: {**{name: getattr(row, name) for name in columns}, "held": held[row.key]} for row in rows}


def ended() -> Mapping[str, str]:
    from forewarned.lessons.models import Lesson

    return dict(Lesson.objects.filter(in_force=False).values_list("key", "succeeded_by"))


def lesson(text: str) -> str:
    from forewarned.lessons.models import Lesson

    return Lesson.objects.filter(in_force=True, members__matter__text=text).distinct().get().key


def matters(text: str) -> list[str]:
    from forewarned.lessons.models import Matter

    return list(Matter.objects.filter(text=text).order_by("report__date_of_report").values_list("key", flat=True))


def undo(judgement: int) -> None:
    from forewarned.lessons.actions.undoing import undo_any

    undo_any(judgement=judgement, by="Bea")


def _decisions() -> dict[str, Callable[[], int]]:
    from forewarned.lessons.actions import lessons

    return {
        "merge": lambda: lessons.merge_lessons(lesson=lesson(CRISIS), others=[lesson(BED)], by="Ada"),
        "merge the other way": lambda: lessons.merge_lessons(lesson=lesson(BED), others=[lesson(CRISIS)], by="Ada"),
        "merge into the larger": lambda: lessons.merge_lessons(
            lesson=lesson(CRISIS), others=[lesson(OBSERVATIONS)], by="Ada"
        ),
        "merge three": lambda: lessons.merge_lessons(
            lesson=lesson(BED), others=[lesson(CRISIS), lesson(OBSERVATIONS)], by="Ada"
        ),
        "join two of no lesson": lambda: lessons.join_matters(matters=[*matters(RISK), *matters(RISK_AGAIN)], by="Ada"),
        "join across lessons": lambda: lessons.join_matters(matters=[matters(CRISIS)[0], matters(BED)[1]], by="Ada"),
        "split": lambda: lessons.split_lesson(lesson=lesson(OBSERVATIONS), matters=matters(OBSERVATIONS)[:2], by="Ada"),
        "part": lambda: lessons.part_matters(matters=matters(BED)[:1], others=matters(BED)[1:], by="Ada"),
        "take one of three out": lambda: lessons.remove_matter(
            lesson=lesson(OBSERVATIONS), matter=matters(OBSERVATIONS)[0], by="Ada"
        ),
        "take one of two out": lambda: lessons.remove_matter(lesson=lesson(BED), matter=matters(BED)[0], by="Ada"),
        "rename": lambda: lessons.rename_lesson(
            lesson=lesson(BED), matter=matters(BED)[1], words="keep him safe in the meantime", by="Ada"
        ),
        "lock": lambda: lessons.lock_lesson(lesson=lesson(BED), by="Ada"),
    }


DECISIONS = (
    "merge", "merge the other way", "merge into the larger", "merge three", "join two of no lesson",
    "join across lessons", "split", "part", "take one of three out", "take one of two out", "rename", "lock",
)  # fmt: skip


@pytest.mark.parametrize("what", DECISIONS)
def test_everything_is_as_it_was(what: str) -> None:
    before = in_force()
    judgement = _decisions()[what]()
    assert in_force() != before, "it changed something"
    made = set(in_force()) - set(before)
    undo(judgement)
    assert in_force() == before
    assert set(ended()) == made, "what the decision alone had made has ended, and nothing else"


@pytest.mark.parametrize("what", DECISIONS)
def test_and_it_stays_so_when_all_are_joined_again(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.lessons.actions.grouping import group_lessons

    before = in_force()
    undo(_decisions()[what]())
    group_lessons(by="tests", progress=lambda *_: None)
    assert in_force() == before


def test_one_that_was_merged_is_found_under_its_key_again_and_not_as_ended() -> None:
    from forewarned.lessons.actions.lessons import merge_lessons
    from forewarned.lessons.questions.grouped import ask_lesson
    from forewarned.settings import settings

    crisis, bed = lesson(CRISIS), lesson(BED)
    made = merge_lessons(lesson=crisis, others=[bed], by="Ada")
    gone = next(key for key in (crisis, bed) if key in ended())
    heir = ended()[gone]
    assert {gone, heir} == {crisis, bed}
    undo(made)
    for key in (crisis, bed):
        answer = ask_lesson(key=key, as_at=settings().today())
        assert answer.in_force and len(answer.matters) == 2 and not answer.succeeded_by
        assert not answer.before and not answer.after and not answer.decided


def test_of_two_merges_the_first_taken_back_leaves_the_second() -> None:
    """The later decision names all matters of the first: they stay together, and the lesson keeps its key."""
    from forewarned.lessons.actions.lessons import merge_lessons

    first = merge_lessons(lesson=lesson(CRISIS), others=[lesson(BED)], by="Ada")
    whole = lesson(CRISIS)
    second = merge_lessons(lesson=whole, others=[lesson(OBSERVATIONS)], by="Ada")
    together = lesson(CRISIS)
    held = in_force()[together]["held"]
    undo(first)
    assert in_force()[together]["held"] == held and lesson(BED) == together
    undo(second)
    assert lesson(CRISIS) != lesson(BED) != lesson(OBSERVATIONS)
    assert len(in_force()[lesson(OBSERVATIONS)]["held"]) == 3


def test_a_key_in_use_elsewhere_is_never_given_to_a_new_lesson() -> None:
    """A new lesson's key is made from its oldest matter: also when another lesson was once made from that one."""
    from forewarned.lessons.actions.lessons import join_matters, remove_matter

    first = lesson(OBSERVATIONS)
    oldest, *rest = matters(OBSERVATIONS)
    remove_matter(lesson=first, matter=oldest, by="Ada")
    join_matters(matters=[oldest, *matters(PLANS)], by="Ada")
    found = in_force()
    assert found[first]["held"] == set(rest), "its key and its matters are its own"
    (other,) = (key for key, one in found.items() if oldest in one["held"])
    assert other != first and found[other]["held"] == {oldest, *matters(PLANS)}


def test_a_matter_that_moved_on_since_stays_where_it_is() -> None:
    """Undoing an old decision does not take a lesson's key from it for matters that left it since."""
    from forewarned.lessons.actions.lessons import join_matters, merge_lessons, remove_matter

    merged = merge_lessons(lesson=lesson(CRISIS), others=[lesson(BED)], by="Ada")
    whole = lesson(BED)
    moved = matters(BED)[0]
    remove_matter(lesson=whole, matter=moved, by="Ada")
    join_matters(matters=[moved, *matters(RISK)], by="Ada")
    new = lesson(RISK)
    undo(merged)
    assert lesson(RISK) == new and in_force()[new]["held"] == {moved, *matters(RISK)}
    assert in_force()[lesson(CRISIS)]["held"] == set(matters(CRISIS))


def test_a_later_name_outlives_an_earlier_decision_taken_back() -> None:
    from forewarned.lessons.actions.lessons import merge_lessons, rename_lesson

    own = {lesson(CRISIS): CRISIS, lesson(BED): BED}
    merged = merge_lessons(lesson=lesson(CRISIS), others=[lesson(BED)], by="Ada")
    named = lesson(CRISIS)
    words = own[named].rsplit(",")[0][:30].rsplit(" ", 1)[0]
    rename_lesson(lesson=named, matter=matters(own[named])[0], words=words, by="Ada")
    undo(merged)
    assert in_force()[named]["name"] == words and len(in_force()) == 3


def test_a_name_leaves_with_the_matter_that_says_it() -> None:
    """A lesson is named by words of one of its matters, also after the matter that a person named it by left it."""
    from forewarned.lessons.actions.lessons import remove_matter, rename_lesson
    from forewarned.lessons.models import Lesson, Matter

    key, first = lesson(OBSERVATIONS), matters(OBSERVATIONS)[0]
    rename_lesson(lesson=key, matter=first, words="at the end of the shift", by="Ada")
    made = remove_matter(lesson=key, matter=first, by="Ada")
    row = Lesson.objects.get(key=key)
    assert row.name_matter in row.matters
    assert Matter.objects.get(key=row.name_matter).text[row.name_start : row.name_end] == row.name
    undo(made)
    assert Lesson.objects.get(key=key).name == "at the end of the shift"


def test_of_two_names_taken_back_neither_stays() -> None:
    from forewarned.lessons.actions.lessons import rename_lesson
    from forewarned.lessons.models import Lesson

    key, first = lesson(OBSERVATIONS), matters(OBSERVATIONS)[0]
    before = Lesson.objects.get(key=key).name
    one = rename_lesson(lesson=key, matter=first, words="at the end of the shift", by="Ada")
    two = rename_lesson(lesson=key, matter=first, words="made together at the end", by="Ada")
    undo(one)
    assert Lesson.objects.get(key=key).name == "made together at the end"
    undo(two)
    assert Lesson.objects.get(key=key).name == before


def test_while_a_lesson_is_locked_others_are_decided_on() -> None:
    """A lock names matters that a decision on other lessons does not bring."""
    from forewarned.lessons.actions.lessons import lock_lesson, merge_lessons, rename_lesson

    lock_lesson(lesson=lesson(OBSERVATIONS), by="Ada")
    before = in_force()
    merged = merge_lessons(lesson=lesson(CRISIS), others=[lesson(BED)], by="Ada")
    assert lesson(CRISIS) == lesson(BED)
    renamed = rename_lesson(lesson=lesson(BED), matter=matters(BED)[0], words="for four days", by="Ada")
    assert in_force()[lesson(BED)]["name"] == "for four days"
    undo(renamed)
    undo(merged)
    assert in_force() == before and in_force()[lesson(OBSERVATIONS)]["locked"]
