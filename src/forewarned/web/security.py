"""Headers on every answer, and plain pages for errors."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from forewarned.errors import ForewarnedError, InputError, NotFoundError
from forewarned.log import event
from forewarned.settings import settings

Answer = Callable[[HttpRequest], HttpResponseBase]
POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""No inline script or style at all, nothing from elsewhere (OWASP ASVS 5.0, V3.4)."""


def policy() -> str:
    """``POLICY``, with the organisation's own sign-in as a place that a form may lead on to, where there is one."""
    sign_in = settings().sign_in
    if sign_in is None:
        return POLICY
    parts = urlsplit(sign_in.server)
    return POLICY.replace("form-action 'self'", f"form-action 'self' {parts.scheme}://{parts.netloc}")


class SecurityHeaders:
    """What a browser may do with our pages; pages for a signed-in person stay out of every cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "HEAD" and isinstance(response, HttpResponse) and not response.streaming:
            length = len(response.content)
            response.content = b""
            response.headers["Content-Length"] = str(length)
        response.headers.setdefault("Content-Security-Policy", policy())
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        response.headers.setdefault("Cache-Control", "no-store" if _personal(request) else "no-cache")
        return response


def _personal(request: HttpRequest) -> bool:
    return request.method not in ("GET", "HEAD") or (hasattr(request, "user") and request.user.is_authenticated)


IDLE, LONGEST, WRITTEN_EVERY = 3600, 43_200, 300
"""Seconds after which an unused session ends, and any session (OWASP ASVS 5.0, V7.3); between notes that it is used."""
SEEN, BEGAN = "forewarned_seen", "forewarned_began"


class SignedOutInTime:
    """Ends a session that nobody used for an hour, and any after twelve; Django counts from the last note instead."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(time.time())
            seen, began = request.session.get(SEEN, now), request.session.get(BEGAN, now)
            if now - seen > IDLE or now - began > LONGEST:
                _sign_out(request)
            elif BEGAN not in request.session or now - seen > WRITTEN_EVERY:
                _note(request.session, {SEEN: now, BEGAN: began})
        return self.get_response(request)


def _note(session: SessionBase, facts: dict[str, int]) -> None:
    """Keep ``facts`` now, or with a later page: nobody waits for an import to end only because they read."""
    from forewarned.web.waiting import is_busy, when_free

    other = session.modified
    session.update(facts)
    try:
        saved = when_free(session.save)
    except UpdateError as error:  # what Django makes of every error here, of a busy store too
        if error.__context__ is None or not is_busy(error.__context__):
            raise SessionInterrupted("The session ended while this page was asked for") from error
        saved = False
    session.modified = other and not saved


def _sign_out(request: HttpRequest) -> None:
    """Sign out; while an import writes, this page is a visitor's, and the session is ended by a later one."""
    from django.contrib.auth.models import AnonymousUser

    from forewarned.web.waiting import when_free

    if not when_free(lambda: logout(request)):
        request.session = type(request.session)()
        request.user = AnonymousUser()


class PlainErrors:
    """An error that a person can meet is a page that says what, and what to do next; its values are not shown."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        """No name holds the character NUL and PostgreSQL cannot store it; the API checks its own values."""
        from forewarned.web.refusals import error_page

        if request.resolver_match and request.resolver_match.namespace == "api":
            return None
        sent = [value for query in (request.GET, request.POST) for values in query.lists() for value in values[1]]
        if any("\0" in str(value) for value in (*kwargs.values(), *sent)):
            return error_page(request, 400, "This address or form cannot be read", "", "type it anew")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        from forewarned.web.refusals import busy_page, error_page

        if isinstance(error, NotFoundError):
            return error_page(request, 404, error.what, "", error.next_step)
        if isinstance(error, InputError):
            return error_page(request, 400, error.what, "", error.next_step)
        if isinstance(error, ForewarnedError):
            event("web.refused", level="warning", kind=_code(error), page=_page(request))
            return error_page(request, 503, error.what, "", error.next_step)
        if isinstance(error, OperationalError):
            event("web.busy", level="warning", page=_page(request))
            return busy_page(request)
        if not isinstance(error, (Http404, PermissionDenied, SuspiciousOperation)):
            event("web.failed", level="error", kind=_code(error), page=_page(request))
        return None


def _code(error: Exception) -> str:
    return type(error).__name__.lower()


def _page(request: HttpRequest) -> str:
    """The name of the page asked for; never its address, which may hold a name."""
    return request.resolver_match.url_name or "" if request.resolver_match else ""
