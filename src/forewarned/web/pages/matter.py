"""One matter of concern: its own words, where they stand, its themes, what answers it, its lesson, who decided what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from forewarned.lessons.counts import many
from forewarned.lessons.models import Lesson
from forewarned.lessons.questions.matters import MatterAnswer, MatterLine, ask_matter
from forewarned.lessons.questions.told import MatterTold, ReportTold, SectionTold, ask_told
from forewarned.lessons.themes import codebook
from forewarned.reports.models import Report
from forewarned.reports.questions.remembered import remembered
from forewarned.reports.questions.result import json_values
from forewarned.web.access import May
from forewarned.web.again_rows import died_told
from forewarned.web.faces import address_with, as_csv, as_json, read_as_at
from forewarned.web.fresh import kept
from forewarned.web.jinja import render
from forewarned.web.marking import Mark, Node, nested
from forewarned.web.matter_words import KINDS, VERDICTS, source_of
from forewarned.web.paths import Path
from forewarned.web.spans import ResponseShown, SpanRow, counted, left_out, responses_of


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """What one response says of the matter. ``left_out``: it was read as not addressing it."""

    response: ResponseShown
    spans: tuple[SpanRow, ...]
    left_out: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A matter's answer with what its page makes of it."""

    answer: MatterAnswer
    name: str
    page: int | None
    section: SectionTold | None
    source: str
    nodes: tuple[Node, ...]
    answers: tuple[AnswerShown, ...]
    others: tuple[MatterTold, ...]
    lesson_matters: int

    @property
    def line(self) -> MatterLine:
        return self.answer.matter

    def sentence(self) -> str:
        """What answers it, in a sentence."""
        if not self.answers:
            return "No response to this report was read here, so it is not known what answers it."
        understood = [one for one in self.answers if not one.response.told.not_read]
        if not understood:
            return "No response to this report could be read here, so it is not known what answers it."
        read = many(len(understood), "response")
        spans = [row.told for one in understood for row in one.spans]
        if not spans:
            return f"No response that was read addresses it ({read} read)."
        found = counted(spans)
        answering = sum(1 for one in understood if one.spans)
        if len(understood) == 1:
            return f"The one response that was read answers it, with {found}."
        verb = "answers" if answering == 1 else "answer"
        return f"{answering} of {read} that were read {verb} it, with {found}."


@kept
def matter(request: HttpRequest, key: str) -> HttpResponse:
    as_at = read_as_at(request)
    shown = remembered(("matter page", key, as_at), lambda: _made(key, as_at))
    face = request.GET.get("format", "")
    if face == "csv":
        return as_csv([_row(shown)], f"matter {key} {as_at}")
    if face == "json":
        return as_json({**json_values(shown.answer), "name": shown.name, "page": shown.page, "source": _source(shown)})
    address = request.build_absolute_uri(f"{reverse('matter', kwargs={'key': key})}?as_at={as_at}")
    context: dict[str, Any] = {
        "page_title": question(shown.line, shown.name),
        "shown": shown,
        "line": shown.line,
        "died": died_told(shown.line),
        "answer": shown.answer,
        "kinds": KINDS,
        "verdicts": VERDICTS,
        "book": codebook(),
        "csv": address_with(request, format="csv"),
        "json": address_with(request, format="json"),
        "address": address,
    }
    return render(request, "matter.jinja", context)


def question(line: MatterLine, name: str) -> str:
    """The heading: what the matter warns of, or what words are that are no matter."""
    report = f"report {line.ref}" if line.ref else "this report"
    if line.kind == "matter":
        return f"What does matter {name} of {report} warn of, and what answers it?"
    return f"What do these words of {report} stand for?"


def _made(key: str, as_at: date) -> Shown:
    answer = ask_matter(key=key, as_at=as_at)
    told = ask_told(report=Report.objects.get(key=answer.matter.report), as_at=as_at)
    own = next(one for one in told.matters if one.line.key == key)
    section = next((one for one in told.sections if one.name == "concerns"), None)
    line = answer.matter
    members = Lesson.objects.filter(key=line.lesson).values_list("size", flat=True).first()
    return Shown(
        answer=answer,
        name=own.name,
        page=own.page,
        section=section,
        source=source_of(section.kind, section.tidied) if section else "",
        nodes=marked_words(line),
        answers=_answers(told, own.name) if own.name else (),
        others=tuple(one for one in told.matters if one.name and one is not own),
        lesson_matters=members or 0,
    )


def marked_words(line: MatterLine) -> tuple[Node, ...]:
    """A matter's words, those that carried a theme marked with its name."""
    marks = [Mark(start, end, "theme", theme.name) for theme in line.themes for start, end in theme.words]
    return nested(line.text, marks)


def _answers(told: ReportTold, name: str) -> tuple[AnswerShown, ...]:
    return tuple(
        AnswerShown(
            one,
            tuple(row for row in one.spans if name in row.told.matters),
            name in left_out(one.told),
        )
        for one in responses_of(told)
    )


def _source(shown: Shown) -> dict[str, Any]:
    section = shown.section
    return {"kind": section.kind if section else "", "tidied_by_a_model": section.tidied if section else None}


def _row(shown: Shown) -> dict[str, Any]:
    """The matter for CSV, with how many promises and refusals answer it."""
    spans = [row.told for one in shown.answers for row in one.spans]
    return {
        **shown.line.row(),
        "page": shown.page,
        "responses_read": len(shown.answers),
        "promises": sum(1 for one in spans if one.key),
        "refusals": sum(1 for one in spans if not one.key),
    }


PATHS = (Path("matters/<str:key>/", matter, name="matter", may=May.READ_REGISTER, sensitive=True),)
