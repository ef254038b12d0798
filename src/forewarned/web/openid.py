"""The organisation's own sign-in, by OpenID Connect: django-allauth's, with the checks that it leaves out.

The library sends no nonce, trusts an identity token unsigned because it came over TLS, does without one, and takes the
userinfo answer for whoever it names. OpenID Connect Core 1.0 asks otherwise (3.1.3.7: signature, issuer, audience,
authorised party, expiry and nonce; 5.3.2: the same subject), so the missing checks are here. A provider that is down,
or speaks something else, is a plain page.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import requests
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from forewarned.errors import ForewarnedError
from forewarned.log import event

SIGNED_WITH = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
"""Signatures by a key of the provider's own. Never ``none``, nor one made with a secret."""
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
NONCE = "forewarned_nonce"
NONSENSE = (KeyError, ValueError, TypeError, AttributeError, IndexError)
"""What the library raises of an answer that is not of the shape it should be."""


class UnreachableError(ForewarnedError):
    """The organisation's own sign-in does not answer, or not as OpenID Connect says."""


@contextmanager
def _understood() -> Iterator[None]:
    """An answer of the wrong shape is a refusal, not a fault of ours."""
    try:
        yield
    except NONSENSE as error:
        raise OAuth2Error("the provider's answer is not of the shape it should be") from error


class CheckedAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The conversation with the provider. ``nonce`` is the one that this sign-in was begun with."""

    nonce: str = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        with _understood():
            found = super().openid_config
            if not all(isinstance(found[name], str) for name in NEEDED):
                raise OAuth2Error("the provider does not say where it is asked")
        return dict(found)

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> Any:
        with _understood():
            return super().get_access_token_data(*args, **kwargs)

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        with _understood():
            claims = self._claims(app, kwargs["response"]["id_token"])
            data = {"id_token": claims}
            if "userinfo_endpoint" in self.openid_config:
                data["userinfo"] = self._fetch_user_info(token.token)
                if data["userinfo"]["sub"] != claims["sub"]:
                    raise OAuth2Error("the provider answers about somebody else")
            return self.get_provider().sociallogin_from_response(request, data)

    def _claims(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        import jwt

        try:
            if jwt.get_unverified_header(id_token).get("alg") not in SIGNED_WITH:
                raise OAuth2Error("the identity token is not signed by a key of the provider")
        except jwt.PyJWTError as error:
            raise OAuth2Error("the identity token cannot be read") from error
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        if not isinstance(claims["exp"], int | float) or not claims["sub"]:
            raise OAuth2Error("the identity token says not until when, or of whom")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else app.client_id) != app.client_id:
            raise OAuth2Error("the identity token was made for another site")
        if not self.nonce or not secrets.compare_digest(str(claims.get("nonce", "")), self.nonce):
            raise OAuth2Error("the identity token answers another sign-in")
        return claims


class CheckedProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """Begins a sign-in with a nonce that its identity token must give back."""

    oauth2_adapter_class = CheckedAdapter

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> SocialLogin:
        """Who signs in: told apart by the provider's own number for a person, never by a mail address.

        With addresses, the library stops at a form of its own, which fails, where another account has the same one.
        """
        found: SocialLogin = super().sociallogin_from_response(request, response)
        found.email_addresses = []
        return found

    def redirect(
        self, request: HttpRequest, process: Any, next_url: Any = None, data: Any = None, **kwargs: Any
    ) -> Any:
        nonce = secrets.token_urlsafe(32)
        asked = {**(kwargs.pop("auth_params", None) or self.get_auth_params()), "nonce": nonce}
        return super().redirect(
            request, process, next_url=next_url, data=data, auth_params=asked, **kwargs, **{NONCE: nonce}
        )


class _Callback(OAuth2CallbackView):  # type: ignore[misc]
    """The way back, which hands the nonce to the adapter."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get(NONCE, "")
        return state, response


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the organisation's own sign-in; who only opens the address is shown the page with the button."""
    if request.method != "POST":
        return redirect("account_login")
    return _asked(request, provider_id, OAuth2LoginView.adapter_view)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from it."""
    return _asked(request, provider_id, _Callback.adapter_view)


def _asked(request: HttpRequest, provider_id: str, view: Callable[[CheckedAdapter], Any]) -> HttpResponse:
    adapter = CheckedAdapter(request, provider_id)
    try:
        answer: HttpResponse = view(adapter)(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except (requests.RequestException, OAuth2Error) as error:
        # What the library catches comes to `refused` by the same way.
        answer = render_authentication_error(request, adapter.get_provider(), exception=error)
    return answer


def refused(error: Exception | None) -> None:
    """A sign-in did not succeed. Raises UnreachableError when the reason is that the provider does not answer."""
    response = getattr(error, "response", None)
    if isinstance(error, requests.RequestException) and (response is None or response.status_code >= 500):
        raise UnreachableError(
            "Your organisation’s own sign-in does not answer",
            next_step="try again in a few minutes; if it stays, tell whoever runs it",
        ) from error
    event("web.sign_in_refused", level="warning")
