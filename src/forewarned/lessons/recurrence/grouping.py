"""Lessons: matters that share a corrective obligation, joined across reports, with a name, reasons and a stable id."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from forewarned.errors import InputError
from forewarned.lessons.recurrence.clustering import Progress, Scores, Table, clusters
from forewarned.lessons.recurrence.identity import Past, by_age, ended, named, origins
from forewarned.lessons.recurrence.naming import still_names, telling_name
from forewarned.lessons.recurrence.rulings import Rulings
from forewarned.lessons.recurrence.values import (
    LessonDecision,
    LessonGroup,
    LessonMatter,
    LessonMember,
    LessonName,
)

GROUPED_BY = "grouping-2 names-2"
"""Raised, by hand, with any rule here whose answers differ: what was joined by others is joined again."""


def _silent(what: str, done: int, total: int) -> None: ...


def group(
    matters: Iterable[LessonMatter],
    model: Scores,
    decisions: Sequence[LessonDecision] = (),
    *,
    previous: Sequence[LessonGroup] = (),
    restored: Sequence[LessonGroup] = (),
    taken: Collection[str] = (),
    progress: Progress = _silent,
) -> tuple[LessonGroup, ...]:
    """Join matters into lessons: living ones first, by their oldest member, then those that ended since ``previous``.

    ``previous`` is what the last run returned; with it ids and names persist, and one that ends names its successor.
    ``restored``: what lessons were before a decision that is taken back, so that they get their ids again; ``taken``:
    ids of lessons that are in neither and that no other may get.
    A locked lesson is exactly what was locked. The order of ``matters`` makes no difference. ``progress`` is called
    with what is being done, how much of it is done and of how much. A matter alone makes no lesson.
    """
    ordered = sorted(matters, key=by_age)
    by_key = {matter.key: matter for matter in ordered}
    if len(by_key) != len(ordered):
        raise InputError("Two matters have one key.", next_step="Give every matter a key of its own")
    rulings = Rulings(decisions, by_key)
    place = {matter.key: at for at, matter in enumerate(ordered)}
    fixed = {key for keys in rulings.locks.values() for key in keys}
    free = [at for at, matter in enumerate(ordered) if matter.key not in fixed]
    table = Table(ordered, model)
    found = clusters(table, free, rulings, progress)
    keys = [tuple(ordered[at].key for at in places) for places in found]
    past = Past(previous, restored, taken)
    ids = named(keys, past, set(rulings.locks), {at: names[0] for at, names in enumerate(keys)})
    places = dict(zip(ids, found, strict=True))
    places |= {lesson: sorted(place[key] for key in held) for lesson, held in rulings.locks.items() if held}
    made = [_lesson(lesson, at, table, rulings, past) for lesson, at in places.items()]
    living = sorted(made, key=lambda lesson: (by_age(by_key[lesson.keys[0]]), lesson.id))
    return (*living, *ended(previous, {lesson.id: lesson.keys for lesson in living}))


def _lesson(lesson: str, places: Sequence[int], table: Table, rulings: Rulings, past: Past) -> LessonGroup:
    matters = [table.matters[at] for at in places]
    keys = tuple(matter.key for matter in matters)
    by_hand = {key for together in rulings.together if set(together) <= set(keys) for key in together}
    if lesson in rulings.locks:
        by_hand = set(keys)
    members = tuple(_member(at, places, table, table.matters[at].key in by_hand) for at in places)
    return LessonGroup(
        lesson,
        _name(lesson, members, places, table, rulings, past),
        members,
        tuple(sorted({body for matter in matters for body in matter.organisations})),
        tuple(dict.fromkeys(matter.report for matter in matters)),
        lesson in rulings.locks,
        origins(keys, lesson, past),
    )


def _member(place: int, places: Sequence[int], table: Table, by_person: bool) -> LessonMember:
    key = table.matters[place].key
    others = [at for at in places if at != place]
    if not others:
        return LessonMember(key, 0.0, "", 0.0, (), by_person)
    nearest = min(others, key=lambda at: (-table.score(place, at), at))
    shared = table.model.explain(table.side(place), table.side(nearest)).parts
    mean, best = round(table.mean(place, others), 4), round(table.score(place, nearest), 4)
    return LessonMember(key, mean, table.matters[nearest].key, best, shared, by_person)


def _name(
    lesson: str,
    members: Sequence[LessonMember],
    places: Sequence[int],
    table: Table,
    rulings: Rulings,
    past: Past,
) -> LessonName:
    """What a person chose, else the name it had, while its matter is a member; else a sentence of a member."""
    texts = {table.matters[at].key: table.matters[at].text for at in places}
    if (chosen := rulings.names.get(lesson)) is not None and chosen.key in texts:
        return chosen
    for name in past.names(lesson):
        if name.key in texts and still_names(name, texts[name.key]):
            return name
    ordered = sorted(range(len(members)), key=lambda number: (-members[number].score, number))
    readings = [table.model.reading(table.side(places[number])) for number in ordered]
    return telling_name([(members[number].key, reading) for number, reading in zip(ordered, readings, strict=True)])
