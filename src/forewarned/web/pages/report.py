"""One report: what was warned of, to whom, who answered, and who says so. The document beside its data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from markupsafe import Markup

from forewarned.lessons.questions.deaths import NOT_KNOWN, REGISTER, deaths
from forewarned.lessons.questions.told import ReportTold, ask_told
from forewarned.lessons.recurrence.dates import when
from forewarned.reports.addresses import report_key
from forewarned.reports.models import Reading, Report
from forewarned.reports.questions.remembered import remembered
from forewarned.reports.questions.report import ReportAnswer, ask_report, find_reports
from forewarned.reports.questions.result import json_values
from forewarned.signals.timeline import COLUMNS, Timeline, timeline_text
from forewarned.web.access import May
from forewarned.web.charts import Spec, drawn, timeline_spec
from forewarned.web.duty_rows import DutyRow, duty_row, file_name
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at
from forewarned.web.fresh import kept
from forewarned.web.jinja import render
from forewarned.web.paths import Path
from forewarned.web.quoting import bibtex
from forewarned.web.sections import FieldRow, Section, field_rows, sections_of, taken
from forewarned.web.spans import FactRow, ResponseShown, fact_rows, responses_of
from forewarned.web.story import story_of_report
from forewarned.web.words import DOCUMENTS, FIELDS, addressed, names

BRIEF = frozenset(
    FIELDS[name]
    for name in (
        "ref",
        "date_of_report",
        "deceased_name",
        "age",
        "date_of_death",
        "coroner_name",
        "coroner_area",
        "categories",
    )
)
"""Fields that stand beside the text."""
LABEL = 330
"""Room for an addressee's name beside its lane."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document published with the report, in words."""

    url: str
    name: str
    kind: str
    why: str
    seen_from: date | None
    seen_by: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A report's answer with its chart, its text and its rows, made once for the register as it is."""

    answer: ReportAnswer
    question: str
    public: bool
    died_on: date | None
    who: str
    duties: tuple[DutyRow, ...]
    states: dict[str, int]
    told: ReportTold
    sections: tuple[Section, ...]
    facts: tuple[FactRow, ...]
    responses: tuple[ResponseShown, ...]
    fields: tuple[FieldRow, ...]
    documents: tuple[Document, ...]
    same: tuple[tuple[str, str], ...]
    later: int
    """Records of it that were seen only after the day asked for, and are left out."""
    story: Timeline
    story_text: str
    story_drawn: Markup
    story_spec: Spec


@kept
def report(request: HttpRequest, key: str) -> HttpResponse:
    as_at = read_as_at(request)
    if not Report.objects.filter(key=key).exists():
        return _by_reference(request, key)
    shown = remembered(("report page", key, as_at), lambda: _made(key, as_at))
    asked = request.GET.get("format", "")
    if asked == "json":
        return as_json({**json_values(shown.answer), "told": shown.told})
    name = f"report {shown.answer.ref or key} {as_at}"
    if asked == "csv" and request.GET.get("part") == "duties":
        return as_csv([line.row() for line in shown.answer.duties], f"{name} duties")
    if asked == "csv" and request.GET.get("part") == "words":
        return as_csv(shown.told.rows(), f"{name} words")
    if asked == "csv":
        return as_csv(shown.answer.rows(), name)
    address = request.build_absolute_uri(f"{reverse('report', kwargs={'key': key})}?as_at={as_at}")
    context = {
        "page_title": f"Report {shown.answer.ref or 'without a reference'}",
        "shown": shown,
        "answer": shown.answer,
        "brief": BRIEF,
        "lane_columns": tuple(COLUMNS),
        "lanes": shown.story.table(),
        "history": [(one.on, one.what, f"{one.file}, row {one.row}") for one in shown.answer.history],
        "csv": address_with(request, format="csv"),
        "csv_duties": address_with(request, format="csv", part="duties"),
        "csv_words": address_with(request, format="csv", part="words"),
        "json": address_with(request, format="json"),
        "address": address,
        "bibtex": bibtex(shown.answer, address, coroner=taken(shown.answer, "coroner_name")),
    }
    return render(request, "report.jinja", context)


def _by_reference(request: HttpRequest, wanted: str) -> HttpResponse:
    """A reference in the address leads to its report; one that several share, to a choice. Raises NotFoundError."""
    found = find_reports(wanted, as_at=read_as_at(request))
    if len(found) == 1:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(reverse("report", kwargs={"key": found[0].key}) + query)
    return render(request, "report_choice.jinja", {"page_title": f"Report {wanted}", "wanted": wanted, "found": found})


def _made(key: str, as_at: date) -> Shown:
    row = Report.objects.get(key=key)
    answer, told = ask_report(report=row, as_at=as_at), ask_told(report=row, as_at=as_at)
    sections = sections_of(answer, told)
    died_on = _died_on(row, taken(answer, "date_of_death"))
    story = story_of_report(answer, died_on)
    rows = tuple(duty_row(line, as_at) for line in answer.duties)
    states: dict[str, int] = {}
    for one in rows:
        states[one.state] = states.get(one.state, 0) + 1
    return Shown(
        answer=answer,
        question=_question(answer),
        public=answer.published_on is None or answer.published_on <= as_at,
        died_on=died_on,
        who=taken(answer, "deceased_name"),
        duties=rows,
        states=states,
        told=told,
        sections=sections,
        facts=fact_rows(told, [one.name for one in sections if one.read]),
        responses=responses_of(told),
        fields=field_rows(answer),
        documents=_documents(answer),
        same=tuple((report_key(url), url) for url in answer.same_reference),
        later=Reading.objects.filter(report=row, observed_on__gt=as_at).count(),
        story=story,
        story_text=timeline_text(story),
        story_drawn=drawn(story, LABEL),
        story_spec=timeline_spec(story),
    )


def _died_on(row: Report, registered: str) -> date | None:
    """The day of the death: the register's, as at the day asked for; the words' where they overrule it or it has none.

    A day after the report is a slip, which stays among the fields and heads nothing.
    """
    known = deaths({row.pk}).get(row.pk, NOT_KNOWN)
    by_words = known.known_from != REGISTER and (known.other_from == REGISTER or not registered)
    day = when(known.date if by_words else registered)
    if day is None or not day.exact or (row.date_of_report and day.first > row.date_of_report):
        return None
    return day.first


def _question(answer: ReportAnswer) -> str:
    """The heading. Bodies only: a private person or a redacted name is counted, not named, in it."""
    bodies = list(dict.fromkeys(addressed(line) for line in answer.duties if line.party == "organisation"))
    others = len({line.duty_id for line in answer.duties if line.party != "organisation"})
    if not bodies:
        return "What does this report warn of, and who answered?"
    said = names(bodies) if not others else _with_others(bodies, others)
    return f"What {'was' if len(bodies) + others == 1 else 'were'} {said} warned of, and who answered?"


def _with_others(bodies: Sequence[str], others: int) -> str:
    shown, more = bodies[:2], max(0, len(bodies) - 2) + others
    return f"{', '.join(shown)} and {more} other{'s' if more > 1 else ''}"


def _documents(answer: ReportAnswer) -> tuple[Document, ...]:
    return tuple(
        Document(
            one.url,
            one.name or file_name(one.url),
            DOCUMENTS.get(one.kind, one.kind.replace("_", " ")),
            one.reason,
            one.seen_from,
            one.seen_by if one.seen_by and one.seen_by <= answer.as_at else None,
        )
        for one in answer.documents
    )


PATHS = (Path("reports/<str:key>/", report, name="report", may=May.READ_REGISTER, sensitive=True),)
