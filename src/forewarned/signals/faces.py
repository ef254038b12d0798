"""The faces of a funnel beside its table: sentences to quote, and a drawing. Both repeat the result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape

from forewarned.signals.funnel import Funnel, Limits, Point, Zone

WIDTH: Final = 800
HEIGHT: Final = 540
TITLE_LETTERS: Final = 90
FOOT_LETTERS: Final = 138
"""Letters that fit a line, at the sizes used."""
LEFT, RIGHT, TOP, BOTTOM = 70, 30, 84, 136
COMMON: Final = "#a6a6a6"
NAMED: Final = "#490092"
"""Purple: of deaths nothing is coloured good or bad (../shared/domain/statistics.md, "Look")."""
DARK: Final = "#333333"
NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SHAPES: Final = {
    Zone.WITHIN: "circle",
    Zone.NO_LIMITS: "circle",
    Zone.ABOVE_95: "triangle",
    Zone.BELOW_95: "triangle",
    Zone.ABOVE_998: "diamond",
    Zone.BELOW_998: "diamond",
}


def funnel_text(funnel: Funnel) -> str:
    """The funnel in sentences that can be quoted, the named bodies first."""
    return " ".join([f"{funnel.measure.title}: {len(funnel.points)} bodies.", *_sentences(funnel), funnel.caption])


def _sentences(funnel: Funnel) -> Iterator[str]:
    show = funnel.show
    for point in funnel.points:
        if not point.named:
            continue
        yield f"{_of(funnel, point)}."
        if point.limits:
            low, high = show(point.limits.low_998), show(point.limits.high_998)
            yield f"At its size only values below {low} or above {high} lie outside the 99.8% limits."
    if funnel.centre is not None:
        yield f"All together: {show(funnel.centre)}."
    if funnel.no_limits:
        yield f"No limits: {funnel.no_limits}."
    else:
        yield (
            f"Outside the 95% limits: {sum(point.within_95 is False for point in funnel.points)}, "
            f"where chance alone would put about {funnel.expected_outside_95:.1f}; "
            f"outside the 99.8% limits: {sum(point.within_998 is False for point in funnel.points)}, "
            f"where chance alone would put about {funnel.expected_outside_998:.2f}."
        )
    if funnel.left_out:
        reasons = "; ".join(sorted({one.reason for one in funnel.left_out}))
        yield f"Left out: {len(funnel.left_out)} ({reasons})."
    yield from funnel.notes


def _of(funnel: Funnel, point: Point) -> str:
    count = f"{point.numerator:g} of {point.denominator:g} ({funnel.show(point.value)})"
    return f"{point.label}: {count}, {point.flag}"


class _Frame:
    """From denominators and values to places on the drawing."""

    def __init__(self, funnel: Funnel) -> None:
        self.most = max([1.0, *(point.denominator for point in funnel.points)])
        self.top = 1.0 if funnel.is_share else _ceiling(funnel)

    def x(self, denominator: float) -> float:
        return LEFT + denominator / self.most * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - min(value, self.top) / self.top * (HEIGHT - TOP - BOTTOM)


def _ceiling(funnel: Funnel) -> float:
    """High enough for every body and for the limits of all but the smallest sizes."""
    seen = [point.value for point in funnel.points] or [1.0]
    limits = [one.high_998 for one in funnel.curve[len(funnel.curve) // 8 :]]
    return 1.05 * max(*seen, min(max(limits, default=0.0), 3 * max(seen)), 1.0)


def funnel_svg(funnel: Funnel) -> str:
    """The funnel as one SVG element that stands alone: no script, no outside file, readable without colour.

    Zones differ by shape, every shape has a dark edge, the named body is purple and written out. The
    words for those who do not see it are ``funnel_text``.
    """
    frame = _Frame(funnel)
    title, text = _xml(funnel.measure.title), _xml(funnel_text(funnel))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
            f'height="{HEIGHT}" role="img" aria-labelledby="funnel-title funnel-desc" '
            'font-family="Arial, Helvetica, sans-serif" font-size="13" fill="#212b32">',
            f'<title id="funnel-title">{title}</title>',
            f'<desc id="funnel-desc">{text}</desc>',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *_heading(funnel),
            *_axes(funnel, frame),
            *_lines(funnel, frame),
            *_marks(funnel, frame),
            *_foot(funnel),
            "</svg>",
            "",
        ]
    )


def _heading(funnel: Funnel) -> Iterator[str]:
    for i, line in enumerate(wrap(funnel.measure.title, TITLE_LETTERS)[:2]):
        yield _say(LEFT, 24 + 20 * i, line, size=16, bold=True)


def _axes(funnel: Funnel, frame: _Frame) -> Iterator[str]:
    for i in range(5):
        value = frame.top * i / 4
        place = frame.y(value)
        yield _line(LEFT, place, WIDTH - RIGHT, place, "#e8edee")
        label = f"{value:.0%}" if funnel.is_share else f"{value:.2g}"
        yield _say(LEFT - 8, place + 4, label, anchor="end")
    for i in range(5):
        size = frame.most * i / 4
        yield _say(frame.x(size), HEIGHT - BOTTOM + 18, f"{size:,.0f}", anchor="middle")
    yield _line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, DARK)
    yield _line(LEFT, TOP, LEFT, HEIGHT - BOTTOM, DARK)
    yield _say(LEFT, TOP - 12, f"up: {funnel.measure.numerator}, of {funnel.measure.denominator}")
    yield _say(WIDTH - RIGHT, HEIGHT - BOTTOM + 36, f"across: {funnel.measure.denominator}", anchor="end")


def _lines(funnel: Funnel, frame: _Frame) -> Iterator[str]:
    for name, dashes in (("low_998", ""), ("high_998", ""), ("low_95", "7 4"), ("high_95", "7 4")):
        yield from _path(funnel.curve, name, frame, dashes)
    if funnel.centre is not None:
        place = frame.y(funnel.centre)
        yield _line(LEFT, place, WIDTH - RIGHT, place, "#000000", 1.5)


def _path(curve: Sequence[Limits], name: str, frame: _Frame, dashes: str) -> Iterator[str]:
    places = [(one.denominator, getattr(one, name)) for one in curve]
    inside = [(frame.x(size), frame.y(value)) for size, value in places if value <= frame.top]
    if len(inside) < 2:
        return
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in inside)
    dash = f' stroke-dasharray="{dashes}"' if dashes else ""
    yield f'<polyline points="{text}" fill="none" stroke="#4c6272" stroke-width="1.3"{dash}/>'


def _marks(funnel: Funnel, frame: _Frame) -> Iterator[str]:
    """Every body, the named ones last so that none lies over them."""
    for point in sorted(funnel.points, key=lambda one: one.named):
        x, y = frame.x(point.denominator), frame.y(point.value)
        shape = _shape(SHAPES[point.zone], x, y, 7.0 if point.named else 4.5, NAMED if point.named else COMMON)
        yield f"<g><title>{_xml(_of(funnel, point))}</title>{shape}</g>"
        if point.named:
            left = x > WIDTH * 0.6
            yield _say(x - 11 if left else x + 11, y - 9, point.label, anchor="end" if left else "start", bold=True)


def _shape(kind: str, x: float, y: float, r: float, fill: str) -> str:
    style = f'fill="{fill}" stroke="{DARK}" stroke-width="1.2"'
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.1f}" {style}/>'
    around = {
        "triangle": ((0, -1.25), (1.15, 0.85), (-1.15, 0.85)),
        "diamond": ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)),
    }[kind]
    corners = " ".join(f"{x + r * dx:.1f},{y + r * dy:.1f}" for dx, dy in around)
    return f'<polygon points="{corners}" {style}/>'


def _foot(funnel: Funnel) -> Iterator[str]:
    key = HEIGHT - 78
    words = (
        ("circle", "within the 95% limits (dashed)"),
        ("triangle", "between the 95% and 99.8% limits"),
        ("diamond", "beyond the 99.8% limits (solid)"),
    )
    for i, (kind, label) in enumerate(words):
        x = LEFT + 6 + i * 235
        yield _shape(kind, x, key - 4, 5, COMMON)
        yield _say(x + 12, key, label)
    said = (
        f"No limits: {funnel.no_limits}." if funnel.no_limits else _expected(funnel),
        funnel.caption,
        funnel.measure.source,
    )
    lines = [line for sentence in said for line in wrap(sentence, FOOT_LETTERS)]
    for i, line in enumerate(lines):
        yield _say(LEFT, key + 20 + 16 * i, line, size=11.5)


def _expected(funnel: Funnel) -> str:
    return (
        f"{len(funnel.points)} bodies. By chance alone about {funnel.expected_outside_95:.1f} would lie "
        f"outside the 95% limits and {funnel.expected_outside_998:.2f} outside the 99.8% limits."
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1.0) -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"/>'


def _say(x: float, y: float, words: str, *, anchor: str = "start", size: float = 13, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    # A white edge keeps words readable where they lie over a line.
    halo = 'paint-order="stroke" stroke="#ffffff" stroke-width="3"'
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}"'
    return f"<text {place}{weight} {halo}>{_xml(words)}</text>"


def _xml(text: str) -> str:
    """Text as XML may hold it: marks escaped, characters that XML forbids left out."""
    return escape(NOT_XML.sub("", text), {'"': "&quot;"})
