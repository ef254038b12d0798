"""A person's own API tokens: which there are, make one, end one."""

from __future__ import annotations

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from forewarned.errors import InputError
from forewarned.settings import settings
from forewarned.web.access import May, second_proof
from forewarned.web.api.models import ApiToken
from forewarned.web.api.tokens import LIFETIMES, Made, make_token, revoke_token
from forewarned.web.jinja import render
from forewarned.web.pages.duties import query_of, read_wanted
from forewarned.web.paths import Path, View

USUAL, CALENDAR_USUAL = 90, 365


def with_second_proof(view: View) -> View:
    """A token acts without a second proof of who it is, so whoever makes one must have given it."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from forewarned.web.refusals import refused

        return view(request, *args, **kwargs) if second_proof(request) else refused(request)

    return checked


@never_cache
@with_second_proof
def tokens(request: HttpRequest) -> HttpResponse:
    """The list and the form; a new token is shown on the answer to the form, this once."""
    if request.method != "POST":
        return _page(request)
    try:
        made = make_token(
            user=request.user,
            name=request.POST.get("name", ""),
            scopes=request.POST.getlist("scopes"),
            days=_days(request.POST.get("days", "")),
            by=request.user.get_username(),
        )
    except InputError as error:
        return _page(request, error=error, status=400)
    return _page(request, made=made)


def _days(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _page(
    request: HttpRequest, *, made: Made | None = None, error: InputError | None = None, status: int = 200
) -> HttpResponse:
    now = settings().now()
    filters = request.POST.get("filters", "") or request.GET.get("filters", "")
    found = list(ApiToken.objects.filter(user_id=request.user.pk or 0))
    return render(
        request,
        "tokens.jinja",
        {
            "page_title": "Which programs may act for you?",
            "working": [token for token in found if token.works_at(now)],
            "ended": [token for token in found if not token.works_at(now)],
            "scopes": ApiToken.Scope.choices,
            "lifetimes": LIFETIMES,
            "usual": CALENDAR_USUAL if filters else USUAL,
            "filters": filters[:600],
            "calendar": ApiToken.Scope.CALENDAR,
            "made": made,
            "feed": _feed(request, made, filters),
            "error": error,
            "typed": request.POST,
        },
        status=status,
    )


def _feed(request: HttpRequest, made: Made | None, filters: str) -> str:
    """The private address of the calendar feed, with the filters of the worklist it was asked for from."""
    if made is None or ApiToken.Scope.CALENDAR not in made.token.scopes:
        return ""
    query = urlencode(query_of(read_wanted(QueryDict(filters[:600]).dict())))
    return request.build_absolute_uri(f"{reverse('calendar_private', kwargs={'token': made.secret})}?{query}")


@with_second_proof
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    revoke_token(user=request.user, token_id=token_id, by=request.user.get_username())
    return redirect("tokens")


PATHS = (
    Path("accounts/tokens/", tokens, name="tokens", may=May.OWN_ACCOUNT, methods=("GET", "POST")),
    Path("accounts/tokens/<int:token_id>/revoke/", revoke, name="revoke_token", may=May.OWN_ACCOUNT, methods=("POST",)),
)
