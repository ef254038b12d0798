"""The organisation's own sign-in, there and back: a small OpenID Connect provider, and what it may not say.

Everything of the site is real: its settings made of FOREWARNED_OIDC_*, its addresses, django-allauth, the store.
"""

from __future__ import annotations

import json
import runpy
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import path
from tests.openid_provider import CLIENT, KEY, SECRET, Provider, signed

from forewarned.settings import settings as ours
from forewarned.web import settings as web_settings
from forewarned.web.pages.sign_in import ORGANISATION
from forewarned.web.urls import guarded
from forewarned.web.urls import urlpatterns as usual

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

pytestmark = [pytest.mark.enable_socket, pytest.mark.store, pytest.mark.urls(__name__)]
urlpatterns = [*usual, *(path(one.route, guarded(one), name=one.name) for one in ORGANISATION)]
handler404 = "forewarned.web.refusals.not_found"

BEGIN, BACK = "/accounts/organisation/organisation/", "/accounts/organisation/organisation/back/"
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch, settings: Any, db: None) -> Iterator[Provider]:
    """The provider, answering, and the site told of it as its administrator would."""
    with Provider() as made:
        threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        for name, value in (
            ("SERVER", made.issuer),
            ("CLIENT", CLIENT),
            ("SECRET", SECRET),
            ("NAME", "Lantern Wing"),
        ):
            monkeypatch.setenv(f"FOREWARNED_OIDC_{name}", value)
        ours.cache_clear()
        settings.SOCIALACCOUNT_PROVIDERS = runpy.run_path(web_settings.__file__)["SOCIALACCOUNT_PROVIDERS"]
        yield made
        made.shutdown()


@pytest.fixture
def browser(client: Client) -> Client:
    """Somebody's browser, on a site whose errors are pages."""
    client.raise_request_exception = False
    return client


def go(browser: Client) -> str:
    """Press the button, let the provider vouch; the address it sends the browser back to."""
    begun = browser.post(BEGIN)
    assert begun.status_code == 302, begun.content
    there = httpx.get(begun.headers["Location"])
    assert there.status_code == 302
    back = urlsplit(there.headers["Location"])
    assert back.path == BACK
    return f"{back.path}?{back.query}"


def sign_in(browser: Client) -> HttpResponse:
    answer: Any = browser.get(go(browser))
    return answer  # type: ignore[no-any-return]


def text(page: HttpResponse) -> str:
    return page.content.decode()


def nobody_signed_in(browser: Client) -> bool:
    from django.contrib.auth.models import User

    return "_auth_user_id" not in browser.session and not User.objects.exists()


def test_a_new_person_gets_an_account_without_a_role(provider: Provider, browser: Client) -> None:
    from django.contrib.auth.models import User

    assert "Sign in with Lantern Wing" in text(browser.get("/accounts/sign-in/"))  # type: ignore[arg-type]
    done = sign_in(browser)
    assert done.status_code == 302 and done.headers["Location"] == "/"
    asked = provider.asked
    assert asked["response_type"] == "code" and "openid" in asked["scope"].split()
    assert asked["code_challenge_method"] == "S256" and len(asked["nonce"]) >= 32 and asked["state"]
    user = User.objects.get()
    assert user.get_username() == "quill.marrow" and not user.groups.exists()
    assert not (user.is_staff or user.is_superuser or user.has_usable_password())
    assert browser.session["_auth_user_id"] == str(user.pk)
    page = browser.get("/accounts/security/")
    assert page.status_code == 200 and "quill.marrow" in text(page)  # type: ignore[arg-type]


def test_the_same_person_has_the_same_account_and_another_another(provider: Provider, client: Client) -> None:
    from django.contrib.auth.models import User
    from django.test import Client as Browser

    for _ in range(2):
        assert sign_in(Browser()).status_code == 302
    assert User.objects.count() == 1
    provider.claims = provider.info = {"sub": "sedge-9", "preferred_username": "bram.sedge", "email": "b@sedge.example"}
    sign_in(client)
    assert User.objects.count() == 2


@pytest.mark.parametrize("same", ["quill.marrow", "quill@marrow.example"])
def test_nobody_gets_into_an_account_of_the_same_name_or_address(
    provider: Provider, browser: Client, same: str
) -> None:
    from allauth.account.models import EmailAddress
    from django.contrib.auth.models import Group, User

    local = User.objects.create_user("quill.marrow" if "@" not in same else "q", email=same if "@" in same else "")
    if "@" in same:
        EmailAddress.objects.create(user=local, email=same, verified=True, primary=True)
    local.groups.add(Group.objects.get_or_create(name="administrator")[0])
    done = sign_in(browser)
    assert done.status_code == 302 and done.headers["Location"] == "/"
    signed_in_as = User.objects.get(pk=browser.session["_auth_user_id"])
    assert signed_in_as != local and not signed_in_as.groups.exists()
    assert list(Group.objects.get(name="administrator").user_set.all()) == [local]


def test_a_provider_may_do_without_a_userinfo_address(provider: Provider, browser: Client, monkeypatch: Any) -> None:
    from django.contrib.auth.models import User

    told = provider.configuration()
    del told["userinfo_endpoint"]
    provider.answers["openid-configuration"] = (200, json.dumps(told))
    provider.claims = {"preferred_username": "quill.marrow"}
    assert sign_in(browser).status_code == 302 and User.objects.get().get_username() == "quill.marrow"


