"""From what was asked to what the index is asked: the clauses in its own terms, guesses for words it does not hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log
from typing import Literal, Protocol

import tantivy

from forewarned.lessons.search.choices import nearest_choice
from forewarned.lessons.search.query import DATED, Query, Term
from forewarned.lessons.search.schema import schema, value_of
from forewarned.lessons.search.values import Filters, Note
from forewarned.lessons.search.vocabulary import Vocabulary
from forewarned.lessons.search.words import SMALL, stem_of, words_of
from forewarned.lessons.search.years import number_of, read_days

AS_WRITTEN = 2.2
"""Times the rarity of the stem, which is as much as BM25 (k1 1.2) gives at most: no other form of the word can rank
above the word as written."""
IN_TITLE = 0.8
TOGETHER = 1.5
"""Weight of the question's words standing together."""
MOST_GUESSES = 3
AFTERTHOUGHT = 0.05
"""Weight of a guess after the first: it adds what it finds, below what the first finds."""
LIKELY = 4.0
"""A guess whose cost is this much above the best one's would only bring noise."""
WORDED = {"organisation": "organisation", "area": "area", "ref": "ref", "title": "title_exact"}
MUST, SHOULD, NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
POSSESSIVE = re.compile(r"['’]s$", re.I)
ASKING = tantivy.Query


@dataclass(frozen=True, slots=True)
class Asked:
    """One term as the index was asked it. ``guesses``: for a word it does not hold, the words taken for it.

    ``words`` are in the index's form: one is a word (any form of it unless ``whole``), several stand together.
    """

    term: Term
    how: Literal["word", "phrase", "field"]
    words: tuple[str, ...] = ()
    whole: bool = False
    guesses: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    query: tantivy.Query = field(default_factory=ASKING.empty_query, compare=False)


