"""Every page that the site lists, in a browser: nothing hinders, moves, leaks, weighs too much, or is too wide.

The list is the site's own (``forewarned.web.urls``), so a new page is looked at without a line here. What each looks
like is saved under ``build/screenshots`` for a person to look at.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from forewarned.web.access import May
from forewarned.web.urls import PATHS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Visit = Callable[..., "Page"]
HERE = Path(__file__).parent
AXE = HERE / "vendor" / "axe.min.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
SHOTS = HERE.parents[1] / "build" / "screenshots"
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
HEAVIEST = 300_000
NOTICEABLE = 0.001
"""The share of the screen that moved, times how far (0.1 is called good): a word by a pixel is less than this."""
WIDE, NARROW = 1280, 320
FOR_ALL = {May.OPEN, May.READ_REGISTER}
NAMES = [one.name for one in PATHS if "GET" in one.methods]
NO_PAGE = {
    "search_typed": "a part of a page, fetched while one types",
    "calendar": "a calendar",
    "calendar_private": "a calendar, for whoever has its token",
    "import_proof": "JSON",
    "digest_preview": "plain text",
    "mfa_download_recovery_codes": "plain text",
    "account_reauthenticate": "goes on to the way of proof that the account has",
    "mfa_reauthenticate": "goes on to the way of proof that the account has",
    "digest_confirm": "reached by the link of an e-mail alone",
    "digest_stop": "reached by the link of an e-mail alone",
    "mfa_deactivate_totp": "only for who has an authenticator app; this administrator has a passkey",
    "openid_connect_login": "goes to the organisation's own sign-in",
    "openid_connect_callback": "comes from the organisation's own sign-in",
}
MOVED = """() => new Promise(done => {
    const found = [];
    const name = one => one ? `${one.nodeName}.${one.className || ""}`.slice(0, 80) : "?";
    new PerformanceObserver(list => {
        for (const one of list.getEntries()) found.push(one.value, ...one.sources.map(from => name(from.node)));
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(found), 250);
})"""
WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, one) => sum + one.transferSize, 0)"""
TOO_WIDE = """() => document.documentElement.scrollWidth > document.documentElement.clientWidth
    ? [...document.querySelectorAll("body *")]
        .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
            && !one.closest(".fw-scroll"))
        .slice(0, 4).map(one => `${one.tagName}.${one.className} ${Math.round(one.getBoundingClientRect().right)}px`)
        .concat("too wide")
    : []"""


@pytest.fixture(scope="session")
def report_key(site: Any) -> str:
    """A report of the world's trust, with more than one addressee if there is one."""
    answer = json.loads(site.run("organisation", site.world.trust, "--json"))
    most = max(answer["reports"], key=lambda one: len(one["co_addressees"]))
    return str(most["report_url"].rstrip("/").rpartition("/")[2])


@pytest.fixture(scope="session")
def words_keys(site: Any) -> dict[str, str]:
    """Keys of a matter, a lesson and a promise whose words are held (``tests.functional.lessons.words``)."""
    lesson = json.loads(site.run("lessons", "list", "--json"))["lessons"][0]["key"]
    told = json.loads(site.run("lessons", "show", lesson, "--json"))
    promise = json.loads(site.run("promises", "--json"))["promises"][0]["key"]
    return {"matter": told["matters"][0]["key"], "lesson": lesson, "promise": promise}


@pytest.fixture(scope="session")
def addresses(site: Any, report_key: str, words_keys: dict[str, str]) -> dict[str, str]:
    """An address of every page."""
    examples = {
        "organisation": {"key": site.world.trust},
        "report": {"key": report_key},
        "matter": {"key": words_keys["matter"]},
        "organisation_again": {"key": site.world.trust},
        "lesson": {"key": words_keys["lesson"]},
        "promise": {"key": words_keys["promise"]},
        "similar_report": {"key": "odalys-fernhollow"},
        "import": {"pk": "1"},
        "import_proof": {"pk": "1"},
        "person": {"pk": "1"},
        "quality_list": {"what": "added-before"},
        "sign_in_link": {"token": site.sign_in_link("wren.hollis", "reader").strip("/").rpartition("/")[2]},
    }
    found = {}
    for one in PATHS:
        address = f"/{one.route}"
        for part in [part for part in address.split("/") if "<" in part]:
            name = part.strip("<>").rpartition(":")[2]
            address = address.replace(part, examples.get(one.name, {}).get(name, "1"))
        found[one.name] = address
    return found


def look_at(page: Page) -> dict[str, Any]:
    """What hinders, moves, and weighs too much."""
    found: dict[str, Any] = {}
    moved = page.evaluate(MOVED)
    if sum(one for one in moved if isinstance(one, float)) > NOTICEABLE:
        found["moved"] = moved
    weight = page.evaluate(WEIGHT)
    if weight > HEAVIEST:
        found["bytes"] = weight
    # Chromium's own tools may run this where the page's policy lets no script in but its own.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("rules => axe.run(document, rules)", RULES)
    for one in result["violations"]:
        found[one["id"]] = [node["html"][:160] for node in one["nodes"][:3]]
    return found


def shot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def test_axe_is_the_one_that_its_readme_names() -> None:
    assert sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256
    assert AXE_SHA256 in (AXE.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NO_PAGE])
def test_a_page_for_everybody(name: str, addresses: dict[str, str], visit: Visit, administrator: Any) -> None:
    """Wide and narrow; as anybody where anybody may, else as an administrator, who may open every page."""
    open_to_all = next(one.may in FOR_ALL for one in PATHS if one.name == name)
    options = {} if open_to_all else {"storage_state": administrator}
    page = visit(addresses[name], width=WIDE, **options)
    assert page.locator("h1").count() == 1, page.content()[:300]
    found = look_at(page)
    shot(page, name)
    page.set_viewport_size({"width": NARROW, "height": 700})
    too_wide = page.evaluate(TOO_WIDE)
    if too_wide:
        found["320px"] = too_wide
    shot(page, f"{name}-{NARROW}")
    assert not found, json.dumps(found, indent=1)


@pytest.mark.parametrize("name", ["home", "organisation", "report", "duties", "missing", "review", "promise"])
def test_an_administrators_page_too(name: str, addresses: dict[str, str], visit: Visit, administrator: Any) -> None:
    """Pages show more to those who may do more."""
    page = visit(addresses[name], width=WIDE, storage_state=administrator)
    found = look_at(page)
    shot(page, f"{name}-administrator")
    assert not found, json.dumps(found, indent=1)


@pytest.mark.parametrize("address", ["/nothing/here", "/organisations/nobody/", "/duties/?as_at=never", "/access-log/"])
def test_a_page_for_what_went_wrong(address: str, visit: Visit, browser: Browser, site: Any) -> None:
    context = browser.new_context(base_url=site.address, viewport={"width": NARROW, "height": 700})
    page = context.new_page()
    page.goto(address)
    found = look_at(page)
    too_wide = page.evaluate(TOO_WIDE)
    context.close()
    assert not found and not too_wide, (found, too_wide)


@pytest.mark.parametrize("name", ["home", "organisation", "report", "duties", "missing", "quality", "api_docs"])
def test_twice_the_text_still_fits(name: str, addresses: dict[str, str], visit: Visit) -> None:
    """WCAG 1.4.4: a reader who sets the text twice as large loses nothing."""
    page = visit(addresses[name], width=WIDE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate(TOO_WIDE) == []
