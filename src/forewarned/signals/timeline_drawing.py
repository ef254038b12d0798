"""A timeline as one SVG element: no script, no outside file, told by shape, readable in black and white.

Two widths are drawn from the same lanes: ``WIDE`` for a screen or a sheet of paper, ``NARROW`` for a telephone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from textwrap import wrap
from typing import Final
from xml.sax.saxutils import escape

from forewarned.signals.timeline import KINDS, Kind, Lane, Moment, Timeline, timeline_text

DEATH: Final = "#490092"
"""Purple: of deaths nothing is coloured good or bad (domain note on statistics, "Look")."""
INK: Final = "#212b32"
PERIOD: Final = "#768692"
ANSWER: Final = "#005eb8"
GRID: Final = "#e8edee"
STRIPE: Final = "#f6f8f9"
NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Form:
    """A size of the drawing. ``name`` tells the ids of two drawings on one page apart; ``columns``: of the key."""

    name: str
    width: int
    label: int
    lane: float
    size: float
    columns: int
    letters: int


WIDE: Final = Form("wide", width=960, label=96, lane=19, size=13, columns=2, letters=72)
NARROW: Final = Form("narrow", width=360, label=78, lane=17, size=12, columns=1, letters=46)
TOP: Final = 26
RIGHT: Final = 14
AXIS: Final = 28
KEY_LINE: Final = 22
ONE_LINE: Final = 96
"""The height of the band that ``one_line_svg`` draws in."""
EDGE: Final = 18


class _Frame:
    """From days to places across the drawing."""

    def __init__(self, line: Timeline, form: Form) -> None:
        self.first, self.last = line.span()
        self.first -= timedelta(days=max(30, (self.last - self.first).days // 60))
        self.last += timedelta(days=max(20, (self.last - self.first).days // 70))
        self.left, self.right = form.label, form.width - RIGHT
        self.bottom = TOP + form.lane * len(line.lanes)

    def x(self, day: date) -> float:
        part = (day - self.first).days / max(1, (self.last - self.first).days)
        return self.left + min(1.0, max(0.0, part)) * (self.right - self.left)


def timeline_svg(line: Timeline, form: Form = WIDE) -> str:
    """The timeline as one SVG element that stands alone. Its words are ``timeline_text``."""
    frame = _Frame(line, form)
    key, height = _key(line, form, frame.bottom + AXIS + 16)
    name = f"timeline-{form.name}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {form.width} {height:g}" width="{form.width}" '
            f'height="{height:g}" role="img" aria-labelledby="{name}-title {name}-desc" '
            f'font-family="Arial, Helvetica, sans-serif" font-size="{form.size:g}" fill="{INK}">',
            f'<title id="{name}-title">{_xml(line.title)}</title>',
            f'<desc id="{name}-desc">{_xml(timeline_text(line))}</desc>',
            f'<rect width="{form.width}" height="{height:g}" fill="#ffffff"/>',
            *_ticks(frame, form),
            *(part for i, lane in enumerate(line.lanes) for part in _lane(lane, i, frame, form)),
            *_today(line, frame),
            *key,
            "</svg>",
            "",
        ]
    )


def one_line_svg(line: Timeline, form: Form) -> str:
    """Every lane on one line: deaths with the number of their lane above, reports with theirs below it.

    For a few lanes that are steps of one story, each labelled by its number.
    """
    flat = replace(form, label=EDGE, lane=ONE_LINE / max(1, len(line.lanes)))
    frame, y = _Frame(line, flat), TOP + ONE_LINE / 2
    key, height = _key(line, flat, frame.bottom + AXIS + 16)
    name = f"timeline-{form.name}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {form.width} {height:g}" width="{form.width}" '
            f'height="{height:g}" role="img" aria-labelledby="{name}-title" '
            f'font-family="Arial, Helvetica, sans-serif" font-size="{form.size:g}" fill="{INK}">',
            f'<title id="{name}-title">{_xml(line.title)}</title>',
            f'<rect width="{form.width}" height="{height:g}" fill="#ffffff"/>',
            *_ticks(frame, flat),
            *_today(line, frame),
            _line(frame.left, y, frame.right, y, PERIOD, 1.2),
            *_on_one_line(line, frame, y),
            *key,
            "</svg>",
            "",
        ]
    )


def _on_one_line(line: Timeline, frame: _Frame, y: float) -> Iterator[str]:
    """Promises first, reports over them, deaths over all; numbers that would touch stand one higher or lower."""
    for kind, away in ((Kind.PROMISE, 0), (Kind.REPORT, 1), (Kind.DEATH, -1), (Kind.AGAIN, 0)):
        before, step = -99.0, 0
        found = sorted((one.last, lane.label, one) for lane in line.lanes for one in lane.of(kind))
        for day, label, one in found:
            x = frame.x(day)
            if one.start < one.last:
                yield _line(frame.x(one.start), y, x, y, DEATH, 3)
            yield f"<g><title>{_xml(f'{label}: {_moment(one)}')}</title>{mark(kind, x, y)}</g>"
            if away:
                step = (step + 1) % 3 if x - before < 16 else 0
                yield _text(x, y + (5 if away > 0 else -2) + away * (14 + 12 * step), label, anchor="middle")
                before = x


def _ticks(frame: _Frame, form: Form) -> Iterator[str]:
    """Upright lines at the beginning of years, or of quarters where the drawing spans few years."""
    years = range(frame.first.year, frame.last.year + 1)
    least = 44 if form.columns > 1 else 52
    room = (frame.right - frame.left) / max(1.0, (frame.last - frame.first).days / 365.25)
    if room > 6 * least:
        step = 3 if room > 12 * least else 6
        days = [
            (date(year, month, 1), f"{date(year, month, 1):%b %Y}") for year in years for month in range(1, 13, step)
        ]
    else:
        step = next((n for n in (1, 2, 5, 10) if room * n >= least), 20)
        days = [(date(year, 1, 1), str(year)) for year in years if year % step == 0]
    for day, words in days:
        if frame.first <= day <= frame.last:
            x = frame.x(day)
            yield _line(x, TOP, x, frame.bottom, GRID)
            yield _text(x, frame.bottom + 18, words, anchor="middle", colour="#4c6272")
    yield _line(frame.left, frame.bottom, frame.right, frame.bottom, PERIOD)


def _today(line: Timeline, frame: _Frame) -> Iterator[str]:
    x = frame.x(line.as_at)
    yield _line(x, TOP - 6, x, frame.bottom, INK, dash="2 3")
    words = f"as at {line.as_at.day} {line.as_at:%b %Y}"
    yield _text(min(x, frame.right), TOP - 11, words, anchor="end", colour=INK)


def _lane(lane: Lane, place: int, frame: _Frame, form: Form) -> Iterator[str]:
    """One report: its stripe, its periods as lines, and its moments over them, with words for a pointer."""
    y = TOP + form.lane * (place + 0.5)
    if place % 2 == 0:
        yield (f'<rect x="0" y="{y - form.lane / 2:.1f}" width="{form.width}" height="{form.lane:g}" fill="{STRIPE}"/>')
    yield f"<g><title>{_xml(_said(lane))}</title>"
    yield _text(4, y + form.size * 0.36, _short(lane.label, int((form.label - 8) / (form.size * 0.5))))
    yield from _periods(lane, y, frame)
    for moment in reversed(lane.moments):
        yield mark(moment.kind, frame.x(moment.last), y)
    yield "</g>"


def _periods(lane: Lane, y: float, frame: _Frame) -> Iterator[str]:
    """Death to report to due date as a line; the days on which a response may have come out as dots."""
    made = [one.last for one in lane.of(Kind.REPORT)]
    for death in lane.of(Kind.DEATH):
        for report in made[:1]:
            yield _line(frame.x(death.last), y, frame.x(report), y, DEATH, 1.2)
    for due in lane.of(Kind.DUE)[-1:]:
        for report in made[:1]:
            yield _line(frame.x(report), y, frame.x(due.last), y, INK, 3)
    for one in (*lane.of(Kind.RESPONSE), *lane.of(Kind.POSSIBLE)):
        if one.start < one.last:
            yield _line(frame.x(one.start), y, frame.x(one.last), y, ANSWER, 1.4, dash="1.4 3.4")


def mark(kind: Kind, x: float, y: float, r: float = 5) -> str:
    """The shape of one kind of moment, around a place."""
    edge = f'stroke="{INK}" stroke-width="1"'
    if kind is Kind.DEATH:
        return _shape(x, y, r * 1.2, ((0, -1), (1, 0), (0, 1), (-1, 0)), f'fill="{DEATH}" {edge}')
    if kind is Kind.REPORT:
        return _shape(x, y, r * 0.8, ((-1, -1), (1, -1), (1, 1), (-1, 1)), f'fill="{INK}"')
    if kind is Kind.DUE:
        return _line(x, y - r * 1.4, x, y + r * 1.4, INK, 2.4)
    if kind is Kind.RESPONSE:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r * 0.9:.1f}" fill="{ANSWER}" {edge}/>'
    if kind is Kind.POSSIBLE:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r * 0.9:.1f}" fill="#fff" stroke="{ANSWER}" stroke-width="1.6"/>'
    if kind is Kind.LISTED:
        return _shape(x, y, r, ((0, -1.1), (1.1, 0.9), (-1.1, 0.9)), f'fill="#fff" stroke="{INK}" stroke-width="1.6"')
    if kind is Kind.PROMISE:
        return _shape(
            x, y, r * 0.8, ((-1, -1), (1, -1), (1, 1), (-1, 1)), f'fill="#fff" stroke="{ANSWER}" stroke-width="1.8"'
        )
    if kind is Kind.AGAIN:
        ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r * 1.7:.1f}" fill="none" stroke="{DEATH}" stroke-width="1.8"/>'
        return mark(Kind.DEATH, x, y, r) + ring
    cross = (f"M{x - r * 0.9:.1f} {y - r * 0.9:.1f}l{r * 1.8:.1f} {r * 1.8:.1f}", f"m0 {-r * 1.8:.1f}")
    return f'<path d="{" ".join(cross)}l{-r * 1.8:.1f} {r * 1.8:.1f}" stroke="{INK}" stroke-width="2.2" fill="none"/>'


def _key(line: Timeline, form: Form, top: float) -> tuple[list[str], float]:
    """What each shape in the drawing means, and where the drawing ends."""
    across = (form.width - 8) / form.columns
    shown = [kind for kind in KINDS if line.count(kind)]
    rows = -(-len(shown) // form.columns)
    found, y = [], top
    for row in range(rows):
        tallest = 1
        for column, kind in enumerate(shown[row::rows]):
            x, lines = 10 + column * across, wrap(KINDS[kind], form.letters)
            found.append(mark(kind, x, y))
            found += [_text(x + 12, y + 4 + 15 * i, part) for i, part in enumerate(lines)]
            tallest = max(tallest, len(lines))
        y += KEY_LINE + 15 * (tallest - 1)
    return found, y


def _said(lane: Lane) -> str:
    return f"{lane.label}: " + "; ".join(_moment(one) for one in lane.moments)


_SHORT = {Kind.RESPONSE: "response published", Kind.POSSIBLE: "response possibly published"}


def _moment(one: Moment) -> str:
    words = _SHORT.get(one.kind, KINDS[one.kind])
    if one.start < one.last:
        return f"{words} after {_day(one.start)} and by {_day(one.last)}"
    return f"{words} {_day(one.last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1] + "…"


def _shape(x: float, y: float, r: float, around: tuple[tuple[float, float], ...], style: str) -> str:
    corners = " ".join(f"{x + r * dx:.1f},{y + r * dy:.1f}" for dx, dy in around)
    return f'<polygon points="{corners}" {style}/>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1.0, dash: str = "") -> str:
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line {ends} stroke="{colour}" stroke-width="{width:g}"{dashes}/>'


def _text(x: float, y: float, words: str, *, anchor: str = "start", colour: str = "") -> str:
    fill = f' fill="{colour}"' if colour else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{fill}>{_xml(words)}</text>'


def _xml(text: str) -> str:
    """Text as XML may hold it: marks escaped, characters that XML forbids left out."""
    return escape(NOT_XML.sub("", text), {'"': "&quot;"})
