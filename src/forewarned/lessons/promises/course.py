"""The course of a letter through the matters: which matter each of its passages answers, decided for all at once.

A letter mostly answers the matters in their order, goes on with one for a while, and turns to another at a heading. So
the whole letter is read in the way that fits best: each passage should resemble its matter or stand under a heading
that does, a printed mark ("Concern 2", "your second concern") is obeyed, and every change of matter without a heading
costs something, more if it goes back or leaves one out.
"""
# ruff: noqa: E501  a pattern is one line, to be read beside its name

from __future__ import annotations

import re
from collections.abc import Sequence

from forewarned.lessons.promises.likeness import Likeness
from forewarned.lessons.promises.spans import Letter

WHAT = r"(?:(?:coroner[’']?s )?(?:matters? of )?concerns?|matters?|issues?|points?|recommendations?)"
LABEL = re.compile(
    r"^\W*(?:(?:our |the )?(?:response|reply|answer|actions?(?: taken)?) (?:to|on|for|regarding|in (?:relation|response) to) "
    rf"(?:your |the )?)?{WHAT}\s*(?:no\.?|number)?\s*[(\[]?(?P<number>\d{{1,2}}|[a-h]|one|two|three|four|five|six)\b[)\]]?",
    re.IGNORECASE,
)
NTH = r"(first|second|third|fourth|fifth|sixth|final|last)"
ORDINAL = re.compile(
    rf"\b(?:your|the|in relation to the|turning to the)\s+{NTH}\s+(?:matter|concern|point|issue|question)\b|"
    rf"^\W*{NTH}\s+(?:matter|concern|point|issue)\b",
    re.IGNORECASE,
)
ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5, "final": -1, "last": -1}
SPELT = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
OBEYED = 5.0
"""What a printed mark weighs: more than any likeness."""
ALIKE, TOPMOST = 0.5, 3
"""What a passage's likeness weighs a sentence, and how many of its sentences count."""
FEW = 4
"""A letter of so few passages has no order of its own to tell by: it may well answer a later matter alone."""
ONWARD, SKIPPED, BACK, LATE_START = 0.1, 0.25, 0.2, 0.1
"""Costs of turning to the next matter, to a later one or back, and of each matter that the letter's start leaves out.

These weights were chosen on the 84 fictional letters (571 promises that answer one of several matters) and only looked
at on the real ones.
"""


def scopes(letter: Letter, numbers: Sequence[str], likeness: Likeness | None) -> list[str]:
    """For each sentence the number of the matter that it answers, ``""`` where nothing tells.

    With one matter or none only printed marks tell: a letter may number concerns that the report's words do not.
    """
    runs = _numbered_run(letter, likeness, numbers)
    marks = [_marked(letter, at, numbers, runs) for at in range(len(letter.sentences))]
    if len(numbers) > 1 and likeness:
        return _course(letter, numbers, likeness, marks)
    scope, now = [], ""
    for mark in marks:
        now = mark or now
        scope.append(now)
    return scope


def _marked(letter: Letter, at: int, numbers: Sequence[str], runs: dict[int, str]) -> str:
    """The number that a printed mark of the sentence names."""
    if at in runs:
        return runs[at]
    words = letter.text[letter.sentences[at].start : letter.sentences[at].end]
    if label := LABEL.match(words):
        number = SPELT.get(label["number"].lower(), label["number"].lower())
        if not numbers or number in numbers:
            return number
        if number.isdigit() and 0 < int(number) <= len(numbers):
            return numbers[int(number) - 1]
    ordinal = ORDINAL.search(words)
    if ordinal and numbers and (place := ORDINALS[(ordinal[1] or ordinal[2]).lower()]) < len(numbers):
        return numbers[place]
    return ""


def _course(letter: Letter, numbers: Sequence[str], likeness: Likeness, marks: Sequence[str]) -> list[str]:
    """The best way through: passages are paragraphs and items; the earlier matter wins a tie."""
    if max(likeness.letter) <= 0 and not any(marks):
        return [""] * len(marks)
    scores, turns = _fits(letter, numbers, likeness, marks)
    late = LATE_START if len(scores) > FEW else 0.0
    best = [scores[0][m] - late * m for m in range(len(numbers))]
    came: list[list[int]] = []
    for fits, free in zip(scores[1:], turns[1:], strict=True):
        whence = _whence(best, 0.0 if free else 1.0)
        came.append([origin for _, origin in whence])
        best = [value + fit for (value, _), fit in zip(whence, fits, strict=True)]
    now = max(range(len(numbers)), key=lambda m: best[m])
    way = [now]
    for origins in reversed(came):
        now = origins[now]
        way.append(now)
    way.reverse()
    places = {block: place for place, block in enumerate(dict.fromkeys(each.block for each in letter.sentences))}
    return [numbers[way[places[each.block]]] for each in letter.sentences]


def _whence(best: Sequence[float], cost: float) -> list[tuple[float, int]]:
    """For each matter the best value on coming to it, and from which: itself, the one before, earlier or later ones."""
    earlier: tuple[float, int] = (float("-inf"), 0)
    found: list[tuple[float, int]] = []
    for m, value in enumerate(best):
        choices = [(value, m), (earlier[0] - SKIPPED * cost, earlier[1])]
        if m:
            choices.append((best[m - 1] - ONWARD * cost, m - 1))
        found.append(max(choices, key=lambda one: one[0]))
        earlier = max(earlier, (best[m - 1], m - 1), key=lambda one: one[0]) if m else earlier
    later: tuple[float, int] = (float("-inf"), 0)
    for m in range(len(best) - 1, -1, -1):
        found[m] = max(found[m], (later[0] - BACK * cost, later[1]), key=lambda one: one[0])
        later = max(later, (best[m], m), key=lambda one: one[0])
    return found


def _fits(
    letter: Letter, numbers: Sequence[str], likeness: Likeness, marks: Sequence[str]
) -> tuple[list[list[float]], list[bool]]:
    """How well each passage fits each matter, and whether it is a heading, at which the matter changes freely."""
    blocks: dict[int, list[int]] = {}
    for at, sentence in enumerate(letter.sentences):
        blocks.setdefault(sentence.block, []).append(at)
    scores, turns, above = [], [], [0.0] * len(numbers)
    for inside in blocks.values():
        start, end = letter.sentences[inside[0]].start, letter.sentences[inside[-1]].end
        near = likeness.of(letter.text[start:end])
        heads = letter.sentences[inside[0]].kind == "heading"
        above = near if heads else above
        weight = ALIKE * min(len(inside), TOPMOST)
        fits = [weight * own + head for own, head in zip(near, above, strict=True)]
        for at in inside:
            if marks[at] in numbers:
                fits[numbers.index(marks[at])] += OBEYED
        scores.append(fits)
        turns.append(heads)
    return scores, turns


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
