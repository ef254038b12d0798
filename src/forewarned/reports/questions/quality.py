"""What is missing or doubtful in the register: counted, listed, never mended silently."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from forewarned.errors import NotFoundError
from forewarned.reports.addresses import report_key
from forewarned.reports.duties.events import Change, recorrection_days
from forewarned.reports.models import Answer, Document, Duty, Reading, Report
from forewarned.reports.questions.changes import RESPONSES
from forewarned.reports.questions.duties import known_at
from forewarned.reports.questions.missing import ask_missing
from forewarned.reports.questions.remembered import cited_now, remembered
from forewarned.reports.questions.result import Cited, day
from forewarned.reports.questions.review import names_to_review

FIELDS = {
    "ref": "Reference", "deceased_name": "Name of the person who died", "age": "Age", "sex": "Sex",
    "date_of_death": "Date of death", "coroner_name": "Coroner", "coroner_area": "Area", "categories": "Category",
}  # fmt: skip
"""Fields of a report that may be blank, with what they are called on screens."""
FAR_OFF = 14
"""Days by which a printed due date differs from 56 days before it is worth a look (domain note: 15 % differ by more
than 2)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: the report it is about, and what is doubtful, in words."""

    report: str
    ref: str
    said: str
    on: date | None = None

    def row(self) -> dict[str, Any]:
        return {"report": self.report, "ref": self.ref, "what": self.said, "on": self.on}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One kind of thing missing or doubtful. ``note``: what it means, and what can be done."""

    what: str
    title: str
    note: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class YearOfBlanks:
    """The reports of one year (``None``: no date), and how many leave each field blank."""

    year: int | None
    reports: int
    blank: dict[str, int]


@dataclass(frozen=True, slots=True)
class QualityAnswer:
    """The state of the data as at a day."""

    as_at: date
    reports: int
    blanks: tuple[YearOfBlanks, ...]
    doubts: tuple[Doubt, ...]
    names_to_review: int
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [
            {"what": one.title, "year": "", "count": len(one.items), "of": self.reports} for one in self.doubts
        ]
        return found + [
            {"what": f"blank: {FIELDS[name]}", "year": year.year or "not known", "count": count, "of": year.reports}
            for year in self.blanks
            for name, count in year.blank.items()
        ]

    def sentence(self) -> str:
        undated = next((len(one.items) for one in self.doubts if one.what == "undated"), 0)
        deaths = sum(year.blank["date_of_death"] for year in self.blanks)
        return (
            f"As at {day(self.as_at)} the register holds {self.reports:,} reports. {undated:,} have no date; the date "
            f"of death is not known for {deaths:,}; {self.names_to_review:,} names wait for review. "
            f"{self.cited.sentence()}"
        )


def ask_quality(*, as_at: date) -> QualityAnswer:
    """What is missing or doubtful in the reports public on ``as_at``; remembered until the register changes."""
    return remembered(("quality", as_at), lambda: _quality(as_at))


def ask_doubt(what: str, *, as_at: date) -> tuple[Doubt, QualityAnswer]:
    """One list of ``ask_quality``. Raises NotFoundError when there is none of this name."""
    answer = ask_quality(as_at=as_at)
    for one in answer.doubts:
        if one.what == what:
            return one, answer
    raise NotFoundError("There is no list of this name", where=what, next_step="see the page on data quality")


def _quality(as_at: date) -> QualityAnswer:
    known = Report.objects.filter(published_on__lte=as_at)
    return QualityAnswer(
        as_at=as_at,
        reports=known.count(),
        blanks=tuple(_blanks(known)),
        doubts=tuple(
            Doubt(what, title, note, tuple(sorted(find(as_at), key=lambda one: (one.ref, one.report, one.said))))
            for what, title, note, find in _DOUBTS
        ),
        names_to_review=len(names_to_review()),
        cited=cited_now(as_at),
    )


def _blanks(known: QuerySet[Report]) -> Iterator[YearOfBlanks]:
    by_year: dict[int | None, list[tuple[Any, ...]]] = defaultdict(list)
    for made, *values in known.values_list("date_of_report", *FIELDS):
        by_year[made.year if made else None].append(tuple(values))
    for year in sorted(by_year, key=lambda one: (one is None, -(one or 0))):
        rows = by_year[year]
        counts = {name: sum(1 for row in rows if not row[place]) for place, name in enumerate(FIELDS)}
        yield YearOfBlanks(year, len(rows), counts)


def _undated(as_at: date) -> Iterator[Item]:
    rows = Report.objects.filter(published_on__lte=as_at, date_of_report=None)
    for key, ref in rows.values_list("key", "ref"):
        yield Item(key, ref, "no date of report, so no due date")


def _after_added(as_at: date) -> Iterator[Item]:
    rows = Reading.objects.filter(retired_by=None, event="state", report__published_on__lte=as_at)
    seen = set()
    for key, ref, made, added in rows.values_list(
        "report__key", "report__ref", "report__date_of_report", "values__date_added"
    ):
        if made and isinstance(added, str) and date.fromisoformat(added) < made and key not in seen:
            seen.add(key)
            yield Item(key, ref, f"dated {day(made)}, added {day(date.fromisoformat(added))}", made)


