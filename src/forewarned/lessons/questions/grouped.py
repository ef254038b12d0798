"""Lessons: every one with its matters, why each belongs, and what people decided; and where they recur."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

from forewarned.errors import NotFoundError
from forewarned.lessons.counts import many
from forewarned.lessons.models import Judgement, Lesson, Matter
from forewarned.lessons.questions.counted import counted
from forewarned.lessons.questions.deaths import NOT_KNOWN, Death, as_told, deaths, same_deaths
from forewarned.lessons.questions.joined import Joined, last_joined
from forewarned.lessons.questions.matters import MatterLine, matter_lines
from forewarned.lessons.questions.rest import Rest, rest_now
from forewarned.lessons.questions.tidied import tidied_matters
from forewarned.lessons.recurrence.one_death import told_alike
from forewarned.reports.models import Report
from forewarned.reports.questions.result import Cited, cited


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in a list. ``name`` stands in one of its matters as it is."""

    key: str
    name: str
    matters: int
    reports: int
    organisations: int
    themes: tuple[str, ...]
    locked: bool
    deaths: int | None = None
    """Of how many deaths its reports are, a death reported twice counting once; None where it was not asked."""
    tidied: bool = False
    """Whether a language model tidied the words of its name before they came here."""


@dataclass(frozen=True, slots=True)
class LessonsAnswer:
    """Lessons in more than one report, those of most deaths first; deaths in one event count as one for this order."""

    as_at: date
    lessons: tuple[LessonLine, ...]
    grouped_by: str
    alone: int
    """Matters that no other shares a lesson with, as far as the rules can tell."""
    rest: Rest
    cited: Cited
    joined: Joined

    def rows(self) -> list[dict[str, Any]]:
        """One row a lesson, for CSV."""
        return [
            {
                "lesson": one.key, "name": one.name, "matters": one.matters, "reports": one.reports,
                "deaths": one.deaths, "organisations": one.organisations, "themes": "; ".join(one.themes),
                "locked": one.locked,
            }
            for one in self.lessons
        ]  # fmt: skip

    def sentence(self) -> str:
        return (
            f"{many(len(self.lessons), 'lesson stands', 'lessons stand')} in more than one report of those whose words "
            "are held. "
            f"{self.joined.sentence()} {self.cited.sentence()}"
        )


@dataclass(frozen=True, slots=True)
class LessonDecided:
    """A person's decision on a lesson that is in force."""

    judgement: int
    verdict: str
    by: str
    on: date
    reason: str
    ledger_entry: int


@dataclass(frozen=True, slots=True)
class DeathOf:
    """The death that a report is of. ``date``: as far as known; ``known_from``: the register, or a rule's name."""

    report: str
    date: str
    known_from: str
    first_report: str
    """The key of the first of the lesson's reports of this same death: itself, but for a death reported again."""
    other: str = ""
    """What another source says, where it contradicts ``date``, and which source."""
    other_from: str = ""
    opened: str = ""
    """The day on which the death's investigation or inquest was opened, as the report says: no death is after it."""


@dataclass(frozen=True, slots=True)
class LessonAnswer:
    """One lesson, with its matters oldest first."""

    lesson: LessonLine
    in_force: bool
    succeeded_by: str
    came_from: tuple[str, ...]
    matters: tuple[MatterLine, ...]
    bodies: tuple[tuple[str, int], ...]
    """Each body with how many of the reports were sent to it."""
    deaths: tuple[DeathOf, ...]
    """One a report, oldest first."""
    before: tuple[LessonLine, ...]
    """Lessons from which matters came here."""
    after: tuple[LessonLine, ...]
    """Lessons in force to which matters went from here; of one that ended, first what most of them are in."""
    decided: tuple[LessonDecided, ...]
    as_at: date
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        """One row a matter, for CSV."""
        return [{**one.row(), "why": one.why} for one in self.matters]

    def sentence(self) -> str:
        return (
            f"“{self.lesson.name}”: {many(self.lesson.matters, 'matter')} in "
            f"{many(self.lesson.reports, 'coroner’s report', 'coroners’ reports')} to "
            f"{many(self.lesson.organisations, 'body', 'bodies')}. {self.cited.sentence()}"
        )


def ask_lessons(*, as_at: date, theme: str = "") -> LessonsAnswer:
    """All lessons in force, or those with a theme."""
    held = {pk: one for pk, one in counted(as_at).items() if len(one.reports) > 1}
    rows = [row for row in Lesson.objects.filter(in_force=True, reports__gt=1) if row.pk in held]
    rows = [row for row in rows if not theme or theme in row.themes]
    counts, events = _count_deaths({row.pk: held[row.pk].reports for row in rows})
    lines = [
        replace(
            line, matters=held[row.pk].matters, reports=len(held[row.pk].reports),
            organisations=len(held[row.pk].bodies), deaths=counts[row.pk],
        )
        for row, line in zip(rows, lesson_lines(rows), strict=True)
    ]  # fmt: skip
    apart = {row.key: events[row.pk] for row in rows}
    lines.sort(key=lambda one: (-apart[one.key], -(one.deaths or 0), -one.organisations, -one.reports, one.key))
    joined = last_joined()
    return LessonsAnswer(
        as_at=as_at,
        lessons=tuple(lines),
        grouped_by=joined.by,
        alone=Matter.objects.filter(kind="matter", member=None, report__published_on__lte=as_at).count(),
        rest=rest_now(as_at),
        cited=cited(as_at),
        joined=joined,
    )


