"""What an organisation and those before and after it were warned of more than once, and how the deaths stand to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forewarned.lessons.counts import many
from forewarned.lessons.models import Lesson, Matter
from forewarned.lessons.questions.between import Between, PromiseBetween, promises_between
from forewarned.lessons.questions.deaths import NOT_KNOWN, Death, deaths, merged, same_deaths
from forewarned.lessons.questions.matters import MatterLine, matter_lines
from forewarned.lessons.questions.possible import MOST, Known, PossibleLine, possible_of
from forewarned.lessons.questions.rest import Rest, rest_now
from forewarned.lessons.questions.tidied import tidied_matters
from forewarned.lessons.recurrence import LessonGroup, LessonMatter, LessonMember, LessonName
from forewarned.lessons.recurrence.again import LessonAgain, Step, again
from forewarned.lessons.recurrence.relation import STRONGEST_FIRST, Warned
from forewarned.organisations.questions import family_of, find_organisation
from forewarned.reports.models import Duty
from forewarned.reports.questions.result import Cited, cited


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
    """``register``, or the rule that found the date in the report's words; blank where it is not known."""
    matters: tuple[MatterLine, ...]
    kind: str
    """How it stands to an earlier report, the strongest; blank for the first."""
    reason: str
    against: str
    """The reference of that earlier report."""
    missing: tuple[str, ...]
    promises: tuple[PromiseBetween, ...]
    """Promises on that earlier report that had fallen due, or were said to be done, before this death."""
    apart: tuple[PromiseBetween, ...]
    """Promises on that earlier report that class nothing: who made them is not known, another body is to do it, their
    response may answer another report, or they were read with less certainty than a broken promise needs."""
    against_report: str
    also: tuple[AlsoLine, ...]
    """Later reports of the same death: no other warning."""
    other_date_of_death: str = ""
    """What another source says, where it contradicts ``date_of_death``; blank where none does."""
    other_known_from: str = ""
    opened: str = ""
    """The day on which the death's investigation or inquest was opened, as the report says: no death is after it."""
    proved_by: str = ""
    """What decided ``kind``: ``death``; else ``opened`` or ``report``, by whose day the death had happened."""


