"""The five ways people use the site most, each by keyboard alone, on a narrow screen, and without JavaScript."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Visit = Callable[..., "Page"]
WAYS = [
    pytest.param({"width": 1280, "scripts": True}, id="wide"),
    pytest.param({"width": 320, "scripts": True}, id="narrow"),
    pytest.param({"width": 1280, "scripts": False}, id="no-scripts"),
]
MOST_TABS = 150


def reach(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Go there with the keyboard, as somebody without a mouse does; what has the focus can be seen to have it.

    ``key``: ``Shift+Tab`` for what stands near the end of a page, ``ArrowDown`` within a group of choices.
    """
    target.first.wait_for()
    for _ in range(MOST_TABS):
        page.keyboard.press(key)
        if target.first.evaluate("one => one === document.activeElement"):
            seen = target.first.evaluate(
                "one => { const s = getComputedStyle(one); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'"
                " || s.backgroundColor !== 'rgba(0, 0, 0, 0)'; }"
            )
            assert seen, "what has the focus does not show it"
            return
    raise AssertionError(f"not reached with the Tab key: {target}")


def follow(page: Page, target: Locator) -> None:
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def heading(page: Page) -> str:
    return str(page.locator("h1").inner_text())


@pytest.mark.parametrize("way", WAYS)
def test_a_family_looks_up_a_trust_and_reads_a_report(way: dict[str, Any], site: Any, visit: Visit) -> None:
    trust = site.world.body(site.world.trust).name
    page = visit("/", **way)
    reach(page, page.locator("main input[type=search]"))
    page.keyboard.type(trust)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    fits(page)
    follow(page, page.locator("main").get_by_role("link", name=trust, exact=True))
    assert trust in heading(page)
    told = page.locator("main").inner_text()
    assert "reports" in told and "Samaritans" in told and "No published response does not mean" in told
    fits(page)
    follow(page, page.locator("main a[href^='/reports/']"))
    assert "report" in page.url and page.locator("main").inner_text().count("Samaritans") == 1
    assert page.get_by_text("No published response", exact=False).count() or page.get_by_text("ublished").count()
    fits(page)


@pytest.mark.parametrize("way", WAYS)
def test_an_officer_sees_what_is_due_and_takes_the_calendar(way: dict[str, Any], site: Any, visit: Visit) -> None:
    page = visit("/", **way)
    follow(page, page.locator("header a[href='/duties/'], nav a[href='/duties/']"))
    fits(page)
    reach(page, page.locator("#due_within"))
    page.keyboard.press("Control+A")
    page.keyboard.type("90")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "due_within=90" in page.url, "the filters are in the address, to keep"
    assert "90 days" in page.locator(".fw-answer").inner_text()
    fits(page)
    link = page.locator("main a[href*='duties.ics']")
    reach(page, link)
    address = str(link.first.get_attribute("href")).replace("webcal://", "http://")
    calendar = page.context.request.get(address)
    assert calendar.ok and calendar.headers["content-type"].startswith("text/calendar")
    assert calendar.text().startswith("BEGIN:VCALENDAR") and "BEGIN:VEVENT" in calendar.text()


@pytest.mark.parametrize("way", WAYS)
def test_a_campaigner_cites_and_takes_the_rows(way: dict[str, Any], site: Any, visit: Visit) -> None:
    page = visit(f"/organisations/{site.world.trust}/", **way)
    cited = page.locator(".fw-cite").inner_text()
    assert "Open Government Licence" in cited and "SHA-256" in cited and "as at" in cited
    permanent = str(page.locator(".fw-cite a.fw-address").get_attribute("href"))
    assert "as_at=" in permanent or permanent.rstrip("/").endswith(site.world.trust)
    link = page.get_by_role("link", name="CSV", exact=True)
    reach(page, link, key="Shift+Tab")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    with open(waiting.value.path(), newline="", encoding="utf-8") as file:  # noqa: PTH123  a path of the browser's
        rows = list(csv.DictReader(io.StringIO(file.read())))
    assert rows and {"ref", "due_on", "state"} <= rows[0].keys()
    page.goto(permanent)
    assert site.world.body(site.world.trust).name in heading(page)


@pytest.mark.parametrize("way", WAYS)
def test_a_reviewer_clears_a_name_by_keyboard(way: dict[str, Any], site: Any, visit: Visit, administrator: Any) -> None:
    page = visit("/review/", storage_state=administrator, **way)
    fits(page)
    waiting = page.locator("input[name=answer]")
    assert waiting.count(), "a name waits in this world: every way of this test undoes what it decided"
    reach(page, page.get_by_role("button", name="Look", exact=True))
    reach(page, waiting, key="Shift+Tab")
    choice = page.get_by_label("A private person", exact=False)
    if not choice.is_checked():
        reach(page, choice, key="ArrowDown")
    assert choice.is_checked()
    follow(page, page.get_by_role("button", name="Decide"))
    assert "Your last decision" in page.locator("main").inner_text()
    follow(page, page.get_by_role("button", name="Undo it"))
    assert page.locator("input[name=answer]").count(), "it waits again"


@pytest.mark.parametrize("way", WAYS)
def test_an_administrator_sees_who_read_what(way: dict[str, Any], site: Any, visit: Visit, administrator: Any) -> None:
    page = visit(f"/organisations/{site.world.trust}/", storage_state=administrator, **way)
    page.goto("/accounts/")
    follow(page, page.locator("main a[href='/access-log/'], nav a[href='/access-log/'], header a[href='/access-log/']"))
    fits(page)
    told = page.locator("main").inner_text()
    assert "ada.quarn" in told and site.world.trust in told
    reach(page, page.locator("input[name=who]"))
    page.keyboard.type("nobody.at.all")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("tbody tr").count() == 0


@pytest.mark.parametrize("address", ["/organisations/{trust}/", "/duties/?show=unanswered", "/missing/"])
def test_a_printed_page_is_a_paper(address: str, site: Any, visit: Visit) -> None:
    """No menu, no forms, no buttons; who says so and as at when; a table runs over pages with its head."""
    page = visit(address.format(trust=site.world.trust), scripts=True)
    page.emulate_media(media="print")
    for hidden in ("nav.fw-nav", ".fw-header__search", "main button", ".nhsuk-skip-link"):
        for one in page.locator(hidden).all():
            assert not one.is_visible(), hidden
    assert page.locator("h1").is_visible() and page.locator(".fw-cite").is_visible()
    paper = page.pdf(format="A4", print_background=False)
    assert paper.startswith(b"%PDF") and len(paper) > 10_000
