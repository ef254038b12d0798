"""Numbers of Word's lists as text: Word keeps them apart from the words, and "matter (3)" must stay matter (3)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROMANS = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
MAX_LEVEL = 8


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, its kind (decimal, lowerLetter, bullet…), its pattern ("(%1)")."""

    first: int
    kind: str
    pattern: str


@dataclass(slots=True)
class Numbering:
    """Counts the list items of one document as they come."""

    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """The list definitions of a python-docx document; an empty one where they are missing or broken."""
        made = cls()
        try:
            element = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return made
        abstract = {_value(a, "abstractNumId"): a for a in element.findall(f"{W}abstractNum")}
        for num in element.findall(f"{W}num"):
            named = _value(num, "numId")
            pointed = num.find(f"{W}abstractNumId")
            found = abstract.get(_value(pointed, "val")) if pointed is not None else None
            if found is not None:
                made.lists[named] = _value(found, "abstractNumId")
                made.read(named, found)
        for style in document.styles.element.findall(f"{W}style"):
            numbered = style.find(f"{W}pPr/{W}numPr")
            if numbered is not None:
                made.styles[_value(style, "styleId")] = _chosen(numbered)
        return made

    def read(self, named: str, abstract: Any) -> None:
        for level in abstract.findall(f"{W}lvl"):
            depth = _whole(_value(level, "ilvl"))
            start, kind, pattern = (level.find(f"{W}{name}") for name in ("start", "numFmt", "lvlText"))
            self.levels[named, depth] = Level(
                _whole(_value(start, "val"), 1), _value(kind, "val") or "decimal", _value(pattern, "val")
            )

    def label(self, paragraph: Any) -> str:
        """The number or bullet in front of a paragraph with a blank after it, ``""`` where it is in no list."""
        named, depth = self._list_of(paragraph)
        level = self.levels.get((named, depth))
        if level is None:
            return ""
        if level.kind == "bullet":
            return "\u2022 "
        counts = self.counts[self.lists.get(named, named)]
        counts[depth] = counts.get(depth, level.first - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        said = level.pattern
        for at in range(depth + 1):
            other = self.levels.get((named, at), level)
            said = said.replace(f"%{at + 1}", written(counts.get(at, other.first), other.kind))
        return f"{said} " if said.strip() else ""

    def _list_of(self, paragraph: Any) -> tuple[str, int]:
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        if numbered is not None:
            return _chosen(numbered)
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.styles.get(_value(style, "val"), ("", 0))


def written(number: int, kind: str) -> str:
    """A number as a list of this kind writes it."""
    if kind == "none":
        return ""
    if kind in ("lowerLetter", "upperLetter") and 0 < number <= 26 * 26:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        said = ""
        for worth, roman in ROMANS:
            while number >= worth:
                said, number = said + roman, number - worth
        return said.upper() if kind == "upperRoman" else said
    return str(number)


def _chosen(numbered: Any) -> tuple[str, int]:
    named, depth = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
    return _value(named, "val"), min(_whole(_value(depth, "val")), MAX_LEVEL)


def _value(element: Any, name: str) -> str:
    return "" if element is None else str(element.get(f"{W}{name}") or "")


def _whole(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
