"""Ruled tables with several columns of text, cell by cell: reading straight across would mix them (pdfplumber)."""

from __future__ import annotations

from io import BytesIO
from itertools import chain

from forewarned.reports.documents import limits
from forewarned.reports.documents.layout import Line, Piece, Sheet, gather, part_numbers, place

Box = tuple[float, float, float, float]


class Tables:
    """The cells of one PDF's tables; the file is opened again only when a page needs it."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.asked = 0
        self.left_out: list[int] = []

    def notes(self) -> list[str]:
        return [f"page {number}: columns side by side without a readable table" for number in self.left_out]

    def lines(self, sheet: Sheet, number: int, turned: int) -> list[Line]:
        """The page's lines with each table row's cells one after the other; [] where no ruled table is found."""
        rows = self._rows(number) if not turned else []
        if not rows:
            self.left_out.append(number)
            return []
        inside: dict[tuple[int, int], list[Piece]] = {}
        outside: list[Piece] = []
        numbers, rest = part_numbers(sheet.pieces)
        for piece in rest:
            at = _cell_of(piece, rows)
            if at is None:
                outside.append(piece)
            else:
                inside.setdefault(at, []).append(piece)
        blocks = [[line] for line in gather(outside)]
        for row in range(len(rows)):
            cells = [gather(inside[at]) for at in sorted(inside) if at[0] == row]
            if cells:
                blocks.append(_row(cells))
        blocks.sort(key=lambda block: min(line.top for line in block))
        lines = list(chain.from_iterable(blocks))
        place(numbers, lines, sheet.rules)
        return lines

    def _rows(self, number: int) -> list[list[Box]]:
        import pdfplumber

        self.asked += 1
        if self.asked > limits.MAX_TABLE_PAGES:
            return []
        try:
            with pdfplumber.open(BytesIO(self.raw), pages=[number]) as pdf:
                page = pdf.pages[0]
                if len(page.lines) + len(page.rects) + len(page.curves) > limits.MAX_TABLE_OBJECTS:
                    return []
                tables = page.find_tables()
                return [[cell for cell in row.cells if cell] for table in tables for row in table.rows]
        except Exception:  # noqa: BLE001  a second reader of a hostile file: without it, lines are read straight across
            return []


def _cell_of(piece: Piece, rows: list[list[Box]]) -> tuple[int, int] | None:
    x, y = (piece.x0 + piece.x1) / 2, (piece.top + piece.bottom) / 2
    for at, row in enumerate(rows):
        for column, (x0, top, x1, bottom) in enumerate(row):
            if x0 <= x <= x1 and top <= y <= bottom:
                return at, column
    return None


def _row(cells: list[list[Line]]) -> list[Line]:
    """One row: cells of one line each stand on one line, parted by tabs; others follow each other."""
    if all(len(cell) == 1 for cell in cells):
        return [
            Line([Piece(cell[0].text, cell[0].x0, cell[0].x0, cell[0].top, cell[0].bottom) for cell in cells], True)
        ]
    return list(chain.from_iterable(cells))