@dataclass(frozen=True, slots=True)
class AgainLine:
    """A lesson that was warned of in more than one report to the family, by the strongest relation among them."""

    lesson: str
    name: str
    kind: str
    times: int
    steps: tuple[StepLine, ...]
    tidied: bool = False
    """Whether a language model tidied the words of its name before they came here."""


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

    @property
    def possible_is_cut(self) -> bool:
        """Whether there may be more pairs than ``possible`` holds: it has the likeliest."""
        return len(self.possible) >= MOST

    def rows(self) -> list[dict[str, Any]]:
        """One row a report of a lesson, for CSV."""
        return [
            {
                "lesson": one.lesson, "name": one.name, "lesson_kind": one.kind, "ref": step.ref,
                "report_url": step.report_url, "date_of_report": step.date_of_report,
                "date_of_death": step.date_of_death, "death_known_from": step.death_known_from,
                "other_date_of_death": step.other_date_of_death, "other_known_from": step.other_known_from,
                "opened": step.opened, "proved_by": step.proved_by,
                "also_reported": "; ".join(each.ref for each in step.also), "kind": step.kind, "against": step.against,
                "reason": step.reason, "missing": "; ".join(step.missing),
                "matters": " | ".join(matter.text for matter in step.matters),
                "promises": " | ".join(f"{each.who}, {each.status}: {each.text}" for each in step.promises),
                "promises_apart": " | ".join(f"{each.apart} {each.status}: {each.text}" for each in step.apart),
            }
            for one in self.lessons
            for step in one.steps
        ]  # fmt: skip

    def _may_be(self) -> str:
        """What no person has confirmed, counted apart."""
        after = sum(1 for one in self.possible if one.kind in ("broken_promise", "recurrence"))
        if not self.possible:
            return ""
        first, least = ("At least ", "at least ") if self.possible_is_cut else ("", "")
        return (
            f"{first}{many(len(self.possible), 'pair')} of matters may be one lesson, not confirmed by a person; if "
            f"so, in {least}{after} the death came after the warning. "
        )

    def sentence(self) -> str:
        told = "; ".join(f"{count} {WORDS[kind]}" for kind, count in self.by_kind if count)
        return (
            f"{self.organisation} and the bodies before and after it: {many(len(self.lessons), 'lesson')} in more "
            f"than one report ({told or 'none'}). The words of {self.reports_read} of {many(self.reports, 'report')} "
            f"are held. {self._may_be()}"
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

    A date of death is what the report's own words surely say, else the register's, else what the words may say.
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
    warned = {row.report.key: _warned(row, dates) for row in every}
    held = promises_between(every, [one.pk for one in family], as_at)
    found = again(_groups(rows), {row.key: _matter(row) for row in rows}, warned, {HERE}, held.counting, same)
    counts = Counter(one.kind for one in found)
    died = {row.report.key: dates.get(row.report_id, NOT_KNOWN) for row in rows}
    shown = {key for one in found for step in one.steps for key in step.matters}
    lines = {one.key: one for one in matter_lines(row for row in rows if row.key in shown)}
    tidied = tidied_matters({one.name.key for one in found if one.name})
    return AgainAnswer(
        organisation=body.name,
        key=body.key,
        family=tuple(one.name for one in family),
        as_at=as_at,
        lessons=tuple(_line(one, lines, held, died, tidied) for one in found),
        by_kind=tuple((kind, counts[kind]) for kind in STRONGEST_FIRST),
        possible=possible_of(every, Known(same, dates, warned, held.counting)) if possible else (),
        reports=len(ids),
        reports_read=Matter.objects.filter(report_id__in=ids).values("report").distinct().count(),
        rest=rest_now(as_at),
        cited=cited(as_at),
    )


HERE = "here"
"""The family, as one body: whichever of its members a report was sent to."""


def _matter(row: Matter) -> LessonMatter:
    return LessonMatter(row.key, row.text, row.report.key, _iso(row.report.date_of_report), frozenset({HERE}))


def _warned(row: Matter, dates: Mapping[int, Death]) -> Warned:
    death = dates.get(row.report_id, NOT_KNOWN)
    return Warned(row.report.key, _iso(row.report.date_of_report), death.date, death.other, death.opened)


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


def _line(
    one: LessonAgain, lines: Mapping[str, MatterLine], held: Between,
    died: Mapping[str, Death], tidied: Collection[str],
) -> AgainLine:  # fmt: skip
    refs = {line.report: line.ref or line.report for line in lines.values()}
    answered = {step.warned.key: step.matters for step in one.steps}
    steps = tuple(_step(step, lines, held, answered, refs, died) for step in one.steps)
    name = one.name.text if one.name else ""
    return AgainLine(one.lesson, name, one.kind, one.times, steps, one.name is not None and one.name.key in tidied)


def _step(
    step: Step, lines: Mapping[str, MatterLine], held: Between, answered: Mapping[str, Sequence[str]],
    refs: Mapping[str, str], died: Mapping[str, Death],
) -> StepLine:  # fmt: skip
    matters = tuple(lines[key] for key in step.matters)
    first, relation = next(one for one in matters if one.report == step.warned.key), step.relation
    named = (*relation.broken, *relation.between) if relation else ()
    before = answered[relation.earlier.key] if relation else ()
    apart = dict.fromkeys(key for matter in before for key in held.apart.get(matter, ()))
    death = merged([died[key] for key in (step.warned.key, *step.also)])
    return StepLine(
        report=first.report,
        ref=first.ref,
        report_url=first.report_url,
        deceased_name=first.deceased_name,
        date_of_report=step.warned.report,
        date_of_death=death.date,
        death_known_from=death.known_from,
        matters=matters,
        kind=relation.kind if relation else "",
        reason=relation.reason if relation else "",
        against=refs.get(relation.earlier.key, relation.earlier.key) if relation else "",
        missing=tuple(_with_refs(one, refs) for one in relation.missing) if relation else (),
        promises=tuple(held.lines[key] for key in dict.fromkeys(named) if key in held.lines),
        apart=tuple(held.lines[key] for key in apart),
        against_report=relation.earlier.key if relation else "",
        also=_also(step, matters),
        other_date_of_death=death.other,
        other_known_from=death.other_from,
        opened=death.opened,
        proved_by=relation.proved_by if relation else "",
    )


def _also(step: Step, matters: Sequence[MatterLine]) -> tuple[AlsoLine, ...]:
    held = {one.report: one for one in matters}
    rows = [held[key] for key in step.also]
    return tuple(AlsoLine(one.report, one.ref, one.report_url, _iso(one.date_of_report)) for one in rows)


def _with_refs(missing: str, refs: Mapping[str, str]) -> str:
    """What is missing, its report by the reference that readers know it by."""
    before, _, key = missing.rpartition(" ")
    return f"{before} {refs.get(key, key)}".strip()
