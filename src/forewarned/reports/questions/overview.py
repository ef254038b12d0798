"""The register at a glance: what is due soon, how far it reaches, and what is known to be missing from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q

from forewarned.reports.models import Duty, Report
from forewarned.reports.questions.duties import DutyLine, ask_duties, known_at
from forewarned.reports.questions.missing import ask_missing
from forewarned.reports.questions.remembered import cited_now, remembered
from forewarned.reports.questions.result import Cited

SOON = 14
"""Days ahead that "due soon" means."""


@dataclass(frozen=True, slots=True)
class Overview:
    """``newest_report``: the latest date of any report; ``newest_published``: the latest day one was first seen.

    ``duties``: of ``duties``, ``sure`` have an addressee read surely. ``past_due_unanswered`` is left to the
    worklist: a duty's state is decided by rules, not counted in the database.
    """

    as_at: date
    reports: int
    first_year: int | None
    newest_report: date | None
    newest_published: date | None
    without_reference: int
    death_dates_known: int
    duties: int
    sure: int
    organisations: int
    never_published: int
    due_soon: tuple[DutyLine, ...]
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        names = (
            "reports", "first_year", "newest_report", "newest_published", "without_reference", "death_dates_known",
            "duties", "sure", "organisations", "never_published",
        )  # fmt: skip
        return [{"what": name, "value": getattr(self, name)} for name in names]


def overview(as_at: date) -> Overview:
    """The register as known on ``as_at``."""
    return remembered(("overview", as_at), lambda: _overview(as_at))


def _overview(as_at: date) -> Overview:
    reports = Report.objects.filter(published_on__lte=as_at)
    told = reports.aggregate(
        n=Count("id"),
        first=Min("date_of_report"),
        newest=Max("date_of_report"),
        published=Max("published_on"),
        bare=Count("id", filter=Q(ref="")),
        deaths=Count("id", filter=Q(date_of_death__isnull=False)),
    )
    duties = Duty.objects.filter(known_at(as_at)).aggregate(
        n=Count("id"), sure=Count("id", filter=Q(sure=True)), bodies=Count("organisation", distinct=True)
    )
    missing = ask_missing(as_at=as_at)
    return Overview(
        as_at=as_at,
        reports=told["n"],
        first_year=told["first"].year if told["first"] else None,
        newest_report=told["newest"],
        newest_published=told["published"],
        without_reference=told["bare"],
        death_dates_known=told["deaths"],
        duties=duties["n"],
        sure=duties["sure"],
        organisations=duties["bodies"],
        never_published=sum(1 for one in missing.missing if one.confidence.value == "likely never published"),
        due_soon=tuple(ask_duties(today=as_at, due_within=SOON).duties),
        cited=cited_now(as_at),
    )
