"""How good the data are: what is missing or doubtful, as at when, with a list behind each count."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from forewarned.reports.questions.quality import FIELDS, Item, QualityAnswer, ask_doubt, ask_quality
from forewarned.reports.questions.result import json_values
from forewarned.web.access import May
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at, read_page
from forewarned.web.jinja import render
from forewarned.web.paths import Path

A_PAGE = 50


def quality(request: HttpRequest) -> HttpResponse:
    """Counts of everything missing or doubtful, each leading to its list."""
    as_at = read_as_at(request)
    answer = ask_quality(as_at=as_at)
    face = request.GET.get("format", "")
    if face == "csv":
        return as_csv(answer.rows(), f"data quality {as_at}")
    if face == "json":
        return as_json(answer)
    return render(
        request,
        "quality.jinja",
        {
            "page_title": "How complete are the data, and what is doubtful?",
            "answer": answer,
            "as_at": as_at,
            "doubts": _doubts(answer, request),
            "blanks": _blanks(answer),
            "fields": [{"text": text, "numeric": True} for text in FIELDS.values()],
            "csv": address_with(request, format="csv"),
            "json": address_with(request, format="json"),
            "address": request.build_absolute_uri(address_with(request, as_at=as_at.isoformat())),
        },
    )


def _doubts(answer: QualityAnswer, request: HttpRequest) -> list[tuple[Any, ...]]:
    asked = f"?as_at={request.GET['as_at']}" if request.GET.get("as_at") else ""
    return [
        (
            {
                "text": one.title,
                "href": reverse("quality_list", kwargs={"what": one.what}) + asked if one.items else "",
            },
            len(one.items),
            one.note,
        )
        for one in answer.doubts
    ]


def _blanks(answer: QualityAnswer) -> list[tuple[Any, ...]]:
    """A row a year, newest first: the share of its reports that leave each field blank."""
    return [
        (str(year.year or "Not known"), year.reports, *(_share(count, year.reports) for count in year.blank.values()))
        for year in answer.blanks
    ]


def _share(count: int, of: int) -> str:
    if not count:
        return "none"
    return f"{count:,} ({100 * count / of:.0f}%)"


def quality_list(request: HttpRequest, what: str) -> HttpResponse:
    """One of the lists behind the counts, a page at a time."""
    as_at, page = read_as_at(request), read_page(request)
    doubt, answer = ask_doubt(what, as_at=as_at)
    face = request.GET.get("format", "")
    if face == "csv":
        return as_csv([one.row() for one in doubt.items], f"{what} {as_at}")
    if face == "json":
        return as_json({"as_at": as_at, "list": json_values(doubt), "cited": json_values(answer.cited)})
    pages = max(1, -(-len(doubt.items) // A_PAGE))
    page = min(page, pages)
    return render(
        request,
        "quality_list.jinja",
        {
            "page_title": doubt.title,
            "doubt": doubt,
            "answer": answer,
            "as_at": as_at,
            "rows": [_item(one) for one in doubt.items[(page - 1) * A_PAGE : page * A_PAGE]],
            "page": page,
            "last": pages,
            "pages_base": address_with(request, page=None, as_at=as_at.isoformat()) + "&page=",
            "csv": address_with(request, format="csv", page=None),
            "json": address_with(request, format="json", page=None),
            "address": request.build_absolute_uri(address_with(request, as_at=as_at.isoformat())),
        },
    )


def _item(one: Item) -> tuple[Any, ...]:
    report: Any = "the register"
    if one.report:
        report = {"text": one.ref or one.report, "href": reverse("report", kwargs={"key": one.report})}
    return report, one.said


PATHS = (
    Path("quality/", quality, name="quality", may=May.READ_REGISTER),
    Path("quality/<slug:what>/", quality_list, name="quality_list", may=May.READ_REGISTER),
)
