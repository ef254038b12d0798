"""Join matters into lessons: by the rules of ``recurrence``, what people decided, and the ids of the last time."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from forewarned.ledger.actions import record
from forewarned.lessons.meaning.kept import kept_embedder
from forewarned.lessons.models import Grouped, Judgement, Lesson, Matter, Member, Theme
from forewarned.lessons.recurrence import (
    LessonDecision,
    LessonGroup,
    LessonMatter,
    LessonMember,
    LessonName,
    Side,
)
from forewarned.lessons.recurrence.grouping import GROUPED_BY, group
from forewarned.lessons.recurrence.model import PairModel
from forewarned.lessons.recurrence.packaged import packaged_pairs
from forewarned.lessons.texts import hash_of
from forewarned.reports.models import Duty
from forewarned.settings import settings

NAME, SIZES = ("name", "name_matter", "name_start", "name_end"), ("size", "reports", "organisations")
KEPT_BEFORE = ("matters", "came_from", *NAME)
MOST_THEMES = 4
SHARED_WORDS = 6
LONGEST_WHY = 400
PUT_BY_A_PERSON = "a person put it here"
Progress = Callable[[str, int, int], None]


def group_lessons(*, by: str, progress: Progress) -> int:
    """Group all matters again when any changed, or any decision; returns how many lessons there are."""
    matters = _matters()
    decisions = decisions_in_force()
    stored = list(Matter.objects.filter(kind="matter").order_by("id").values_list("id", "key"))
    model = packaged_pairs(kept_embedder())
    dated = [[one.key, one.dated] for one in matters]
    source = hash_of([model.found_by, GROUPED_BY, stored, dated, [repr(one) for one in decisions]])
    last = Grouped.objects.order_by("-id").first()
    if last is not None and last.source == source:
        return last.lessons
    found = group(
        matters,
        model,
        decisions,
        previous=_previous(),
        progress=progress,
    )
    with transaction.atomic():
        Member.objects.all().delete()
        _keep(found)
        living = sum(1 for one in found if one.members)
        now = settings().now()
        counts = {"matters": len(matters), "reports": len({one.report for one in matters}), "lessons": living}
        Grouped.objects.create(source=source, rules=model.found_by, at=now, **counts)
        body = {"rules": model.found_by, "source": source, **counts}
        record(by=by, action="lessons.grouped", subject="", body=body, at=now)
    return living


def joined() -> int | None:
    """Which joining of all matters was the last; None where none was."""
    return Grouped.objects.order_by("-id").values_list("id", flat=True).first()


Before = Mapping[str, Mapping[str, Any]]
"""Lessons by key as they were before a decision: their ``matters``, what they ``came_from``, and their name."""


def as_they_are(lessons: Iterable[str]) -> Before:
    """Those of these lessons that are in force, so that taking a decision back can make them so again."""
    rows = Lesson.objects.filter(key__in=set(lessons), in_force=True).order_by("key")
    return {row.key: {name: getattr(row, name) for name in KEPT_BEFORE} for row in rows}


def hear(lessons: Iterable[str], *, matters: Iterable[str] = ()) -> PairModel:
    """The model for `group_again`, having read what that will join: what takes longest, before the store is locked.

    What is written between the two it reads when it comes to it.
    """
    held = Lesson.objects.filter(key__in=set(lessons), in_force=True).values_list("matters", flat=True)
    keys = {key for some in held for key in some} | set(matters)
    model = packaged_pairs(kept_embedder())
    sides = [Side(text) for text in _stored(keys).order_by("key").values_list("text", flat=True)]
    model.prepare(sides)
    model.hear(combinations(sides, 2))
    return model


def group_again(
    lessons: Iterable[str], *, matters: Iterable[str] = (), before: Before | None = None, model: PairModel, by: str
) -> None:
    """Join the matters of these lessons again, alone: what a decision on them changes at once, in the open transaction.

    ``matters``: others that a decision names, which may be in no lesson. ``before``: what lessons were before the
    decision that is taken back. ``model``: from `hear`. A matter that leaves may join others at the next reading, when
    all are joined again.
    """
    rows = list(Lesson.objects.filter(key__in=set(lessons), in_force=True))
    keys = {key for row in rows for key in row.matters} | set(matters)
    known = {row.key for row in rows}
    found = group(
        _matters(keys),
        model,
        decisions_in_force(),
        previous=_without_names([one for one in _previous() if one.id in known], before),
        restored=_without_names(_restored(before or {}), before),
        taken=list(Lesson.objects.values_list("key", flat=True)),
    )
    Member.objects.filter(matter__key__in=keys).delete()
    _keep(found, keys)
    body = {"rules": model.found_by, "lessons": sorted(known | {one.id for one in found})}
    record(by=by, action="lessons.grouped", subject="", body=body, at=settings().now())


def _matters(keys: Collection[str] | None = None) -> list[LessonMatter]:
    """All matters, or those of these keys, as joining sees them."""
    stored = _stored(keys).order_by("key")
    sent: dict[int, set[str]] = defaultdict(set)
    duties = Duty.objects.filter(known_until=None, organisation__isnull=False)
    if keys is not None:
        duties = duties.filter(report_id__in=set(stored.values_list("report_id", flat=True)))
    for report_id, key, today in duties.values_list("report_id", "organisation__key", "organisation__today__key"):
        sent[report_id].add(today or key)
    columns = ("key", "text", "report_id", "report__key", "report__date_of_report")
    return [
        LessonMatter(key, text, report, day.isoformat() if day else "", frozenset(sent[report_id]))
        for key, text, report_id, report, day in stored.values_list(*columns)
    ]


def _stored(keys: Collection[str] | None) -> QuerySet[Matter]:
    rows = Matter.objects.filter(kind="matter")
    return rows if keys is None else rows.filter(key__in=keys)


def decisions_in_force() -> list[LessonDecision]:
    """What people decided of lessons, oldest first: later ones lead."""
    rows = Judgement.objects.filter(about="lesson", undone_at=None).order_by("id")
    return [decision_of(row) for row in rows]


def decision_of(row: Judgement) -> LessonDecision:
    """The decision that a judgement on a lesson holds in its value, as JSON."""
    held = json.loads(row.detail)
    return LessonDecision(
        kind=row.verdict,
        lesson=row.subject,
        matters=tuple(held.get("matters", ())),
        others=tuple(held.get("others", ())),
        start=held.get("start", 0),
        end=held.get("end", 0),
    )


def _previous() -> list[LessonGroup]:
    """What the last run made, as far as identity needs it: keys, names, locks."""
    return [_as_group(row) for row in Lesson.objects.order_by("id")]


def _restored(before: Before) -> list[LessonGroup]:
    """These lessons as they were, also those that ended since."""
    rows = list(Lesson.objects.filter(key__in=before.keys()).order_by("id"))
    for row in rows:
        for name in KEPT_BEFORE:
            setattr(row, name, before[row.key][name])
    return [_as_group(row) for row in rows]


def _without_names(groups: list[LessonGroup], before: Before | None) -> list[LessonGroup]:
    """The same; where a decision is taken back, without a name that a person chose and no longer stands by."""
    if before is None:
        return groups
    gone = {
        (one.lesson, one.matters[0], one.start, one.end)
        for one in map(decision_of, Judgement.objects.filter(about="lesson", verdict="rename", undone_at__isnull=False))
        if one.matters
    }
    return [
        replace(one, name=None) if one.name and (one.id, one.name.key, one.name.start, one.name.end) in gone else one
        for one in groups
    ]


def _as_group(row: Lesson) -> LessonGroup:
    return LessonGroup(
        id=row.key,
        name=LessonName(row.name_matter, row.name_start, row.name_end, row.name) if row.name_matter else None,
        members=tuple(LessonMember(key, 0.0, "", 0.0, ()) for key in row.matters),
        locked=row.locked,
        came_from=tuple(row.came_from),
        succeeded_by=row.succeeded_by,
    )


def _keep(found: Sequence[LessonGroup], keys: Collection[str] | None = None) -> None:
    """Write lessons and members anew; a lesson that ended keeps its row, its name and what came of it.

    ``keys``: the matters that were joined, where these are not all.
    """
    ids = dict(_stored(keys).values_list("key", "id"))
    themes = _themes(keys)
    known = {row.key: row for row in Lesson.objects.all()}
    fresh: list[Lesson] = []
    renewed: list[Lesson] = []
    for one in found:
        row = known.get(one.id) or Lesson(key=one.id)
        _fill(row, one, themes)
        (renewed if row.pk else fresh).append(row)
    Lesson.objects.bulk_create(fresh, batch_size=500)
    Lesson.objects.bulk_update(
        renewed,
        [*NAME, "locked", "in_force", "came_from", "succeeded_by", "matters", "themes", *SIZES],
        batch_size=300,
    )  # fmt: skip
    lessons = dict(Lesson.objects.values_list("key", "id"))
    texts = dict(_stored(keys).values_list("key", "text"))
    Member.objects.bulk_create(
        (
            Member(lesson_id=lessons[one.id], matter_id=ids[member.key], score=member.score, why=_why(member, texts))
            for one in found
            for member in one.members
        ),
        batch_size=500,
    )


def _fill(row: Lesson, one: LessonGroup, themes: dict[str, list[str]]) -> None:
    if one.name is not None:
        row.name, row.name_matter = one.name.text[:300], one.name.key
        row.name_start, row.name_end = one.name.start, one.name.end
    row.locked, row.in_force = one.locked, bool(one.members)
    row.came_from, row.succeeded_by = list(one.came_from), one.succeeded_by
    counts = Counter(code for member in one.members for code in themes.get(member.key, ()))
    row.themes = [code for code, times in counts.most_common(MOST_THEMES) if 2 * times >= len(one.members)]
    row.matters = [member.key for member in one.members]
    row.size, row.reports, row.organisations = len(one.members), len(one.reports), len(one.organisations)


def _themes(keys: Collection[str] | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    rows = Theme.objects.order_by("id")
    if keys is not None:
        rows = rows.filter(matter__key__in=keys)
    for key, code in rows.values_list("matter__key", "code"):
        found[key].append(code)
    return found


def _why(member: LessonMember, texts: dict[str, str]) -> str:
    """Why a matter belongs: the words of its own that it shares with the member it is most like."""
    if member.by_person:
        return PUT_BY_A_PERSON
    own = texts.get(member.key, "")
    words = [own[start:end] for part in member.shared[:SHARED_WORDS] for start, end in part.earlier[:1]]
    told = ", ".join(f"“{word}”" for word in dict.fromkeys(" ".join(one.split()) for one in words))
    return f"likeness {member.nearest_score:.2f} of 1 to the nearest other matter in it; both say {told}"[:LONGEST_WHY]
