"""Words and passages of a report as the comparison sees them: without the form's own words, names told from words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SECTIONS = ("circumstances", "concerns")
"""What is compared. The investigation section says when the inquest was held; it only speaks where both are empty."""

WORD = re.compile(r"[A-Za-z][A-Za-z'’&]*[A-Za-z]|[A-Za-z]")
SENTENCE_END = re.compile(
    r"(?<=[.!?;])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])|\n\s*\n|\n(?=\s*(?:\(?\d{1,2}[.)]|[-•o▪]\s))"
)

# Sentences of the printed form, which say nothing of this death (the form: domain/coroners-reports.md).
FORM = re.compile(
    r"statutory duty to report|matters? of concern (?:is|are|was|were)\b|revealed (?:a )?matters? giving rise"
    r"|risk (?:that|of) (?:other |further )?(?:future )?deaths (?:will|could|may) occur|brief summary of matters"
    r"|^regulation 28\W+after inquest|^\W*record of inquest\W*$|document template updated",
    re.IGNORECASE,
)

# English words that carry no circumstance, and the words of every inquest.
STOP = frozenset(
    """a about above after again against all also although am an and any are as at be became because become been before
    being below between both but by can cannot could did do does doing done down due during each either else
    ever every few first for found from further get given gave had has have having he her here hers herself him
    himself his how however i if in into is it its itself just last later least less let made make many may me
    might more most much must my myself no nor not now of off on once one only or other our out over own part
    per put said same second see seen several shall she should since so some still such take taken than that the
    their them themselves then there therefore these they thing this those though three through thus time to
    told too took two under until up upon us use used very was way we well went were what when where whether
    which while who whom whose why will with within without would yes yet you your act action acts april area
    august box case cause caused causes circumstances clear commence commenced conclude concluded conclusion
    concern concerned concerns contribute contributed contributing coroner coroner's coroners day days death
    deaths december deceased deceased's die died documented dr evidence explained fact facts february finding
    findings following follows future gave giving hearing heard hour hours however ii iii inquest investigation
    iv january july june jury known march matter matters medical miss mr mrs ms november november october
    opinion person present prevent prevention question raised reason recorded redacted reference regulation
    relation report reported reports response result returned rise risk september set statement today view
    witness witnesses year years""".split()
)
SUFFIXES = (("ies", "y", 5), ("sses", "ss", 5), ("ing", "", 7), ("ed", "", 6), ("es", "e", 6), ("s", "", 4))


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a section: ``text[start:end]`` of the section's unchanged text."""

    section: str
    start: int
    end: int


def stem(word: str) -> str:
    """A lower-case word with its commonest endings cut, so that "discharged" and "discharge" meet."""
    word = word.replace("’", "'").removesuffix("'s")
    for ending, instead, shortest in SUFFIXES:
        if len(word) >= shortest and word.endswith(ending) and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + instead
            break
    if len(word) > 5 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word


def words(text: str) -> list[tuple[str, bool]]:
    """The telling words of ``text`` in order: (stem, whether it is written as a name inside a sentence)."""
    found: list[tuple[str, bool]] = []
    for match in WORD.finditer(text):
        written = match.group()
        lower = written.lower()
        if lower in STOP or (len(lower) < 2):
            continue
        # A capital after a full stop tells nothing; capitals throughout are an abbreviation or a heading.
        before = text[max(0, match.start() - 3) : match.start()].rstrip(' \n"“‘([')
        inside = bool(before) and before[-1] not in ".:;!?•-–)0123456789"
        named = inside and written[0].isupper() and not written.isupper()
        found.append((stem(lower), named))
    return found


def sentences(section: str, text: str) -> list[Passage]:
    """The sentences of ``text``, by offsets, in order; blank ones are left out."""
    found: list[Passage] = []
    start = 0
    for match in [*SENTENCE_END.finditer(text), None]:
        end = match.start() if match else len(text)
        part = text[start:end]
        if part.strip():
            left = start + len(part) - len(part.lstrip())
            found.append(Passage(section, left, start + len(part.rstrip())))
        start = match.end() if match else end
    return found


def telling(section: str, text: str) -> list[Passage]:
    """The sentences of ``text`` that are not the form's own."""
    return [part for part in sentences(section, text) if not FORM.search(text, part.start, part.end)]


def compared(sections: Mapping[str, str]) -> dict[str, str]:
    """The sections to compare by name, ``""`` for one that is absent; the investigation stands in where all are."""
    found = {name: sections.get(name, "") for name in SECTIONS}
    if not any(text.strip() for text in found.values()):
        found["circumstances"] = sections.get("investigation", "")
    return found


def plain(section: str, text: str) -> str:
    """``text`` without the form's sentences: what is counted and embedded, never what is quoted."""
    return " ".join(text[part.start : part.end] for part in telling(section, text))
