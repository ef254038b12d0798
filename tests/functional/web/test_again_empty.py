"""Lessons where no words are held: the pages say that it is not known, and never that there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.visitors import seen

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def _small_register(small_register: object, open_register: None) -> None:
    """A register without the words of any report, open to the public."""


def home_office() -> str:
    from forewarned.organisations.questions import find_organisation

    return find_organisation("Home Office").key


def test_the_list_of_lessons(client: Client) -> None:
    text = seen(client, "/lessons/")
    assert "No lesson is known here" in text and "Lessons are read in the words of reports" in text
    assert client.get("/lessons/?format=json").json()["lessons"] == []


def test_an_organisation_warned_again(client: Client) -> None:
    text = seen(client, f"/organisations/{home_office()}/again/")
    assert "Not known." in text and "the words of none are held here" in text
    assert "May be the same lesson" not in text


def test_an_organisations_own_page(client: Client) -> None:
    text = seen(client, f"/organisations/{home_office()}/")
    assert "Not known: the words of none of its reports are held here." in text
    assert "No promise is known" in text
