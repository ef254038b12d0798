"""One search over everything that is held: words, phrases, fields, and meaning where its model is installed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from forewarned.lessons.meaning.kept import kept_embedder
from forewarned.lessons.questions.indexes import index_for_reading, words_index
from forewarned.lessons.questions.rest import Rest, rest_of
from forewarned.lessons.search import Filters, Hit, Note, Results
from forewarned.lessons.search.values import Sort
from forewarned.reports.questions.remembered import cited_now, remembered
from forewarned.reports.questions.result import Cited
from forewarned.settings import settings

BEHIND = Note("behind", "The newest changes are being taken into the search. This answer may lack them.")


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What was found, why each hit is one, and how much of the register's words it could look in."""

    results: Results
    as_at: date
    rest: Rest
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        """One row a hit, for CSV."""
        return [
            {
                "kind": hit.item.kind, "key": hit.item.key, "title": hit.item.title, "ref": hit.item.ref,
                "date": hit.item.date, "organisations": "; ".join(hit.item.organisations),
                "themes": "; ".join(hit.item.themes), "why": why(hit), "words": _first(hit), "page": hit.item.url,
            }
            for hit in self.results.hits
        ]  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """Plain values, with the sources."""
        from forewarned.reports.questions.result import json_values

        return {**self.results.as_json(), "rest": json_values(self.rest), "cited": json_values(self.cited)}


def ask_search(
    *, text: str, as_at: date, filters: Filters | None = None, k: int = 20, offset: int = 0, sort: Sort = "relevance",
    meaning: bool = True, patient: bool = True,
) -> SearchAnswer:  # fmt: skip
    """Search everything. Whatever ``text`` holds is answered; what could not be read as asked is said in the notes.

    What was not public by ``as_at`` is left out, where it has a date. ``patient``: wait for a large index to be
    brought up to date; a reader of a page is answered from the last one, with a note.
    """
    chosen = filters or Filters()
    if chosen.until is None and as_at < settings().today():
        chosen = replace(chosen, until=as_at)
    index, current = (words_index(), True) if patient else index_for_reading()
    found = index.search(
        text, chosen, k, offset=offset, sort=sort, embedder=kept_embedder() if meaning and text.strip() else None
    )
    if not current:
        found = replace(found, notes=(BEHIND, *found.notes))
    return SearchAnswer(found, as_at, remembered(("rest", as_at), lambda: rest_of(as_at)), cited_now(as_at))


def why(hit: Hit) -> str:
    """In a line for a person: which words, how they were met, and where."""
    told = [f"{', '.join(one.found) or one.asked} ({HOW[one.how]}, {one.where})" for one in hit.matched]
    if hit.near is not None and not hit.by_words:
        told.append(f"close in meaning ({hit.near:.2f})")
    return "; ".join(told)


HOW = {
    "exact": "as asked",
    "stem": "another form of the word",
    "typo": "nearly as written",
    "phrase": "the phrase",
    "field": "by its field",
    "not_there": "not in it",
}


def _first(hit: Hit) -> str:
    return hit.item.text[hit.snippets[0].start : hit.snippets[0].end] if hit.snippets else ""
