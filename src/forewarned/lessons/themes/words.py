"""A matter's text as words with their offsets, the form's own sentences left out.

Words are lower-cased and shortened to a rough stem, so that *assessed* and *assessments* meet. Offsets always refer to
the unchanged text. What the printed form says in every report ("in my opinion there is a risk that future deaths…")
says nothing about this one: those words are skipped.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
MOST = 6000
"""Words read of one matter: a longer text is judged by its beginning, so that nothing can stall the reader."""

FORM = re.compile(
    r"""
      during\ the\ (?:course\ of\ (?:the|this)\ )?(?:inquest|investigation),?
        \ (?:the|my)\ (?:evidence|inquiries|enquiries)
        [^.]{0,60}?(?:matters?|concerns?)[^.]{0,60}\.
    | in\ my\ opinion,?\ there\ is\ a\ risk\ that\ future\ deaths[^.]{0,80}\.
    | in\ the\ circumstances,?\ it\ is\ my\ statutory\ duty[^.]{0,40}?\ to\ you[.;,]?
    | (?:the\ )?matters?\ of\ concerns?\ (?:is|are)?\ ?as\ follows[\s:.–-]*
    | [\[(]brief\ summary\ of\ matters\ of\ concern[\])]
    | regulation\ 28\ [–-]\ after\ inquest\ document\ template\ updated\ [\d/]{8,10}
    | \[redacted\]
    """,
    re.IGNORECASE | re.VERBOSE,
)
MONTHS = frozenset("january february march april june july august september october november december".split())
SUFFIXES = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ingly",
    "edly",
    "ness",
    "ings",
    "ing",
    "ied",
    "ies",
    "ers",
    "ed",
    "er",
    "ly",
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: as compared (``plain``, lower case), its rough ``stem``, and where it stands in the text."""

    plain: str
    stem: str
    start: int
    end: int


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """A rough stem of a lower-case word: endings cut, numbers and months made alike."""
    if word.isdigit():
        return "#year" if len(word) == 4 else "#"
    if word in MONTHS:
        return "#month"
    word = word.replace("’", "'")
    word = word.removesuffix("'s")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word[-1] in "ey" else word


@lru_cache(maxsize=50_000)
def plain_of(word: str) -> str:
    """The word as compared with phrases: lower case, ligatures opened, one kind of apostrophe."""
    return unicodedata.normalize("NFKC", word).lower().replace("’", "'")


def words_of(text: str) -> list[Word]:
    """The words of a text, in order, without those of the printed form."""
    skipped = [match.span() for match in FORM.finditer(text)]
    found: list[Word] = []
    at = 0
    for match in WORD.finditer(text):
        start, end = match.span()
        while at < len(skipped) and skipped[at][1] <= start:
            at += 1
        if at < len(skipped) and skipped[at][0] <= start:
            continue
        plain = plain_of(match.group())
        found.append(Word(plain, stem_of(plain), start, end))
        if len(found) == MOST:
            break
    return found
