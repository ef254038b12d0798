"""The JSON API on what was read in the words: the same answers as the questions, in the shape described."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.visitors import visitor

from forewarned.reports.questions.result import json_values

NARRATIVE = "She was a patient on a mental health ward and was found hanging in her room. Thrupp was her name."


@pytest.fixture
def client(open_words: None) -> Client:
    return visitor()


def check_shape(client: Client, address: str, answer: Any, method: str = "get") -> None:
    from jsonschema_rs import validator_for

    described = client.get("/api/v1/openapi.json").json()
    shape = described["paths"][address][method]["responses"]["200"]["content"]["application/json"]["schema"]
    validator_for({**shape, "components": described["components"]}).validate(answer)


def given(client: Client, path: str, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_answers_are_those_of_the_questions(client: Client, today: date) -> None:
    from forewarned.lessons.models import Matter, Promise
    from forewarned.lessons.questions.likeness import ask_similar
    from forewarned.lessons.questions.matters import ask_matter
    from forewarned.lessons.questions.promised import ask_promise_whole
    from forewarned.lessons.questions.searching import ask_search
    from forewarned.reports.models import Report

    matter, promise = Matter.objects.filter(kind="matter")[0].key, Promise.objects.all()[0].key
    report = Report.objects.get(key="odalys-fernhollow")
    asked: tuple[tuple[str, str, Any], ...] = (
        ("/api/v1/matters/{key}", f"matters/{matter}", ask_matter(key=matter, as_at=today)),
        ("/api/v1/promises/{key}", f"promises/{promise}", ask_promise_whole(key=promise, as_at=today)),
        (
            "/api/v1/reports/{key}/similar",
            f"reports/{report.key}/similar?size=2",
            ask_similar(report=report, as_at=today, k=2),
        ),
    )
    for address, path, answer in asked:
        found = given(client, path)
        assert found == json.loads(json.dumps(json_values(answer))), path
        check_shape(client, address, found)
    found = given(client, "search?q=crisis+line&size=5")
    wanted = ask_search(text="crisis line", as_at=today, k=5).as_json()
    assert found["hits"] and [one["key"] for one in found["hits"]] == [one["key"] for one in wanted["hits"]]
    check_shape(client, "/api/v1/search", found)


def test_lists_come_in_pages_and_are_narrowed(client: Client) -> None:
    whole = given(client, "promises")
    check_shape(client, "/api/v1/promises", whole)
    assert whole["total"] == 3
    first, second = (given(client, f"promises?size=2&page={one}")["promises"] for one in (1, 2))
    assert [one["key"] for one in (*first, *second)] == [one["key"] for one in whole["promises"]]
    assert given(client, "promises?state=overdue")["total"] == 1
    assert given(client, "promises?organisation=Nowhere+Trust", 404)["what"]
    given(client, "promises?state=late", 422)
    given(client, "promises?page=3", 404)
    check_shape(client, "/api/v1/lessons", given(client, "lessons"))
    for one in given(client, "lessons")["lessons"]:
        check_shape(client, "/api/v1/lessons/{key}", given(client, f"lessons/{one['key']}"))
    given(client, "lessons?theme=nonsense", 422)


def test_what_happened_again_is_asked_by_organisation(client: Client) -> None:
    from forewarned.reports.models import Duty

    body = Duty.objects.filter(organisation__isnull=False)[0].organisation
    assert body is not None
    check_shape(client, "/api/v1/organisations/{key}/again", given(client, f"organisations/{body.key}/again"))


def test_screening_pages_hits_or_near_misses_and_names_the_column(client: Client) -> None:
    found = given(client, "screen?q=suicide+and+age+%3C+18&show=near_misses")
    check_shape(client, "/api/v1/screen", found)
    assert found["hits"] == [] and found["total"] == len(found["near_misses"]) > 0
    assert given(client, "screen?q=suicide")["near_misses"] == []
    wrong = given(client, "screen?q=suicide+and+inpateint", 422)
    assert wrong["where"] == "column 13" and "inpatient" in wrong["next_step"]


def test_a_narrative_is_compared_and_not_kept(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(0):
        answer = client.post("/api/v1/similar", {"text": NARRATIVE, "size": 2}, content_type="application/json")
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    found = answer.json()
    check_shape(client, "/api/v1/similar", found, "post")
    assert found["asked"] == "narrative" and len(found["found"]) == 2
    assert "Thrupp" not in caplog.text
    for wrong in ({"text": ""}, {"text": "12 !"}, {"text": "a\x00b"}, {"text": NARRATIVE, "name": "x"}, {}):
        refused = client.post("/api/v1/similar", wrong, content_type="application/json")
        assert refused.status_code == 422, wrong
    assert client.get("/api/v1/similar").status_code == 405


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("search?kind=king", "kind"),
        ("search?theme=nonsense", "theme"),
        ("search?q=" + "x" * 201, "q"),
        ("screen", "q"),
        ("screen?q=suicide&show=all", "show"),
        ("reports/odalys-fernhollow/similar?size=101", "size"),
        ("matters/x?as_at=soon", "as_at"),
        ("promises?organisaton=RMY", "query"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(client: Client, path: str, where: str) -> None:
    assert where in given(client, path, 422)["where"]


@pytest.mark.parametrize("path", ["matters/x", "lessons/x", "promises/x", "reports/x/similar", "search?page=9999999"])
def test_what_is_not_there_is_said(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code in (404, 422) and answer.json()["next_step"]
