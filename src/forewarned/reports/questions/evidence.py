"""What a reviewer needs to decide a name: where it stands, in which words, and which bodies it may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from forewarned.organisations.models import Merger, NameWritten, Organisation
from forewarned.organisations.names import loose_words, plain
from forewarned.reports.models import Duty, Reading
from forewarned.reports.questions.remembered import remembered
from forewarned.reports.questions.result import day
from forewarned.reports.questions.review import NameToReview, names_to_review

FIELD_OF = {"page": "sent_to", "corrected": "sent_to_corrected", "toolkit": "sent_to_tidied"}
"""By source of a duty's words, the field of a reading that holds them."""
SHOWN, OFFERED, NEAR = 5, 6, 60
CUT_OFF = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body the name may mean. ``score`` 0..1: how alike the names are; ``reasons``: what speaks for and against."""

    key: str
    name: str
    kind: str
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A report on which the name stands. ``pieces`` is the addressee field as written, cut: (text, is the name)."""

    report: str
    ref: str
    date_of_report: date | None
    area: str
    source: str
    pieces: tuple[tuple[str, bool], ...]
    corrected: str
    """What the Tracker made of the field; blank when that is what is shown, or when it made nothing of it."""


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """One name to decide, its place in the queue, and what is known."""

    name: NameToReview
    place: int
    total: int
    standings: tuple[Standing, ...]
    areas: tuple[str, ...]
    candidates: tuple[Candidate, ...]


def ask_review(place: int) -> NameEvidence | None:
    """The name at ``place`` (from 1) of the queue, the last one when there are fewer; None when none waits."""
    names = queue()
    if not names:
        return None
    place = min(max(1, place), len(names))
    return remembered(("evidence", place), lambda: _evidence(names[place - 1], place, len(names)))


def queue() -> list[NameToReview]:
    """The names that wait, as ``names_to_review``; remembered."""
    return remembered("names to review", names_to_review)


def _evidence(name: NameToReview, place: int, total: int) -> NameEvidence:
    rows = Duty.objects.filter(sure=False, known_until=None).select_related("report").order_by("report__ref", "id")
    duties = [duty for duty in rows if plain(duty.as_written) == name.folded]
    standings = _standings(duties)
    areas = sorted({duty.report.coroner_area for duty in duties if duty.report.coroner_area})
    when = max((duty.report.date_of_report for duty in duties if duty.report.date_of_report), default=None)
    found = candidates(name.as_written, on=when, around=" ".join(areas), first=name.key)
    return NameEvidence(name, place, total, standings, tuple(areas), found)


def _standings(duties: Sequence[Duty]) -> tuple[Standing, ...]:
    shown = list({duty.report_id: duty for duty in duties}.values())[:SHOWN]
    said: dict[int, list[dict[str, object]]] = {}
    rows = Reading.objects.filter(report_id__in=[duty.report_id for duty in shown], retired_by=None).order_by("-id")
    for report_id, values in rows.values_list("report_id", "values"):
        if report_id is not None:
            said.setdefault(report_id, []).append(values)
    return tuple(_standing(duty, said.get(duty.report_id, [])) for duty in shown)


def _standing(duty: Duty, said: Iterable[dict[str, object]]) -> Standing:
    rows = list(said)
    field = FIELD_OF.get(duty.source, "sent_to")
    texts = [str(values[field]) for values in rows if values.get(field)]
    text = next((one for one in texts if duty.as_written in one), texts[0] if texts else duty.as_written)
    corrected = next((str(values["sent_to_corrected"]) for values in rows if values.get("sent_to_corrected")), "")
    report = duty.report
    return Standing(
        report.key, report.ref, report.date_of_report, report.coroner_area, duty.source,
        highlighted(text, duty.as_written), "" if corrected == text else corrected,
    )  # fmt: skip


def highlighted(text: str, name: str) -> tuple[tuple[str, bool], ...]:
    """``text`` cut where ``name`` stands in it; a body written twice is kept joined by a semicolon. Pure."""
    marks: list[tuple[int, int]] = []
    for part in [name] if name in text else name.split("; "):
        start = text.find(part)
        if part and start >= 0:
            marks.append((start, start + len(part)))
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in sorted(marks):
        if start >= done:
            pieces += [(text[done:start], False), (text[start:end], True)]
            done = end
    pieces.append((text[done:], False))
    return tuple(piece for piece in pieces if piece[0])


def candidates(name: str, *, on: date | None = None, around: str = "", first: str = "") -> tuple[Candidate, ...]:
    """Bodies whose names are most like ``name``; ``first`` (a key) leads: it is how the name is read now.

    ``on``: the day of the newest report with the name; ``around``: words of the coroners' areas.
    """
    known = remembered("names of bodies", _names)
    folded = plain(name)
    near = process.extract(folded, [one[0] for one in known], scorer=_alike, limit=NEAR, score_cutoff=CUT_OFF)
    scores: dict[int, tuple[float, str]] = {}
    for _, score, place in near:
        _, pk, written = known[place]
        if score > scores.get(pk, (0.0, ""))[0]:
            scores[pk] = (score, written)
    asked = Organisation.objects.filter(ods=folded.upper()).exclude(ods="") if " " not in folded else None
    for body in asked or ():
        scores[body.id] = (100.0, body.ods)
    bodies = Organisation.objects.in_bulk(scores)
    own = Organisation.objects.filter(key=first).first() if first else None
    words = set(loose_words(around))
    found = [_candidate(bodies[pk], score, written, on, words) for pk, (score, written) in scores.items()]
    if own is not None:
        score, written = scores.get(own.id, (0.0, own.name))
        found = [one for one in found if one.key != own.key]
        found.append(_candidate(own, score, written, on, words))
    found.sort(key=lambda one: (one.key != first, -one.score, one.name, one.key))
    return tuple(found[:OFFERED])


def _alike(one: str, other: str, **options: object) -> float:  # noqa: ARG001  rapidfuzz passes a cut-off
    return 0.5 * fuzz.token_set_ratio(one, other) + 0.5 * fuzz.token_sort_ratio(one, other)


def _names() -> list[tuple[str, int, str]]:
    """Folded name, body, name as written, of every body that is not merged into another."""
    gone = Merger.objects.filter(undone_at=None).values("from_key")
    rows = NameWritten.objects.exclude(organisation__key__in=gone).order_by("organisation_id", "folded")
    return list(rows.values_list("folded", "organisation_id", "as_written"))


def _candidate(body: Organisation, score: float, written: str, on: date | None, around: set[str]) -> Candidate:
    reasons = []
    if plain(written) != plain(body.name):
        reasons.append(f"also written “{written}”")
    if on is not None and body.closed is not None and body.closed < on:
        reasons.append(f"closed {day(body.closed)}, before the newest of these reports")
    elif on is not None and body.opened is not None and body.opened > on:
        reasons.append(f"formed {day(body.opened)}, after the newest of these reports")
    shared = sorted(around & set(loose_words(body.name)))
    if shared:
        reasons.append(f"its name shares “{' '.join(shared)}” with the coroner's area")
    return Candidate(body.key, body.name, body.kind, round(score / 100, 2), tuple(reasons))
