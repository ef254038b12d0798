"""One organisation: was it warned, did it answer, and how does that compare with others of its kind?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from forewarned.organisations.models import Organisation as Row
from forewarned.organisations.models import Succession
from forewarned.organisations.questions import family_of, find_organisation
from forewarned.reports.duties.share import Share, Times, days_to_answer, median_bounds, share_on_time
from forewarned.reports.models import Duty, Report
from forewarned.reports.questions.comparison import Comparison, compare_with_kind
from forewarned.reports.questions.duties import DUTY_COLUMNS, DutyLine, known_at, load_duties
from forewarned.reports.questions.result import Cited, cited, day


@dataclass(frozen=True, slots=True)
class Related:
    """A body this one took over from, or that took over from it."""

    name: str
    key: str
    on: date | None
    why: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who it is: over time, under every name it was written by."""

    key: str
    name: str
    kind: str
    services: tuple[str, ...]
    ods: str
    opened: date | None
    closed: date | None
    former_names: tuple[tuple[str, str], ...]
    """Earlier names of the same body with the last day of each (ISO)."""
    today: str
    predecessors: tuple[Related, ...]
    successors: tuple[Related, ...]
    names_written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report to the organisation, and why it is counted as one."""

    ref: str
    report_url: str
    date_of_report: date | None
    date_of_death: date | None
    deceased_name: str
    published_on: date | None
    gone_on: date | None
    categories: tuple[str, ...]
    counted_because: tuple[str, ...]
    duties: tuple[DutyLine, ...]
    co_addressees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """Reports of one year. ``death_dates_known``: of how many the date of death is known.

    Of the duties past due, those with a response surely published and those with one that may be theirs.
    """

    year: int
    reports: int
    death_dates_known: int
    past_due: int
    response_published: int
    possibly_published: int


@dataclass(frozen=True, slots=True)
class OrganisationAnswer:
    """What is known of an organisation's duties to respond, as at a day."""

    identity: Identity
    as_at: date
    reports: tuple[ReportLine, ...]
    by_year: tuple[Year, ...]
    share: Share
    past_due: int
    response_published: int
    possibly_published: int
    time_to_answer: Times
    """Median days from the report to the answer, between bounds; duties past due only."""
    co_addressees: tuple[tuple[str, int], ...]
    comparison: Comparison
    not_known: tuple[str, ...]
    cited: Cited

    columns: ClassVar[tuple[str, ...]] = (*DUTY_COLUMNS, "counted_because")

    def rows(self) -> list[dict[str, Any]]:
        """One row a duty, for CSV."""
        return [
            line.row() | {"counted_because": "; ".join(report.counted_because)}
            for report in self.reports
            for line in report.duties
        ]

    def sentence(self) -> str:
        """What can be quoted, with its source."""
        share = self.share
        count = len(self.reports)
        said = (
            f"As at {day(self.as_at)}, {self.identity.name} is known to have been sent {count:,} coroner's "
            f"report{'s' if count != 1 else ''} to prevent future deaths. "
        )
        if self.past_due:
            said += (
                f"Of {self.past_due:,} duties to respond that were past due, a response is published for "
                f"{self.response_published:,} and may be for {self.possibly_published:,} more; "
                f"answered on time for certain: {share.certain_on_time:,}; late for certain: {share.certain_late:,}; "
                f"not known: {share.unknown:,}. "
                "No published response does not mean that there was no response. "
            )
        return said + self.cited.sentence()


def ask_organisation(*, name: str, as_at: date) -> OrganisationAnswer:
    """Everything about the organisation written ``name``. Raises NotFoundError, with suggestions, if none fits."""
    body = find_organisation(name)
    family = family_of(body)
    lines = load_duties(Duty.objects.filter(organisation_id__in=[row.id for row in family]), as_at=as_at)
    reports = _reports(lines, body, as_at)
    past = [line for line in lines if line.state.past_due]
    return OrganisationAnswer(
        identity=_identity(body, family, lines),
        as_at=as_at,
        reports=reports,
        by_year=_years(reports),
        share=share_on_time(line.state for line in lines),
        past_due=len(past),
        response_published=sum(1 for line in past if line.state.published),
        possibly_published=sum(1 for line in past if line.state.published is None),
        time_to_answer=median_bounds(
            [days for line in past if (days := days_to_answer(line.state, line.date_of_report))]
        ),
        co_addressees=_together(reports),
        comparison=compare_with_kind(body, as_at=as_at),
        not_known=tuple(_not_known(reports)),
        cited=cited(as_at),
    )


