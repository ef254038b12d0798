"""The addressees' field to addressees: list items whole, with the lines of their address."""

from __future__ import annotations

import re

from forewarned.reports.documents.sections import stripped
from forewarned.reports.documents.values import Span

MARK = re.compile(
    r"(?m:^)[ \t]*(?:\(?(?P<number>\d{1,2})(?:[ \t]?[.):]+|(?=[ \t\n]))|\(?(?P<letter>[A-Za-z])[.)]"
    r"|(?P<roman>\(?[ivx]{1,4}[.)])|(?P<bullet>[-\u2013\u2014\u2022\uf0b7\u25aa\u25cf*]|o(?=[ \t])))(?:[ \t]+|(?=\n)|$)"
)
COPIED = re.compile(r"^[ \t]*(?:cc\b|copied to\b|copies? (?:to|sent)\b|by e-?mail\b)", re.IGNORECASE | re.MULTILINE)
PLACEHOLDER = re.compile(r"\[(?:NAMES?|ADDRESS|DATE|NAME OF AREA|INSERT[^\]]*)\]", re.IGNORECASE)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")
WRAPS = re.compile(r"(?:,|&|-|\b(?:and|of|for|the|to|in|at|NHS|Foundation|via|or|on))$", re.IGNORECASE)
GOES_ON = re.compile(r"(?:[a-z(&]|NHS\b|Trust\b|Foundation\b|Limited\b|Ltd\b)")


def split_addressees(text: str, start: int, end: int) -> list[Span]:
    """Spans of the addressees within ``text[start:end]``, without their numbers; blank places of the form left out."""
    if match := COPIED.search(text, start, end):
        end = match.start()
    marks = _marks(text, start, end)
    if marks:
        edges = [*(begin for begin, _ in marks), end]
        spans = [(inside, edge) for (_, inside), edge in zip(marks, edges[1:], strict=True)]
        opening = stripped(text, start, marks[0][0])
        if opening[0] < opening[1] and not text[: opening[1]].endswith(":"):
            spans.insert(0, opening)
    else:
        spans = _unmarked(text, start, end)
    return [span for span in (_trimmed(text, *span) for span in spans) if _says_something(text[slice(*span)])]


def _marks(text: str, start: int, end: int) -> list[Span]:
    """(start of mark, end of mark) of the list's marks: numbers and letters count up from the first, bullets repeat."""
    found = list(MARK.finditer(text, start, end))
    for kind in ("number", "letter", "roman", "bullet"):
        chosen: list[re.Match[str]] = []
        for match in found:
            if match[kind] and (kind in ("bullet", "roman") or _place(match, kind) == len(chosen) + 1):
                chosen.append(match)
        if chosen and (len(chosen) > 1 or kind in ("number", "letter", "bullet")):
            return [(match.start(), match.end()) for match in chosen]
    return []


def _place(match: re.Match[str], kind: str) -> int:
    return int(match[kind]) if kind == "number" else ord(match[kind].lower()) - ord("a") + 1


def _unmarked(text: str, start: int, end: int) -> list[Span]:
    """Paragraphs; within a single one, lines that don't go on from the line before."""
    blocks = _parts(text, start, end, r"\n[ \t]*\n")
    if len(blocks) > 1:
        return _addresses_joined(text, blocks)
    lines = _parts(text, start, end, r"\n")
    if POSTCODE.search(text[start:end]):
        return _addresses_joined(text, lines)
    spans: list[Span] = []
    for line in lines:
        words = text[slice(*line)].strip()
        if spans and (
            WRAPS.search(text[max(spans[-1][0], spans[-1][1] - 40) : spans[-1][1]].rstrip()) or GOES_ON.match(words)
        ):
            spans[-1] = (spans[-1][0], line[1])
        else:
            spans.append(line)
    return spans


def _addresses_joined(text: str, parts: list[Span]) -> list[Span]:
    """Where postcodes end addresses, one addressee is everything up to its postcode."""
    if not any(POSTCODE.search(text[slice(*part)]) for part in parts):
        return parts
    spans: list[Span] = []
    is_open = False
    for part in parts:
        if spans and is_open:
            spans[-1] = (spans[-1][0], part[1])
        else:
            spans.append(part)
        is_open = not POSTCODE.search(text[slice(*part)])
    return spans


def _parts(text: str, start: int, end: int, mark: str) -> list[Span]:
    edges = [start]
    for match in re.compile(mark).finditer(text, start, end):
        edges += [match.start(), match.end()]
    edges.append(end)
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [span for span in (stripped(text, *pair) for pair in pairs) if span[0] < span[1]]


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without blanks, and without the commas that a removed name leaves in front."""
    start, end = stripped(text, start, end)
    while start < end and text[start] in ",; \t\n":
        start += 1
    while end > start and text[end - 1] in ",; \t\n":
        end -= 1
    return start, end


def _says_something(words: str) -> bool:
    return bool(re.search(r"\w", PLACEHOLDER.sub("", words)))
