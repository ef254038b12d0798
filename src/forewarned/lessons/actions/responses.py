"""Read responses: the promises in them, what they refuse, and the matters that they leave out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from forewarned.ledger.actions import record
from forewarned.lessons.actions.respondents import Given, body_of, givens
from forewarned.lessons.counts import many
from forewarned.lessons.models import Matter, Promise, Refusal, TextRead
from forewarned.lessons.promises import ReportGiven, ResponseRead, read_response
from forewarned.lessons.promises.values import MAY_ANSWER_ANOTHER
from forewarned.lessons.rules import READ_BY, by_now, good
from forewarned.lessons.texts import hash_of, matter_names, promise_key
from forewarned.organisations.models import Organisation
from forewarned.reports.models import Reading, Report
from forewarned.settings import settings

KIND = "document"
"""Kind of source that is read rather than another of the same response: the file as it was published."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A response that waits to be read, and the matters that it should answer: name and words, in order."""

    reading: Reading
    matters: tuple[tuple[str, str], ...]
    given: Given
    source: str
    bodies: dict[str, Organisation | None]
    """What was found of each name before, shared by all that wait."""


def responses_waiting(report: int | None = None) -> list[Waiting]:
    """Responses, of one report or of all, to read: never read, or with other words, matters or rules than now.

    Who made them and when is part of it: a register or a decision on a name that came later may tell a body.
    """
    rows = _responses(report)
    known = dict(TextRead.objects.filter(role="response").values_list("reading_id", "source"))
    by_rules = set(
        TextRead.objects.filter(role="response", rules__in=good(READ_BY)).values_list("reading_id", flat=True)
    )
    found = []
    matters = _matters({row.report_id for row in rows if row.report_id})
    given = givens(rows)
    bodies: dict[str, Organisation | None] = {}
    for row in rows:
        own = tuple(matters.get(row.report_id or 0, ()))
        source = hash_of([str(row.values.get("response", "")), own, given[row.pk].source])
        if row.pk not in by_rules or known[row.pk] != source:
            found.append(Waiting(row, own, given[row.pk], source, bodies))
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
    for one in some:
        _read(one)
    body = {"rules": by_now(READ_BY), "responses": {str(one.reading.pk): one.source for one in some}}
    record(by=by, action="lessons.read", subject="responses", body=body, at=settings().now())


def _read(one: Waiting) -> None:
    row, given = one.reading, one.given
    assert row.report is not None
    text = str(row.values.get("response", ""))
    body = body_of(given, one.bodies)
    read = read_response(
        text,
        [words for _, words in one.matters],
        numbers=[name for name, _ in one.matters],
        # A day by which it was published is not the letter's: "this month" cannot be counted from it.
        said_on=given.said_on if given.said_on_basis == "letter" else None,
        report=_report(row.report),
        respondent=[name for name in (given.respondent, body.name if body else "") if name],
    )
    url = str(row.values.get("url") or "")
    kept = TextRead.objects.create(
        report=row.report, role="response", source=one.source, rules=by_now(READ_BY), reading=row, url=url,
        respondent=given.respondent, organisation=body, said_on=given.said_on, said_on_basis=given.said_on_basis,
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


def _slice(text: str, span: tuple[int, int] | None) -> str:
    return text[slice(*span)] if span else ""


def _report(report: Report) -> ReportGiven:
    return ReportGiven(
        report.ref, report.date_of_report.isoformat() if report.date_of_report else "", report.deceased_name
    )


def _notes(read: ResponseRead) -> list[str]:
    found = [read.not_read] if read.not_read else []
    if read.too_long:
        found.append(f"{many(read.too_long, 'passage')} too long for a promise, which may hold some, not read as one")
    if read.reads_other_report:
        found.append(f"{MAY_ANSWER_ANOTHER}: {read.reads_other_report}")
    if read.disputes_fact:
        found.append("it disputes a fact of the report")
    return found
