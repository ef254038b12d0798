"""What a section is made of before anything is judged: fixed words (the form's, announcements) and units to judge.

A unit is a numbered point, or a paragraph (or sentence that announces something new) of unnumbered text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from forewarned.lessons.matters import numbered, plain, wording
from forewarned.lessons.matters.marks import Mark, find_marks
from forewarned.lessons.matters.numbered import Point
from forewarned.lessons.matters.units import Span, is_wrapped, paragraphs, plain_hyphens, sentences, trim


@dataclass(frozen=True, slots=True)
class Unit:
    """Words to judge. ``forced`` is "", "O" (background) or "B" (a matter) whatever they say."""

    start: int
    end: int
    number: str = ""
    is_point: bool = False
    new_paragraph: bool = True
    forced: str = ""


@dataclass(slots=True)
class Layout:
    """``fixed``: (start, end, kind, number); ``units`` in order; ``marks``: the printed numbers' offsets."""

    fixed: list[tuple[int, int, str, str]] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    marks: list[Span] = field(default_factory=list)
    announced: bool = False
    listed: bool = False


def lay_out(text: str) -> Layout:
    """The layout of a section; linear in its length."""
    layout = Layout()
    marks = find_marks(text)
    text = plain_hyphens(text)
    layout.marks = [(mark.start, mark.end) for mark in marks]
    start, end = trim(text, 0, len(text))
    end = _box_end(text, layout, start, end)
    marks = tuple(mark for mark in marks if mark.end < end)
    points = numbered.build(text, marks, end)
    first = points[0].mark.start if points else end
    start, front = plain.strip_front(text, start, first)
    layout.fixed += [(piece[0], piece[1], piece[2], "") for piece in front]
    layout.announced = bool(front)
    if points:
        _preamble(text, layout, start, first)
        _points(text, layout, points, end)
    else:
        _unnumbered(text, layout, start, end)
        if layout.announced:
            layout.listed = _is_list(text, layout.units)
            if layout.listed and _is_short(text, layout.units):
                layout.units = [replace(unit, forced="B") for unit in layout.units]
    return layout


def _box_end(text: str, layout: Layout, start: int, end: int) -> int:
    """Where the section ends: before the form's next box, where its heading was read with this one."""
    heading = wording.NEXT_BOX.search(text, min(end, start + 200), end)
    if not heading:
        return end
    layout.fixed.append((heading.start(), end, "boilerplate", ""))
    return trim(text, start, heading.start())[1]


def _preamble(text: str, layout: Layout, start: int, end: int) -> None:
    """The words before the first number: announcements and background."""
    for heading_start, heading_end in plain.headings(text, start, end):
        layout.fixed.append((start, heading_start, "background", ""))
        layout.fixed.append((heading_start, heading_end, "boilerplate", ""))
        start = heading_end
    announced = plain.lead_in(text, start, end)
    if announced:
        layout.fixed.append((start, announced[0], "background", ""))
        layout.fixed.append((announced[0], end, "boilerplate", ""))
    else:
        layout.fixed.append((start, end, "background", ""))


def _points(text: str, layout: Layout, points: list[Point], end: int) -> None:
    """The points of a list, each a unit, or the points in it."""
    _cut_tail(text, points)
    told = any(numbered.states_concerns(text, point) for point in points)
    headed = _only_headings(text, points)
    for point in points:
        if not (point.inner and (numbered.holds_matters(text, point) or (headed and point is points[-1]))):
            _point(text, layout, point, "O" if headed and not point.inner else "", last=point.end == end)
            continue
        intro = point.inner[0].mark.start
        layout.fixed.append((point.start, intro, "background", number(text, point.mark)))
        forced = "O" if told and numbered.only_evidence(text, point) else ""
        for inner in point.inner:
            _point(text, layout, inner, forced, last=inner.end == end)


def _cut_tail(text: str, points: list[Point]) -> None:
    """Ends the last of three points or more at its first paragraph, where no other has two: what follows is no point.

    Not where that paragraph announces something, or the next one leans back on it.
    """
    last = points[-1]
    if len(points) < 3 or last.inner or "\n" not in text[last.start : last.end]:
        return
    wrapped = is_wrapped(text)

    def parts(point: Point) -> list[Span]:
        return paragraphs(text, point.start, point.end, every_line=not wrapped)

    own, others = parts(last), [len(parts(point)) for point in points[:-1] if not point.inner]
    if len(own) < 2 or not others or max(others) > 1:
        return
    (_, end), (after, _) = own[:2]
    blank = text.count("\n", end, after) > 1
    if blank and text[end - 1] != ":" and not wording.LEANS_BACK.match(text[after : after + 60]):
        last.end = end


