"""What people decided about names and bodies: who, when, why, and what was taken back; and which bodies look alike."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from rapidfuzz import fuzz

from forewarned.organisations.models import Decision, Merger, Organisation
from forewarned.organisations.names import loose_words
from forewarned.reports.actions.merging import NAMED
from forewarned.reports.questions.remembered import cited_now, remembered
from forewarned.reports.questions.result import Cited

ALIKE = 90
"""From this likeness (token sort, 0 to 100) on two names may be one body's."""
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision. ``sort``: ``name`` or ``merger``; ``subject``: the name as written, or the merged body's key."""

    sort: str
    subject: str
    shown: str
    answer: str
    keys: tuple[str, ...]
    reason: str
    by: str
    at: datetime
    undone_by: str
    undone_at: datetime | None

    def row(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class DecisionsAnswer:
    """Every decision ever made here, newest first; those undone stay."""

    as_at: date
    decisions: tuple[Decided, ...]
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        return [one.row() for one in self.decisions]

    def sentence(self) -> str:
        undone = sum(one.undone_at is not None for one in self.decisions)
        return f"{len(self.decisions):,} decisions, {undone:,} of them undone. {self.cited.sentence()}"


def ask_decisions(*, as_at: date) -> DecisionsAnswer:
    """Decisions on names and mergers of bodies, newest first."""
    names = dict(Organisation.objects.filter(key__in=_keys()).values_list("key", "name"))
    found = [_of_name(row, names) for row in Decision.objects.all()]
    found += [_of_merger(row, names) for row in Merger.objects.all()]
    found.sort(key=lambda one: (one.at, one.subject), reverse=True)
    return DecisionsAnswer(as_at, tuple(found), cited_now(as_at))


def _keys() -> set[str]:
    keys = {key for row in Decision.objects.all() for key in (row.key, *row.parts)}
    return keys | {key for pair in Merger.objects.values_list("from_key", "into_key") for key in pair}


def _of_name(row: Decision, names: dict[str, str]) -> Decided:
    keys = tuple(key for key in (row.key, *row.parts) if key)
    answer = " and ".join(names.get(key, key) for key in keys) or Decision.Verdict(row.verdict).label
    return Decided(
        "name", row.as_written, row.as_written, answer, keys, row.reason, row.by, row.at, row.undone_by, row.undone_at
    )


def _of_merger(row: Merger, names: dict[str, str]) -> Decided:
    first, into = names.get(row.from_key, row.from_key), names.get(row.into_key, row.into_key)
    return Decided(
        "merger", row.from_key, first, f"the same body as {into}", (row.from_key, row.into_key), row.reason, row.by,
        row.at, row.undone_by, row.undone_at,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stored bodies that may be one: the first is known by its name alone."""

    key: str
    name: str
    reports: int
    into_key: str
    into_name: str
    score: float


def likely_pairs() -> tuple[Pair, ...]:
    """Bodies known by their name alone that are written much like another, most reports first; remembered."""
    return remembered("likely pairs", _pairs)


def _pairs() -> tuple[Pair, ...]:
    merged = set(Merger.objects.filter(undone_at=None).values_list("from_key", flat=True))
    rows = Organisation.objects.annotate(n=Count("duties__report", distinct=True)).order_by("key")
    bodies = [(row.key, row.name, loose_words(row.name), row.n) for row in rows if row.key not in merged]
    by_word: dict[str, list[int]] = defaultdict(list)
    for place, (_, _, words, _) in enumerate(bodies):
        for word in set(words):
            by_word[word].append(place)
    found = []
    for place, (key, name, words, count) in enumerate(bodies):
        if not key.startswith(NAMED) or not count or not words:
            continue
        # Names that are alike share their rarest word or the one after it: comparing all with all takes minutes.
        rare = sorted(set(words), key=lambda word: (len(by_word[word]), word))[:2]
        others = sorted({other for word in rare for other in by_word[word][:400]} - {place})
        best = max(((_likeness(words, bodies[other][2]), -other) for other in others), default=(0.0, 0))
        if best[0] >= ALIKE:
            into_key, into_name, _, into_count = bodies[-best[1]]
            if into_key.startswith(NAMED) and (into_count, into_key) < (count, key):
                continue  # offered the other way round
            found.append(Pair(key, name, count, into_key, into_name, round(best[0] / 100, 2)))
    return tuple(sorted(found, key=lambda one: (-one.score, -one.reports, one.key)))


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    return fuzz.token_sort_ratio(" ".join(one), " ".join(other), score_cutoff=ALIKE)