@dataclass(slots=True)
class Question:
    """The whole question in the index's terms. ``worded``: groups of words and phrases; ``kept``: all that filters."""

    worded: list[tuple[Asked, ...]] = field(default_factory=list)
    fields: list[tuple[Asked, ...]] = field(default_factory=list)
    kept: list[tuple[tantivy.Occur, tantivy.Query]] = field(default_factory=list)
    dated: list[tuple[tantivy.Occur, tantivy.Query]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    corrected: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def has_phrase(self) -> bool:
        """Whether words in quotation marks were asked for, as they stand together."""
        return any(asked.term.quoted for group in self.worded for asked in group)

    def filtering(self, *, dated: bool = True) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        """What every hit must meet beside the words."""
        groups = [(MUST, any_of([asked.query for asked in group])) for group in self.fields]
        return [*groups, *self.kept, *(self.dated if dated else [])]

    def whole(self, *, least: int | None = None, dated: bool = True) -> tantivy.Query:
        """The query: every group of words, or at least ``least`` of them."""
        clauses = [(occur, ASKING.const_score_query(one, 0.0)) if occur == MUST else (occur, one)
                   for occur, one in self.filtering(dated=dated)]  # fmt: skip
        groups = [any_of([asked.query for asked in group]) for group in self.worded]
        if least is not None and least < len(groups):
            some = ASKING.boolean_query([(SHOULD, one) for one in groups], minimum_number_should_match=least)
            clauses.append((MUST, some))
        else:
            clauses += [(MUST, one) for one in groups]
        if not any(occur == MUST for occur, _ in clauses):
            clauses.append((MUST, ASKING.all_query()))
        if together := self._together():
            clauses.append((SHOULD, together))
        return ASKING.boolean_query(clauses)

    def _together(self) -> tantivy.Query | None:
        words = [group[0].words[0] for group in self.worded if len(group) == 1 and group[0].how == "word"
                 and len(group[0].words) == 1]  # fmt: skip
        if not 2 <= len(words) <= 4 or len(words) != len(self.worded):
            return None
        return ASKING.boost_query(ASKING.phrase_query(schema(), "exact", list(words), slop=len(words)), TOGETHER)


def any_of(queries: list[tantivy.Query]) -> tantivy.Query:
    return queries[0] if len(queries) == 1 else ASKING.boolean_query([(SHOULD, one) for one in queries])


class Held(Protocol):
    """What is in the index."""

    @property
    def vocabulary(self) -> Vocabulary: ...

    def holds(self, query: tantivy.Query) -> bool:
        """True when anything meets the query."""
        ...

    def count(self, query: tantivy.Query) -> int:
        """How many items meet the query."""
        ...


def ask(query: Query, filters: Filters, held: Held) -> Question:
    """The question in the terms of an index that holds what ``held`` says."""
    question = Question(notes=list(query.notes))
    asker = _Asker(held, question, _known(query, held))
    content = any(term.kind != "word" or not _small(term) for group in query.all_of for term in group)
    for group in query.all_of:
        if content and all(term.kind == "word" and _small(term) for term in group):
            continue
        dated = [term for term in group if term.field in DATED]
        asked = tuple(one for term in group if term not in dated and (one := asker.asked(term)))
        if dated:
            question.dated.append((MUST, any_of([*map(_days, dated), *(one.query for one in asked)])))
        elif asked:
            worded = all(one.how != "field" for one in asked)
            (question.worded if worded else question.fields).append(asked)
    for term in query.none_of:
        if term.field in DATED:
            question.kept.append((NOT, _days(term)))
        elif one := asker.asked(term, guessing=False):
            question.kept.append((NOT, one.query))
    _add_filters(question, filters)
    return question


def _known(query: Query, held: Held) -> dict[str, tantivy.Query]:
    """The plain words asked for that the index holds: by them a word it does not hold is guessed."""
    known: dict[str, tantivy.Query] = {}
    for group in query.all_of:
        words = words_of(group[0].text) if len(group) == 1 and group[0].kind == "word" else ()
        if len(words) == 1 and words[0] not in SMALL:
            stem = _term("stem", stem_of(words[0]))
            if held.holds(stem):
                known[words[0]] = stem
    return known


def _small(term: Term) -> bool:
    words = words_of(term.text)
    return bool(words) and all(word in SMALL for word in words)


class _Asker:
    """Turns terms into Asked, and writes into the question what it guessed."""

    def __init__(self, held: Held, question: Question, known: dict[str, tantivy.Query]) -> None:
        self._held, self._vocabulary, self._holds = held, held.vocabulary, held.holds
        self._question, self._known = question, known

    def asked(self, term: Term, *, guessing: bool = True) -> Asked | None:
        """The term in the index's terms; None when it has no word in it."""
        if term.field in ("kind", "theme"):
            return self._chosen(term)
        text = term.text if term.quoted else POSSESSIVE.sub("", term.text)
        words = words_of(text)
        if not words:
            return None
        if term.kind == "field":
            return self._worded_field(term, words)
        if len(words) > 1:
            return self._phrase(term, words, guessing)
        return self._word(term, words[0], guessing)

    def _word(self, term: Term, word: str, guessing: bool) -> Asked:
        whole = term.kind == "phrase"
        query = self._one_word(word, whole)
        if not guessing or self._holds(query) or (whole and self._holds(_term("stem", stem_of(word)))):
            return Asked(term, "word", (word,), whole, query=query)
        guesses = self._guess(term.text, word)
        if not guesses:
            return Asked(term, "word", (word,), whole, query=query)
        others = [
            ASKING.const_score_query(_term("exact", one) if whole else _term("stem", stem_of(one)), AFTERTHOUGHT / at)
            for at, one in enumerate(guesses[1:], start=1)
        ]
        query = any_of([self._one_word(guesses[0], whole), *others])
        return Asked(term, "word", (guesses[0],), whole, guesses, query=query)

    def _one_word(self, word: str, whole: bool) -> tantivy.Query:
        written = _term("exact", word)
        if whole:
            return written
        stem = stem_of(word)
        as_written = ASKING.const_score_query(written, AS_WRITTEN * self._vocabulary.rarity(stem))
        titled = ASKING.boost_query(_term("title", stem), IN_TITLE)
        return ASKING.boolean_query([(MUST, _term("stem", stem)), (SHOULD, as_written), (SHOULD, titled)])

    def _phrase(self, term: Term, words: tuple[str, ...], guessing: bool) -> Asked:
        joined = _term("exact", "".join(words))
        if term.kind == "word" and self._holds(joined):  # co-ordination and coordination
            query = any_of([ASKING.phrase_query(schema(), "exact", list(words)), joined])
            return Asked(term, "phrase", words, True, query=query)
        put, guesses = list(words), []
        for at, word in enumerate(words):
            known = not guessing or self._holds(_term("stem", stem_of(word)))
            if not known and (found := self._guess(word, word)):
                put[at] = found[0]
                guesses.append(found[0])
        query = ASKING.phrase_query(schema(), "exact", list(put))
        return Asked(term, "phrase", tuple(put), True, tuple(guesses), query=query)

    def _guess(self, typed: str, word: str, name: str = "exact") -> tuple[str, ...]:
        guesses = self._likeliest(word, name)
        if guesses:
            self._question.corrected[typed] = guesses
        else:
            self._question.notes.append(Note("no_word", f"“{typed[:40]}” is nowhere in what can be searched."))
        return guesses

    def _likeliest(self, word: str, name: str) -> tuple[str, ...]:
        """The words most likely meant: by how slight the slip is, and how often they stand with what else is asked."""
        near = self._vocabulary.near(word, name)
        together = [(MUST, query) for other, query in self._known.items() if other != word]
        if name == "exact" and together and len(near) > 1:
            counted = [self._held.count(ASKING.boolean_query([(MUST, _term("exact", one.word)), *together]))
                       for one in near]  # fmt: skip
            ranked = sorted((one.cost - log(number + 0.1), one.word) for one, number in zip(near, counted, strict=True))
        else:
            ranked = [(one.total, one.word) for one in near]
        return tuple(guess for cost, guess in ranked[:MOST_GUESSES] if cost <= ranked[0][0] + LIKELY)

    def _worded_field(self, term: Term, words: tuple[str, ...]) -> Asked:
        name = WORDED[term.field]
        put = list(words)
        for at, word in enumerate(words):
            if term.field != "ref" and word not in self._vocabulary.of(name):
                put[at] = (self._guess(word, word, name) or (word,))[0]
        if len(put) > 1:
            query = ASKING.phrase_query(schema(), name, list(put))
        else:
            query = _term(name, put[0])
            if term.field == "title" and not term.quoted:
                query = any_of([query, _term("title", stem_of(put[0]))])
        return Asked(term, "field", tuple(put), term.quoted or len(put) > 1, query=query)

    def _chosen(self, term: Term) -> Asked:
        values = self._vocabulary.of(term.field)
        found = nearest_choice(value_of(term.text), values)
        if not found:
            there = ", ".join(sorted(values, key=lambda one: (-values[one], one))[:8]) or "none"
            says = f"There is no {term.field} “{term.text[:40]}”. There are: {there}."
            self._question.notes.append(Note("no_value", says))
            return Asked(term, "field")
        if found not in (value_of(term.text), value_of(term.text).replace(" ", "_")):
            self._question.corrected[term.text] = (found,)
        return Asked(term, "field", values=(found,), query=_term(term.field, found))


def _term(name: str, value: str | int) -> tantivy.Query:
    return ASKING.term_query(schema(), name, value, "freq" if name in ("stem", "title") else "basic")


def _days(term: Term) -> tantivy.Query:
    days = read_days(term.text)
    assert days, "the query's reader has seen to it"
    first, last = number_of(days[0]), number_of(days[1])
    return _range(first if term.field != "until" else None, last if term.field != "since" else None)


def _range(first: int | None, last: int | None) -> tantivy.Query:
    return ASKING.range_query(schema(), "date", tantivy.FieldType.Integer, first, last)


def _add_filters(question: Question, filters: Filters) -> None:
    chosen: Iterable[tuple[str, tuple[str, ...]]] = (
        ("kind", filters.kinds), ("theme", filters.themes),
        ("organisation_is", filters.organisations), ("area_is", filters.areas),
    )  # fmt: skip
    for name, values in chosen:
        if values:
            question.kept.append((MUST, any_of([_term(name, value_of(value)) for value in values])))
    if filters.since or filters.until:
        first = number_of(filters.since) if filters.since else None
        question.dated.append((MUST, _range(first, number_of(filters.until) if filters.until else None)))