def _count_deaths(held: Mapping[int, Collection[int]]) -> tuple[Counter[int], Counter[int]]:
    """By lesson, of how many deaths its reports are; and of how many events, as several may die in one crash.

    One event: deaths of one day, or told in nearly the same words. The words are those of the investigation and the
    circumstances, never of the concerns, which a coroner may repeat for quite another death.
    """
    ids = {report_id for some in held.values() for report_id in some}
    reports = {row.pk: row for row in Report.objects.filter(pk__in=ids).order_by("key")}
    dates = deaths(ids)
    words = as_told(list(reports.values()), dates)
    same = same_deaths(reports.values(), dates, words)
    told = {one.key: one for one in words}
    died, events = Counter[int](), Counter[int]()
    for pk, some in held.items():
        of = [told[reports[one].key] for one in sorted(some)]
        died[pk] = len({same[one.key] for one in of})
        event = {one.key: same[one.key] for one in of}
        on_one_day = [(a.key, b.key) for a, b in combinations(of, 2) if a.died and a.died == b.died]
        for one, two in (*on_one_day, *told_alike(of)):
            event |= {key: event[one] for key, own in event.items() if own == event[two]}
        events[pk] = len(set(event.values()))
    return died, events


def ask_lesson(*, key: str, as_at: date) -> LessonAnswer:
    """One lesson by its key; one that ended says what came of it. Raises NotFoundError."""
    row = Lesson.objects.filter(key=key).first()
    if row is None:
        raise NotFoundError("No lesson has this key", where=key, next_step="see `forewarned lessons list`")
    members = Matter.objects.filter(member__lesson=row, report__published_on__lte=as_at).select_related("report")
    lines = sorted(matter_lines(members), key=lambda one: (one.date_of_report or date.max, one.report, one.start))
    sent = Counter(name for report in {one.report: one for one in lines}.values() for name in report.organisations)
    decided = [one for one in Judgement.objects.filter(about="lesson", undone_at=None).order_by("id")
               if one.subject == key or {str(m) for m in _named(one)} & set(row.matters)]  # fmt: skip
    return LessonAnswer(
        lesson=lesson_lines([row])[0],
        in_force=row.in_force,
        succeeded_by=row.succeeded_by,
        came_from=tuple(row.came_from),
        matters=tuple(lines),
        bodies=tuple(sorted(sent.items(), key=lambda one: (-one[1], one[0]))),
        deaths=_deaths(list(members)),
        before=lesson_lines(Lesson.objects.filter(key__in=row.came_from).order_by("key")),
        after=_after(row),
        decided=tuple(
            LessonDecided(one.pk, one.verdict, one.by, one.at.date(), one.reason, one.ledger_entry) for one in decided
        ),
        as_at=as_at,
        cited=cited(as_at),
    )


def _deaths(members: list[Matter]) -> tuple[DeathOf, ...]:
    """The death of each report of these matters; reports of one death name the first of them."""
    reports = sorted({row.report_id: row.report for row in members}.values(), key=_age)
    dates = deaths({row.pk for row in reports})
    same = same_deaths(reports, dates)
    first: dict[str, str] = {}
    for row in reports:
        first.setdefault(same[row.key], row.key)
    return tuple(_death(row.key, dates.get(row.pk, NOT_KNOWN), first[same[row.key]]) for row in reports)


def _death(report: str, death: Death, first: str) -> DeathOf:
    return DeathOf(report, death.date, death.known_from, first, death.other, death.other_from, death.opened)


def _age(row: Report) -> tuple[date, str]:
    return row.date_of_report or date.max, row.key


def _after(row: Lesson) -> tuple[LessonLine, ...]:
    """What most of its matters are in now, then lessons in force that some came to from here."""
    others = [one for one in Lesson.objects.filter(in_force=True).order_by("key") if row.key in one.came_from]
    heir = Lesson.objects.filter(key=row.succeeded_by).first() if row.succeeded_by else None
    found = {one.key: one for one in ([heir] if heir else []) + others}
    return lesson_lines(found.values())


def _named(row: Judgement) -> list[object]:
    held = json.loads(row.detail or "{}")
    return [*held.get("matters", []), *held.get("others", [])]


def lesson_lines(rows: Iterable[Lesson]) -> tuple[LessonLine, ...]:
    """Lines of these lessons, in their order."""
    rows = list(rows)
    tidied = tidied_matters({row.name_matter for row in rows})
    return tuple(
        LessonLine(
            row.key, row.name, row.size, row.reports, row.organisations, tuple(row.themes), row.locked,
            tidied=row.name_matter in tidied,
        )
        for row in rows
    )  # fmt: skip
