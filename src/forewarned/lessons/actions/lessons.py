"""People's decisions on lessons: merge, split, take a matter out, lock, rename; each undone as it was made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from django.db import transaction

from forewarned.errors import InputError, NotFoundError
from forewarned.lessons.actions.grouping import as_they_are, group_again, hear
from forewarned.lessons.actions.judging import keep, undo
from forewarned.lessons.models import Judgement, Lesson, Matter
from forewarned.store.engines import engine


def merge_lessons(*, lesson: str, others: Sequence[str], reason: str = "", by: str) -> int:
    """Say that lessons are one: their matters stay together from now on. Returns the judgement's id."""
    one = _lesson(lesson)
    joined = [key for other in others for key in _lesson(other).matters]
    if not joined or lesson in others:
        raise InputError("A lesson is merged with one or more others", next_step="name at least one other lesson")
    return _decide(lesson, "merge", {"matters": one.matters, "others": joined}, reason, by)


def join_matters(*, matters: Sequence[str], reason: str = "", by: str) -> int:
    """Say that matters share a lesson, whether or not they are in one. A lesson that holds one of them comes along.

    Returns the judgement's id. Raises NotFoundError for no such matter, InputError for fewer than two, or for a matter
    of a lesson that is locked.
    """
    named = _named(matters)
    return _decide(named[0], "merge", {"matters": named, "others": _along(named)}, reason, by)


def part_matters(*, matters: Sequence[str], others: Sequence[str], reason: str = "", by: str) -> int:
    """Say that matters do not share a lesson with others: they are not joined by themselves, nor offered again."""
    here, there = list(dict.fromkeys(matters)), list(dict.fromkeys(others))
    if not here or not there or set(here) & set(there):
        raise InputError("Name matters, and others that they are kept apart from", next_step="name each matter once")
    _named([*here, *there])
    return _decide(here[0], "split", {"matters": here, "others": there}, reason, by)


def _named(keys: Sequence[str]) -> list[str]:
    """These matters, each once, at least two; they must be there."""
    keys = list(dict.fromkeys(keys))
    there = set(Matter.objects.filter(key__in=keys, kind="matter").values_list("key", flat=True))
    if lost := [key for key in keys if key not in there]:
        raise NotFoundError("No matter has this key", where=lost[0][:80], next_step="find it with `forewarned search`")
    if len(keys) < 2:
        raise InputError("Two matters or more are needed", next_step="name the matters that are one lesson")
    return keys


def _along(keys: Sequence[str]) -> list[str]:
    """The other matters of the lessons that hold these, which a decision to join brings along."""
    found: list[str] = []
    for row in Lesson.objects.filter(in_force=True, members__matter__key__in=keys).distinct().order_by("key"):
        if row.locked:
            raise InputError(
                "A matter of a locked lesson cannot be joined with others",
                where=row.key,
                next_step="unlock the lesson first",
            )
        found += [key for key in row.matters if key not in keys]
    return found


def split_lesson(*, lesson: str, matters: Sequence[str], reason: str = "", by: str) -> int:
    """Say that some matters of a lesson are another lesson: none of them is joined with the rest again."""
    inside, rest = _parted(_lesson(lesson), matters)
    return _decide(lesson, "split", {"matters": inside, "others": rest}, reason, by)


def remove_matter(*, lesson: str, matter: str, reason: str = "", by: str) -> int:
    """Say that one matter does not belong to a lesson: it stays apart from the members left."""
    inside, rest = _parted(_lesson(lesson), [matter])
    return _decide(lesson, "remove", {"matters": inside, "others": rest}, reason, by)


def lock_lesson(*, lesson: str, reason: str = "", by: str) -> int:
    """Say that a lesson is exactly what it is now: no run changes it until it is unlocked."""
    return _decide(lesson, "lock", {"matters": _lesson(lesson).matters}, reason, by)


def unlock_lesson(*, lesson: str, reason: str = "", by: str) -> int:
    """Lift the lock of a lesson."""
    if not _lesson(lesson).locked:
        raise InputError("This lesson is not locked", where=lesson)
    return _decide(lesson, "unlock", {}, reason, by)


def rename_lesson(*, lesson: str, matter: str, words: str, reason: str = "", by: str) -> int:
    """Name a lesson by words of one of its matters, as they stand there. Raises InputError for other words."""
    row = _lesson(lesson)
    text = Matter.objects.filter(key=matter).values_list("text", flat=True).first() or ""
    start = text.find(words.strip())
    if matter not in row.matters or not words.strip() or start < 0:
        raise InputError(
            "A lesson is named by words that stand in one of its matters",
            where=matter,
            next_step="copy the words from the matter as they stand",
        )
    value = {"matters": [matter], "start": start, "end": start + len(words.strip())}
    return _decide(lesson, "rename", value, reason, by)


def undo_lesson_decision(*, judgement: int, by: str) -> None:
    """Take back a decision on a lesson; those it names are joined again without it, under the keys that they had."""
    row = _in_force(judgement)
    held = json.loads(row.detail)
    before = held.get("before", {})
    model = hear(_holding(held, row.subject) | before.keys(), matters=_matters_of(held))
    with engine().one_import_at_a_time(), transaction.atomic():
        undo(_in_force(judgement), by)  # asked again: somebody may have taken it back while the model was loaded
        touched = _holding(held, row.subject) | before.keys()
        group_again(touched, matters=_matters_of(held), before=before, model=model, by=by)


def _in_force(judgement: int) -> Judgement:
    row = Judgement.objects.filter(pk=judgement, about="lesson", undone_at=None).first()
    if row is None:
        raise NotFoundError("No decision of this number on a lesson is in force", where=str(judgement))
    return row


def _decide(lesson: str, verdict: str, value: dict[str, object], reason: str, by: str) -> int:
    model = hear(_holding(value, lesson), matters=_matters_of(value))
    with engine().one_import_at_a_time(), transaction.atomic():
        times = Judgement.objects.filter(about="lesson", subject=lesson).count()
        touched = _holding(value, lesson)
        detail = json.dumps(value | {"before": as_they_are(touched)}, sort_keys=True)
        made = keep("lesson", lesson, verdict, str(times), reason, by, detail)
        group_again(touched, matters=_matters_of(value), model=model, by=by)
        return made


def _holding(value: Mapping[str, object], lesson: str) -> set[str]:
    """The lessons in force that hold any of the matters that a decision names, and the one that it is on."""
    named = set(_matters_of(value))
    rows = Lesson.objects.filter(in_force=True).values_list("key", "matters")
    return {lesson} | {key for key, held in rows if named & set(held)}


def _matters_of(value: Mapping[str, object]) -> list[str]:
    """Every matter that a decision names, and that is still there."""
    named = {str(key) for part in ("matters", "others") for key in _list(value.get(part))}
    return sorted(Matter.objects.filter(key__in=named, kind="matter").values_list("key", flat=True))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _parted(row: Lesson, matters: Sequence[str]) -> tuple[list[str], list[str]]:
    inside = [key for key in row.matters if key in matters]
    rest = [key for key in row.matters if key not in matters]
    if len(inside) != len(set(matters)) or not inside or not rest:
        raise InputError(
            "Name some of the lesson's matters, and not all of them",
            where=row.key,
            next_step=f"see `forewarned lessons show {row.key}`",
        )
    return inside, rest


def _lesson(key: str) -> Lesson:
    row = Lesson.objects.filter(key=key, in_force=True).first()
    if row is None:
        raise NotFoundError("No lesson in force has this key", where=key, next_step="see `forewarned lessons list`")
    return row
