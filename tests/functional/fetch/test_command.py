"""`forewarned fetch` from the command line, through to the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.functional.fetch.conftest import Clock
from tests.official_site import CHALLENGE, NOT_FOUND, Fault, OfficialSite

from forewarned.reports import fetch as fetching

pytestmark = pytest.mark.enable_socket
Cli = Callable[..., Any]


TODAY = date(2032, 1, 1)
"""The made-up reports are of 2031, so that none can be mistaken for a real one."""


@pytest.fixture(autouse=True)
def _a_clock_of_the_tests_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOREWARNED_TODAY", TODAY.isoformat())
    monkeypatch.setenv("FOREWARNED_FETCH_CONTACT", "tests@example.invalid")
    clock = Clock(datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC))
    quick = partial(fetching.open_fetcher, now=clock.now, sleep=clock.sleep)
    monkeypatch.setattr(fetching, "open_fetcher", quick)


def test_a_first_fetch_fills_the_register(cli: Cli, site: OfficialSite) -> None:
    answer = cli("fetch", "--site", site.url, "--json").ok().json
    assert (answer["listed"], answer["fetched"], answer["unchanged"]) == (7, 25, 0)
    assert answer["missed"] == answer["gone"] == []
    report = cli("report", "2031-0003", "--json").ok().json
    assert "Saltmarsh Mental Health NHS Trust" in str(report)


def test_a_second_fetch_changes_nothing(cli: Cli, site: OfficialSite) -> None:
    cli("fetch", "--site", site.url).ok()
    answer = cli("fetch", "--site", site.url, "--json").ok().json
    assert answer["unchanged"] == answer["fetched"] == 25
    assert answer["stored"]["new"] == answer["stored"]["changed"] == 0


def test_the_text_says_what_happened(cli: Cli, site: OfficialSite) -> None:
    assert "7 reports listed on 3 pages; 25 pages and documents" in cli("fetch", "--site", site.url).ok().out


def test_a_dry_run_stores_nothing(cli: Cli, site: OfficialSite) -> None:
    answer = cli("fetch", "--site", site.url, "--dry-run", "--json").ok().json
    assert answer == {"listing_pages": 3, "listed": 7, "known": 0, "new": 7}
    assert not (cli.home / "originals").exists()  # type: ignore[attr-defined]
    assert not [path for path in site.asked if path.endswith("report/")]


def test_what_was_missed_is_named_and_gives_an_exit_code(cli: Cli, site: OfficialSite) -> None:
    path = urlsplit(site.reports[2]["url"]).path
    site.fail(path, always=Fault(status=404, body=NOT_FOUND))
    run = cli("fetch", "--site", site.url, "--no-documents")
    assert run.code == 10
    assert "Missed (report): The site answers with status 404" in run.out
    assert "1 of 11 addresses" in run.err
    assert cli("report", "2031-0003", "--json").code == 0


@pytest.mark.parametrize(
    ("break_it", "code"),
    [
        (lambda site: site.fail("/robots.txt", always=Fault(body=CHALLENGE)), 10),
        (lambda site: site.reports.pop(), 6),
    ],
    ids=["challenge", "shrunk listing"],
)
def test_a_failed_walk_stores_nothing(
    cli: Cli, site: OfficialSite, break_it: Callable[[OfficialSite], None], code: int
) -> None:
    cli("fetch", "--site", site.url).ok()
    before = cli("report", "2031-0003", "--json").ok().out
    head = cli("ledger", "head").ok().out
    break_it(site)
    run = cli("fetch", "--site", site.url)
    assert run.code == code
    assert "Next:" in run.err
    assert cli("report", "2031-0003", "--json").ok().out == before
    assert cli("ledger", "head").ok().out == head


@pytest.mark.parametrize(
    "arguments", [("--site", "judiciary.uk"), ("--since", "yesterday"), ("--site", "http://u:pw@h")]
)
def test_arguments_that_cannot_be_used(cli: Cli, arguments: tuple[str, ...]) -> None:
    assert cli("fetch", *arguments).code == 5
