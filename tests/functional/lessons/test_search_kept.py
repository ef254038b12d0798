"""The search index after a decision: only what the decision touched is indexed again, and nothing is missed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from tests.functional.lessons.conftest import read, take_in
from tests.functional.lessons.words import ANSWER, FERNHOLLOW, TRUST, lines

from forewarned.lessons.search import Changed, SearchIndex

pytestmark = pytest.mark.usefixtures("words")


def index() -> SearchIndex:
    from forewarned.lessons.questions.indexes import words_index

    return words_index()


def everything() -> dict[str, object]:
    """What a search should find now, by key."""
    from forewarned.lessons.questions.items import search_items

    return {one.key: one for one in search_items()}


def found() -> dict[str, object]:
    return {one.key: one for one in index().items()}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> list[Changed]:
    """What was changed in an index that was up to date; comparing everything is a failure."""
    from forewarned.lessons.questions import indexes

    assert found() == everything()

    def whole() -> NoReturn:
        raise AssertionError("everything was compared")

    done: list[Changed] = []
    real = SearchIndex.replace

    def noted(self: SearchIndex, *given: object) -> Changed:
        done.append(real(self, *given))  # type: ignore[arg-type]
        return done[-1]

    monkeypatch.setattr(indexes, "search_items", whole)
    monkeypatch.setattr(SearchIndex, "replace", noted)
    return done


def matter(words: str = "Observations of patients") -> str:
    from forewarned.lessons.models import Matter

    return Matter.objects.filter(text__contains=words).order_by("id").values_list("key", flat=True)[0]


def promise() -> str:
    from forewarned.lessons.models import Promise

    return Promise.objects.get(due="2020-03-31").key


def lesson(words: str = "Observations of patients") -> str:
    from forewarned.lessons.models import Lesson

    return Lesson.objects.filter(in_force=True, members__matter__text__contains=words).distinct().get().key


def _decisions() -> dict[str, Callable[[], object]]:
    from forewarned.lessons.actions import judging, lessons
    from forewarned.lessons.models import Lesson, Matter

    form = Matter.objects.filter(kind="boilerplate").values_list("key", flat=True)[0]
    crisis = "The crisis line had no access"
    return {
        "theme": lambda: judging.judge_themes(matter=matter(), verdicts={"medication": "add"}, by="Ada")[0],
        "no matter": lambda: judging.judge_matter(matter=matter(), kind="background", by="Ada"),
        "a matter after all": lambda: judging.judge_matter(matter=form, kind="matter", by="Ada"),
        "no promise": lambda: judging.judge_promise(promise=promise(), verdict="reject", by="Ada"),
        "merge": lambda: lessons.merge_lessons(lesson=lesson(), others=[lesson(crisis)], by="Ada"),
        "split": lambda: lessons.remove_matter(lesson=lesson(), matter=matter(), by="Ada"),
        "join": lambda: lessons.join_matters(
            matters=[matter("The family were not"), matter("No bed could be")], by="Ada"
        ),
        "rename": lambda: lessons.rename_lesson(
            lesson=lesson(), matter=Lesson.objects.get(key=lesson()).matters[0], words="end of the shift", by="Ada"
        ),
        "lock": lambda: lessons.lock_lesson(lesson=lesson(), by="Ada"),
    }


# decision | items that it changes in the index at most (a lesson is its name, themes and the words of its matters)
DECISIONS = {
    "theme": 1,
    "no matter": 5,
    "a matter after all": 5,
    "no promise": 1,
    "merge": 2,
    "split": 1,
    "join": 1,
    "rename": 1,
    "lock": 0,
}


@pytest.mark.parametrize("what", DECISIONS)
def test_a_decision_and_its_undoing(small: list[Changed], what: str) -> None:
    from forewarned.lessons.actions.undoing import undo_any

    before = everything()
    judgement = _decisions()[what]()
    assert found() == everything()
    assert (everything() == before) == (what == "lock"), "the test shows something"
    undo_any(judgement=judgement, by="Ada")  # type: ignore[arg-type]
    assert found() == everything() == before
    for one in small:
        assert one.added + one.replaced + one.removed <= DECISIONS[what], "nothing else is written"


def test_several_decisions_are_taken_in_at_once(small: list[Changed]) -> None:
    for what in ("theme", "no promise", "rename", "merge", "no matter"):
        _decisions()[what]()
    assert found() == everything() and len(small) == 1


def test_a_response_read_again_may_give_other_promises(small: list[Changed], monkeypatch: pytest.MonkeyPatch) -> None:
    """The promises that its words give no more are found no more."""
    from dataclasses import replace

    from forewarned.lessons.actions import responses
    from forewarned.lessons.models import Promise
    from forewarned.lessons.promises import read_response

    def fewer(*given: object, **named: object) -> object:
        read = read_response(*given, **named)  # type: ignore[arg-type]
        return replace(read, promises=read.promises[:1])

    monkeypatch.setattr(responses, "read_response", fewer)
    assert Promise.objects.count() == 3
    _decisions()["no matter"]()
    assert Promise.objects.count() == 1
    assert found() == everything() and len([key for key in found() if key.startswith("promise:")]) == 1


def test_a_response_that_another_file_replaced_is_found_no_more(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Its going has no entry of its own: it goes with those that were read in its stead."""
    from forewarned.lessons.models import TextRead

    old = TextRead.objects.get(role="response").reading_id
    changed = ANSWER | {"response": ANSWER["response"].replace("a weekly check", "a daily check")}
    take_in(lines(tmp_path / "changed.jsonl", changed))
    request.getfixturevalue("small")
    assert f"response:{old}" in found()
    assert read().responses == 1
    new = TextRead.objects.get(role="response").reading_id
    assert new != old, "the test shows something"
    assert found() == everything()
    assert [key for key in found() if key.startswith("response:")] == [f"response:{new}"]


