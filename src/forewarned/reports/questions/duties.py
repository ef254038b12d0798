"""Which duties there are, and the state of each as at a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from forewarned.reports.duties.due import Basis, Due, Regime
from forewarned.reports.duties.share import Share, share_on_time
from forewarned.reports.duties.state import (
    DutyFacts,
    DutyState,
    Listing,
    Official,
    ResponseFact,
    State,
    Timeliness,
    state,
)
from forewarned.reports.models import Answer, Document, Duty
from forewarned.reports.models import Listing as ListingRow
from forewarned.reports.questions.result import Cited, cited, day

CHUNK = 500
"""Ids in one `IN (…)`: SQLite allows more, PostgreSQL plans fewer better."""
UNANSWERED = frozenset({State.NO_RESPONSE_PUBLISHED, State.OFFICIALLY_LISTED})
OPEN = frozenset({State.DUE, State.PUBLICATION_NOT_KNOWN, State.RESPONSE_POSSIBLY_PUBLISHED, State.UNMATCHED_POSSIBLE})


DUTY_COLUMNS = (
    "ref", "date_of_report", "date_of_death", "addressee_as_written", "organisation", "organisation_today",
    "kind", "due_on", "due_basis", "weekend", "bank_holiday", "working_day_before",
    "state", "officially", "timeliness", "timeliness_reason", "published_by", "responses",
    "report_url",
)  # fmt: skip
"""The columns of ``DutyLine.row``, in order."""


@dataclass(frozen=True, slots=True)
class Response:
    """A response document that answers, or may answer, a duty."""

    url: str
    name: str
    seen_from: date | None
    seen_by: date | None
    seen_reason: str
    letter_date: date | None
    score: float
    sure: bool
    reason: str


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty with its report, its addressee in three forms, and its state as at the day asked for."""

    ref: str
    report_url: str
    date_of_report: date | None
    date_of_death: date | None
    published_on: date | None
    addressee: str
    addressee_source: str
    party: str
    organisation: str
    organisation_key: str
    organisation_today: str
    organisation_today_key: str
    kind: str
    score: float
    sure: bool
    why: str
    due: Due
    state: DutyState
    responses: tuple[Response, ...]
    unmatched: tuple[Response, ...]
    report_id: int
    duty_id: int

    def row(self) -> dict[str, Any]:
        """Flat, for CSV."""
        return {
            "ref": self.ref,
            "date_of_report": self.date_of_report,
            "date_of_death": self.date_of_death,
            "addressee_as_written": self.addressee,
            "organisation": self.organisation,
            "organisation_today": self.organisation_today,
            "kind": self.kind,
            "due_on": self.due.on,
            "due_basis": self.due.basis.value,
            "weekend": self.due.weekend,
            "bank_holiday": self.due.bank_holiday,
            "working_day_before": self.due.working_day_before,
            "state": self.state.state.value,
            "officially": self.state.official.value,
            "timeliness": self.state.timeliness.value,
            "timeliness_reason": self.state.reason,
            "published_by": self.state.answered_by,
            "responses": " | ".join(response.url for response in self.responses),
            "report_url": self.report_url,
        }


@dataclass(frozen=True, slots=True)
class DutiesAnswer:
    """The duties that fit the question, soonest due first, with what share can be said of all of them."""

    asked: str
    """``late``, ``unanswered``, ``due_within``, or ``all``."""
    question: str
    today: date
    duties: tuple[DutyLine, ...]
    share: Share
    cited: Cited

    columns: ClassVar[tuple[str, ...]] = DUTY_COLUMNS

    def rows(self) -> list[dict[str, Any]]:
        return [line.row() for line in self.duties]

    def sentence(self) -> str:
        count = len(self.duties)
        return f"{count:,} {'duty' if count == 1 else 'duties'} {self.question}. {self.cited.sentence()}"


