"""What people decide on themes is learnt: other matters that say the same follow at the next reading."""

from __future__ import annotations

import pytest
from tests.functional.lessons.conftest import read

UNLIKE = "means_online"


def themes_of(key: str) -> set[str]:
    from forewarned.lessons.models import Theme

    return set(Theme.objects.filter(matter__key=key).values_list("code", flat=True))


def test_nothing_is_learnt_where_nobody_decided(words: None) -> None:
    from forewarned.lessons.models import Learnt

    read()
    assert not Learnt.objects.exists()


def test_a_decision_is_learnt_once_and_kept_in_the_ledger(words: None) -> None:
    from forewarned.ledger.models import Entry
    from forewarned.lessons.actions.judging import judge_themes
    from forewarned.lessons.models import Learnt, Matter

    matter = Matter.objects.filter(kind="matter").order_by("id")[0]
    judge_themes(matter=matter.key, verdicts={UNLIKE: "add"}, by="reviewer")
    assert UNLIKE in themes_of(matter.key), "the matter itself shows it at once"
    read()
    assert Learnt.objects.get().decisions == 1
    assert Entry.objects.filter(action="themes.learnt").count() == 1
    assert UNLIKE in themes_of(matter.key)
    read()
    assert Learnt.objects.count() == 1


def test_a_matter_that_says_the_same_follows(words: None) -> None:
    from forewarned.lessons.actions.judging import judge_themes
    from forewarned.lessons.models import Matter

    first = Matter.objects.filter(kind="matter").order_by("id")[0]
    twin = Matter.objects.exclude(report=first.report).filter(kind="matter").order_by("id")[0]
    Matter.objects.filter(pk=twin.pk).update(text=first.text)
    judge_themes(matter=first.key, verdicts={UNLIKE: "add"}, by="reviewer")
    assert UNLIKE not in themes_of(twin.key)
    read()
    assert UNLIKE in themes_of(twin.key)


def test_what_is_taken_back_is_unlearnt(words: None) -> None:
    from forewarned.lessons.actions.judging import judge_themes, undo_judgement
    from forewarned.lessons.models import Matter

    matter = Matter.objects.filter(kind="matter").order_by("id")[0]
    before = themes_of(matter.key)
    (number,) = judge_themes(matter=matter.key, verdicts={UNLIKE: "add"}, by="reviewer")
    read()
    undo_judgement(judgement=number, by="reviewer")
    read()
    assert themes_of(matter.key) == before


def test_the_model_reads_before_the_store_is_locked(words: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the tuned encoder takes half a second, in which nobody else could write."""
    from forewarned.lessons.actions import judging
    from forewarned.lessons.models import Matter
    from forewarned.lessons.themes import ThemeModel
    from forewarned.store.engines import engine

    done: list[object] = []
    locked = type(engine()).one_import_at_a_time

    def lock(self: object) -> object:
        done.append("locked")
        return locked(self)  # type: ignore[arg-type]

    monkeypatch.setattr(type(engine()), "one_import_at_a_time", lock)
    monkeypatch.setattr(ThemeModel, "hear", lambda self, texts: done.append(list(texts)))
    matter = Matter.objects.filter(kind="matter").order_by("id")[0]
    (number,) = judging.judge_themes(matter=matter.key, verdicts={UNLIKE: "add"}, by="reviewer")
    judging.undo_judgement(judgement=number, by="reviewer")
    judging.judge_matter(matter=matter.key, kind="boilerplate", by="reviewer")
    judging.judge_matter(matter=matter.key, kind="matter", by="reviewer")
    assert done == [[matter.text], "locked", [matter.text], "locked", "locked", [matter.text], "locked"]
