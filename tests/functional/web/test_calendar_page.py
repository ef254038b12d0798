"""The calendar feed: all-day events on due dates that are never moved, with ids that stay."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def _register(small_register: Path) -> None:
    """Every test here reads the small register."""


def events(client: Client, query: str = "") -> list[Any]:
    response = client.get(f"/duties.ics?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_each_duty_is_an_all_day_event_on_its_due_date(client: Client) -> None:
    found = events(client)
    assert [event.decoded("dtstart") for event in found] == [date(2026, 2, 14)] * 2
    assert all(event.decoded("dtend") == date(2026, 2, 15) for event in found)


def test_an_event_says_its_basis_and_the_working_day_before(client: Client) -> None:
    text = str(events(client)[0]["description"])
    assert "56 days after the date of the report" in text
    assert "falls on a weekend; the working day before is 13 February 2026" in text
    assert "/reports/tamsin-vale/" in str(events(client)[0]["url"])


def test_the_same_filters_as_the_page(client: Client) -> None:
    assert len(events(client, "show=all")) == 8
    assert len(events(client, "organisation=Home+Office")) == 1
    assert len(events(client, "due_within=3")) == 0


def test_ids_stay_when_everything_is_worked_out_again(client: Client) -> None:
    from django.db import transaction

    from forewarned.reports.actions.settling import settle
    from forewarned.reports.models import Duty

    before, ids = events(client, "show=all"), set(Duty.objects.values_list("id", flat=True))
    with transaction.atomic():
        settle(None)
    after = events(client, "show=all")
    assert not ids & set(Duty.objects.values_list("id", flat=True)), "the duties were made anew"
    assert [str(event["uid"]) for event in before] == [str(event["uid"]) for event in after]
    assert len({str(event["uid"]) for event in after}) == 8


def test_the_same_register_gives_the_same_bytes(client: Client) -> None:
    assert client.get("/duties.ics").content == client.get("/duties.ics").content


def test_a_feed_that_is_too_long_is_refused_in_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forewarned.web.pages.calendar.MOST", 3)
    response = client.get("/duties.ics?show=all")
    assert response.status_code == 400 and "narrow the filters" in response.content.decode()


def test_lines_of_a_name_cannot_add_properties(client: Client) -> None:
    """Text is escaped by the library: a name with line breaks stays one property."""
    assert all(len(str(event["summary"]).splitlines()) == 1 for event in events(client, "show=all"))
