"""What the model sees of a matter: its words and pairs of words, the hand-written phrases, and its shape.

Every feature has a name, a strength, and the places in the text it was read from, so that a theme can always show the
words that carried it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field

from forewarned.lessons.themes.cues import CueBook
from forewarned.lessons.themes.words import Word, words_of

Span = tuple[int, int]
STOP = frozenset(
    "a an and are as at be been being but by for from had has have he her hers him his i in into is it its me my of on "
    "or she so than that the their them then there these they this those to was were which who whom with would "
    "you".split()
)
FAILING = re.compile(
    r"\b(?:fail\w*|lack\w*|absence|inadequa\w*|insufficien\w*|concern\w*|unclear|not|no|never|nor|without|should|could|poor\w*|"
    r"missed|miss|unable|shortage\w*|delay\w*|risks?|danger\w*|unsafe|need\w*|inappropriat\w*|ineffective|confus\w*|"
    r"incorrect\w*|error\w*|gaps?|omission|omitted|limited|only|despite|consider\w*|whether)\b",
    re.IGNORECASE,
)
DATED = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|\b\d{1,2}[:.]\d{2}\b|"
    r"\b\d{1,2}/\d{1,2}/\d{2,4}",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Seen:
    """Features of one matter: name to strength, and name to the stretches of the text it was read from."""

    strengths: dict[str, float] = field(default_factory=dict)
    places: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))


def _terms(words: list[Word], seen: Seen) -> None:
    """Stems, and pairs of neighbouring stems. Strength: one plus the logarithm of the count (weighed by the model)."""
    counts: dict[str, int] = defaultdict(int)
    for at, word in enumerate(words):
        if word.plain not in STOP:
            counts["w " + word.stem] += 1
            seen.places["w " + word.stem].append((word.start, word.end))
        if at + 1 < len(words):
            following = words[at + 1]
            if word.plain in STOP and following.plain in STOP:
                continue
            name = f"b {word.stem} {following.stem}"
            counts[name] += 1
            start = following.start if word.plain in STOP else word.start
            seen.places[name].append((start, word.end if following.plain in STOP else following.end))
    for name, count in counts.items():
        seen.strengths[name] = 1.0 + math.log(count)


def _phrases(words: list[Word], book: CueBook, seen: Seen) -> None:
    """Each hand-written phrase, and how many different ones speak for each theme."""
    strong: dict[str, set[int]] = defaultdict(set)
    hints: dict[str, set[int]] = defaultdict(set)
    for hit in book.find(words):
        span = (words[hit.first].start, words[hit.after - 1].end)
        name = "c " + hit.cue.name
        seen.strengths[name] = 1.0
        seen.places[name].append(span)
        (strong if hit.cue.strong else hints)[hit.cue.theme].add(hit.first)
        seen.places[("s " if hit.cue.strong else "h ") + hit.cue.theme].append(span)
    for theme, places in strong.items():
        seen.strengths["s " + theme] = math.log1p(len(places))
        seen.strengths["d " + theme] = len(places) / math.sqrt(len(words))
    for theme, places in hints.items():
        seen.strengths["h " + theme] = math.log1p(len(places))


SHAPES = {
    "names a fault": re.compile(
        r"\b(?:lack\w*|fail\w*|absen\w*|inadequa\w*|insufficien\w*|unclear|poor\w*|missed|unable|shortage\w*|delay\w*|"
        r"inappropriat\w*|confus\w*|incorrect\w*|gaps?|omi\w+|danger\w*|hazard\w*|inconsisten\w*|unaware|breach\w*)\b",
        re.IGNORECASE,
    ),
    "denies": re.compile(r"\b(?:not|no|never|nor|neither|without|none|cannot)\b", re.IGNORECASE),
    "asks for": re.compile(
        r"\b(?:should|consider\w*|whether|need\w*|ensur\w*|must|review\w*|action|improv\w*|request\w*)\b", re.IGNORECASE
    ),
    "is a concern": re.compile(r"\bI (?:am|remain)\b.{0,30}\bconcern\w*|\b(?:my|of) concern\b", re.IGNORECASE),
    "praises": re.compile(
        r"\b(?:pleased|grateful|thank|commend\w*|good practice|exemplary|ha(?:s|ve) now|prompt(?:ly)?|"
        r"appropriate(?:ly)?)\b",
        re.IGNORECASE,
    ),
    "tells": re.compile(r"\b\w{3,}ed\b|\bwas\b|\bhad\b|\bwere\b"),
    "of a person": re.compile(r"\b(?:he|she|his|her|him|mr|mrs|miss|ms|deceased)\b", re.IGNORECASE),
    "of now": re.compile(r"\b(?:is|are|remains?|continues?|does|do|exists?)\b", re.IGNORECASE),
}


def _shape(text: str, words: list[Word], seen: Seen) -> None:
    """Length, dates, words of failing, and how it ends: a heading or a narrative raises no concern of its own."""
    failing = len(FAILING.findall(text))
    put = seen.strengths
    put["z length"] = math.log1p(len(words)) / 4
    put["z failing"] = math.log1p(failing) / 2
    put["z failing share"] = 5 * failing / (len(words) + 5)
    put["z no failing"] = float(failing == 0)
    put["z dates"] = math.log1p(len(DATED.findall(text)))
    put["z opens a list"] = float(text.rstrip(" -–—").endswith(":"))
    put["z asks"] = float("?" in text)
    for name, pattern in SHAPES.items():
        count = len(pattern.findall(text))
        put["z " + name] = 5 * count / (len(words) + 5)
        put[f"z never {name}"] = float(count == 0)


def features_of(text: str, book: CueBook) -> Seen:
    """All features of a matter's text."""
    seen = Seen()
    words = words_of(text[:100_000])
    _terms(words, seen)
    _phrases(words, book, seen)
    _shape(text[:100_000], words, seen)
    return seen
