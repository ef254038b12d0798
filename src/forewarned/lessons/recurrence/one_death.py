"""Which reports are of one and the same death though neither a day nor a whole name says so: by their own words.

A coroner may report a death to several bodies, or again, in nearly the same words; and a register may have a first name
wrong. Words alone do not make one death: four people may die in one crash, told alike in four reports.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

RUN = 5
"""Words in a row that are compared."""
LEAST_RUNS = 20
ALIKE = 0.7
"""Share of the shorter text's runs that stand in the other: nearly the same words."""
OF_ONE_TIME, SOON = 400, 60
"""Days between two reports of about one time, and of one name soon after another: two people may have one name."""
_WORD = re.compile(r"[a-z0-9]+")
Runs = frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """A report as told: ``names`` are the parts of who died, none where the name is withheld.

    ``whole``: the name, folded to compare; blank where it may be anybody's. ``died``: the day, where it is known to the
    day. ``texts``: how its sections tell of the death.
    """

    key: str
    names: frozenset[str]
    whole: str
    made: date | None
    died: str
    texts: tuple[str, ...]


def told_twice(reports: Sequence[Told]) -> Iterator[tuple[str, str]]:
    """Pairs of reports of one death: the whole name within 60 days, or nearly the same words and no other name.

    Two whose days of death are known and differ are not, but for the same whole name in nearly the same words: then one
    of the days is a slip. Two that each say a name of their own never are.
    """
    runs: dict[str, tuple[Runs, ...]] = {}
    for one, two in _of_like_name(reports):
        named, differ = _named(one, two), _differ(one, two)
        soon = named and not differ and _near(one.made, two.made, SOON)
        if soon or (_same_words(one, two, runs) and not _two_people(one, two)):
            yield one.key, two.key


def told_alike(reports: Sequence[Told]) -> Iterator[tuple[str, str]]:
    """Pairs told in nearly the same words, whoever died: of one event, as of one crash, or of one death."""
    runs: dict[str, tuple[Runs, ...]] = {}
    for one, two in combinations(reports, 2):
        if _same_words(one, two, runs):
            yield one.key, two.key


def _of_like_name(reports: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Pairs that share a part of the name, or of which one gives none and both are of about the same time.

    Two of whom days of death and names differ are left out at once: of thousands of reports many share a first name.
    """
    held: defaultdict[str, list[Told]] = defaultdict(list)
    for report in reports:
        for name in report.names:
            held[name].append(report)
    seen = set()
    for some in held.values():
        for one, two in combinations(some, 2):
            if _differ(one, two) and not _named(one, two):
                continue
            if (pair := (one.key, two.key)) not in seen:
                seen.add(pair)
                yield one, two
    yield from _nameless(reports)


def _nameless(reports: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Each report without a name with those of about its time, found by their day."""
    dated = sorted(((one.made, one) for one in reports if one.made is not None), key=lambda row: (row[0], row[1].key))
    days = [made.toordinal() for made, _ in dated]
    for made, one in dated:
        if one.names:
            continue
        first = bisect_left(days, made.toordinal() - OF_ONE_TIME)
        last = bisect_right(days, made.toordinal() + OF_ONE_TIME)
        for _, two in dated[first:last]:
            if (two.names or two.key > one.key) and not _differ(one, two):
                yield one, two


def _named(one: Told, two: Told) -> bool:
    """Whether both are of one whole name."""
    return bool(one.whole) and one.whole == two.whole


def _differ(one: Told, two: Told) -> bool:
    """Whether both days of death are known, and are two."""
    return bool(one.died and two.died) and one.died != two.died


def _two_people(one: Told, two: Told) -> bool:
    """Whether each report itself says the name that the other's person has not: two of a family in one crash."""

    def says_its_own(report: Told, other: Told) -> bool:
        return any(set(_WORD.findall(text.lower())) & (report.names - other.names) for text in report.texts)

    return says_its_own(one, two) and says_its_own(two, one)


def _near(one: date | None, two: date | None, days: int) -> bool:
    return one is not None and two is not None and abs((one - two).days) <= days


def _same_words(one: Told, two: Told, known: dict[str, tuple[Runs, ...]]) -> bool:
    """Whether two sections, one of each, are nearly the same words."""
    for report in (one, two):
        if report.key not in known:
            known[report.key] = tuple(runs for text in report.texts if len(runs := _runs(text)) >= LEAST_RUNS)
    return any(len(a & b) >= ALIKE * min(len(a), len(b)) for a in known[one.key] for b in known[two.key])


def _runs(text: str) -> Runs:
    words = _WORD.findall(text.lower())
    return frozenset(zip(*(words[at:] for at in range(RUN)), strict=False))