def ask_duties(
    *,
    today: date,
    due_within: int | None = None,
    late: bool = False,
    unanswered: bool = False,
    family: Sequence[int] = (),
    kind: str = "",
) -> DutiesAnswer:
    """The duties to look at on ``today``, as known that day.

    ``due_within``: due from today to that many days ahead and not surely answered. ``late``: certainly
    late. ``unanswered``: past due with no response published, or officially listed. None of these: all.
    ``family``: ids of an organisation and those it took over from; ``kind``: a kind of organisation.
    """
    chosen = Duty.objects.all()
    if family:
        chosen = chosen.filter(organisation_id__in=family)
    if kind:
        chosen = chosen.filter(organisation__kind=kind)
    if due_within is not None:
        chosen = chosen.filter(due_on__range=(today, today + timedelta(days=due_within)))
    if late:
        chosen = chosen.filter(Exists(_LISTED) | Exists(_DATED_LATER), due_on__lt=today)
    if unanswered:
        # A list may name a duty whose due date is not known here, or is known to be later.
        chosen = chosen.filter(Exists(_LISTED) | Q(~Exists(_may_be_answered(today)), due_on__lt=today))
    if unanswered:
        chosen = chosen.filter(Q(report__documents_read=True) | Exists(_LISTED))
    if unanswered or due_within is not None:
        chosen = chosen.filter(Q(answered_by=None) | Q(answered_by__gt=today))
    lines = load_duties(chosen, as_at=today)
    if due_within is not None:
        lines = [line for line in lines if line.state.state in OPEN | UNANSWERED]
    if late:
        lines = [line for line in lines if line.state.timeliness is Timeliness.LATE]
    if unanswered:
        lines = [line for line in lines if line.state.state in UNANSWERED]
    share = share_on_time(line.state for line in lines)
    asked = "late" if late else "unanswered" if unanswered else "all" if due_within is None else "due_within"
    return DutiesAnswer(
        asked, _question(today, due_within, late, unanswered, kind), today, tuple(lines), share, cited(today)
    )


# The states are decided by the rules (`duties.state`); these leave out, in the database, duties that cannot qualify.
_LISTED = ListingRow.objects.filter(duty=OuterRef("pk"))
_DATED_LATER = Document.objects.filter(report=OuterRef("report_id"), letter_date__gt=OuterRef("due_on"))


def _may_be_answered(today: date) -> QuerySet[Answer]:
    """What answers a duty, or may, and may have been published by then."""
    return Answer.objects.filter(may_be_out_at(today, "document__"), duty=OuterRef("pk"))


def may_be_out_at(as_at: date, of: str = "") -> Q:
    """Documents that may have been published by that day (`duties.state.may_be_out`), in the database.

    ``of``: the way to them, as "document__".
    """
    return Q(**{f"{of}seen_from": None}) | Q(**{f"{of}seen_from__lt": as_at}) | Q(**{f"{of}seen_by__lte": as_at})


def _question(today: date, due_within: int | None, late: bool, unanswered: bool, kind: str) -> str:
    said = []
    if due_within is not None:
        said.append(f"due from {day(today)} to {day(today + timedelta(days=due_within))} and not surely answered")
    if late:
        said.append("certainly late")
    if unanswered:
        said.append("past the due date with no response published (which is not the same as no response)")
    if kind:
        said.append(f"owed by {kind.replace('_', ' ')} bodies")
    return ", and ".join(said) or f"known on {day(today)}"


def known_at(as_at: date) -> Q:
    """Duties that were what was known on ``as_at``: their report public, this version of its addressees in force."""
    return (
        Q(report__published_on__lte=as_at)
        & (Q(known_from=None) | Q(known_from__lte=as_at))
        & (Q(known_until=None) | Q(known_until__gt=as_at))
    )


def load_duties(duties: QuerySet[Duty], *, as_at: date) -> list[DutyLine]:
    """Duty lines with their states, in order of due date, report and position. Unmatched responses included."""
    rows = list(
        duties.filter(known_at(as_at)).order_by("due_on", "report__ref", "report_id", "position", "id").values(*_FIELDS)
    )
    report_ids = {row["report_id"] for row in rows}
    matched, unmatched = _responses(report_ids, {row["id"] for row in rows})
    listings = _listings(report_ids)
    return [_line(row, matched, unmatched, listings, as_at) for row in rows]


_FIELDS = (
    "id", "report_id", "as_written", "source", "party", "body_name", "score", "sure", "reason",
    "due_on", "due_basis", "due_notes", "report__ref", "report__report_url", "report__date_of_report",
    "report__date_of_death", "report__published_on", "report__regime", "report__documents_read", "organisation__key",
    "organisation__name", "organisation__kind", "organisation__today__key", "organisation__today__name",
)  # fmt: skip


