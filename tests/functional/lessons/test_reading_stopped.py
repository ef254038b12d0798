"""Reading stopped in the middle, or with a fault: what was finished stays, nothing is half there, and it goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.lessons.conftest import read, take_in
from tests.functional.lessons.words import REPORTS


@pytest.mark.django_db
def test_stopped_in_the_middle_what_was_read_stays_and_the_rest_is_read_next(
    texts: Path, responses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.lessons.actions import reading
    from forewarned.lessons.models import Lesson, Matter, Promise, TextRead

    take_in(texts, responses)
    monkeypatch.setattr(reading, "AT_ONCE", 1)

    def stop(what: str, done: int, of: int) -> None:
        if done == len(REPORTS) - 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reading.read_lessons(by="tests", progress=stop)
    assert TextRead.objects.filter(role="report").count() == len(REPORTS) - 1
    first = set(Matter.objects.values_list("key", flat=True))
    assert first and not Promise.objects.exists() and not Lesson.objects.exists()
    done = read()
    assert (done.reports, done.responses) == (1, 1) and done.promises and done.lessons
    assert first < set(Matter.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_a_fault_within_a_batch_leaves_nothing_of_it(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing half read: the matters, their themes and the ledger entry come together or not at all."""
    from forewarned.ledger.models import Entry
    from forewarned.lessons.actions import reading
    from forewarned.lessons.models import Fact, Matter, TextRead

    take_in(texts)

    def fault(**named: object) -> None:
        raise RuntimeError("a fault while the entry is written")

    monkeypatch.setattr(reading, "record", fault)
    with pytest.raises(RuntimeError):
        read()
    assert not Matter.objects.exists() and not Fact.objects.exists() and not TextRead.objects.exists()
    assert not Entry.objects.filter(action__startswith="lessons").exists()
