"""What was read in the words: matters, lessons, what happened again, promises, similar deaths, screening, search."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from forewarned.errors import InputError, NotFoundError
from forewarned.lessons.questions.grouped import LessonAnswer, LessonsAnswer, ask_lesson, ask_lessons
from forewarned.lessons.questions.likeness import SimilarAnswer, ask_similar
from forewarned.lessons.questions.matters import MatterAnswer, ask_matter
from forewarned.lessons.questions.promised import PromiseAnswer, ask_promise_whole
from forewarned.lessons.questions.promising import Narrowed, PromisesAnswer, ask_promises, narrow
from forewarned.lessons.questions.recurring import AgainAnswer, ask_again
from forewarned.lessons.questions.screening import ScreenAnswer, ask_screen
from forewarned.lessons.questions.searching import ask_search
from forewarned.lessons.search import Filters
from forewarned.reports.models import Report
from forewarned.reports.questions.remembered import remembered
from forewarned.settings import settings
from forewarned.web.access import May
from forewarned.web.api.answers import answer, day_or_today
from forewarned.web.api.callers import Bearer
from forewarned.web.api.found import Found
from forewarned.web.api.lessons_parameters import (
    LessonsQuery,
    Narrative,
    PromisesQuery,
    ScreenQuery,
    SearchQuery,
    SimilarQuery,
)
from forewarned.web.api.parameters import AsAtQuery, KeyPath, Parameters, demand_page, only, part
from forewarned.web.api.schemas import answer_schema, paged

router = Router(tags=["lessons"], auth=Bearer(May.READ_REGISTER))
DEEPEST = 10_000
"""Hits of a search that can be paged to."""


@router.get("/matters/{key}", response=answer_schema(MatterAnswer), summary="One matter of concern")
def matter(request: HttpRequest, key: KeyPath, chosen: Query[AsAtQuery]) -> HttpResponse:
    """A matter word for word, its themes with the words that carried them, its lesson, and what answers it."""
    only(request, AsAtQuery)
    return answer(ask_matter(key=key, as_at=day_or_today(chosen.as_at)))


@router.get("/lessons", response=paged(LessonsAnswer, "LessonsPage"), summary="Lessons")
def lessons(request: HttpRequest, chosen: Query[LessonsQuery]) -> HttpResponse:
    """Lessons that stand in more than one report, those at most bodies first."""
    only(request, LessonsQuery)
    as_at = day_or_today(chosen.as_at)
    found = remembered(("lessons asked", chosen.theme, as_at), lambda: ask_lessons(as_at=as_at, theme=chosen.theme))
    shown, page = part(found.lessons, chosen)
    return answer(replace(found, lessons=tuple(shown)), **page)


@router.get("/lessons/{key}", response=answer_schema(LessonAnswer), summary="One lesson")
def lesson(request: HttpRequest, key: KeyPath, chosen: Query[AsAtQuery]) -> HttpResponse:
    """Every matter of a lesson, why each belongs, and what people decided of it."""
    only(request, AsAtQuery)
    return answer(ask_lesson(key=key, as_at=day_or_today(chosen.as_at)))


@router.get("/organisations/{key}/again", response=answer_schema(AgainAnswer), summary="Warned of more than once")
def again(request: HttpRequest, key: KeyPath, chosen: Query[AsAtQuery]) -> HttpResponse:
    """What an organisation, with those before and after it, was warned of more than once: classed by dates of death."""
    only(request, AsAtQuery)
    return answer(ask_again(name=key, as_at=day_or_today(chosen.as_at)))


@router.get("/promises", response=paged(PromisesAnswer, "PromisesPage"), summary="Promises")
def promises(request: HttpRequest, chosen: Query[PromisesQuery]) -> HttpResponse:
    """Promises read in responses, the most pressing first. Counts by state are of all, before it is narrowed.

    No evidence attached is not the same as not done.
    """
    only(request, PromisesQuery)
    as_at, wanted = day_or_today(chosen.as_at), Narrowed(chosen.state, chosen.status, chosen.type, chosen.strength)
    found = remembered(
        ("promises", chosen.organisation, as_at), lambda: ask_promises(organisation=chosen.organisation, as_at=as_at)
    )
    narrowed = narrow(found, wanted)
    shown, page = part(narrowed.promises, chosen)
    return answer(replace(narrowed, promises=tuple(shown)), **page)


@router.get("/promises/{key}", response=answer_schema(PromiseAnswer), summary="One promise")
def promise(request: HttpRequest, key: KeyPath, chosen: Query[AsAtQuery]) -> HttpResponse:
    """A promise in its place in the response, the matters it answers, the evidence for it, what people decided."""
    only(request, AsAtQuery)
    return answer(ask_promise_whole(key=key, as_at=day_or_today(chosen.as_at)))


@router.get("/reports/{key}/similar", response=answer_schema(SimilarAnswer), summary="Similar deaths")
def similar(request: HttpRequest, key: KeyPath, chosen: Query[SimilarQuery]) -> HttpResponse:
    """Deaths in circumstances like those of a report, graded 3 to 0, with what both say."""
    only(request, SimilarQuery)
    as_at = day_or_today(chosen.as_at)
    found = Report.objects.filter(key=key, published_on__lte=as_at).first()
    if found is None:
        raise NotFoundError("No report has this key", where=key, next_step="search for it: /api/v1/search?q=2024-0123")
    return answer(ask_similar(report=found, as_at=as_at, k=chosen.size))


@router.post("/similar", response=answer_schema(SimilarAnswer), summary="Deaths like a narrative")
def similar_to_narrative(request: HttpRequest, asked: Narrative) -> HttpResponse:
    """Deaths in circumstances like those that are told. The text is compared here, and kept and logged nowhere."""
    only(request, Parameters)
    if not any(letter.isalpha() for letter in asked.text):
        raise InputError("There are no words to compare", where="text", next_step="tell the circumstances in words")
    found = answer(ask_similar(text=asked.text, as_at=settings().today(), k=asked.size))
    found.headers["Cache-Control"] = "no-store"
    return found


@router.get("/screen", response=paged(ScreenAnswer, "ScreenPage"), summary="Screen by conditions")
def screen(request: HttpRequest, chosen: Query[ScreenQuery]) -> HttpResponse:
    """Which reports meet a query over facts and themes, with the words that make it so.

    `show` says which list is paged; the other is empty. What a report does not say is not known, never a no.
    """
    only(request, ScreenQuery)
    as_at = day_or_today(chosen.as_at)
    found = remembered(("screened", chosen.q, as_at), lambda: ask_screen(query=chosen.q, as_at=as_at))
    near = chosen.show == "near_misses"
    shown, page = part(found.near_misses if near else found.hits, chosen)
    hits, misses = ((), tuple(shown)) if near else (tuple(shown), ())
    return answer(replace(found, hits=hits, near_misses=misses), **page)


@router.get("/search", response=Found, summary="Search the words")
def search(request: HttpRequest, chosen: Query[SearchQuery]) -> HttpResponse:
    """Search everything that is held: words, "phrases", field:value, -not; a slip of the keyboard is forgiven.

    The same JSON as `forewarned search --json`. Every hit says why it is one.
    """
    only(request, SearchQuery)
    start = (chosen.page - 1) * chosen.size
    if start >= DEEPEST:
        demand_page(chosen.page, DEEPEST // chosen.size)
    kind, theme = str(chosen.kind), str(chosen.theme)
    filters = Filters(kinds=(kind,) if kind else (), themes=(theme,) if theme else ())
    found = ask_search(
        text=chosen.q, as_at=day_or_today(chosen.as_at), filters=filters, k=chosen.size, offset=start, patient=False
    )
    return answer(found.as_json())
