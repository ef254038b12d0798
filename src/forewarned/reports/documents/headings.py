"""The headings of the Regulation 28 form, found by their words; the number is a help and never needed.

Words and numbers of the form: Coroners (Investigations) Regulations 2013, Schedule (Form 2 of the Chief Coroner's
guidance No. 5). OCR drops numbers beside table rules; coroners' offices retype headings in many ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from forewarned.reports.documents import limits

NAMES = (
    "addressees", "coroner", "powers", "investigation", "circumstances", "concerns", "action", "response", "copies",
    "signature",
)  # fmt: skip
"""In the order of the form; the place in the tuple is the number of the row."""

_S = r"[ \t]+"
_APOSTROPHE = r"(?:[\u2019\u2018'`\u00b4\u02bc\u2032\ufffd?]|&#39;)?"
_CORONERS = rf"(?:CORONER{_APOSTROPHE}[ \t]?S?{_APOSTROPHE}|CRWNER)"
_AND = rf"(?:{_S}(?:AND|&|A|AC|AND/OR|OR)|[ \t]?[/&])"

WORDINGS: dict[str, tuple[str, ...]] = {
    "addressees": (
        r"THIS\s+REPORT\s+(?:IS|HAS|WAS)\s+(?:BEING|BEEN)?\s*(?:SENT|MADE|ADDRESSED)\s+TO(?:\s+THE\s+FOLLOWING)?",
        r"(?:A|THE)\s+REPORT\s+IS\s+(?:BEING|HEREBY)\s+(?:SENT|MADE)\s+TO",
        r"MAE[\u2019']?R\s+ADRODDIAD\s+HWN\s+YN\s+CAEL\s+EI\s+(?:ANFON|GYFEIRIO)\s+AT",
        r"ANFONIR\s+YR\s+ADRODDIAD\s+HWN\s+AT",
    ),
    "coroner": (r"(?:THE[ \t]+)?CORONER(?:[ \t]+DETAILS)?", r"(?:Y[ \t]+)?CRWNER"),
    "powers": (
        rf"{_CORONERS}{_S}(?:LEGAL{_S})?POWERS?",
        r"LEGAL[ \t]+POWERS?",
        r"PWERAU(?:[ \t]+CYFREITHIOL)?(?:[ \t]+Y[ \t]+CRWNER|[ \t]+CRWNER)?",
    ),
    "investigation": (
        rf"(?:THE{_S})?INVESTIGATIONS?{_AND}[ \t]*(?:AN{_S}|THE{_S})?INQUESTS?",
        rf"INVESTIGATIONS?{_S}INTO{_S}THE{_S}DEATHS?",
        r"(?:THE[ \t]+)?(?:INVESTIGATIONS?|INQUESTS?)",
        r"(?:YR[ \t]+)?YMCHWILIAD(?:AU)?(?:[ \t]+A[\u2019']?R?[ \t]*(?:CHWEST|CWEST))?",
    ),
    "circumstances": (
        rf"(?:THE{_S}|BRIEF{_S})?CIRCUMSTANCES{_S}(?:OF|SURROUNDING){_S}(?:(?:THE|THIS|HIS|HER|THEIR){_S})?DEATHS?",
        r"(?:THE[ \t]+)?CIRCUMSTANCES",
        r"AMGYLCHIADAU(?:[ \t]+Y(?:R)?)?(?:[ \t]+(?:FARWOLAETH|MARWOLAETHAU|FARWOLAETHAU))?",
    ),
    "concerns": (
        rf"{_CORONERS}{_S}CONCERNS?",
        rf"(?:THE{_S})?CONCERNS?{_S}OF{_S}THE{_S}CORONER",
        r"(?:THE[ \t]+)?(?:MATTERS?[ \t]+OF[ \t]+)?CONCERNS?",
        r"PRYDERON(?:[ \t]+Y)?(?:[ \t]+CRWNER)?",
    ),
    "action": (
        r"ACTIONS?[ \t]+(?:(?:THAT|WHICH)[ \t]+)?SHOULD[ \t]+BE[ \t]+TAKEN",
        r"ACTIONS?[ \t]+TO[ \t]+BE[ \t]+TAKEN",
        r"(?:DYLID|DYLAI)[ \t]+(?:CYMRYD|GYMRYD)[ \t]+CAMAU(?:[ \t]+GWEITHREDU)?|CAMAU[ \t]+I[\u2019']?W[ \t]+CYMRYD",
    ),
    "response": (r"YOUR[ \t]+RESPONSES?", r"(?:EICH|EICH[ \t]+HYMATEB|EICH[ \t]+YMATEB)[ \t]*(?:YMATEB|HYMATEB)?"),
    "copies": (
        rf"COP(?:IES|Y){_AND}[ \t]*PUBLICATION",
        r"COPIES",
        r"COP[I\u00cf]AU(?:[ \t]+A(?:[ \t]+CHYHOEDDI(?:AD)?)?)?",
    ),
    # Most forms have no words here, only the number 9: see sections.py.
    "signature": (rf"DATED?{_AND}[ \t]*SIGNATURE", rf"SIGNATURE{_AND}[ \t]*DATE", r"DYDDIAD[ \t]+A[ \t]+LLOFNOD"),
}
"""Regular expressions, the fullest first. Blanks in a line are ``[ \\t]``: only the addressees' heading may wrap."""

