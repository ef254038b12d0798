"""Which matter of the report a passage of the response answers, and which matters nothing answers."""
# ruff: noqa: E501  a signature is one line, where it is short enough to read

from __future__ import annotations

import re
from collections.abc import Sequence

from forewarned.lessons.promises.likeness import Likeness
from forewarned.lessons.promises.spans import Letter
from forewarned.lessons.promises.values import MatterGiven

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
"""To pass the whole report on, or talk it over, answers no one of several matters, unless somebody is given a task by it."""
TASK = re.compile(
    r"\b(?:who|which) (?:will|are to|is to|has been|have been)\b|\bask(?:ed|ing)\b|"
    r"\bfor (?:their |its |further )?(?:consideration|review|action)\b|\bto (?:consider|review|inform|ensure|see|look)\b",
    re.IGNORECASE,
)
TOUCHED = 0.06
"""A matter that no passage resembles so much is reported as not addressed."""


def answers(letter: Letter, at: int, words: str, matters: Sequence[MatterGiven], scope: Sequence[str]) -> tuple[str, ...]:  # fmt: skip
    """The numbers of the matters that the promise ``words`` in sentence ``at`` answers; () when it answers none.

    ``scope`` is the letter's course through the matters (``course.scopes``).
    """
    if GENERAL.search(letter.text[letter.sentences[at].start : letter.sentences[at].end]):
        return ()
    if len(matters) > 1 and PASSED_ON.search(words) and not TASK.search(words):
        return ()
    if scope[at]:
        return (scope[at],)
    return (matters[0].number,) if len(matters) == 1 else ()


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
