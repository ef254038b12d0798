"""When the person was born and died, and when the inquest was opened and concluded."""

from __future__ import annotations

import re
from dataclasses import replace

from forewarned.lessons.facts.dates import find_dates
from forewarned.lessons.facts.death_day import death_score
from forewarned.lessons.facts.passages import Reading, best, fact_at
from forewarned.lessons.values import Fact

RULE = "when-2"
SURE = 0.85
"""From here on the words say the day itself."""
_DEATH_WORDS = (
    "died|dod|d.o.d|death|passed away|demise|suicide|extinct|dead|deceased|hang|lifeless|unresponsive|suspended|"
    "own life|killed"
).split("|")
_BIRTH_WORDS = ("born", "birth", "dob", "d.o.b")
_BORN = re.compile(r"\b(?:born|d\.?o\.?b\.?|date of birth|birth date)\b[^.;\d]{0,25}$", re.I)
_SEVERAL = re.compile(
    r"\b(?:deaths of|inquests into|investigations into|(?:two|three|four|five|six) (?:deaths|inquests))\b", re.I
)
_INQUEST = re.compile(r"\b(?:inquests?|investigations?)\b", re.I)
_OPENED = re.compile(r"\b(?:commenced?|opened|began|started|initiated|open)\b", re.I)
_OPENED_ON = re.compile(r"\b(?:opened|commenced|started|began)\b[^,;.]{0,60}\bon\b[^,;]{0,20}$", re.I)
_OPENING = re.compile(
    r",?\s(?:I|we|the|an?|this|HM|inquests?|investigations?|[\w ]{0,30}coroner)\b[^.;\d]{0,40}?\b(?:"
    r"(?:commenced|opened|began|started|initiated)[^.;\d]{0,30}\b(?:inquest|investigation)"
    r"|(?:inquest|investigation)[^.;\d]{0,80}\b(?:commenced|opened|began|started|initiated))\b",
    re.I,
)
_CONCLUDED = re.compile(
    r"\b(?:concluded?|completed|conclusion of the inquest on|held|heard|finished|closed|ended)\b", re.I
)
_CONCLUDED_ON = re.compile(
    r"\b(?:conclud|complet|held|heard|end)\w*\b[^,;]{0,60}\b(?:on|was|until|to|and)\b[^,;]{0,30}$", re.I
)


def find_death_and_birth(reading: Reading) -> list[Fact]:
    """``date_of_death`` and ``date_of_birth``, at most one each (ISO; a birth year of two digits stays out).

    No death is after the report, or after the inquest ended. A day after the inquest was opened is a slip of one of the
    two: it is kept, and less sure.
    """
    died: list[Fact] = []
    born: list[Fact] = []
    for sentence in reading.sentences:
        if not any(word in sentence.low for word in (*_DEATH_WORDS, *_BIRTH_WORDS)):
            continue
        for when in find_dates(sentence.text):
            span = (when.start, when.end)
            if _BORN.search(sentence.text[: when.start]):
                if not when.short:
                    born.append(fact_at(sentence, span, "date_of_birth", when.iso, RULE, 0.95))
            elif score := death_score(sentence, when):
                died.append(fact_at(sentence, span, "date_of_death", when.iso, RULE, round(score, 2)))
    return best(_possible(died, reading)) + best(born)


def _possible(died: list[Fact], reading: Reading) -> list[Fact]:
    opened = [fact.value for fact in reading.found if fact.name == "inquest_opened" and fact.score >= SURE]
    # An inquest that ended before it was opened is a slip of the pen.
    ends = [
        fact.value
        for fact in reading.found
        if fact.name == "inquest_concluded" and fact.value >= max(opened, default="")
    ]
    last = [*ends, *([reading.reported.isoformat()] if reading.reported else [])]
    return [
        replace(fact, score=round(fact.score - 0.2, 2)) if any(fact.value > day for day in opened) else fact
        for fact in died
        if all(fact.value <= day for day in last)
    ]


def find_inquest(reading: Reading) -> list[Fact]:
    """``inquest_opened`` (or the investigation, which comes first) and ``inquest_concluded``: first and last day.

    Where several died, the first day opened says nothing sure of the others' deaths.
    """
    opened: list[Fact] = []
    concluded: list[Fact] = []
    several = any(_SEVERAL.search(sentence.text) for sentence in reading.telling)
    for sentence in reading.telling:
        if "inquest" not in sentence.low and "investigation" not in sentence.low:
            continue
        for when in find_dates(sentence.text):
            before = sentence.text[max(0, when.start - 90) : when.start]
            after = sentence.text[when.end : when.end + 60]
            if not when.day or _BORN.search(before) or not _INQUEST.search(before + " " + after):
                continue
            if death_score(sentence, when) >= SURE:
                continue
            span = (when.start, when.end)
            if (
                _OPENED.search(after.split(",")[0])
                or _OPENED_ON.search(before)
                or _OPENING.match(sentence.text, when.end)
            ):
                opened.append(fact_at(sentence, span, "inquest_opened", when.iso, RULE, 0.8 if several else 0.9))
            elif _CONCLUDED_ON.search(before) or _CONCLUDED.search(after[:40]):
                concluded.append(fact_at(sentence, span, "inquest_concluded", when.iso, RULE, 0.85))
    return sorted(opened, key=lambda f: f.value)[:1] + sorted(concluded, key=lambda f: f.value)[-1:]
