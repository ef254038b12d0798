"""An organisation's or a report's answer as a timeline: what happened when, in the values of ``signals``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from forewarned.lessons.questions.promising import PromiseLine
from forewarned.lessons.questions.recurring import AgainLine
from forewarned.reports.addresses import report_key
from forewarned.reports.duties.state import Official, may_be_out
from forewarned.reports.questions.duties import DutyLine, Response
from forewarned.reports.questions.organisation import OrganisationAnswer, ReportLine
from forewarned.reports.questions.report import ReportAnswer
from forewarned.signals.timeline import Kind, Moment, Timeline, timeline

AFTER = ("broken_promise", "recurrence")
"""How a death stands to an earlier report when it is known to have come after it."""


def story_of(
    answer: OrganisationAnswer, promised: Iterable[PromiseLine] = (), again: Iterable[AgainLine] = ()
) -> Timeline:
    """One lane a report to the organisation, with what was promised on it and whether its death was one again."""
    days: dict[str, set[date]] = {}
    for one in promised:
        if one.state.due_on and not one.not_counted:
            days.setdefault(one.report, set()).add(one.state.due_on)
    after = {step.report: step.date_of_death for line in again for step in line.steps if step.kind in AFTER}
    lanes = []
    for report in answer.reports:
        key = report_key(report.report_url)
        more = [Moment(Kind.PROMISE, day) for day in sorted(days.get(key, ()))]
        if len(after.get(key, "")) == len("2021-03-04"):  # known to the day
            more.append(Moment(Kind.AGAIN, date.fromisoformat(after[key])))
        lanes.append((report.ref or "no reference", [*_moments(report, answer.as_at), *more]))
    return timeline(f"Reports to {answer.identity.name} and what followed", lanes, as_at=answer.as_at)


def story_of_report(answer: ReportAnswer, death: date | None) -> Timeline:
    """One lane an addressee of the report, each with the report's own days."""
    lanes = []
    for line in answer.duties:
        days = list(_duty(line, answer.as_at, answer.date_of_report))
        lanes.append((line.organisation or line.addressee, [*_own(answer, death), *days]))
    title = f"Report {answer.ref or 'without a reference'}: who was asked, and what followed"
    return timeline(title, lanes, as_at=answer.as_at, noun="addressee")


def _own(answer: ReportAnswer, death: date | None) -> Iterator[Moment]:
    if death:
        yield Moment(Kind.DEATH, death)
    if answer.date_of_report:
        yield Moment(Kind.REPORT, answer.date_of_report)
    if answer.gone_on and answer.gone_on <= answer.as_at:
        yield Moment(Kind.WITHDRAWN, answer.gone_on)


def _moments(report: ReportLine, as_at: date) -> Iterator[Moment]:
    if report.date_of_death:
        yield Moment(Kind.DEATH, report.date_of_death)
    if report.date_of_report:
        yield Moment(Kind.REPORT, report.date_of_report)
    for line in report.duties:
        yield from _duty(line, as_at, report.date_of_report)
    if report.gone_on and report.gone_on <= as_at:
        yield Moment(Kind.WITHDRAWN, report.gone_on)


def _duty(line: DutyLine, as_at: date, report_on: date | None) -> Iterator[Moment]:
    if line.due.on:
        yield Moment(Kind.DUE, line.due.on)
    yield from _responses(line.responses, as_at, report_on, sure=True)
    yield from _responses(line.unmatched, as_at, report_on, sure=False)
    if line.state.official is Official.LISTED and line.state.official_on:
        yield Moment(Kind.LISTED, line.state.official_on)


def _responses(found: Sequence[Response], as_at: date, report_on: date | None, *, sure: bool) -> Iterator[Moment]:
    """Responses out by that day, or perhaps out: as the rule of ``duties.state`` tells them apart."""
    for one in found:
        start = one.seen_from or report_on
        by = one.seen_by or as_at
        if sure and one.sure and by <= as_at:
            yield Moment(Kind.RESPONSE, by, min(start, by) if start else None)
        elif may_be_out(one.seen_from, one.seen_by, as_at):
            last = min(by, as_at)
            yield Moment(Kind.POSSIBLE, last, min(start, last) if start else None)
