"""What an organisation and those before and after it were warned of more than once, and how the deaths stand to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from forewarned.errors import InputError
from forewarned.lessons.models import Lesson, Matter, Promise
from forewarned.lessons.questions.deaths import deaths, same_deaths
from forewarned.lessons.questions.known import known_responses, rejected_promises
from forewarned.lessons.questions.matters import MatterLine, matter_lines, number_of
from forewarned.lessons.questions.possible import PossibleLine, possible_of
from forewarned.lessons.questions.rest import Rest, rest_of
from forewarned.lessons.recurrence import LessonGroup, LessonMatter, LessonMember, LessonName
from forewarned.lessons.recurrence.again import LessonAgain, Step, again
from forewarned.lessons.recurrence.dates import when
from forewarned.lessons.recurrence.relation import STRONGEST_FIRST, Promised, Warned
from forewarned.organisations.questions import family_of, find_organisation
from forewarned.reports.models import Duty
from forewarned.reports.questions.result import Cited, cited

KEPT = ("taken", "underway", "planned", "already_done_before_report")
"""What counts as a promise between two warnings: what is only considered does not."""


@dataclass(frozen=True, slots=True)
class PromiseBetween:
    """A promise on an earlier report that answers the lesson, and when it was due or said to be done."""

    key: str
    text: str
    status: str
    due: str
    said_on: date | None
    ref: str


@dataclass(frozen=True, slots=True)
class AlsoLine:
    """Another report of the same death."""

    report: str
    ref: str
    report_url: str
    date_of_report: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One death and the first report of it with the lesson: dates, matters, and how it stands to earlier reports."""

    report: str
    ref: str
    report_url: str
    deceased_name: str
    date_of_report: str
    date_of_death: str
    death_known_from: str
    """``register``, or the rule that found the date in the words; blank where it is not known."""
    matters: tuple[MatterLine, ...]
    kind: str
    """How it stands to an earlier report, the strongest; blank for the first."""
    reason: str
    against: str
    """The reference of that earlier report."""
    missing: tuple[str, ...]
    promises: tuple[PromiseBetween, ...]
    """Promises on that earlier report that had fallen due, or were said to be done, before this death."""
    against_report: str
    also: tuple[AlsoLine, ...]
    """Later reports of the same death: no other warning."""


@dataclass(frozen=True, slots=True)
class AgainLine:
    """A lesson that was warned of in more than one report to the family, by the strongest relation among them."""

    lesson: str
    name: str
    kind: str
    times: int
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class AgainAnswer:
    """Every lesson that an organisation's family was warned of more than once, strongest first.

    A death that was reported more than once counts once. ``possible``: matters in reports of different deaths that may
    be one lesson, which a person has to decide; none where it was not asked for.
    """

    organisation: str
    key: str
    family: tuple[str, ...]
    as_at: date
    lessons: tuple[AgainLine, ...]
    by_kind: tuple[tuple[str, int], ...]
    possible: tuple[PossibleLine, ...]
    reports: int
    reports_read: int
    rest: Rest
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        """One row a report of a lesson, for CSV."""
        return [
            {
                "lesson": one.lesson, "name": one.name, "lesson_kind": one.kind, "ref": step.ref,
                "report_url": step.report_url, "date_of_report": step.date_of_report,
                "date_of_death": step.date_of_death, "also_reported": "; ".join(each.ref for each in step.also),
                "kind": step.kind, "against": step.against,
                "reason": step.reason, "missing": "; ".join(step.missing),
                "matters": " | ".join(matter.text for matter in step.matters),
                "promises": " | ".join(f"{each.status}: {each.text}" for each in step.promises),
            }
            for one in self.lessons
            for step in one.steps
        ]  # fmt: skip

    def sentence(self) -> str:
        told = "; ".join(f"{count} {WORDS[kind]}" for kind, count in self.by_kind if count)
        return (
            f"{self.organisation} and the bodies before and after it: {len(self.lessons)} lessons in more than one "
            f"report ({told or 'none'}). The words of {self.reports_read} of {self.reports} reports are held. "
            f"{self.cited.sentence()}"
        )


WORDS = {
    "broken_promise": "with a death after an action was due or said to be done",
    "recurrence": "with a death after an earlier report",
    "undetermined": "where the dates do not tell",
    "same_era": "where the later death came before the earlier report",
}


def ask_again(*, name: str, as_at: date, possible: bool = True) -> AgainAnswer:
    """Lessons that recur at an organisation, its predecessors and successors. Raises NotFoundError.

    A date of death is the register's; where it has none, the one that a rule found in the report's words.
    ``possible``: whether to look for matters that may be one lesson too, which costs more.
    """
    body = find_organisation(name)
    family = family_of(body)
    sent = Duty.objects.filter(organisation__in=[one.pk for one in family], known_until=None,
                               report__published_on__lte=as_at)  # fmt: skip
    ids = set(sent.values_list("report_id", flat=True))
    every = list(Matter.objects.filter(report_id__in=ids, kind="matter").select_related("report", "member"))
    rows = [row for row in every if hasattr(row, "member")]
    dates = deaths({row.report_id for row in every})
    same = same_deaths({row.report_id: row.report for row in every}.values(), dates)
    warned = {row.report.key: _warned(row, dates) for row in rows}
    found = again(_groups(rows), {row.key: _matter(row) for row in rows}, warned, {HERE}, _promises(rows, as_at), same)
    counts = Counter(one.kind for one in found)
    known_from = {row.report.key: dates.get(row.report_id, ("", ""))[1] for row in rows}
    shown = {key for one in found for step in one.steps for key in step.matters}
    lines = {one.key: one for one in matter_lines(row for row in rows if row.key in shown)}
    promises = _texts(rows, as_at)
    return AgainAnswer(
        organisation=body.name,
        key=body.key,
        family=tuple(one.name for one in family),
        as_at=as_at,
        lessons=tuple(_line(one, lines, promises, known_from) for one in found),
        by_kind=tuple((kind, counts[kind]) for kind in STRONGEST_FIRST),
        possible=possible_of(every, same, dates) if possible else (),
        reports=len(ids),
        reports_read=Matter.objects.filter(report_id__in=ids).values("report").distinct().count(),
        rest=rest_of(as_at),
        cited=cited(as_at),
    )


