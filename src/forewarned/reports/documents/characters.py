"""Characters of a PDF page with their boxes, turned upright and joined to pieces of a line."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

from forewarned.reports.documents.layout import Piece

GAP = 1.0
"""A gap of so many line heights parts two pieces: a justified line's widest blank is less."""
BACK = 1.0
"""A step back of so many line heights begins a new piece."""
HYPHEN_AT_LINE_END = 2
"""What pdfium gives for a hyphen at a line's end, which it would otherwise leave out: verbatim means it stays."""
BULLETS = {0xF0B7: "\u2022", 0xF0A7: "\u25aa", 0xF0D8: "\u27a2", 0xF0FC: "\u2713", 0xF02D: "-", 0xF06F: "o"}
"""Marks of Word's symbol fonts, which have no character of their own: what a reader of the page sees."""
SAMPLED = 400
"""Angles are asked of so many characters a page at most."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters in drawing order: code point and box (left, right, bottom, top) in the page's own points."""

    codes: list[int]
    boxes: list[tuple[float, float, float, float] | None]
    angles: list[float]

    @classmethod
    def of(cls, textpage: Any, count: int) -> Glyphs:
        """Read ``count`` characters of a pypdfium2 text page."""
        from pypdfium2 import raw  # type: ignore[import-untyped]

        rect = raw.FS_RECTF()
        place = ctypes.byref(rect)
        codes: list[int] = []
        boxes: list[tuple[float, float, float, float] | None] = []
        angles: list[float] = []
        every = max(1, count // SAMPLED)
        for index in range(count):
            code = raw.FPDFText_GetUnicode(textpage, index)
            codes.append(code)
            if code in (10, 13) or not raw.FPDFText_GetLooseCharBox(textpage, index, place):
                boxes.append(None)
                continue
            box = (rect.left, rect.right, rect.bottom, rect.top)
            boxes.append(box if all(map(math.isfinite, box)) else None)
            if index % every == 0 and code > 32:
                angles.append(raw.FPDFText_GetCharAngle(textpage, index))
        return cls(codes, boxes, angles)

    def quarter(self) -> int:
        """Quarter turns, clockwise, that bring most characters upright: 0 to 3."""
        # pdfium's angles run clockwise: text at 270 degrees was drawn upwards, and stands upright after one turn.
        turns = Counter(-round(angle / (math.pi / 2)) % 4 for angle in self.angles if math.isfinite(angle))
        return turns.most_common(1)[0][0] if turns else 0

    def unreadable(self) -> float:
        """Share of visible characters that are no characters: replacement marks, private use, control codes."""
        seen = [code for code in self.codes if code > 32 or code not in (0, 9, 10, 13, 32, HYPHEN_AT_LINE_END)]
        bad = sum(code < 32 or code == 0xFFFD or (0xE000 <= code <= 0xF8FF and code not in BULLETS) for code in seen)
        return bad / len(seen) if seen else 0.0


def pieces_of(
    glyphs: Glyphs, quarter: int, area: tuple[float, float, float, float]
) -> tuple[list[Piece], float, float]:
    """Pieces in drawing order, and the width and height of the page as held when its text is upright."""
    left, bottom, right, top = area
    width, height = right - left, top - bottom
    maker = _Maker()
    for code, box in zip(glyphs.codes, glyphs.boxes, strict=True):
        if box is None:
            maker.end()
            continue
        x0, x1, y0, y1 = box[0] - left, box[1] - left, box[2] - bottom, box[3] - bottom
        turned = _turn(quarter, (x0, x1, y0, y1), width, height)
        maker.add(_character(code), *turned)
        if code == HYPHEN_AT_LINE_END:
            maker.end()
    maker.end()
    if quarter % 2:
        width, height = height, width
    return maker.pieces, width, height


def _turn(
    quarter: int, box: tuple[float, float, float, float], width: float, height: float
) -> tuple[float, float, float, float]:
    """A box in page points (y up) to (x0, x1, top, bottom) with y down, after quarter turns clockwise."""
    x0, x1, y0, y1 = box
    if quarter == 1:
        return y0, y1, x0, x1
    if quarter == 2:
        return width - x1, width - x0, y0, y1
    if quarter == 3:
        return height - y1, height - y0, width - x1, width - x0
    return x0, x1, height - y1, height - y0


def _character(code: int) -> str:
    if code in BULLETS:
        return BULLETS[code]
    if code == HYPHEN_AT_LINE_END:
        return "-"
    if code in (9, 0xA0) or 0x2000 <= code <= 0x200A:
        return " "
    # Half of a pair beyond the basic plane, or no character at all.
    return "" if code < 32 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


class _Maker:
    """Joins characters that follow each other on one line."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.letters: list[str] = []
        self.x0 = self.top = math.inf
        self.x1 = self.bottom = -math.inf
        self.last = 0.0

    def add(self, character: str, x0: float, x1: float, top: float, bottom: float) -> None:
        blank = not character.strip()
        if blank and self.letters:
            self.letters.append(character)
            return
        if blank or not character:
            return
        if self.letters and self._apart(x0, top, bottom):
            self.end()
        self.letters.append(character)
        self.x0, self.x1 = min(self.x0, x0), max(self.x1, x1)
        self.top, self.bottom = min(self.top, top), max(self.bottom, bottom)
        self.last = x1

    def _apart(self, x0: float, top: float, bottom: float) -> bool:
        size = max(self.bottom - self.top, 1.0)
        if x0 - self.last > GAP * size or x0 < self.last - BACK * size:
            return True
        overlap = min(self.bottom, bottom) - max(self.top, top)
        return overlap < 0.4 * min(size, max(bottom - top, 0.1))

    def end(self) -> None:
        """Keep the piece that was being made, if it says anything, and begin anew."""
        if text := "".join(self.letters).strip():
            self.pieces.append(Piece(text, self.x0, self.x1, self.top, self.bottom))
        self.letters = []
        self.x0 = self.top = math.inf
        self.x1 = self.bottom = -math.inf
        self.last = 0.0
