"""Recurrence: which matters share a corrective obligation, the lessons they make, and whether it happened again."""

from __future__ import annotations

from forewarned.lessons.recurrence.again import LessonAgain, LessonSpread, Step, again, spread
from forewarned.lessons.recurrence.dates import When, when
from forewarned.lessons.recurrence.grouping import group
from forewarned.lessons.recurrence.model import PairModel, Weights
from forewarned.lessons.recurrence.relation import Promised, Relation, Warned, classify
from forewarned.lessons.recurrence.values import (
    LessonDecision,
    LessonGroup,
    LessonMatter,
    LessonMember,
    LessonName,
    PairReading,
    SharedPart,
    Side,
)

__all__ = [
    "LessonAgain",
    "LessonDecision",
    "LessonGroup",
    "LessonMatter",
    "LessonMember",
    "LessonName",
    "LessonSpread",
    "PairModel",
    "PairReading",
    "Promised",
    "Relation",
    "SharedPart",
    "Side",
    "Step",
    "Warned",
    "Weights",
    "When",
    "again",
    "classify",
    "group",
    "spread",
    "when",
]
