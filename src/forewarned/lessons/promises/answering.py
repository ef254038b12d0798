"""Which matter of the report a passage of the response answers, and which matters nothing answers."""
# ruff: noqa: E501  a pattern is one line, to be read beside its name

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from forewarned.lessons.promises.features import STOPPED, WORD
from forewarned.lessons.promises.kinds import TYPE_PATTERNS
from forewarned.lessons.promises.spans import Letter
from forewarned.lessons.promises.values import MatterGiven
from forewarned.lessons.promises.verbs import stem

LABEL = re.compile(
    r"^\W*(?:(?:coroner’?'?s )?(?:matters? of )?concerns?|matters?|issues?|points?|recommendations?)\s*(?:no\.?|number)?\s*"
    r"[(\[]?(?P<number>\d{1,2}|[a-h]|one|two|three|four|five|six)\b[)\]]?",
    re.IGNORECASE,
)
ORDINAL = re.compile(r"\b(?:your|the|in relation to the|turning to the)\s+(first|second|third|fourth|fifth|sixth|final|last)\s+(?:matter|concern|point|issue)", re.IGNORECASE)  # fmt: skip
ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5, "final": -1, "last": -1}
TOPICS = ("training", "it_records", "staffing", "environment", "equipment", "commissioning", "policy", "audit")
SPELT = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
GENERAL = re.compile(
    r"\b(?:all|each) (?:\w+ )?reports?\b|"
    r"\boffer(?:ed)? to meet (?:the|his|her|their) family\b|\bmet with .{0,40}family\b",
    re.IGNORECASE,
)
"""Work on reports in general, and kindness to families: promises that answer no one matter."""
PASSED_ON = re.compile(
    r"\b(?:shar|circulat|forward|pass|discuss)\w*\b[^.;]{0,40}?\b(?:your|the|this|anonymised) (?:report|case)\b|"
    r"\b(?:your|the|this) (?:report|case)\b[^.;]{0,30}?\b(?:shared|circulated|forwarded|passed|discussed)\b",
    re.IGNORECASE,
)
"""To pass the whole report on, or talk it over, answers no one of several matters."""
ECHO = 0.5
"""A passage that holds this share of a matter's weighted words restates it, and opens the answer to it."""
NEAR = 0.02
"""Least likeness to a matter, of a promise with the words around it, to be linked by words alone."""
TOUCHED = 0.10
"""A matter that no passage resembles so much is reported as not addressed."""


class Likeness:
    """Words of the matters weighted by how few matters they stand in (TF-IDF), and likeness of passages to them."""

    def __init__(self, matters: Sequence[MatterGiven], letter: Letter) -> None:
        bags = [_bag(matter.text) for matter in matters]
        blocks = [_bag(letter.text[each.start : each.end]) for each in letter.sentences]
        seen = Counter(word for bag in [*bags, *blocks] for word in bag)
        total = len(bags) + len(blocks)
        self.weight = {word: math.log((1 + total) / (1 + count)) for word, count in seen.items()}
        share = Counter(word for bag in bags for word in bag)
        self.own = {word: 1 / count for word, count in share.items()}
        self.matters = [self._vector(bag) for bag in bags]
        self.letter = self.of(letter.text)
        self.themes = [topics_of(matter.text) for matter in matters]

    def _vector(self, bag: Counter[str]) -> dict[str, float]:
        raw = {
            word: (1 + math.log(count)) * self.weight.get(word, 1.0) * self.own.get(word, 1.0)
            for word, count in bag.items()
        }
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {word: value / length for word, value in raw.items()}

    def of(self, words: str) -> list[float]:
        """Cosine of ``words`` with each matter."""
        vector = self._vector(_bag(words))
        return [sum(value * matter.get(word, 0.0) for word, value in vector.items()) for matter in self.matters]

    def topics(self, words: str) -> list[float]:
        """How far ``words`` and each matter share kinds of remedy (training, records, beds…), the rarer the kind the more."""
        here = topics_of(words)
        count = Counter(topic for topics in self.themes for topic in topics)
        return [sum(1 / count[topic] for topic in here & topics) / max(1, len(here)) for topics in self.themes]

    def held(self, words: str) -> list[float]:
        """The share of each matter's weight whose words stand in ``words``."""
        here = _bag(words)
        shares = []
        for matter in self.matters:
            whole = sum(value * value for value in matter.values()) or 1.0
            shares.append(sum(value * value for word, value in matter.items() if word in here) / whole)
        return shares


def topics_of(words: str) -> frozenset[str]:
    """The kinds of remedy that ``words`` name."""
    return frozenset(name for name in TOPICS if TYPE_PATTERNS[name].search(words))


def _bag(words: str) -> Counter[str]:
    return Counter(found for word in WORD.findall(words) if (found := stem(word)) not in STOPPED and len(found) > 2)


def scopes(letter: Letter, matters: Sequence[MatterGiven], likeness: Likeness | None) -> list[str]:
    """For each sentence the number of the matter whose answer it stands in, ``""`` outside any.

    An answer begins at a numbered heading ("Concern 2"), at numbered paragraphs that run as the matters do, at the
    matter's own words, or at "your second concern", and goes on to the next such beginning.
    """
    numbers = [matter.number for matter in matters]
    runs = _numbered_run(letter, likeness, numbers)
    scope, now = [], ""
    for at, sentence in enumerate(letter.sentences):
        words = letter.text[sentence.start : sentence.end]
        now = _opens(words, at, numbers, runs, likeness) or now
        if (
            sentence.kind == "heading"
            and likeness
            and re.match(r"(?:interim|future|conclu|summary|other|general)", words, re.I)
        ):
            now = ""
        scope.append(now)
    return scope


