"""The promise register: what was promised, by when, what became of it, and what nobody has evidence for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from forewarned.errors import InputError
from forewarned.lessons.counts import many
from forewarned.lessons.models import Judgement, Promise, Refusal, TextRead
from forewarned.lessons.models import Proof as ProofRow
from forewarned.lessons.promises import Promise as Held
from forewarned.lessons.promises import Proof, Reminder, StateOfPromise, reminders, state_of
from forewarned.lessons.promises.language import NOT_READ, PARTLY
from forewarned.lessons.promises.register import STATES
from forewarned.lessons.promises.values import STATUSES, TIERS, TYPES
from forewarned.lessons.questions.known import held, held_promise, known_responses, other_report
from forewarned.lessons.questions.left_out import LeftOutLine, left_out
from forewarned.lessons.questions.rest import Rest, rest_of
from forewarned.organisations.questions import family_of, find_organisation
from forewarned.reports.questions.result import Cited, cited

NOBODY = "somebody who is not known"


@dataclass(frozen=True, slots=True)
class ProofLine:
    """Evidence attached to a promise."""

    number: int
    rung: str
    on: date
    title: str
    where: str
    sha256: str
    by: str
    ledger_entry: int


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise, verbatim, with its state as at the day asked for and the evidence for it."""

    key: str
    text: str
    start: int
    end: int
    status: str
    state: StateOfPromise
    date_text: str
    due: str
    owner: str
    type: str
    strength: str
    matters: tuple[str, ...]
    smart: dict[str, bool]
    respondent: str
    organisation: str
    organisation_key: str
    said_on: date | None
    said_on_basis: str
    response_url: str
    report: str
    ref: str
    deceased_name: str
    proofs: tuple[ProofLine, ...]
    score: float
    found_by: str
    confirmed: str
    """``confirm`` by a person; blank when nobody judged it. What a person rejected is in no list."""
    due_by: date | None = None
    """The last day by which its words say that it is to be done; ``due`` is the date that they name, which may be one
    from when."""
    by_other: bool = False
    """Whether ``owner`` names another body than the one that answered."""
    not_counted: str = ""
    """Why nothing is due of who answered, in a sentence."""
    note: str = ""
    """That its response may answer another report, and why; else blank."""

    def row(self) -> dict[str, Any]:
        """For CSV."""
        return {
            "promise": self.key, "ref": self.ref, "organisation": self.organisation or self.respondent,
            "text": self.text, "status": self.status, "state": self.state.state, "reason": self.state.reason,
            "due": self.due, "due_by": self.state.due_on, "date_text": self.date_text, "owner": self.owner,
            "type": self.type, "strength": self.strength, "matters": "; ".join(self.matters),
            "said_on": self.said_on, "said_on_basis": self.said_on_basis, "response_url": self.response_url,
            "proofs": "; ".join(f"{one.rung} {one.on}: {one.title}" for one in self.proofs), "score": self.score,
            "by_other": self.by_other, "note": self.note,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """Words that decline to act, and the matters they decline."""

    text: str
    matters: tuple[str, ...]
    respondent: str
    response_url: str
    report: str
    ref: str


@dataclass(frozen=True, slots=True)
class PromisesAnswer:
    """Promises by state, most pressing first; ``asked``: what they were narrowed to."""

    asked: str
    as_at: date
    promises: tuple[PromiseLine, ...]
    by_state: tuple[tuple[str, int], ...]
    refusals: tuple[RefusalLine, ...]
    reminders: tuple[Reminder, ...]
    undated_share: float | None
    """Of planned promises, the share that gives no date."""
    not_read: tuple[tuple[str, str], ...]
    """Responses that were not read, or not all of them: who answered, and why. What they promise is not known."""
    left_out: tuple[LeftOutLine, ...]
    """Responses in which nothing was found on some matters."""
    rest: Rest
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        """One row a promise, for CSV."""
        return [one.row() for one in self.promises]

    def refusal_rows(self) -> list[dict[str, Any]]:
        """One row a refusal, for CSV."""
        return [
            {
                "ref": one.ref, "report": one.report, "respondent": one.respondent, "text": one.text,
                "matters": "; ".join(one.matters), "response_url": one.response_url,
            }
            for one in self.refusals
        ]  # fmt: skip

    def not_read_sentences(self) -> tuple[str, ...]:
        """That what a response, or a part of it, promises is not known: it must not look like nothing."""
        return tuple(
            f"The response of {who} was {why}: what {'that part' if why == PARTLY else 'it'} promises is not known."
            for who, why in self.not_read
        )

    def sentence(self) -> str:
        told = ", ".join(f"{count:,} {state.replace('_', ' ')}" for state, count in self.by_state if count)
        asked = f"{self.asked[:1].upper()}{self.asked[1:]}"
        return f"{asked}: {many(len(self.promises), 'promise')} ({told or 'none'}). {self.cited.sentence()}"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the register is narrowed to beside an organisation; a blank leaves that open."""

    state: str = ""
    status: str = ""
    type: str = ""
    strength: str = ""

    def __post_init__(self) -> None:
        known = {"state": STATES, "status": STATUSES, "type": TYPES, "strength": TIERS}
        for name, values in known.items():
            given = getattr(self, name)
            if given and given not in values:
                raise InputError(
                    f"Not a {name} of a promise", where=given[:80], next_step=f"use one of {', '.join(values)}"
                )

    def fits(self, one: PromiseLine) -> bool:
        """Whether a promise has each value that was chosen."""
        pairs = ((self.state, one.state.state), (self.status, one.status), (self.type, one.type))
        return all(not given or given == found for given, found in (*pairs, (self.strength, one.strength)))


def narrow(answer: PromisesAnswer, wanted: Narrowed) -> PromisesAnswer:
    """The same answer with the promises that fit; counts by state stay those of all."""
    if wanted == Narrowed():
        return answer
    return replace(answer, promises=tuple(one for one in answer.promises if wanted.fits(one)))


ORDER = {state: place for place, state in enumerate(
    ("overdue", "due", "no_date", "said_done_not_evidenced", "considered_only", "not_counted", "done", "embedded",
     "effective")
)}  # fmt: skip


def ask_promises(*, organisation: str = "", report: int | None = None, state: str = "", as_at: date) -> PromisesAnswer:
    """The register as at a day: of all responses, of one organisation's family, or of one report.

    Raises NotFoundError for an organisation that is not in the store, InputError for no such state.
    """
    wanted = Narrowed(state)
    responses = known_responses(as_at)
    asked = "every response that was read"
    if organisation:
        body = find_organisation(organisation)
        responses = responses.filter(organisation__in=[one.pk for one in family_of(body)])
        asked = body.name
    if report is not None:
        responses = responses.filter(report_id=report)
    lines = promise_lines(responses, as_at)
    counts = Counter(one.state.state for one in lines)
    planned = [one for one in lines if one.status == "planned"]
    answer = PromisesAnswer(
        asked=asked,
        as_at=as_at,
        promises=tuple(lines),
        by_state=tuple((name, counts[name]) for name in ORDER),
        refusals=_refusals(responses),
        reminders=reminders([(_held(one), _proofs(one)) for one in lines], as_at),
        undated_share=sum(not one.due for one in planned) / len(planned) if planned else None,
        not_read=_not_read(responses),
        left_out=left_out(responses),
        rest=rest_of(as_at),
        cited=cited(as_at),
    )
    return narrow(answer, wanted)


def _not_read(responses: QuerySet[TextRead]) -> tuple[tuple[str, str], ...]:
    rows = responses.exclude(notes=[]).select_related("organisation", "report").order_by("id")
    return tuple(
        (f"{row.organisation.name if row.organisation else row.respondent or NOBODY}, on "
         f"{row.report.ref or row.report.key}", str(note))
        for row in rows
        for note in row.notes
        if str(note).startswith(NOT_READ)
    )  # fmt: skip


def promise_lines(responses: Any, as_at: date, *, rejected: bool = False) -> list[PromiseLine]:
    """Lines of all promises in these responses, most pressing first; ``rejected``: those too that a person rejected."""
    rows = Promise.objects.filter(response__in=responses).select_related("response__report", "response__organisation")
    judged = dict(
        Judgement.objects.filter(about="promise", undone_at=None).order_by("id").values_list("subject", "verdict")
    )
    proofs: dict[str, list[ProofLine]] = defaultdict(list)
    for one in ProofRow.objects.filter(withdrawn_at=None, on__lte=as_at).order_by("on", "id"):
        proofs[one.promise].append(
            ProofLine(one.pk, one.rung, one.on, one.title, one.where, one.sha256, one.by, one.ledger_entry)
        )
    lines = [_line(row, proofs[row.key], judged.get(row.key, ""), as_at) for row in rows
             if rejected or judged.get(row.key) != "reject"]  # fmt: skip
    return sorted(lines, key=_pressing)


def _pressing(one: PromiseLine) -> tuple[int, date, str]:
    return ORDER[one.state.state], one.state.due_on or date.max, one.key


def _line(row: Promise, proofs: Sequence[ProofLine], verdict: str, as_at: date) -> PromiseLine:
    response = row.response
    own = held_promise(row)
    body = response.organisation
    return PromiseLine(
        key=row.key, text=row.text, start=row.start, end=row.end, status=row.status,
        state=state_of(own, [Proof(one.rung, one.on) for one in proofs], as_at), date_text=row.date_text,
        due=row.due, owner=row.owner, type=row.type, strength=row.strength, matters=tuple(row.numbers),
        smart=dict(row.smart), respondent=response.respondent, organisation=body.name if body else "",
        organisation_key=body.key if body else "", said_on=response.said_on, said_on_basis=response.said_on_basis,
        response_url=response.url, report=response.report.key, ref=response.report.ref,
        deceased_name=response.report.deceased_name, proofs=tuple(proofs), score=round(row.score, 3),
        found_by=row.found_by, confirmed=verdict, due_by=row.due_by, by_other=row.by_other,
        not_counted=own.not_counted, note=other_report(response),
    )  # fmt: skip


def _held(one: PromiseLine) -> Held:
    return held(one.key, one.status, one.due, one.due_by, one.said_on, one.said_on_basis, one.not_counted)


def _proofs(one: PromiseLine) -> list[Proof]:
    return [Proof(proof.rung, proof.on) for proof in one.proofs]


def _refusals(responses: Iterable[TextRead]) -> tuple[RefusalLine, ...]:
    rows = Refusal.objects.filter(response__in=responses).select_related("response__report").order_by("id")
    return tuple(
        RefusalLine(
            row.text,
            tuple(row.numbers),
            row.response.respondent,
            row.response.url,
            row.response.report.key,
            row.response.report.ref,
        )
        for row in rows
    )