def _chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def _responses(report_ids: set[int], duty_ids: set[int]) -> tuple[dict[int, list[Response]], dict[int, list[Response]]]:
    """By duty, the responses that answer it, and those that may because no addressee was found for them."""
    matched: dict[int, list[Response]] = defaultdict(list)
    possible: dict[int, list[Response]] = defaultdict(list)
    columns = ("url", "name", "seen_from", "seen_by", "seen_reason", "letter_date")
    fields = ("duty_id", "matched", "score", "sure", "reason", *(f"document__{name}" for name in columns))
    for ids in _chunks(report_ids):
        rows = Answer.objects.filter(document__report_id__in=ids).order_by("document__position", "duty_id")
        for duty_id, is_matched, score, sure, reason, *rest in rows.values_list(*fields):
            if duty_id in duty_ids:
                (matched if is_matched else possible)[duty_id].append(_response(rest, score, sure, reason))
    return matched, possible


def _response(columns: Sequence[Any], score: float, sure: bool, reason: str) -> Response:
    url, name, seen_from, seen_by, seen_reason, letter_date = columns
    return Response(url, name, seen_from, seen_by, seen_reason, letter_date, score, sure, reason)


def _listings(report_ids: set[int]) -> dict[int, list[Listing]]:
    found: dict[int, list[Listing]] = defaultdict(list)
    if not ListingRow.objects.exists():
        return found
    for ids in _chunks(report_ids):
        for duty_id, listed_on, said in ListingRow.objects.filter(duty__report_id__in=ids).values_list(
            "duty_id", "listed_on", "said"
        ):
            found[duty_id].append(Listing(listed_on, Official(said)))
    return found


def _line(
    row: dict[str, Any],
    matched: dict[int, list[Response]],
    unmatched: dict[int, list[Response]],
    listings: dict[int, list[Listing]],
    as_at: date,
) -> DutyLine:
    due = due_of(row["due_on"], row["due_basis"], row["due_notes"], row["report__regime"])
    answers = matched.get(row["id"], [])
    others = unmatched.get(row["id"], [])
    facts = DutyFacts(
        row["report__date_of_report"],
        due,
        tuple(_fact(one, as_at) for one in answers),
        tuple(_fact(one, as_at) for one in others),
        tuple(listings.get(row["id"], ())),
        documents_read=row["report__documents_read"],
    )
    today_key = row["organisation__today__key"] or row["organisation__key"] or ""
    return DutyLine(
        ref=row["report__ref"],
        report_url=row["report__report_url"],
        date_of_report=row["report__date_of_report"],
        date_of_death=row["report__date_of_death"],
        published_on=row["report__published_on"],
        addressee=row["as_written"],
        addressee_source=row["source"],
        party=row["party"],
        organisation=row["body_name"],
        organisation_key=row["organisation__key"] or "",
        organisation_today=row["organisation__today__name"] or row["organisation__name"] or "",
        organisation_today_key=today_key,
        kind=row["organisation__kind"] or "",
        score=row["score"],
        sure=row["sure"],
        why=row["reason"],
        due=due,
        state=state(facts, as_at=as_at),
        responses=tuple(answers),
        unmatched=tuple(others),
        report_id=row["report_id"],
        duty_id=row["id"],
    )


def _fact(response: Response, as_at: date) -> ResponseFact:
    seen_by = response.seen_by or as_at
    return ResponseFact(response.url, response.seen_from, seen_by, response.letter_date, response.sure)


def due_of(on: date | None, basis: str, notes: dict[str, Any], regime: str) -> Due:
    """A stored due date as the value the rules work with."""
    return Due(
        on=on,
        basis=Basis(basis),
        computed_on=_date(notes.get("computed_on")),
        differs_by_days=notes.get("differs_by_days"),
        weekend=bool(notes.get("weekend")),
        bank_holiday=notes.get("bank_holiday", ""),
        working_day_before=_date(notes.get("working_day_before")),
        regime=Regime(regime) if regime else None,
        reason=notes.get("reason", ""),
        doubt=notes.get("doubt", ""),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
