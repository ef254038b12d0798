"""Lessons: every one with its matters, why each belongs, and what people decided; and where they recur."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from forewarned.errors import NotFoundError
from forewarned.lessons.models import Grouped, Judgement, Lesson, Matter
from forewarned.lessons.questions.counted import counted
from forewarned.lessons.questions.deaths import deaths, same_deaths
from forewarned.lessons.questions.matters import MatterLine, matter_lines
from forewarned.lessons.questions.rest import Rest, rest_of
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


@dataclass(frozen=True, slots=True)
class LessonsAnswer:
    """Lessons in more than one report, those at most bodies first."""

    as_at: date
    lessons: tuple[LessonLine, ...]
    grouped_by: str
    alone: int
    """Matters that no other shares a lesson with, as far as the rules can tell."""
    rest: Rest
    cited: Cited

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
            f"{len(self.lessons):,} lessons stand in more than one report of those whose words are held. "
            f"They were joined by {self.grouped_by or 'no rule yet'} and by people. {self.cited.sentence()}"
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
            f"“{self.lesson.name}”: {self.lesson.matters} matters in {self.lesson.reports} coroners’ reports to "
            f"{self.lesson.organisations} bodies. {self.cited.sentence()}"
        )


def ask_lessons(*, as_at: date, theme: str = "") -> LessonsAnswer:
    """All lessons in force, or those with a theme."""
    held = {pk: one for pk, one in counted(as_at).items() if len(one.reports) > 1}
    rows = [row for row in Lesson.objects.filter(in_force=True, reports__gt=1) if row.pk in held]
    counts = _count_deaths({pk: one.reports for pk, one in held.items()})
    lines = [
        replace(
            _line(row), matters=held[row.pk].matters, reports=len(held[row.pk].reports),
            organisations=len(held[row.pk].bodies), deaths=counts[row.pk],
        )
        for row in rows
        if not theme or theme in row.themes
    ]  # fmt: skip
    lines.sort(key=lambda one: (-one.organisations, -one.reports, one.key))
    newest = Grouped.objects.order_by("-id").first()
    return LessonsAnswer(
        as_at=as_at,
        lessons=tuple(lines),
        grouped_by=newest.rules if newest else "",
        alone=Matter.objects.filter(kind="matter", member=None, report__published_on__lte=as_at).count(),
        rest=rest_of(as_at),
        cited=cited(as_at),
    )


def _count_deaths(held: Mapping[int, Collection[int]]) -> Counter[int]:
    """By lesson, of how many deaths its reports are."""
    ids = {report_id for some in held.values() for report_id in some}
    reports = {row.pk: row for row in Report.objects.filter(pk__in=ids)}
    same = same_deaths(reports.values(), deaths(ids))
    return Counter({pk: len({same[reports[one].key] for one in some}) for pk, some in held.items()})


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
        lesson=_line(row),
        in_force=row.in_force,
        succeeded_by=row.succeeded_by,
        came_from=tuple(row.came_from),
        matters=tuple(lines),
        bodies=tuple(sorted(sent.items(), key=lambda one: (-one[1], one[0]))),
        deaths=_deaths(list(members)),
        before=tuple(_line(one) for one in Lesson.objects.filter(key__in=row.came_from).order_by("key")),
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
    return tuple(DeathOf(row.key, *dates.get(row.pk, ("", "")), first[same[row.key]]) for row in reports)


def _age(row: Report) -> tuple[date, str]:
    return row.date_of_report or date.max, row.key


def _after(row: Lesson) -> tuple[LessonLine, ...]:
    """What most of its matters are in now, then lessons in force that some came to from here."""
    others = [one for one in Lesson.objects.filter(in_force=True).order_by("key") if row.key in one.came_from]
    heir = Lesson.objects.filter(key=row.succeeded_by).first() if row.succeeded_by else None
    found = {one.key: _line(one) for one in ([heir] if heir else []) + others}
    return tuple(found.values())


def _named(row: Judgement) -> list[object]:
    held = json.loads(row.detail or "{}")
    return [*held.get("matters", []), *held.get("others", [])]


def _line(row: Lesson) -> LessonLine:
    return LessonLine(
        row.key, row.name, row.size, row.reports, row.organisations, tuple(row.themes),
        row.locked,
    )  # fmt: skip
