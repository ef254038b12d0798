"""The first page: where to search, what changed, what is due, and how far the register reaches."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from forewarned.reports.addresses import report_key
from forewarned.reports.questions.changes import What, changes_since
from forewarned.reports.questions.duties import DutyLine
from forewarned.reports.questions.overview import overview
from forewarned.settings import settings
from forewarned.web.access import May
from forewarned.web.faces import as_csv, as_json
from forewarned.web.jinja import render
from forewarned.web.paths import Path

VISIT = "forewarned-visit"
"""A cookie of two days: this visit's and the one before. It holds nothing of who somebody is."""
USUAL = timedelta(days=28)
LONGEST = timedelta(days=366)
SHOWN = 8
COUNTED = (
    (What.PUBLISHED, "report published", "reports published"),
    (What.RESPONSE, "response first seen", "responses first seen"),
    (What.PAST_DUE, "duty newly past due", "duties newly past due"),
)


def home(request: HttpRequest) -> HttpResponse:
    today = settings().today()
    answer = overview(today)
    wanted = request.GET.get("format", "")
    if wanted == "csv":
        return as_csv(answer.rows(), "register")
    if wanted == "json":
        return as_json(answer)
    last = last_visit(request, today)
    since = last or today - USUAL
    context: dict[str, Any] = {
        "page_title": "Were they warned, and did they answer?",
        "answer": answer,
        "returning": last is not None,
        "since": since,
        "news": _news(since, today) if answer.reports else (),
        "changes": f"{reverse('changes')}?since={since.isoformat()}",
        "due": [_due(line) for line in answer.due_soon[:SHOWN]],
        "more_due": max(0, len(answer.due_soon) - SHOWN),
        "behind": _behind(answer.newest_published, today),
    }
    response = render(request, "home.jinja", context)
    _remember(request, response, today, last)
    return response


def last_visit(request: HttpRequest, today: date) -> date | None:
    """The day of the visit before today's, from the cookie; ``None`` for a first visit and for nonsense."""
    days = request.COOKIES.get(VISIT, "").split("_")
    for text in days[:2]:
        try:
            found = date.fromisoformat(text)
        except ValueError:
            return None
        if found < today:
            return max(found, today - LONGEST)
    return None


def _remember(request: HttpRequest, response: HttpResponse, today: date, last: date | None) -> None:
    days = "_".join(day.isoformat() for day in (today, last) if day)
    if request.COOKIES.get(VISIT) != days:
        age = int(LONGEST.total_seconds())
        response.set_cookie(VISIT, days, max_age=age, httponly=True, samesite="Lax", secure=settings().https)


def _news(since: date, today: date) -> list[tuple[int, str]]:
    counts = changes_since(since, today).counts()
    return [(counts[what], one if counts[what] == 1 else many) for what, one, many in COUNTED]


def _due(line: DutyLine) -> list[Any]:
    """One row of what is due soon: when, from whom, on which report."""
    who = line.organisation_today or line.organisation or line.addressee
    key = line.organisation_today_key
    return [
        line.due.on,
        {"text": who, "href": reverse("organisation", kwargs={"key": key}) if key else ""},
        {
            "text": line.ref or "no reference",
            "href": reverse("report", kwargs={"key": report_key(line.report_url)}),
        },
    ]


def _behind(published: date | None, today: date) -> int:
    """Days since the newest report this register knows was first seen."""
    return (today - published).days if published else 0


PATHS = (Path("", home, name="home", may=May.READ_REGISTER),)
