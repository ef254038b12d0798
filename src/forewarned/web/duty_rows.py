"""Duties as the rows of a page's table: each value in words, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from forewarned.reports.addresses import report_key
from forewarned.reports.duties.state import WORDS, State, Timeliness, may_be_out
from forewarned.reports.questions.duties import DutyLine, Response
from forewarned.web.words import BASES, IN_TIME, addressed, due_notes, published


@dataclass(frozen=True, slots=True)
class Paper:
    """A response document. ``sure`` says whether it is this addressee's for certain."""

    url: str
    name: str
    when: str
    why: str
    sure: bool


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty in words. ``shape`` names the mark that stands before its state: never colour alone."""

    ref: str
    key: str
    report_on: date | None
    death_on: date | None
    gone_on: date | None
    written: str
    body: str
    body_key: str
    today: str
    today_key: str
    sure: bool
    why: str
    due_on: date | None
    due_basis: str
    due_notes: tuple[str, ...]
    state: str
    shape: str
    in_time: str
    reason: str
    official: str
    papers: tuple[Paper, ...]
    others: tuple[Paper, ...]


SHAPES = {
    State.RESPONSE_PUBLISHED: "full",
    State.RESPONSE_POSSIBLY_PUBLISHED: "part",
    State.UNMATCHED_POSSIBLE: "part",
    State.PUBLICATION_NOT_KNOWN: "part",
    State.NO_RESPONSE_PUBLISHED: "empty",
    State.OFFICIALLY_LISTED: "listed",
}


def duty_row(line: DutyLine, as_at: date, *, why: str = "", gone_on: date | None = None) -> DutyRow:
    """One duty as at a day; ``why`` is the reason it is counted, where the page is about one body."""
    notes = tuple(due_notes(line.due))
    return DutyRow(
        ref=line.ref,
        key=report_key(line.report_url),
        report_on=line.date_of_report,
        death_on=line.date_of_death,
        gone_on=gone_on if gone_on and gone_on <= as_at else None,
        written=line.addressee,
        body=addressed(line),
        body_key=line.organisation_key,
        today=line.organisation_today if line.organisation_today_key != line.organisation_key else "",
        today_key=line.organisation_today_key,
        sure=line.sure,
        why=why or line.why,
        due_on=line.due.on,
        due_basis=BASES[line.due.basis],
        due_notes=notes[1:] if line.due.on else notes,
        state=WORDS[line.state.state],
        shape=SHAPES.get(line.state.state, "none"),
        in_time=IN_TIME.get(line.state.timeliness, "") if line.due.on else "",
        reason=_reason(line),
        official=_official(line),
        papers=_papers(line.responses, as_at),
        others=_papers(line.unmatched, as_at),
    )


def _reason(line: DutyLine) -> str:
    """Why it is on time, late, or why that is not known; nothing where the state has said it already."""
    state = line.state
    if state.timeliness is Timeliness.UNKNOWN and (not line.due.on or state.published is False):
        return ""
    return state.reason


def _official(line: DutyLine) -> str:
    state = line.state
    if state.official_on is None or state.official.value == "not_observed":
        return ""
    said = {"listed": "on", "removed": "no longer on", "unreadable": "perhaps on"}[state.official.value]
    return f"{said} the Chief Coroner’s non-response list of {state.official_on.day} {state.official_on:%B %Y}"


def _papers(found: Sequence[Response], as_at: date) -> tuple[Paper, ...]:
    """Those out by that day, or perhaps out."""
    out = [one for one in found if may_be_out(one.seen_from, one.seen_by, as_at)]
    return tuple(
        Paper(one.url, one.name or file_name(one.url), published(one, as_at), one.reason, one.sure) for one in out
    )


def file_name(url: str) -> str:
    """The last part of an address, to stand for a document without a name."""
    return url.rstrip("/").rsplit("/", 1)[-1] or url
