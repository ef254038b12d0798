"""People's decisions: in force at once, in the ledger with what they change, and undone as they were made."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from forewarned.errors import BusyError, InputError, NotFoundError


def newest() -> tuple[str, str, str, dict[str, object]]:
    """The last entry of the ledger: by, action, subject, body."""
    from forewarned.ledger.models import Entry

    entry = Entry.objects.order_by("-seq").first()
    assert entry is not None
    return entry.by, entry.action, entry.subject, json.loads(entry.body)


def entries(action: str) -> list[dict[str, object]]:
    from forewarned.ledger.models import Entry

    return [json.loads(one.body) for one in Entry.objects.filter(action=action).order_by("seq")]


def matter(words: str) -> str:
    from forewarned.lessons.models import Matter

    return Matter.objects.filter(text__contains=words).order_by("id").values_list("key", flat=True)[0]


def promise() -> str:
    from forewarned.lessons.models import Promise

    return Promise.objects.get(due="2020-03-31").key


def lesson(words: str = "Observations of patients") -> str:
    """The lesson of the two matters on observations, or on the crisis line."""
    from forewarned.lessons.models import Member

    return Member.objects.filter(matter__text__contains=words).values_list("lesson__key", flat=True)[0]


def together() -> bool:
    """Are the matters on observations in one lesson?"""
    from forewarned.lessons.models import Member

    held = Member.objects.filter(matter__text__contains="Observations of patients", lesson__in_force=True)
    found = list(held.values_list("lesson", flat=True))
    return len(found) == 2 and len(set(found)) == 1


def themes(key: str) -> dict[str, bool]:
    from forewarned.lessons.models import Theme

    return dict(Theme.objects.filter(matter__key=key).values_list("code", "people"))


@pytest.mark.usefixtures("words")
class TestThemes:
    def test_confirmed_rejected_and_added(self) -> None:
        from forewarned.lessons.actions.judging import judge_themes
        from forewarned.lessons.models import Judgement

        key = matter("Observations of patients")
        assert themes(key)["observation"] is False
        made = judge_themes(
            matter=key, verdicts={"observation": "confirm", "medication": "add"}, reason="as read", by="Ada"
        )
        assert themes(key)["observation"] is True and themes(key)["medication"] is True
        said = {one["value"]: one for one in entries("theme.judged")}
        assert said["medication"]["verdict"] == "add" and said["observation"]["reason"] == "as read"
        row = Judgement.objects.get(pk=made[0])
        assert row.by == "Ada" and row.ledger_entry
        judge_themes(matter=key, verdicts={"observation": "reject"}, by="Ada")
        assert "observation" not in themes(key)
        in_force = Judgement.objects.filter(subject=key, value="observation", undone_at=None)
        assert [one.verdict for one in in_force] == ["reject"], "the later decision takes the place of the earlier"

    def test_undone(self) -> None:
        from forewarned.lessons.actions.judging import judge_themes
        from forewarned.lessons.actions.undoing import undo_any

        key = matter("Observations of patients")
        before = themes(key)
        (made,) = judge_themes(matter=key, verdicts={"observation": "reject"}, by="Ada")
        undo_any(judgement=made, by="Bea")
        assert themes(key) == before
        by, action, subject, body = newest()
        assert (by, action, subject, body) == ("Bea", "theme.undone", key, {"judgement": made})
        with pytest.raises(NotFoundError):
            undo_any(judgement=made, by="Bea")


@pytest.mark.usefixtures("words")
class TestKinds:
    def test_a_matter_that_is_none(self) -> None:
        from forewarned.lessons.actions.judging import judge_matter
        from forewarned.lessons.actions.undoing import undo_any
        from forewarned.lessons.models import Matter

        key = matter("No bed could be found")
        before = themes(key)
        made = judge_matter(matter=key, kind="background", by="Ada")
        assert Matter.objects.get(key=key).kind == "background" and not themes(key)
        assert newest()[1:] == (
            "matter.judged", key, {"verdict": "background", "value": "", "detail": "", "reason": ""},
        )  # fmt: skip
        undo_any(judgement=made, by="Ada")
        assert Matter.objects.get(key=key).kind == "matter" and themes(key) == before

    def test_standing_words_that_are_a_matter(self) -> None:
        from forewarned.lessons.actions.judging import judge_matter
        from forewarned.lessons.actions.undoing import undo_any
        from forewarned.lessons.models import Matter

        key = Matter.objects.exclude(kind="matter").values_list("key", flat=True)[0]
        was = Matter.objects.get(key=key).kind
        made = judge_matter(matter=key, kind="matter", by="Ada")
        assert Matter.objects.get(key=key).kind == "matter"
        undo_any(judgement=made, by="Ada")
        assert Matter.objects.get(key=key).kind == was and not themes(key)


@pytest.mark.usefixtures("words")
class TestPromises:
    def test_confirmed(self) -> None:
        from forewarned.lessons.actions.judging import judge_promise
        from forewarned.lessons.questions.promised import ask_promise_whole
        from forewarned.settings import settings

        judge_promise(promise=promise(), verdict="confirm", by="Ada")
        assert ask_promise_whole(key=promise(), as_at=settings().today()).promise.confirmed == "confirm"


@pytest.mark.usefixtures("words")
class TestLessons:
    def test_merged_and_undone(self) -> None:
        from forewarned.lessons.actions.lessons import merge_lessons
        from forewarned.lessons.actions.undoing import undo_any
        from forewarned.lessons.models import Lesson, Member

        one, other = lesson(), lesson("The crisis line had no access")
        made = merge_lessons(lesson=one, others=[other], reason="one fix", by="Ada")
        held = set(Member.objects.filter(lesson__size=4).values_list("matter__key", flat=True))
        assert {matter("Observations of patients"), matter("The crisis line had no")} < held and len(held) == 4
        ended = Lesson.objects.get(in_force=False)
        assert ended.succeeded_by == Lesson.objects.get(size=4).key, "it ended, and says what came of it"
        assert entries("lesson.judged")[0]["verdict"] == "merge" and newest()[1] == "lessons.grouped"
        undo_any(judgement=made, by="Ada")
        assert (lesson(), lesson("The crisis line had no access")) == (one, other), "apart again, each under its key"
        assert not Lesson.objects.filter(in_force=True, size=4).exists()

    def test_split_and_kept_apart_by_the_next_reading(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from forewarned.lessons.actions import reading
        from forewarned.lessons.actions.lessons import split_lesson
        from forewarned.lessons.models import Lesson

        split_lesson(lesson=lesson(), matters=[Lesson.objects.get(key=lesson()).matters[0]], by="Ada")
        assert not together()
        monkeypatch.setattr(reading, "READ_BY", "other-2")
        reading.read_lessons(by="tests")
        assert not together()

    def test_a_matter_taken_out(self) -> None:
        from forewarned.lessons.actions.lessons import remove_matter
        from forewarned.lessons.actions.undoing import undo_any
        from forewarned.lessons.models import Lesson

        key = lesson()
        made = remove_matter(lesson=key, matter=Lesson.objects.get(key=key).matters[1], by="Ada")
        assert not together()
        undo_any(judgement=made, by="Ada")
        assert together() and lesson() == key, "and it has its id again"

    def test_locked_and_unlocked(self) -> None:
        from forewarned.lessons.actions.lessons import lock_lesson, unlock_lesson
        from forewarned.lessons.models import Lesson

        key = lesson()
        lock_lesson(lesson=key, by="Ada")
        assert Lesson.objects.get(key=key).locked
        unlock_lesson(lesson=key, by="Ada")
        assert not Lesson.objects.get(key=key).locked
        with pytest.raises(InputError, match="not locked"):
            unlock_lesson(lesson=key, by="Ada")

    def test_renamed_by_words_that_stand_there(self) -> None:
        from forewarned.lessons.actions.lessons import rename_lesson
        from forewarned.lessons.models import Lesson, Matter

        key = lesson()
        of = Lesson.objects.get(key=key).matters[0]
        rename_lesson(lesson=key, matter=of, words="made together at the end of the shift", by="Ada")
        row = Lesson.objects.get(key=key)
        assert row.name == "made together at the end of the shift"
        assert Matter.objects.get(key=row.name_matter).text[row.name_start : row.name_end] == row.name
        with pytest.raises(InputError, match="words that stand in one of its matters"):
            rename_lesson(lesson=key, matter=of, words="checks must be done", by="Ada")


def _unknown(act: str) -> Callable[[], object]:
    from forewarned.lessons.actions import judging, lessons
    from forewarned.lessons.actions.undoing import undo_any

    return {
        "theme of no matter": lambda: judging.judge_themes(matter="m0", verdicts={"observation": "add"}, by="Ada"),
        "kind of no matter": lambda: judging.judge_matter(matter="m0", kind="matter", by="Ada"),
        "no promise": lambda: judging.judge_promise(promise="p0", verdict="reject", by="Ada"),
        "no lesson": lambda: lessons.lock_lesson(lesson="L-0", by="Ada"),
        "merge with none": lambda: lessons.merge_lessons(lesson=lesson(), others=["L-0"], by="Ada"),
        "no decision": lambda: undo_any(judgement=99_999_999, by="Ada"),
    }[act]


@pytest.mark.parametrize(
    "act",
    ["theme of no matter", "kind of no matter", "no promise", "no lesson", "merge with none", "no decision"],
)
def test_what_is_not_there(words: None, act: str) -> None:
    from forewarned.ledger.models import Entry
    from forewarned.lessons.models import Judgement

    before = Entry.objects.count()
    with pytest.raises(NotFoundError) as error:
        _unknown(act)()
    assert error.value.exit_code == 4
    assert (Entry.objects.count(), Judgement.objects.count()) == (before, 0)


def _wrong(act: str) -> Callable[[], object]:
    from forewarned.lessons.actions import judging, lessons
    from forewarned.lessons.models import Lesson

    key, one = matter("Observations"), lesson()
    every = Lesson.objects.get(key=one).matters
    return {
        "theme": lambda: judging.judge_themes(matter=key, verdicts={"nonsense": "add"}, by="Ada"),
        "verdict": lambda: judging.judge_themes(matter=key, verdicts={"observation": "perhaps"}, by="Ada"),
        "kind": lambda: judging.judge_matter(matter=key, kind="concern", by="Ada"),
        "promise": lambda: judging.judge_promise(promise=promise(), verdict="add", by="Ada"),
        "split off all": lambda: lessons.split_lesson(lesson=one, matters=every, by="Ada"),
        "split off none": lambda: lessons.split_lesson(lesson=one, matters=["m0"], by="Ada"),
        "merge with itself": lambda: lessons.merge_lessons(lesson=one, others=[one], by="Ada"),
        "merge with nothing": lambda: lessons.merge_lessons(lesson=one, others=[], by="Ada"),
        "reason": lambda: judging.judge_matter(matter=key, kind="matter", reason="two\nlines\x07", by="Ada"),
    }[act]


@pytest.mark.parametrize(
    "act",
    [
        "theme",
        "verdict",
        "kind",
        "promise",
        "split off all",
        "split off none",
        "merge with itself",
        "merge with nothing",
        "reason",
    ],
)
def test_what_cannot_be_said(words: None, act: str) -> None:
    from forewarned.ledger.models import Entry

    before = Entry.objects.count()
    with pytest.raises(InputError) as error:
        _wrong(act)()
    assert error.value.exit_code == 5 and "Ada" not in str(error.value)
    assert Entry.objects.count() == before


@pytest.mark.sqlite_only
def test_nothing_is_decided_while_an_import_runs(words: None) -> None:
    from forewarned.lessons.actions.judging import judge_matter, judge_promise
    from forewarned.lessons.actions.lessons import lock_lesson
    from forewarned.lessons.actions.reading import read_lessons
    from forewarned.store.engines import engine

    acts: tuple[Callable[[], object], ...] = (
        lambda: judge_matter(matter=matter("Observations"), kind="background", by="Ada"),
        lambda: judge_promise(promise=promise(), verdict="reject", by="Ada"),
        lambda: lock_lesson(lesson=lesson(), by="Ada"),
        lambda: read_lessons(by="Ada"),
    )
    with engine().one_import_at_a_time():
        for act in acts:
            with pytest.raises(BusyError) as error:
                act()
            assert error.value.exit_code == 7


class Noting:
    """Stands for the packaged model of meaning: every text has a vector of its own, and each use is noted."""

    def __init__(self, done: list[str]) -> None:
        self.done = done

    def embed(self, texts: Sequence[str]) -> object:
        self.done.append("embedded")
        return np.eye(len(texts), 384, dtype=np.float32)


def test_the_model_of_lessons_reads_before_the_store_is_locked(words: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the packaged embedder takes a third of a second, in which nobody else could write."""
    from forewarned.lessons.actions import grouping, lessons
    from forewarned.store.engines import engine

    done: list[str] = []
    locked = type(engine()).one_import_at_a_time

    def lock(self: object) -> object:
        done.append("locked")
        return locked(self)  # type: ignore[arg-type]

    def load() -> Noting:
        done.append("loaded")
        return Noting(done)

    monkeypatch.setattr(type(engine()), "one_import_at_a_time", lock)
    monkeypatch.setattr(grouping, "kept_embedder", load)
    first, key = matter("Observations"), lesson()
    number = lessons.remove_matter(lesson=key, matter=first, by="Ada")
    lessons.undo_lesson_decision(judgement=number, by="Ada")
    lessons.join_matters(matters=[first, matter("crisis line")], by="Ada")
    assert done == ["loaded", "embedded", "locked"] * 3
    done.clear()
    with pytest.raises(NotFoundError):
        lessons.undo_lesson_decision(judgement=number, by="Ada")
    assert done == [], "nothing is loaded for what is refused"


def test_a_decision_without_its_entry_cannot_be(words: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry fails: neither the judgement nor what it changes stays."""
    from forewarned.lessons.actions import judging
    from forewarned.lessons.models import Judgement, Matter

    def fault(**named: object) -> None:
        raise RuntimeError("the ledger cannot be written")

    monkeypatch.setattr(judging, "record", fault)
    with pytest.raises(RuntimeError):
        judging.judge_matter(matter=matter("Observations"), kind="background", by="Ada")
    assert not Judgement.objects.exists() and Matter.objects.get(key=matter("Observations")).kind == "matter"
