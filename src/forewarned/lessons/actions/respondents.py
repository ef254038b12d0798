"""Who made a response and when, as the register tells it now: what a response is read with beside its words.

Looked up for many responses at once, in as many queries as for one, so that each run can tell whether any of it differs
from when they were read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from forewarned.organisations.models import Merger, NameWritten, Organisation
from forewarned.organisations.names import plain
from forewarned.organisations.questions import organisation_named
from forewarned.reports.duties.content import letter_date
from forewarned.reports.models import Answer, Document, Reading, Report, Settled

FIRST_WORDS = 4000
LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Given:
    """``sure``: key of the body whose duty the response surely answers, else blank."""

    respondent: str
    sure: str
    said_on: date | None
    said_on_basis: str
    source: tuple[object, ...]
    """All that decides who made it and when, as JSON can hold it: where it differs the response is read again."""


def givens(rows: Sequence[Reading]) -> dict[int, Given]:
    """What each of these responses, selected with its report, is read with; by its id."""
    documents = _documents({row.report_id for row in rows if row.report_id is not None})
    found = {row.pk: documents.get((row.report_id, str(row.values.get("url") or ""))) for row in rows}
    sure = _sure({document.pk for document in found.values() if document is not None})
    bodies = {row.pk: sure.get(document.pk) if (document := found[row.pk]) else None for row in rows}
    names = {row.pk: _respondent(row, found[row.pk]) for row in rows}
    known = _known({names[row.pk] for row in rows if bodies[row.pk] is None})
    given = {}
    for row in rows:
        assert row.report is not None
        body, name = bodies[row.pk], names[row.pk]
        said_on, basis = _said_on(str(row.values.get("response", "")), found[row.pk])
        who = ("sure", *body) if body else ("named", *known[name])
        source = (name, who, said_on.isoformat() if said_on else "", basis, *_of(row.report))
        given[row.pk] = Given(name, body[0] if body else "", said_on, basis, source)
    return given


def body_of(given: Given, known: dict[str, Organisation | None]) -> Organisation | None:
    """The body that made the response, where that is sure; ``known``: what was found of each name before."""
    if given.sure:
        return Organisation.objects.get(key=given.sure)
    return _named(given.respondent, known)


def _of(report: Report) -> tuple[str, str, str]:
    day = report.date_of_report
    return report.ref, day.isoformat() if day else "", report.deceased_name


def _documents(reports: Collection[int]) -> dict[tuple[int | None, str], Document]:
    """The documents of the register by their report and address; the first where two have one."""
    rows = Document.objects.filter(report_id__in=reports).exclude(url="").order_by("-id")
    return {(row.report_id, row.url): row for row in rows}


def _sure(documents: Collection[int]) -> dict[int, tuple[str, str]]:
    """Key and name of the body whose duty each of these documents surely answers, where that is one body."""
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    rows = Answer.objects.filter(sure=True, matched=True, document__in=documents, duty__organisation__isnull=False)
    answers = rows.values_list("document_id", "duty__organisation__key", "duty__organisation__name")
    for document, key, name in answers:
        found[document].add((key, name))
    return {document: bodies.pop() for document, bodies in found.items() if len(bodies) == 1}


def _respondent(row: Reading, document: Document | None) -> str:
    return (str(row.values.get("respondent") or "") or (document.respondent if document else ""))[:LONGEST_NAME]


def _known(names: Collection[str]) -> dict[str, tuple[object, ...]]:
    """What is stored of each name that decides which body, if any, ``organisation_named`` finds.

    Names are not looked up one by one: for one that is stored nowhere the whole directory would be read.
    """
    written, coded, into = _written(names), _coded(names), _merged()
    settled = Settled.objects.order_by("-id").values_list("directory_fingerprint", flat=True).first() or ""
    found: dict[str, tuple[object, ...]] = {}
    for name in names:
        form, code = plain(name), name.strip().lower()
        own = written.get(form, set()) | coded.get(code, set())
        if not form:
            found[name] = ()
        elif own:
            found[name] = (sorted(own), [step for key, *_ in sorted(own) for step in _steps(key, into)])
        else:
            # One that is stored nowhere is read by the directory: another directory may know it.
            found[name] = (settled, sorted(into.items()))
    return found


_COLUMNS = ("key", "name", "closed", "ods")


def _written(names: Collection[str]) -> dict[str, set[tuple[str, ...]]]:
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    rows = NameWritten.objects.filter(folded__in={plain(name) for name in names} - {""})
    for form, *body in rows.values_list("folded", *(f"organisation__{one}" for one in _COLUMNS)):
        found[form].add(tuple(str(one or "") for one in body))
    return found


def _coded(names: Collection[str]) -> dict[str, set[tuple[str, ...]]]:
    """Bodies whose key or code a name is, by it in lower case."""
    codes = {name.strip() for name in names} - {""}
    keyed = Organisation.objects.filter(key__in=codes | {one.lower() for one in codes})
    coded = Organisation.objects.filter(ods__in={one.upper() for one in codes})
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for body in (keyed | coded).values_list(*_COLUMNS):
        for form in {body[0].lower(), body[3].lower()} - {""}:
            found[form].add(tuple(str(one or "") for one in body))
    return found


def _merged() -> dict[str, tuple[str, str]]:
    """People's decisions that one body is another: that one's key and name."""
    pairs = dict(Merger.objects.filter(undone_at=None).order_by("-id").values_list("from_key", "into_key"))
    names = dict(Organisation.objects.filter(key__in=pairs.values()).values_list("key", "name"))
    return {key: (into, names.get(into, "")) for key, into in pairs.items()}


def _steps(key: str, into: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """The bodies that people said the body of this key is, one after another."""
    steps: list[tuple[str, str]] = []
    while (step := into.get(key)) and step not in steps:
        steps.append(step)
        key = step[0]
    return steps


def _said_on(text: str, document: Document | None) -> tuple[date | None, str]:
    """When the response was given: the letter's own date, else the day by which it was published."""
    dated = letter_date(text[:FIRST_WORDS])
    if dated is not None:
        return dated, "letter"
    if document is not None and document.letter_date:
        return document.letter_date, "letter"
    if document is not None and document.seen_by:
        return document.seen_by, "published"
    return None, ""


def _named(respondent: str, known: dict[str, Organisation | None]) -> Organisation | None:
    """The body that the respondent's name surely names; ``known``: what was found of each name before.

    One word may stand for several bodies ("Norfolk"): it must be the whole name of one.
    """
    if respondent not in known:
        body = organisation_named(respondent) if plain(respondent) else None
        whole = body is not None and (len(plain(respondent).split()) > 1 or plain(body.name) == plain(respondent))
        known[respondent] = body if whole else None
    return known[respondent]
