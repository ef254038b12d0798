"""Data quality: each count leads to its list, as at a day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def _register(small_register: Path) -> None:
    """Every test here reads the small register."""


@pytest.mark.parametrize(
    ("what", "keys"),
    [
        ("added-before", ["nell-fenn"]),
        ("death-after", ["nell-fenn"]),
        ("ref-blank", ["nell-fenn"]),
        ("ref-shared", ["bram-sedge", "oda-marl"]),
        ("undated", []),
        ("not-come", []),
    ],
)
def test_each_list_holds_what_is_doubtful(client: Client, what: str, keys: list[str]) -> None:
    whole = client.get(f"/quality/{what}/?format=json").json()
    assert [item["report"] for item in whole["list"]["items"]] == keys
    text = client.get(f"/quality/{what}/").content.decode()
    assert all(f'href="/reports/{key}/"' in text for key in keys)


def test_the_page_counts_every_list_and_links_those_with_something(client: Client) -> None:
    text = client.get("/quality/").content.decode()
    assert "As at 1 February 2026 the register holds 7 reports" in text
    assert 'href="/quality/ref-shared/"' in text and 'href="/quality/undated/"' not in text


def test_blanks_are_counted_by_year(client: Client) -> None:
    blanks = {year["year"]: year for year in client.get("/quality/?format=json").json()["blanks"]}
    assert blanks[2024]["reports"] == 4
    assert blanks[2024]["blank"]["age"] == 3 and blanks[2024]["blank"]["ref"] == 1


def test_an_earlier_day_has_its_own_counts(client: Client) -> None:
    whole = client.get("/quality/?as_at=2024-03-26&format=json").json()
    assert whole["reports"] == 2


def test_names_to_review_are_linked_for_those_who_may(client: Client) -> None:
    assert 'href="/review/"' not in client.get("/quality/").content.decode()


def test_a_response_that_matches_nobody_is_listed(client: Client) -> None:
    from forewarned.reports.models import Answer

    assert client.get("/quality/responses-unmatched/?format=json").json()["list"]["items"] == []
    Answer.objects.update(matched=False)
    from forewarned.reports.questions.quality import _responses_unmatched
    from forewarned.settings import settings

    assert [one.report for one in _responses_unmatched(settings().today())] == ["abel-rook"]


def test_a_list_that_is_none_is_said(client: Client) -> None:
    assert client.get("/quality/nothing/").status_code == 404


def test_markup_in_what_is_said_is_text(client: Client) -> None:
    from tests.functional.web.conftest import SCRIPT

    for address in ("/quality/", "/quality/death-after/", "/quality/ref-blank/"):
        assert SCRIPT not in client.get(address).content.decode()
