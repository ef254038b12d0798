"""The list of organisations: A to Z, by kind, by any name ever written; nothing is ranked."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def _register(small_register: Path) -> None:
    """Every test here reads the small register."""


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def listed(text: str) -> list[str]:
    return re.findall(r'data-head="Organisation"><a href="[^"]*">([^<]*)', text)


def test_all_that_were_warned_stand_in_alphabetical_order(client: Client) -> None:
    text = page(client, "/organisations/")
    found = listed(text)
    assert "Home Office" in found
    assert "Ministry of Justice" in found
    filed = [re.sub(r"[^a-z ]", "", name.casefold()) for name in map(unescape, found)]
    assert filed == sorted(filed)
    assert f"<strong>{len(found)} organisations are</strong>" in text
    assert "not a league table" in text


def test_the_list_and_the_first_page_count_the_same_and_say_who_else_stands_there(client: Client) -> None:
    from forewarned.organisations.models import Organisation, Succession
    from forewarned.settings import settings

    def counts() -> tuple[str, str]:
        listed, home = page(client, "/organisations/"), page(client, "/")
        one, two = re.search(r"<strong>(\d+) organisations are<", listed), re.search(r"of (\d+) organisations\.", home)
        assert one and two
        return one[1], two[1]

    before = counts()
    assert before[0] == before[1]
    heir = Organisation.objects.create(key="body:heir", name="Heirs of Tarn Fell", kind="other")
    old = Organisation.objects.get(name="Home Office")
    Succession.objects.create(predecessor=old, successor=heir)
    settings.cache_clear()  # what is remembered of the register goes with them
    assert counts() == before
    text = page(client, "/organisations/")
    assert (
        "1 more stands here too: none was sent to it, but it took over from an organisation that was sent one" in text
    )
    assert "Heirs of Tarn Fell" in listed(text)


def test_kinds_and_letters_narrow_the_list_and_stay_in_the_address(client: Client) -> None:
    assert set(listed(page(client, "/organisations/?kind=government"))) == {"Home Office", "Ministry of Justice"}
    assert listed(page(client, "/organisations/?kind=government&letter=M")) == ["Ministry of Justice"]
    assert listed(page(client, "/organisations/?letter=h"))[0].startswith("H")
    text = page(client, "/organisations/?kind=government")
    assert "kind=government&amp;letter=M" in text


def test_search_finds_a_name_and_says_when_there_is_none(client: Client) -> None:
    assert "Home Office" in listed(page(client, "/organisations/?q=home+off"))
    assert "No organisation here fits" in page(client, "/organisations/?q=zzzzqqq")
    assert "&lt;script&gt;" in page(client, "/organisations/?q=%3Cscript%3E")


def test_counts_are_those_of_the_organisation_s_own_page(client: Client) -> None:
    rows = {row["key"]: row for row in csv.DictReader(io.StringIO(page(client, "/organisations/?format=csv")))}
    from datetime import date

    from forewarned.reports.questions.organisation import ask_organisation

    for key, row in rows.items():
        assert int(row["reports"]) == len(ask_organisation(name=key, as_at=date(2026, 2, 1)).reports), key
    told = json.loads(page(client, "/organisations/?format=json"))
    assert [line["key"] for line in told["organisations"]] == list(rows)


def test_as_at_a_day_before_any_report_nobody_is_listed(client: Client) -> None:
    assert listed(page(client, "/organisations/?as_at=2001-01-01")) == []


@pytest.mark.parametrize("query", ["kind=otters", "letter=AB", "page=x", "as_at=soon"])
def test_what_cannot_be_is_refused_in_words(client: Client, query: str) -> None:
    page(client, f"/organisations/?{query}", 400)
