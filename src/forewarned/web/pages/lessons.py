"""Which lessons stand in more than one report: across the country, by theme, A to Z or by how many were told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from forewarned.errors import InputError
from forewarned.lessons.questions.grouped import LessonLine, LessonsAnswer, ask_lessons
from forewarned.lessons.questions.matters import theme_name
from forewarned.lessons.themes import codebook
from forewarned.reports.questions.remembered import remembered
from forewarned.web.access import May
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at, read_page
from forewarned.web.fresh import kept
from forewarned.web.jinja import render
from forewarned.web.paths import Path

A_PAGE = 50
ORDERS = {
    "deaths": "Most deaths first",
    "bodies": "Most organisations first",
    "reports": "Most reports first",
    "a-z": "A to Z",
}


@kept
def lessons(request: HttpRequest) -> HttpResponse:
    """``?theme=`` a code of the codebook, ``?order=`` deaths, bodies, reports or a-z, ``?page=``, ``?as_at=``."""
    as_at, theme, order = read_as_at(request), _theme(request), _order(request)
    whole: LessonsAnswer = remembered(("lessons", as_at, ""), lambda: ask_lessons(as_at=as_at))
    answer = whole
    if theme:
        answer = remembered(("lessons", as_at, theme), lambda: ask_lessons(as_at=as_at, theme=theme))
    asked = request.GET.get("format", "")
    if asked == "json":
        return as_json(answer)
    if asked == "csv":
        return as_csv(answer.rows(), f"lessons {theme} {as_at}")
    found = ordered(answer.lessons, order)
    page, last = read_page(request), max(1, -(-len(found) // A_PAGE))
    page = min(page, last)
    return render(
        request,
        "lessons.jinja",
        {
            "page_title": "Which lessons stand in more than one report?",
            "as_at": as_at,
            "whole": whole,
            "answer": answer,
            "theme": theme,
            "theme_name": theme_name,
            "themes": _themes(whole.lessons),
            "order": order,
            "orders": ORDERS,
            "found": found[(page - 1) * A_PAGE : page * A_PAGE],
            "page": page,
            "last": last,
            "pages_base": address_with(request, page=None, as_at=as_at.isoformat()) + "&page=",
            "csv": address_with(request, format="csv", page=None),
            "json": address_with(request, format="json", page=None),
            "address": request.build_absolute_uri(_address(theme, order, as_at.isoformat())),
        },
    )


def _address(theme: str, order: str, as_at: str) -> str:
    parts = [f"theme={theme}" if theme else "", f"order={order}" if order != "deaths" else "", f"as_at={as_at}"]
    return f"{reverse('lessons')}?{'&'.join(part for part in parts if part)}"


def ordered(lines: Sequence[LessonLine], order: str) -> list[LessonLine]:
    """Lessons in one of ``ORDERS``, ties by key; by deaths they come in the answer's own order."""
    if order == "deaths":
        return list(lines)
    keys: dict[str, Any] = {
        "bodies": lambda one: (-one.organisations, -one.reports, one.key),
        "reports": lambda one: (-one.reports, -one.organisations, one.key),
        "a-z": lambda one: (one.name.casefold().lstrip("“\"'‘("), one.key),
    }
    return sorted(lines, key=keys[order])


def _theme(request: HttpRequest) -> str:
    theme = request.GET.get("theme", "")
    if theme and theme not in codebook():
        raise InputError("There is no such theme", next_step="choose one from the list of themes")
    return theme


def _order(request: HttpRequest) -> str:
    order = request.GET.get("order", "") or "deaths"
    if order not in ORDERS:
        raise InputError("order is not one of those known here", next_step=f"use one of {', '.join(ORDERS)}")
    return order


def _themes(lines: Sequence[LessonLine]) -> list[tuple[str, str, int]]:
    """Each theme of these lessons: code, name, how many."""
    count = Counter(code for line in lines for code in line.themes)
    return sorted(((code, theme_name(code), many) for code, many in count.items()), key=lambda one: one[1].casefold())


PATHS = (Path("lessons/", lessons, name="lessons", may=May.READ_REGISTER),)
