"""What was read in words, as rows of an export: facts, matters, themes, promises, refusals, lessons."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from forewarned.lessons.actions.grouping import PUT_BY_A_PERSON
from forewarned.lessons.models import (
    Fact,
    Judgement,
    Lesson,
    Matter,
    Member,
    Promise,
    Proof,
    Refusal,
    TextRead,
    Theme,
)
from forewarned.lessons.promises import Proof as Shown
from forewarned.lessons.promises import state_of
from forewarned.lessons.questions import export_shape as shape
from forewarned.lessons.questions.cases import WordsHeld, load_words
from forewarned.lessons.questions.joined import last_joined
from forewarned.lessons.questions.known import held_promise, known_responses
from forewarned.lessons.questions.matters import theme_name
from forewarned.lessons.questions.rest import rest_of
from forewarned.lessons.questions.tidied import tidied_matters
from forewarned.lessons.texts import matter_names
from forewarned.reports.models import Reading
from forewarned.reports.questions.export_parts import Part, Piece, Row

SAID = {"confirm": "confirmed", "add": "added", "reject": "rejected"}
Verdicts = dict[str, dict[str, str]]
"""Subject to value to verdict."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some reports, by id and key, with what several of their tables need."""

    keys: Mapping[int, str]
    matters: Mapping[int, Sequence[Matter]]
    names: Mapping[str, str]
    """What responses call a matter, by its key."""
    words: Mapping[int, WordsHeld]
    """Those in which the facts were read: without the reports whose words changed since and wait to be read."""
    tidied: frozenset[str]
    """Keys of the matters that were read in words a language model tidied."""
    later: frozenset[int]
    """Readings that are left out of the export: they were observed only after its day."""

    def reading(self, reading_id: int | None) -> int | None:
        return None if reading_id in self.later else reading_id

    def keys_of(self, report_id: int, named: Iterable[str]) -> str:
        """The keys of a report's matters of these names, as JSON."""
        own = {self.names.get(row.key, ""): row.key for row in reversed(self.matters.get(report_id, ()))}
        return _json([own[name] for name in named if name in own])


def _of_reports(keys: Mapping[int, str], as_at: date) -> Iterator[Piece]:
    """Everything that was read in the words of these reports and of the responses to them."""
    chunk = _chunk(keys, as_at)
    yield shape.FACTS, list(_facts(chunk))
    yield shape.MATTERS, list(_matters(chunk))
    yield shape.THEMES, list(_themes(chunk))
    responses = list(known_responses(as_at).filter(report_id__in=keys).select_related("organisation"))
    responses.sort(key=lambda row: (keys[row.report_id], row.said_on or date.max, row.pk))
    numbers: dict[int, int] = defaultdict(int)
    named: dict[int, str] = {}
    for row in responses:
        numbers[row.report_id] += 1
        named[row.pk] = f"{keys[row.report_id]}#response-{numbers[row.report_id]}"
    yield shape.RESPONSES_READ, [_response(row, chunk, named[row.pk]) for row in responses]
    yield shape.PROMISES, list(_promises(chunk, named, as_at))
    yield shape.REFUSALS, list(_refusals(chunk, named))
    yield shape.MEMBERS, list(_members(keys))


def _chunk(keys: Mapping[int, str], as_at: date) -> Chunk:
    matters: dict[int, list[Matter]] = defaultdict(list)
    names: dict[str, str] = {}
    for row in Matter.objects.filter(report_id__in=keys).select_related("report").order_by("report__key", "position"):
        matters[row.report_id].append(row)
    for rows in matters.values():
        own = [row for row in rows if row.kind == "matter"]
        names |= zip((row.key for row in own), matter_names([row.number for row in own]), strict=True)
    later = Reading.objects.filter(report_id__in=keys, observed_on__gt=as_at).values_list("id", flat=True)
    found = tidied_matters([row.key for rows in matters.values() for row in rows])
    return Chunk(keys, matters, names, _words_read(keys), found, frozenset(later))


def _words_read(keys: Mapping[int, str]) -> dict[int, WordsHeld]:
    """The words held of these reports, where they are those that were read: a place in others would mean nothing."""
    read = dict(TextRead.objects.filter(report_id__in=keys, role="report").values_list("report_id", "source"))
    return {pk: held for pk, held in load_words(keys).items() if read.get(pk) == held.source}


