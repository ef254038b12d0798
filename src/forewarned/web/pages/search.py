"""What the register holds on some words: by name or reference at once, then in the words of what was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from forewarned.errors import InputError
from forewarned.lessons.questions.searching import SearchAnswer as WordsAnswer
from forewarned.lessons.questions.searching import with_advice
from forewarned.reports.questions.remembered import one_moment
from forewarned.reports.questions.result import json_values
from forewarned.reports.questions.search import Hit, Kind, SearchAnswer, search
from forewarned.web.access import May, may
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at, read_page
from forewarned.web.found_words import (
    KINDS,
    PAGE,
    Found,
    every_hit,
    facets,
    find_words,
    read_choice,
    why_in_words,
    words_held,
)
from forewarned.web.jinja import render
from forewarned.web.paths import Path
from forewarned.web.rates import limited

NAMES_PAGE = 25
FEW_NAMES = 5
"""Hits by name shown above those in the words."""
MOST_TYPED = 8
"""Hits shown under the box while somebody types."""
FEWEST = 3
"""Letters before anything is shown there."""
LABELS = {Kind.ORGANISATION: "Organisation", Kind.REPORT: "Coroner’s report"}
NAMES = "names"
DEEPEST = 600
"""Pages of hits in the words: further down a narrower question is better."""


@limited("search", a_minute=120)
@one_moment()
def show(request: HttpRequest) -> HttpResponse:
    """``?q=`` words, ``?kind=``, ``?theme=``, ``?page=``, ``?as_at=``, ``?format=``; ``?in=names``: names alone.

    ``?near=yes``: also what is close in meaning, where the words find enough without it.

    Before any words are held it finds by names and references alone.
    """
    kind, theme = request.GET.get("kind", ""), request.GET.get("theme", "")
    if kind and kind not in {*(one.value for one in Kind), *KINDS}:
        raise InputError("There is no such kind", next_step=f"use one of organisation, {', '.join(KINDS)}")
    filters = read_choice(kind if kind in KINDS else "", theme)
    as_at, number = read_as_at(request), read_page(request)
    answer = search(query=request.GET.get("q", ""), as_at=as_at)
    whole = request.GET.get("in", "") == NAMES or kind == Kind.ORGANISATION.value or not words_held()
    names = [hit for hit in answer.hits if kind in ("", hit.kind.value)] if not theme else []
    face = request.GET.get("format", "")
    # What is asked of the words is cut where the names' question is, so that both answer the same one.
    asked = answer.query
    if face:
        return _file(answer, every_hit(asked, filters, as_at) if asked and not whole else None, face, as_at)
    number = min(number, DEEPEST)
    near = request.GET.get("near", "") == "yes"
    words = find_words(asked, filters, number, as_at, meaning=near) if asked and not whole else None
    context = _common(request, answer, kind, theme) | {"names_total": len(names), "whole": whole}
    if words is None:
        context |= _names_page(request, names, number)
    else:
        context |= _words_page(request, words, names, number) | {"facets": facets(request, words.answer, kind, theme)}
    return render(request, "search.jinja", context)


def _common(request: HttpRequest, answer: SearchAnswer, kind: str, theme: str) -> dict[str, Any]:
    return {
        "page_title": f"Search: {answer.query}" if answer.query else "Search",
        "answer": answer,
        "kind": kind,
        "theme": theme,
        "kind_said": KINDS[kind][1] if kind in KINDS else "",
        "kinds": [(one.value, LABELS[one], answer.count(one), address_with(request, kind=one.value, page=None))
                  for one in Kind],
        "everything": address_with(request, kind=None, theme=None, page=None, **{"in": None}),
        "suggestions": [(name, _address(Kind.ORGANISATION, key)) for key, name in answer.suggestions],
        "names_href": address_with(request, page=None, **{"in": NAMES}),
        "csv": address_with(request, format="csv", page=None),
        "json": address_with(request, format="json", page=None),
        "words": None,
        "near_href": "",
        "facets": {"kinds": [], "themes": []},
    }  # fmt: skip


def _names_page(request: HttpRequest, names: Sequence[Hit], number: int) -> dict[str, Any]:
    """All hits by name, page by page."""
    last = max(1, -(-len(names) // NAMES_PAGE))
    number = min(number, last)
    return {
        "shown": [_line(hit) for hit in names[(number - 1) * NAMES_PAGE : number * NAMES_PAGE]],
        "rows": [],
        "number": number,
        "last": last,
        "base": address_with(request, page=""),
    }


def _words_page(request: HttpRequest, found: Found, names: Sequence[Hit], number: int) -> dict[str, Any]:
    """The first hits by name, then a page of those in the words that are not among them."""
    first = [_line(hit) for hit in names[:FEW_NAMES]] if number == 1 else []
    above = {line["href"] for line in first}
    results = found.answer.results
    return {
        # An administrator is who can mend what is off; others are told what it means for their search.
        "words": with_advice(found.answer) if may(request, May.MANAGE_ACCOUNTS) else found.answer,
        "shown": first,
        "rows": [drawn for url, drawn in found.drawn if url not in above],
        "near_href": "" if found.meaning else address_with(request, near="yes", page=None),
        "number": number,
        "last": min(DEEPEST, max(1, -(-(results.total + results.near_total) // PAGE))),
        "base": address_with(request, page=""),
    }


def _file(answer: SearchAnswer, words: WordsAnswer | None, face: str, as_at: date) -> HttpResponse:
    if face == "json":
        return as_json(json_values(answer) | {"words": words.as_json() if words else None})
    rows = [{**hit.row(), "words": "", "page": _address(hit.kind, hit.key)} for hit in answer.hits]
    for hit in words.results.hits if words else ():
        item, first = hit.item, hit.snippets[0] if hit.snippets else None
        rows.append(
            {
                "kind": item.kind, "key": item.key, "title": item.title, "about": "; ".join(item.organisations),
                "why": why_in_words(hit), "words": item.text[first.start : first.end] if first else "",
                "page": item.url,
            }
        )  # fmt: skip
    return as_csv(rows, f"search {answer.query} {as_at}")


@limited("search", a_minute=120)
@one_moment()
def typed(request: HttpRequest) -> HttpResponse:
    """The first hits, for the list under the box while somebody types."""
    words = request.GET.get("q", "")
    answer = search(query=words if len(words.strip()) >= FEWEST else "", as_at=read_as_at(request))
    context = {"shown": [_line(hit) for hit in answer.hits[:MOST_TYPED]], "answer": answer}
    return render(request, "search_typed.jinja", context)


def _line(hit: Hit) -> dict[str, str]:
    return {"label": LABELS[hit.kind], "title": hit.title, "href": _address(hit.kind, hit.key), "about": hit.about,
            "why": hit.why}  # fmt: skip


def _address(kind: Kind, key: str) -> str:
    return reverse(kind.value, kwargs={"key": key})


PATHS = (
    Path("search", show, name="search", may=May.READ_REGISTER),
    Path("search/typed", typed, name="search_typed", may=May.READ_REGISTER),
)
