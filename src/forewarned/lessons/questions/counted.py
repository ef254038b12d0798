"""What of each lesson was public by a day: its matters, their reports, and the bodies that those were sent to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from forewarned.lessons.models import Member
from forewarned.reports.models import Duty


@dataclass(slots=True)
class Counted:
    """Of one lesson: how many matters, and the ids of reports and keys of bodies (as they are today)."""

    matters: int = 0
    reports: set[int] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)


def counted(as_at: date) -> dict[int, Counted]:
    """By the id of each lesson in force that has a matter in a report public by ``as_at``."""
    found: dict[int, Counted] = defaultdict(Counted)
    rows = Member.objects.filter(lesson__in_force=True, matter__report__published_on__lte=as_at)
    for lesson_id, report_id in rows.values_list("lesson_id", "matter__report_id"):
        found[lesson_id].matters += 1
        found[lesson_id].reports.add(report_id)
    sent: dict[int, set[str]] = defaultdict(set)
    duties = Duty.objects.filter(known_until=None, organisation__isnull=False)
    for report_id, key, today in duties.values_list("report_id", "organisation__key", "organisation__today__key"):
        sent[report_id].add(today or key)
    for one in found.values():
        one.bodies = {body for report_id in one.reports for body in sent.get(report_id, ())}
    return dict(found)
