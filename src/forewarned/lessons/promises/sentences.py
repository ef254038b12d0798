"""A response cut into sentences by offset; headings, list items and long quotations are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass

BULLET = re.compile(r"[•●▪◦‣\u00b7\uf0b7\u0083*–—-]\s+|[\x00-\x09\x0b-\x1f]\d?\s+|o\s{2,}")
NUMBER = re.compile(r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}\.\d{1,2}\.?)\s+", re.IGNORECASE)
# A line that a PDF broke in mid-sentence goes on in the next one: lower case, and no full stop before.
BREAK = re.compile(r"\n\s*\n|\n(?!\s*[a-z])|(?<=[.:;!?])\n")
INLINE_BULLET = re.compile(r"(?<=[.:;,\w)])\s+(?=[•●▪◦‣\uf0b7]\s)")
STOP = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9•])")
ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|St|Rev|Hon|Sir|No|Nos|Art|para|paras|Reg|Regs|vs?|e\.g|i\.e|etc|cf|approx|c|p|pp|Ltd|Co)"
    r"|\b[A-Z])\.$"
)
QUOTED = re.compile(r"“[^”]{60,4000}”|(?:(?<=\n)|(?<=^))\"[^\"]{60,3000}\"", re.DOTALL)
IMPERATIVE = re.compile(
    r"(?:Introduc|Creat|Develop|Establish|Engag|Recruit|Train|Review|Updat|Revis|Shar|Implement|Launch|Appoint|"
    r"Publish|"
    r"Deliver|Provid|Install|Ensur|Commission|Issu|Add|Improv|Undertak|Conduct|Produc|Circulat|Remind|Purchas|Increas|"
    r"Explor|Consider|Refresh|Embed|Strengthen|Replac|Agree|Work)(?:e|ed|en)?\b"
)
"""A line that begins so names an action, though it has neither doer nor full stop, as in a plan of action."""
ENDS_LIKE_SENTENCE = (".", "!", "?", ";", ",", ".”", '."', ".’", ".)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text[start:end]`` is a sentence, item or heading. ``block`` counts paragraphs, ``place`` within one, from 0.

    ``kind``: ``sentence``, ``item`` (of a list), ``heading``, ``quoted`` (inside a long quotation) or ``table``.
    ``number`` is the printed number of the list item that the block begins with, ``""`` if none.
    """

    start: int
    end: int
    block: int
    place: int
    kind: str
    number: str


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """All sentences of ``text`` in order; between them lie only white space, bullets and printed numbers."""
    quotes = [match.span() for match in QUOTED.finditer(text)]
    found: list[Sentence] = []
    for block, (start, end) in enumerate(_blocks(text)):
        begin, number, item = _after_mark(text, start, end)
        spans = _sentences(text, begin, end)
        for place, (left, right) in enumerate(spans):
            kind = _kind(text, left, right, item=item, alone=len(spans) == 1, quotes=quotes)
            found.append(Sentence(left, right, block, place, kind, number))
    return tuple(found)


def _blocks(text: str) -> list[tuple[int, int]]:
    """Paragraphs and list items, trimmed, as offsets."""
    cuts = [0]
    for match in sorted([*BREAK.finditer(text), *INLINE_BULLET.finditer(text)], key=lambda found: found.start()):
        cuts += [match.start(), match.end()]
    cuts.append(len(text))
    spans = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        left, right = _trim(text, start, end)
        if left < right:
            spans.append((left, right))
    return spans


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _after_mark(text: str, start: int, end: int) -> tuple[int, str, bool]:
    """Where the words begin after a bullet or a printed number; that number; whether there was either."""
    number, item = "", False
    for pattern in (BULLET, NUMBER):
        match = pattern.match(text, start, end)
        if match and match.end() < end:
            item = True
            if pattern is NUMBER:
                number = match.group().strip(" ().\t").lower()
            start = match.end()
    return start, number, item


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, begin = [], start
    for match in STOP.finditer(text, start, end):
        stop = match.start() + 1
        if ABBREVIATED.search(text, begin, stop):
            continue
        right = match.start() + len(match.group().rstrip())
        spans.append((begin, right))
        begin = match.end()
    if begin < end:
        spans.append((begin, end))
    return spans


def _kind(text: str, start: int, end: int, *, item: bool, alone: bool, quotes: list[tuple[int, int]]) -> str:
    words = text[start:end]
    if any(left <= start and end <= right + 1 for left, right in quotes):
        return "quoted"
    if words.count("|") >= 2:
        return "table"
    short = len(words.split()) <= 14 and not words.endswith(ENDS_LIKE_SENTENCE)
    if IMPERATIVE.match(words) and alone and len(words.split()) >= 6:
        return "item"
    if short and alone and not item and not re.search(r"\b(?:will|have|has|are|is|was|were)\b", words):
        return "heading"
    return "item" if item else "sentence"
