"""Makes PDFs of fictional reports in every layout seen among published ones, and scans of them (reportlab, pypdfium2).

    python -m tests.documents.corpus FOLDER      writes them all, to be looked at

The same report and layout always give the same page contents.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.utils import ImageReader, simpleSplit  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from tests.documents.reports import REPORTS, Fictional

WIDTH, HEIGHT = 595.0, 842.0
TOP, BOTTOM = 60.0, 770.0
"""Where rows begin and end, from the top of the page."""
LEFT, RIGHT = 95.0, 520.0
NUMBER_X = 70.0
LIBERATION = Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf")


@dataclass(frozen=True)
class Layout:
    """How a form is laid out. ``numbers``: column, outside, alone, centred, dotted, none."""

    borders: bool = True
    numbers: str = "column"
    numbers_first: bool = False
    heading: Callable[[str], str] = str
    bold: bool = True
    footer: tuple[str, ...] = ()
    page_numbers: str = ""
    pitch: float = 13.0
    between: float = 13.0
    rotate: int = 0
    size: float = 10.5


LAYOUTS: dict[str, Layout] = {
    "ruled": Layout(),
    "unruled": Layout(borders=False),
    "outside": Layout(numbers="outside", borders=False),
    "number_alone": Layout(numbers="alone"),
    "centred": Layout(numbers="centred"),
    "dotted": Layout(numbers="dotted", borders=False),
    "unnumbered": Layout(numbers="none", borders=False, bold=False),
    "numbers_first": Layout(numbers_first=True, page_numbers="top"),
    "title_case": Layout(heading=str.title, bold=False),
    "straight_quotes": Layout(heading=lambda words: words.replace("\u2019", "'")),
    "no_quotes": Layout(heading=lambda words: words.replace("\u2019", "")),
    "footers": Layout(footer=("Regulation 28 \u2013 After Inquest", "Form of 30/07/2030"), page_numbers="bottom"),
    "wide": Layout(pitch=18.0, between=20.0, page_numbers="bottom"),
    "tight": Layout(between=0.0),
    "turned_90": Layout(rotate=90),
    "turned_180": Layout(rotate=180),
    "turned_270": Layout(rotate=270),
}


@dataclass
class _Mark:
    """Words at a place of a page, from its top."""

    page: int
    x: float
    y: float
    words: str
    bold: bool = False


class _Setter:
    """Sets rows line by line and remembers where everything goes, so that it can be drawn in any order."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.page, self.y = 0, TOP
        self.marks: list[_Mark] = []
        self.numbers: list[_Mark] = []
        self.boxes: list[tuple[int, float, float]] = []
        self.row_start = TOP

    def line(self, words: str, *, bold: bool = False) -> None:
        if self.y + self.layout.pitch > BOTTOM:
            self.turn_page()
        self.marks.append(_Mark(self.page, LEFT, self.y, words, bold))
        self.y += self.layout.pitch

    def turn_page(self) -> None:
        self.boxes.append((self.page, self.row_start, self.y))
        self.page, self.y, self.row_start = self.page + 1, TOP, TOP

    def paragraph(self, words: str) -> None:
        for line in simpleSplit(words, "Helvetica", self.layout.size, RIGHT - LEFT - 12):
            self.line(line)
        self.y += self.layout.between

    def row(self, number: int, heading: str, paragraphs: tuple[str, ...]) -> None:
        if self.y + 5 * self.layout.pitch > BOTTOM:
            self.turn_page()
        self.row_start = start = self.y
        page, numbered = self.page, self.layout.numbers
        if numbered == "dotted" and heading:
            heading = f"{number}. {heading}"
        if numbered == "alone":
            self.line(str(number))
        elif not heading and numbered in ("dotted", "outside"):
            self.numbers.append(_Mark(page, NUMBER_X, start, f"{number}"))
        if heading:
            self.line(heading, bold=self.layout.bold)
            self.y += self.layout.between
        for words in paragraphs:
            self.paragraph(words)
        at = start
        if numbered == "centred" and self.page == page:
            at = (start + self.y - self.layout.pitch) / 2
        if numbered in ("column", "centred") or (numbered == "outside" and heading):
            self.numbers.append(_Mark(page, NUMBER_X - 30 * (numbered == "outside"), at, str(number)))
        self.boxes.append((self.page, self.row_start, self.y))


def _font(bold: bool, words: str) -> str:
    if any(ord(c) > 255 for c in words) and LIBERATION.exists() and not words.isascii():
        try:
            words.encode("cp1252")
        except UnicodeEncodeError:
            pdfmetrics.registerFont(TTFont("Liberation", str(LIBERATION)))
            return "Liberation"
    return "Helvetica-Bold" if bold else "Helvetica"


def make_pdf(report: Fictional, layout: Layout, **options: Any) -> bytes:
    """One report as a PDF."""
    setter = _Setter(layout)
    setter.line("REGULATION 28 REPORT TO PREVENT FUTURE DEATHS", bold=True)
    setter.y += setter.layout.between
    setter.line(report.being_sent, bold=True)
    setter.y += setter.layout.between
    for words in report.rows["addressees"]:
        for line in simpleSplit(words, "Helvetica", layout.size, RIGHT - LEFT - 12):
            setter.line(line)
    setter.y += setter.layout.pitch
    setter.boxes.append((0, TOP, setter.y))
    for number, (name, heading) in enumerate(report.headings.items(), 1):
        setter.row(number, layout.heading(heading), report.rows[name])
    return _draw(setter, layout, **options)


