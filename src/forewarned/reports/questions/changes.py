"""What changed since a day: a list, so that any figure shown before can be understood (house rule 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Min

from forewarned.organisations.models import Decision, Merger
from forewarned.reports.addresses import report_key
from forewarned.reports.models import Document, Duty, Import, Report
from forewarned.reports.questions.duties import UNANSWERED, load_duties
from forewarned.reports.questions.remembered import cited_now, remembered
from forewarned.reports.questions.result import Cited, between, day
from forewarned.reports.questions.worklist import duties_in_short

RESPONSES = ("response", "both")
"""Kinds of document that hold a response (``duties.documents.Kind``)."""


class What(StrEnum):
    """What sort of change it is."""

    PUBLISHED = "report published"
    LEARNT = "report learnt of"
    RESPONSE = "response first seen"
    ADDRESSEES = "addressees changed"
    PAST_DUE = "newly past due"
    DECISION = "name decided"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed: the day, what, in words, and the report or import it is about."""

    on: date
    what: What
    said: str
    ref: str = ""
    report: str = ""
    """The report's key; blank when it is about none."""
    import_id: int | None = None

    def row(self) -> dict[str, Any]:
        return {"on": self.on, "what": self.what.value, "said": self.said, "ref": self.ref, "report": self.report}


@dataclass(frozen=True, slots=True)
class ChangesAnswer:
    """Everything that changed from ``since`` to ``as_at``, both days included, newest first."""

    since: date
    as_at: date
    changes: tuple[Change, ...]
    cited: Cited

    def counts(self) -> dict[What, int]:
        """How many of each sort; a sort without any is 0."""
        found = dict.fromkeys(What, 0)
        for one in self.changes:
            found[one.what] += 1
        return found

    def rows(self) -> list[dict[str, Any]]:
        return [one.row() for one in self.changes]

    def sentence(self) -> str:
        said = [f"{count:,} {_COUNTED[what][count != 1]}" for what, count in self.counts().items() if count]
        told = ", ".join(said) or "nothing changed"
        return f"From {day(self.since)} to {day(self.as_at)}: {told}. {self.cited.sentence()}"


_COUNTED = {
    What.PUBLISHED: ("report published", "reports published"),
    What.LEARNT: ("older report learnt of", "older reports learnt of"),
    What.RESPONSE: ("response first seen", "responses first seen"),
    What.ADDRESSEES: ("list of addressees changed", "lists of addressees changed"),
    What.PAST_DUE: (
        "duty newly past due with no response published",
        "duties newly past due with no response published",
    ),
    What.DECISION: ("decision on a name", "decisions on names"),
    What.IMPORT: ("import", "imports"),
}


def changes_since(since: date, as_at: date) -> ChangesAnswer:
    """What changed from ``since`` to ``as_at``, both included: in the world, and in what this register knows of it.

    A report published before ``since`` and imported after it is *learnt of*: both times are kept apart.
    """
    return remembered(("changes", since, as_at), lambda: _changes(since, as_at))


def _changes(since: date, as_at: date) -> ChangesAnswer:
    window = (since, as_at)
    found = [
        *_published(window),
        *_learnt(window),
        *_responses(window),
        *_addressees(window),
        *_past_due(window),
        *_decisions(window),
        *_imports(window),
    ]
    order = {what: number for number, what in enumerate(What)}
    found.sort(key=lambda one: (-one.on.toordinal(), order[one.what], one.ref, one.said))
    return ChangesAnswer(since, as_at, tuple(found), cited_now(as_at))


Window = tuple[date, date]


def _published(window: Window) -> list[Change]:
    rows = Report.objects.filter(published_on__range=window)
    return [
        Change(on, What.PUBLISHED, f"{_dated(made)}, {area or 'area not known'}", ref, key)
        for on, made, area, ref, key in rows.values_list("published_on", "date_of_report", "coroner_area", "ref", "key")
        if on
    ]


def _dated(made: date | None) -> str:
    return f"Report dated {day(made)}" if made else "Report without a date"


def _learnt(window: Window) -> list[Change]:
    """Published before the window, first imported in it. The first import of all is no news, it is the start."""
    first = Import.objects.filter(status=Import.Status.DONE).order_by("id").values_list("at", flat=True).first()
    if first is None or first.date() >= window[0]:
        return []
    rows = (
        Report.objects.filter(published_on__lt=window[0])
        .annotate(learnt=Min("readings__imported__at"))
        .filter(learnt__date__range=window)
    )
    return [
        Change(at.date(), What.LEARNT, f"Report published {day(on)}, first imported now", ref, key)
        for at, on, ref, key in rows.values_list("learnt", "published_on", "ref", "key")
    ]


def _responses(window: Window) -> list[Change]:
    rows = Document.objects.filter(kind__in=RESPONSES, seen_by__range=window).select_related("report")
    return [
        Change(
            one.seen_by,
            What.RESPONSE,
            f"{one.respondent or 'A response'}: first seen {between(one.seen_from, one.seen_by)}",
            one.report.ref,
            one.report.key,
        )
        for one in rows
        if one.seen_by
    ]


def _addressees(window: Window) -> list[Change]:
    """Versions of an addressee list that ended in the window, once a report and day."""
    rows = Duty.objects.filter(known_until__range=window).values_list("known_until", "report__ref", "report__key")
    said = "The list of those it was sent to was changed or corrected"
    return [Change(on, What.ADDRESSEES, said, ref, key) for on, ref, key in rows.distinct() if on]


def _past_due(window: Window) -> list[Change]:
    """Duties whose last day fell in the window and that have no response published at its end."""
    since, as_at = window
    ids = [
        one.duty_id
        for one in duties_in_short(as_at)
        if one.due_on and since <= one.due_on < as_at and one.state.state in UNANSWERED
    ]
    lines = [
        line
        for start in range(0, len(ids), 500)
        for line in load_duties(Duty.objects.filter(id__in=ids[start : start + 500]), as_at=as_at)
    ]
    return [
        Change(
            line.due.on,
            What.PAST_DUE,
            f"{line.organisation or line.addressee}: response was due, none published",
            line.ref,
            report_key(line.report_url),
        )
        for line in lines
        if line.due.on
    ]


def _decisions(window: Window) -> list[Change]:
    found = [
        Change(at.date(), What.DECISION, f"“{name}” decided by {by}")
        for name, by, at in Decision.objects.filter(at__date__range=window).values_list("as_written", "by", "at")
    ]
    found += [
        Change(at.date(), What.DECISION, f"Decision on “{name}” undone by {by}")
        for name, by, at in Decision.objects.filter(undone_at__date__range=window).values_list(
            "as_written", "undone_by", "undone_at"
        )
        if at
    ]
    rows = Merger.objects.filter(at__date__range=window).values_list("from_key", "into_key", "by", "at")
    return found + [Change(at.date(), What.DECISION, f"{one} merged into {two} by {by}") for one, two, by, at in rows]


def _imports(window: Window) -> list[Change]:
    rows = Import.objects.filter(at__date__range=window)
    return [
        Change(
            row.at.date(),
            What.IMPORT,
            f"{row.name}: {row.new:,} new, {row.changed:,} changed" if row.status == "done" else f"{row.name}: refused",
            import_id=row.id,
        )
        for row in rows
    ]