def _facts(chunk: Chunk) -> Iterator[Row]:
    rows: dict[int, list[Fact]] = defaultdict(list)
    for row in Fact.objects.filter(report_id__in=chunk.keys).order_by("section", "start", "end", "name", "id"):
        rows[row.report_id].append(row)
    for report_id, key in sorted(chunk.keys.items(), key=lambda one: one[1]):
        for number, row in enumerate(rows[report_id], start=1):
            held = chunk.words.get(report_id)
            yield {
                "fact": f"{key}#fact-{number}",
                "report": key,
                "name": row.name,
                "value": row.value,
                "words": (held.sections.get(row.section, "")[row.start : row.end] or None) if held else None,
                "tidied": row.section in held.tidied if held else None,
                "section": row.section,
                "start": row.start,
                "end": row.end,
                "score": row.score,
                "found_by": row.found_by,
            }


def _matters(chunk: Chunk) -> Iterator[Row]:
    said = _judged("matter", (row.key for rows in chunk.matters.values() for row in rows))
    for rows in chunk.matters.values():
        for row in rows:
            yield {
                "matter": row.key,
                "report": chunk.keys[row.report_id],
                "ref": row.report.ref or None,
                "position": row.position + 1,
                "number": row.number or None,
                "name": chunk.names.get(row.key),
                "kind": row.kind,
                "kind_said_by_people": row.key in said,
                "text": row.text,
                "tidied": row.key in chunk.tidied,
                "reading": chunk.reading(row.reading_id),
                "start": row.start,
                "end": row.end,
                "score": row.score,
                "found_by": row.found_by,
            }


def _themes(chunk: Chunk) -> Iterator[Row]:
    """What was found or added, then what people rejected, matter by matter."""
    own = [row for rows in chunk.matters.values() for row in rows if row.kind == "matter"]
    said = _judged("theme", (row.key for row in own))
    held: dict[int, list[Theme]] = defaultdict(list)
    for one in Theme.objects.filter(matter__report_id__in=chunk.keys).order_by("code", "id"):
        held[one.matter_id].append(one)
    for row in own:
        verdicts = said.get(row.key, {})
        for one in held[row.pk]:
            status = SAID[verdicts[one.code]] if one.code in verdicts else "proposed"
            words = [row.text[start:end] for start, end in one.words]
            yield _theme(row, one.code, status, one.score, words, one.words, one.found_by)
        for code, verdict in sorted(verdicts.items()):
            if verdict == "reject":
                yield _theme(row, code, "rejected", None, [], [], None)


def _theme(
    row: Matter, code: str, status: str, score: float | None, words: Sequence[str], spans: Any, found_by: str | None
) -> Row:
    return {
        "matter": row.key, "code": code, "name": theme_name(code), "status": status, "score": score,
        "words": _json(words), "spans": _json(spans), "found_by": found_by,
    }  # fmt: skip


def _response(row: TextRead, chunk: Chunk, name: str) -> Row:
    return {
        "response": name,
        "report": chunk.keys[row.report_id],
        "url": row.url or None,
        "respondent": row.respondent or None,
        "organisation": row.organisation.key if row.organisation else None,
        "said_on": row.said_on,
        "said_on_basis": row.said_on_basis or None,
        "reading": chunk.reading(row.reading_id),
        "unanswered": _json(row.unanswered),
        "notes": _json(row.notes),
        "read_by": row.rules,
    }


def _promises(chunk: Chunk, named: Mapping[int, str], as_at: date) -> Iterator[Row]:
    rows = Promise.objects.filter(response__in=named).select_related("response__report")
    found = sorted(rows, key=lambda row: (chunk.keys[row.response.report_id], named[row.response_id], row.position))
    said = _judged("promise", (row.key for row in found))
    proofs: dict[str, list[Proof]] = defaultdict(list)
    attached = Proof.objects.filter(promise__in=[row.key for row in found], withdrawn_at=None, on__lte=as_at)
    for one in attached.order_by("on", "id"):
        proofs[one.promise].append(one)
    for row in found:
        verdict = next(iter(said.get(row.key, {}).values()), "")
        if verdict != "reject":
            yield _promise(row, chunk, named[row.response_id], proofs[row.key], as_at) | {"confirmed": bool(verdict)}


