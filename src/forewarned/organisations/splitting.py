"""Cuts a field as written into parts, each naming one party: by hard marks first, then where cutting pays.

";", "|" and the numbers of a list always cut. Commas, "and", "&", "/", dashes, colons and line ends may belong to
a name ("Department of Health and Social Care"), so every way of cutting there is weighed by what the parts are
worth (``worth``, given by the caller from the directory) and the best one is taken: dynamic programming over
at most ``LONGEST`` pieces to a part.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

LONGEST = 9

_HARD = re.compile(r"[;|•·▪●]|(?:\r?\n\s*){2,}")
_NUMBERED = re.compile(r"(?:(?<=^)|(?<=\s))\(?(\d{1,2})[.)]\s+(?=\D)")
# (pattern, price of cutting there). Tried in order at each place; a bracketed stretch is never cut.
_SOFT = re.compile(
    r"(?P<line>\s*\r?\n\s*)|(?P<commaand>\s*,\s*(?:and|&)\s+)|(?P<comma>\s*,\s*)|(?P<and>\s+and\s+)|(?P<amp>\s+&\s+)"
    r"|(?P<slash>\s*(?<!\bc)(?<!\bt)(?<!\bn)/\s*)|(?P<dash>\s+[-–—]+\s*|\s*[–—]\s+)|(?P<colon>\s*:\s*)|(?P<stop>(?<=[a-z)]{3})\.\s+(?=[A-Z\[]))|(?P<wide>\s{2,})",
    re.IGNORECASE,
)
_PRICE = {
    "line": 1.0, "commaand": 3.0, "comma": 2.0, "and": 20.0, "amp": 26.0, "slash": 6.0, "dash": 7.0, "colon": 7.0,
    "stop": 6.0, "wide": 12.0,
}  # fmt: skip
_PRICE_OF_AND_AFTER_COMMAS = 9.0
_EDGES = " \t\r\n\xa0,;.:|-–—/&*"


@dataclass(frozen=True, slots=True)
class Part:
    """``text`` = written[start:end]; ``before`` names the separator that parts it from the previous part."""

    text: str
    start: int
    end: int
    before: str


def trimmed(written: str, start: int, end: int) -> tuple[int, int]:
    """The span without surrounding blanks and stray separators; a closing bracket's partner stays."""
    while start < end and (written[start] in _EDGES):
        start += 1
    while end > start and written[end - 1] in _EDGES:
        if written[end - 1] == "." and re.search(
            r"\b(?:[A-Za-z]\.)+[A-Za-z]\.$|\b(?:Ltd|Co|Inc)\.$", written[start:end]
        ):
            break
        end -= 1
    return start, end


def hard_pieces(written: str) -> list[tuple[int, int]]:
    """Spans between the marks that always cut, blanks trimmed, empty ones left out."""
    cuts = [(match.start(), match.end()) for match in _HARD.finditer(written)]
    numbers = list(_NUMBERED.finditer(written))
    if len(numbers) > 1 and [int(m[1]) for m in numbers] == list(
        range(int(numbers[0][1]), int(numbers[0][1]) + len(numbers))
    ):
        cuts += [(match.start(), match.end()) for match in numbers]
    spans, at = [], 0
    for start, end in sorted(cuts):
        spans.append((at, start))
        at = max(at, end)
    spans.append((at, len(written)))
    trimmed_spans = (trimmed(written, start, end) for start, end in spans)
    return [(start, end) for start, end in trimmed_spans if start < end]


def _bracketed(text: str) -> list[tuple[int, int]]:
    spans, depth, opened = [], 0, 0
    for index, character in enumerate(text):
        if character in "([":
            opened = index if depth == 0 else opened
            depth += 1
        elif character in ")]" and depth:
            depth -= 1
            if depth == 0:
                spans.append((opened, index + 1))
    return spans


def _soft_cuts(text: str) -> list[tuple[int, int, str]]:
    held = _bracketed(text)
    return [
        (match.start(), match.end(), str(match.lastgroup))
        for match in _SOFT.finditer(text)
        if match.start() > 0 and match.end() < len(text) and not any(a <= match.start() < b for a, b in held)
    ]


def parts_of(
    written: str, start: int, end: int, worth: Callable[[str, str, int, tuple[str, ...]], float]
) -> list[Part]:
    """The best cutting of ``written[start:end]``. ``worth(text, before, commas, pieces)`` prices one part:
    ``before`` is the separator in front of it ("" at the front), ``commas`` counts the strong separators kept
    inside it, ``pieces`` are the smallest pieces it is made of."""
    text = written[start:end]
    cuts = _soft_cuts(text)
    if not cuts:
        return [Part(text, start, end, "")]
    begins = [0, *(cut[1] for cut in cuts)]
    ends = [*(cut[0] for cut in cuts), len(text)]
    befores = ["", *(cut[2] for cut in cuts)]
    has_comma = any(cut[2] in ("comma", "commaand") for cut in cuts)
    count = len(begins)
    atoms = tuple(text[a:b] for a, b in zip(begins, ends, strict=True))
    best: list[float] = [0.0] + [float("-inf")] * count
    back = [0] * (count + 1)
    for last in range(1, count + 1):
        for first in range(max(0, last - LONGEST), last):
            before = befores[first]
            price = _PRICE.get(before, 0.0)
            if before == "and" and has_comma:
                price = _PRICE_OF_AND_AFTER_COMMAS
            piece = text[begins[first] : ends[last - 1]]
            inside = sum(
                1 for kind in befores[first + 1 : last] if kind in ("comma", "commaand", "line", "colon", "stop")
            )
            value = best[first] - price + worth(piece, before, inside, atoms[first:last])
            if value > best[last]:
                best[last], back[last] = value, first
    found: list[Part] = []
    last = count
    while last:
        first = back[last]
        a, b = trimmed(written, start + begins[first], start + ends[last - 1])
        found.append(Part(written[a:b], a, b, befores[first]))
        last = first
    return [part for part in reversed(found) if part.start < part.end]
