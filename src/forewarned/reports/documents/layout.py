"""Pieces of a page with their places, to lines in reading order: pure geometry, for typed pages and OCR alike.

Content order in a PDF is the order of drawing: numbers of the form's left column often come first, page numbers
too. Here lines go from top to bottom, row numbers stand before their heading, cells of a table row stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from forewarned.reports.documents import limits
from forewarned.reports.documents.headings import number_of_heading

ROW_NUMBER = re.compile(r"\(?(\d)\)?\s?[.):]?$")
SAME_LINE = 0.5
"""Share of the lower piece's height that must overlap for two pieces to stand on one line."""
SIDE_BY_SIDE = 2.5
"""Gap, in heights of the line, from which two pieces of a line are in two columns."""
TABULAR_LINES = 4
LONGEST_HEADING = 100
ALIGNED = 3.0
"""Points by which the left ends of one column's lines may differ."""
PARAGRAPH_PITCH = 1.4
"""A line that lies this many usual pitches below the one before begins a paragraph."""
WIDE_PITCH = 2.05
"""... or this many line heights, where the usual pitch is not known (few lines, each a paragraph)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words drawn together: their box in points, y downwards from the top of the page as a reader holds it."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 0.1)


@dataclass(slots=True)
class Line:
    """Pieces on one line, left to right. ``tabbed`` keeps their gaps as tabs."""

    pieces: list[Piece] = field(default_factory=list)
    tabbed: bool = False

    @property
    def text(self) -> str:
        joined = ("\t" if self.tabbed else " ").join(piece.text for piece in self.pieces)
        return re.sub(r" {2,}", " ", joined).strip(" ")

    @property
    def top(self) -> float:
        return min(piece.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return max(piece.bottom for piece in self.pieces)

    @property
    def x0(self) -> float:
        return min(piece.x0 for piece in self.pieces)

    @property
    def height(self) -> float:
        return median(piece.height for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's pieces in drawing order, its size, and the heights at which long horizontal rules are drawn."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    rules: tuple[float, ...] = ()


def lines_of(sheet: Sheet) -> list[Line]:
    """Lines from top to bottom, row numbers before their headings."""
    if len(sheet.pieces) > limits.MAX_PIECES:
        return [Line([piece]) for piece in sheet.pieces]
    numbers, rest = part_numbers(sheet.pieces)
    lines = gather(rest)
    place(numbers, lines, sheet.rules)
    return lines


def gather(pieces: Sequence[Piece]) -> list[Line]:
    """Pieces that overlap in height are one line; those of a line go left to right."""
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda p: (p.top + p.bottom, p.x0)):
        for line in reversed(lines[-3:]):
            if _beside(piece, line):
                line.pieces.append(piece)
                break
        else:
            lines.append(Line([piece]))
    for line in lines:
        line.pieces.sort(key=lambda p: p.x0)
    return lines


def _beside(piece: Piece, line: Line) -> bool:
    """On the line's height, and over none of its words."""
    for other in line.pieces:
        low = min(piece.height, other.height)
        if min(piece.bottom, other.bottom) - max(piece.top, other.top) < SAME_LINE * low:
            return False
        if min(piece.x1, other.x1) - max(piece.x0, other.x0) > low:
            return False
    return True


def left_edge(pieces: Sequence[Piece]) -> float:
    """Where the body's text begins: the left end of long pieces, not of the odd one that sticks out."""
    edges = sorted(piece.x0 for piece in pieces if len(piece.text) >= 25) or sorted(p.x0 for p in pieces)
    return edges[len(edges) // 20] if edges else 0.0


def part_numbers(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The numbers that stand in a column of their own left of the text, and everything else."""
    edge = left_edge(pieces)
    numbers = [p for p in pieces if ROW_NUMBER.match(p.text.strip()) and p.x1 < edge and len(p.text.strip()) <= 4]
    if len(numbers) > limits.MAX_ROW_NUMBERS:
        return [], list(pieces)
    taken = set(map(id, numbers))
    return numbers, [piece for piece in pieces if id(piece) not in taken]


def place(numbers: Sequence[Piece], lines: list[Line], rules: Sequence[float]) -> None:
    """Put each row's number before its heading, else before the first line of its row, else on its own height."""
    rows = [(line, number_of_heading(line.text)) for line in lines if numbers and len(line.text) < LONGEST_HEADING]
    headings = [(line, row) for line, row in rows if row]
    for number in numbers:
        _place(number, lines, rules, headings)


def _place(number: Piece, lines: list[Line], rules: Sequence[float], headings: list[tuple[Line, int]]) -> None:
    match = ROW_NUMBER.match(number.text.strip())
    wanted = int(match[1]) if match else 0
    headed = [line for line, row in headings if row == wanted]
    above = max((rule for rule in rules if rule <= number.top + number.height / 2), default=None)
    if headed:
        best = min(headed, key=lambda line: abs(line.top - number.top))
    elif above is not None and (inside := [ln for ln in lines if above - 2 <= ln.top + ln.height / 2]):
        best = inside[0]
        if best.top > number.bottom + 3 * number.height:
            best = _own_line(number, lines)
    else:
        best = _own_line(number, lines)
    if number not in best.pieces:
        best.pieces.insert(0, number)


def _own_line(number: Piece, lines: list[Line]) -> Line:
    for line in lines:
        if _beside(number, line):
            return line
    fresh = Line([number])
    at = next((index for index, line in enumerate(lines) if line.top > number.top), len(lines))
    lines.insert(at, fresh)
    return fresh


def is_tabular(lines: Sequence[Line]) -> bool:
    """Whether several lines hold text in two or more columns, so that reading straight across would mix cells.

    The second column must begin at the same place in those lines: a blacked-out name also leaves a gap.
    """
    starts = []
    for line in lines:
        words = [p for p in line.pieces if len(p.text.strip()) > 3]
        pairs = pairwise(words)
        starts += [right.x0 for left, right in pairs if right.x0 - left.x1 > SIDE_BY_SIDE * line.height]
    return any(sum(abs(other - start) <= ALIGNED for other in starts) >= TABULAR_LINES for start in starts)


def text_of(lines: Sequence[Line]) -> str:
    """Lines joined by line breaks, with an empty line where the gap shows a new paragraph."""
    pitch = usual_pitch(lines)
    out: list[str] = []
    before: Line | None = None
    for line in lines:
        text = line.text
        if not text.strip():
            continue
        if before is not None and _new_paragraph(before, line, pitch):
            out.append("")
        out.append(text)
        before = line
    return "\n".join(out)


def usual_pitch(lines: Sequence[Line]) -> float:
    """The usual distance of one line's top from the next one's; 0 where there are too few lines to tell."""
    steps = [after.top - line.top for line, after in pairwise(lines) if after.top > line.top + 1]
    return median(steps) if len(steps) >= 4 else 0.0


def _new_paragraph(before: Line, line: Line, pitch: float) -> bool:
    step = line.top - before.top
    if step < -1:
        return True
    return bool(pitch and step > PARAGRAPH_PITCH * pitch) or step > WIDE_PITCH * max(line.height, before.height)
