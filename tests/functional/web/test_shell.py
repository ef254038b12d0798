"""What every page shares: headers, errors, the menu, the ways of access."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from forewarned.errors import ForewarnedError, InputError, NotFoundError, StorageError

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).parents[3] / "src" / "forewarned" / "web"


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_every_page_has_the_headers_that_browsers_heed(client: Client) -> None:
    for address in ("/", "/search?q=x", "/accounts/sign-in/", "/no-such-page"):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy, address
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_no_template_has_a_script_or_style_of_its_own() -> None:
    wrong = []
    for path in sorted((SOURCE / "templates").rglob("*.jinja")):
        source = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.S)
        for pattern in (
            r"<script(?![^>]*(?:src=|application/json))",
            r"<style",
            r"\sstyle=",
            r"\son[a-z]+=",
            r"javascript:",
        ):
            wrong += [f"{path.name}: {match}" for match in re.findall(pattern, source, re.I)]
    assert not wrong, wrong


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in (SOURCE / "static").rglob("*.css"):
        source = path.read_text(encoding="utf-8")
        assert "@font-face" not in source and "sourceMappingURL" not in source and "@import" not in source
        assert not re.findall(r"url\(\s*['\"]?https?:", source), path
    for path in (SOURCE / "templates").rglob("*.jinja"):
        assert not re.findall(r"(?:src|<link[^>]+href)=\"https?:", path.read_text(encoding="utf-8")), path


def test_what_is_vendored_is_what_its_list_says() -> None:
    import hashlib

    folder = SOURCE / "static" / "vendor"
    listed = dict(
        re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", (folder / "README.md").read_text("utf-8"), re.M)
    )
    there = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*") if path.is_file() and path.name != "README.md"
    }  # fmt: skip
    assert listed == there


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError("No such thing", where="/secret/path", next_step="look elsewhere"), 404),
        (InputError("That is no date", where="a value", next_step="write it as YYYY-MM-DD"), 400),
        (StorageError("The store is full", where="/secret/path"), 503),
    ],
)
def test_an_error_that_a_person_can_meet_is_a_page(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: ForewarnedError, status: int
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr("forewarned.web.pages.home.overview", fail)
    page = client.get("/")
    assert page.status_code == status
    assert error.what in text(page) and "/secret/path" not in text(page)


def test_a_fault_of_ours_shows_no_value(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("Perrin Oakes")

    client.raise_request_exception = False
    monkeypatch.setattr("forewarned.web.pages.home.overview", fail)
    page = client.get("/")
    assert page.status_code == 500
    assert "Something went wrong" in text(page) and "Perrin" not in text(page) and "Traceback" not in text(page)


def test_a_store_that_is_busy_is_no_fault_of_the_visitor(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def fail(_: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("forewarned.web.pages.home.overview", fail)
    page = client.get("/")
    assert page.status_code == 503 and "try again in a minute" in text(page) and "locked" not in text(page)


def test_an_organisations_own_sign_in_may_be_gone_on_to(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.settings import settings

    for name, value in (("SERVER", "https://sign-in.example/realm"), ("CLIENT", "x"), ("SECRET", "y")):
        monkeypatch.setenv(f"FOREWARNED_OIDC_{name}", value)
    settings.cache_clear()
    policy = client.get("/accounts/sign-up/").headers["Content-Security-Policy"]
    assert "form-action 'self' https://sign-in.example;" in policy


def test_a_page_answers_only_the_methods_it_says(client: Client) -> None:
    assert client.post("/").status_code == 405
    assert client.head("/").status_code == 200 and client.head("/").content == b""


def test_a_form_from_elsewhere_is_refused() -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    page = strict.post("/accounts/sign-in/", {"login": "x", "password": "y"})
    assert page.status_code == 403 and "This form could not be accepted" in text(page)


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.get("/", HTTP_HOST="elsewhere.invalid").status_code == 400


def test_too_much_in_a_form_is_refused(client: Client) -> None:
    assert client.post("/accounts/sign-in/", {"login": "x" * 1_100_000, "password": "y"}).status_code == 400
    many = {f"f{number}": "x" for number in range(300)}
    assert client.post("/accounts/sign-in/", many).status_code == 400


def test_a_public_page_sets_no_session_and_can_be_asked_for_again_cheaply(client: Client) -> None:
    page = client.get("/search?q=x")
    assert not page.cookies and page.headers["Cache-Control"] == "no-cache"
    again = client.get("/search?q=x", HTTP_IF_NONE_MATCH=page.headers["ETag"])
    assert again.status_code == 304 and again.content == b""


def test_what_a_signed_in_person_is_shown_is_kept_in_no_cache(signed_in: Callable[..., Client]) -> None:
    assert signed_in("reader").get("/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("access", "accounts", "status"),
    [("auto", False, 200), ("auto", True, 302), ("public", True, 200), ("private", False, 302)],
)
def test_who_may_read_is_a_setting(
    client: Client,
    person: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    access: str,
    accounts: bool,
    status: int,
) -> None:
    from forewarned.settings import settings

    monkeypatch.setenv("FOREWARNED_ACCESS", access)
    settings.cache_clear()
    if accounts:
        person("reader")
    assert client.get("/").status_code == status
    assert client.get("/search?q=x").status_code == status


def test_the_menu_shows_what_may_be_opened(client: Client, signed_in: Callable[..., Client]) -> None:
    assert 'href="/review/"' not in text(client.get("/"))
    assert 'aria-current="page">Home' in text(client.get("/"))
    assert 'href="/review/"' in text(signed_in("reviewer").get("/"))


def test_every_page_has_one_heading_a_title_and_a_way_past_the_menu(client: Client) -> None:
    for address in ("/", "/search?q=x", "/accounts/sign-in/", "/accounts/sign-up/", "/no-such-page"):
        page = client.get(address).content.decode()
        assert page.count("<h1") == 1, address
        assert 'href="#maincontent"' in page and '<html lang="en-GB"' in page and "<title>" in page
        assert "Forewarned is not the NHS" in page


def test_the_site_says_nothing_of_the_nhs_logo(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "nhsuk-header__logo" not in page and "assets/images" not in page
