"""The room's Django app."""

from __future__ import annotations

from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "forewarned.lessons"
    label = "lessons"
    export = "forewarned.lessons.questions.exporting.PART"
    """What this room adds to an export (reports/questions/export_parts.py)."""
