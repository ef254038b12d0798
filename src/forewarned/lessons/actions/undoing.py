"""Take back any decision of this room by its number."""

from __future__ import annotations

from forewarned.lessons.actions.judging import undo_judgement
from forewarned.lessons.actions.lessons import undo_lesson_decision
from forewarned.lessons.models import Judgement


def undo_any(*, judgement: int, by: str) -> None:
    """Take back a decision on a theme, a matter, a promise or a lesson. Raises NotFoundError when none is in force."""
    if Judgement.objects.filter(pk=judgement, about="lesson").exists():
        undo_lesson_decision(judgement=judgement, by=by)
    else:
        undo_judgement(judgement=judgement, by=by)
