"""Who calls, and what the caller may do: a token's scopes and its person's role together, never more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from forewarned.web.access import May, may, role_of_user
from forewarned.web.api.models import ApiToken
from forewarned.web.api.problems import Refused
from forewarned.web.api.tokens import find_token
from forewarned.web.audit import record_read

HOW = "make a token on your account page and send it as `Authorization: Bearer …`"
SCOPES = {May.REVIEW: ApiToken.Scope.REVIEW}
"""The scope that an action needs; all others only read."""


class Bearer(HttpBearer):
    """The check in front of one address: ``auth=Bearer(May.READ_REGISTER)``.

    A token acts for its person, within its scopes. Without one, a signed-in person may read in the browser, and
    anybody may read what is public. Changing anything needs a token: a browser's cookie alone never does it, so
    that no other site can make a signed-in person's browser do it.
    """

    openapi_description = "A token of your account. Reading the register needs none while it is public."

    def __init__(self, action: May, *, changes: bool = False) -> None:
        super().__init__()
        self.action = action
        self.changes = changes

    def __call__(self, request: HttpRequest) -> Any:
        token = token_sent(request)
        if token is None and "Authorization" in request.headers:
            raise Refused(401, "This token is not one that works", next_step=HOW)
        if token is not None:
            act_for(request, token)
            needed = SCOPES.get(self.action, ApiToken.Scope.READ)
            if needed not in token.scopes:
                raise Refused(403, f"This token does not have the scope {needed}", next_step="make one that has it")
        elif self.changes:
            raise Refused(401, "Changing something needs a token", next_step=HOW)
        if not may(request, self.action):
            if not request.user.is_authenticated:
                raise Refused(401, "This needs a token", next_step=HOW)
            raise Refused(
                403,
                "Your account does not have the role that this needs",
                next_step="ask an administrator for the role",
            )
        self._audit(request)
        return token or True

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Never called: ``__call__`` above takes its place, to answer with our own errors."""
        # Ninja's base class is abstract in this method: without one here, no Bearer could be made.
        raise NotImplementedError

    @staticmethod
    def _audit(request: HttpRequest) -> None:
        """Reads by a program are written down as the person's own are, under the address's own name."""
        match = request.resolver_match
        if match is not None:
            record_read(request, f"api:{match.url_name}", match.kwargs)


def token_sent(request: HttpRequest) -> ApiToken | None:
    """The token in the request's header, if it is one that works; looked up once a request."""
    known: ApiToken | None | str = getattr(request, "_forewarned_token", "unasked")
    if known == "unasked":
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        known = find_token(secret.strip()) if scheme.lower() == "bearer" else None
        request._forewarned_token = known  # type: ignore[attr-defined]
    return known  # type: ignore[return-value]


def act_for(request: HttpRequest, token: ApiToken) -> None:
    """Go on as the token's person. Whoever made the token had signed in with a second proof."""
    request.user = token.user
    request._forewarned_role = role_of_user(token.user)  # type: ignore[attr-defined]


def name_of(request: HttpRequest) -> str:
    """Who is written into the ledger: the person, as the pages write it."""
    return str(request.user.get_username())
