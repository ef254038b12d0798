"""Join matters into lessons: by the rules of ``recurrence``, what people decided, and the ids of the last time."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from forewarned.ledger.actions import record
from forewarned.lessons.meaning.kept import kept_embedder
from forewarned.lessons.models import Grouped, Judgement, Lesson, Matter, Member, Theme
from forewarned.lessons.recurrence import (
    LessonDecision,
    LessonGroup,
    LessonMatter,
    LessonMember,
    LessonName,
)
from forewarned.lessons.recurrence.grouping import group
from forewarned.lessons.recurrence.model import PairModel
from forewarned.lessons.texts import hash_of
from forewarned.reports.models import Duty
from forewarned.settings import settings

NAME, SIZES = ("name", "name_matter", "name_start", "name_end"), ("size", "reports", "organisations")
MOST_THEMES = 4
SHARED_WORDS = 6
LONGEST_WHY = 400
Progress = Callable[[str, int, int], None]


def group_lessons(*, by: str, progress: Progress) -> int:
    """Group all matters again when any changed, or any decision; returns how many lessons there are."""
    matters = _matters()
    decisions = decisions_in_force()
    stored = list(Matter.objects.filter(kind="matter").order_by("id").values_list("id", "key"))
    model = PairModel.load(kept_embedder())
    dated = [[one.key, one.dated] for one in matters]
    source = hash_of([model.found_by, stored, dated, [repr(one) for one in decisions]])
    last = Grouped.objects.order_by("-id").first()
    if last is not None and last.source == source:
        return last.lessons
    found = group(
        matters,
        model,
        decisions,
        previous=_previous(),
        progress=lambda done, of: progress("Joining matters into lessons", done, of),
    )
    with transaction.atomic():
        Member.objects.all().delete()
        _keep(found)
        living = sum(1 for one in found if one.members)
        now = settings().now()
        Grouped.objects.create(source=source, rules=model.found_by, at=now, matters=len(matters), lessons=living)
        body = {"rules": model.found_by, "source": source, "matters": len(matters), "lessons": living}
        record(by=by, action="lessons.grouped", subject="", body=body, at=now)
    return living


def group_again(lessons: Iterable[str], *, matters: Iterable[str] = (), by: str) -> None:
    """Join the matters of these lessons again, alone: what a decision on them changes at once, in the open transaction.

    ``matters``: others that a decision names, which may be in no lesson. A matter that leaves may join others at the
    next reading, when all are joined again.
    """
    rows = list(Lesson.objects.filter(key__in=set(lessons), in_force=True))
    keys = {key for row in rows for key in row.matters} | set(matters)
    known = {row.key for row in rows}
    model = PairModel.load(kept_embedder())
    found = group(
        [one for one in _matters() if one.key in keys],
        model,
        decisions_in_force(),
        previous=[one for one in _previous() if one.id in known],
    )
    Member.objects.filter(matter__key__in=keys).delete()
    _keep(found)
    body = {"rules": model.found_by, "lessons": sorted(known)}
    record(by=by, action="lessons.grouped", subject="", body=body, at=settings().now())


def _matters() -> list[LessonMatter]:
    sent: dict[int, set[str]] = defaultdict(set)
    duties = Duty.objects.filter(known_until=None, organisation__isnull=False)
    for report_id, key, today in duties.values_list("report_id", "organisation__key", "organisation__today__key"):
        sent[report_id].add(today or key)
    rows = Matter.objects.filter(kind="matter").order_by("key")
    columns = ("key", "text", "report_id", "report__key", "report__date_of_report")
    return [
        LessonMatter(key, text, report, day.isoformat() if day else "", frozenset(sent[report_id]))
        for key, text, report_id, report, day in rows.values_list(*columns)
    ]


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
    return [
        LessonGroup(
            id=row.key,
            name=LessonName(row.name_matter, row.name_start, row.name_end, row.name) if row.name_matter else None,
            members=tuple(LessonMember(key, 0.0, "", 0.0, ()) for key in row.matters),
            locked=row.locked,
            came_from=tuple(row.came_from),
            succeeded_by=row.succeeded_by,
        )
        for row in Lesson.objects.order_by("id")
    ]


def _keep(found: Sequence[LessonGroup]) -> None:
    """Write lessons and members anew; a lesson that ended keeps its row, its name and what came of it."""
    ids = dict(Matter.objects.filter(kind="matter").values_list("key", "id"))
    themes = _themes()
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
    texts = dict(Matter.objects.filter(kind="matter").values_list("key", "text"))
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


def _themes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key, code in Theme.objects.order_by("id").values_list("matter__key", "code"):
        found[key].append(code)
    return found


def _why(member: LessonMember, texts: dict[str, str]) -> str:
    """Why a matter belongs: the words of its own that it shares with the member it is most like."""
    if member.by_person:
        return "a person put it here"
    own = texts.get(member.key, "")
    words = [own[start:end] for part in member.shared[:SHARED_WORDS] for start, end in part.earlier[:1]]
    told = ", ".join(f"“{word}”" for word in dict.fromkeys(" ".join(one.split()) for one in words))
    return f"likeness {member.nearest_score:.2f} to its nearest member; both say {told}"[:LONGEST_WHY]
