"""Which matters wait for a person to say whether their themes are right, the least sure first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, Min, Q, QuerySet, Value, When

from forewarned.lessons.models import Judgement, Matter
from forewarned.lessons.questions.matters import MatterLine, matter_lines, number_of, theme_name
from forewarned.settings import settings

DECIDED_HERE = ("theme", "matter")
SCRAP = r"^[^a-z]*([a-z]+[^a-z]+){0,3}[a-z]*[^a-z]*$"
"""A text of at most four words. Both databases read it so, with no regard to case."""


@dataclass(frozen=True, slots=True)
class ToReview:
    """The matter at a place of the queue, and what responses call it.

    ``lowest``: the score of its least sure theme; ``None`` for no theme.
    """

    matter: MatterLine
    name: str
    place: int
    total: int
    lowest: float | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A matter in the queue, in short."""

    place: int
    matter: str
    ref: str
    report: str
    number: str
    text: str
    themes: tuple[str, ...]
    lowest: float | None
    tidied: bool = False

    def row(self) -> dict[str, Any]:
        """For CSV."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Said:
    """One judgement of a decision: ``about`` a theme by its name, or what the stretch is."""

    judgement: int
    about: str
    verdict: str
    name: str


@dataclass(frozen=True, slots=True)
class LastDecision:
    """What a person decided last on a matter, in one go, while it is in force."""

    matter: str
    ref: str
    name: str
    at: datetime
    said: tuple[Said, ...]


def waiting_matters(as_at: date | None = None) -> QuerySet[Matter]:
    """Matters with a theme that nobody judged, least sure first; before them those that have none and wait too.

    What is no more than a few words (`SCRAP`) comes last.
    """
    judged = Judgement.objects.filter(about__in=DECIDED_HERE, undone_at=None).values("subject")
    rows = Matter.objects.filter(kind="matter", report__published_on__lte=as_at or settings().today())
    rows = rows.annotate(lowest=Min("themes__score", filter=Q(themes__people=False)), themes_held=Min("themes__id"))
    waiting = rows.filter(Q(lowest__isnull=False) | Q(themes_held=None) & ~Q(key__in=judged))
    # A word or two, or what was blacked out, teaches nothing: it comes when all else is done.
    scraps = Case(When(text__iregex=SCRAP, then=Value(1)), default=Value(0))
    return waiting.annotate(scrap=scraps).order_by("scrap", F("lowest").asc(nulls_first=True), "key")


def ask_theme_review(place: int = 1) -> ToReview | None:
    """The matter at a place of the queue, the first beyond its end; ``None`` when none waits."""
    rows = waiting_matters()
    total = rows.count()
    if not total:
        return None
    place = place if 1 <= place <= total else 1
    row = rows.select_related("report")[place - 1]
    lowest: float | None = row.lowest  # type: ignore[attr-defined]
    return ToReview(matter_lines([row])[0], number_of(row), place, total, None if lowest is None else round(lowest, 3))


def theme_queue() -> list[Waiting]:
    """The whole queue, for a program."""
    rows = list(waiting_matters().select_related("report"))
    lowest: list[float | None] = [row.lowest for row in rows]  # type: ignore[attr-defined]
    return [
        Waiting(
            place=place,
            matter=line.key,
            ref=line.ref,
            report=line.report,
            number=line.number,
            text=line.text,
            themes=tuple(one.code for one in line.themes if not one.people),
            lowest=None if least is None else round(least, 3),
            tidied=line.tidied,
        )
        for place, (line, least) in enumerate(zip(matter_lines(rows), lowest, strict=True), start=1)
    ]


def last_decision(by: str) -> LastDecision | None:
    """The last decision of a person on themes or on what a stretch is, if it is in force."""
    own = Judgement.objects.filter(by=by, undone_at=None, about__in=DECIDED_HERE)
    newest = own.order_by("-id").first()
    if newest is None:
        return None
    rows = own.filter(subject=newest.subject, at=newest.at).order_by("id")
    matter = Matter.objects.filter(key=newest.subject).select_related("report").first()
    return LastDecision(
        matter=newest.subject,
        ref=matter.report.ref or matter.report.key if matter else "",
        name=number_of(matter) if matter else "",
        at=newest.at,
        said=tuple(
            Said(one.pk, one.about, one.verdict, theme_name(one.value) if one.about == "theme" else one.verdict)
            for one in rows
        ),
    )


def in_force(matter: str) -> dict[str, str]:
    """Theme codes of a matter that people judged, with the verdict that stands."""
    rows = Judgement.objects.filter(about="theme", subject=matter, undone_at=None)
    return dict(rows.order_by("id").values_list("value", "verdict"))
