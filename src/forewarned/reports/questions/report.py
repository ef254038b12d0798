"""One report: everything known of it, with where each field comes from and what else was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forewarned.errors import NotFoundError
from forewarned.reports.addresses import report_key
from forewarned.reports.chosen import PREFERRED, Said, choose
from forewarned.reports.duties.state import may_be_out
from forewarned.reports.missing import normalise_ref
from forewarned.reports.models import Document, Duty, Reading, Report
from forewarned.reports.questions.duties import DutyLine, load_duties
from forewarned.reports.questions.result import Cited, cited, day

SHOWN_FIELDS = (
    "ref", "date_of_report", "date_added", "deceased_name", "age", "sex", "date_of_death",
    "coroner_name", "coroner_area", "categories", "sent_to", "sent_to_corrected", "pdf_url", "reply_urls",
    "documents", "replies_count", "status", "research_tags", "due_on", "sent_to_tidied",
    "investigation", "circumstances", "concerns",
)  # fmt: skip

GAINED = frozenset({"documents", "reply_urls", "replies_count", "status"})
"""Fields that change as responses come: of these, what was seen after the day asked for is left out."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one source said of a field, where in which file, and when that was seen."""

    value: Any
    kind: str
    file: str
    row: int
    observed_on: date
    sha256: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field with the word that is taken and every word that was given for it.

    ``seen_later``: every source that says so was read after the day asked for. What a page prints does not
    change, so it is shown; but nothing here proves that it was known then.
    """

    name: str
    taken: Any
    taken_from: str
    words: tuple[Word, ...]
    seen_later: bool

    @property
    def agree(self) -> bool:
        return len({repr(word.value) for word in self.words if not word.retired}) <= 1


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document published with the report."""

    url: str
    name: str
    kind: str
    reason: str
    respondent: str
    seen_from: date | None
    seen_by: date | None
    seen_reason: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was seen to happen to the report's page, as a source observed it."""

    on: date
    what: str
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """One report as at a day."""

    ref: str
    report_url: str
    as_at: date
    date_of_report: date | None
    published_on: date | None
    gone_on: date | None
    regime: str
    fields: tuple[Field, ...]
    duties: tuple[DutyLine, ...]
    documents: tuple[DocumentLine, ...]
    history: tuple[Event, ...]
    same_reference: tuple[str, ...]
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        """One row a word, for CSV."""
        return [
            {
                "ref": self.ref, "field": field.name, "value": _cell(word.value), "taken": word.value == field.taken,
                "kind": word.kind, "file": word.file, "row": word.row, "observed_on": word.observed_on,
                "retired": word.retired, "sha256": word.sha256,
            }
            for field in self.fields
            for word in field.words
        ]  # fmt: skip

    def sentence(self) -> str:
        count = len(self.duties)
        return (
            f"Coroner's report {self.ref or 'without a reference'} of {day(self.date_of_report)} was addressed to "
            f"{count} {'body or person' if count == 1 else 'bodies or persons'}: "
            f"{'; '.join(line.organisation or line.addressee for line in self.duties) or 'not known'}. "
            f"{self.report_url} {self.cited.sentence()}"
        )


def _cell(value: Any) -> str:
    """A value in one cell: lists joined by bars, documents by their addresses."""
    if isinstance(value, list):
        return " | ".join(_cell(item) for item in value)
    return str(value.get("url", "")) if isinstance(value, dict) else str(value)


