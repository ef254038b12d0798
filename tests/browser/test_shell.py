"""The shell in a browser: passkeys, typing into the search, the keyboard, narrow screens, nothing that moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from tests.browser.conftest import give_passkey

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]


def test_a_person_signs_in_by_a_link_adds_a_passkey_and_signs_in_with_it(site: Any, visit: Visit) -> None:
    page = visit(site.sign_in_link("robin.vale", "administrator"))
    give_passkey(page)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What do you want to call it?").fill("a test's key")
    page.get_by_label("Use it without a password").check()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/accounts/security/codes/")  # the first second proof brings recovery codes
    page.goto("/accounts/people/")
    assert page.locator("h1").inner_text() == "Who has an account?"
    page.goto("/accounts/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/sign-in/?next=/accounts/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    page.goto("/accounts/")
    assert "with the role administrator" in page.locator("main").inner_text()


def test_hits_come_while_one_types_and_go_with_escape(visit: Visit, site: Any) -> None:
    page = visit("/")
    trust = site.world.body(site.world.trust).name
    page.locator("main input[type=search]").press_sequentially(trust[:10])
    page.locator(".fw-typed__list a").first.wait_for()
    assert trust in page.locator(".fw-typed__list").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".fw-typed__list").count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_one_searches_with_the_keyboard_alone_with_and_without_scripts(visit: Visit, scripts: bool) -> None:
    page = visit("/", scripts=scripts)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the way past the menu
    page.locator("main input[type=search]").focus()
    page.keyboard.type("trust")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=trust")
    assert page.locator(".fw-found li").count() > 3


@pytest.mark.parametrize("address", ["/", "/search?q=trust", "/accounts/sign-in/", "/accounts/sign-up/"])
def test_a_narrow_screen_scrolls_one_way_only(visit: Visit, address: str) -> None:
    page = visit(address, width=320)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("address", ["/", "/search?q=trust"])
def test_nothing_moves_while_a_page_comes(visit: Visit, address: str) -> None:
    page = visit(address)
    moved = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
                .observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(sum), 300);
        })"""
    )
    assert moved == 0


def test_a_page_weighs_little_and_comes_fast(visit: Visit) -> None:
    page = visit("/")
    told = page.evaluate(
        """() => ({ bytes: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
            .reduce((sum, one) => sum + one.transferSize, 0),
            first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0 })"""
    )
    assert told["bytes"] < 300_000 and told["first"] < 1000, told
