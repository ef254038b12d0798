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


def test_documents_are_read_and_their_lessons(cli: Cli, site: OfficialSite) -> None:
    """The printed date, matters and a promise come from the documents themselves."""
    from forewarned.lessons.models import Matter, Promise
    from forewarned.world.pdf import pdf

    report, response = site.reports[0]["documents"][:2]
    report["content"] = pdf(REPORT)
    response["content"] = pdf(RESPONSE)
    answer = cli("fetch", "--site", site.url, "--json").ok().json
    assert answer["documents"]["done"] >= 2
    found = Matter.objects.filter(kind="matter", report__ref=site.reports[0]["ref"])
    assert [one.number for one in found] == ["(1)", "(2)"]
    assert all(one.reading.values["concerns"][one.start : one.end] == one.text for one in found)
    assert Promise.objects.filter(response__report__ref=site.reports[0]["ref"]).exists()
    duties = cli("report", site.reports[0]["ref"], "--json").ok().json["reports"][0]["duties"]
    assert {(one["due"]["basis"], one["due"]["on"]) for one in duties} == {("printed", "2031-05-20")}


REPORT = """REGULATION 28 REPORT TO PREVENT FUTURE DEATHS

THIS REPORT IS BEING SENT TO: Saltmarsh Mental Health NHS Trust

1 CORONER
I am Peregrine Quillfeather, senior coroner for the coroner area of Norrowshire.

2 CORONER'S LEGAL POWERS
I make this report under paragraph 7, Schedule 5, of the Coroners and Justice Act 2009.

3 INVESTIGATION and INQUEST
On 4 January 2031 I commenced an investigation into the death of a person aged 41.

4 CIRCUMSTANCES OF THE DEATH
The person was found on the ward.

5 CORONER'S CONCERNS
The MATTERS OF CONCERN are as follows.
(1) The hourly checks that were recorded had not been carried out.
(2) No one told the family that the level of checks had been lowered.

6 ACTION SHOULD BE TAKEN
In my opinion action should be taken to prevent future deaths.

7 YOUR RESPONSE
You are under a duty to respond to this report within 56 days of the date of this report, namely by 20 May 2031.

8 COPIES and PUBLICATION
I have sent a copy of my report to the Chief Coroner.

9 25 March 2031
"""
RESPONSE = """12 May 2031

Dear Sir,

Thank you for your report. I respond to each matter in turn.

(1) We have introduced an electronic record of checks on every ward, which shows when each was made.

(2) We will train all ward managers in speaking with families by 30 September 2031.

Yours sincerely,
Chief Executive
"""
