"""Stable ids of lessons over runs, with lineage: an id is never passed to another lesson and never ends silently."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from forewarned.lessons.recurrence.values import LessonGroup, LessonMatter


def by_age(matter: LessonMatter) -> tuple[str, str]:
    """Sort key: oldest report first, undated last, then by key."""
    return (matter.dated or "9999", matter.key)


def fresh_id(anchor: str, taken: set[str]) -> str:
    """An id from the key of the oldest member; another from the same key when that one is or was in use."""
    number = 0
    while True:
        digest = hashlib.sha256(f"{anchor}\n{number}".encode()).hexdigest()
        if (made := f"L-{digest[:10]}") not in taken:
            return made
        number += 1


def inherited(now: Sequence[Sequence[str]], previous: Sequence[LessonGroup], held: set[str]) -> dict[int, str]:
    """Which group of today keeps which id: the greatest overlap first, ties by id and place; ``held`` are locked."""
    was = {key: group.id for group in previous if group.id not in held for key in group.keys}
    shared = Counter((was[key], at) for at, keys in enumerate(now) for key in keys if key in was)
    kept: dict[int, str] = {}
    for (lesson, at), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if at not in kept and lesson not in kept.values():
            kept[at] = lesson
    return kept


def named(
    now: Sequence[Sequence[str]], previous: Sequence[LessonGroup], held: set[str], oldest: Mapping[int, str]
) -> list[str]:
    """An id for every group of today: inherited where it can be, else made from the key of its oldest member."""
    kept = inherited(now, previous, held)
    taken = {group.id for group in previous} | held
    ids = []
    for at in range(len(now)):
        ids.append(kept.get(at) or fresh_id(oldest[at], taken))
        taken.add(ids[-1])
    return ids


def origins(keys: Sequence[str], own: str, previous: Sequence[LessonGroup]) -> tuple[str, ...]:
    """Ids that members came from: at this run, and as recorded for this lesson before."""
    before = {group.id: group for group in previous}
    came = {group.id for group in previous if set(group.keys) & set(keys)} - {own}
    return tuple(sorted(came | set(before[own].came_from if own in before else ())))


def ended(previous: Sequence[LessonGroup], now: Mapping[str, Sequence[str]]) -> list[LessonGroup]:
    """Lessons of before that are no more, each with the lesson that holds most of its members now."""
    home = {key: lesson for lesson, keys in sorted(now.items()) for key in keys}
    found = []
    for group in previous:
        if group.id in now:
            continue
        count = Counter(home[key] for key in group.keys if key in home)
        most = min(count, key=lambda lesson: (-count[lesson], lesson)) if count else group.succeeded_by
        found.append(LessonGroup(group.id, group.name, (), came_from=group.came_from, succeeded_by=most))
    return sorted(found, key=lambda group: group.id)
