"""How often one visitor may ask for a page that costs something."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from forewarned.web.jinja import render

HERE = frozenset({"127.0.0.1", "::1"})
View = Callable[..., HttpResponse]


def limited(what: str, *, a_minute: int) -> Callable[[View], View]:
    """At most so many a minute for one person or one address elsewhere; this machine's own address has no limit.

    Counted in the process's cache: `forewarned serve` is one process. Behind a proxy (FOREWARNED_HTTPS) the address
    is the one that the proxy names.
    """

    def around(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if over(request, what, a_minute):
                response = render(request, "429.jinja", {"page_title": "Too many tries"}, status=429)
                response["Retry-After"] = "60"
                return response
            return view(request, *args, **kwargs)

        return counted

    return around


def over(request: HttpRequest, what: str, a_minute: int) -> bool:
    """Count this request; whether it is one too many."""
    if request.user.is_authenticated:
        who = f"person-{request.user.pk}"
    else:
        who = address_of(request)
        if who in HERE:
            return False
    key = f"rate:{what}:{who}:{int(time.time()) // 60}"
    cache.add(key, 0, timeout=120)
    return int(cache.incr(key)) > a_minute


def address_of(request: HttpRequest) -> str:
    """Where a visitor comes from. Behind a proxy (FOREWARNED_HTTPS) it is the address that the proxy added last."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:  # the proxy's header holds no address: all of those together are one visitor
        return "unknown"
