"""Walking the site when it fails. Whatever it sends instead of data is refused, and what was held stays."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import pytest
from tests.functional.fetch.conftest import Clock, Walker, baseline_of, held
from tests.official_site import CHALLENGE, NOT_FOUND, Fault, OfficialSite, made_up_reports

from forewarned.errors import FetchError
from forewarned.reports.fetch import SiteRefusedError, Wanted
from forewarned.reports.fetch.walk import MOST_MISSED_IN_A_ROW
from forewarned.world import pages

pytestmark = pytest.mark.enable_socket

SECOND = pages.listing_path(2)
EMPTY = pages.listing_page([], page=2, pages=3).encode()
MAINTENANCE = b"<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>Back soon</h1></body></html>"
LOGIN = (
    b"<!DOCTYPE html><html><head><title>Courts</title></head><body><form><input type='password'></form></body></html>"
)


def report_path(site: OfficialSite, place: int = 0) -> str:
    return urlsplit(str(site.reports[place]["url"])).path


def document_path(site: OfficialSite, place: int = 0) -> str:
    return urlsplit(str(site.reports[place]["documents"][0]["url"])).path


def test_a_server_error_that_passes_is_tried_again(walker: Walker, site: OfficialSite, clock: Clock) -> None:
    site.fail(SECOND, Fault(status=500), Fault(status=503, headers={"Retry-After": "45"}))
    _, walked = walker(documents=False)
    assert walked.missed == []
    assert site.asked.count(SECOND) == 3
    assert [seconds for seconds in clock.slept if seconds >= 5] == [5.0, 45.0]


def test_retry_after_may_be_a_date(walker: Walker, site: OfficialSite, clock: Clock) -> None:
    site.fail(SECOND, Fault(status=429, headers={"Retry-After": "Thu, 01 May 2031 09:02:00 GMT"}))
    walker(listing_only=True)
    assert 100 < max(clock.slept) <= 120


def test_a_site_that_asks_for_an_hour_is_left_alone(walker: Walker, site: OfficialSite) -> None:
    site.fail(SECOND, Fault(status=503, headers={"Retry-After": "3600"}))
    with pytest.raises(SiteRefusedError, match="60 minutes"):
        walker()
    assert site.asked.count(SECOND) == 1


def test_too_many_requests_for_good_stops_the_walk(walker: Walker, site: OfficialSite) -> None:
    site.fail(report_path(site), always=Fault(status=429))
    with pytest.raises(SiteRefusedError, match="too many requests"):
        walker()


def test_a_listing_page_that_always_fails_stops_the_walk(walker: Walker, site: OfficialSite) -> None:
    walker()
    before = baseline_of(walker), held(walker.home)
    walker.clock.later(days=2)
    site.fail(SECOND, always=Fault(status=500))
    with pytest.raises(FetchError, match="status 500") as caught:
        walker()
    assert SECOND in caught.value.where
    assert caught.value.next_step
    assert site.asked.count(SECOND) == 1 + 4
    assert (baseline_of(walker), held(walker.home)) == before


def test_a_report_that_always_fails_is_missed_and_the_rest_is_fetched(walker: Walker, site: OfficialSite) -> None:
    site.fail(report_path(site, 3), always=Fault(status=500))
    batch, walked = walker()
    assert [(one.kind, one.reason) for one in walked.missed] == [(Wanted.REPORT, "The site answers with status 500")]
    assert Counter(str(one.kind) for one in batch)["report"] == 6


def test_what_was_missed_is_all_that_is_asked_for_when_run_again(walker: Walker, site: OfficialSite) -> None:
    site.fail(report_path(site, 3), always=Fault(status=500))
    walker()
    site.mend()
    site.forget()
    walker.clock.later(hours=1)
    batch, walked = walker()
    assert walked.missed == []
    assert len(batch) == 3 + 1 + 7 + 14
    documents = [urlsplit(one["url"]).path for one in site.reports[3]["documents"]]
    assert site.asked == ["/robots.txt", report_path(site, 3), *documents]


def test_many_misses_in_a_row_are_a_site_in_trouble(walker: Walker, site: OfficialSite) -> None:
    site.reports = made_up_reports(14)
    site.per_page = 14
    for place in range(14):
        site.fail(report_path(site, place), always=Fault(status=404, body=NOT_FOUND))
    with pytest.raises(FetchError, match="in a row"):
        walker()
    assert sum(path.endswith("report/") for path in site.asked) == MOST_MISSED_IN_A_ROW


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(send=200), "cut off"),
        (Fault(send=200, declare=False), "cut off"),
        (Fault(body=NOT_FOUND), "error page"),
        (Fault(body=NOT_FOUND, status=404), "status 404"),
        (Fault(body=MAINTENANCE), "error page"),
        (Fault(body=LOGIN), "password"),
        (Fault(body=b""), "empty"),
        (Fault(body=b"<html><body><p>Welcome</p></body></html>"), "none of the parts"),
        (Fault(status=302, headers={"Location": "/error-page/"}), "redirects to an error page"),
        (Fault(status=302, headers={"Location": "/"}), "home page"),
        (Fault(status=302, headers={"Location": "https://elsewhere.example.invalid/x"}), "another host"),
        (Fault(status=302), "redirects to nowhere"),
        (Fault(media_type="application/pdf"), "another type"),
        (Fault(status=304, body=b""), "was not asked"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_not_a_report_page_is_never_data(walker: Walker, site: OfficialSite, fault: Fault, reason: str) -> None:
    site.fail(report_path(site), always=fault)
    batch, walked = walker(documents=False)
    assert [one.kind for one in walked.missed] == [Wanted.REPORT]
    assert reason in walked.missed[0].reason
    assert report_path(site) not in {urlsplit(one.url).path for one in batch}
    assert len(held(walker.home)) == len({one.sha256 for one in batch})


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(body=EMPTY), "lists no report"),
        (Fault(body=NOT_FOUND), "error page"),
        (Fault(send=300), "cut off"),
        (Fault(status=302, headers={"Location": pages.REPORTS}), "redirects to another"),
    ],
    ids=["empty", "error with status 200", "cut off", "redirect to page 1"],
)
def test_what_is_not_a_listing_page_stops_the_walk(
    walker: Walker, site: OfficialSite, fault: Fault, reason: str
) -> None:
    site.fail(SECOND, always=fault)
    with pytest.raises(FetchError, match=reason):
        walker()
    assert baseline_of(walker) is None
    assert not [path for path in site.asked if path.endswith("report/")]


@pytest.mark.parametrize("place", ["robots", "listing", "report", "document"])
@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_challenge_stops_the_walk_at_once(walker: Walker, site: OfficialSite, place: str, status: int) -> None:
    path = {
        "robots": "/robots.txt",
        "listing": SECOND,
        "report": report_path(site),
        "document": document_path(site),
    }[place]
    site.fail(path, always=Fault(status=status, body=CHALLENGE))
    with pytest.raises(SiteRefusedError, match="challenge"):
        walker()
    assert site.asked.count(path) == 1
    assert site.asked[-1] == path
    assert all(b"Just a moment" not in raw for raw in held(walker.home).values())


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(body=b"<!DOCTYPE html><html><body>x</body></html>"), "web page"),
        (Fault(body=b"GIF89a nothing", media_type="application/pdf"), "not what its name ends in"),
        (Fault(body=b"", media_type="application/pdf"), "empty"),
        (Fault(send=100, media_type="application/pdf"), "cut off"),
        (Fault(send=100, media_type="application/pdf", declare=False), "cut off"),
        (Fault(status=404, body=NOT_FOUND), "status 404"),
    ],
    ids=["html", "not a pdf", "empty", "truncated", "truncated, no length", "404"],
)
def test_what_is_not_the_document_is_never_kept(walker: Walker, site: OfficialSite, fault: Fault, reason: str) -> None:
    site.fail(document_path(site), always=fault)
    batch, walked = walker()
    assert [one.kind for one in walked.missed] == [Wanted.DOCUMENT]
    assert reason in walked.missed[0].reason
    assert len(batch) == 3 + 1 + 7 + 13


def test_a_document_that_is_too_large_is_not_kept(
    walker: Walker, site: OfficialSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forewarned.reports.fetch.checks.DOCUMENT_LIMIT", 1_000)
    site.reports[0]["documents"][0]["content"] = pages.pdf("long " * 1_000)
    _, walked = walker()
    assert [one.reason for one in walked.missed] == ["It is larger than 0 MB"]


def test_a_document_on_another_host_is_not_asked_for(walker: Walker, site: OfficialSite) -> None:
    page = pages.report_page(site.reports[0], site=site.url).replace(
        f"{site.url}/wp-content", "https://other.example.invalid/wp-content", 1
    )
    site.fail(report_path(site), always=Fault(body=page.encode()))
    _, walked = walker()
    assert [one.reason for one in walked.missed] == ["The address is on another host"]


def test_a_slow_answer_is_given_up_and_tried_again(walker: Walker, site: OfficialSite) -> None:
    walker.timeout = 0.2
    site.fail(report_path(site), Fault(delay=0.5))
    _, walked = walker(most=1, documents=False, nonresponses=False)
    assert walked.missed == []
    assert site.asked.count(report_path(site)) == 2


def test_a_site_that_is_always_slow_is_missed(walker: Walker, site: OfficialSite) -> None:
    walker.timeout = 0.1
    site.fail(report_path(site), always=Fault(delay=0.25))
    _, walked = walker(most=1, documents=False, nonresponses=False)
    assert [one.reason for one in walked.missed] == ["The site did not answer in time"]
    assert site.asked.count(report_path(site)) == 4


def test_robots_that_disallow_the_listing_stop_the_walk(walker: Walker, site: OfficialSite) -> None:
    site.robots = "User-agent: *\nDisallow: /prevention-of-future-death-reports/\n"
    with pytest.raises(FetchError, match=r"robots\.txt"):
        walker()
    assert site.asked == ["/robots.txt"]


def test_robots_that_disallow_documents_are_respected(walker: Walker, site: OfficialSite) -> None:
    site.robots = "User-agent: Forewarned\nDisallow: /wp-content/\n"
    with pytest.raises(FetchError, match="in a row"):
        site.reports = made_up_reports(1, documents=12)
        walker()
    assert not [path for path in site.asked if path.startswith("/wp-content/")]


@pytest.mark.parametrize(
    ("fault", "stops"),
    [
        (Fault(status=500), True),
        (Fault(body=NOT_FOUND), True),
        (Fault(status=404, body=NOT_FOUND), False),
    ],
    ids=["server error", "error page with status 200", "no robots.txt"],
)
def test_robots_that_cannot_be_read(walker: Walker, site: OfficialSite, fault: Fault, stops: bool) -> None:
    site.fail("/robots.txt", always=fault)
    if stops:
        with pytest.raises(SiteRefusedError, match=r"robots\.txt"):
            walker()
        assert set(site.asked) == {"/robots.txt"}
    else:
        assert walker()[1].missed == []


def test_a_site_that_shows_page_one_for_every_page_is_refused(walker: Walker, site: OfficialSite) -> None:
    first = pages.listing_page(site.reports[:3], page=1, pages=3, site=site.url).encode()
    for page in (2, 3):
        site.fail(pages.listing_path(page), always=Fault(body=first))
    with pytest.raises(FetchError, match="same reports"):
        walker()
    site.mend()
    assert len(walker()[1].links) == 7
