"""The rows of an export, in pieces: table after table, reports with what belongs to them in chunks."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet

from forewarned.organisations.models import Organisation, Succession
from forewarned.reports.duties.due import Due
from forewarned.reports.duties.state import DutyState, may_be_out
from forewarned.reports.models import Answer, Document, Duty, Import, Listing, Reading, Report
from forewarned.reports.questions import export_tables as shape
from forewarned.reports.questions.duties import DutyLine, Response, load_duties, may_be_out_at
from forewarned.reports.questions.export_parts import Piece, Row, parts
from forewarned.reports.questions.missing import ask_missing

CHUNK = 250
"""Reports taken at once: what they carry is all that is in memory."""


def pieces(*, as_at: date, about: Mapping[str, Sequence[str]]) -> Iterator[Piece]:
    """All rows, each table after those it refers to except within a chunk of reports."""
    yield shape.ABOUT, [{"name": name, "value": value} for name, values in about.items() for value in values]
    yield shape.ORGANISATIONS, list(_organisations())
    yield shape.SUCCESSIONS, list(_successions())
    yield shape.IMPORTS, list(_imports())
    for part in parts():
        yield from part.of_all(as_at)
    number = 0
    for chunk in chunks(public_by(as_at)):
        for table, rows in _of_reports(chunk, as_at, number):
            number += len(rows) if table is shape.LISTINGS else 0
            yield table, rows
        keys = {report.pk: report.key for report in chunk}
        for part in parts():
            yield from part.of_reports(keys, as_at)
    yield shape.LISTINGS, _listings(Listing.objects.filter(report=None), {}, {}, as_at, number)
    for rows in _readings_of_no_report(as_at):
        yield shape.READINGS, rows
    yield shape.MISSING, list(_missing(as_at))


def public_by(as_at: date) -> QuerySet[Report]:
    """Reports known to have been public on ``as_at``: the same ones whose duties `known_at` gives."""
    return Report.objects.filter(published_on__lte=as_at)


def chunks(reports: QuerySet[Report]) -> Iterator[list[Report]]:
    """Reports in order of key, a few hundred at a time, without holding a cursor open."""
    last = ""
    while found := list(reports.filter(key__gt=last).order_by("key")[:CHUNK]):
        yield found
        last = found[-1].key


def _of_reports(reports: Sequence[Report], as_at: date, listed: int) -> Iterator[Piece]:
    """Everything of one chunk of reports. ``listed``: how many listings were given out before."""
    keys = {report.pk: report.key for report in reports}
    yield shape.REPORTS, [_report(report, as_at) for report in reports]
    lines = _in_order(load_duties(Duty.objects.filter(report_id__in=keys), as_at=as_at), keys)
    duties = _numbered([(line.report_id, line.duty_id) for line in lines], keys)
    yield shape.DUTIES, [_duty(line, keys, duties[line.duty_id], as_at) for line in lines]
    documents = list(
        Document.objects.filter(may_be_out_at(as_at), report_id__in=keys).order_by("report__key", "position", "id")
    )
    names = _numbered([(document.report_id, document.pk) for document in documents], keys, mark="doc-")
    yield shape.DOCUMENTS, [_document(document, keys, names[document.pk]) for document in documents]
    yield shape.ANSWERS, list(_answers(keys, duties, names))
    yield shape.LISTINGS, _listings(Listing.objects.filter(report_id__in=keys), keys, duties, as_at, listed)
    yield shape.READINGS, list(_readings(Reading.objects.filter(report_id__in=keys), keys, as_at))


def _in_order(lines: Sequence[DutyLine], keys: Mapping[int, str]) -> list[DutyLine]:
    """By report, and on it in the order of its addressees."""
    positions = dict(Duty.objects.filter(report_id__in=keys).values_list("id", "position"))
    return sorted(lines, key=lambda line: (keys[line.report_id], positions[line.duty_id], line.duty_id))


def _numbered(pairs: Sequence[tuple[int, int]], keys: Mapping[int, str], mark: str = "") -> dict[int, tuple[str, int]]:
    """Id to (text key, number within its report) for (report id, id) in order."""
    counts: dict[int, int] = defaultdict(int)
    found = {}
    for report_id, pk in pairs:
        counts[report_id] += 1
        found[pk] = (f"{keys[report_id]}#{mark}{counts[report_id]}", counts[report_id])
    return found


def _organisations() -> Iterator[Row]:
    rows = Organisation.objects.order_by("key").values_list(
        "key", "name", "kind", "services", "ods", "opened", "closed", "today__key"
    )
    for key, name, kind, services, ods, opened, closed, today in rows.iterator(chunk_size=1000):
        yield {
            "organisation": key,
            "name": name,
            "kind": _known(kind),
            "services": _json(services),
            "ods": _known(ods),
            "opened": opened,
            "closed": closed,
            "today": today,
        }


def _successions() -> Iterator[Row]:
    rows = Succession.objects.order_by("predecessor__key", "successor__key")
    for before, after, on, why in rows.values_list("predecessor__key", "successor__key", "on", "why"):
        yield {"predecessor": before, "successor": after, "taken_over_on": on, "why": _known(why)}


def _imports() -> Iterator[Row]:
    for row in Import.objects.order_by("id").iterator(chunk_size=1000):
        yield {
            "import": row.pk,
            "kind": row.kind,
            "name": row.name,
            "sha256": row.sha256,
            "status": row.status,
            "as_of": row.as_of,
            "imported_at": _utc(row.at),
            "rows_read": row.rows,
            "new": row.new,
            "changed": row.changed,
            "unchanged": row.unchanged,
            "refused": row.refused,
            "lost": row.lost,
            "emptied": row.emptied,
            "accepted_loss": _known(row.accepted_loss),
            "messages": _json(row.messages),
            "ledger_entry": row.ledger_entry,
        }


def _report(report: Report, as_at: date) -> Row:
    return {
        "report": report.key,
        "report_url": _known(report.report_url),
        "ref": _known(report.ref),
        "ref_as_written": _known(report.ref_as_written),
        "date_of_report": report.date_of_report,
        "regime": _known(report.regime),
        "published_on": report.published_on,
        "gone_on": report.gone_on if report.gone_on and report.gone_on <= as_at else None,
        "deceased_name": _known(report.deceased_name),
        "age": _known(report.age),
        "sex": _known(report.sex),
        "date_of_death": report.date_of_death,
        "coroner_name": _known(report.coroner_name),
        "coroner_area": _known(report.coroner_area),
        "categories": _json(report.categories),
    }


def _duty(line: DutyLine, keys: Mapping[int, str], numbered: tuple[str, int], as_at: date) -> Row:
    return {
        "duty": numbered[0],
        "report": keys[line.report_id],
        "position": numbered[1],
        "addressee_as_written": line.addressee,
        "addressee_source": line.addressee_source,
        "party": line.party,
        "organisation": _known(line.organisation_key),
        "organisation_at_report": _known(line.organisation),
        "organisation_today": _known(line.organisation_today_key),
        "organisation_today_name": _known(line.organisation_today),
        "kind": _known(line.kind),
        "match_score": line.score,
        "match_sure": line.sure,
        "match_reason": _known(line.why),
        **_due(line.due),
        **_state(line.state),
        "responses": _there(line.responses, as_at),
        "possible_responses": _there(line.unmatched, as_at),
    }


def _due(due: Due) -> Row:
    return {
        "due_on": due.on,
        "due_basis": due.basis.value,
        "due_computed_on": due.computed_on,
        "due_differs_by": due.differs_by_days,
        "due_weekend": due.weekend if due.on else None,
        "due_bank_holiday": _known(due.bank_holiday),
        "due_working_day_before": due.working_day_before,
        "due_reason": _known(due.reason),
        "due_doubt": _known(due.doubt),
    }


def _state(now: DutyState) -> Row:
    return {
        "state": now.state.value,
        "past_due": now.past_due if now.due_on else None,
        "response_published": now.published,
        "officially": now.official.value,
        "officially_on": now.official_on,
        "timeliness": now.timeliness.value,
        "timeliness_reason": _known(now.reason),
        "answered_from": now.answered_from,
        "answered_by": now.answered_by,
        "days_late_least": now.days_late[0],
        "days_late_most": now.days_late[1],
    }


def _there(responses: Sequence[Response], as_at: date) -> int:
    """How many may have been published by then."""
    return sum(may_be_out(one.seen_from, one.seen_by, as_at) for one in responses)


def _document(document: Document, keys: Mapping[int, str], numbered: tuple[str, int]) -> Row:
    return {
        "document": numbered[0],
        "report": keys[document.report_id],
        "position": numbered[1],
        "url": _known(document.url),
        "name": _known(document.name),
        "kind": document.kind,
        "kind_reason": _known(document.reason),
        "respondent": _known(document.respondent),
        "seen_from": document.seen_from,
        "seen_by": document.seen_by,
        "seen_reason": _known(document.seen_reason),
        "letter_date": document.letter_date,
    }


def _answers(
    keys: Mapping[int, str], duties: Mapping[int, tuple[str, int]], documents: Mapping[int, tuple[str, int]]
) -> Iterator[Row]:
    rows = Answer.objects.filter(document__report_id__in=keys).values_list(
        "document_id", "duty_id", "score", "matched", "sure", "reason"
    )
    for document_id, duty_id, score, matched, sure, reason in sorted(rows):
        if document_id in documents and duty_id in duties:
            yield {
                "document": documents[document_id][0],
                "duty": duties[duty_id][0],
                "score": score,
                "matched": matched,
                "sure": sure,
                "reason": _known(reason),
            }


def _listings(
    rows: QuerySet[Listing],
    keys: Mapping[int, str],
    duties: Mapping[int, tuple[str, int]],
    as_at: date,
    given: int,
) -> list[Row]:
    """Listings by that day, numbered on from ``given``."""
    columns = ("listed_on", "said", "report_id", "duty_id", "response_due", "reason")
    found = rows.filter(listed_on__lte=as_at).order_by("listed_on", "report__key", "id").values_list(*columns)
    return [
        {
            "listing": number,
            "listed_on": listed_on,
            "said": said,
            "report": keys.get(report_id),
            "duty": duties[duty_id][0] if duty_id in duties else None,
            "response_due": response_due,
            "reason": _known(reason),
        }
        for number, (listed_on, said, report_id, duty_id, response_due, reason) in enumerate(found, given + 1)
    ]


def _readings(rows: QuerySet[Reading], keys: Mapping[int, str], as_at: date) -> Iterator[Row]:
    by_then = rows.filter(Q(observed_on=None) | Q(observed_on__lte=as_at)).order_by("report__key", "id")
    for row in by_then.iterator(chunk_size=CHUNK):
        yield {
            "reading": row.pk,
            "report": keys.get(row.report_id) if row.report_id else None,
            "import": row.imported_id,
            "retired_by": row.retired_by_id,
            "kind": row.kind,
            "event": row.event,
            "source_row": row.row,
            "observed_on": row.observed_on,
            "said": _json(row.values),
            "sha256": row.digest,
        }


def _readings_of_no_report(as_at: date) -> Iterator[list[Row]]:
    rows = _readings(Reading.objects.filter(report=None), {}, as_at)
    while piece := list(islice(rows, CHUNK)):
        yield piece


def _missing(as_at: date) -> Iterator[Row]:
    for one in ask_missing(as_at=as_at).missing:
        yield {
            "ref": str(one.ref),
            "year": one.ref.year,
            "number": one.ref.number,
            "confidence": one.confidence.value,
            "reason": one.reason,
            "seen_on": _json(list(one.seen_on)),
        }


def _known(text: str | None) -> str | None:
    """Blank text is not known."""
    return text or None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _utc(moment: datetime) -> datetime:
    """A moment in UTC without its mark: Parquet's and SQLite's columns say UTC by their meaning."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
