"""Read responses: the promises in them, what they refuse, and the matters that they leave out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from forewarned.ledger.actions import record
from forewarned.lessons.counts import many
from forewarned.lessons.models import Matter, Promise, Refusal, TextRead
from forewarned.lessons.promises import ReportGiven, ResponseRead, read_response
from forewarned.lessons.promises.values import MAY_ANSWER_ANOTHER
from forewarned.lessons.rules import READ_BY
from forewarned.lessons.texts import hash_of, matter_names, promise_key
from forewarned.organisations.models import Organisation
from forewarned.organisations.names import plain
from forewarned.organisations.questions import organisation_named
from forewarned.reports.duties.content import letter_date
from forewarned.reports.models import Answer, Document, Reading, Report
from forewarned.settings import settings

FIRST_WORDS = 4000
KIND = "document"
"""Kind of source that is read rather than another of the same response: the file as it was published."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A response that waits to be read, and the matters that it should answer: name and words, in order."""

    reading: Reading
    matters: tuple[tuple[str, str], ...]
    source: str


def responses_waiting(report: int | None = None) -> list[Waiting]:
    """Responses, of one report or of all, whose words, report's matters, or rules changed since they were read."""
    rows = _responses(report)
    known = dict(TextRead.objects.filter(role="response").values_list("reading_id", "source"))
    by_rules = set(TextRead.objects.filter(role="response", rules=READ_BY).values_list("reading_id", flat=True))
    found = []
    matters = _matters({row.report_id for row in rows if row.report_id})
    for row in rows:
        own = tuple(matters.get(row.report_id or 0, ()))
        source = hash_of([str(row.values.get("response", "")), own])
        if row.pk not in by_rules or known[row.pk] != source:
            found.append(Waiting(row, own, source))
    return found


def _responses(report: int | None = None) -> list[Reading]:
    """Every response once, however many files hold it: by its address, or by its words where none is known."""
    chosen: dict[tuple[object, str], Reading] = {}
    rows = Reading.objects.filter(event="response", retired_by=None, report__isnull=False).select_related("report")
    if report is not None:
        rows = rows.filter(report_id=report)
    for row in sorted(rows, key=lambda one: (one.kind == KIND, one.observed_on or date.min, one.pk)):
        chosen[row.report_id, str(row.values.get("url") or "") or _plain(row)] = row
    addressed = {(row.report_id, _plain(row)) for row in chosen.values() if row.values.get("url")}
    return sorted(
        (row for row in chosen.values() if row.values.get("url") or (row.report_id, _plain(row)) not in addressed),
        key=lambda one: one.pk,
    )


def _plain(row: Reading) -> str:
    """The words of a response without their layout."""
    return " ".join(str(row.values.get("response", "")).split())


def forget_replaced() -> int:
    """Drop what was read in words that another file of the same response replaced; returns how many."""
    chosen = {row.pk for row in _responses()}
    read = TextRead.objects.filter(role="response").values_list("id", "reading_id")
    gone = [pk for pk, reading_id in read if reading_id not in chosen]
    TextRead.objects.filter(pk__in=gone).delete()
    return len(gone)


def _matters(reports: set[int]) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = Matter.objects.filter(kind="matter").order_by("report_id", "position")
    for report_id, number, text in rows.values_list("report_id", "number", "text"):
        if report_id in reports:
            found[report_id].append((number, text))
    named = {report_id: matter_names([number for number, _ in own]) for report_id, own in found.items()}
    return {
        report_id: [(name, text) for name, (_, text) in zip(named[report_id], own, strict=True)]
        for report_id, own in found.items()
    }


def read_responses(some: Sequence[Waiting], by: str) -> None:
    """Read these responses anew, in the transaction that is open."""
    TextRead.objects.filter(reading_id__in=[one.reading.pk for one in some], role="response").delete()
    bodies: dict[str, Organisation | None] = {}
    for one in some:
        _read(one, bodies)
    body = {"rules": READ_BY, "responses": {str(one.reading.pk): one.source for one in some}}
    record(by=by, action="lessons.read", subject="responses", body=body, at=settings().now())


