"""A text beside what we hold of it: the words verbatim, cut where they repeat a field, marked where they carry more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, ``text[start:end]``. ``field``: which field it repeats, in words; else ``""``."""

    words: str
    start: int
    end: int
    field: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text that stands for something: ``kind`` says how it is drawn, ``label`` in words what it is.

    ``anchor`` is the place that a link leads to; ``href`` where the mark itself leads.
    """

    start: int
    end: int
    kind: str
    label: str = ""
    anchor: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """Words, or a mark around nodes: all words in order are the text again."""

    words: str
    mark: Mark | None = None
    nodes: tuple[Node, ...] = ()


def nested(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> tuple[Node, ...]:
    """``text[start:end]`` with the marks in it around their words, one inside another.

    A mark that crosses the end of another is cut there in two: its anchor stays at its beginning, its label at its end.
    """
    end = len(text) if end is None else end
    waiting = sorted(_within(marks, start, end), key=_outer_first)
    found: list[Node] = []
    place = start
    while waiting:
        outer = waiting.pop(0)
        if outer.start > place:
            found.append(Node(text[place : outer.start]))
        found.append(Node("", outer, nested(text, waiting, outer.start, outer.end)))
        waiting = sorted(_within(waiting, outer.end, end), key=_outer_first)
        place = outer.end
    if place < end:
        found.append(Node(text[place:end]))
    return tuple(found)


def _within(marks: Iterable[Mark], start: int, end: int) -> Iterator[Mark]:
    """What of the marks lies in ``[start:end]``."""
    for one in marks:
        if max(one.start, start) < min(one.end, end):
            yield replace(
                one,
                start=max(one.start, start),
                end=min(one.end, end),
                anchor=one.anchor if one.start >= start else "",
                label=one.label if one.end <= end else "",
            )


def _outer_first(one: Mark) -> tuple[int, int]:
    return one.start, -one.end


def forms_of_day(day: date) -> tuple[str, ...]:
    """Patterns of the ways a date is written in reports: ``5 March 2024``, ``5th of March 2024``, ``05/03/2024``."""
    month, year = f"{day:%B}", f"{day:%Y}"
    return (
        rf"\b0?{day.day}(?:st|nd|rd|th)?(?: of)? {month},? {year}\b",
        rf"\b{month} 0?{day.day}(?:st|nd|rd|th)?,? {year}\b",
        rf"\b0?{day.day}[./-]0?{day.month}[./-](?:{year}|{year[2:]})\b",
    )


def pieces(text: str, fields: Mapping[str, str]) -> tuple[Piece, ...]:
    """``text`` cut into pieces that join to it again, those that repeat a field named.

    ``fields``: words for a field to its value; an ISO date is looked for in every way dates are written.
    The longest repetition wins where two overlap.
    """
    found = sorted(_found(text, fields), key=lambda one: (one.start, one.start - one.end))
    cut: list[Piece] = []
    place = 0
    for one in found:
        if one.start < place:
            continue
        if one.start > place:
            cut.append(Piece(text[place : one.start], place, one.start))
        cut.append(one)
        place = one.end
    if place < len(text):
        cut.append(Piece(text[place:], place, len(text)))
    return tuple(cut)


def _found(text: str, fields: Mapping[str, str]) -> Iterator[Piece]:
    for name, value in fields.items():
        for pattern in _patterns(value):
            for match in re.finditer(pattern, text, re.IGNORECASE):
                yield Piece(match[0], match.start(), match.end(), name)


def _patterns(value: str) -> tuple[str, ...]:
    try:
        return forms_of_day(date.fromisoformat(value))
    except ValueError:
        pass
    if value.isdigit():
        return (rf"\baged? {value}\b", rf"\b{value} years? old\b", rf"\b{value}[- ]year[- ]old\b")
    words = [re.escape(word) for word in value.split()]
    joined = r"\s+".join(words)
    return (rf"(?<!\w){joined}(?!\w)",) if len(joined) > 3 else ()
