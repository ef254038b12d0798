"""Reference numbers that were never published, by year, graded by how sure that is.

References are sometimes blank, mistyped, or shared by two reports, and some years are not numbered
through (domain note, "The official site's pages"): a gap in the numbers is evidence, not proof.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeAlias

from forewarned.reports.duties.naming import read_name
from forewarned.reports.duties.refs import Ref, candidates, normalise_ref

__all__ = ["Confidence", "Missing", "Numbering", "Ref", "Year", "missing_references", "normalise_ref"]

Named: TypeAlias = "tuple[str, date | None, str, Sequence[str]]"
"""A report's reference as written, date, page address, and the names of its documents."""

WINDOW = 20
DENSE = 0.5
NEAR = timedelta(days=30)


class Confidence(StrEnum):
    """How sure it is that a report with this number exists and was never published."""

    NAMED_ELSEWHERE = "named elsewhere"
    LIKELY_NEVER_PUBLISHED = "likely never published"
    MAY_BELONG = "may belong to a report without a reference"
    NUMBERING_INCOMPLETE = "numbering incomplete that year"


@dataclass(frozen=True, slots=True)
class Missing:
    """A number no report bears. ``seen_on``: pages that show it all the same, for ``NAMED_ELSEWHERE``."""

    ref: Ref
    confidence: Confidence
    reason: str
    seen_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repaired:
    """A reference typed wrong: as written, its page, what it was read as (``None``: not settled) and why."""

    as_written: str
    url: str
    ref: Ref | None
    candidates: tuple[Ref, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Shared:
    """One reference on the pages of several reports."""

    ref: Ref
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """One year's numbers: how many are borne, from ``numbered_from`` to ``numbered_to`` nearly without gaps.

    ``highest`` is the highest number seen. ``runs`` are the gaps as (first, last) numbers.
    """

    year: int
    published: int
    numbered_from: int
    numbered_to: int
    highest: int
    note: str
    missing: tuple[Missing, ...]
    runs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Numbering:
    """All years, oldest first; and the references repaired, shared, with a letter, or blank."""

    years: tuple[Year, ...]
    repaired: tuple[Repaired, ...]
    shared: tuple[Shared, ...]
    suffixed: tuple[Ref, ...]
    without_ref: tuple[str, ...]


@dataclass(slots=True)
class _Evidence:
    """What all reports together show, gathered before any year is judged."""

    borne: dict[tuple[int, int], list[tuple[date | None, str]]]
    seen: dict[tuple[int, int], set[str]]
    typed: dict[tuple[int, int], set[str]]
    pages: dict[Ref, list[str]]
    blank: list[tuple[date, str]]
    repaired: list[Repaired]
    without_ref: list[str]


def missing_references(reports: Iterable[Named]) -> Numbering:
    """Every number from 0001 to the highest of its year that no report bears, graded."""
    evidence = _gather(reports)
    years: dict[int, set[int]] = defaultdict(set)
    for year, number in evidence.borne:
        years[year].add(number)
    pages = sorted(evidence.pages.items())
    last = max(years, default=0)
    return Numbering(
        years=tuple(_year(year, years[year], evidence, year == last) for year in sorted(years)),
        repaired=tuple(sorted(evidence.repaired, key=lambda one: (one.as_written, one.url))),
        shared=tuple(Shared(ref, tuple(sorted(urls))) for ref, urls in pages if len(urls) > 1),
        suffixed=tuple(ref for ref, _ in pages if ref.suffix),
        without_ref=tuple(sorted(evidence.without_ref)),
    )


def _gather(reports: Iterable[Named]) -> _Evidence:
    found = _Evidence(defaultdict(list), defaultdict(set), defaultdict(set), defaultdict(list), [], [], [])
    for as_written, made, url, names in reports:
        shown = {(one.ref.year, one.ref.number) for name in names for one in read_name(name, as_written).refs}
        ref = _settle(as_written, url, shown, found)
        for key in shown:
            if ref is None or key != (ref.year, ref.number):
                found.seen[key].add(url)
        if ref is not None:
            found.borne[ref.year, ref.number].append((made, url))
            found.pages[ref].append(url)
        elif not as_written.strip():
            found.without_ref.append(url)
            if made is not None:
                found.blank.append((made, url))
    return found


def _settle(as_written: str, url: str, shown: set[tuple[int, int]], found: _Evidence) -> Ref | None:
    """The reference a report bears; a mistyped one only if its own documents show exactly one it may mean."""
    ref, how = normalise_ref(as_written)
    if how in ("as written", "blank"):
        return ref
    if ref is not None:
        found.repaired.append(Repaired(as_written, url, ref, (ref,), how))
        return ref
    may_be = candidates(as_written)
    confirmed = [one for one in may_be if (one.year, one.number) in shown]
    if len(confirmed) == 1:
        reason = f"{how}; its documents say {confirmed[0]}"
        found.repaired.append(Repaired(as_written, url, confirmed[0], may_be, reason))
        return confirmed[0]
    found.repaired.append(Repaired(as_written, url, None, may_be, how))
    for one in may_be:
        found.typed[one.year, one.number].add(url)
    return None


def _year(year: int, numbers: set[int], evidence: _Evidence, is_last: bool) -> Year:
    highest = max(numbers)
    start, end = _dense(numbers, highest)
    gaps = [number for number in range(1, highest + 1) if number not in numbers]
    missing = tuple(_judge(year, number, start, end, numbers, evidence) for number in gaps)
    notes = []
    if start > 1:
        notes.append(f"numbers below {start:04d} are hardly used")
    if end == 0:
        notes.append("too few numbers to tell gaps from what is not yet published")
    elif end < highest:
        notes.append(f"few numbers above {end:04d} are in this register")
    if is_last:
        notes.append("the year may go on above the highest number")
    return Year(year, len(numbers), start, end, highest, "; ".join(notes), missing, _runs(gaps))


def _dense(numbers: set[int], highest: int) -> tuple[int, int]:
    """First and last number between which at least half of every stretch of 20 at the ends is borne."""
    need = DENSE * min(WINDOW, highest)
    ordered = sorted(numbers)
    start = next((n for n in ordered if sum(k in numbers for k in range(n, n + WINDOW)) >= need), highest + 1)
    end = next((n for n in reversed(ordered) if sum(k in numbers for k in range(n - WINDOW + 1, n + 1)) >= need), 0)
    return (1 if start <= WINDOW else start), end


def _judge(year: int, number: int, start: int, end: int, numbers: set[int], evidence: _Evidence) -> Missing:
    ref, key = Ref(year, number), (year, number)
    if evidence.seen.get(key):
        pages = tuple(sorted(evidence.seen[key]))
        return Missing(ref, Confidence.NAMED_ELSEWHERE, "stands in the name of a document of another page", pages)
    if evidence.typed.get(key):
        pages = tuple(sorted(evidence.typed[key]))
        return Missing(ref, Confidence.NAMED_ELSEWHERE, "a mistyped reference may mean it", pages)
    if number < start:
        return Missing(ref, Confidence.NUMBERING_INCOMPLETE, f"published numbers begin at {start:04d}")
    if number > end:
        return Missing(ref, Confidence.NUMBERING_INCOMPLETE, f"few numbers above {end:04d} are in this register")
    near = _blank_near(year, number, numbers, evidence)
    if near:
        told = (
            "a report of about that time bears no reference"
            if near == 1
            else f"{near} reports of about that time bear no reference"
        )
        return Missing(ref, Confidence.MAY_BELONG, told)
    return Missing(ref, Confidence.LIKELY_NEVER_PUBLISHED, "its neighbours are published, and nothing shows it")


def _blank_near(year: int, number: int, numbers: set[int], evidence: _Evidence) -> int:
    """How many reports without a reference are dated within 30 days of the number's published neighbours."""
    below = max((n for n in numbers if n < number), default=None)
    above = min((n for n in numbers if n > number), default=None)
    days = [
        made
        for neighbour in (below, above)
        if neighbour is not None
        for made, _ in evidence.borne[year, neighbour]
        if made is not None and abs(made.year - year) <= 1
    ]
    if not days:
        return 0
    return sum(min(days) - NEAR <= made <= max(days) + NEAR for made, _ in evidence.blank)


def _runs(gaps: Sequence[int]) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for number in gaps:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(runs)


def by_confidence(numbering: Numbering) -> Mapping[Confidence, int]:
    """How many missing numbers of each grade."""
    counts = dict.fromkeys(Confidence, 0)
    for year in numbering.years:
        for one in year.missing:
            counts[one.confidence] += 1
    return counts
