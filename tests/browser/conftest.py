"""The site as `forewarned serve` serves it, on the fictional world, in Debian's Chromium."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.functional.lessons.again_words import again_texts
from tests.functional.lessons.words import REPORTS, RESPONSES, lines

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from forewarned.world import World

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip
PROGRAM = Path(sys.executable).parent / "forewarned"
IMPORTED = ("organisations", "register.csv", "snapshots.csv", "nonresponse")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests talk to this machine (and `_only_loopback` sees that they talk to no other)."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.enable_socket)


@dataclass(frozen=True, slots=True)
class Site:
    """The site that is served: its address, the world it shows, and the command line on the same store."""

    address: str
    """By the name `localhost`, which browsers let have passkeys."""
    world: World
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """What a command prints; it must succeed."""
        done = subprocess.run(
            [str(PROGRAM), *arguments], env=self.environment, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sign_in_link(self, name: str, role: str) -> str:
        """The path of a new account's sign-in link."""
        found = re.search(r"(/accounts/link/\S+)", self.run("accounts", "create", name, "--role", role))
        assert found
        return found[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(world: World, world_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Served once a session, open to the public. Tests may add to the store; none may count on being alone in it."""
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is not there: install Debian's chromium for the browser tests")
    pytest.importorskip("playwright")
    home = tmp_path_factory.mktemp("browser") / "home"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("FOREWARNED_")},
        "FOREWARNED_HOME": str(home), "FOREWARNED_TODAY": world.as_of.isoformat(), "FOREWARNED_ACCESS": "public",
    }  # fmt: skip
    port = free_port()
    made = Site(f"http://localhost:{port}", world, environment)
    made.run("import", *(str(world_files / name) for name in IMPORTED))
    folder = tmp_path_factory.mktemp("words")
    made.run(
        "import",
        str(lines(folder / "texts.jsonl", *REPORTS, *again_texts(world.body(world.trust).name))),
        str(lines(folder / "responses.jsonl", *RESPONSES)),
    )
    with (home.parent / "log").open("w") as log:
        process = subprocess.Popen(
            [str(PROGRAM), "serve", "--port", str(port)],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
    try:
        assert process.stdout and "Open http" in process.stdout.readline(), (home.parent / "log").read_text()
        yield made
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture(scope="session")
def browser(site: Site) -> Iterator[Browser]:
    """One Chromium a session. It needs ``site`` so that a missing Chromium skips."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield made
        made.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    """``visit("/duties/", width=320, scripts=False)``: a page of a new visitor.

    The test fails at its end when a page wrote an error to the console (a Content-Security-Policy that was broken
    is one) or asked another machine for anything.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def note(request: Any) -> None:
        if not request.url.startswith((site.address, "data:", "blob:")):
            wrong.append(f"asked for {request.url}")

    def open_page(
        path: str = "/", *, width: int = 1280, height: int = 900, scripts: bool = True, **options: Any
    ) -> Page:
        context = browser.new_context(
            base_url=site.address, viewport={"width": width, "height": height}, java_script_enabled=scripts, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", note)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, wrong


@pytest.fixture(scope="session")
def administrator(browser: Browser, site: Site) -> Any:
    """The session of an administrator who has a passkey, for ``visit(path, storage_state=administrator)``."""
    context = browser.new_context(base_url=site.address)
    page = context.new_page()
    page.goto(site.sign_in_link("ada.quarn", "administrator"))
    give_passkey(page)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What do you want to call it?").fill("a key for tests")
    page.get_by_label("Use it without a password").check()
    adding = page.url
    page.get_by_role("button", name="Add it").click()
    # The next page says that it was added; the one before has an address of the same folder.
    page.wait_for_url(lambda address: address != adding, wait_until="load")
    assert "is added" in page.locator("main").inner_text()
    state = context.storage_state()
    context.close()
    return state


def give_passkey(page: Page) -> None:
    """A passkey device that says yes to everything, as Chromium gives one to tests."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