def _death_after(as_at: date) -> Iterator[Item]:
    rows = Report.objects.filter(published_on__lte=as_at, date_of_death__isnull=False, date_of_report__isnull=False)
    for key, ref, died, made in rows.values_list("key", "ref", "date_of_death", "date_of_report"):
        if died and made and died > made:
            yield Item(key, ref, f"death {day(died)}, report {day(made)}", made)


def _not_come(as_at: date) -> Iterator[Item]:
    rows = Report.objects.filter(published_on__lte=as_at, date_of_report__gt=as_at)
    for key, ref, made in rows.values_list("key", "ref", "date_of_report"):
        yield Item(key, ref, f"dated {day(made)}, which had not come yet", made)


def _due_doubtful(as_at: date) -> Iterator[Item]:
    rows = Duty.objects.filter(known_at(as_at), due_basis__in=("printed", "extended"))
    seen = set()
    for key, ref, on, notes in rows.values_list("report__key", "report__ref", "due_on", "due_notes"):
        off = notes.get("differs_by_days")
        why = notes.get("doubt") or (f"{off:+} days from 56 after the report" if off and abs(off) > FAR_OFF else "")
        if why and key not in seen:
            seen.add(key)
            yield Item(key, ref, f"due {day(on)}: {why}", on)


def _no_addressee(as_at: date) -> Iterator[Item]:
    rows = Report.objects.filter(published_on__lte=as_at).filter(~Exists(Duty.objects.filter(report=OuterRef("pk"))))
    for key, ref in rows.values_list("key", "ref"):
        yield Item(key, ref, "no source says who it was sent to")


def _reference_blank(as_at: date) -> Iterator[Item]:
    rows = Report.objects.filter(published_on__lte=as_at, ref="")
    for key, made in rows.values_list("key", "date_of_report"):
        yield Item(key, "", f"no reference; dated {day(made)}", made)


def _reference_shared(as_at: date) -> Iterator[Item]:
    rows = list(Report.objects.filter(published_on__lte=as_at).exclude(ref="").values_list("key", "ref"))
    bearers = Counter(ref for _, ref in rows)
    for key, ref in rows:
        if bearers[ref] > 1:
            yield Item(key, ref, f"one of {bearers[ref]} reports with this reference")


def _reference_mistyped(as_at: date) -> Iterator[Item]:
    for one in ask_missing(as_at=as_at).repaired:
        taken = f"read as {one.ref}" if one.ref else "not settled"
        said = f"written “{one.as_written}”, {taken}: {one.reason}"
        yield Item(report_key(one.url), str(one.ref or ""), said)


def _documents_unknown(as_at: date) -> Iterator[Item]:
    rows = Document.objects.filter(report__published_on__lte=as_at, kind="other")
    for key, ref, name, url in rows.values_list("report__key", "report__ref", "name", "url"):
        yield Item(key, ref, name or url)


def _responses_unmatched(as_at: date) -> Iterator[Item]:
    rows = Document.objects.filter(report__published_on__lte=as_at, kind__in=RESPONSES).filter(
        ~Exists(Answer.objects.filter(document=OuterRef("pk"), matched=True))
    )
    for key, ref, name, respondent in rows.values_list("report__key", "report__ref", "name", "respondent"):
        yield Item(key, ref, f"{name} (from {respondent or 'whom it does not say'})")


def _recorrections(as_at: date) -> Iterator[Item]:
    rows = Reading.objects.filter(retired_by=None, kind="snapshots", observed_on__lte=as_at, report__isnull=False)
    fields = ("report__key", "observed_on", "event", "report__date_of_report")
    found = list(rows.order_by("observed_on", "id").values_list(*fields))
    changes = [Change(key, on, event) for key, on, event, _ in found if key and on]
    made = {key: on for key, _, _, on in found if key}
    for on, one in recorrection_days(changes, made).items():
        yield Item("", "", f"{day(on)}: {one.reason}", on)


Find = Callable[[date], Iterable[Item]]
_DOUBTS: tuple[tuple[str, str, str, Find], ...] = (
    ("undated", "Reports without a date", "No due date can be worked out for them.", _undated),
    ("added-before", "Report dated after it was added", "Day and month may be swapped. Kept as written.", _after_added),
    ("death-after", "Death dated after the report", "One of the two dates is wrong. Kept as written.", _death_after),
    ("not-come", "Report dated in the future", "A slip of the pen, or swapped day and month.", _not_come),
    ("due-doubtful", "Printed due dates that look wrong",
     f"Before the report, or more than {FAR_OFF} days from the usual 56. The printed date is kept.", _due_doubtful),
    ("no-addressee", "Reports with no addressee", "No duty can be shown for them.", _no_addressee),
    ("ref-blank", "Reports without a reference", "They are told apart by their page address.", _reference_blank),
    ("ref-shared", "Reports that share a reference", "Each page is a report of its own.", _reference_shared),
    ("ref-mistyped", "References typed in another form", "Read as shown where that is safe.", _reference_mistyped),
    ("documents-unknown", "Documents of unknown kind",
     "Their names do not say whether they are a report, a response or something else.", _documents_unknown),
    ("responses-unmatched", "Responses that match nobody",
     "Published responses that no addressee was found for. Each may answer any duty of its report.",
     _responses_unmatched),
    ("recorrections", "Days the register itself was corrected",
     "What changed on these days is not counted as an event of that day.", _recorrections),
)  # fmt: skip
