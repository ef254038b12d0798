"""The calendar feed: all-day events on due dates that are never moved, with ids that stay."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar
from tests.visitors import person, token_of, visitor

from forewarned.settings import settings
from forewarned.web.access import Role

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def _register(small_register: Path) -> None:
    """Every test here reads the small register."""


def events(client: Client, query: str = "", address: str = "") -> list[Any]:
    response = client.get(address or f"/duties.ics?{query}")
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


def test_a_kind_is_named_in_words(client: Client) -> None:
    from forewarned.organisations.kind_names import KINDS, kind_of, many_of

    feed = client.get("/duties.ics?show=all&kind=government").content.decode().replace("\r\n ", "")
    assert "of government bodies" in feed
    assert many_of("nhs_trust") == "NHS trusts" and kind_of("fire") == "fire and rescue service"
    assert not [word for words in KINDS.values() for word in words if "_" in word or "nhs" in word]


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


def private_address(browser: Client, *scopes: str) -> str:
    """The address that the page shows once, without its server."""
    form = {"name": "My calendar", "scopes": scopes, "days": "365", "filters": "show=all&organisation=Home+Office"}
    page = browser.post("/accounts/tokens/", form).content.decode()
    found = re.search(r'value="http://127.0.0.1(/calendar/[^"]+)"', page)
    return unescape(found[1]) if found else ""


def test_a_closed_registers_feed_has_a_private_address_that_opens_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from forewarned.web.api.models import ApiToken
    from forewarned.web.models import AccessLog

    monkeypatch.setenv("FOREWARNED_ACCESS", "private")
    settings.cache_clear()
    user = person("ada", Role.READER)
    browser, program = visitor(user), visitor()
    assert program.get("/duties.ics").status_code == 302
    page = browser.get("/duties/?show=all&organisation=Home+Office").content.decode()
    link = re.search(r'href="(/accounts/tokens/[^"#]+)#make"', page)
    assert link and 'value="calendar:read" checked' in browser.get(unescape(link[1])).content.decode()
    address = private_address(browser, "calendar:read")
    assert address.endswith("/duties.ics?show=all&organisation=Home+Office")
    assert events(program, "", address) and len(events(program, "", address)) == 2
    secret = address.split("/")[2]
    row = AccessLog.objects.get(page="calendar_private", id__lt=AccessLog.objects.latest("id").id)
    assert (row.who, row.address) == ("ada", "/duties.ics?show=all&organisation=Home+Office")
    assert secret not in str(list(AccessLog.objects.values()))
    assert program.get(address)["Cache-Control"] == "no-store"
    bearer = {"Authorization": f"Bearer {secret}"}
    assert program.get("/api/v1/missing", headers=bearer).status_code == 403
    assert program.get("/duties/").status_code == 302, "the address signs nobody in"
    browser.post(f"/accounts/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert program.get(address).status_code == 404


def test_only_a_calendar_token_of_somebody_who_may_read_opens_the_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOREWARNED_ACCESS", "private")
    settings.cache_clear()
    user = person("ada", Role.READER)
    reads = token_of(user)["Authorization"].removeprefix("Bearer ")
    assert visitor().get(f"/calendar/{reads}/duties.ics").status_code == 404
    calendar = token_of(user, "calendar:read")["Authorization"].removeprefix("Bearer ")
    assert visitor().get(f"/calendar/{calendar}/duties.ics").status_code == 200
    user.groups.clear()
    assert visitor().get(f"/calendar/{calendar}/duties.ics").status_code == 403
    user.is_active = False
    user.save()
    assert visitor().get(f"/calendar/{calendar}/duties.ics").status_code == 404
