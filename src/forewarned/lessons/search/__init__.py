"""One search over everything: words, phrases, fields, slips of the keyboard, meaning; every hit says why."""

from __future__ import annotations

from forewarned.lessons.search.index import Changed, SearchIndex, open_index
from forewarned.lessons.search.items import SearchItem
from forewarned.lessons.search.near import Embedder
from forewarned.lessons.search.query import Query, Term, parse
from forewarned.lessons.search.values import Counts, Filters, Hit, Matched, Note, Results, Snippet

__all__ = [
    "Changed", "Counts", "Embedder", "Filters", "Hit", "Matched", "Note", "Query", "Results", "SearchIndex",
    "SearchItem", "Snippet", "Term", "open_index", "parse",
]  # fmt: skip
