"""When the person was born and died, and when the inquest was opened and concluded."""

from __future__ import annotations

import re

from forewarned.lessons.facts.dates import DateFound, find_dates
from forewarned.lessons.facts.passages import Reading, Sentence, best, fact_at
from forewarned.lessons.values import Fact

RULE = "when-1"

_RELATIVE = (
    r"(?:mother|father|parents?|brother|sister|sibling|wife|husband|partner|son|daughter|friend|uncle|aunt|grand\w+|"
    r"another \w+|other \w+|cousin|boyfriend|girlfriend|step\w+)"
)
OTHER_PERSON = re.compile(
    rf"\b{_RELATIVE}\s+(?:(?:had|has|who|then|also|sadly|later)\s+){{0,3}}(?:died|passed|death)", re.I
)
_DEATH_WORDS = (
    "died|dod|d.o.d|death|passed away|demise|suicide|extinct|dead|deceased|hang|lifeless|unresponsive|suspended|"
    "own life|killed"
).split("|")
_BIRTH_WORDS = ("born", "birth", "dob", "d.o.b")
# Words that end just before the date.
_BEFORE: tuple[tuple[re.Pattern[str], float], ...] = (
    (
        re.compile(
            r"\b(?:dod|d\.o\.d\.?|date of death|death occurred|died)\s*(?:was|is)?\s*[:–-]?\s*(?:on|at|"
            r"in)?\W*(?:the\s+)?$",
            re.I,
        ),
        0.97,
    ),
    (
        re.compile(
            r"\b(?:died|dies|passed away|death|suicide|demise)\b[^.;]{0,25}?\bon(?: or (?:around|about))?(?: "
            r"the| \w+day)*[\s,]*$",
            re.I,
        ),
        0.95,
    ),
    (
        re.compile(
            r"\b(?:died|passed away|life extinct|pronounced|(?:confirmed|certified|verified|recognised|"
            r"declared)[^.;]{0,30}"
            r"(?:dead|deceased)|death (?:was )?(?:confirmed|certified|verified|pronounced|declared))\b[^;]{0,110}$",
            re.I,
        ),
        0.85,
    ),
    (
        re.compile(
            r"\bfound\b[^;]{0,40}\b(?:dead|deceased|hanging|hanged|lifeless|unresponsive|suspended)\b[^;]{0,80}$", re.I
        ),
        0.7,
    ),
)
_AFTER = re.compile(
    r"^[^;]{0,160}?\b(?:died|passed away|was pronounced (?:dead|deceased)|took (?:his|her|their) own life|"
    r"(?:killed|hanged) (?:him|her|them)sel|found (?:dead|deceased|hanging|hanged)|life (?:was |being )?(?:\w+ "
    r")?extinct|"
    r"(?:confirmed|certified|declared|verified) (?:dead|deceased)|death was)",
    re.I,
)
_ON = re.compile(r"(?:^|[\n,:])\W*(?:\d+\W+)?(?:[Ii]n|[Oo]n)\b[^,;]{0,30}$")
_BORN = re.compile(r"\b(?:born|d\.?o\.?b\.?|date of birth|birth date)\b[^.;\d]{0,25}$", re.I)
_INQUEST = re.compile(r"\b(?:inquests?|investigations?)\b", re.I)
_OPENED = re.compile(r"\b(?:commenced?|opened|began|started|initiated|open)\b", re.I)
_OPENED_ON = re.compile(r"\b(?:opened|commenced|started|began)\b[^,;.]{0,60}\bon\b[^,;]{0,20}$", re.I)
_CONCLUDED = re.compile(
    r"\b(?:concluded?|completed|conclusion of the inquest on|held|heard|finished|closed|ended)\b", re.I
)
_CONCLUDED_ON = re.compile(
    r"\b(?:conclud|complet|held|heard|end)\w*\b[^,;]{0,60}\b(?:on|was|until|to|and)\b[^,;]{0,30}$", re.I
)


def _died(sentence: Sentence, when: DateFound) -> Fact | None:
    before, after = sentence.text[: when.start], sentence.text[when.end :]
    if OTHER_PERSON.search(sentence.text):
        return None
    score = next((score for cue, score in _BEFORE if cue.search(before)), 0.0)
    # "On 3 May 2019 I commenced … the death of X who died …": the date that opens the clause is not the death's.
    told = not score and _ON.search(before) is not None and _AFTER.search(after) is not None
    if told and not _INQUEST.search(after[:160]) and not find_dates(after[:120]):
        score = 0.75
    if not score:
        return None
    score -= 0.1 * (when.day == 0) + 0.05 * (sentence.section == "concerns")
    return fact_at(sentence, (when.start, when.end), "date_of_death", when.iso, RULE, round(score, 2))


def find_death_and_birth(reading: Reading) -> list[Fact]:
    """``date_of_death`` and ``date_of_birth``, at most one each (ISO; a birth year of two digits stays out)."""
    died: list[Fact] = []
    born: list[Fact] = []
    for sentence in reading.sentences:
        if not any(word in sentence.low for word in (*_DEATH_WORDS, *_BIRTH_WORDS)):
            continue
        for when in find_dates(sentence.text):
            if _BORN.search(sentence.text[: when.start]):
                if not when.short:
                    born.append(fact_at(sentence, (when.start, when.end), "date_of_birth", when.iso, RULE, 0.95))
            elif (fact := _died(sentence, when)) is not None:
                died.append(fact)
    ends = [fact.value for fact in reading.found if fact.name == "inquest_concluded"]
    died = [fact for fact in died if not ends or fact.value <= max(ends)]
    return best(died) + best(born)


def find_inquest(reading: Reading) -> list[Fact]:
    """``inquest_opened`` (or the investigation, which comes first) and ``inquest_concluded``: first and last day."""
    opened: list[Fact] = []
    concluded: list[Fact] = []
    for sentence in reading.telling:
        if "inquest" not in sentence.low and "investigation" not in sentence.low:
            continue
        for when in find_dates(sentence.text):
            before = sentence.text[max(0, when.start - 90) : when.start]
            after = sentence.text[when.end : when.end + 60]
            if not when.day or _BORN.search(before) or not _INQUEST.search(before + " " + after):
                continue
            span = (when.start, when.end)
            if _OPENED.search(after.split(",")[0]) or _OPENED_ON.search(before):
                opened.append(fact_at(sentence, span, "inquest_opened", when.iso, RULE, 0.9))
            elif _CONCLUDED_ON.search(before) or _CONCLUDED.search(after[:40]):
                concluded.append(fact_at(sentence, span, "inquest_concluded", when.iso, RULE, 0.85))
    return sorted(opened, key=lambda f: f.value)[:1] + sorted(concluded, key=lambda f: f.value)[-1:]
