"""Deaths in similar circumstances to one report's, or to a narrative that stays on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from forewarned.errors import InputError, NotFoundError
from forewarned.lessons.counts import many
from forewarned.lessons.facts import find_facts
from forewarned.lessons.questions.cases import load_cases
from forewarned.lessons.questions.deaths import NOT_KNOWN, Death, deaths
from forewarned.lessons.questions.indexes import circumstances
from forewarned.lessons.questions.rest import Rest, rest_now
from forewarned.lessons.similar import Similar
from forewarned.lessons.values import Case
from forewarned.reports.models import Report
from forewarned.reports.questions.result import Cited, cited

NARRATIVE = "narrative"
FEW_WORDS = 20
"""A narrative of fewer words that is hardly like anything says too little, not that nobody died so."""
MOST = 100


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that both say, in the words of each, with the section and offsets they stand at.

    ``aspect`` as of `similar.SharedPoint`.
    """

    aspect: str
    name: str
    here: str
    there: str
    here_at: tuple[str, int, int]
    there_at: tuple[str, int, int]
    here_tidied: bool = False
    there_tidied: bool = False
    """Whether a language model tidied the words before they came here: then they are not the coroner's exact ones."""


@dataclass(frozen=True, slots=True)
class SimilarReport:
    """A report and how alike its death is: ``grade`` 3 the same kind of death, 2 mostly, 1 broadly, 0 hardly."""

    grade: int
    score: float
    key: str
    ref: str
    report_url: str
    date_of_report: date | None
    date_of_death: str
    """As far as known ("2021-03-04" … ""): the same as every answer of this room gives."""
    deceased_name: str
    organisations: tuple[str, ...]
    shared: tuple[Point, ...]
    differences: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """What else a reader must know of the two, such as that they may be reports on one death."""
    death_known_from: str = ""
    """Where the date of death is from: ``register``, or the rule that found it in the report's words."""
    other_date_of_death: str = ""
    """What another source says, where it contradicts ``date_of_death``; blank where none does."""
    other_known_from: str = ""
    opened: str = ""
    """The day on which the death's investigation or inquest was opened, as the report says: no death is after it."""


@dataclass(frozen=True, slots=True)
class SimilarAnswer:
    """What is like a case, best first. ``uses_meaning``: the packaged model took part."""

    asked: str
    as_at: date
    found: tuple[SimilarReport, ...]
    compared: int
    uses_meaning: bool
    rest: Rest
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        """One row a report, for CSV."""
        return [
            {
                "grade": one.grade, "score": one.score, "ref": one.ref, "report_url": one.report_url,
                "date_of_report": one.date_of_report, "date_of_death": one.date_of_death,
                "death_known_from": one.death_known_from, "other_date_of_death": one.other_date_of_death,
                "other_known_from": one.other_known_from, "opened": one.opened,
                "organisations": "; ".join(one.organisations),
                "shared": "; ".join(f"{point.name}: “{point.there}”" for point in one.shared),
                "differences": "; ".join(one.differences), "notes": "; ".join(one.notes),
            }
            for one in self.found
        ]  # fmt: skip

    def sentence(self) -> str:
        close = sum(1 for one in self.found if one.grade >= 2)
        told = f"{close:,} of the {len(self.found):,} most alike {'is on a death' if close == 1 else 'are on deaths'}"
        return (
            f"Of {many(self.compared, 'report')} whose words are held, {told} in mostly the same circumstances. "
            f"{self.cited.sentence()}"
        )


def ask_similar(*, report: Report | None = None, text: str = "", as_at: date, k: int = 10) -> SimilarAnswer:
    """Compare a report, or a narrative in ``text``, with every report whose words are held.

    A narrative is compared here and kept nowhere. Raises NotFoundError for a report whose words are not held,
    InputError for a narrative without words, or with too few.
    """
    index = circumstances(as_at)
    case = _case_of(report, as_at) if report is not None else _narrative(text)
    found = index.similar(case, min(k, MOST))
    if report is None and len(text.split()) < FEW_WORDS and not any(one.grade for one in found):
        raise InputError(
            "These words say too little to be compared",
            next_step="say in a few sentences who died, where, how, and what went wrong",
        )
    keys = [one.key for one in found]
    cases = {one.key: one for one in load_cases(as_at=as_at, reports=_ids(keys))}
    rows = {row.key: row for row in Report.objects.filter(key__in=keys)}
    died = deaths({row.pk for row in rows.values()})
    return SimilarAnswer(
        asked=report.key if report is not None else NARRATIVE,
        as_at=as_at,
        found=tuple(
            _similar(one, case, cases[one.key], rows[one.key], died.get(rows[one.key].pk, NOT_KNOWN)) for one in found
        ),
        compared=len(index),
        uses_meaning=index.uses_meaning,
        rest=rest_now(as_at),
        cited=cited(as_at),
    )


def _ids(keys: list[str]) -> set[int]:
    return set(Report.objects.filter(key__in=keys).values_list("id", flat=True))


def _case_of(report: Report, as_at: date) -> Case:
    cases = load_cases(as_at=as_at, reports={report.pk})
    if not cases:
        raise NotFoundError(
            "The words of this report are not held, so it cannot be compared",
            where=report.ref or report.key,
            next_step="import its document (PDF) or its section texts, or give the circumstances with --text FILE",
        )
    return cases[0]


def _narrative(text: str) -> Case:
    if not text.strip():
        raise InputError("There are no words to compare", next_step="give the circumstances of the death in a text")
    sections = {"circumstances": text}
    return Case(NARRATIVE, "", None, sections, find_facts(sections))


def _similar(one: Similar, here: Case, there: Case, report: Report, death: Death) -> SimilarReport:
    points = tuple(
        Point(
            point.aspect,
            point.name,
            here.sections[point.here.section][point.here.start : point.here.end],
            there.sections[point.there.section][point.there.start : point.there.end],
            (point.here.section, point.here.start, point.here.end),
            (point.there.section, point.there.start, point.there.end),
            point.here.section in here.tidied,
            point.there.section in there.tidied,
        )
        for point in one.shared
    )
    return SimilarReport(
        one.grade, one.score, one.key, report.ref, report.report_url, report.date_of_report, death.date,
        report.deceased_name, there.organisations, points, one.differences, one.notes,
        death.known_from, death.other, death.other_from, death.opened,
    )  # fmt: skip
