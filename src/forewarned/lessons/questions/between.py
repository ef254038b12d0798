"""What a family of bodies promised on earlier reports: what counts between two warnings, and what is listed apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from forewarned.lessons.models import Matter, Promise
from forewarned.lessons.promises.values import SAID_DONE
from forewarned.lessons.questions.known import confirmed_promises, known_responses, not_counted, rejected_promises
from forewarned.lessons.questions.matters import numbers_of
from forewarned.lessons.recurrence.again import doubt_of
from forewarned.lessons.recurrence.relation import Promised

KEPT = ("taken", "underway", "planned", "already_done_before_report")
"""What counts as a promise between two warnings: what is only considered does not."""
UNKNOWN = "Who made it is not known."
UNKNOWN_BODY = "Whether it is theirs is not known: its response is of “{}”."


@dataclass(frozen=True, slots=True)
class PromiseBetween:
    """A promise on an earlier report that answers the lesson, who made it, and when it was due or said to be done."""

    key: str
    text: str
    status: str
    due: str
    """The date that its words name."""
    said_on: date | None
    ref: str
    said_on_basis: str = ""
    """``letter``: ``said_on`` is the letter's own day; ``published``: the day by which it was published."""
    due_by: date | None = None
    """The last day by which they say that it is to be done."""
    who: str = ""
    """Who answered: the body's name, else as the letter names them; blank where that is not known."""
    apart: str = ""
    """Why it is listed apart and no death is classed by it, in a sentence; blank where it counts."""


@dataclass(frozen=True, slots=True)
class Between:
    """``counting``: by the key of the matter they answer, what a death may be classed by. ``apart``: keys of the
    promises that answer a matter and class nothing. ``lines``: all of them by their key."""

    counting: Mapping[str, Sequence[Promised]]
    apart: Mapping[str, Sequence[str]]
    lines: Mapping[str, PromiseBetween]


def promises_between(rows: Sequence[Matter], family: Collection[int], as_at: date) -> Between:
    """Promises on the reports of these matters that were known by then, but for what a person said is none.

    Only responses of the bodies in ``family`` (their ids), and those of which it is not known who made them: what
    another body promised on the same report is no promise of theirs.
    """
    known = known_responses(as_at).filter(report_id__in={row.report_id for row in rows})
    known = known.filter(Q(organisation__in=family) | Q(organisation=None))
    made: dict[int, list[Promise]] = defaultdict(list)
    held = Promise.objects.filter(response__in=known, status__in=KEPT).exclude(key__in=rejected_promises())
    for one in held.select_related("response__report", "response__organisation").order_by("response", "position"):
        made[one.response.report_id].append(one)
    confirmed = confirmed_promises()
    lines = {one.key: _line(one, one.key in confirmed) for some in made.values() for one in some}
    numbers = numbers_of(made)
    counting: dict[str, list[Promised]] = defaultdict(list)
    apart: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        for one in made.get(row.report_id, ()):
            if numbers.get(row.key, "") not in one.numbers:
                continue
            if lines[one.key].apart:
                apart[row.key].append(one.key)
            else:
                counting[row.key].append(_promised(one))
    return Between(counting, apart, lines)


def _line(one: Promise, confirmed: bool) -> PromiseBetween:
    response = one.response
    who = response.organisation.name if response.organisation else response.respondent
    unknown = "" if response.organisation else UNKNOWN_BODY.format(who) if who else UNKNOWN
    with_day = one.status == "planned" and one.due_by is not None and one.date_text in one.text
    said = [not_counted(one), unknown, doubt_of(one.score, with_day=with_day, confirmed=confirmed)]
    return PromiseBetween(
        one.key, one.text, one.status, one.due, response.said_on, response.report.ref or response.report.key,
        response.said_on_basis, one.due_by, who, " ".join(filter(None, said)),
    )  # fmt: skip


def _promised(one: Promise) -> Promised:
    said_on = one.response.said_on
    # A day before the letter is when something happened, not a day by which it was promised.
    past = one.due_by is not None and said_on is not None and one.due_by < said_on
    due = "" if past or one.due_by is None else one.due_by.isoformat()
    return Promised(one.key, due, said_on.isoformat() if said_on and one.status in SAID_DONE else "")
