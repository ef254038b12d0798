"""One question answered: found by words, and by meaning where there are vectors; ordered, counted, explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import tantivy

from forewarned.lessons.search.asking import MUST, Question, ask
from forewarned.lessons.search.items import SearchItem, unpacked
from forewarned.lessons.search.near import Embedder, Vectors, fused, nearest, unit
from forewarned.lessons.search.query import parse
from forewarned.lessons.search.reasons import Reasons, snippets
from forewarned.lessons.search.schema import schema
from forewarned.lessons.search.values import Counts, Filters, Hit, Note, Results, Sort
from forewarned.lessons.search.vocabulary import Vocabulary

POOL = 60
"""How many of each ranking are fused."""
NEAR_ENOUGH = 0.35
"""Cosine below which texts are not called close in meaning."""
FEW = 20_000
"""Up to so many items that pass the filters are compared one by one; above, the nearest of all are filtered."""
MOST_TIES = 2_000
MOST_DEEP = 10_000
"""Hits deeper than this are not paged to: a narrower question is better."""


@dataclass(frozen=True, slots=True)
class Reader:
    """One commit of the index."""

    searcher: tantivy.Searcher
    vocabulary: Vocabulary
    vectors: Vectors

    def holds(self, query: tantivy.Query) -> bool:
        return bool(self.searcher.search(query, 1, count=False).hits)

    def count(self, query: tantivy.Query) -> int:
        found: Any = self.searcher.search(query, 1)  # its count is not in tantivy's own type hints
        return int(found.count or 0)

    def item(self, address: tantivy.DocAddress) -> SearchItem:
        return unpacked(self.searcher.doc(address).get_first("body") or b"")


@dataclass(frozen=True, slots=True)
class _Found:
    """A document found: its address, its number among equals, its score by words, its nearness."""

    address: tantivy.DocAddress
    tie: int
    score: float
    near: float | None = None
    by_words: bool = True


def answer(reader: Reader, text: str, filters: Filters, k: int, offset: int, sort: Sort, counts: bool,
           embedder: Embedder | None) -> Results:  # fmt: skip
    """The answer to ``text`` within ``filters``: ``k`` hits from ``offset`` on."""
    query = parse(text)
    question = ask(query, filters, reader)
    if not _asks(text, question, filters):
        question.notes.append(Note("no_words", "There is no word to look for in this."))
        return Results(text, notes=tuple(question.notes))
    browsing = not question.worded
    if browsing and sort == "relevance":
        sort = "newest"
    offset, k = min(offset, MOST_DEEP), min(k, MOST_DEEP)
    query_now, total = _widened(reader, question)
    undated = _undated(reader, question) if question.dated else 0
    near: dict[str, _Found] = {}
    if embedder is not None and not browsing and sort == "relevance":
        near = _near(reader, question, query.words, embedder, max(POOL, offset + k))
    found = _ordered(reader, query_now, max(offset + k, POOL if near else 1), sort) if total else []
    page, near_total = _fused(reader, found, near, query_now, question.has_phrase) if near else (found, 0)
    reasons = Reasons(question.worded, question.fields)
    hits = tuple(_hit(reader, one, reasons) for one in page[offset : offset + k])
    return Results(
        text, hits, total, near_total, undated,
        _counts(reader.searcher, query_now) if counts and total else Counts(),
        tuple(dict.fromkeys(question.notes)), tuple(question.corrected.items()),
    )  # fmt: skip


def _asks(text: str, question: Question, filters: Filters) -> bool:
    """False when something was typed that holds nothing to look for, and nothing else narrows it."""
    asked = question.worded or question.fields or question.kept or question.dated
    return bool(asked) or not text.strip() or filters != Filters()


def _widened(reader: Reader, question: Question) -> tuple[tantivy.Query, int]:
    """The query that finds something, and how much: with every word, else with most of them, else with any."""
    words = len(question.worded)
    tried: list[int | None] = [None]
    if words > 1:
        tried += sorted({words - max(1, words // 3), 1}, reverse=True)
    for least in tried:
        query = question.whole(least=least)
        total = reader.count(query)
        if total:
            if least is not None:
                some = "most of them" if least > 1 else "some of them"
                question.notes.append(Note("not_all", f"Nothing has all of these words: shown is what has {some}."))
            return query, total
    return question.whole(), 0


def _undated(reader: Reader, question: Question) -> int:
    """How many more there would be but for a date that is not known."""
    dated = tantivy.Query.exists_query("date")
    query = question.whole(dated=False)
    without = tantivy.Query.boolean_query([(MUST, query), (tantivy.Occur.MustNot, dated)])
    return reader.count(without)


def _ordered(reader: Reader, query: tantivy.Query, wanted: int, sort: Sort) -> list[_Found]:
    """The first ``wanted`` (and their equals), best first; equals in an order of their keys alone."""
    order: dict[str, Any] = {}
    if sort != "relevance":
        direction = tantivy.Order.Desc if sort == "newest" else tantivy.Order.Asc
        order = {"order_by_field": "date", "order": direction}
    limit = wanted + 20
    while True:
        hits = reader.searcher.search(query, limit, count=False, **order).hits
        cut = hits[wanted - 1][0] if len(hits) >= wanted else None
        if len(hits) < limit or hits[-1][0] != cut or limit >= wanted + MOST_TIES:
            break
        limit = min(limit * 4, wanted + MOST_TIES)
    ties = reader.searcher.fast_field_values("tie", [address for _, address in hits])
    pairs = [(float(value or 0), int(tie or 0), address) for (value, address), tie in zip(hits, ties, strict=True)]
    if sort == "relevance":
        pairs.sort(key=lambda one: (-one[0], one[1]))
        return [_Found(address, tie, score) for score, tie, address in pairs]
    sign = -1 if sort == "newest" else 1
    pairs.sort(key=lambda one: (one[0] == 0, sign * one[0], one[1]))
    return [_Found(address, tie, 0.0) for _, tie, address in pairs]


def _near(reader: Reader, question: Question, words: str, embedder: Embedder, pool: int) -> dict[str, _Found]:
    """The documents nearest in meaning that pass the filters, by tie, best first."""
    import numpy as np

    rows = reader.vectors.of(embedder)
    if rows is None or not words.strip():
        question.notes.append(Note("no_meaning", "Nothing was compared by meaning: found by words alone."))
        return {}
    asked = unit(embedder.embed([words]))[0]
    filtering = question.filtering()
    passing = tantivy.Query.boolean_query([*filtering, (MUST, tantivy.Query.all_query())])
    among = None
    if filtering:
        few = reader.searcher.search(passing, FEW + 1, count=False).hits
        if len(few) <= FEW:
            values = reader.searcher.fast_field_values("row", [address for _, address in few])
            among = np.array(values, dtype=np.int64)
    best = {row: score for row, score in nearest(rows, asked, pool * (1 if among is not None else 4), among)
            if score >= NEAR_ENOUGH}  # fmt: skip
    if not best:
        return {}
    of_rows = tantivy.Query.term_set_query(schema(), "row", list(best))
    both = tantivy.Query.boolean_query([(MUST, of_rows), *filtering])
    addresses = [address for _, address in reader.searcher.search(both, pool * 8, count=False).hits]
    ties = reader.searcher.fast_field_values("tie", addresses)
    values = reader.searcher.fast_field_values("row", addresses)
    found = [_Found(address, int(tie or 0), 0.0, best[int(row or 0)], False)
             for address, tie, row in zip(addresses, ties, values, strict=True)]  # fmt: skip
    found.sort(key=lambda one: (-(one.near or 0.0), one.tie))
    return {str(one.tie): one for one in found[:pool]}


def _fused(reader: Reader, found: list[_Found], near: dict[str, _Found], query: tantivy.Query, phrase: bool) -> tuple[
    list[_Found], int
]:  # fmt: skip
    """Both rankings as one, and how many meaning alone brought.

    ``phrase``: words were asked for as they stand together; then what only means the same comes after all that has
    them.
    """
    by_words = {str(one.tie): one for one in found}
    scores = fused(list(by_words), list(near))
    alone = [one for tie, one in near.items() if tie not in by_words]
    joined: list[_Found] = []
    for tie, score in sorted(scores.items(), key=lambda pair: (-pair[1], int(pair[0]))):
        one = by_words.get(tie)
        meaning = near[tie].near if tie in near else None
        joined.append(replace(one or near[tie], score=score, near=meaning))
    deeper = _also_by_words(reader, alone, query)
    told = [replace(one, by_words=True) if one.tie in deeper else one for one in joined]
    if phrase:
        told.sort(key=lambda one: not one.by_words)
    return told, len(alone) - len(deeper)


def _also_by_words(reader: Reader, alone: Sequence[_Found], query: tantivy.Query) -> set[int]:
    """Those that words find as well, further down than the rankings were fused."""
    if not alone:
        return set()
    rows = [int(row or 0) for row in reader.searcher.fast_field_values("row", [one.address for one in alone])]
    both = tantivy.Query.boolean_query([(MUST, query), (MUST, tantivy.Query.term_set_query(schema(), "row", rows))])
    hits = reader.searcher.search(both, len(alone) * 8, count=False).hits
    met = reader.searcher.fast_field_values("tie", [address for _, address in hits])
    return {one.tie for one in alone} & {int(tie or 0) for tie in met}


def _hit(reader: Reader, found: _Found, reasons: Reasons) -> Hit:
    item = reader.item(found.address)
    if not found.by_words:
        return Hit(item, found.score, False, (), snippets(item.text, ()), found.near)
    matched, shown = reasons.of(item)
    return Hit(item, found.score, True, matched, shown, found.near)


def _counts(searcher: tantivy.Searcher, query: tantivy.Query) -> Counts:
    asked = {name: {"terms": {"field": name, "size": 200}} for name in ("kind", "theme", "year")}
    told: Any = searcher.aggregate(query, asked)

    def of(name: str) -> list[tuple[Any, int]]:
        return [(bucket["key"], int(bucket["doc_count"])) for bucket in told[name]["buckets"]]

    def most(name: str) -> tuple[tuple[str, int], ...]:
        return tuple(sorted(((str(key), number) for key, number in of(name)), key=lambda pair: (-pair[1], pair[0])))

    years = sorted(((int(key), number) for key, number in of("year")), reverse=True)
    return Counts(most("kind"), most("theme"), tuple(years))
