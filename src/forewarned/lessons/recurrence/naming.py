"""Names of lessons: a whole sentence of a member that says what failed, in its coroner's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forewarned.lessons.recurrence.features import Reading
from forewarned.lessons.recurrence.values import LessonName, Span
from forewarned.lessons.recurrence.words import bare

LONGEST_NAME = 180  # characters of words; "…" comes after those of a longer sentence
SHORTEST_NAME = 30
CUT = " …"
MEMBERS = 6  # the most central members are looked at
_ITEM = r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s"
_BREAK = re.compile(
    r"(?<=[.?!])(?<!\b[A-Za-z]\.)(?<!\b(?:Mr|Ms|Dr|St|No|vs)\.)(?<!\bMrs\.)(?<!e\.g\.)(?<!i\.e\.)"
    r"[\"'”’)]?\s+(?=[\"'“‘(]?[A-Z0-9•])"
    r"|\s*\n\s*\n\s*|\s*[•●▪]\s*"
    rf"|(?<=[.;:,])\s+(?={_ITEM})|\s*\n\s*(?={_ITEM})"  # a list's label after a stop, or on a new line
    r"|\s+(?=(?:\([a-z]\)|\([ivx]{1,4}\)|[a-z]\)|[ivx]{2,4}[.)])\s)"  # "b)" or "iv." wherever it stands
)
_LABEL = re.compile(r"\s*(?:[•·\-–]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s*", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"(?:this|that|these|those|it|they|he|she|his|her|their|however|therefore|furthermore|moreover|as such|such|in"
    r" addition|additionally|also|and|but|or|which|who|there is a risk|in my opinion|i am|i was|i have|the above)\b",
    re.IGNORECASE,
)
"""How a sentence begins that only says something after another one."""
_TELLS_A_STORY = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr)\b|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December)\b|\b(?:he|she|his|her|him)\b|\b(?:died|deceased|was found)\b"
)
"""What happened to one person: the background of a concern more often than the concern."""
_OF_THE_LETTER = re.compile(
    r"\b(?:you|your response|this report|chief coroner|functus officio|grateful|reassur\w+|representations)\b",
    re.IGNORECASE,
)
"""The coroner writes to the reader: courtesies, the form, what happens to the report."""


def sentences(text: str) -> tuple[Span, ...]:
    """Whole sentences and points of a list, without their numbers and closing stops."""
    spans, start = [], 0
    for gap in _BREAK.finditer(text):
        spans.append(trimmed(text, start, gap.start()))
        start = gap.end()
    spans.append(trimmed(text, start, len(text)))
    return tuple((one, two) for one, two in spans if two > one)


def trimmed(text: str, start: int, end: int) -> Span:
    """Without the point's number, space, and closing stops."""
    if (number := _LABEL.match(text, start, end)) and number.end() < end:
        start = number.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".;:,"):
        end -= 1
    return start, end


def shown(text: str, span: Span) -> tuple[Span, str]:
    """The words of a sentence that a name shows and where they stand: one too long is cut at a word, with "…"."""
    start, end = span
    if end - start <= LONGEST_NAME:
        return span, text[start:end]
    stop = start + LONGEST_NAME
    while stop > start + SHORTEST_NAME and not text[stop].isspace():
        stop -= 1
    stop = trimmed(text, start, stop)[1]
    return (start, stop), text[start:stop] + CUT


def still_names(name: LessonName, text: str) -> bool:
    """Whether the words stand in the text and are a whole sentence of it, or the shown beginning of one."""
    return any(shown(text, span) == ((name.start, name.end), name.text) for span in sentences(text))


def telling_name(members: Sequence[tuple[str, Reading]]) -> LessonName:
    """The sentence that tells best what the members, the most central first, share: one that says a failing.

    A sentence of the form never names a lesson unless there is no other; one that tells what happened to a person, or
    leans on the sentence before it, only where no other tells as much.
    """
    vectors = [reading.vector for _, reading in members]
    best: tuple[float, LessonName] | None = None
    for number, (key, reading) in enumerate(members[:MEMBERS]):
        others = [vector for at, vector in enumerate(vectors) if at != number]
        worth = {
            stem: weight * sum(stem in other for other in others) / max(1, len(others))
            for stem, weight in reading.vector.items()
        }
        for span in sentences(reading.text):
            value = _tells(reading, span, worth) * 0.9**number
            if best is None or value > best[0]:
                (start, end), words = shown(reading.text, span)
                best = value, LessonName(key, start, end, words)
    if best is not None:
        return best[1]
    key, reading = members[0]
    return LessonName(key, 0, len(reading.text), reading.text)


def _tells(reading: Reading, span: Span, worth: dict[str, float]) -> float:
    """How well one sentence names what is shared: its shared words, and what it is."""
    start, end = span
    text = reading.text[start:end]
    stems = {word.stem for word in reading.words if start <= word.start < end}
    value = 0.01 + sum(worth[stem] for stem in stems)
    if not any(slot.kind == "failing" and start <= slot.start < end for slot in reading.slots):
        value *= 0.4
    if len(bare(text).split()) < 0.7 * len(text.split()):
        value *= 0.1  # most of it is the form's
    if not text[:1].isupper():
        value *= 0.3 if start == 0 else 0.6  # its beginning is missing; a point of a list may begin small
    if _POINTS_BACK.match(text):
        value *= 0.5
    if _TELLS_A_STORY.search(text):
        value *= 0.5
    if _OF_THE_LETTER.search(text):
        value *= 0.4
    if end - start > LONGEST_NAME:
        value *= 0.6
    elif end - start < SHORTEST_NAME:
        value *= 0.3
    return value