def _opens(words: str, at: int, numbers: Sequence[str], runs: dict[int, str], likeness: Likeness | None) -> str:
    if at in runs:
        return runs[at]
    label = LABEL.match(words)
    if label:
        number = SPELT.get(label["number"].lower(), label["number"].lower())
        if not numbers or number in numbers:
            return number
        if number.isdigit() and int(number) <= len(numbers):
            return numbers[int(number) - 1]
    ordinal = ORDINAL.search(words)
    if ordinal and numbers and ORDINALS[ordinal[1].lower()] < len(numbers):
        return numbers[ORDINALS[ordinal[1].lower()]]
    if likeness and len(numbers) > 1:
        held = likeness.held(words)
        best = max(range(len(held)), key=lambda k: held[k])
        if held[best] >= ECHO:
            return numbers[best]
    return ""


def _numbered_run(letter: Letter, likeness: Likeness | None, numbers: Sequence[str]) -> dict[int, str]:
    """Printed paragraph numbers that run as the matters do (1 2 3, or a b c), by sentence; {} when they do not."""
    first = [(at, each.number) for at, each in enumerate(letter.sentences) if each.number and each.place == 0]
    printed = list(dict.fromkeys(number for _, number in first))
    wanted = [str(k + 1) for k in range(len(numbers))]
    own = {
        at: each.number for at, each in enumerate(letter.sentences) if each.number.isdigit() and _is_heading(letter, at)
    }
    if len(numbers) <= 1 < len(own) and list(own.values()) == [str(k + 1) for k in range(len(own))]:
        return own  # the response numbers the concerns itself, where the report does not
    if len(numbers) < 2 or len(printed) < len(numbers):
        return {}
    for names in (list(numbers), wanted, [chr(97 + k) for k in range(len(numbers))]):
        if printed == names:
            found = {at: numbers[names.index(number)] for at, number in first}
            if likeness is None or _agrees(letter, found, likeness, numbers):
                return found
    return {}


def _is_heading(letter: Letter, at: int) -> bool:
    """A numbered line of a few words with no full stop, alone in its paragraph."""
    each = letter.sentences[at]
    words = letter.text[each.start : each.end]
    alone = at + 1 == len(letter.sentences) or letter.sentences[at + 1].block != each.block
    return alone and each.place == 0 and len(words.split()) <= 8 and words[-1] not in ".;,"


def _agrees(letter: Letter, found: dict[int, str], likeness: Likeness, numbers: Sequence[str]) -> bool:
    """Half of the numbered paragraphs must resemble their own matter at least as much as any other one."""
    good = 0
    for at, number in found.items():
        block = letter.sentences[at].block
        ends = [each.end for each in letter.sentences if block <= each.block <= block + 1]
        scores = likeness.of(letter.text[letter.sentences[at].start : max(ends)])
        good += scores[list(numbers).index(number)] >= max(scores) - 1e-9
    return good * 2 >= len(found)


def answers(letter: Letter, at: int, words: str, matters: Sequence[MatterGiven], scope: Sequence[str], likeness: Likeness | None) -> tuple[str, ...]:  # fmt: skip
    """The numbers of the matters that the promise ``words`` in sentence ``at`` answers; () when it answers none."""
    if GENERAL.search(letter.text[letter.sentences[at].start : letter.sentences[at].end]):
        return ()
    if len(matters) > 1 and PASSED_ON.search(words):
        return ()
    if scope[at]:
        return (scope[at],)
    if not matters or likeness is None:
        return ()
    if len(matters) == 1:
        return (matters[0].number,)
    block = letter.sentences[at].block
    around = " ".join(letter.text[each.start : each.end] for each in letter.sentences if each.block == block)
    heading = _heading(letter, at)
    parts = (likeness.of(words), likeness.of(around), likeness.of(heading), likeness.letter, likeness.topics(around))
    near = [3 * own + by + above + 2 * whole + topic for own, by, above, whole, topic in zip(*parts, strict=True)]
    best = max(range(len(near)), key=lambda k: near[k])
    closest = max(*parts[0], *parts[1], *parts[2])
    return (matters[best].number,) if closest >= NEAR else ()


def _heading(letter: Letter, at: int) -> str:
    above = next((each for each in reversed(letter.sentences[:at]) if each.kind == "heading"), None)
    return letter.text[above.start : above.end] if above else ""


def not_addressed(letter: Letter, matters: Sequence[MatterGiven], answered: set[str], likeness: Likeness | None) -> tuple[str, ...]:  # fmt: skip
    """Numbers of matters that no promise or refusal answers and no passage comes near."""
    if likeness is None:
        return ()
    best = [0.0] * len(matters)
    for block in range(max((each.block for each in letter.sentences), default=-1) + 1):
        words = " ".join(letter.text[each.start : each.end] for each in letter.sentences if each.block == block)
        best = [max(pair) for pair in zip(best, likeness.of(words), strict=True)]
    return tuple(
        matter.number
        for matter, near in zip(matters, best, strict=True)
        if matter.number not in answered and near < TOUCHED
    )