HERE = "here"
"""The family, as one body: whichever of its members a report was sent to."""


def _matter(row: Matter) -> LessonMatter:
    return LessonMatter(row.key, row.text, row.report.key, _iso(row.report.date_of_report), frozenset({HERE}))


def _warned(row: Matter, dates: Mapping[int, tuple[str, str]]) -> Warned:
    return Warned(row.report.key, _iso(row.report.date_of_report), dates.get(row.report_id, ("", ""))[0])


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _groups(rows: Sequence[Matter]) -> list[LessonGroup]:
    members: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        members[row.member.lesson_id].append(row.key)
    return [
        LessonGroup(
            lesson.key,
            LessonName(lesson.name_matter, lesson.name_start, lesson.name_end, lesson.name),
            tuple(LessonMember(key, 0.0, "", 0.0, ()) for key in members[lesson.pk]),
        )
        for lesson in Lesson.objects.filter(pk__in=members).order_by("key")
    ]


def _promises(rows: Sequence[Matter], as_at: date) -> dict[str, list[Promised]]:
    """By the key of the matter they answer: what was due, or was said to be done, and when."""
    made: dict[int, list[Promise]] = defaultdict(list)
    held = _held(rows, as_at).filter(status__in=KEPT)
    for promise in held.select_related("response"):
        made[promise.response.report_id].append(promise)
    return {
        row.key: [_promised(one) for one in made[row.report_id] if number_of(row) in one.numbers]
        for row in rows
        if made[row.report_id]
    }


def _promised(one: Promise) -> Promised:
    done = one.status in ("taken", "already_done_before_report")
    said_on = one.response.said_on
    # A day before the letter is when something happened, not a day by which it was promised.
    past = one.due_by is not None and said_on is not None and one.due_by < said_on
    return Promised(one.key, "" if past else _due(one), _iso(said_on) if done else "")


def _due(one: Promise) -> str:
    """The day, month or year it was due; a quarter or a year across two (2024/25) by its last day."""
    try:
        return one.due if when(one.due) else ""
    except InputError:
        return _iso(one.due_by)


def _texts(rows: Sequence[Matter], as_at: date) -> dict[str, PromiseBetween]:
    return {
        one.key: PromiseBetween(
            one.key, one.text, one.status, one.due, one.response.said_on,
            one.response.report.ref or one.response.report.key,
        )
        for one in _held(rows, as_at).select_related("response__report")
    }  # fmt: skip


def _held(rows: Sequence[Matter], as_at: date) -> QuerySet[Promise]:
    """Promises on these matters' reports that were known by then, but for what a person said is none."""
    known = known_responses(as_at).filter(report_id__in={row.report_id for row in rows})
    return Promise.objects.filter(response__in=known).exclude(key__in=rejected_promises())


def _line(
    one: LessonAgain, lines: Mapping[str, MatterLine], promises: Mapping[str, PromiseBetween],
    known_from: Mapping[str, str],
) -> AgainLine:  # fmt: skip
    refs = {line.report: line.ref or line.report for line in lines.values()}
    steps = tuple(_step(step, lines, promises, refs, known_from) for step in one.steps)
    return AgainLine(one.lesson, one.name.text if one.name else "", one.kind, one.times, steps)


def _step(
    step: Step, lines: Mapping[str, MatterLine], promises: Mapping[str, PromiseBetween], refs: Mapping[str, str],
    known_from: Mapping[str, str],
) -> StepLine:  # fmt: skip
    matters = tuple(lines[key] for key in step.matters)
    first, relation = next(one for one in matters if one.report == step.warned.key), step.relation
    named = (*relation.broken, *relation.between) if relation else ()
    return StepLine(
        report=first.report,
        ref=first.ref,
        report_url=first.report_url,
        deceased_name=first.deceased_name,
        date_of_report=step.warned.report,
        date_of_death=step.warned.death,
        death_known_from=known_from.get(first.report, ""),
        matters=matters,
        kind=relation.kind if relation else "",
        reason=relation.reason if relation else "",
        against=refs.get(relation.earlier.key, relation.earlier.key) if relation else "",
        missing=tuple(_with_refs(one, refs) for one in relation.missing) if relation else (),
        promises=tuple(promises[key] for key in dict.fromkeys(named) if key in promises),
        against_report=relation.earlier.key if relation else "",
        also=_also(step, matters),
    )


def _also(step: Step, matters: Sequence[MatterLine]) -> tuple[AlsoLine, ...]:
    held = {one.report: one for one in matters}
    rows = [held[key] for key in step.also]
    return tuple(AlsoLine(one.report, one.ref, one.report_url, _iso(one.date_of_report)) for one in rows)


def _with_refs(missing: str, refs: Mapping[str, str]) -> str:
    """What is missing, its report by the reference that readers know it by."""
    before, _, key = missing.rpartition(" ")
    return f"{before} {refs.get(key, key)}".strip()
