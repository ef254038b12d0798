"""Pages that depend on nothing but the register, the day and their address: made once, and not sent twice.

The tag of such a page changes with every entry of the ledger, every settling and import, the day, the
templates and the menu a reader sees, so that nothing stale can be kept: by a browser or here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from gzip import compress
from hashlib import sha256
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_vary_headers

from forewarned import __version__
from forewarned.reports.questions.remembered import one_moment, register_stamp, remembered
from forewarned.settings import settings
from forewarned.web import access
from forewarned.web.jinja import navigation

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
HERE = Path(__file__).parent
SMALL = 1000
"""Bytes that are not worth compressing."""


@cache
def look() -> str:
    """The version of everything that makes a page beside the register: program, templates, static files."""
    made = sha256(__version__.encode())
    for path in sorted((HERE / "templates").rglob("*.jinja")) + sorted((HERE / "static").glob("*.*")):
        made.update(path.read_bytes())
    return made.hexdigest()[:16]


def kept(view: View[P]) -> View[P]:
    """A view whose page for visitors is kept until the register changes, and answers 304 to who has it.

    Pages for a person who is signed in are made anew: they may not lie in any cache.
    """

    @wraps(view)
    def fresh(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with one_moment():
            return page(request, *args, **kwargs)

    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated or list(get_messages(request)):
            return view(request, *args, **kwargs)
        key = _key(request)
        tag = f'W/"{sha256(repr(key).encode()).hexdigest()[:32]}"'
        unchanged = get_conditional_response(request, etag=tag)
        if unchanged is not None and unchanged.status_code == 304:
            return unchanged
        if request.GET.get("format"):  # a file may be of megabytes: it is made from what is kept, and not kept itself
            return _tagged(view(request, *args, **kwargs), tag)
        content, status, headers = remembered(("page", key), lambda: _parts(view(request, *args, **kwargs)))
        response = HttpResponse(content, status=status)
        for name, value in headers:
            response[name] = value
        if len(content) > SMALL and re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
            response.content = remembered(("page, compressed", key), lambda: compress(content, 6, mtime=0))
            response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ("Accept-Encoding",))
        return _tagged(response, tag)

    return fresh


def _tagged(response: HttpResponse, tag: str) -> HttpResponse:
    if response.status_code == 200:
        response["ETag"] = tag
    return response


def _key(request: HttpRequest) -> tuple[Any, ...]:
    menu = tuple((entry["text"], entry["href"], entry["here"]) for entry in navigation(request))
    address = request.build_absolute_uri()
    return register_stamp(), settings().today(), look(), menu, address, settings().access, access.is_public()


def _parts(response: HttpResponse) -> tuple[bytes, int, tuple[tuple[str, str], ...]]:
    return response.content, response.status_code, tuple(response.items())
