"""Ways through what was read in the words: a promise and its evidence, conditions, a narrative, a search in words.

By keyboard, on a narrow screen, and without JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.test_journeys import WAYS, fits, follow, heading, reach

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Visit = Callable[..., "Page"]
NARRATIVE = (
    "She was a patient on a mental health ward and was found hanging in her room. Observations were recorded as done "
    "although nobody had looked in."
)


def told(page: Page) -> str:
    return str(page.locator("main").inner_text())


@pytest.mark.parametrize("way", WAYS)
def test_an_investigator_attaches_evidence_to_a_promise_and_withdraws_it(
    way: dict[str, Any], visit: Visit, administrator: Any
) -> None:
    page = visit("/", storage_state=administrator, **way)
    follow(page, page.locator("nav a[href='/promises/']"))
    fits(page)
    assert "were found in the responses" in told(page)
    follow(page, page.get_by_role("link", name="Look at this promise").first)
    fits(page)
    reach(page, page.locator("#title"))
    page.keyboard.type("Audit of Linnet Ward")
    reach(page, page.locator("#rung-done"))
    page.keyboard.press("Space")
    page.locator("#on").fill("2020-04-02")
    follow(page, page.get_by_role("button", name="Attach it"))
    assert "Done: evidence of 2 April 2020" in told(page) and "Audit of Linnet Ward" in told(page)
    fits(page)
    follow(page, page.get_by_role("button", name="Withdraw it"))
    assert "Done: no evidence attached" in told(page)


@pytest.mark.parametrize("way", WAYS)
def test_a_reviewer_says_that_words_are_no_promise_and_takes_it_back(
    way: dict[str, Any], visit: Visit, administrator: Any
) -> None:
    page = visit("/promises/?status=planned", storage_state=administrator, **way)
    follow(page, page.get_by_role("link", name="Look at this promise").first)
    follow(page, page.get_by_role("button", name="It is not a promise"))
    assert "these words are not a promise" in told(page)
    follow(page, page.get_by_role("button", name="Undo it"))
    assert "these words are not a promise" not in told(page)


@pytest.mark.parametrize("way", WAYS)
def test_a_researcher_screens_and_mends_a_slip(way: dict[str, Any], browser: Browser, site: Any) -> None:
    # Not by ``visit``: what cannot be read is answered with 400, which browsers write to the console.
    context = browser.new_context(
        base_url=site.address, viewport={"width": way["width"], "height": 900}, java_script_enabled=way["scripts"]
    )
    page = context.new_page()
    page.goto("/screen/")
    reach(page, page.locator("#screen-q"))
    page.keyboard.type("suicide and inpateint")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Column 13" in told(page) and page.locator(".fw-where mark").inner_text() == "inpateint"
    fits(page)
    page.locator("#screen-q").fill("suicide and age >= 18")
    with page.expect_navigation():
        page.locator("#screen-q").press("Enter")
    assert "reports whose words are held" in told(page)
    assert page.locator("main a[href='/reports/odalys-fernhollow/']").count()
    fits(page)
    context.close()


@pytest.mark.parametrize("way", WAYS)
def test_a_trust_compares_a_narrative_that_is_not_kept(way: dict[str, Any], visit: Visit) -> None:
    page = visit("/similar/", **way)
    assert "never stored" in told(page)
    fits(page)
    reach(page, page.locator("#text"))
    page.keyboard.type(NARRATIVE)
    follow(page, page.get_by_role("button", name="Compare"))
    assert "Your narrative was not kept" in told(page) and "Your narrative says" in told(page)
    fits(page)
    assert page.locator("#text").input_value() == "", "it is not sent back either"
    two = page.locator(".fw-two").first.locator("> div")
    first, second = two.nth(0).bounding_box(), two.nth(1).bounding_box()
    assert first and second
    if way["width"] == 320:
        assert second["y"] > first["y"], "one under the other"
    else:
        assert second["x"] > first["x"] and abs(second["y"] - first["y"]) < 2, "side by side"
    follow(page, page.get_by_role("link", name="Report 2019-0777").first)
    assert "warned of" in heading(page)


@pytest.mark.parametrize("way", WAYS)
def test_a_reader_searches_in_the_words_and_narrows(way: dict[str, Any], visit: Visit) -> None:
    page = visit("/search?q=obsrevations+recorded", **way)
    assert "Did you mean" in told(page)
    assert page.locator(".fw-words mark").count()
    fits(page)
    follow(page, page.locator(".fw-facets").get_by_role("link", name="matters of concern"))
    assert "Narrowed to matters of concern" in told(page)
    follow(page, page.locator(".fw-found a[href^='/matters/']"))
    assert "bservations" in told(page)
    fits(page)


@pytest.mark.parametrize("way", WAYS)
def test_a_family_asks_whether_a_trust_was_warned_again(way: dict[str, Any], visit: Visit, site: Any) -> None:
    page = visit(f"/organisations/{site.world.trust}/", **way)
    follow(page, page.locator("main").get_by_role("link", name="Was it warned of the same thing more than once?"))
    fits(page)
    assert heading(page).startswith("Was ") and "warned of the same thing more than once?" in heading(page)
    assert "Died" in told(page) and "Reported" in told(page) and "A reviewer decides." in told(page)
    assert page.locator(".fw-lesson svg").count()
    follow(page, page.locator(".fw-lesson h3 a").first)
    fits(page)
    assert "Why it belongs:" in told(page) and "Is this lesson right?" not in told(page)


@pytest.mark.parametrize("way", WAYS)
def test_a_reviewer_answers_yes_and_no_by_keyboard_and_takes_both_back(
    way: dict[str, Any], visit: Visit, administrator: Any, site: Any
) -> None:
    page = visit(f"/organisations/{site.world.trust}/again/", storage_state=administrator, **way)
    before = page.locator(".fw-pair").count()
    assert before, "the words of the tests hold two wordings of one failing"
    for answer, said in (("No for pair", "these are not one lesson"), ("Yes, one lesson", "these are one lesson")):
        page.locator(".fw-pair h3").first.evaluate("one => { one.tabIndex = -1; one.focus(); }")
        follow(page, page.get_by_role("button", name=answer).first)
        assert f"Remembered: {said}" in told(page)
        fits(page)
        page.locator("#maincontent").focus()
        follow(page, page.get_by_role("button", name="Undo it"))
        assert page.locator(".fw-pair").count() == before


@pytest.mark.parametrize("way", WAYS)
def test_a_reviewer_splits_a_lesson_and_takes_it_back(way: dict[str, Any], visit: Visit, administrator: Any) -> None:
    page = visit("/lessons/?order=reports", storage_state=administrator, **way)
    fits(page)
    follow(page, page.locator("tbody a").first)
    held = page.locator(".fw-step blockquote").count()
    assert held > 1
    reach(page, page.locator(".fw-tick input").first)
    page.keyboard.press("Space")
    follow(page, page.get_by_role("button", name="Split the ticked matters off"))
    assert "Remembered: some matters are another lesson." in told(page)
    fits(page)
    page.locator("#maincontent").focus()
    follow(page, page.get_by_role("button", name="Undo it"))
    assert page.locator(".fw-step blockquote").count() == held
