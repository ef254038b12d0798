"""Journeys through the words of reports: read, checked and decided; by keyboard, narrow, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.test_every_page import look_at, shot
from tests.browser.test_journeys import WAYS, fits, follow, heading, reach

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]
REPORT = "/reports/odalys-fernhollow/"


def in_the_form(page: Page) -> None:
    """A browser gives the form its focus when it first draws the page: on a busy machine that is after ``load``."""
    from playwright.sync_api import expect

    expect(page.locator("main [autofocus]")).to_be_focused()


@pytest.mark.parametrize("way", WAYS)
def test_a_reader_follows_a_fact_a_matter_and_what_answers_it(way: dict[str, Any], visit: Visit) -> None:
    page = visit(REPORT, **way)
    fits(page)
    fact = page.get_by_role("link", name="2 December 2018")
    reach(page, fact)
    page.keyboard.press("Enter")
    place = page.locator(".fw-fact:target")
    assert "2 December 2018" in place.inner_text() and place.is_visible()
    seen = place.evaluate("one => [getComputedStyle(one).outlineStyle, getComputedStyle(one, '::after').content]")
    assert seen[0] == "solid" and "Date of death" in seen[1], "marked by a frame and in words, not by colour alone"
    page.goto(REPORT)
    see = page.get_by_role("link", name=re.compile("^See it in the response"))
    reach(page, see)
    page.keyboard.press("Enter")
    assert page.locator("mark:target").is_visible(), "the response opens where its promise stands"
    page.goto(REPORT)
    follow(page, page.locator(".fw-part--matter").get_by_role("link", name="Matter 1", exact=True))
    assert "What does matter 1 of report 2019-0777 warn of" in heading(page)
    told = page.locator("main").inner_text()
    assert "The one response that was read answers it" in told and "Samaritans" in told
    fits(page)


@pytest.mark.parametrize("way", WAYS)
def test_a_reviewer_clears_a_matter_with_enter_and_takes_it_back(
    way: dict[str, Any], visit: Visit, administrator: Any
) -> None:
    page = visit("/review/", storage_state=administrator, **way)
    follow(page, page.get_by_role("link", name="Review the themes of matters"))
    fits(page)
    first = page.locator("#words a").first.get_attribute("href")
    assert page.locator("input[name=theme]").count() == page.locator("input[name=theme]:checked").count()
    in_the_form(page)
    assert page.locator("[autofocus]").inner_text() == "These are right", "one decision is one press of Enter"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Remembered" in page.locator("main").inner_text()
    assert page.locator("#words a").first.get_attribute("href") != first
    fits(page)
    follow(page, page.get_by_role("button", name="Undo the last"))
    assert page.locator("#words a").first.get_attribute("href") == first, "it waits again, in its place"


def test_single_keys_untick_skip_and_undo(visit: Visit, administrator: Any) -> None:
    page = visit("/lessons/review/", storage_state=administrator)
    in_the_form(page)
    box = page.locator("input[name=theme]").first
    page.keyboard.press("1")
    assert not box.is_checked()
    page.keyboard.press("1")
    assert box.is_checked()
    first = page.locator("#words a").first.get_attribute("href")
    with page.expect_navigation():
        page.keyboard.press("s")
    assert page.locator("#words a").first.get_attribute("href") != first
    skipped = page.url
    page.locator("#add-theme").focus()
    page.keyboard.press("s")
    assert page.url == skipped, "a letter in a list chooses in the list"
    page.locator("h1").click()
    page.keyboard.press("s")
    assert page.url == skipped, "keys work only inside the form"
    page.goto("/lessons/review/")
    in_the_form(page)
    with page.expect_navigation():
        page.keyboard.press("b")
    assert "these words are background" in page.locator("main").inner_text()
    in_the_form(page)
    with page.expect_navigation():
        page.keyboard.press("u")
    assert page.locator("#words a").first.get_attribute("href") == first


@pytest.mark.parametrize("address", [REPORT, f"{REPORT}#fact-1", "matter", "/lessons/review/"])
def test_nothing_hinders_where_words_are_held(address: str, visit: Visit, administrator: Any) -> None:
    page = visit(REPORT, storage_state=administrator)
    if address == "matter":
        address = str(page.locator(".fw-part--matter a").first.get_attribute("href"))
    page.goto(address)
    assert not look_at(page)
    for one in page.locator("details").all():
        one.evaluate("one => { one.open = true; }")
    found = look_at(page)
    found.pop("moved", None)  # what was opened just now pushes the rest down
    assert not found
    shot(page, f"words-{re.sub('[^a-z0-9]+', '-', address).strip('-')}")
