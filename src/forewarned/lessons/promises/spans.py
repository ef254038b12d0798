"""From sentences to promises: which sentences hold one, where it begins and ends, what is said twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from forewarned.lessons.promises.cuts import LEAST, end_cuts, end_features, start_cuts, start_features
from forewarned.lessons.promises.features import View, sentence_features, view
from forewarned.lessons.promises.sentences import IMPERATIVE, Sentence, split_sentences
from forewarned.lessons.promises.verbs import verb_groups
from forewarned.lessons.promises.weights import PromiseModel
from forewarned.lessons.promises.words import FRAME

LEADS = re.compile(r":\s*[-–]?$")
BLANKS = " \t\n\r,;:-–•"
SAME_OPENING, SAME_WORDS = 7, 0.75
"""From so many equal first words, or such a share of equal stems, a promise counts as said before."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A response with its sentences and their views, made once."""

    text: str
    sentences: tuple[Sentence, ...]
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The words of one promise, the sentence it stands in, and the probability that it is one."""

    start: int
    end: int
    sentence: int
    score: float


LONGEST_TRIMMED = 2000
"""Characters: what is longer is no sentence, and is kept whole."""


def read_letter(text: str) -> Letter:
    """Split ``text`` and view each sentence."""
    sentences = split_sentences(text)
    return Letter(text, sentences, tuple(view(text[each.start : each.end]) for each in sentences))


def may_promise(letter: Letter, at: int) -> bool:
    """False for headings, long quotations, tables and lines that only lead into a list."""
    sentence = letter.sentences[at]
    if sentence.kind in FRAME:
        return False
    after = letter.sentences[at + 1] if at + 1 < len(letter.sentences) else None
    words = letter.text[sentence.start : sentence.end]
    return not (LEADS.search(words) and after is not None and after.kind == "item" and not IMPERATIVE.match(words))


def find_spans(letter: Letter, model: PromiseModel) -> tuple[Span, ...]:
    """The promises of a letter in order; a later one that says the same again is left out."""
    return spans_from(letter, model, action_scores(letter, model), model.thresholds["action"])


def action_scores(letter: Letter, model: PromiseModel) -> dict[int, float]:
    """The probability of each sentence that may promise anything that it does, by its place."""
    action = model.linear["action"]
    return {
        at: action.yes(sentence_features(letter.text, letter.sentences, letter.views, at))
        for at in range(len(letter.sentences))
        if may_promise(letter, at)
    }


def spans_from(letter: Letter, model: PromiseModel, scores: Mapping[int, float], threshold: float) -> tuple[Span, ...]:
    """The promises of the sentences whose scores reach the threshold, cut to their words, each said once."""
    found: list[Span] = []
    said: list[str] = []
    for at, score in scores.items():
        if score < threshold:
            continue
        sentence = letter.sentences[at]
        start, end = trim(letter.text[sentence.start : sentence.end], model)
        span = Span(sentence.start + start, sentence.start + end, at, score)
        promise = letter.text[span.start : span.end]
        if end - start >= LEAST and not any(_same(promise, other) for other in said):
            found.append(span)
            said.append(promise)
    return tuple(found)


def trim(words: str, model: PromiseModel) -> tuple[int, int]:
    """Offsets of the promise inside its sentence. One sentence is one promise: readers seldom count two."""
    groups = verb_groups(words)
    start, sure = 0, model.thresholds["start"]
    # Each mark is judged by all that stands before and after it: in words without a full stop that never ends.
    for cut in start_cuts(words) if len(words) <= LONGEST_TRIMMED else ():
        chance = model.linear["start"].yes(start_features(words, cut, groups))
        if chance > sure:
            start, sure = cut.at, chance
    end = len(words)
    for cut in end_cuts(words) if len(words) <= LONGEST_TRIMMED else ():
        if cut.at < start + LEAST:
            continue
        if model.linear["end"].yes(end_features(words, start, cut, groups)) > model.thresholds["end"]:
            end = cut.at
            break
    while end > start and words[end - 1] in BLANKS:
        end -= 1
    return start, end


def _same(words: str, other: str) -> bool:
    """The same promise again, as where each concern is answered in turn: most words shared, or the same beginning."""
    a, b = view(words).stems, view(other).stems
    least = min(len(a), len(b))
    first, second = words.lower().split(), other.lower().split()
    opening = next(
        (k for k, (x, y) in enumerate(zip(first, second, strict=False)) if x != y), min(len(first), len(second))
    )
    return opening >= SAME_OPENING or (least >= 4 and len(a & b) / least >= SAME_WORDS)
