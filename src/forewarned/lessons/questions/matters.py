"""Matters as answers show them: verbatim, with themes and the words that carried them, and what stands around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from forewarned.errors import NotFoundError
from forewarned.lessons.models import Judgement, Matter, Member, Promise, Refusal, Theme
from forewarned.lessons.questions.deaths import NOT_KNOWN, Death, deaths
from forewarned.lessons.questions.known import known_responses, rejected_promises
from forewarned.lessons.questions.tidied import tidied_matters
from forewarned.lessons.texts import matter_names
from forewarned.lessons.themes import codebook
from forewarned.reports.models import Duty
from forewarned.reports.questions.result import Cited, cited


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme on a matter: its name, the words that carried it (offsets into the matter), who says so."""

    code: str
    name: str
    score: float
    words: tuple[tuple[int, int], ...]
    found_by: str
    people: bool


@dataclass(frozen=True, slots=True)
class MatterLine:
    """A matter of concern and the report it stands in. ``lesson``: the key of the lesson it belongs to, or blank."""

    key: str
    number: str
    text: str
    kind: str
    start: int
    end: int
    score: float
    found_by: str
    themes: tuple[ThemeLine, ...]
    lesson: str
    lesson_name: str
    why: str
    report: str
    ref: str
    report_url: str
    deceased_name: str
    date_of_report: date | None
    date_of_death: str
    """As far as known ("2021-03-04" … ""): the same as every answer of this room gives."""
    area: str
    organisations: tuple[str, ...]
    tidied: bool = False
    """Whether a language model tidied the words before they came here: then they are not the coroner's exact ones."""
    death_known_from: str = ""
    """Where the date of death is from: ``register``, or the rule that found it in the report's words."""
    other_date_of_death: str = ""
    """What another source says, where it contradicts ``date_of_death``."""
    other_known_from: str = ""
    opened: str = ""
    """The day on which the death's investigation or inquest was opened, as the report says: no death is after it."""

    def row(self) -> dict[str, Any]:
        """For CSV."""
        return {
            "matter": self.key, "ref": self.ref, "report_url": self.report_url, "number": self.number,
            "text": self.text, "kind": self.kind, "themes": "; ".join(one.code for one in self.themes),
            "lesson": self.lesson, "date_of_report": self.date_of_report, "date_of_death": self.date_of_death,
            "death_known_from": self.death_known_from, "other_date_of_death": self.other_date_of_death,
            "other_known_from": self.other_known_from, "opened": self.opened,
            "organisations": "; ".join(self.organisations), "tidied": self.tidied,
            "found_by": self.found_by, "score": self.score,
        }  # fmt: skip


def matter_lines(rows: Iterable[Matter]) -> tuple[MatterLine, ...]:
    """Lines of these matters, in their order; ``rows`` were selected with their report."""
    rows = list(rows)
    ids = [row.pk for row in rows]
    themes: dict[int, list[ThemeLine]] = defaultdict(list)
    for one in Theme.objects.filter(matter_id__in=ids).order_by("-score", "code"):
        themes[one.matter_id].append(
            ThemeLine(one.code, theme_name(one.code), round(one.score, 3), tuple((a, b) for a, b in one.words),
                      one.found_by, one.people)
        )  # fmt: skip
    members = {one.matter_id: one for one in Member.objects.filter(matter_id__in=ids).select_related("lesson")}
    bodies = bodies_of({row.report_id for row in rows})
    tidied = tidied_matters([row.key for row in rows])
    died = deaths({row.report_id for row in rows})
    return tuple(
        _line(
            row, tuple(themes[row.pk]), members.get(row.pk), bodies[row.report_id], row.key in tidied,
            died.get(row.report_id, NOT_KNOWN),
        )
        for row in rows
    )  # fmt: skip


def _line(
    row: Matter,
    themes: tuple[ThemeLine, ...],
    member: Member | None,
    bodies: Iterable[str],
    tidied: bool,
    death: Death,
) -> MatterLine:
    report = row.report
    return MatterLine(
        key=row.key, number=row.number, text=row.text, kind=row.kind, start=row.start, end=row.end, score=row.score,
        found_by=row.found_by, themes=themes, lesson=member.lesson.key if member else "",
        lesson_name=member.lesson.name if member else "", why=member.why if member else "", report=report.key,
        ref=report.ref, report_url=report.report_url, deceased_name=report.deceased_name,
        date_of_report=report.date_of_report, date_of_death=death.date, area=report.coroner_area,
        organisations=tuple(sorted(bodies)), tidied=tidied,
        death_known_from=death.known_from, other_date_of_death=death.other, other_known_from=death.other_from,
        opened=death.opened,
    )  # fmt: skip


