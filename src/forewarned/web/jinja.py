"""How a page is drawn: one Jinja environment, what every template knows, and ``render``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from django.contrib.messages import get_messages
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import json_script
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader
from jinja2.utils import missing
from markupsafe import Markup

from forewarned import __version__
from forewarned.reports.questions.result import day
from forewarned.settings import settings
from forewarned.web import access
from forewarned.web.rules_words import by_what

NAVIGATION = (
    ("Home", "home", access.May.READ_REGISTER),
    ("Organisations", "organisations", access.May.READ_REGISTER),
    ("Duties", "duties", access.May.READ_REGISTER),
    ("Lessons", "lessons", access.May.READ_REGISTER),
    ("Promises", "promises", access.May.READ_REGISTER),
    ("Missing", "missing", access.May.READ_REGISTER),
    ("Review", "review", access.May.REVIEW),
    ("Imports", "imports", access.May.READ_IMPORTS),
    ("Data quality", "quality", access.May.READ_REGISTER),
)


def url(name: str, **arguments: Any) -> str:
    """The address of the page of this name."""
    return reverse(name, kwargs=arguments)


def percent(value: float | None) -> str:
    return "not known" if value is None else f"{100 * value:.0f}%"


def moment(value: datetime | None) -> str:
    """A moment as people read it: ``5 March 2024, 14:05 UTC``."""
    return f"{day(value.date())}, {value:%H:%M} UTC" if value else "not known"


def shown(value: Any) -> str:
    """A cell's value as people read it; a blank is never left to be guessed at."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, (tuple, list)):
        return "; ".join(shown(one) for one in value)
    return str(value)


def ended(sentence: str) -> str:
    """A sentence with its full stop, unless it ends with a mark of its own."""
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


class Missing(ChainableUndefined):
    """The NHS's macros rely on options that are not given; a page's own missing name is a fault and fails."""

    def __str__(self) -> str:
        if self._undefined_obj is missing:
            self._fail_with_undefined_error()
        return ""


def environment(**options: Any) -> Environment:
    """The environment that Django's Jinja backend uses: our templates first, then the NHS's macros."""
    loader = ChoiceLoader([options.pop("loader"), PackageLoader("nhsuk_frontend_jinja")])
    made = Environment(  # noqa: S701  Django turns autoescape on in the options
        **options | {"undefined": Missing}, loader=loader, trim_blocks=True, lstrip_blocks=True
    )
    made.globals |= {
        "static": static,
        "url": url,
        "day": day,
        "moment": moment,
        "shown": shown,
        "percent": percent,
        "version": __version__,
    }
    made.filters |= {
        "json_block": json_script,
        "day": day,
        "moment": moment,
        "shown": shown,
        "percent": percent,
    }
    made.filters["by_what"] = by_what
    made.filters["ended"] = ended
    return made


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries of the menu that this request may open, the one it is on marked."""
    found = []
    for text, name, action in NAVIGATION:
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        if access.may(request, action):
            here = request.path == href if href == "/" else request.path.startswith(href)
            found.append({"text": text, "href": href, "here": here})
    return found


def context_of(request: HttpRequest) -> dict[str, Any]:
    """What every template knows beside its own answer."""
    return {
        "request": request,
        "user": request.user,
        "may": partial(access.may, request),
        "public": access.open_to_all(request),
        "role": access.role_of(request),
        "nav": navigation(request),
        "notes": [str(note) for note in get_messages(request)],
        "csrf_input": _csrf_input(request),
        "here": _here(request),
        "organisation": sign_in.name if (sign_in := settings().sign_in) else "",
        "query": request.GET.get("q", "")[:200],
    }


def _here(request: HttpRequest) -> str:
    """The address asked for; blank on the page that refuses a host that is not ours."""
    try:
        return request.build_absolute_uri()
    except DisallowedHost:
        return ""


def _csrf_input(request: HttpRequest) -> Any:
    """Made only when a template asks, so that pages without a form set no cookie."""
    return lambda: Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(get_token(request))


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page that ``template`` makes of ``context`` and of what every template knows (``context_of``)."""
    text = render_to_string(template, {**context_of(request), **(context or {})}, using="jinja")
    return HttpResponse(text, status=status)
