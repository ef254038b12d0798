"""Which responses were known on a day, and which promises stand: what the questions on promises share."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from forewarned.lessons.models import Judgement, TextRead


def known_responses(as_at: date) -> QuerySet[TextRead]:
    """Responses to reports public by then, but for those that were written or published later."""
    rows = TextRead.objects.filter(role="response", report__published_on__lte=as_at)
    return rows.filter(Q(said_on=None) | Q(said_on__lte=as_at))


def rejected_promises() -> set[str]:
    """Keys of what a person said is no promise."""
    rows = Judgement.objects.filter(about="promise", verdict="reject", undone_at=None)
    return set(rows.values_list("subject", flat=True))