def theme_name(code: str) -> str:
    """A theme in the codebook's words."""
    found = codebook().get(code)
    return found.name if found else code.replace("_", " ")


def bodies_of(reports: set[int]) -> dict[int, set[str]]:
    """The names of the bodies that each report was sent to, as they were called then."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Duty.objects.filter(report_id__in=reports, known_until=None, organisation__isnull=False)
    for report_id, then, name in rows.values_list("report_id", "body_name", "organisation__name"):
        found[report_id].add(then or name)
    return found


@dataclass(frozen=True, slots=True)
class Answered:
    """What one response says of a matter: the promises and refusals that answer it, or that none does."""

    respondent: str
    url: str
    promises: tuple[tuple[str, str, str], ...]
    """Key, status and words of each."""
    refusals: tuple[str, ...]
    left_out: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's decision on the matter that is in force."""

    judgement: int
    about: str
    verdict: str
    value: str
    by: str
    reason: str
    at: datetime
    ledger_entry: int


@dataclass(frozen=True, slots=True)
class MatterAnswer:
    """One matter with what answers it and what people decided of it."""

    matter: MatterLine
    answered: tuple[Answered, ...]
    decided: tuple[Decided, ...]
    as_at: date
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        return [self.matter.row()]


def ask_matter(*, key: str, as_at: date) -> MatterAnswer:
    """One matter by its key. Raises NotFoundError for none, or one not public by ``as_at``."""
    row = Matter.objects.filter(key=key, report__published_on__lte=as_at).select_related("report").first()
    if row is None:
        raise NotFoundError("No matter has this key", where=key, next_step="find it with `forewarned search`")
    decided = Judgement.objects.filter(subject=key, undone_at=None, about__in=("theme", "matter")).order_by("id")
    return MatterAnswer(
        matter=matter_lines([row])[0],
        answered=_answered(row, as_at),
        decided=tuple(
            Decided(one.pk, one.about, one.verdict, one.value, one.by, one.reason, one.at, one.ledger_entry)
            for one in decided
        ),
        as_at=as_at,
        cited=cited(as_at),
    )  # fmt: skip


def _answered(row: Matter, as_at: date) -> tuple[Answered, ...]:
    """What each response to its report says of a matter."""
    number = number_of(row)
    responses = list(known_responses(as_at).filter(report=row.report).order_by("id"))
    promises: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    made = Promise.objects.filter(response__in=responses).exclude(key__in=rejected_promises()).order_by("position")
    for one in made:
        if number in one.numbers:
            promises[one.response_id].append((one.key, one.status, one.text))
    refusals: dict[int, list[str]] = defaultdict(list)
    for refusal in Refusal.objects.filter(response__in=responses).order_by("start"):
        if number in refusal.numbers:
            refusals[refusal.response_id].append(refusal.text)
    return tuple(
        Answered(one.respondent, one.url, tuple(promises[one.pk]), tuple(refusals[one.pk]), number in one.unanswered)
        for one in responses
    )


def number_of(row: Matter) -> str:
    """What responses call one matter; for several, ask ``numbers_of`` once."""
    return numbers_of({row.report_id}).get(row.key, "")


def numbers_of(reports: Collection[int] | None) -> dict[str, str]:
    """What responses call each matter of these reports, or of all, by its key, in one query.

    Its number as printed, or its place where not every matter of its report has one of its own.
    """
    rows = Matter.objects.filter(kind="matter").order_by("report_id", "position")
    if reports is not None:
        rows = rows.filter(report_id__in=reports)
    numbers: dict[int, dict[str, str]] = defaultdict(dict)
    for report_id, key, number in rows.values_list("report_id", "key", "number"):
        numbers[report_id][key] = number
    return {
        key: name for own in numbers.values() for key, name in zip(own, matter_names(list(own.values())), strict=True)
    }
