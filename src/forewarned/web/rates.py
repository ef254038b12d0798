"""How often one visitor may ask for a page that costs something."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
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
        who = get_adapter().get_client_ip(request) or "unknown"
        if who in HERE:
            return False
    key = f"rate:{what}:{who}:{int(time.time()) // 60}"
    cache.add(key, 0, timeout=120)
    return int(cache.incr(key)) > a_minute
