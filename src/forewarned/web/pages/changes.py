"""What changed since a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from forewarned.errors import InputError
from forewarned.reports.questions.changes import Change, ChangesAnswer, What, changes_since
from forewarned.reports.questions.result import day
from forewarned.web.access import May, may
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at, read_day, read_page
from forewarned.web.jinja import render
from forewarned.web.pages.duties import nowrap, sentence
from forewarned.web.paths import Path

USUAL = timedelta(days=28)
A_PAGE = 50
SORTS = {
    What.PUBLISHED: "Reports published",
    What.LEARNT: "Older reports learnt of",
    What.RESPONSE: "Responses first seen",
    What.ADDRESSEES: "Addressees changed",
    What.PAST_DUE: "Newly past due, no response published",
    What.DECISION: "Decisions on names",
    What.IMPORT: "Imports",
}
SLUGS = {what.name.lower().replace("_", "-"): what for what in What}
INSIDE = {What.DECISION, What.IMPORT}
"""What only people of the site are shown: who did what here."""


def changes(request: HttpRequest) -> HttpResponse:
    """Everything that changed from ``?since=`` on, newest first; ``?what=`` narrows it to one sort."""
    as_at, page = read_as_at(request), read_page(request)
    since = read_day(request.GET.get("since", ""), "since") or as_at - USUAL
    if since > as_at:
        raise InputError("since is later than as_at", next_step="choose an earlier day")
    what = request.GET.get("what", "")
    if what and what not in SLUGS:
        raise InputError("what is not a sort of change", next_step=f"use one of {', '.join(SLUGS)}")
    answer = changes_since(since, as_at)
    hidden = frozenset() if may(request, May.READ_IMPORTS) else INSIDE
    known = [one for one in answer.changes if one.what not in hidden]
    found = [one for one in known if not what or one.what is SLUGS[what]]
    face = request.GET.get("format", "")
    if face == "csv":
        return as_csv([one.row() for one in found], f"changes {since} {as_at}")
    if face == "json":
        return as_json({"since": since, "as_at": as_at, "changes": found, "cited": answer.cited})
    last = max(1, -(-len(found) // A_PAGE))
    page = min(page, last)
    return render(
        request,
        "changes.jinja",
        {
            "page_title": "What changed?",
            "answer": answer,
            "found": found,
            "what": what,
            "tabs": [tab for sort, tab in _tabs(request, answer, what, since) if sort not in hidden],
            "all": address_with(request, what=None, page=None),
            "rows": [_row(request, one) for one in found[(page - 1) * A_PAGE : page * A_PAGE]],
            "page": page,
            "last": last,
            "pages_base": address_with(request, page=None, since=since.isoformat()) + "&page=",
            "csv": address_with(request, format="csv", page=None),
            "json": address_with(request, format="json", page=None),
            "address": request.build_absolute_uri(
                address_with(request, since=since.isoformat(), as_at=as_at.isoformat())
            ),
        },
    )


def _tabs(request: HttpRequest, answer: ChangesAnswer, what: str, since: date) -> Iterator[tuple[What, dict[str, Any]]]:
    counts = answer.counts()
    for slug, (sort, text) in zip(SLUGS, SORTS.items(), strict=True):
        href = address_with(request, what=slug, page=None, since=since.isoformat())
        yield sort, {"text": text, "count": counts[sort], "here": what == slug, "href": href}


def _row(request: HttpRequest, one: Change) -> tuple[Any, ...]:
    about: Any = ""
    if one.report:
        about = {"html": nowrap(one.ref or "no reference"), "href": reverse("report", kwargs={"key": one.report})}
    elif one.import_id is not None and may(request, May.READ_IMPORTS):
        about = {"text": "its log", "href": reverse("import", kwargs={"pk": one.import_id})}
    return {"html": nowrap(day(one.on))}, sentence(one.what.value), about, one.said


PATHS = (Path("changes/", changes, name="changes", may=May.READ_REGISTER),)
