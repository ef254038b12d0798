"""What the register holds on some words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from forewarned.errors import InputError
from forewarned.reports.questions.search import Hit, Kind, search
from forewarned.web.access import May
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at, read_page
from forewarned.web.jinja import render
from forewarned.web.paths import Path
from forewarned.web.rates import limited

PAGE = 25
MOST_TYPED = 8
"""Hits shown under the box while somebody types."""
FEWEST = 3
"""Letters before anything is shown there."""
LABELS = {Kind.ORGANISATION: "Organisation", Kind.REPORT: "Coroner’s report"}


@limited("search", a_minute=120)
def show(request: HttpRequest) -> HttpResponse:
    """``?q=`` words, ``?kind=`` organisation or report, ``?page=``, ``?as_at=``; ``?format=csv|json``."""
    kind = _kind(request.GET.get("kind", ""))
    answer = search(query=request.GET.get("q", ""), as_at=read_as_at(request))
    wanted = request.GET.get("format", "")
    if wanted == "csv":
        return as_csv(answer.rows(), f"search {answer.query}")
    if wanted == "json":
        return as_json(answer)
    hits = [hit for hit in answer.hits if kind in (None, hit.kind)]
    number, last = read_page(request), max(1, -(-len(hits) // PAGE))
    number = min(number, last)
    context: dict[str, Any] = {
        "page_title": f"Search: {answer.query}" if answer.query else "Search",
        "answer": answer,
        "shown": [_line(hit) for hit in hits[(number - 1) * PAGE : number * PAGE]],
        "count": len(hits),
        "kind": kind,
        "kinds": [(one.value, LABELS[one], answer.count(one), address_with(request, kind=one.value, page=None))
                  for one in Kind],
        "everything": address_with(request, kind=None, page=None),
        "suggestions": [(name, _address(Kind.ORGANISATION, key)) for key, name in answer.suggestions],
        "number": number,
        "last": last,
        "base": address_with(request, page=""),
        "csv": address_with(request, format="csv", page=None, kind=None),
        "json": address_with(request, format="json", page=None, kind=None),
    }  # fmt: skip
    return render(request, "search.jinja", context)


@limited("search", a_minute=120)
def typed(request: HttpRequest) -> HttpResponse:
    """The first hits, for the list under the box while somebody types."""
    words = request.GET.get("q", "")
    answer = search(query=words if len(words.strip()) >= FEWEST else "", as_at=read_as_at(request))
    context = {"shown": [_line(hit) for hit in answer.hits[:MOST_TYPED]], "answer": answer}
    return render(request, "search_typed.jinja", context)


def _kind(word: str) -> Kind | None:
    if word and word not in {kind.value for kind in Kind}:
        raise InputError("There is no such kind", next_step="use organisation or report, or leave it out")
    return Kind(word) if word else None


def _line(hit: Hit) -> dict[str, str]:
    return {"label": LABELS[hit.kind], "title": hit.title, "href": _address(hit.kind, hit.key), "about": hit.about,
            "why": hit.why}  # fmt: skip


def _address(kind: Kind, key: str) -> str:
    return reverse(kind.value, kwargs={"key": key})


PATHS = (
    Path("search", show, name="search", may=May.READ_REGISTER),
    Path("search/typed", typed, name="search_typed", may=May.READ_REGISTER),
)
