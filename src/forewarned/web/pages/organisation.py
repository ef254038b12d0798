"""One organisation: was it warned, and did it answer? The story in one screen, and the evidence under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from markupsafe import Markup

from forewarned.errors import NotFoundError
from forewarned.lessons.questions.promising import PromisesAnswer
from forewarned.lessons.questions.recurring import AgainAnswer, ask_again
from forewarned.organisations.models import Organisation
from forewarned.organisations.questions import find_organisation
from forewarned.reports.questions.organisation import OrganisationAnswer, ask_organisation
from forewarned.reports.questions.remembered import remembered
from forewarned.signals.faces import funnel_text
from forewarned.signals.timeline import COLUMNS, Timeline, timeline_text
from forewarned.web.access import May
from forewarned.web.again_rows import SHORT
from forewarned.web.charts import Spec, drawn, funnel_drawn, funnel_spec, places, timeline_spec
from forewarned.web.duty_rows import DutyRow, duty_row
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at, read_page
from forewarned.web.fresh import kept
from forewarned.web.jinja import render
from forewarned.web.pages.promises import promises_at
from forewarned.web.paths import Path
from forewarned.web.promise_words import STATES
from forewarned.web.story import story_of
from forewarned.web.words import kind_of

YEAR = ("year", "reports", "death_dates_known", "past_due", "response_published", "possibly_published")
A_PAGE = 60
"""Duties on one page: what a page of 300 KB can hold."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An organisation's answer with its charts and rows, made once for the register as it is."""

    answer: OrganisationAnswer
    kind: str
    story: Timeline
    story_text: str
    story_drawn: Markup
    story_spec: Spec
    funnel_text: str
    funnel_drawn: Markup
    funnel_spec: Spec
    days: tuple[tuple[str, ...], ...]
    compared: tuple[tuple[object, ...], ...]
    duties: tuple[DutyRow, ...]
    addresses: Mapping[str, str]
    again: AgainAnswer
    promises: PromisesAnswer

    @property
    def none_published(self) -> int:
        answer = self.answer
        return answer.past_due - answer.response_published - answer.possibly_published

    @property
    def years(self) -> str:
        """``2013 to 2024``: of the dated reports."""
        years = [one.year for one in self.answer.by_year]
        if not years:
            return ""
        return f"in {years[0]}" if len(years) == 1 else f"from {years[0]} to {years[-1]}"


def shown_at(key: str, as_at: date) -> Shown:
    """What the page of the organisation ``key`` shows as at a day. Raises NotFoundError."""
    return remembered(("organisation page", key, as_at), lambda: _made(key, as_at))


def _made(key: str, as_at: date) -> Shown:
    answer = ask_organisation(name=key, as_at=as_at)
    again = ask_again(name=key, as_at=as_at, possible=False)
    promises = promises_at(key, as_at)
    story = story_of(answer, promises.promises, again.lessons)
    funnel = answer.comparison.funnel
    duties = [
        duty_row(line, as_at, why=because, gone_on=report.gone_on)
        for report in reversed(answer.reports)
        for line, because in zip(report.duties, report.counted_because, strict=True)
    ]
    together = [name for name, _ in answer.co_addressees]
    return Shown(
        answer=answer,
        kind=kind_of(answer.identity.kind, answer.identity.services),
        story=story,
        story_text=timeline_text(story),
        story_drawn=drawn(story),
        story_spec=timeline_spec(story),
        funnel_text=funnel_text(funnel),
        funnel_drawn=funnel_drawn(funnel),
        funnel_spec=funnel_spec(funnel),
        days=tuple(tuple(row) for row in story.table()),
        compared=tuple(
            (place.denominator, place.numerator, place.share, place.limits, place.zone, place.words)
            for place in places(funnel)
        ),
        duties=tuple(duties),
        addresses=dict(Organisation.objects.filter(name__in=together).values_list("name", "key")),
        again=again,
        promises=promises,
    )


def _part(key: str, as_at: date, page: int, name: str, draw: Callable[..., Markup], *values: object) -> Markup:
    """A part of the page that is the same for every reader, drawn once: its tables are most of a page's work."""
    return remembered(("organisation part", key, as_at, page, name), lambda: draw(*values))


@kept
def organisation(request: HttpRequest, key: str) -> HttpResponse:
    as_at = read_as_at(request)
    if not Organisation.objects.filter(key=key).exists():
        return _elsewhere(request, key)
    shown = shown_at(key, as_at)
    answer = shown.answer
    asked = request.GET.get("format", "")
    if asked == "json":
        return as_json(answer)
    if asked == "csv" and request.GET.get("part") == "comparison":
        return as_csv(_comparison(answer), f"{answer.identity.name} comparison {as_at}")
    if asked == "csv":
        return as_csv(answer.rows(), f"{answer.identity.name} {as_at}")
    page, last = read_page(request), max(1, -(-len(shown.duties) // A_PAGE))
    page = min(page, last)
    path = reverse("organisation", kwargs={"key": key})
    context: dict[str, Any] = {
        "page_title": answer.identity.name,
        "shown": shown,
        "answer": answer,
        "duties": shown.duties[(page - 1) * A_PAGE : page * A_PAGE],
        "lane_columns": tuple(COLUMNS),
        "again_kinds": SHORT,
        "promise_states": STATES,
        "promises_query": urlencode({"organisation": key}),
        "years": [tuple(getattr(year, name) for name in YEAR) for year in answer.by_year],
        "part": partial(_part, key, as_at, page),
        "page": page,
        "last": last,
        "pages_base": address_with(request, page=None, as_at=as_at.isoformat()) + "&page=",
        "csv": address_with(request, format="csv", page=None),
        "csv_comparison": address_with(request, format="csv", part="comparison", page=None),
        "json": address_with(request, format="json", page=None),
        "address": request.build_absolute_uri(f"{path}?as_at={as_at}"),
    }
    return render(request, "organisation.jinja", context)


def _elsewhere(request: HttpRequest, name: str) -> HttpResponse:
    """A name or an ODS code in the address leads to the organisation's own address. Raises NotFoundError."""
    found = find_organisation(name)
    if found.key == name:
        raise NotFoundError("No organisation of this name is in the store")
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(reverse("organisation", kwargs={"key": found.key}) + query)


def _comparison(answer: OrganisationAnswer) -> list[dict[str, Any]]:
    """One row a body of the comparison."""
    return [
        {
            "body": point.label,
            "past_due": int(point.denominator),
            "response_published": int(point.numerator),
            "share": point.value,
            "low_95": point.limits.low_95 if point.limits else None,
            "high_95": point.limits.high_95 if point.limits else None,
            "low_998": point.limits.low_998 if point.limits else None,
            "high_998": point.limits.high_998 if point.limits else None,
            "beside_the_limits": point.flag,
        }
        for point in answer.comparison.funnel.points
    ]


PATHS = (Path("organisations/<path:key>/", organisation, name="organisation", may=May.READ_REGISTER, sensitive=True),)
