"""What changed since a day: in the world, and in what is known here."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from forewarned.errors import InputError

if TYPE_CHECKING:
    from django.test import Client
    from tests.functional.web.conftest import SignedIn


@pytest.fixture(autouse=True)
def _register(small_register: Path) -> None:
    """Every test here reads the small register."""


def found(since: date, as_at: date) -> list[tuple[str, str]]:
    from forewarned.reports.questions.changes import changes_since

    return [(one.what.value, one.report) for one in changes_since(since, as_at).changes if one.report]


def test_reports_published_and_duties_newly_past_due_are_told() -> None:
    told = found(date(2026, 1, 1), date(2026, 2, 1))
    assert ("report published", "tamsin-vale") in told
    assert found(date(2025, 11, 20), date(2025, 12, 1)) == [("newly past due", "ivo-quill")]


def test_a_duty_is_newly_past_due_on_the_day_after_its_last_day() -> None:
    """Due on 26 November: on that day it can still be answered in time."""
    assert found(date(2025, 11, 20), date(2025, 11, 26)) == []
    assert found(date(2025, 11, 20), date(2025, 11, 27)) == [("newly past due", "ivo-quill")]


def test_an_older_report_that_is_imported_later_is_learnt_of(
    small_register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.functional.web.conftest import ROWS, register_row, write_register

    from forewarned.reports.actions.importing import import_paths
    from forewarned.settings import settings

    monkeypatch.setenv("FOREWARNED_TODAY", "2026-02-20")
    settings.cache_clear()
    more = register_row("2024-0110", "una-brock", "2024-05-01", "2024-05-20", "Home Office")
    result = import_paths(paths=[write_register(small_register.with_name("b.csv"), [*ROWS, more])], by="tests")
    assert result.error is None
    told = found(date(2026, 2, 10), date(2026, 2, 20))
    assert ("report learnt of", "una-brock") in told
    assert ("newly past due", "tamsin-vale") in told


def test_the_page_lists_them_newest_first_with_links(client: Client) -> None:
    text = client.get("/changes/?since=2025-10-01").content.decode()
    assert "What changed from 1 October 2025 to 1 February 2026?" in text
    assert 'href="/reports/ivo-quill/"' in text
    days = [row["on"] for row in client.get("/changes/?since=2025-10-01&format=json").json()["changes"]]
    assert days == sorted(days, reverse=True) and days


def test_one_sort_has_its_own_address(client: Client) -> None:
    rows = client.get("/changes/?since=2024-01-01&what=published&format=json").json()["changes"]
    assert len(rows) == 7 and {row["what"] for row in rows} == {"report published"}


def test_who_did_what_here_is_for_the_people_of_the_site(client: Client, signed_in: SignedIn) -> None:
    address = "/changes/?since=2026-01-01&format=json"
    assert not [row for row in client.get(address).json()["changes"] if row["what"] == "import"]
    own = signed_in("analyst").get(address).json()["changes"]
    assert [row["said"] for row in own if row["what"] == "import"] == ["register.csv: 7 new, 0 changed"]


@pytest.mark.parametrize("query", ["since=yesterday", "since=2026-03-01", "what=weather"])
def test_what_cannot_be_asked_is_said(client: Client, query: str) -> None:
    assert client.get(f"/changes/?{query}").status_code == 400


def test_a_report_without_a_date_and_a_response_of_one_day_are_said_plainly(client: Client) -> None:
    from forewarned.reports.models import Document, Report
    from forewarned.reports.questions.changes import changes_since

    report = Report.objects.get(key="tamsin-vale")
    report.date_of_report = None
    report.save()
    Document.objects.all().delete()
    for place, (absent, seen) in enumerate(((29, 30), (30, 30), (20, 30), (None, 30))):
        Document.objects.create(
            report=report, position=90 + place, url=f"https://example.invalid/{place}.pdf", name="Reply",
            kind="response", reason="by its name", respondent=f"Otter {place}", seen_by=date(2025, 11, seen),
            seen_from=date(2025, 11, absent) if absent else None,
        )  # fmt: skip
    told = [one.said for one in changes_since(date(2025, 11, 1), date(2026, 2, 1)).changes]
    assert "Report without a date, Wexmoor" in told
    assert sorted(said for said in told if said.startswith("Otter")) == [
        "Otter 0: first seen on 30 November 2025",
        "Otter 1: first seen on 30 November 2025",
        "Otter 2: first seen after 20 November 2025, by 30 November 2025",
        "Otter 3: first seen by 30 November 2025",
    ]


def test_nothing_changed_is_said_with_a_next_step(client: Client) -> None:
    text = client.get("/changes/?since=2013-01-01&as_at=2013-02-01").content.decode()
    assert "Nothing changed in these days" in text


def test_decisions_are_changes(client: Client) -> None:
    from forewarned.reports.actions.deciding import decide_name
    from forewarned.reports.questions.changes import changes_since

    decide_name(name="Quellbridge Wayfarers", verdict="person", by="tests")
    with pytest.raises(InputError):
        decide_name(name="", verdict="person", by="tests")
    answer = changes_since(date(2026, 1, 30), date(2026, 2, 1))
    assert "1 decision on a name, 1 import" in answer.sentence()
