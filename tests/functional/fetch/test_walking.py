"""Walking the site when it behaves: everything once, politely, kept as served; then only what changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.functional.fetch.conftest import Clock, Walker
from tests.official_site import OfficialSite, made_up_reports

from forewarned.errors import BusyError, InputError
from forewarned.reports.fetch import Plan, Progress, Wanted, check_site, walk
from forewarned.reports.fetch.politeness import Robots, user_agent
from forewarned.world import pages

pytestmark = pytest.mark.enable_socket


def kinds(batch: list[object]) -> Counter[str]:
    return Counter(str(getattr(one, "kind")) for one in batch)  # noqa: B009


def test_a_first_walk_fetches_every_page_and_document_once(walker: Walker, site: OfficialSite) -> None:
    batch, walked = walker()
    assert kinds(list(batch)) == {"listing": 3, "nonresponse": 1, "report": 7, "document": 14}
    assert (walked.pages, len(walked.links), walked.missed, walked.gone) == (3, 7, [], ())
    assert max(Counter(site.asked).values()) == 1
    assert site.asked[0] == "/robots.txt"


def test_what_is_kept_is_what_was_served(walker: Walker, site: OfficialSite) -> None:
    batch, _ = walker()
    for one in batch:
        served = site.body_of(urlsplit(one.url).path)
        assert served is not None
        raw = one.path.read_bytes()
        assert raw == served[0]
        assert one.sha256 == hashlib.sha256(raw).hexdigest()
        assert one.path == walker.home / "originals" / one.sha256[:2] / one.sha256[2:]
        assert one.size == len(raw)
        assert not one.unchanged


def test_a_second_walk_downloads_nothing_that_did_not_change(walker: Walker, site: OfficialSite) -> None:
    first, _ = walker()
    site.forget()
    walker.clock.later(days=2)
    second, _ = walker()
    asked = [path for path in site.asked if path != "/robots.txt"]
    assert site.not_modified == asked
    assert not [path for path in asked if path.endswith(".pdf")]  # held documents are not even asked for
    assert [one.sha256 for one in second] == [one.sha256 for one in first]
    assert all(one.unchanged for one in second)
    pages_then = {one.url: one.fetched_at for one in first if one.kind is not Wanted.DOCUMENT}
    assert all(one.fetched_at > pages_then[one.url] for one in second if one.url in pages_then)


def test_documents_are_asked_for_again_after_four_weeks(walker: Walker, site: OfficialSite) -> None:
    walker()
    site.forget()
    walker.clock.later(days=29)
    walker()
    assert sum(path.endswith(".pdf") for path in site.not_modified) == 14


def test_a_new_response_and_a_new_report_are_fetched(walker: Walker, site: OfficialSite) -> None:
    walker()
    site.reports = made_up_reports(8, documents=3)
    walker.clock.later(days=2)
    batch, _ = walker()
    new = [one for one in batch if not one.unchanged and one.kind is Wanted.DOCUMENT]
    assert len(new) == 7 + 3  # a third document on each of seven pages, three on the eighth


def test_requests_rest_two_seconds_between_them(walker: Walker, clock: Clock, site: OfficialSite) -> None:
    walker()
    assert len(clock.slept) == len(site.asked) - 1
    assert min(clock.slept) > 1.9


def test_robots_crawl_delay_is_kept(walker: Walker, clock: Clock, site: OfficialSite) -> None:
    site.robots = "User-agent: Forewarned\nCrawl-delay: 7\n"
    walker()
    assert min(clock.slept[1:]) > 6.9


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("", 0), ("User-agent: *\nRequest-rate: 1/5", 5), ("User-agent: other\nCrawl-delay: 9", 0)],
)
def test_the_rest_that_robots_asks_for(text: str, seconds: float) -> None:
    assert Robots(text).rest == seconds


def test_the_user_agent_is_honest(walker: Walker, site: OfficialSite) -> None:
    walker(listing_only=True)
    assert site.agents == {user_agent("tests@example.invalid")}
    assert user_agent("tests@example.invalid").startswith("Forewarned/")
    assert user_agent("x\r\nInjected: y (z)") == user_agent("xInjected: y z")


def test_only_the_feed_is_read_for_the_newest(walker: Walker, site: OfficialSite) -> None:
    batch, walked = walker(new=True)
    assert kinds(list(batch)) == {"feed": 1, "nonresponse": 1, "report": 7, "document": 14}
    assert not [path for path in site.asked if path == pages.REPORTS]
    assert len(walked.links) == 7


def test_since_stops_at_the_first_listing_page_that_is_older(walker: Walker, site: OfficialSite) -> None:
    batch, walked = walker(since=date(2031, 4, 7), documents=False)
    assert [link.listed_on for link in walked.links] == [date(2031, 4, 8), date(2031, 4, 7)]
    assert kinds(list(batch)) == {"listing": 2, "nonresponse": 1, "report": 2}


def test_max_takes_the_newest(walker: Walker) -> None:
    batch, walked = walker(most=2, documents=False, nonresponses=False)
    assert kinds(list(batch)) == {"listing": 1, "report": 2}
    assert walked.plan.scope != "all"


def test_a_part_is_never_what_loss_is_measured_by(walker: Walker, site: OfficialSite) -> None:
    walker(most=5)
    site.reports = site.reports[4:]
    _, walked = walker()
    assert walked.gone == ()


def test_progress_ends_where_it_said(walker: Walker) -> None:
    seen: list[Progress] = []
    with walker.open() as fetcher:
        list(walk(fetcher, Plan(documents=False), progress=seen.append))
    assert seen[-1] == Progress("reports", 7, 7)
    assert Progress("listing", 3, 3) in seen


def test_an_interrupted_walk_goes_on_and_fetches_nothing_twice(walker: Walker, site: OfficialSite) -> None:
    whole, _ = Walker(walker.home.parent / "other", site, Clock())()
    site.forget()
    with walker.open() as fetcher:
        walking = iter(walk(fetcher, Plan()))
        begun = [next(walking) for _ in range(9)]
        walking.close()  # type: ignore[attr-defined]  # as a Ctrl-C between two requests
    walker.clock.later(minutes=30)
    batch, walked = walker()
    assert [one.sha256 for one in batch[:9]] == [one.sha256 for one in begun]
    assert [one.sha256 for one in batch] == [one.sha256 for one in whole]
    asked = Counter(path for path in site.asked if path != "/robots.txt")
    assert max(asked.values()) == 1
    assert walked.missed == []


def test_an_unfinished_walk_is_not_taken_up_days_later(walker: Walker, site: OfficialSite) -> None:
    with walker.open() as fetcher:
        walking = iter(walk(fetcher, Plan()))
        next(walking)
        walking.close()  # type: ignore[attr-defined]
    site.forget()
    walker.clock.later(days=2)
    walker()
    assert pages.REPORTS in site.asked


def test_two_fetches_in_one_home_are_refused(walker: Walker) -> None:
    with walker.open(), pytest.raises(BusyError), walker.open():
        pass


def test_an_original_that_was_deleted_is_fetched_again(walker: Walker, site: OfficialSite) -> None:
    batch, _ = walker()
    lost = next(one for one in batch if one.kind is Wanted.REPORT)
    lost.path.unlink()
    site.forget()
    walker.clock.later(days=2)
    again, _ = walker()
    assert urlsplit(lost.url).path not in site.not_modified
    assert lost.path.exists()
    assert lost.sha256 in {one.sha256 for one in again}


@pytest.mark.parametrize(
    "site",
    ["", "www.judiciary.uk", "ftp://a", "https://a/b", "https://u:pw@a", "https://a?x", "file:///etc"],
)
def test_a_site_is_a_scheme_and_a_host(site: str) -> None:
    with pytest.raises(InputError):
        check_site(site)


def test_older_markup_gives_the_same_documents(tmp_path: Path, clock: Clock) -> None:
    found = []
    for markup in ("related", "file", "button"):
        with OfficialSite(made_up_reports(2), style=pages.Style(markup=markup)) as old:
            batch, _ = Walker(tmp_path / markup, old, clock)(nonresponses=False)
        found.append([one.sha256 for one in batch if one.kind is Wanted.DOCUMENT])
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 4
