"""A listing that names fewer reports than before is a loss until somebody says why not (house rule 4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.functional.fetch.conftest import Walker, baseline_of, held
from tests.official_site import OfficialSite, made_up_reports

from forewarned.errors import LossError

pytestmark = pytest.mark.enable_socket


def shrink_by_reports(site: OfficialSite) -> None:
    del site.reports[2]


def shrink_by_pages(site: OfficialSite) -> None:
    site.reports = site.reports[:4]


def shrink_by_exchange(site: OfficialSite) -> None:
    site.reports = [made_up_reports(9)[0], *site.reports[:6]]


def shrink_by_layout(site: OfficialSite) -> None:
    site.per_page = 7


@pytest.mark.parametrize(
    ("change", "gone"),
    [(shrink_by_reports, 1), (shrink_by_pages, 3), (shrink_by_exchange, 1), (shrink_by_layout, 0)],
)
def test_a_listing_that_shrinks_is_refused(
    walker: Walker, site: OfficialSite, change: Callable[[OfficialSite], None], gone: int
) -> None:
    walker()
    before = baseline_of(walker), held(walker.home)
    change(site)
    site.forget()
    walker.clock.later(days=2)
    with pytest.raises(LossError, match=f"{gone} of 7 reports") as caught:
        walker()
    assert "--accept-loss" in caught.value.next_step
    assert "testina" not in str(caught.value).lower()  # how many, never who
    assert not [path for path in site.asked if path.endswith("report/")]
    assert baseline_of(walker) == before[0]
    assert before[1].items() <= held(walker.home).items()


def test_a_loss_accepted_with_a_reason_is_the_new_state(walker: Walker, site: OfficialSite) -> None:
    walker()
    site.reports = site.reports[:4]
    walker.clock.later(days=2)
    with pytest.raises(LossError):
        walker()
    _, walked = walker(accept_loss="the site withdrew three at a family's request")
    assert len(walked.gone) == 3
    walker.clock.later(days=2)
    _, after = walker()
    assert after.gone == ()


def test_a_listing_that_recovers_is_read_anew(walker: Walker, site: OfficialSite) -> None:
    walker()
    whole = site.reports
    site.reports = whole[:4]
    walker.clock.later(days=2)
    with pytest.raises(LossError):
        walker()
    site.reports = whole
    _, walked = walker()
    assert (len(walked.links), walked.gone) == (7, ())
