"""Which reports meet a query, with the words that make it so, and which miss it by one condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from forewarned.errors import InputError
from forewarned.lessons.counts import many
from forewarned.lessons.questions.cases import load_cases
from forewarned.lessons.questions.rest import Rest, rest_now
from forewarned.lessons.screen import Evidence, contradiction, judge, parse
from forewarned.lessons.values import Case
from forewarned.reports.models import Report
from forewarned.reports.questions.remembered import remembered
from forewarned.reports.questions.result import Cited, cited


@dataclass(frozen=True, slots=True)
class Screened:
    """One report and why it is a hit, or nearly one. ``near_miss`` is blank for a hit."""

    key: str
    ref: str
    report_url: str
    date_of_report: date | None
    deceased_name: str
    organisations: tuple[str, ...]
    because: tuple[Evidence, ...]
    near_miss: str
    tidied: tuple[str, ...] = ()
    """Sections whose words a language model tidied before they came here: quotes from them are not exact."""

    def is_tidied(self, why: Evidence) -> bool:
        """Whether the words of this evidence are no coroner's exact ones. A matter stands in the concerns."""
        return ("concerns" if why.source.startswith("matter ") else why.source) in self.tidied


@dataclass(frozen=True, slots=True)
class ScreenAnswer:
    """Hits and near misses, newest first. ``not_known``: reports that can be told neither way, by what they lack."""

    query: str
    read_as: str
    as_at: date
    screened: int
    hits: tuple[Screened, ...]
    near_misses: tuple[Screened, ...]
    no: int
    not_known: int
    rest: Rest
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        """One row a piece of evidence, for CSV."""
        return [
            {
                "ref": one.ref, "report_url": one.report_url, "date_of_report": one.date_of_report,
                "answer": "no" if one.near_miss else "yes", "near_miss": one.near_miss, "condition": why.condition,
                "condition_answer": why.answer, "words": why.words, "source": why.source, "start": why.start,
                "end": why.end, "tidied": one.is_tidied(why), "found_by": why.found_by, "score": why.score,
            }
            for one in (*self.hits, *self.near_misses)
            for why in one.because
        ]  # fmt: skip

    def sentence(self) -> str:
        return (
            f"{len(self.hits):,} of {many(self.screened, 'report')} whose words are held "
            f"{'meets' if len(self.hits) == 1 else 'meet'} “{self.read_as}”; "
            f"{self.not_known:,} cannot be told. {self.cited.sentence()}"
        )


def ask_screen(*, query: str, as_at: date) -> ScreenAnswer:
    """Screen every report public on ``as_at`` whose words are held.

    Raises InputError, with the column, for a query that cannot be read, and for dates that no day is within.
    """
    wanted = parse(query)
    if never := contradiction(wanted):
        raise InputError("No day is within these limits", where=never, next_step="leave one out, or join them by or")
    cases = remembered(("cases", as_at), lambda: load_cases(as_at=as_at))
    reports = {row.key: row for row in Report.objects.filter(key__in=[case.key for case in cases])}
    hits, near = [], []
    counts = {"yes": 0, "no": 0, "not_known": 0}
    for case in reversed(cases):
        verdict = judge(wanted, case)
        counts[verdict.answer] += 1
        if verdict.answer == "yes":
            hits.append(_screened(case, reports[case.key], verdict.because, ""))
        elif verdict.near_miss:
            near.append(_screened(case, reports[case.key], verdict.because, verdict.near_miss))
    return ScreenAnswer(
        query=query,
        read_as=str(wanted),
        as_at=as_at,
        screened=len(cases),
        hits=tuple(hits),
        near_misses=tuple(near),
        no=counts["no"],
        not_known=counts["not_known"],
        rest=rest_now(as_at),
        cited=cited(as_at),
    )


def _screened(case: Case, report: Report, because: tuple[Evidence, ...], near_miss: str) -> Screened:
    return Screened(
        case.key, case.ref, report.report_url, case.date_of_report, report.deceased_name, case.organisations, because,
        near_miss, tuple(sorted(case.tidied)),
    )  # fmt: skip
