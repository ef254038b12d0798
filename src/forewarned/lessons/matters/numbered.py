"""A list of printed numbers as a tree of points, and which of the points are matters: a point, or the points in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from forewarned.lessons.matters import wording
from forewarned.lessons.matters.marks import Mark
from forewarned.lessons.matters.units import sentences, trim

CONCERN_START = re.compile(
    r"^(?:\W*)(?:i am|i remain|i was|i have|there is an? |my) (?:\w+ )?(?:concern)", re.IGNORECASE
)


_HEARD_THAT = re.compile(
    r"^(?:(?:during|in|at|from) (?:the |my )?(?:course of )?(?:the )?(?:inquest|investigation|hearing)s?,? )?"
    r"(?:the )?evidence (?:was |has been )?(?:heard|given|received)(?: that)?\s?(?:[:–—-]+(?:\s[:–—-]*)?|\s[:–—-]*)?$",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"^(?:to|for|re|regarding|concerning|in relation to)\b", re.IGNORECASE)


@dataclass(slots=True)
class Point:
    """One point: its mark, where its words start and end (nested points included), and the points in it."""

    mark: Mark
    start: int
    end: int
    inner: list[Point] = field(default_factory=list)


def build(text: str, marks: tuple[Mark, ...], end: int) -> list[Point]:
    """The points of the marks as a tree; the last ends at ``end``."""
    roots: list[Point] = []
    path: list[Point] = []
    for mark in marks:
        for point in path[mark.depth :]:
            point.end = mark.start
        del path[mark.depth :]
        point = Point(mark, trim(text, mark.end, end)[0], end)
        (path[-1].inner if path else roots).append(point)
        path.append(point)
    return roots


def holds_matters(text: str, point: Point) -> bool:
    """Whether the points inside a point are the matters, rather than parts of one.

    They are where the words before them announce concerns or what was heard, where most of them say that they are
    concerns, and where those words are whole sentences that need nothing after them.
    """
    intro = text[point.start : max(point.start, point.inner[0].mark.start)].rstrip()
    if intro and (_HEARD_THAT.match(intro) or is_heading(intro)):
        return True
    if len(point.inner) < 2:
        return states_concerns(text, point)
    if not intro:
        return True
    last = sentences(text, max(point.start, point.start + len(intro) - 600), point.start + len(intro))
    tail = text[last[-1][0] : last[-1][1]] if last else intro
    if wording.ANNOUNCED.search(tail):
        return True
    stated = sum(1 for inner in point.inner if CONCERN_START.match(text[inner.start : inner.start + 60]))
    if stated * 2 >= len(point.inner):
        return True
    whole = sum(1 for inner in point.inner if text[inner.start : inner.start + 1].isupper())
    return intro[-1] in ".!?)" and len(intro) > 40 and whole == len(point.inner)


def is_heading(words: str) -> bool:
    """Whether words only name whom the points after them are for."""
    return len(words) < 160 and words[-1] not in ".!?;:,)–—-" and bool(_ADDRESSED.match(words))


def only_evidence(text: str, point: Point) -> bool:
    """Whether a point only announces what was heard."""
    intro = text[point.start : point.inner[0].mark.start] if point.inner else ""
    return (
        bool(intro)
        and len(intro) < 200
        and bool(wording.EVIDENCE_ONLY.search(intro))
        and "concern" not in intro.lower()
    )


def states_concerns(text: str, point: Point) -> bool:
    """Whether a point only announces concerns."""
    intro = text[point.start : point.inner[0].mark.start] if point.inner else ""
    return (
        bool(intro)
        and len(intro) < 200
        and bool(re.search(r"\bconcern", intro, re.I))
        and bool(wording.ANNOUNCED.search(intro))
    )
