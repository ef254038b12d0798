"""A report or a response as a file: which report it belongs to, its words as a reading, its original kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from forewarned.errors import InputError
from forewarned.reports.actions.intake import Candidate
from forewarned.reports.actions.readings import Written, write_readings
from forewarned.reports.documents import DocumentText, FormFields, read_document, read_report
from forewarned.reports.duties.content import Kind
from forewarned.reports.duties.documents import Document as Told
from forewarned.reports.duties.documents import classify
from forewarned.reports.fetch.store import Originals
from forewarned.reports.models import Document, Import, Report
from forewarned.reports.models import Reading as ReadingRow
from forewarned.reports.readers.base import Head
from forewarned.reports.reading import Json, Reading, Refusal
from forewarned.settings import settings

KIND = "document"
TEXTS = ("investigation", "circumstances", "concerns")
FIRST_WORDS = 4000
WRITTEN_REF = re.compile(r"\b20\d\d-\d{4}\b")
LEAST_SECTIONS = 3
"""A document with so many headings of the form is a report, whatever its name."""


@dataclass(slots=True)
class One:
    """A reader of one document that was read already."""

    reading: Reading
    name: str = KIND
    label: str = "a report or a response as a file"
    complete: bool = False
    log: bool = True

    def recognises(self, head: Head) -> bool:  # noqa: ARG002  it was recognised before
        return False

    def read(self, path: Path) -> Iterator[Reading | Refusal]:  # noqa: ARG002  and read
        yield self.reading


def write_document(candidate: Candidate, row: Import) -> Written:
    """Read the file, keep its original by its hash, and store what it says as a reading of its report.

    Raises InputError when it cannot be read, or when it cannot be told which report it belongs to.
    """
    document = read_document(candidate.path)
    form = read_report(document)
    place = _place(candidate, document, form)
    told = classify(place.name, url=place.url, ref=place.report.ref, content=document.text[:FIRST_WORDS])
    Originals(settings().home / "originals").keep(candidate.path.read_bytes())
    values = _values(candidate, document, place.url)
    if _is_report(told, form):
        said = Reading(0, place.report.report_url, None, values | _form_values(document, form))
    else:
        values["response"], values["respondent"] = document.text, told.respondent
        kind = told.kind.value if told.kind is not Kind.REPORT else Kind.OTHER.value
        said = Reading(0, place.report.report_url, None, values, "response" if told.holds_response else kind[:12])
    written = write_readings(replace(candidate, reader=One(said)), row)
    _retire_earlier(document.sha256, place.report, row)
    return replace(written, messages=(*written.messages, *document.notes, *form.notes))


@dataclass(frozen=True, slots=True)
class _Place:
    """The report a document belongs to, its address where one is known, and its name."""

    report: Report
    url: str
    name: str


def _place(candidate: Candidate, document: DocumentText, form: FormFields) -> _Place:
    """By the address it is published under; else by the one reference that its name or its first words show.

    Else by who died and the day of the report, as the document itself says them.
    """
    name = candidate.title if candidate.title.startswith("http") else candidate.path.name
    base = _base(name)
    ending = Document.objects.filter(url__iendswith=base).select_related("report")
    listed = [one for one in ending if _base(one.url) == base]
    if len({one.report_id for one in listed}) == 1:
        return _Place(listed[0].report, listed[0].url, listed[0].name or name)
    for refs in (map(str, classify(name).refs), WRITTEN_REF.findall(document.text[:FIRST_WORDS])):
        found = list(Report.objects.filter(ref__in=set(refs)))
        if len(found) == 1:
            return _Place(found[0], "", name)
    found = _of_the_day(document, form)
    if len(found) == 1:
        return _Place(found[0], "", name)
    raise InputError(
        "It cannot be told which report this document belongs to"
        + (": several reports share its name or reference" if listed else ""),
        where=candidate.name,
        next_step="import the register or the report's page first, then name the file as it is published, "
        "or begin its name with the report's reference (2024-0123-Response-from-….pdf)",
    )


def _of_the_day(document: DocumentText, form: FormFields) -> list[Report]:
    """Reports of the day that the document is dated, on somebody whose whole name stands in it."""
    if not form.date_of_report:
        return []
    words = _words(document.text)
    same = Report.objects.filter(date_of_report=form.date_of_report).exclude(deceased_name="")
    return [one for one in same if len(of := _words(one.deceased_name)) > 1 and of <= words]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


def _base(address: str) -> str:
    return unquote(urlsplit(address).path if "://" in address else address).rsplit("/", 1)[-1].lower()


def _is_report(told: Told, form: FormFields) -> bool:
    return told.kind in (Kind.REPORT, Kind.FURTHER_REPORT, Kind.BOTH) or len(form.sections) >= LEAST_SECTIONS


def _values(candidate: Candidate, document: DocumentText, url: str) -> dict[str, Json]:
    pages: list[Json] = [[page.number, page.start, page.end, page.how] for page in document.pages]
    return {
        "url": url,
        "file": candidate.name,
        "sha256": document.sha256,
        "media": document.media,
        "pages": pages,
        "notes": list(document.notes),
    }


def _form_values(document: DocumentText, form: FormFields) -> dict[str, Json]:
    """The sections as they stand, where in the document each begins, and the date printed in section 7."""
    first = {section.name: section for section in reversed(form.sections) if section.form == 1}
    values: dict[str, Json] = {"text": document.text}
    spans: dict[str, Json] = {name: [section.start, section.end] for name, section in first.items()}
    values["spans"] = spans
    for name in TEXTS:
        if name in first and (words := document.text[first[name].start : first[name].end]).strip():
            values[name] = words
    if form.due_on:
        values["due_on"] = form.due_on
        values["due_on_span"] = list(form.due_on_span or ())
    return values


def _retire_earlier(sha256: str, report: Report, row: Import) -> None:
    """What an earlier reader made of the same file no longer stands."""
    earlier = ReadingRow.objects.filter(kind=KIND, report=report, retired_by=None, values__sha256=sha256)
    if earlier.filter(imported=row).exists():
        earlier.exclude(imported=row).update(retired_by=row)
