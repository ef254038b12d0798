"""Screening: every hit with the words that made it so, near misses with the reason, errors at their column."""

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


@pytest.fixture(autouse=True)
def _words(words_held: Path) -> None:
    """Every test here screens four reports."""


def text_of(client: Client, query: str, status: int = 200, **more: str) -> str:
    response = client.get("/screen/", {"q": query, **more})
    assert response.status_code == status, response.content.decode()
    return plain(response.content.decode())


def test_the_page_offers_examples_that_can_be_pressed(client: Client) -> None:
    from forewarned.web.pages.screen import EXAMPLES

    page = client.get("/screen/").content.decode()
    links = [html.unescape(one) for one in re.findall(r'<li><a href="(/screen/\?q=[^"]+)"', page)]
    assert len(links) == len(EXAMPLES)
    for link in links:
        assert client.get(link).status_code == 200, link


def test_a_hit_shows_the_words_that_made_it_so(client: Client) -> None:
    text = text_of(client, "suicide and age >= 18")
    assert " of 4 reports whose words are held " in text
    assert "It was read as suicide:yes and age >= 18" in text
    assert "Report 2019-0777" in text
    assert "found by" in text and "score" in text
    answer = client.get("/screen/", {"q": "suicide and age >= 18", "format": "json"}).json()
    for why in answer["hits"][0]["because"]:
        assert why["words"] in text


def test_what_is_not_said_is_not_known_and_counted(client: Client) -> None:
    answer = client.get("/screen/", {"q": "detained", "format": "json"}).json()
    assert len(answer["hits"]) + answer["no"] + answer["not_known"] == answer["screened"] == 4
    assert f"Of {answer['not_known']} it is not known." in text_of(client, "detained")


def test_near_misses_say_what_they_lack(client: Client) -> None:
    answer = client.get("/screen/", {"q": "suicide and age < 18", "format": "json"}).json()
    assert answer["near_misses"]
    text = text_of(client, "suicide and age < 18")
    assert "Those that miss it by one condition" in text
    for one in answer["near_misses"]:
        assert one["near_miss"] in text
    own = text_of(client, "suicide and age < 18", show="near_misses")
    assert f"{len(answer['near_misses'])} that miss it by one condition" in own


def test_a_theme_shows_the_matter_that_has_it(client: Client) -> None:
    page = client.get("/screen/", {"q": "theme:observation"}).content.decode()
    assert 'href="/matters/' in page and "a matter of concern" in page


@pytest.mark.parametrize(
    ("query", "column", "said"),
    [
        ("suicide and inpateint", 13, "inpatient"),
        ("age <", 6, "a number such as 18"),
        ("(suicide", 9, ")"),
        ('"no bed', 1, "closing"),
        ("theme:observations2", 7, "observation"),
    ],
)
def test_an_error_stands_at_its_column(client: Client, query: str, column: int, said: str) -> None:
    text = text_of(client, query, 400)
    assert f"Column {column}." in text and said in text
    page = client.get("/screen/", {"q": query}).content.decode()
    shown = re.search(r'<p class="fw-where">(.*?)<mark>', page)
    assert shown and html.unescape(shown[1]) == query[: column - 1]
    assert f'value="{html.escape(query)}"'.replace("&quot;", "&#34;") in page.replace("&quot;", "&#34;")
    assert client.get("/screen/", {"q": query, "format": "json"}).status_code == 400


def test_the_csv_holds_one_row_a_piece_of_evidence(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/screen/?q=suicide&format=csv").content.decode())))
    assert rows and {"ref", "condition", "words", "source", "start", "end"} <= rows[0].keys()


def test_markup_in_a_query_is_text(client: Client) -> None:
    page = client.get("/screen/", {"q": '"<script>alert(1)</script>"'}).content.decode()
    assert "<script>alert(1)" not in page


@pytest.mark.usefixtures("clock_stands")
def test_asking_too_often_from_elsewhere_is_slowed(client: Client) -> None:
    codes = [client.get("/screen/", {"q": "suicide"}, REMOTE_ADDR="192.0.2.9").status_code for _ in range(65)]
    assert codes[0] == 200 and codes[-1] == 429