def test_evidence_and_accounts_change_nothing_that_is_found(small: list[Changed]) -> None:
    from datetime import date

    from forewarned.ledger.actions import record
    from forewarned.lessons.actions.proving import add_proof
    from forewarned.settings import settings

    add_proof(promise=promise(), rung="done", on=date(2020, 4, 1), title="Audit", by="Ada")
    record(by="Ada", action="account.closed", subject="account:bea", body={}, at=settings().now())
    assert found() == everything() and small == []


class TestEverythingIsCompared:
    """Where what changed cannot be told: the index is right all the same."""

    def test_after_an_entry_of_a_kind_that_is_not_known(self) -> None:
        from forewarned.ledger.actions import record
        from forewarned.organisations.models import Organisation
        from forewarned.settings import settings

        index()
        Organisation.objects.filter(name=TRUST).update(name="Ellerwick Trust")
        from forewarned.reports.models import Report

        Report.objects.filter(ref=FERNHOLLOW["ref"]).update(coroner_area="Elsewhere")
        record(by="Ada", action="register.mended", subject="", body={}, at=settings().now())
        assert found() == everything()

    def test_after_a_reading_of_everything(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from forewarned.lessons.actions import reading
        from forewarned.lessons.models import Matter

        index()
        Matter.objects.filter(key=matter()).delete()
        monkeypatch.setattr(reading, "READ_BY", "other-2")
        reading.read_lessons(by="tests")
        assert found() == everything()

    def test_where_the_ledger_is_another(self) -> None:
        """An older copy of the store, or another one, in the same folder: numbers may be alike, entries are not."""
        from forewarned.lessons.models import Matter
        from forewarned.lessons.questions.indexes import STAMP
        from forewarned.settings import settings

        index()
        file = settings().home / "search" / STAMP
        stamp = json.loads(file.read_text(encoding="utf-8"))
        Matter.objects.filter(key=matter()).update(number="(9)")
        for other in (stamp | {"leaf": "0" * 64}, stamp | {"entry": stamp["entry"] + 5}, list(stamp.values()), "x"):
            file.write_text(json.dumps(other), encoding="utf-8")
            assert found() == everything()

    def test_after_more_than_can_be_told_apart_quickly(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from forewarned.lessons.questions import touched

        index()
        monkeypatch.setattr(touched, "MOST", 1)
        seq, leaf = _last()
        for what in ("theme", "no promise"):
            _decisions()[what]()
        assert touched.touched_since(seq, leaf) is None
        assert found() == everything()


def _last() -> tuple[int, str]:
    from forewarned.ledger.models import Entry

    row = Entry.objects.order_by("-seq")[0]
    return row.seq, row.leaf_hash


def test_a_reader_of_a_large_store_is_answered_from_the_newest_state_after_a_decision(
    small: list[Changed], monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.lessons.questions import indexes

    monkeypatch.setattr(indexes, "AT_ONCE", 0)
    _decisions()["theme"]()
    held, current = indexes.index_for_reading()
    assert current and {one.key: one for one in held.items()} == everything() and len(small) == 1
