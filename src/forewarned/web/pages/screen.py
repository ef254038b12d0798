"""Screening: which reports meet some conditions, with the words that make it so."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from forewarned.errors import InputError
from forewarned.lessons.questions.rest import rest_now
from forewarned.lessons.questions.screening import ScreenAnswer, Screened, ask_screen
from forewarned.lessons.screen.words import CODES, SYNONYMS, THEMES
from forewarned.reports.questions.remembered import remembered
from forewarned.web.access import May
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at, read_page
from forewarned.web.jinja import render
from forewarned.web.paths import Path
from forewarned.web.rates import limited
from forewarned.web.words import FIELDS

A_PAGE = 20
FEW = 10
"""Near misses shown under the hits."""
MOST_EVIDENCE = 6
"""Pieces of evidence shown for one report."""
NEAR = "near_misses"
COLUMN = re.compile(r"column (\d+)")
EXAMPLES = (
    "suicide and age < 18",
    "inpatient and theme:observation since 2015",
    "(custody or detained) and not theme:medication",
    'hanging and "no bed"',
    "suicide and community and theme:family",
)


@limited("screen", a_minute=60)
def screen(request: HttpRequest) -> HttpResponse:
    """``?q=`` a query, ``?show=near_misses``, ``?page=``, ``?as_at=``; ``?format=csv|json``."""
    query, as_at, page = request.GET.get("q", "").strip(), read_as_at(request), read_page(request)
    near = request.GET.get("show", "") == NEAR
    face = request.GET.get("format", "")
    answer, problem = _asked(query, as_at)
    if problem and face:
        raise problem
    if answer and face == "csv":
        return as_csv(answer.rows(), f"screen {as_at}")
    if answer and face == "json":
        return as_json(answer)
    rows = (answer.near_misses if near else answer.hits) if answer else ()
    last = max(1, -(-len(rows) // A_PAGE))
    page = min(page, last)
    context: dict[str, Any] = {
        "page_title": f"Which reports meet “{query}”?" if query else "Which reports meet some conditions?",
        "asked": query,
        "answer": answer,
        "problem": problem,
        "at_fault": _place(query, problem) if problem else None,
        "rest": rest_now(as_at),
        "as_at": as_at,
        "near": near,
        "shown": [_row(one) for one in rows[(page - 1) * A_PAGE : page * A_PAGE]],
        "near_shown": [_row(one) for one in answer.near_misses[:FEW]] if answer and not near else [],
        "examples": EXAMPLES,
        "codes": CODES,
        "themes": THEMES,
        "synonyms": sorted(SYNONYMS),
        "page": page,
        "last": last,
        "pages_base": address_with(request, page=""),
        "hits_href": address_with(request, show=None, page=None),
        "near_href": address_with(request, show=NEAR, page=None),
        "csv": address_with(request, format="csv", page=None, show=None),
        "json": address_with(request, format="json", page=None, show=None),
        "address": request.build_absolute_uri(address_with(request, as_at=as_at.isoformat(), page=None)),
    }
    return render(request, "screen.jinja", context, status=400 if problem else 200)


def _asked(query: str, as_at: date) -> tuple[ScreenAnswer | None, InputError | None]:
    """The answer, or what is wrong with the query; neither where nothing was asked."""
    if not query:
        return None, None
    try:
        return remembered(("screened", query, as_at), lambda: ask_screen(query=query, as_at=as_at)), None
    except InputError as error:
        return None, error


def _place(query: str, problem: InputError) -> tuple[str, str, str] | None:
    """The query cut where it cannot be read: what stands before, the word there, what stands after."""
    found = COLUMN.search(problem.where)
    if not found:
        return None
    at = int(found[1]) - 1
    word = re.match(r"\S*", query[at:])
    end = at + max(1, len(word[0]) if word else 1)
    return query[:at], query[at:end] or "(the end)", query[end:]


def _row(one: Screened) -> dict[str, Any]:
    return {
        "line": one,
        "href": reverse("report", kwargs={"key": one.key}),
        "because": [(why, where_of(why.source), one.is_tidied(why)) for why in one.because[:MOST_EVIDENCE]],
        "more": max(0, len(one.because) - MOST_EVIDENCE),
    }


def where_of(source: str) -> tuple[str, str]:
    """Where words stand: in plain words, and the page of it where there is one."""
    kind, _, key = source.partition(" ")
    if kind == "matter" and key:
        return "a matter of concern", f"/matters/{key}/"
    return FIELDS.get(source, source.replace("_", " ")).lower(), ""


PATHS = (Path("screen/", screen, name="screen", may=May.READ_REGISTER),)
