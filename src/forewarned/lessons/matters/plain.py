"""Text without printed numbers: the form's words off its front, summings-up off its end, furniture off both."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forewarned.lessons.matters import wording
from forewarned.lessons.matters.units import Span, paragraphs, sentences, trim

_PAGE_NUMBER = re.compile(r"(?:(?<=[.!?:;)\]”\"’'])|(?<=\w))\s+(?P<n>\d{1,2})\.?$")
_NUMBERED_THING = re.compile(
    r"\b(?:category|section|box|paragraph|para|figure|age|aged|stage|level|type|grade|ward|rule|regulation|part|"
    r"point|points|no|number|"
    r"item|page|to|of|and|than|only|was|is|over|under|about|or|by|for|at|in|a|the|covid|"
    r"[A-Z][a-z]+ward)\s+\d{1,2}\.?$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;][\"”’')\]]*\s+(?=\S)")
_TO_WHOM = re.compile(
    r"^(?:to|for|in relation to|concerns? (?:for|relating to)|addressed to|regarding)\b|(?:trust|council|board|"
    r"nhs|health|care|"
    r"england|police|department|surgery|service|services|prison|care home|ltd|limited|constabulary)[:.]?$",
    re.IGNORECASE,
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_STRAY = re.compile(rf"[-–—:;.,\u200b]+(?=\s|$)|\d{{1,2}}\s+(?=[A-Z])(?!(?:{_MONTHS})\b)")
FORM_SENTENCE_LIMIT = 420


@dataclass(frozen=True, slots=True)
class Stripped:
    """What is left of a stretch, and what was taken off it: ``front`` and ``back`` are (start, end, kind)."""

    start: int
    end: int
    front: tuple[tuple[int, int, str], ...]
    back: tuple[tuple[int, int, str], ...]


def skip_furniture(text: str, start: int, end: int) -> int:
    """Where the words start after page headers, dashes and stray punctuation."""
    for _ in range(12):
        start, _ = trim(text, start, end)
        match = wording.FURNITURE.match(text, start, end) or _STRAY.match(text, start, end)
        if not match:
            break
        start = match.end()
    return min(start, end)


def skip_addressee(text: str, start: int, end: int) -> int:
    """Where the words of a point start after a line that only names whom they are for."""
    line = text.find("\n", start, min(end, start + 120))
    words = text[start:line].strip() if line > start else ""
    if words and len(words.split()) < 16 and _TO_WHOM.search(words) and _is_title(words):
        return trim(text, line, end)[0]
    return start


def cut_page_number(text: str, start: int, end: int) -> int:
    """The end without the number of the form's next row, or of the page, that a reader of PDFs left there."""
    tail = text[max(start, end - 40) : end]
    match = _PAGE_NUMBER.search(tail)
    if not match:
        return end
    after_stop = tail[: match.start()].rstrip()[-1:] in tuple('.!?:;)]”"’')
    if after_stop or (match["n"] in ("6", "7") and not _NUMBERED_THING.search(tail)):
        return end - (len(tail) - match.start())
    return end


def strip_back(text: str, start: int, end: int) -> Span:
    """``start, end`` without page furniture and addresses at the end."""
    for _ in range(6):
        start, end = trim(text, start, end)
        before = end
        end = cut_page_number(text, start, end)
        window = max(start, end - 220)
        for match in wording.FURNITURE.finditer(text, window, end):
            if not text[match.end() : end].strip(" .,-–\n\tTG"):
                end = match.start()
                break
        end = _cut_fragment(text, start, end)
        if end == before:
            break
    return trim(text, start, end)


def _cut_fragment(text: str, start: int, end: int) -> int:
    """The end without an address line, a heading or a line naming the next addressee after the last full sentence."""
    window = max(start, end - 200)
    line = text.rfind("\n", window, end)
    if line > start:
        tail = text[line:end].strip()
        if (
            tail
            and (tail[-1] not in ".!?;" or tail[:3] in ("To ", "For"))
            and _TO_WHOM.search(tail)
            and len(tail) < 140
            and _is_title(tail)
        ):
            return line
    stops = list(_SENTENCE_END.finditer(text, window, end))
    if not stops:
        return end
    tail = text[stops[-1].end() : end]
    if len(tail) < 160 and tail[-1] not in ".!?" and wording.ADDRESS.search(tail) and _is_title(tail):
        return stops[-1].end()
    if len(tail) < 90 and tail[-1] not in ".!?" and _TO_WHOM.search(tail) and _is_title(tail):
        return stops[-1].end()
    return end


