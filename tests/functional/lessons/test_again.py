"""What the world's trust was warned of more than once, beside what is true of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from forewarned.world import World

if TYPE_CHECKING:
    from forewarned.lessons.questions.recurring import AgainAnswer


def ask(name: str, as_at: date | None = None) -> AgainAnswer:
    from forewarned.lessons.questions.recurring import ask_again
    from forewarned.settings import settings

    return ask_again(name=name, as_at=as_at or settings().today())


def true_lessons(world: World) -> dict[str, str]:
    """The words of every matter of the world, and the lesson it truly is of."""
    return {" ".join(one.text.split()): one.lesson for report in world.reports for one in report.concerns}


def test_every_matter_is_found_word_for_word(trust: str, small_world: World) -> None:
    from forewarned.lessons.models import Matter

    found = {" ".join(text.split()) for text in Matter.objects.filter(kind="matter").values_list("text", flat=True)}
    true = {
        " ".join(one.text.split())
        for report in small_world.reports
        if any(each.successor == small_world.trust for each in report.addressees)
        for one in report.concerns
    }
    assert found == true and len(found) >= 10


def test_lessons_are_what_they_are(trust: str, small_world: World) -> None:
    """Matters joined into a lesson have one true lesson; the world's wordings leave no room for others."""
    true = true_lessons(small_world)
    found = ask(trust).lessons
    assert found
    for lesson in found:
        assert len({true[" ".join(one.text.split())] for step in lesson.steps for one in step.matters}) == 1


def test_classed_by_the_dates_of_the_deaths(trust: str, small_world: World) -> None:
    """A recurrence is a death after an earlier report, whatever the order of the reports."""
    reports = {one.url.rstrip("/").rpartition("/")[2]: one for one in small_world.reports}
    refs = {one.ref: one for one in small_world.reports if one.ref}
    kinds = set()
    for lesson in ask(trust).lessons:
        for step in lesson.steps[1:]:
            earlier, later = refs.get(step.against) or reports[step.against], reports[step.report]
            kinds.add(step.kind)
            if step.kind in ("recurrence", "broken_promise"):
                assert later.date_of_death > earlier.date_of_report
            elif step.kind == "same_era":
                assert later.date_of_death <= earlier.date_of_report
            else:
                assert step.missing and not step.date_of_death
    assert kinds & {"recurrence", "broken_promise"} and kinds & {"undetermined", "same_era"}


@pytest.fixture
def surely_promised(trust: str) -> None:
    """Every promise is one that was read surely enough for a death to be classed by it."""
    from forewarned.lessons.models import Promise

    Promise.objects.update(score=0.97)


@pytest.mark.usefixtures("surely_promised")
def test_a_broken_promise_is_one_that_was_made(trust: str, small_world: World) -> None:
    true = {
        " ".join(one.quote.split()): response.due
        for report in small_world.reports
        for response in report.responses
        for one in response.promises
    }
    broken = [step for lesson in ask(trust).lessons for step in lesson.steps if step.kind == "broken_promise"]
    assert broken
    for step in broken:
        assert step.promises and all(one.said_on for one in step.promises)
    said = [" ".join(one.text.split()) for step in broken for one in step.promises]
    made = [words for words in said if any(words in quote for quote in true)]
    # The rules also take the world's openings ("We have reviewed this …") for actions.
    assert len(made) * 4 >= len(said), said


def test_as_at_an_earlier_day_later_reports_and_responses_are_not_known(trust: str) -> None:
    now = ask(trust)
    newest = max(step.date_of_report for one in now.lessons for step in one.steps)
    day = date.fromisoformat(newest)
    before = ask(trust, date.fromordinal(day.toordinal() - 1))
    steps = [step for one in before.lessons for step in one.steps]
    assert before.reports_read < now.reports_read
    assert all(step.date_of_report < newest for step in steps)
    assert all(one.said_on is None or one.said_on < day for step in steps for one in step.promises)
    long_ago = ask(trust, date(2010, 1, 1))
    assert (long_ago.lessons, long_ago.reports) == ((), 0)


@pytest.mark.usefixtures("surely_promised")
def test_what_is_no_promise_counts_nowhere(trust: str) -> None:
    """Not in the register, not between two warnings, not under its matter."""
    from forewarned.lessons.actions.judging import judge_promise, undo_judgement
    from forewarned.lessons.questions.matters import ask_matter
    from forewarned.lessons.questions.promising import ask_promises
    from forewarned.lessons.questions.recurring import ask_again
    from forewarned.settings import settings

    today = settings().today()

    def between() -> dict[str, str]:
        """Promises between two warnings, with the matter that they answer."""
        return {
            one.key: step.matters[0].key
            for found in ask_again(name=trust, as_at=today).lessons
            for step in found.steps
            for one in step.promises
        }

    before = between()
    assert before, "the world has promises between warnings"
    key = min(before)
    made = judge_promise(promise=key, verdict="reject", reason="no action", by="Ada")
    assert key not in between()
    assert key not in {one.key for one in ask_promises(as_at=today).promises}
    answered = ask_matter(key=before[key], as_at=today).answered
    assert key not in {one[0] for each in answered for one in each.promises}
    undo_judgement(judgement=made, by="Ada")
    assert between() == before
