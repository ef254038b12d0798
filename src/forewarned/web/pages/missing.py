"""Reference numbers that were never published, numbers shared by several reports, and reports that are gone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from forewarned.errors import InputError
from forewarned.reports.addresses import report_key
from forewarned.reports.missing import Confidence
from forewarned.reports.questions.missing import MissingAnswer, Run, ask_missing
from forewarned.reports.questions.remembered import remembered
from forewarned.web.access import May
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at
from forewarned.web.jinja import render
from forewarned.web.paths import Path

GRADES = {
    Confidence.NAMED_ELSEWHERE: "Another page shows this number, so a report with it very likely exists.",
    Confidence.LIKELY_NEVER_PUBLISHED: "Its neighbours are published and nothing shows it.",
    Confidence.MAY_BELONG: "A report of about that time has no reference, so the number may be its own.",
    Confidence.NUMBERING_INCOMPLETE: "Few numbers around it are published, so a gap says little.",
}


def missing(request: HttpRequest) -> HttpResponse:
    """Which numbers up to the highest of their year stand on no report, and how sure that is."""
    as_at, year = read_as_at(request), _year(request)
    answer = remembered(("missing", as_at, year), lambda: ask_missing(as_at=as_at, year=year))
    face = request.GET.get("format", "")
    if face == "csv":
        return as_csv(answer.rows(), f"missing references {year or ''} {as_at}")
    if face == "json":
        return as_json(answer)
    context = _context(answer, year) | {
        "as_at": as_at,
        "csv": address_with(request, format="csv"),
        "json": address_with(request, format="json"),
        "address": request.build_absolute_uri(address_with(request, as_at=as_at.isoformat())),
    }
    return render(request, "missing.jinja", context)


def _year(request: HttpRequest) -> int | None:
    text = request.GET.get("year", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise InputError("year is not a year", next_step="write it as 2019")
    return int(text)


def _context(answer: MissingAnswer, year: int | None) -> dict[str, Any]:
    grades = [one.confidence for one in answer.missing]
    return {
        "page_title": f"Which reference numbers of {year} were never published?" if year
        else "Which reference numbers were never published?",
        "answer": answer,
        "year": year,
        "grades": [(grade.value.capitalize(), said, grades.count(grade)) for grade, said in GRADES.items()],
        "likely": grades.count(Confidence.LIKELY_NEVER_PUBLISHED),
        "years": [
            ({"text": str(one.year), "href": f"{reverse('missing')}?year={one.year}"}, one.highest, one.published,
             one.missing, one.how_sure)
            for one in reversed(answer.years)
        ],
        "runs": [_run(run) for run in (answer.runs if year else sorted(answer.runs, key=_newest)[:40])],
        "more_runs": 0 if year else max(0, len(answer.runs) - 40),
        "shared": [
            ({"text": str(one.ref), "href": reverse("report", kwargs={"key": str(one.ref)})}, len(one.urls),
             ", ".join(report_key(url) for url in one.urls))
            for one in answer.shared
            if year in (None, one.ref.year)
        ],
        "gone": [
            ({"text": one.ref or "no reference", "href": reverse("report", kwargs={"key": report_key(one.report_url)})},
             one.first_seen, one.gone_on)
            for one in answer.gone
            if report_key(one.report_url)
        ],
    }  # fmt: skip


def _newest(run: Run) -> tuple[bool, str]:
    """Surest first, then the newest."""
    weight = list(GRADES).index(Confidence(run.confidence))
    return weight > 1, "".join(chr(255 - ord(mark)) for mark in run.first if mark.isdigit())


def _run(run: Run) -> tuple[Any, ...]:
    return run.label, run.count, run.confidence, run.reason


PATHS = (Path("missing/", missing, name="missing", may=May.READ_REGISTER),)
