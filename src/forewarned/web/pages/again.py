"""Was an organisation warned of the same thing more than once? By dates of death, both dates shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from forewarned.errors import InputError, NotFoundError
from forewarned.lessons.actions.lessons import join_matters, part_matters
from forewarned.lessons.questions.recurring import AgainAnswer, ask_again
from forewarned.organisations.models import Organisation
from forewarned.organisations.questions import find_organisation
from forewarned.reports.questions.remembered import remembered
from forewarned.web.access import May, may
from forewarned.web.again_rows import (
    COLUMNS,
    IF_SAME,
    KINDS,
    LessonRow,
    PossibleRow,
    how_often,
    lesson_row,
    possible_row,
)
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at, read_page
from forewarned.web.fresh import kept
from forewarned.web.jinja import render
from forewarned.web.lesson_words import undoable
from forewarned.web.pages.duties import one_line
from forewarned.web.paths import Path

A_PAGE = 10
PAIRS = 8
"""Pairs to decide on one page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An organisation's answer with its drawings, made once for the register as it is."""

    answer: AgainAnswer
    lessons: tuple[LessonRow, ...]
    pairs: tuple[PossibleRow, ...]

    @property
    def again(self) -> int:
        """Lessons with a death that is known to have come after an earlier report."""
        return sum(count for kind, count in self.answer.by_kind if kind in ("broken_promise", "recurrence"))


def shown_again(key: str, as_at: date) -> Shown:
    """What the page of the organisation ``key`` shows as at a day. Raises NotFoundError."""
    return remembered(("again", key, as_at), lambda: _made(key, as_at))


def _made(key: str, as_at: date) -> Shown:
    answer = ask_again(name=key, as_at=as_at)
    return Shown(
        answer,
        tuple(lesson_row(one, place, as_at) for place, one in enumerate(answer.lessons, start=1)),
        tuple(possible_row(one) for one in answer.possible[:PAIRS]),
    )


@kept
def again(request: HttpRequest, key: str) -> HttpResponse:
    as_at = read_as_at(request)
    if not Organisation.objects.filter(key=key).exists():
        return _elsewhere(request, key)
    shown = shown_again(key, as_at)
    answer = shown.answer
    kind = _kind(request)
    asked = request.GET.get("format", "")
    if asked == "json":
        return as_json(answer)
    if asked == "csv" and request.GET.get("part") == "possible":
        return as_csv([one.row() for one in answer.possible], f"{answer.organisation} possibly again {as_at}")
    if asked == "csv":
        return as_csv(answer.rows(), f"{answer.organisation} again {as_at}")
    found = [one for one in shown.lessons if kind in ("", one.line.kind)]
    page, last = read_page(request), max(1, -(-len(found) // A_PAGE))
    page = min(page, last)
    path = reverse("organisation_again", kwargs={"key": key})
    context: dict[str, Any] = {
        "page_title": f"Was {answer.organisation} warned of the same thing more than once?",
        "key": key,
        "shown": shown,
        "answer": answer,
        "kinds": KINDS,
        "if_same": IF_SAME,
        "how_often": how_often(pair.line.found_by for pair in shown.pairs),
        "kind": kind,
        "tabs": _tabs(request, answer, kind),
        "columns": COLUMNS,
        "found": found[(page - 1) * A_PAGE : page * A_PAGE],
        "total": len(found),
        "page": page,
        "last": last,
        "pages_base": address_with(request, page=None, decided=None, as_at=as_at.isoformat()) + "&page=",
        "csv": address_with(request, format="csv", page=None, decided=None, kind=None),
        "csv_possible": address_with(request, format="csv", part="possible", page=None, decided=None, kind=None),
        "json": address_with(request, format="json", page=None, decided=None, kind=None),
        "address": request.build_absolute_uri(f"{path}?as_at={as_at}"),
        "last_decision": undoable(request) if may(request, May.REVIEW) else None,
    }
    return render(request, "again.jinja", context)


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    if kind and kind not in KINDS:
        raise InputError("kind is not one of those known here", next_step=f"use one of {', '.join(KINDS)}")
    return kind


def _tabs(request: HttpRequest, answer: AgainAnswer, kind: str) -> list[dict[str, Any]]:
    every = [("", len(answer.lessons), "in reports of more than one death")]
    every += [(one, count, KINDS[one][0]) for one, count in answer.by_kind]
    return [
        {
            "count": count,
            "text": text,
            "here": one == kind,
            "href": address_with(request, kind=one or None, page=None, decided=None),
        }
        for one, count, text in every
    ]


def _elsewhere(request: HttpRequest, name: str) -> HttpResponse:
    """A name or an ODS code in the address leads to the organisation's own address. Raises NotFoundError."""
    found = find_organisation(name)
    if found.key == name:
        raise NotFoundError("No organisation of this name is in the store")
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(reverse("organisation_again", kwargs={"key": found.key}) + query)


def join(request: HttpRequest) -> HttpResponse:
    """A person's answer on two matters: one lesson, or not."""
    by, reason = request.user.get_username(), request.POST.get("reason", "")
    matters = [one_line(key, "matter")[:40] for key in request.POST.getlist("matter")]
    answer = request.POST.get("answer", "")
    if answer == "yes":
        made = join_matters(matters=matters, reason=reason, by=by)
        messages.info(request, "Remembered: these are one lesson.")
    elif answer == "no" and len(matters) == 2:
        made = part_matters(matters=matters[:1], others=matters[1:], reason=reason, by=by)
        messages.info(request, "Remembered: these are not one lesson. They are not offered again.")
    else:
        raise InputError("This is not one of the answers", next_step="go back and press Yes or No")
    return HttpResponseRedirect(f"{_back(request)}?decided={made}#possible")


def _back(request: HttpRequest) -> str:
    key = one_line(request.POST.get("organisation", ""), "organisation")[:200]
    if not Organisation.objects.filter(key=key).exists():
        return reverse("lessons")
    return reverse("organisation_again", kwargs={"key": key})


PATHS = (
    Path("organisations/<path:key>/again/", again, name="organisation_again", may=May.READ_REGISTER, sensitive=True),
    Path("lessons/join/", join, name="lesson_join", may=May.REVIEW, methods=("POST",)),
)