def find_reports(wanted: str, *, as_at: date) -> list[Report]:
    """Reports public on ``as_at`` with this reference (typing variants read alike) or page address.

    Several may share one reference. Raises NotFoundError when there is none, or none yet.
    """
    key = report_key(wanted) if "/" in wanted else wanted.strip().lower()
    found = list(Report.objects.filter(key=key)) if key else []
    if not found and wanted.strip():
        ref, _ = normalise_ref(wanted)
        found = list(Report.objects.filter(ref=str(ref) if ref else wanted).order_by("date_of_report", "key"))
    if not found:
        raise NotFoundError(
            "No report has this reference or address",
            where=wanted,
            next_step="write it as 2024-0123, or give the page address; `forewarned missing` lists references "
            "that were never published",
        )
    known = [row for row in found if row.published_on and row.published_on <= as_at]
    if not known:
        first = min((row.published_on for row in found if row.published_on), default=None)
        raise NotFoundError(
            f"No such report is known to have been public by {day(as_at)}",
            where=wanted,
            next_step=f"ask as at {first} or later" if first else "no source says when it was published",
        )
    return known


def ask_report(*, report: Report, as_at: date) -> ReportAnswer:
    """Everything known on ``as_at`` of one report."""
    readings = list(Reading.objects.filter(report=report).select_related("imported").order_by("id"))
    same = Report.objects.filter(ref=report.ref, published_on__lte=as_at).exclude(pk=report.pk)
    return ReportAnswer(
        ref=report.ref,
        report_url=report.report_url,
        as_at=as_at,
        date_of_report=report.date_of_report,
        published_on=report.published_on,
        gone_on=report.gone_on if report.gone_on and report.gone_on <= as_at else None,
        regime=report.regime,
        fields=tuple(_fields(readings, as_at)),
        duties=tuple(load_duties(Duty.objects.filter(report=report), as_at=as_at)),
        documents=tuple(_documents(report, as_at)),
        history=tuple(_history([row for row in readings if row.observed_on and row.observed_on <= as_at])),
        same_reference=tuple(same.order_by("key").values_list("report_url", flat=True)) if report.ref else (),
        cited=cited(as_at),
    )


def _fields(readings: Sequence[Reading], as_at: date) -> list[Field]:
    said = [
        (row, Said(row.kind, row.event, row.observed_on or date.min, row.row, row.imported_id, row.values))
        for row in readings
        if row.event in ("state", "first_seen")
    ]
    found = []
    for name in SHOWN_FIELDS:
        known = [item for item in said if name not in GAINED or item[1].observed_on <= as_at]
        words = tuple(
            Word(
                row.values[source], row.kind, row.imported.name, row.row, row.observed_on or date.min,
                row.imported.sha256, row.retired_by_id is not None,
            )
            for row, _ in known
            for source in PREFERRED.get(name, (name,))
            if source in row.values
        )  # fmt: skip
        choice = choose((one for row, one in known if row.retired_by_id is None), name)
        if words:
            taken = (choice.value, choice.said.kind) if choice else (None, "")
            found.append(Field(name, *taken, words, all(word.observed_on > as_at for word in words)))
    return found


def _documents(report: Report, as_at: date) -> list[DocumentLine]:
    rows = Document.objects.filter(report=report).order_by("position")
    columns = ("url", "name", "kind", "reason", "respondent", "seen_from", "seen_by", "seen_reason")
    lines = [DocumentLine(*row) for row in rows.values_list(*columns)]
    return [line for line in lines if may_be_out(line.seen_from, line.seen_by, as_at)]


def _history(readings: Sequence[Reading]) -> list[Event]:
    """What the snapshots saw, oldest first; corrections of a name are told as what they are."""
    told = []
    for row in readings:
        values = row.values
        what = {
            "first_seen": f"first seen, with {_papers(values.get('replies_count'))}",
            "replies": f"{_papers(values.get('replies_count'))} counted",
            "sent_to": f"addressees now given as: {values.get('sent_to_corrected', '')}",
            "listed": "on the Chief Coroner's non-response list",
        }.get(row.event)
        if what and row.observed_on:
            told.append(Event(row.observed_on, what, row.imported.name, row.row))
    return sorted(told, key=lambda event: (event.on, event.row))


def _papers(count: object) -> str:
    if count is None:
        return "an unknown number of documents beside it"
    return f"{count} document{'' if count == 1 else 's'} beside it"