# A stroke after the number is what OCR makes of the rule between the columns.
_NUMBER = r"(?P<number>\(?(?:[1-9Il|])[ \t]?[.):]?(?:[ \t]*\n)?[ \t]*(?:[|!Il][ \t]+)?|)"
_NOTE = r"(?P<note>[ \t]*(?:\[[^\]\n]{0,80}\]|\([^)\n]{0,80}\)))?"
_MARKS = r"(?P<marks>[ \t]*[:.;\-\u2013\u2014]*)"


@dataclass(frozen=True, slots=True)
class Heading:
    """A place where a row of the form may begin: number and words at ``start`` to ``end``, what follows from ``end``.

    ``score`` is higher the surer it is that this is a heading and no sentence's beginning.
    """

    name: str
    start: int
    end: int
    score: float


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """One compiled pattern a row of the form."""
    found = {}
    for name, wordings in WORDINGS.items():
        # The addressees' heading may stand glued to the title before it.
        start = r"(?P<number>)" if name == "addressees" else r"(?m:^)[ \t]*" + _NUMBER
        words = "|".join(f"(?:{wording})" for wording in wordings)
        found[name] = re.compile(rf"{start}(?P<words>{words})(?![\w]){_NOTE}{_MARKS}", re.IGNORECASE)
    return found


def headings_in(text: str) -> list[Heading]:
    """Every place that may be a heading, in order of the text."""
    found = []
    for name, pattern in patterns().items():
        for match in pattern.finditer(text):
            score = _score(name, match, text)
            if score > 0:
                found.append(Heading(name, *_extent(match), score))
    if len(found) > limits.MAX_HEADINGS:
        found = sorted(found, key=lambda heading: -heading.score)[: limits.MAX_HEADINGS]
    return sorted(found, key=lambda heading: (heading.start, heading.end))


def _extent(match: re.Match[str]) -> tuple[int, int]:
    start = match.start("number") if match["number"] else match.start("words")
    return start, match.end()


def _score(name: str, match: re.Match[str], text: str) -> float:
    """How sure it is: alone on its line, the right number, capitals. 0 for what begins an ordinary sentence."""
    words = match["words"]
    capitals = words.upper() == words
    rest = text[match.end() : _line_end(text, match.end())].strip()
    if name == "addressees":
        return 3.0 + capitals
    digit = re.sub(r"\D", "", match["number"] or "")
    right = digit == str(NAMES.index(name))
    if digit and not right and match["number"].strip() not in ("I", "l", "|"):
        # A list's own number before the words of a heading, or a form that numbers otherwise: alone on the line only.
        return 1.0 if not rest and capitals else 0.0
    alone = not rest
    short = len(words) < 14
    score = 2.0 * right + 2.0 * alone + 1.5 * capitals + (0.0 if short else 0.5)
    if not alone and not capitals and not (right and not short):
        return 0.0
    if not alone and capitals and short and not right:
        return 0.0
    if alone and not capitals and not right and short and not match["marks"].strip() and not _title(words):
        return 0.0
    return score


def _title(words: str) -> bool:
    return words[:1].isupper()


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def number_of_heading(line: str) -> int:
    """The row of the form (1 to 9) whose heading this line is, 0 when it is none."""
    for heading in headings_in(line.strip()):
        if heading.start == 0 and heading.name != "addressees" and heading.score >= 2.0:
            return NAMES.index(heading.name)
    return 0
