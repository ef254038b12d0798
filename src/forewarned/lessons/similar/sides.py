"""One case as the explanation sees it: its sentences, their words and its facts, each worked out once when asked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from forewarned.lessons.similar.aspects import Meeting, says_failed, spans
from forewarned.lessons.similar.lexical import Floats, Ints, Vocabulary, unit
from forewarned.lessons.similar.texts import FORM, Passage, sentences, words
from forewarned.lessons.similar.values import Quote
from forewarned.lessons.values import Case

Weighed = tuple[Ints, Floats]
Met = Mapping[tuple[str, str], Meeting]
LONGEST = 400
"""Characters of a quote: a longer sentence is quoted around the words that carry the point."""
PASSAGES = 6
"""How many sentences that carry one code are weighed against the other side's."""
SENTENCES = 120
"""How many sentences of a report are weighed for likeness of words."""


class Side:
    """One of the two cases compared."""

    def __init__(self, case: Case, sections: Mapping[str, str], met: Met, vocabulary: Vocabulary) -> None:
        self.case, self.sections, self.met = case, sections, met
        self._vocabulary = vocabulary
        self._quotes: dict[tuple[str, str], tuple[tuple[Quote, Weighed], ...]] = {}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Its sentences in order."""
        return tuple(part for name, text in self.sections.items() for part in sentences(name, text))

    @cached_property
    def told(self) -> tuple[Passage, ...]:
        """Its sentences less the form's own."""
        own = [p for p in self.passages if not FORM.search(self.sections[p.section], p.start, p.end)]
        return tuple(own[:SENTENCES])

    @cached_property
    def weighed(self) -> tuple[Weighed, ...]:
        """For each of ``told``: rows of its terms in the vocabulary and their weights, of unit length."""
        return tuple(self.weigh(self.sections[p.section][p.start : p.end]) for p in self.told)

    @cached_property
    def whole(self) -> Weighed:
        """The same for all of it."""
        return self.weigh(" ".join(self.sections.values()))

    @cached_property
    def facts(self) -> dict[str, str]:
        """Age and sex, each where one value alone is known; read from the text where the case brings no facts."""
        from forewarned.lessons.facts import find_facts

        facts = self.case.facts or find_facts(self.case.sections)
        values = {name: {fact.value for fact in facts if fact.name == name} for name in ("age", "sex")}
        return {name: found.pop() for name, found in values.items() if len(found) == 1}

    def weigh(self, text: str) -> Weighed:
        """Rows of the terms that ``text`` has, once each, and how rare they are, of unit length."""
        known = self._vocabulary.terms
        rows = np.array(sorted({known[word] for word, _ in words(text) if word in known}), np.int64)
        return rows, unit(self._vocabulary.idf[rows]) if len(rows) else np.empty(0, np.float32)

    def quotes(self, code: tuple[str, str]) -> tuple[tuple[Quote, Weighed], ...]:
        """Sentences in which ``code`` is met, the first few, weighed; those of the concerns first for a failing."""
        if code not in self._quotes:
            found = self._find(code)[:PASSAGES]
            self._quotes[code] = tuple((q, self.weigh(self.sections[q.section][q.start : q.end])) for q in found)
        return self._quotes[code]

    def failed(self, code: tuple[str, str]) -> bool:
        """Whether some sentence that is quoted on a failing says that it failed."""
        return any(self.says_failed(told) for told, _ in self.quotes(code))

    def says_failed(self, told: Quote) -> bool:
        """Whether these words say that something failed, and do not only speak of it."""
        return says_failed(self.sections[told.section], told.start, told.end, told.marks)

    def _find(self, code: tuple[str, str]) -> list[Quote]:
        found: list[Quote] = []
        names = list(self.sections)
        if code[0] == "failing":
            names.reverse()
        for name in names:
            text = self.sections[name]
            marks = spans(text, *code)
            for part in self.passages if marks else ():
                inside = part.section == name and [m for m in marks if part.start <= m[0] and m[1] <= part.end]
                if inside:
                    found.append(quote(text, part, tuple(inside)))
            if marks and not found:  # a phrase over the end of a sentence is quoted by itself
                found.append(Quote(name, *marks[0], marks=(marks[0],)))
        return found


def quote(text: str, part: Passage, marks: tuple[tuple[int, int], ...]) -> Quote:
    """The sentence, or where it is long its words around the first mark, cut at spaces."""
    start, end = part.start, part.end
    if end - start > LONGEST:
        first = marks[0] if marks else (start, start + 1)
        start = max(start, first[0] - LONGEST // 2)
        end = max(min(end, start + LONGEST), first[1])
        if start > part.start:
            start = min(text.find(" ", start) + 1 or start, first[0])
        if end < part.end:
            end = max(text.rfind(" ", start, end), first[1])
    return Quote(part.section, start, end, tuple(m for m in marks if start <= m[0] and m[1] <= end))


def cosine(one: Weighed, other: Weighed) -> float:
    """Of two unit vectors given by rows and weights."""
    _, left, right = np.intersect1d(one[0], other[0], assume_unique=True, return_indices=True)
    return float(one[1][left] @ other[1][right])