def _read(one: Waiting, bodies: dict[str, Organisation | None]) -> None:
    row = one.reading
    assert row.report is not None
    text = str(row.values.get("response", ""))
    document = _document(row)
    respondent = (str(row.values.get("respondent") or "") or (document.respondent if document else ""))[:300]
    body = _organisation(document) or _named(respondent, bodies)
    said_on, basis = _said_on(text, document)
    read = read_response(
        text,
        [words for _, words in one.matters],
        numbers=[name for name, _ in one.matters],
        # A day by which it was published is not the letter's: "this month" cannot be counted from it.
        said_on=said_on if basis == "letter" else None,
        report=_report(row.report),
        respondent=[name for name in (respondent, body.name if body else "") if name],
    )
    url = str(row.values.get("url") or "")
    kept = TextRead.objects.create(
        report=row.report, role="response", source=one.source, rules=READ_BY, reading=row, url=url,
        respondent=respondent, organisation=body, said_on=said_on, said_on_basis=basis,
        notes=_notes(read), unanswered=list(read.not_addressed),
    )  # fmt: skip
    Promise.objects.bulk_create(_promises(one, kept, text, read))
    Refusal.objects.bulk_create(
        Refusal(
            response=kept,
            start=refusal.start,
            end=refusal.end,
            text=text[refusal.start : refusal.end],
            numbers=list(refusal.concerns),
        )
        for refusal in read.refusals
    )


def _promises(one: Waiting, kept: TextRead, text: str, read: ResponseRead) -> Iterator[Promise]:
    times: Counter[str] = Counter()
    row = one.reading
    assert row.report is not None
    # The file's hash where no address is known: another reading of the same file gives the same keys.
    where = f"{row.report.key}\n{kept.url or row.values.get('sha256') or row.digest}"
    for position, found in enumerate(read.promises):
        words = text[found.start : found.end]
        plain = " ".join(words.split())
        key = promise_key(where, words, times[plain])
        times[plain] += 1
        yield Promise(
            key=key, response=kept, position=position, start=found.start, end=found.end, text=words,
            status=found.status, date_text=_slice(text, found.date_span)[:120], due=found.due,
            due_by=found.due_by, by_other=found.by_other, owner=_slice(text, found.owner_span)[:200], type=found.type,
            strength=found.strength, numbers=list(found.concerns),
            smart=asdict(found.smart), score=found.score, found_by=found.found_by,
        )  # fmt: skip


def _document(row: Reading) -> Document | None:
    """The document of the register whose words these are, by its address."""
    url = str(row.values.get("url") or "")
    return Document.objects.filter(report=row.report, url=url).first() if url and row.report else None


def _slice(text: str, span: tuple[int, int] | None) -> str:
    return text[slice(*span)] if span else ""


def _report(report: Report) -> ReportGiven:
    return ReportGiven(
        report.ref, report.date_of_report.isoformat() if report.date_of_report else "", report.deceased_name
    )


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


def _organisation(document: Document | None) -> Organisation | None:
    """The body whose duty the response surely answers."""
    if document is None:
        return None
    answers = Answer.objects.filter(document=document, sure=True, matched=True)
    bodies = set(answers.values_list("duty__organisation_id", flat=True)) - {None}
    return Organisation.objects.get(pk=bodies.pop()) if len(bodies) == 1 else None


def _named(respondent: str, known: dict[str, Organisation | None]) -> Organisation | None:
    """The body that the respondent's name surely names; ``known``: what was found of each name before.

    One word may stand for several bodies ("Norfolk"): it must be the whole name of one.
    """
    if respondent not in known:
        body = organisation_named(respondent) if plain(respondent) else None
        whole = body is not None and (len(plain(respondent).split()) > 1 or plain(body.name) == plain(respondent))
        known[respondent] = body if whole else None
    return known[respondent]


def _notes(read: ResponseRead) -> list[str]:
    found = [read.not_read] if read.not_read else []
    if read.too_long:
        found.append(f"{many(read.too_long, 'passage')} too long for a promise, which may hold some, not read as one")
    if read.reads_other_report:
        found.append(f"{MAY_ANSWER_ANOTHER}: {read.reads_other_report}")
    if read.disputes_fact:
        found.append("it disputes a fact of the report")
    return found
