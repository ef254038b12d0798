"""The words of one report and of the responses to it, with every span that was read in them and on which page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from forewarned.lessons.models import Fact, Matter, Promise, Refusal, TextRead
from forewarned.lessons.promises.language import NOT_ENGLISH
from forewarned.lessons.questions.known import known_responses, rejected_promises
from forewarned.lessons.questions.matters import MatterLine, matter_lines
from forewarned.lessons.texts import TEXT_KINDS, is_tidied, matter_names, words_of
from forewarned.reports.chosen import Said
from forewarned.reports.models import Reading, Report


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page of a document: ``text[start:end]`` of the words beside it. ``how``: ``text`` as typed, ``ocr``."""

    number: int
    start: int
    end: int
    how: str


@dataclass(frozen=True, slots=True)
class SectionTold:
    """One section, the source it is taken from, and the pages that it stands on where that is a document."""

    name: str
    text: str
    kind: str
    tidied: bool
    pages: tuple[PageRead, ...]


@dataclass(frozen=True, slots=True)
class MatterTold:
    """A stretch of the concerns. ``name``: what responses call it, blank for what is no matter."""

    name: str
    line: MatterLine
    page: int | None


@dataclass(frozen=True, slots=True)
class FactTold:
    """One thing that the words say of the death, with those words."""

    name: str
    value: str
    section: str
    start: int
    end: int
    words: str
    found_by: str
    score: float
    page: int | None


@dataclass(frozen=True, slots=True)
class SpanTold:
    """A promise (``key`` and ``status``) or a refusal in a response, and the matters that it is on."""

    key: str
    status: str
    start: int
    end: int
    words: str
    matters: tuple[str, ...]
    found_by: str
    score: float | None
    page: int | None


@dataclass(frozen=True, slots=True)
class ResponseTold:
    """A response that was read: its own words, with what it promises, refuses and leaves out."""

    number: int
    respondent: str
    organisation: str
    organisation_key: str
    url: str
    said_on: date | None
    said_on_basis: str
    kind: str
    file: str
    text: str
    pages: tuple[PageRead, ...]
    promises: tuple[SpanTold, ...]
    refusals: tuple[SpanTold, ...]
    unanswered: tuple[str, ...]
    notes: tuple[str, ...]
    silent_on: tuple[str, ...]
    """Names of matters that no promise and no refusal in it is placed on, although words like theirs were found."""

    @property
    def not_read(self) -> bool:
        """Whether none of it was read: that nothing was found in it says nothing of the letter."""
        return NOT_ENGLISH in self.notes

    def answers(self, name: str) -> tuple[SpanTold, ...]:
        """Its promises and refusals on the matter of this name, in the order of the text."""
        found = [one for one in (*self.promises, *self.refusals) if name in one.matters]
        return tuple(sorted(found, key=lambda one: one.start))


@dataclass(frozen=True, slots=True)
class ReportTold:
    """What was read in the words of a report. ``read_by``: by which rules; blank when its words were not read."""

    sections: tuple[SectionTold, ...]
    matters: tuple[MatterTold, ...]
    facts: tuple[FactTold, ...]
    responses: tuple[ResponseTold, ...]
    notes: tuple[str, ...]
    read_by: str

    def named(self) -> dict[str, MatterTold]:
        """Matters by the name that responses give them; the first where two share one."""
        return {one.name: one for one in reversed(self.matters) if one.name}

    def rows(self) -> list[dict[str, Any]]:
        """One row a span, for CSV."""
        rows = [
            _row("report", one.line.kind, one.name, "concerns", one.line.start, one.line.end, one.line.text, one.page,
                 one.line.found_by, one.line.score, "; ".join(each.code for each in one.line.themes), one.line.key)
            for one in self.matters
        ]  # fmt: skip
        rows += [
            _row("report", f"fact: {one.name}", "", one.section, one.start, one.end, one.words, one.page, one.found_by,
                 one.score, one.value, "")
            for one in self.facts
        ]  # fmt: skip
        for told in self.responses:
            of = told.organisation or told.respondent or told.file
            rows += [
                _row(of, "promise" if one.key else "refusal", "; ".join(one.matters), "response", one.start, one.end,
                     one.words, one.page, one.found_by, one.score, one.status, one.key)
                for one in sorted((*told.promises, *told.refusals), key=lambda each: each.start)
            ]  # fmt: skip
        return rows


def _row(
    of: str, what: str, matters: str, section: str, start: int, end: int, words: str, page: int | None, by: str,
    score: float | None, value: str, key: str,
) -> dict[str, Any]:  # fmt: skip
    return {
        "words_of": of, "what": what, "matter": matters, "value": value, "words": words, "section": section,
        "start": start, "end": end, "page": page, "found_by": by, "score": score, "key": key,
    }  # fmt: skip


def ask_told(*, report: Report, as_at: date) -> ReportTold:
    """What was read in the words of a report, and in the responses to it that were known on a day."""
    sections = _sections(report)
    matters = _matters(report, sections.get("concerns"))
    read = TextRead.objects.filter(report=report, role="report").order_by("-id").first()
    return ReportTold(
        sections=tuple(sections.values()),
        matters=matters,
        facts=tuple(_facts(report, sections)),
        responses=tuple(_responses(report, [one.name for one in matters if one.name], as_at)),
        notes=tuple(read.notes) if read else (),
        read_by=read.rules if read else "",
    )


