"""How often the store is asked: as often for many matters as for one."""

from __future__ import annotations

from typing import Any

import pytest
from tests.functional.lessons.words import FERNHOLLOW

from forewarned.reports.models import Report


def queries(ask: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as held:
        ask()
    return len(held.captured_queries)


def test_promises_between_warnings_are_found_at_once(trust: str) -> None:
    from forewarned.lessons.models import Matter, Promise
    from forewarned.lessons.questions.between import promises_between
    from forewarned.lessons.questions.matters import number_of
    from forewarned.organisations.models import Organisation
    from forewarned.settings import settings

    rows = list(Matter.objects.filter(kind="matter").select_related("report").order_by("id"))
    answered = {row.report_id for row in rows if Promise.objects.filter(response__report=row.report).exists()}
    one = next(row for row in rows if row.report_id in answered)
    today = settings().today()
    assert len(answered) > 2 and len(rows) > 10, "the test shows something"
    family = list(Organisation.objects.values_list("pk", flat=True))
    of_many = queries(lambda: promises_between(rows, family, today))
    assert of_many == queries(lambda: promises_between([one], family, today)) < 6
    found = promises_between(rows, family, today).counting
    for row in rows:
        made = Promise.objects.filter(response__report=row.report)
        assert {each.key for each in found.get(row.key, [])} <= {
            each.key for each in made if number_of(row) in each.numbers
        }
    assert any(found.values())


def test_numbers_are_those_of_each_report(words: None) -> None:
    from forewarned.lessons.models import Matter
    from forewarned.lessons.questions.matters import number_of, numbers_of

    rows = list(Matter.objects.filter(kind="matter"))
    every = numbers_of({row.report_id for row in rows})
    assert every == {row.key: number_of(row) for row in rows} and set(every.values()) >= {"1", "2"}
    assert numbers_of([]) == {} and queries(lambda: numbers_of({row.report_id for row in rows})) == 1


@pytest.mark.usefixtures("words")
def test_what_answers_a_matter_is_found_at_once() -> None:
    from forewarned.lessons.models import Matter, Promise, TextRead
    from forewarned.lessons.questions.matters import ask_matter
    from forewarned.settings import settings

    report = Report.objects.get(ref=FERNHOLLOW["ref"])
    key = Matter.objects.get(report=report, number="(1)").key
    once = queries(lambda: ask_matter(key=key, as_at=settings().today()))
    for number in range(3):
        more = TextRead.objects.create(report=report, role="response", source="", rules="", respondent=f"Body {number}")
        Promise.objects.create(
            key=f"p{number}", response=more, position=0, start=0, end=4, text="Done", status="taken", type="other",
            strength="weaker", numbers=["1"], score=1.0,
        )  # fmt: skip
    answer = ask_matter(key=key, as_at=settings().today())
    assert [(one.respondent, one.promises) for one in answer.answered[1:]] == [
        (f"Body {number}", ((f"p{number}", "taken", "Done"),)) for number in range(3)
    ]
    assert queries(lambda: ask_matter(key=key, as_at=settings().today())) == once