def _only_headings(text: str, points: list[Point]) -> bool:
    """Whether a first list only names areas, and its last point goes on to the list of matters."""
    if len(points) < 2 or len(points[-1].inner) < 2:
        return False
    named = sum(point.end - point.start for point in points[:-1])
    listed = points[-1].end - points[-1].inner[0].start
    brief = all(
        not p.inner and p.end - p.start < 130 and text[p.start : p.end].rstrip()[-1:] != "." for p in points[:-1]
    )
    return brief and listed > 3 * named


def _point(text: str, layout: Layout, point: Point, forced: str, *, last: bool) -> None:
    """One point: its words, without what stands at their end for other reasons."""
    start = plain.skip_furniture(text, point.start, point.end)
    stop = point.end
    for heading_start, heading_end in plain.headings(text, start, point.end):
        if heading_start > start:
            layout.fixed.append((heading_start, heading_end, "boilerplate", ""))
            stop = heading_start
            break
    _, stop = plain.strip_back(text, start, plain.cut_headings(text, start, stop))
    if last:
        _, stop = plain.strip_back(text, start, plain.cut_closer(text, start, stop))
    if wording.HANDS_OVER.match(text[start : start + 60]):
        forced = "O"
    start = plain.skip_addressee(text, start, stop)
    cuts = [start, *(match.start() for match in wording.NEW_CONCERN.finditer(text, start + 80, stop))]
    for place, (first, after) in enumerate(zip(cuts, [*cuts[1:], stop], strict=True)):
        _, end = plain.strip_back(text, first, after)
        if any(letter.isalpha() for letter in text[first : min(end, first + 80)]):
            printed = "" if place else number(text, point.mark)
            layout.units.append(Unit(first, end, printed, True, not place, forced))


def _unnumbered(text: str, layout: Layout, start: int, end: int) -> None:
    """A stretch without numbers: its paragraphs, and the sentences in them that say they are something new."""
    for heading_start, heading_end in plain.headings(text, start, end):
        if text[heading_end:end].strip(" .\n\t0123456789"):
            layout.fixed.append((start, heading_start, "background", ""))
            layout.fixed.append((heading_start, heading_end, "boilerplate", ""))
            layout.announced = True
            start = heading_end
    start = plain.skip_furniture(text, start, end)
    _, stop = plain.strip_back(text, start, end)
    announced = plain.announcement(text, start, stop)
    if announced:
        layout.fixed.append((start, announced[0], "background", ""))
        layout.fixed.append((*announced, "boilerplate", ""))
        layout.announced = True
        start = announced[1]
    for left, right in paragraphs(text, start, stop, every_line=not is_wrapped(text)):
        if plain.strip_front(text, left, right)[0] >= right:
            layout.fixed.append((left, right, "boilerplate", ""))
            continue
        cuts = [left]
        for sentence_start, _ in sentences(text, left, right):
            if sentence_start > left + 80 and _opens(text, sentence_start):
                cuts.append(plain.skip_furniture(text, sentence_start, right))
        for place, (cut, after) in enumerate(zip(cuts, [*cuts[1:], right], strict=True)):
            first, last = plain.strip_back(text, cut, after)
            if any(letter.isalpha() for letter in text[first : min(last, first + 80)]):
                counted = wording.COUNTED.match(text[first : first + 30])
                layout.units.append(Unit(first, last, new_paragraph=place == 0, forced="B" if counted else ""))


def _is_list(text: str, units: list[Unit]) -> bool:
    """Whether unnumbered lines after an announcement are mostly one short sentence each: a list without numbers."""
    bodies = [text[unit.start : unit.end] for unit in units]
    if len(units) < 3 or any(unit.is_point or not unit.new_paragraph for unit in units):
        return False
    single = sum(len(sentences(body, 0, len(body))) == 1 for body in bodies)
    carrying = sum(bool(wording.CARRIES_ON.match(body)) for body in bodies)
    return single * 10 >= 8 * len(units) and carrying * 3 <= len(units) and sum(map(len, bodies)) <= 260 * len(units)


def _is_short(text: str, units: list[Unit]) -> bool:
    """Whether the lines of a list are so short, and so seldom point back, that each must be a matter."""
    size = sum(unit.end - unit.start for unit in units)
    carrying = sum(bool(wording.CARRIES_ON.match(text[unit.start : unit.start + 60])) for unit in units)
    return size <= 165 * len(units) and carrying * 4 <= len(units)


def _opens(text: str, start: int) -> bool:
    """Whether a sentence inside a paragraph may begin another matter, or words after the last.

    It says so, or a short title runs into it.
    """
    words = text[start : start + 120]
    return bool(wording.NEW.match(words) or wording.TITLED.match(words) or wording.CLOSER.match(words))


def number(text: str, mark: Mark) -> str:
    """The number as printed."""
    return " ".join(text[mark.start : mark.end].split())
