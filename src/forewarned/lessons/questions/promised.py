"""One promise with what stands around it: the response's words, the matters it answers, evidence, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from forewarned.errors import NotFoundError
from forewarned.lessons.models import Judgement, Matter, Promise, TextRead
from forewarned.lessons.models import Proof as ProofRow
from forewarned.lessons.promises.register import RUNGS
from forewarned.lessons.questions.known import known_responses
from forewarned.lessons.questions.matters import MatterLine, matter_lines, numbers_of
from forewarned.lessons.questions.promising import PromiseLine, promise_lines
from forewarned.reports.questions.result import Cited, cited

AROUND = 600
"""Characters of the response that are shown on either side of a promise."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Evidence that counts no more, and who withdrew it."""

    number: int
    rung: str
    on: date
    title: str
    by: str
    withdrawn_by: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decided of the promise, in force."""

    judgement: int
    verdict: str
    by: str
    at: datetime
    reason: str
    ledger_entry: int


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder from promised to effective. ``on``: the day of the first evidence, or of the letter."""

    name: str
    reached: bool
    on: date | None
    proofs: int


@dataclass(frozen=True, slots=True)
class PromiseAnswer:
    """A promise in the context of its response: ``before`` + the promise's text + ``after`` is the response's own text.

    ``starts_whole`` and ``ends_whole``: nothing of the response stands before, or after, what is shown.
    """

    promise: PromiseLine
    before: str
    after: str
    starts_whole: bool
    ends_whole: bool
    ladder: tuple[Rung, ...]
    matters: tuple[MatterLine, ...]
    numbers_not_found: tuple[str, ...]
    """Numbers of matters that it names and that the report, as it was read, does not have."""
    withdrawn: tuple[Withdrawn, ...]
    decided: tuple[Verdict, ...]
    as_at: date
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        """One row, for CSV."""
        return [self.promise.row()]


def ask_promise_whole(*, key: str, as_at: date) -> PromiseAnswer:
    """One promise by its key, also one that a person rejected. Raises NotFoundError."""
    responses = known_responses(as_at).filter(promises__key=key)
    found = [one for one in promise_lines(responses, as_at, rejected=True) if one.key == key]
    if not found:
        raise NotFoundError("No promise has this key", where=key, next_step="see the register of promises")
    line = found[0]
    response = Promise.objects.select_related("response__reading").get(key=key).response
    text = str(response.reading.values.get("response", "")) if response.reading else ""
    # Words read again may have moved: what is shown around a promise must be what stands around it.
    there = text[line.start : line.end] == line.text
    first = _cut(text, line.start - AROUND, 1) if there else line.start
    last = _cut(text, line.end + AROUND, -1) if there else line.end
    matters = _matters(response)
    return PromiseAnswer(
        promise=line,
        before=text[first : line.start] if there else "",
        after=text[line.end : last] if there else "",
        starts_whole=there and not text[:first].strip(),
        ends_whole=there and not text[last:].strip(),
        ladder=_ladder(line, as_at),
        matters=matter_lines([matters[number] for number in line.matters if number in matters]),
        numbers_not_found=tuple(number for number in line.matters if number not in matters),
        withdrawn=_withdrawn(key),
        decided=_decided(key),
        as_at=as_at,
        cited=cited(as_at),
    )


def _cut(text: str, at: int, way: int) -> int:
    """A place near ``at`` where a word begins or ends, towards the promise."""
    if at <= 0 or at >= len(text):
        return min(max(at, 0), len(text))
    for place in range(at, at + 40 * way, way):
        if text[place].isspace():
            return place + 1 if way > 0 else place
    return at


def _ladder(line: PromiseLine, as_at: date) -> tuple[Rung, ...]:
    rungs = [Rung("promised", True, line.said_on, 0)]
    for name in RUNGS:
        days = sorted(one.on for one in line.proofs if one.rung == name and one.on <= as_at)
        rungs.append(Rung(name, bool(days), days[0] if days else None, len(days)))
    return tuple(rungs)


def _matters(response: TextRead) -> dict[str, Matter]:
    rows = Matter.objects.filter(report_id=response.report_id, kind="matter").select_related("report")
    numbers = numbers_of({response.report_id})
    return {numbers[row.key]: row for row in rows.order_by("-position")}


def _withdrawn(key: str) -> tuple[Withdrawn, ...]:
    rows = ProofRow.objects.filter(promise=key, withdrawn_at__isnull=False).order_by("id")
    return tuple(
        Withdrawn(one.pk, one.rung, one.on, one.title, one.by, one.withdrawn_by, one.withdrawn_at)
        for one in rows
        if one.withdrawn_at
    )


def _decided(key: str) -> tuple[Verdict, ...]:
    rows = Judgement.objects.filter(about="promise", subject=key, undone_at=None).order_by("id")
    return tuple(Verdict(one.pk, one.verdict, one.by, one.at, one.reason, one.ledger_entry) for one in rows)