def _promise(row: Promise, chunk: Chunk, response: str, proofs: Sequence[Proof], as_at: date) -> Row:
    state = state_of(held_promise(row), [Shown(one.rung, one.on) for one in proofs], as_at)
    evidence = [
        {"rung": one.rung, "on": one.on.isoformat(), "title": one.title, "where": one.where, "sha256": one.sha256,
         "ledger_entry": one.ledger_entry}
        for one in proofs
    ]  # fmt: skip
    return {
        "promise": row.key,
        "response": response,
        "report": chunk.keys[row.response.report_id],
        "ref": row.response.report.ref or None,
        "position": row.position + 1,
        "text": row.text,
        "start": row.start,
        "end": row.end,
        "status": row.status,
        "date_text": row.date_text or None,
        "date_said": row.due or None,
        "due_on": state.due_on,
        "owner": row.owner or None,
        "by_other": row.by_other,
        "type": row.type,
        "strength": row.strength,
        "smart": _json(row.smart),
        "matters": _json(row.numbers),
        "matter_keys": chunk.keys_of(row.response.report_id, row.numbers),
        "state": state.state,
        "state_reason": state.reason,
        "proofs": _json(evidence),
        "score": row.score,
        "found_by": row.found_by,
    }


def _refusals(chunk: Chunk, named: Mapping[int, str]) -> Iterator[Row]:
    numbers: dict[int, int] = defaultdict(int)
    rows = Refusal.objects.filter(response__in=named).select_related("response").order_by("start", "id")
    for row in sorted(rows, key=lambda one: (chunk.keys[one.response.report_id], named[one.response_id])):
        numbers[row.response_id] += 1
        yield {
            "refusal": f"{named[row.response_id]}#refusal-{numbers[row.response_id]}",
            "response": named[row.response_id],
            "report": chunk.keys[row.response.report_id],
            "text": row.text,
            "start": row.start,
            "end": row.end,
            "matters": _json(row.numbers),
            "matter_keys": chunk.keys_of(row.response.report_id, row.numbers),
        }


def _members(keys: Mapping[int, str]) -> Iterator[Row]:
    rows = Member.objects.filter(matter__report_id__in=keys).order_by("matter__report__key", "matter__position")
    for lesson, matter, score, why in rows.values_list("lesson__key", "matter__key", "score", "why"):
        yield {
            "lesson": lesson, "matter": matter, "score": score, "why": why, "put_by_people": why == PUT_BY_A_PERSON,
        }  # fmt: skip


def _of_all(as_at: date) -> Iterator[Piece]:
    """Lessons in force with a matter of the export, and those that ended."""
    public = Member.objects.filter(matter__report__published_on__lte=as_at).order_by()
    counts = {
        pk: (members, reports)
        for pk, members, reports in public.values_list("lesson_id").annotate(
            Count("id"), Count("matter__report_id", distinct=True)
        )
    }
    rows = [row for row in Lesson.objects.order_by("key") if not row.in_force or row.pk in counts]
    named = {row.name_matter for row in rows}
    unseen = Matter.objects.filter(key__in=named).exclude(report__published_on__lte=as_at)
    later = set(unseen.values_list("key", flat=True))
    yield shape.LESSONS, [_lesson(row, counts.get(row.pk, (0, 0)), row.name_matter in later) for row in rows]


def _lesson(row: Lesson, counts: tuple[int, int], later: bool) -> Row:
    return {
        "lesson": row.key,
        "name": None if later else row.name,
        "name_matter": None if later else row.name_matter or None,
        "members": counts[0],
        "reports": counts[1],
        "themes": _json(row.themes),
        "locked": row.locked,
        "in_force": row.in_force,
        "came_from": _json(row.came_from),
        "succeeded_by": row.succeeded_by or None,
    }


def _about(as_at: date) -> dict[str, Sequence[str]]:
    """How much of the register's words is held, and when lessons were last joined; nothing where no words are."""
    rest = rest_of(as_at)
    if not rest.read:
        return {}
    return {"words_held": (rest.sentence(),), "lessons_joined": (last_joined().sentence(),)}


def _judged(about: str, subjects: Iterable[str]) -> Verdicts:
    """Judgements in force on these subjects."""
    found: Verdicts = defaultdict(dict)
    rows = Judgement.objects.filter(about=about, subject__in=list(subjects), undone_at=None).order_by("id")
    for subject, value, verdict in rows.values_list("subject", "value", "verdict"):
        found[subject][value] = verdict
    return dict(found)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


PART = Part(shape.TABLES, shape.VIEWS, _of_all, _of_reports, _about)