def _draw(setter: _Setter, layout: Layout, **options: Any) -> bytes:
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True, **options)
    last = setter.page
    for page in range(last + 1):
        canvas.setPageRotation(layout.rotate)
        _turn(canvas, layout.rotate)
        groups = [setter.marks, setter.numbers]
        if layout.page_numbers == "top":
            _write(canvas, _Mark(page, 300, 36, str(page + 1)), layout)
        for group in reversed(groups) if layout.numbers_first else groups:
            for mark in group:
                if mark.page == page:
                    _write(canvas, mark, layout)
        if layout.page_numbers == "bottom":
            _write(canvas, _Mark(page, 300, 825, f"Page {page + 1} of {last + 1}"), layout)
        for index, words in enumerate(layout.footer):
            _write(canvas, _Mark(page, 330, 795 + 12 * index, words), layout)
        if layout.borders:
            for _, top, bottom in (box for box in setter.boxes if box[0] == page):
                canvas.rect(NUMBER_X - 6, HEIGHT - bottom - 3, RIGHT - NUMBER_X + 6, bottom - top + 3)
                canvas.line(LEFT - 5, HEIGHT - bottom - 3, LEFT - 5, HEIGHT - top)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _turn(canvas: Any, degrees: int) -> None:
    """Draw so that the page is upright once a reader has turned it by /Rotate."""
    if degrees == 90:
        canvas.rotate(90)
        canvas.translate(0, -HEIGHT)
    elif degrees == 180:
        canvas.rotate(180)
        canvas.translate(-WIDTH, -HEIGHT)
    elif degrees == 270:
        canvas.rotate(-90)
        canvas.translate(-WIDTH, 0)


def _write(canvas: Any, mark: _Mark, layout: Layout) -> None:
    canvas.setFont(_font(mark.bold, mark.words), layout.size)
    canvas.drawString(mark.x, HEIGHT - mark.y - layout.size, mark.words)


def scan(pdf: bytes, pages: set[int] | None = None, turn: int = 0, dpi: int = 200) -> bytes:
    """The PDF with ``pages`` (from 1; all where None) as pictures only, turned by ``turn`` degrees on the sheet."""
    import pypdfium2  # type: ignore[import-untyped]

    source = pypdfium2.PdfDocument(pdf)
    result = pypdfium2.PdfDocument.new()
    for index in range(len(source)):
        if pages is not None and index + 1 not in pages:
            result.import_pages(source, [index])
            continue
        image = source[index].render(scale=dpi / 72, grayscale=True).to_pil().rotate(turn, expand=True)
        out = BytesIO()
        size = (image.width * 72 / dpi, image.height * 72 / dpi)
        canvas = Canvas(out, pagesize=size, invariant=True)
        canvas.drawImage(ImageReader(image), 0, 0, *size)
        canvas.showPage()
        canvas.save()
        result.import_pages(pypdfium2.PdfDocument(out.getvalue()))
    whole = BytesIO()
    result.save(whole)
    return whole.getvalue()


def typed() -> dict[str, tuple[Fictional, bytes]]:
    """Every born-digital PDF of the corpus by name: the plain report in each layout, each report in two layouts."""
    made = {f"plain-{name}": (REPORTS["plain"], make_pdf(REPORTS["plain"], layout)) for name, layout in LAYOUTS.items()}
    for name, report in REPORTS.items():
        for layout in ("ruled", "unruled", "footers", "numbers_first"):
            made[f"{name}-{layout}"] = (report, make_pdf(report, LAYOUTS[layout]))
    made["long-wide"] = (REPORTS["long"], make_pdf(REPORTS["long"], LAYOUTS["wide"]))
    made["long-tight"] = (REPORTS["long"], make_pdf(REPORTS["long"], replace(LAYOUTS["tight"], page_numbers="top")))
    return made


def scanned(only: str = "") -> dict[str, tuple[Fictional, bytes]]:
    """A few scans (OCR takes seconds a page): ruled, turned, capitals, and one whose first page is typed."""
    plain, capitals = REPORTS["plain"], REPORTS["capitals"]
    makers: dict[str, tuple[Fictional, Callable[[], bytes]]] = {
        "scan-ruled": (plain, lambda: scan(make_pdf(plain, LAYOUTS["ruled"]))),
        "scan-turned": (plain, lambda: scan(make_pdf(plain, LAYOUTS["ruled"]), turn=90)),
        "scan-capitals": (capitals, lambda: scan(make_pdf(capitals, LAYOUTS["unruled"]))),
        "scan-mixed": (plain, lambda: scan(make_pdf(plain, LAYOUTS["footers"]), pages={2})),
    }
    return {name: (report, make()) for name, (report, make) in makers.items() if only in ("", name)}


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (_, pdf) in {**typed(), **scanned()}.items():
        (folder / f"{name}.pdf").write_bytes(pdf)


if __name__ == "__main__":
    main()