def _identity(body: Row, family: Sequence[Row], lines: Sequence[DutyLine]) -> Identity:
    ids = [row.id for row in family]
    before = Succession.objects.filter(successor_id__in=ids).select_related("predecessor").order_by("on")
    after = Succession.objects.filter(predecessor_id=body.id).select_related("successor").order_by("on")
    return Identity(
        key=body.key,
        name=body.name,
        kind=body.kind,
        services=tuple(body.services),
        ods=body.ods,
        opened=body.opened,
        closed=body.closed,
        former_names=tuple((name, until) for name, until in body.former_names),
        today=body.today.name if body.today else body.name,
        predecessors=tuple(Related(one.predecessor.name, one.predecessor.key, one.on, one.why) for one in before),
        successors=tuple(Related(one.successor.name, one.successor.key, one.on, one.why) for one in after),
        names_written=tuple(sorted({line.addressee for line in lines})),
    )


def _reports(lines: Sequence[DutyLine], body: Row, as_at: date) -> tuple[ReportLine, ...]:
    by_report: dict[int, list[DutyLine]] = defaultdict(list)
    for line in lines:
        by_report[line.report_id].append(line)
    others = _co_addressees(list(by_report), {line.duty_id for line in lines}, as_at)
    rows = Report.objects.filter(id__in=by_report)
    found = [
        ReportLine(
            ref=row.ref,
            report_url=row.report_url,
            date_of_report=row.date_of_report,
            date_of_death=row.date_of_death,
            deceased_name=row.deceased_name,
            published_on=row.published_on,
            gone_on=row.gone_on if row.gone_on and row.gone_on <= as_at else None,
            categories=tuple(row.categories),
            counted_because=tuple(_because(line, body) for line in by_report[row.id]),
            duties=tuple(by_report[row.id]),
            co_addressees=tuple(others.get(row.id, ())),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda report: (report.date_of_report or date.max, report.ref, report.report_url)))


def _because(line: DutyLine, body: Row) -> str:
    """Why a report counts as one to this organisation, in a sentence."""
    source = {
        "page": "written on the page",
        "corrected": "in the Tracker's corrected list (the page's own words were not kept)",
        "toolkit": "in the Toolkit's tidied text (the page's own words were not kept)",
    }[line.addressee_source]
    said = f"“{line.addressee}”, {source}: {line.why}"
    if line.organisation_key != body.key:
        said += f"; {line.organisation} came before {body.name}"
    return said if line.sure else f"{said}; not sure, waits for review"


def _co_addressees(report_ids: Sequence[int], own: set[int], as_at: date) -> dict[int, list[str]]:
    """The other bodies a report was to. Private persons and redacted names are no bodies and are left out."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Duty.objects.filter(known_at(as_at), report_id__in=report_ids).exclude(party__in=("person", "redacted"))
    columns = ("id", "report_id", "body_name", "as_written")
    for pk, report_id, name, written in rows.order_by("report_id", "position").values_list(*columns):
        if pk not in own:
            found[report_id].append(name or written)
    return found


def _together(reports: Sequence[ReportLine]) -> tuple[tuple[str, int], ...]:
    counts = Counter(name for report in reports for name in set(report.co_addressees))
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _years(reports: Sequence[ReportLine]) -> tuple[Year, ...]:
    by_year: dict[int, list[ReportLine]] = defaultdict(list)
    for report in reports:
        if report.date_of_report:
            by_year[report.date_of_report.year].append(report)
    if not by_year:
        return ()
    years = range(min(by_year), max(by_year) + 1)
    return tuple(_year(year, by_year.get(year, [])) for year in years)


def _year(year: int, reports: Sequence[ReportLine]) -> Year:
    states = [line.state for report in reports for line in report.duties]
    return Year(
        year=year,
        reports=len(reports),
        death_dates_known=sum(1 for report in reports if report.date_of_death),
        past_due=sum(1 for one in states if one.past_due),
        response_published=sum(1 for one in states if one.past_due and one.published),
        possibly_published=sum(1 for one in states if one.past_due and one.published is None),
    )


def _not_known(reports: Sequence[ReportLine]) -> list[str]:
    """What a reader must know is missing, in sentences."""
    said = []
    undated = sum(1 for report in reports if report.date_of_report is None)
    if undated:
        said.append(f"{undated} without a date of report: no due date can be worked out.")
    deaths = sum(1 for report in reports if report.date_of_death is None)
    if deaths:
        said.append(f"The date of death is not known for {deaths} of {len(reports)} reports.")
    unsure = sum(1 for report in reports for line in report.duties if not line.sure)
    if unsure:
        said.append(f"{unsure} addressee{'s' if unsure > 1 else ''} read as this organisation without being sure.")
    basis = Counter(line.due.basis.value for report in reports for line in report.duties)
    if basis.get("report"):
        said.append(
            f"{basis['report']} due dates are worked out as 56 days after the date of the report; "
            "the coroner may have printed or allowed another day."
        )
    return said