CLAIMS: dict[str, dict[str, Any]] = {
    "another nonce": {"nonce": "x" * 43},
    "no nonce": {"nonce": None},
    "another issuer": {"iss": "http://127.0.0.1:9/realm"},
    "no issuer": {"iss": None},
    "another audience": {"aud": "another-site"},
    "no audience": {"aud": None},
    "several audiences, and not for whom": {"aud": [CLIENT, "another-site"]},
    "made for another site": {"aud": [CLIENT, "another-site"], "azp": "another-site"},
    "expired": {"exp": int(time.time()) - 3600},
    "no expiry": {"exp": None},
    "no subject": {"sub": None},
    "from tomorrow on": {"nbf": int(time.time()) + 86_400},
}


@pytest.mark.parametrize("claims", CLAIMS.values(), ids=CLAIMS.keys())
def test_an_identity_token_that_says_otherwise_is_refused(
    provider: Provider, browser: Client, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    refused_plainly(sign_in(browser), browser)


SIGNED: dict[str, Callable[[dict[str, Any]], str]] = {
    "another key": lambda claims: signed(claims, OTHER_KEY),
    "an unknown key": lambda claims: signed(claims, kid="two"),
    "no key named": lambda claims: jwt.encode(claims, KEY, "RS256"),
    "not at all": lambda claims: signed(claims, None, "none"),
    "the site's own secret": lambda claims: signed(claims, SECRET, "HS256"),
    "garbage": lambda _: "e30.e30.e30",
    "nothing": lambda _: "",
}


@pytest.mark.filterwarnings("ignore:The HMAC key is")
@pytest.mark.parametrize("sign", SIGNED.values(), ids=SIGNED.keys())
def test_an_identity_token_signed_otherwise_is_refused(
    provider: Provider, browser: Client, sign: Callable[[dict[str, Any]], str]
) -> None:
    provider.sign = sign
    refused_plainly(sign_in(browser), browser)


def test_an_answer_about_somebody_else_is_refused(provider: Provider, browser: Client) -> None:
    provider.info = {"sub": "sedge-9"}
    refused_plainly(sign_in(browser), browser)


@pytest.mark.parametrize(
    "answer", ['{"access_token": "an-access-token"}', "[]", "no JSON", '{"error": "invalid_grant"}']
)
def test_a_token_answer_of_another_shape_is_refused(provider: Provider, browser: Client, answer: str) -> None:
    provider.answers["token"] = (200, answer)
    refused_plainly(sign_in(browser), browser)


def test_a_way_back_that_nobody_began_is_refused(provider: Provider, browser: Client) -> None:
    from django.test import Client as Browser

    there = go(browser)
    refused_plainly(Browser().get(there), browser)  # type: ignore[arg-type]
    code = parse_qs(urlsplit(there).query)["code"][0]
    for query in (f"code={code}&state=guessed", f"code={code}", ""):
        refused_plainly(browser.get(f"{BACK}?{query}"), browser)  # type: ignore[arg-type]


def test_a_way_back_is_gone_once(provider: Provider, browser: Client) -> None:
    from django.test import Client as Browser

    there = go(browser)
    assert browser.get(there).status_code == 302
    browser.logout()
    assert browser.get(there).status_code == 401 and "_auth_user_id" not in browser.session
    assert Browser().get(there).status_code == 401


def test_whoever_stops_at_the_provider_is_told_so(provider: Provider, browser: Client) -> None:
    state = parse_qs(urlsplit(go(browser)).query)["state"][0]
    page = browser.get(f"{BACK}?error=access_denied&state={state}", follow=True)
    assert page.status_code == 200 and "You are not signed in" in text(page)  # type: ignore[arg-type]
    assert nobody_signed_in(browser)


def test_the_button_is_needed(provider: Provider, browser: Client) -> None:
    page = browser.get(BEGIN)
    assert page.status_code == 302 and page.headers["Location"] == "/accounts/sign-in/" and not provider.asked


def test_a_provider_that_is_down_is_said(provider: Provider, browser: Client) -> None:
    there = go(browser)
    provider.shutdown()
    provider.server_close()
    unreachable(browser.post(BEGIN))  # type: ignore[arg-type]
    unreachable(browser.get(there))  # type: ignore[arg-type]
    assert nobody_signed_in(browser)


@pytest.mark.parametrize("address", ["openid-configuration", "userinfo", "jwks"])
def test_a_provider_that_fails_is_said(provider: Provider, browser: Client, address: str) -> None:
    there = go(browser)
    provider.answers[address] = (502, "<html>bad gateway</html>")
    unreachable(browser.get(there))  # type: ignore[arg-type]
    assert nobody_signed_in(browser)


def test_a_provider_that_gives_no_token_is_said(provider: Provider, browser: Client) -> None:
    there = go(browser)
    provider.answers["token"] = (502, "<html>bad gateway</html>")
    refused_plainly(browser.get(there), browser)  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["<html>", "[]", "{}", '{"issuer": 7}'])
def test_an_address_that_is_no_provider_is_said(provider: Provider, browser: Client, said: str) -> None:
    provider.answers["openid-configuration"] = (200, said)
    page = browser.post(BEGIN)
    assert page.status_code in (401, 503) and "sign-in" in text(page)  # type: ignore[arg-type]


def refused_plainly(page: HttpResponse, browser: Client) -> None:
    said = text(page)
    assert page.status_code == 401 and "You are not signed in" in said and "did not work" in said
    for secret in (SECRET, "an-access-token", "a-code", "Traceback", "marrow-7"):
        assert secret not in said
    assert nobody_signed_in(browser)


def unreachable(page: HttpResponse) -> None:
    said = text(page)
    assert page.status_code == 503 and "own sign-in does not answer" in said and "try again in a few minutes" in said
    assert "127.0.0.1" not in said and "Traceback" not in said and SECRET not in said
