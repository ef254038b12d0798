"""Lessons most like one, by the model's score: what a person may say is the same. Names are alike for other reasons."""

from __future__ import annotations

from collections import defaultdict

from forewarned.lessons.actions.grouping import decisions_in_force
from forewarned.lessons.models import Lesson, Member
from forewarned.lessons.questions.grouped import LessonLine, lesson_lines
from forewarned.lessons.questions.possible import model_in_turn, rulings_of
from forewarned.lessons.recurrence.offering import likest


def lessons_like(*, lesson: str, most: int) -> tuple[tuple[LessonLine, float], ...]:
    """Other lessons in force, the likeliest to be the same first, each with the best score of a matter of both.

    Left out: what is locked, and what a person said is not the same.
    """
    rows = {row.key: row for row in Lesson.objects.filter(in_force=True).order_by("key")}
    own = rows.pop(lesson, None)
    if own is None:
        return ()
    rulings = rulings_of(decisions_in_force())
    rows = {key: row for key, row in rows.items() if not row.locked and not rulings.apart(own.matters, row.matters)}
    texts: dict[str, list[str]] = defaultdict(list)
    for key, text in Member.objects.order_by("id").values_list("lesson__key", "matter__text"):
        texts[key].append(text)
    with model_in_turn() as model:
        found = likest(texts[lesson], {key: texts[key] for key in rows}, model, most)
    lines = {line.key: line for line in lesson_lines(rows[key] for key, _ in found)}
    return tuple((lines[key], round(score, 3)) for key, score in found)