def cut_headings(text: str, start: int, end: int) -> int:
    """The end of a point without the lines after its last sentence that head or announce the next one."""
    _, end = trim(text, start, end)
    for _ in range(4):
        line = text.rfind("\n", max(start, end - 160), end)
        words = text[line + 1 : end].strip() if line > start else ""
        _, before = trim(text, start, max(start, line))
        if not words or before <= start or len(words.split()) > 16:
            break
        heads = words[0].isupper() and words[-1] not in ".!?;," and text[before - 1] in ".!?;"
        titled = words[-1] not in ".!?;," and text.count("\n", before, end) > 1 and _is_title(words)
        if not (heads or titled):
            break
        end = before
    last = sentences(text, max(start, end - 400), end)
    if len(last) > 1 and wording.NEXT_FOR.match(text[last[-1][0] : last[-1][1]]):
        end = trim(text, start, last[-1][0])[1]
    return end


def _is_title(words: str) -> bool:
    """Whether most of the longer words are capitalised, as in names and addresses."""
    longer = [
        word
        for word in re.findall(r"[\w@.]+", words)
        if len(word) > 3 and word.lower() not in ("with", "from", "relation")
    ]
    return (
        bool(longer)
        and sum(word[0].isupper() or word[0].isdigit() or "@" in word for word in longer) * 3 >= len(longer) * 2
    )


def strip_front(text: str, start: int, end: int) -> tuple[int, list[tuple[int, int, str]]]:
    """Where the words of substance start, and the form's own sentences before it as (start, end, kind)."""
    front: list[tuple[int, int, str]] = []
    position = start
    while position < end:
        fresh = skip_furniture(text, position, end)
        cut = _form_words(text, fresh, end)
        if cut == fresh:
            if fresh > position and text[position:fresh].strip():
                front.append((position, fresh, "boilerplate"))
            return fresh, front
        front.append((position, cut, "boilerplate"))
        position = cut
    return end, front


def _form_words(text: str, start: int, end: int) -> int:
    """Where the form's sentence that starts here ends; ``start`` when none does."""
    near = min(end, start + FORM_SENTENCE_LIMIT * 2)
    heading = wording.HEADING.match(text, start, near)
    if heading:
        return _after_heading(text, heading.end(), end)
    brief = wording.BRIEF.match(text, start, near)
    if brief:
        return _after_heading(text, brief.end(), end)
    first = next(iter(sentences(text, start, near)), None)
    if first is None or first[1] - first[0] > FORM_SENTENCE_LIMIT:
        return start
    sentence = " ".join(text[first[0] : first[1]].split())
    heading = wording.HEADING.search(text, first[0], first[1])
    if wording.FORM_SENTENCE.search(sentence):
        if heading and heading.start() > start + 20:
            return _after_heading(text, heading.end(), end)
        return first[1]
    if heading and heading.start() - first[0] < 30:
        return _after_heading(text, heading.end(), end)
    return start


def _after_heading(text: str, position: int, end: int) -> int:
    tail = wording.HEADING_TAIL.match(text, position, end)
    return tail.end() if tail else position


def headings(text: str, start: int, end: int) -> list[Span]:
    """The form's lines "The MATTERS OF CONCERN are as follows" that stand in the stretch as lines of their own."""
    found = []
    for match in wording.HEADING.finditer(text, start, end):
        words = match.group()
        if (
            "MATTER" not in words
            and not re.search(r"\b(?:follows?|below)\b", words)
            and text[match.end() : match.end() + 1] != ":"
        ):
            continue
        found.append((match.start(), _after_heading(text, match.end(), end)))
    return found


def lead_in(text: str, start: int, end: int) -> Span | None:
    """The last sentence of a stretch if it only announces what follows."""
    last = sentences(text, max(start, end - 600), end)
    if last and last[-1][1] - last[-1][0] < 400 and wording.LEAD_IN.search(text[last[-1][0] : last[-1][1]]):
        return last[-1]
    return None


def announcement(text: str, start: int, end: int) -> Span | None:
    """The first sentence of the stretch that only announces the concerns after it, with words after it."""
    for span in sentences(text, start, end):
        if span[1] - span[0] < 200 and span[1] < end and wording.ANNOUNCEMENT.search(text[span[0] : span[1]]):
            return span
    return None


def cut_closer(text: str, start: int, end: int) -> int:
    """Where a closing paragraph or sentence begins after the last matter; ``end`` when none does.

    Looks at the last four paragraphs and the last four sentences, never at the first of either.
    """
    ran_in = re.search(r"(?<=[a-z])\s(?=I am not (?:re)?assured that)", text[max(start, end - 300) : end])
    cut = max(start, end - 300) + ran_in.start() if ran_in else end
    for span in paragraphs(text, start, cut)[1:][-4:]:
        if wording.CLOSER.match(text[span[0] : span[0] + 120]):
            cut = span[0]
            break
    for span in sentences(text, max(start, cut - 3000), cut)[1:][-4:]:
        if wording.CLOSER.match(text[span[0] : span[0] + 120]):
            return span[0]
    return cut
