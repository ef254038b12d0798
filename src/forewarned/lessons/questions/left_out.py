"""Matters that a response leaves out: on which no words were found in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from forewarned.lessons.models import TextRead
from forewarned.lessons.questions.known import other_report


@dataclass(frozen=True, slots=True)
class LeftOutLine:
    """One response and the matters of its report, by name, on which nothing was found in it."""

    who: str
    report: str
    ref: str
    response_url: str
    matters: tuple[str, ...]


def left_out(responses: QuerySet[TextRead]) -> tuple[LeftOutLine, ...]:
    """Of these responses, those that leave matters out. Blank ``who``: who answered is not known.

    One that may answer another report leaves none of this one's out: it was not written on them.
    """
    rows = responses.exclude(unanswered=[]).select_related("organisation", "report").order_by("report__ref", "id")
    return tuple(
        LeftOutLine(
            row.organisation.name if row.organisation else row.respondent,
            row.report.key,
            row.report.ref,
            row.url,
            tuple(str(name) for name in row.unanswered),
        )
        for row in rows
        if not other_report(row)
    )
