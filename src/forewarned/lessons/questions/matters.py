"""Matters as answers show them: verbatim, with themes and the words that carried them, and what stands around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from forewarned.errors import NotFoundError
from forewarned.lessons.models import Judgement, Matter, Member, Promise, Refusal, TextRead, Theme
from forewarned.lessons.questions.known import known_responses, rejected_promises
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
    date_of_death: date | None
    area: str
    organisations: tuple[str, ...]

    def row(self) -> dict[str, Any]:
        """For CSV."""
        return {
            "matter": self.key, "ref": self.ref, "report_url": self.report_url, "number": self.number,
            "text": self.text, "kind": self.kind, "themes": "; ".join(one.code for one in self.themes),
            "lesson": self.lesson, "date_of_report": self.date_of_report, "date_of_death": self.date_of_death,
            "organisations": "; ".join(self.organisations), "found_by": self.found_by, "score": self.score,
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
    return tuple(_line(row, tuple(themes[row.pk]), members.get(row.pk), bodies[row.report_id]) for row in rows)


def _line(row: Matter, themes: tuple[ThemeLine, ...], member: Member | None, bodies: Iterable[str]) -> MatterLine:
    report = row.report
    return MatterLine(
        key=row.key, number=row.number, text=row.text, kind=row.kind, start=row.start, end=row.end, score=row.score,
        found_by=row.found_by, themes=themes, lesson=member.lesson.key if member else "",
        lesson_name=member.lesson.name if member else "", why=member.why if member else "", report=report.key,
        ref=report.ref, report_url=report.report_url, deceased_name=report.deceased_name,
        date_of_report=report.date_of_report, date_of_death=report.date_of_death, area=report.coroner_area,
        organisations=tuple(sorted(bodies)),
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
        answered=tuple(_answered(row, one) for one in known_responses(as_at).filter(report=row.report).order_by("id")),
        decided=tuple(
            Decided(one.pk, one.about, one.verdict, one.value, one.by, one.reason, one.at, one.ledger_entry)
            for one in decided
        ),
        as_at=as_at,
        cited=cited(as_at),
    )  # fmt: skip


def _answered(row: Matter, response: TextRead) -> Answered:
    number = number_of(row)
    made = Promise.objects.filter(response=response).exclude(key__in=rejected_promises()).order_by("position")
    promises = [one for one in made if number in one.numbers]
    refusals = [one for one in Refusal.objects.filter(response=response).order_by("start") if number in one.numbers]
    return Answered(
        response.respondent, response.url, tuple((one.key, one.status, one.text) for one in promises),
        tuple(one.text for one in refusals), number in response.unanswered,
    )  # fmt: skip


def number_of(row: Matter) -> str:
    """What responses call a matter: its number as printed, or its place where not every matter has one of its own."""
    rows = Matter.objects.filter(report_id=row.report_id, kind="matter").order_by("position")
    numbers = dict(rows.values_list("key", "number"))
    named = dict(zip(numbers, matter_names(list(numbers.values())), strict=True))
    return named.get(row.key, "")