def _sections(report: Report) -> dict[str, SectionTold]:
    rows = Reading.objects.filter(event="state", retired_by=None, kind__in=TEXT_KINDS, report=report).order_by("id")
    held = {row.pk: row for row in rows if row.observed_on is not None}
    words = words_of(
        (pk, Said(row.kind, row.event, row.observed_on or date.min, row.row, row.imported_id, row.values))
        for pk, row in held.items()
    )
    found = {}
    for name, text in words.sections.items():
        row = held[words.readings[name]]
        start = _start(row.values.get("spans"), name)
        pages = _pages(row.values.get("pages"), start, start + len(text)) if start is not None else ()
        found[name] = SectionTold(name, text, row.kind, is_tidied(row.kind, row.values.get("text_source")), pages)
    return found


def _start(spans: object, name: str) -> int | None:
    span = spans.get(name) if isinstance(spans, Mapping) else None
    return int(span[0]) if isinstance(span, Sequence) and span else None


def _pages(pages: object, start: int, end: int) -> tuple[PageRead, ...]:
    """The pages of a document that ``[start:end]`` stands on, their offsets counted from ``start``."""
    if not isinstance(pages, Sequence):
        return ()
    return tuple(
        PageRead(int(number), max(int(first), start) - start, min(int(last), end) - start, str(how))
        for number, first, last, how in pages
        if int(first) < end and int(last) > start
    )


def page_at(pages: Iterable[PageRead], place: int) -> int | None:
    """The number of the page that the character at ``place`` stands on, where that is known."""
    return next((one.number for one in pages if one.start <= place < one.end), None)


def _matters(report: Report, section: SectionTold | None) -> tuple[MatterTold, ...]:
    rows = list(Matter.objects.filter(report=report).select_related("report").order_by("position"))
    own = [row for row in rows if row.kind == "matter"]
    names = dict(zip([row.key for row in own], matter_names([row.number for row in own]), strict=True))
    pages = section.pages if section else ()
    return tuple(MatterTold(names.get(line.key, ""), line, page_at(pages, line.start)) for line in matter_lines(rows))


def _facts(report: Report, sections: Mapping[str, SectionTold]) -> Iterable[FactTold]:
    order = list(sections)
    rows = [one for one in Fact.objects.filter(report=report).order_by("id") if one.section in sections]
    for one in sorted(rows, key=lambda row: (order.index(row.section), row.start, row.end, row.name)):
        section = sections[one.section]
        yield FactTold(
            one.name, one.value, one.section, one.start, one.end, section.text[one.start : one.end], one.found_by,
            round(one.score, 3), page_at(section.pages, one.start),
        )  # fmt: skip


def _responses(report: Report, names: Sequence[str], as_at: date) -> Iterable[ResponseTold]:
    rows = known_responses(as_at).filter(report=report).select_related("reading__imported", "organisation")
    promised, refused = _promises(rows), _refusals(rows)
    for number, row in enumerate(rows.order_by("said_on", "id"), start=1):
        reading = row.reading
        text = str(reading.values.get("response", "")) if reading else ""
        pages = _pages(reading.values.get("pages"), 0, len(text)) if reading else ()
        promises = tuple(
            SpanTold(one.key, one.status, one.start, one.end, one.text, tuple(one.numbers), one.found_by,
                     round(one.score, 3), page_at(pages, one.start))
            for one in promised[row.pk]
        )  # fmt: skip
        refusals = tuple(
            SpanTold("", "", one.start, one.end, one.text, tuple(one.numbers), "", None, page_at(pages, one.start))
            for one in refused[row.pk]
        )
        placed = {name for one in (*promises, *refusals) for name in one.matters} | set(row.unanswered)
        silent = () if NOT_ENGLISH in row.notes else tuple(name for name in names if name not in placed)
        yield ResponseTold(
            number=number,
            respondent=row.respondent,
            organisation=row.organisation.name if row.organisation else "",
            organisation_key=row.organisation.key if row.organisation else "",
            url=row.url,
            said_on=row.said_on,
            said_on_basis=row.said_on_basis,
            kind=reading.kind if reading else "",
            file=str(reading.values.get("file") or reading.imported.name) if reading else "",
            text=text,
            pages=pages,
            promises=promises,
            refusals=refusals,
            unanswered=tuple(row.unanswered),
            notes=tuple(row.notes),
            silent_on=silent,
        )  # fmt: skip


def _promises(responses: QuerySet[TextRead]) -> dict[int, list[Promise]]:
    """Promises that nobody rejected, by their response, in the order of its words."""
    found: dict[int, list[Promise]] = defaultdict(list)
    rows = Promise.objects.filter(response__in=responses).exclude(key__in=rejected_promises())
    for one in rows.order_by("position"):
        found[one.response_id].append(one)
    return found


def _refusals(responses: QuerySet[TextRead]) -> dict[int, list[Refusal]]:
    found: dict[int, list[Refusal]] = defaultdict(list)
    for one in Refusal.objects.filter(response__in=responses).order_by("start"):
        found[one.response_id].append(one)
    return found
