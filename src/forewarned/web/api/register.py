"""Reading the register: organisations, reports, duties, missing references."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from forewarned.errors import NotFoundError
from forewarned.organisations.questions import check_kind, find_organisation
from forewarned.reports.models import Report
from forewarned.reports.questions.changes import ChangesAnswer, changes_since
from forewarned.reports.questions.missing import MissingAnswer, ask_missing
from forewarned.reports.questions.organisation import OrganisationAnswer, ask_organisation
from forewarned.reports.questions.organisations import OrganisationsAnswer, ask_organisations, keys_written_like
from forewarned.reports.questions.remembered import remembered
from forewarned.reports.questions.report import ReportAnswer, ask_report, find_reports
from forewarned.reports.questions.worklist import Show, Wanted, Worklist, ask_worklist
from forewarned.web.access import May, may
from forewarned.web.api.answers import answer, day_or_today
from forewarned.web.api.callers import Bearer
from forewarned.web.api.parameters import (
    AsAtQuery,
    ChangesQuery,
    DutiesQuery,
    KeyPath,
    MissingQuery,
    OrganisationsQuery,
    PagedAsAtQuery,
    ReportsQuery,
    demand_page,
    only,
    part,
)
from forewarned.web.api.schemas import Shape, answer_schema, paged
from forewarned.web.pages.changes import INSIDE

router = Router(tags=["register"], auth=Bearer(May.READ_REGISTER))


class Reports(Shape):
    """Reports that bear one reference: usually one."""

    reports: list[answer_schema(ReportAnswer)]  # type: ignore[valid-type]


@router.get("/organisations", response=paged(OrganisationsAnswer, "OrganisationsPage"), summary="Organisations")
def organisations(request: HttpRequest, chosen: Query[OrganisationsQuery]) -> HttpResponse:
    """Organisations, A to Z: those that were sent a report; or, with `q`, all that were ever written with its words."""
    only(request, OrganisationsQuery)
    as_at, kind = day_or_today(chosen.as_at), check_kind(chosen.kind)
    found = remembered(("organisations", as_at), lambda: ask_organisations(as_at=as_at))
    keys = keys_written_like(chosen.q) if chosen.q.strip() else None
    lines = [
        line
        for line in found.organisations
        if (line.reports if keys is None else line.key in keys) and kind in ("", line.kind)
    ]
    shown, page = part(lines, chosen)
    return answer(replace(found, organisations=tuple(shown)), **page)


@router.get("/organisations/{key}", response=answer_schema(OrganisationAnswer), summary="One organisation")
def organisation(request: HttpRequest, key: KeyPath, chosen: Query[AsAtQuery]) -> HttpResponse:
    """Was it warned, did it answer, and how does that compare with its kind?

    `key` is a key such as `ods:RMY`, an ODS code, or a name as written anywhere.
    """
    only(request, AsAtQuery)
    return answer(ask_organisation(name=key, as_at=day_or_today(chosen.as_at)))


@router.get("/organisations/{key}/duties", response=answer_schema(Worklist), summary="Duties of one")
def duties_of(request: HttpRequest, key: KeyPath, chosen: Query[PagedAsAtQuery]) -> HttpResponse:
    """Every duty of an organisation and of the bodies that it took over from, the latest due first."""
    only(request, PagedAsAtQuery)
    return worklist(Wanted(show=Show.ALL, organisation=find_organisation(key).key), chosen)


@router.get("/reports", response=Reports, summary="Reports with a reference")
def reports(request: HttpRequest, chosen: Query[ReportsQuery]) -> HttpResponse:
    """Everything known of the reports that bear a reference, or of the one at a page address."""
    only(request, ReportsQuery)
    day = day_or_today(chosen.as_at)
    return answer({"reports": [ask_report(report=one, as_at=day) for one in find_reports(chosen.ref, as_at=day)]})


@router.get("/reports/{key}", response=answer_schema(ReportAnswer), summary="One report")
def report(request: HttpRequest, key: KeyPath, chosen: Query[AsAtQuery]) -> HttpResponse:
    """Everything known of one report. `key` is the last part of its page's address."""
    only(request, AsAtQuery)
    found = Report.objects.filter(key=key).first()
    if found is None:
        raise NotFoundError(
            "No report has this key", where=key, next_step="ask by its reference: /api/v1/reports?ref=2024-0123"
        )
    return answer(ask_report(report=found, as_at=day_or_today(chosen.as_at)))


@router.get("/duties", response=answer_schema(Worklist), summary="Duties to respond")
def duties(request: HttpRequest, chosen: Query[DutiesQuery]) -> HttpResponse:
    """Duties that are due soon, without a published response, certainly late, or all.

    No published response is not the same as no response. `share` and the counts are of all that fit, not of this
    page alone.
    """
    only(request, DutiesQuery)
    return worklist(Wanted(chosen.show, chosen.due_within, chosen.state, chosen.kind, chosen.organisation), chosen)


def worklist(wanted: Wanted, chosen: PagedAsAtQuery) -> HttpResponse:
    found = ask_worklist(wanted, as_at=day_or_today(chosen.as_at), page=chosen.page, size=chosen.size)
    demand_page(chosen.page, found.pages)
    return answer(found)


@router.get("/missing", response=answer_schema(MissingAnswer), summary="Missing references")
def missing(request: HttpRequest, chosen: Query[MissingQuery]) -> HttpResponse:
    """Reference numbers that were never published, how sure that is, and reports listed once and gone."""
    only(request, MissingQuery)
    return answer(ask_missing(as_at=day_or_today(chosen.as_at), year=chosen.year))


@router.get("/changes", response=paged(ChangesAnswer, "ChangesPage"), summary="What changed")
def changes(request: HttpRequest, chosen: Query[ChangesQuery]) -> HttpResponse:
    """What changed from a day on: in the world, and in what this register knows of it. The newest first.

    Imports and decisions on names, which say who did them, are shown to analysts and those with later roles.
    """
    only(request, ChangesQuery)
    found = changes_since(chosen.since, day_or_today(chosen.as_at))
    hidden = frozenset() if may(request, May.READ_IMPORTS) else INSIDE
    shown, page = part([one for one in found.changes if one.what not in hidden], chosen)
    return answer(replace(found, changes=tuple(shown)), **page)
