"""Every address of the site, from what each page module lists."""

from __future__ import annotations

from functools import wraps
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_http_methods

from forewarned.web.access import may
from forewarned.web.pages import MOUNTS, PAGES
from forewarned.web.paths import Path, View

PATHS: tuple[Path, ...] = tuple(one for page in PAGES for one in import_module(f"forewarned.web.pages.{page}").PATHS)


def guarded(one: Path) -> View:
    """The view of ``one`` behind its check: a visitor is asked to sign in, anybody else refused is told so."""

    @wraps(one.view)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from forewarned.web.refusals import refused

        if not may(request, one.may):
            return refused(request)
        if not (one.sensitive and request.user.is_authenticated):
            return one.view(request, *args, **kwargs)
        from forewarned.web.audit import record_read

        # First, and by itself: a page whose reading cannot be written is not shown, and SQLite, which lets one write
        # at a time, is not held while the page is made.
        record_read(request, one.name, kwargs)
        return one.view(request, *args, **kwargs)

    methods = [*one.methods, *(["HEAD"] if "GET" in one.methods else [])]
    return require_http_methods(methods)(view)


def mounted() -> list[URLResolver]:
    found = []
    for prefix, name in MOUNTS:
        module, _, attribute = name.rpartition(".")
        found.append(path(prefix, getattr(import_module(module), attribute).urls))
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    *(path(one.route, guarded(one), name=one.name) for one in PATHS),
    *mounted(),
]

handler400 = "forewarned.web.refusals.bad_request"
handler403 = "forewarned.web.refusals.not_allowed"
handler404 = "forewarned.web.refusals.not_found"
handler500 = "forewarned.web.refusals.failed"
