"""What an organisation, with its predecessors and successors, was warned of more than once; and where lessons recur."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from forewarned.lessons.recurrence.relation import (
    BROKEN_PROMISE,
    RECURRENCE,
    SAME_ERA,
    STRONGEST_FIRST,
    Promised,
    Relation,
    Warned,
    classify,
    of_one_death,
)
from forewarned.lessons.recurrence.values import LessonGroup, LessonMatter, LessonName

SURE, SURE_WITH_DAY = 0.9, 0.5
"""From these scores a reading of a promise is sure enough to class a death by it: of what is said to be done or under
way, and of a plan whose words name the day by which it is due. Of what the model read with them in letters that it had
not seen, at least 0.85 were labelled actions (24 real responses; for plans with a day, 84 fictional letters as well).
"""
POSSIBLY = "Possibly promised: it was read with less certainty than a broken promise needs. A person can confirm it."


def doubt_of(score: float, *, with_day: bool, confirmed: bool) -> str:
    """Why a promise that was read with this score is only a possible one, in a sentence; blank when it is sure.

    ``with_day``: it is a plan whose own words name the day by which it is due. ``confirmed``: a person said it is one.
    """
    return "" if confirmed or score >= (SURE_WITH_DAY if with_day else SURE) else POSSIBLY


@dataclass(frozen=True, slots=True)
class Step:
    """One report of a lesson at the family, its matters there, and how it stands to the earlier reports.

    ``relation`` is the strongest to any earlier report, None for the first; ``relations`` are all of them. ``also``:
    later reports of the same death, which are no other warning.
    """

    warned: Warned
    matters: tuple[str, ...]
    relation: Relation | None
    relations: tuple[Relation, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonAgain:
    """A lesson that a family of bodies was warned of in two reports or more. ``kind`` is the strongest of its steps."""

    lesson: str
    name: LessonName | None
    kind: str
    steps: tuple[Step, ...]

    @property
    def times(self) -> int:
        """Reports after which, by dates of death, it happened again."""
        return sum(
            step.relation is not None and step.relation.kind in (BROKEN_PROMISE, RECURRENCE) for step in self.steps
        )


@dataclass(frozen=True, slots=True)
class LessonSpread:
    """Where in the country a lesson recurs: bodies with how many reports each, most first."""

    lesson: str
    name: LessonName | None
    reports: int
    bodies: tuple[tuple[str, int], ...]


def again(
    lessons: Sequence[LessonGroup],
    matters: Mapping[str, LessonMatter],
    warned: Mapping[str, Warned],
    family: Collection[str],
    promises: Mapping[str, Sequence[Promised]] | None = None,
    same_death: Mapping[str, str] | None = None,
) -> tuple[LessonAgain, ...]:
    """Every lesson with matters in reports of two or more deaths to the bodies in ``family``, strongest first.

    ``matters`` by key; ``warned`` by report; ``promises`` by the key of the matter they answer; ``same_death``: what
    stands for the death, by report, where one death was reported more than once. The order: kind
    (broken_promise, recurrence, undetermined, same_era); then more times that it happened again after a report; then
    more reports; then the latest death; then the lesson's id. A report without a known date comes last among steps.
    """
    found = []
    for lesson in lessons:
        by_death: dict[str, dict[str, list[str]]] = {}
        for key in lesson.keys:
            if matters[key].organisations & set(family):
                report = matters[key].report
                death = (same_death or {}).get(report, report)
                by_death.setdefault(death, {}).setdefault(report, []).append(key)
        if len(by_death) > 1:
            steps = _steps([_told(reports, warned) for reports in by_death.values()], promises or {})
            kinds = [step.relation.kind for step in steps if step.relation]
            kind = min(kinds, key=STRONGEST_FIRST.index) if kinds else SAME_ERA
            found.append(LessonAgain(lesson.id, lesson.name, kind, steps))
    found.sort(key=lambda one: one.lesson)
    found.sort(key=lambda one: max(step.warned.death for step in one.steps), reverse=True)
    return tuple(sorted(found, key=lambda one: (STRONGEST_FIRST.index(one.kind), -one.times, -len(one.steps))))


@dataclass(frozen=True, slots=True)
class _Told:
    """A death, by the first report of it with the lesson, the later ones, and the matters of all of them."""

    warned: Warned
    also: tuple[str, ...]
    matters: tuple[str, ...]


def _told(reports: Mapping[str, Sequence[str]], warned: Mapping[str, Warned]) -> _Told:
    first, *later = sorted(reports, key=lambda report: _age(warned[report]))
    return _Told(
        of_one_death(warned[first], [warned[one] for one in later]),
        tuple(later),
        tuple(sorted(key for keys in reports.values() for key in keys)),
    )


def _age(one: Warned) -> tuple[str, str]:
    """Oldest first, undated last."""
    return one.report or "9999", one.key


def _steps(told: Sequence[_Told], promises: Mapping[str, Sequence[Promised]]) -> tuple[Step, ...]:
    ordered = sorted(told, key=lambda one: _age(one.warned))
    steps: list[Step] = []
    for at, later in enumerate(ordered):
        relations = []
        for before in ordered[:at]:
            made = {promise.key: promise for key in before.matters for promise in promises.get(key, ())}
            relations.append(classify(before.warned, later.warned, list(made.values())))
        strongest = min(relations, key=lambda relation: STRONGEST_FIRST.index(relation.kind)) if relations else None
        steps.append(Step(later.warned, later.matters, strongest, tuple(relations), later.also))
    return tuple(steps)


def spread(lessons: Sequence[LessonGroup], matters: Mapping[str, LessonMatter]) -> tuple[LessonSpread, ...]:
    """Lessons in two or more reports, anywhere: those at most bodies first, then with most reports, then by id."""
    found = []
    for lesson in lessons:
        count: dict[str, set[str]] = {}
        for key in lesson.keys:
            for body in matters[key].organisations:
                count.setdefault(body, set()).add(matters[key].report)
        if len(lesson.reports) > 1:
            bodies = sorted(
                ((body, len(reports)) for body, reports in count.items()), key=lambda row: (-row[1], row[0])
            )
            found.append(LessonSpread(lesson.id, lesson.name, len(lesson.reports), tuple(bodies)))
    return tuple(sorted(found, key=lambda one: (-len(one.bodies), -one.reports, one.lesson)))
