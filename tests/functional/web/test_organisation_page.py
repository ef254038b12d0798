"""The organisation's page: the answer first, the story drawn, every duty with its reason, every number the same."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from forewarned.reports.questions.organisation import OrganisationAnswer


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def asked(key: str, as_at: str) -> OrganisationAnswer:
    from forewarned.reports.questions.organisation import ask_organisation

    return ask_organisation(name=key, as_at=date.fromisoformat(as_at))


def spec(text: str, name: str) -> dict[str, Any]:
    found = re.search(rf'<script type="application/json" id="{name}-spec">(.*?)</script>', text, re.S)
    assert found
    made: dict[str, Any] = json.loads(found[1])
    return made


def words(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def test_the_answer_stands_first_and_repeats_the_question_s_own_numbers(client: Client, story_world: str) -> None:
    text, answer = page(client, f"/organisations/{story_world}/?as_at=2025-12-15"), asked(story_world, "2025-12-15")
    said = words(text)
    none = answer.past_due - answer.response_published - answer.possibly_published
    assert f"is known to have been sent {len(answer.reports)} coroner’s reports to prevent future deaths" in said
    assert f"It owed {answer.past_due} responses by a day now past: {answer.response_published} are published" in said
    assert f"for {none} none is published" in said
    assert "No published response does not mean that there was no response." in said
    assert said.index("is known to have been sent") < said.index("What happened when") < said.index("Each duty")


def test_drawing_table_and_chart_to_explore_show_the_same_reports(client: Client, story_world: str) -> None:
    text, answer = page(client, f"/organisations/{story_world}/?as_at=2025-12-15"), asked(story_world, "2025-12-15")
    refs = {report.ref or "no reference" for report in answer.reports}
    drawn = re.search(r'<div class="fw-wide">(.*?)</svg>', text, re.S)
    assert drawn
    assert {title.split(":")[0] for title in re.findall(r"<g><title>([^<]*)", drawn[1])} == refs
    assert {row["report"] for row in spec(text, "timeline")["data"]["values"]} == refs
    for ref in refs - {"no reference"}:
        assert f"<td>{ref}</td>" in text
        assert f"<strong>{ref}</strong>" in text


def test_the_funnel_carries_the_standing_caption_and_every_body(client: Client, story_world: str) -> None:
    text, funnel = (
        page(client, f"/organisations/{story_world}/?as_at=2025-12-15"),
        asked(story_world, "2025-12-15").comparison.funnel,
    )
    assert words(text).count(funnel.caption) >= 1
    rows = spec(text, "funnel")["data"]["values"]
    assert sum(row["bodies"] for row in rows) == len(funnel.points)
    assert sum(row["of"] * row["bodies"] for row in rows) == sum(point.denominator for point in funnel.points)
    named = [point for point in funnel.points if point.named]
    assert [(row["count"], row["of"]) for row in rows if row["named"]] == [
        (point.numerator, point.denominator) for point in named
    ]


def test_every_duty_says_why_it_is_counted_when_it_was_due_and_what_became_of_it(
    client: Client, story_world: str
) -> None:
    text, answer = page(client, f"/organisations/{story_world}/?as_at=2025-12-15"), asked(story_world, "2025-12-15")
    duties = [line for report in answer.reports for line in report.duties]
    assert text.count("<summary>Why counted") == len(duties)
    said = words(text)
    for report in answer.reports:
        for because in report.counted_because:
            assert re.sub(r"\s+", " ", because) in said
    for line in duties:
        assert line.due.on is None or f"{line.due.on.day} {line.due.on:%B %Y}" in said
        for response in line.responses:
            assert f'href="{response.url}"' in text


def test_as_at_an_earlier_day_less_is_known(client: Client, story_world: str) -> None:
    early, late = asked(story_world, "2016-06-01"), asked(story_world, "2025-12-15")
    assert 0 < len(early.reports) < len(late.reports)
    text = page(client, f"/organisations/{story_world}/?as_at=2016-06-01")
    assert f"been sent {len(early.reports)} coroner" in words(text)
    assert "as at 1 Jun 2016" in text
    assert late.reports[-1].ref not in text
    assert "?as_at=2016-06-01" in text


def test_before_anything_is_known_it_says_what_that_means(client: Client, story_world: str) -> None:
    said = words(page(client, f"/organisations/{story_world}/?as_at=2001-01-01"))
    assert "That is what is in the store, not proof that there was none." in said


def test_names_and_codes_lead_to_the_permanent_address(client: Client, story_world: str) -> None:
    code = story_world.partition(":")[2]
    response = client.get(f"/organisations/{code}/?as_at=2020-01-01")
    assert response.status_code == 302
    assert response["Location"] == f"/organisations/{story_world}/?as_at=2020-01-01"
    page(client, "/organisations/No%20Such%20Otters/", 404)
    page(client, f"/organisations/{story_world}/?as_at=yesterday", 400)


def test_csv_and_json_are_the_same_answer(client: Client, story_world: str) -> None:
    answer = asked(story_world, "2025-12-15")
    address = f"/organisations/{story_world}/?as_at=2025-12-15"
    rows = list(csv.DictReader(io.StringIO(page(client, f"{address}&format=csv"))))
    assert [row["ref"] for row in rows] == [row["ref"] for row in answer.rows()]
    told = json.loads(page(client, f"{address}&format=json"))
    assert told["past_due"] == answer.past_due
    assert len(told["reports"]) == len(answer.reports)
    compared = list(csv.DictReader(io.StringIO(page(client, f"{address}&format=csv&part=comparison"))))
    assert [row["body"] for row in compared] == [point.label for point in answer.comparison.funnel.points]


def test_predecessors_are_linked_and_names_as_written_are_told(client: Client, story_world: str) -> None:
    text, who = (
        page(client, f"/organisations/{story_world}/?as_at=2025-12-15"),
        asked(story_world, "2025-12-15").identity,
    )
    assert who.predecessors
    for one in who.predecessors:
        assert f'href="/organisations/{one.key}/"' in text
        assert one.name in page(client, f"/organisations/{one.key}/")
    assert all(name in unescape(text) for name in who.names_written)


def test_nothing_inline_and_no_colour_that_judges(client: Client, story_world: str) -> None:
    text = page(client, f"/organisations/{story_world}/?as_at=2025-12-15")
    assert " style=" not in text
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))", text)
    for colour in ("#de1b1b", "#e46c0a", "red", "orange", "green"):
        assert f'"{colour}"' not in text
    assert len(text.encode()) < 300_000


def test_a_reader_who_has_the_page_is_not_sent_it_again_until_the_register_changes(
    client: Client, story_world: str
) -> None:
    address = f"/organisations/{story_world}/?as_at=2025-12-15"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    from forewarned.ledger.actions import record
    from forewarned.settings import settings

    record(by="tests", action="test.done", subject="", body={}, at=settings().now())
    again = client.get(address, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert again["ETag"] != tag


def test_pages_of_duties_are_turned_with_links(
    client: Client, story_world: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.web.pages import organisation

    monkeypatch.setattr(organisation, "A_PAGE", 3)
    address = f"/organisations/{story_world}/?as_at=2025-12-15"
    duties = sum(len(report.duties) for report in asked(story_world, "2025-12-15").reports)
    seen: list[str] = []
    for number in range(1, -(-duties // 3) + 1):
        seen += re.findall(r"<strong>(\d{4}-\d{4}\w?)</strong>", page(client, f"{address}&page={number}"))
    refs = [
        report.ref for report in reversed(asked(story_world, "2025-12-15").reports) for _ in report.duties if report.ref
    ]
    assert seen == refs


def test_hostile_names_stay_words(client: Client, small_register: Path) -> None:
    text = page(client, "/organisations/body:home-office/")
    assert "<script>alert" not in text
