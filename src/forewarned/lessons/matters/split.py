"""A concerns section becomes matters: verbatim spans in order, printed numbers kept, nothing dropped."""

from __future__ import annotations

from forewarned.lessons.matters import plain
from forewarned.lessons.matters.judge import NAME, Judge
from forewarned.lessons.matters.layout import Layout, lay_out
from forewarned.lessons.matters.units import trim
from forewarned.lessons.values import MatterSpan

RULES = "matters-rules-4"


def split_concerns(section: str, judge: Judge | None = None) -> tuple[MatterSpan, ...]:
    """The matters of concern of a section, and the words around them.

    Spans are in order, do not overlap and cover the section but for white space and printed numbers. ``kind`` is
    ``matter``, ``boilerplate`` (the form's own words, announcements, page furniture) or ``background`` (what was
    heard, summings-up). A matter's span leaves out its number, white space and page furniture at its ends; a matter
    that runs over several printed numbers keeps the first. ``score`` is the probability that exactly this span is a
    matter, or a fixed 0.9 where the form's wording decided. An empty section has no spans.
    """
    layout = lay_out(section)
    if judge is None and layout.units:
        judge = Judge.load()
    spans = [
        MatterSpan(start, end, number, kind, 0.9, RULES) for start, end, kind, number in _trimmed(section, layout.fixed)
    ]
    spans += _judged(section, layout, judge) if judge else []
    return _covered(section, layout, sorted(spans, key=lambda span: span.start))


def _trimmed(text: str, pieces: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    found = [(*trim(text, start, end), kind, number) for start, end, kind, number in pieces]
    return [piece for piece in found if piece[0] < piece[1]]


def _judged(text: str, layout: Layout, judge: Judge) -> list[MatterSpan]:
    """The units with their kinds; those that carry on are joined to the one before."""
    found: list[MatterSpan] = []
    for unit, (label, odds) in zip(layout.units, judge.read(text, layout), strict=True):
        score = round(odds, 3)
        if label == "C":
            before = found[-1]
            found[-1] = MatterSpan(before.start, unit.end, before.number, "matter", min(before.score, score), NAME)
            continue
        found.append(
            MatterSpan(unit.start, unit.end, unit.number, "matter" if label == "B" else "background", score, NAME)
        )
    return found


def _covered(text: str, layout: Layout, found: list[MatterSpan]) -> tuple[MatterSpan, ...]:
    """The spans with what lies between them: words become background, punctuation and page furniture boilerplate."""
    edges: list[tuple[int, int, MatterSpan | None]] = [(span.start, span.end, span) for span in found]
    edges += [(start, end, None) for start, end in layout.marks]
    whole: list[MatterSpan] = []
    position = 0
    for start, end, span in sorted(edges, key=lambda edge: (edge[0], edge[1])):
        if start < position:
            continue
        whole += _gap(text, position, start)
        if span:
            whole.append(span)
        position = end
    return (*whole, *_gap(text, position, len(text)))


def _gap(text: str, start: int, end: int) -> list[MatterSpan]:
    start, end = trim(text, start, end)
    if start >= end:
        return []
    furniture = plain.skip_furniture(text, start, end) >= end or sum(c.isalpha() for c in text[start:end]) < 3
    return [MatterSpan(start, end, "", "boilerplate" if furniture else "background", 0.5, RULES)]
