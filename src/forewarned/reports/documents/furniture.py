"""Running headers, footers and page numbers: found by repetition and place, kept beside the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from forewarned.reports.documents.layout import Line, usual_pitch

EDGE_LINES = 3
"""So many lines at either end of a page may be furniture."""
MARGIN = 0.13
"""Furniture lies within this share of the page's height from its edge."""
SAME_HEIGHT = 0.02
"""A running line stands at the same height on each page, within this share of it."""
GAP = 1.25
"""So many usual pitches part running lines from the text at least."""
PAGE_NUMBER = re.compile(
    r"[-\u2013\u2014~|\[(]?\s*(?:page\s*|tudalen\s*|p\.?\s*)?(\d{1,3})\s*(?:(?:of|/|o)\s*\d{1,3})?\s*[-\u2013\u2014~|\])]?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Leaf:
    """One page's lines on their way to text: ``number`` from 1, ``height`` in points."""

    number: int
    height: float
    lines: list[Line]


def part_furniture(leaves: Sequence[Leaf]) -> dict[int, tuple[str, ...]]:
    """Take running lines out of ``leaves`` and give them by page number, top to bottom."""
    chosen = _numbers(leaves) | _running(leaves)
    found: dict[int, tuple[str, ...]] = {}
    for leaf in leaves:
        out = [line for line in leaf.lines if id(line) in chosen]
        if out:
            found[leaf.number] = tuple(line.text for line in out)
            leaf.lines = [line for line in leaf.lines if id(line) not in chosen]
    return found


def _edges(leaf: Leaf) -> list[tuple[str, Line]]:
    """(end, line) of the lines that may be furniture by their place."""
    lines = [line for line in leaf.lines if line.text.strip()]
    low, high = MARGIN * leaf.height, (1 - MARGIN) * leaf.height
    top = [("top", line) for line in lines[:EDGE_LINES] if line.top < low]
    return top + [("bottom", line) for line in lines[-EDGE_LINES:] if line.bottom > high]


def _numbers(leaves: Sequence[Leaf]) -> set[int]:
    """Page numbers: those that count with the pages (any first number), or equal the page's own."""
    steps: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for leaf in leaves:
        for end, line in _edges(leaf):
            match = PAGE_NUMBER.match(line.text.strip())
            if match and len(line.pieces) <= 4:
                steps[end, int(match[1]) - leaf.number].append(line)
    chosen: set[int] = set()
    for (end, step), lines in steps.items():
        if len(lines) > 1 or (step == 0 and end == "bottom"):
            chosen |= set(map(id, lines))
    return chosen


def _running(leaves: Sequence[Leaf]) -> set[int]:
    """Lines with the same words (numbers aside) at the same height on half of the pages, on two at least."""
    places: dict[str, list[tuple[int, float, Line]]] = defaultdict(list)
    for leaf in leaves:
        for end, line in _edges(leaf):
            words = re.sub(r"\d+", "#", re.sub(r"\W+", " ", line.text)).strip().lower()
            if len(words) >= 3:
                places[f"{end} {words}"].append((leaf.number, line.top / max(leaf.height, 1.0), line))
    chosen: set[int] = set()
    for found in places.values():
        for band, count in Counter(round(height / SAME_HEIGHT) for _, height, _ in found).items():
            near = [(n, line) for n, height, line in found if abs(height - band * SAME_HEIGHT) <= SAME_HEIGHT]
            if count and len({n for n, _ in near}) >= max(2, (len(leaves) + 1) // 2):
                chosen |= {id(line) for _, line in near}
    return {mark for leaf in leaves for mark in _apart(leaf, chosen)}


def _apart(leaf: Leaf, chosen: set[int]) -> set[int]:
    """Of the chosen lines of a page, those that a gap parts from the text: body lines may repeat as well."""
    lines = [line for line in leaf.lines if line.text.strip()]
    pitch = usual_pitch(lines)
    kept: set[int] = set()
    for order in (lines, lines[::-1]):
        edge: list[Line] = []
        for line in order:
            if id(line) not in chosen and not PAGE_NUMBER.match(line.text.strip()):
                if edge and abs(line.top - edge[-1].top) > GAP * pitch:
                    kept |= set(map(id, edge)) & chosen
                break
            edge.append(line)
        else:
            kept |= set(map(id, edge)) & chosen
    return kept
