"""Stable ids of lessons over runs, with lineage: an id is never passed to another lesson and never ends silently."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from forewarned.lessons.recurrence.values import LessonGroup, LessonMatter, LessonName


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


@dataclass(frozen=True, slots=True)
class Past:
    """What lessons were before this run. ``previous``: as the last run left them.

    ``restored``: as they were before a decision that is taken back now, also those that it ended; where both speak of a
    matter, this counts. ``taken``: further ids that are or were in use.
    """

    previous: Sequence[LessonGroup] = ()
    restored: Sequence[LessonGroup] = ()
    taken: Collection[str] = ()

    def home(self) -> dict[str, str]:
        """The id of the lesson that each matter was in."""
        return {key: group.id for group in (*self.previous, *self.restored) for key in group.keys}

    def ids(self) -> set[str]:
        """Every id that no other lesson may get."""
        return {group.id for group in (*self.previous, *self.restored)} | set(self.taken)

    def names(self, lesson: str) -> list[LessonName]:
        """The names that a lesson had."""
        return [one.name for one in (*self.restored, *self.previous) if one.id == lesson and one.name is not None]


def inherited(now: Sequence[Sequence[str]], past: Past, held: set[str]) -> dict[int, str]:
    """Which group of today keeps which id; ``held`` are locked.

    One that has not changed keeps its own. Then the greatest overlap comes first; in ties what was in force till now,
    then by id and place.
    """
    living = {frozenset(group.keys): group.id for group in past.previous if group.keys and group.id not in held}
    kept = {at: living[frozenset(keys)] for at, keys in enumerate(now) if frozenset(keys) in living}
    was = {key: lesson for key, lesson in past.home().items() if lesson not in held}
    shared = Counter((was[key], at) for at, keys in enumerate(now) for key in keys if key in was)
    in_force = set(living.values())
    for (lesson, at), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0][0] not in in_force, item[0])):
        if at not in kept and lesson not in kept.values():
            kept[at] = lesson
    return kept


def named(now: Sequence[Sequence[str]], past: Past, held: set[str], oldest: Mapping[int, str]) -> list[str]:
    """An id for every group of today: inherited where it can be, else made from the key of its oldest member."""
    kept = inherited(now, past, held)
    taken = past.ids() | held
    ids = []
    for at in range(len(now)):
        ids.append(kept.get(at) or fresh_id(oldest[at], taken))
        taken.add(ids[-1])
    return ids


def origins(keys: Sequence[str], own: str, past: Past) -> tuple[str, ...]:
    """Ids that members came from: at this run, and as recorded for this lesson before.

    A lesson that is again exactly what it was before a decision has the lineage of then: the decision was taken back.
    """
    for group in past.restored:
        if group.id == own and set(group.keys) == set(keys):
            return group.came_from
    home = past.home()
    came = {home[key] for key in keys if key in home} - {own}
    before = {group.id: group.came_from for group in (*past.restored, *past.previous)}
    return tuple(sorted(came | set(before.get(own, ()))))


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
