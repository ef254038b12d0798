"""Lessons: matters that share a corrective obligation, joined across reports, with a name, reasons and a stable id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from forewarned.errors import InputError
from forewarned.lessons.recurrence.clustering import Scores, Table, clusters
from forewarned.lessons.recurrence.identity import by_age, ended, named, origins
from forewarned.lessons.recurrence.rulings import Rulings
from forewarned.lessons.recurrence.values import (
    LessonDecision,
    LessonGroup,
    LessonMatter,
    LessonMember,
    LessonName,
    Span,
)

LONGEST_NAME = 110  # characters
_NUMBER = re.compile(r"\s*(?:[•·\-–]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s*", re.IGNORECASE)
_TAIL = re.compile(r"\s*[a-z]{2,3}[.)]\s+")
"""What `sentences_of` takes for a list's label and may be the end of a sentence: "… was carried out. The entries …"."""
_WORD = re.compile(r"\w")


def _silent(done: int, total: int) -> None: ...


def group(
    matters: Iterable[LessonMatter],
    model: Scores,
    decisions: Sequence[LessonDecision] = (),
    *,
    previous: Sequence[LessonGroup] = (),
    progress: Callable[[int, int], None] = _silent,
) -> tuple[LessonGroup, ...]:
    """Join matters into lessons: living ones first, by their oldest member, then those that ended since ``previous``.

    ``previous`` is what the last run returned; with it ids and names persist, and one that ends names its successor.
    A locked lesson is exactly what was locked. The order of ``matters`` makes no difference. ``progress`` is called
    with pairs scored and pairs to score. A matter alone makes no lesson.
    """
    ordered = sorted(matters, key=by_age)
    by_key = {matter.key: matter for matter in ordered}
    if len(by_key) != len(ordered):
        raise InputError("Two matters have one key.", next_step="Give every matter a key of its own.")
    rulings = Rulings(decisions, by_key)
    place = {matter.key: at for at, matter in enumerate(ordered)}
    fixed = {key for keys in rulings.locks.values() for key in keys}
    free = [at for at, matter in enumerate(ordered) if matter.key not in fixed]
    table = Table(ordered, model)
    found = clusters(table, free, rulings, progress)
    keys = [tuple(ordered[at].key for at in places) for places in found]
    ids = named(keys, previous, set(rulings.locks), {at: names[0] for at, names in enumerate(keys)})
    places = dict(zip(ids, found, strict=True))
    places |= {lesson: sorted(place[key] for key in held) for lesson, held in rulings.locks.items() if held}
    made = [_lesson(lesson, at, table, rulings, previous) for lesson, at in places.items()]
    living = sorted(made, key=lambda lesson: (by_age(by_key[lesson.keys[0]]), lesson.id))
    return (*living, *ended(previous, {lesson.id: lesson.keys for lesson in living}))


def _lesson(
    lesson: str, places: Sequence[int], table: Table, rulings: Rulings, previous: Sequence[LessonGroup]
) -> LessonGroup:
    matters = [table.matters[at] for at in places]
    keys = tuple(matter.key for matter in matters)
    by_hand = {key for together in rulings.together if set(together) <= set(keys) for key in together}
    if lesson in rulings.locks:
        by_hand = set(keys)
    members = tuple(_member(at, places, table, table.matters[at].key in by_hand) for at in places)
    return LessonGroup(
        lesson,
        _name(lesson, members, places, table, rulings, previous),
        members,
        tuple(sorted({body for matter in matters for body in matter.organisations})),
        tuple(dict.fromkeys(matter.report for matter in matters)),
        lesson in rulings.locks,
        origins(keys, lesson, previous),
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
    previous: Sequence[LessonGroup],
) -> LessonName:
    """What a person chose; else the name it had, while its matter is a member; else words of the central matter."""
    texts = {table.matters[at].key: table.matters[at].text for at in places}
    if (chosen := rulings.names.get(lesson)) is not None:
        return chosen
    for before in previous:
        name = before.name if before.id == lesson else None
        if name and texts.get(name.key, "")[name.start : name.end] == name.text:
            return name
    at = max(range(len(members)), key=lambda number: (members[number].score, -number))
    return central_phrase(places[at], places, table)


def central_phrase(place: int, places: Sequence[int], table: Table) -> LessonName:
    """The sentence of the matter that holds most of what the members share, cut at a word when it is long."""
    reading = table.model.reading(table.side(place))
    others = [table.model.reading(table.side(at)).vector for at in places if at != place]
    worth = {stem: sum(stem in vector for vector in others) * weight for stem, weight in reading.vector.items()}

    def held(span: Span) -> float:
        inside = {word.stem for word in reading.words if span[0] <= word.start < span[1]}
        return sum(worth[stem] for stem in inside)

    best = max(reading.spans, key=lambda span: (held(span), -span[0]))
    start, end = _trimmed(reading.text, *best)
    marks = sorted({word.start for word in reading.words if start <= word.start < end and worth[word.stem] > 0})
    if end - start > LONGEST_NAME and marks:
        start, end = _window(reading.text, start, end, marks)
    return LessonName(table.matters[place].key, start, end, reading.text[start:end])


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without the point's number, the last word of a sentence before, space and closing stops."""
    if start and (tail := _TAIL.match(text, start, end)) and tail.end() < end:
        start = tail.end()
    if (number := _NUMBER.match(text, start, end)) and number.end() < end:
        start = number.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".;:,"):
        end -= 1
    return start, end


def _window(text: str, start: int, end: int, marks: Sequence[int]) -> Span:
    """At most ``LONGEST_NAME`` characters from a word's start to a word's end, over as many marks as can be."""
    first = max(marks, key=lambda mark: (sum(mark <= other < mark + LONGEST_NAME - 15 for other in marks), -mark))
    if first - start < LONGEST_NAME // 3:
        first = start
    stop = min(end, first + LONGEST_NAME)
    while stop < end and stop > first + 20 and not (text[stop].isspace() and _WORD.match(text[stop - 1])):
        stop -= 1
    return _trimmed(text, first, stop)
