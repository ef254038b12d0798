"""One search over everything that is held: words, phrases, fields, and meaning where its model is installed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from forewarned.errors import InputError
from forewarned.lessons.meaning.kept import kept_embedder, why_not
from forewarned.lessons.models import Member
from forewarned.lessons.questions.cases import load_words
from forewarned.lessons.questions.indexes import index_for_reading, words_index
from forewarned.lessons.questions.rest import Rest, rest_now
from forewarned.lessons.questions.tidied import tidied_matters
from forewarned.lessons.search import Filters, Hit, Note, Results
from forewarned.lessons.search.choices import nearest_choice
from forewarned.lessons.search.values import Sort
from forewarned.lessons.themes import codebook
from forewarned.reports.models import Report
from forewarned.reports.questions.remembered import cited_now
from forewarned.reports.questions.result import Cited
from forewarned.settings import settings

KINDS = ("organisation", "report", "matter", "response", "promise", "lesson")
BEHIND = Note("behind", "The newest changes are being taken into the search. This answer may lack them.")
OFF = Note("meaning_off", "Found by words alone: what says the same in other words is not found at present.")


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What was found, why each hit is one, and how much of the register's words it could look in."""

    results: Results
    as_at: date
    rest: Rest
    cited: Cited
    tidied: frozenset[str] = frozenset()
    """Keys of the hits that quote words which a language model tidied before they came here."""

    def rows(self) -> list[dict[str, Any]]:
        """One row a hit, for CSV."""
        return [
            {
                "kind": hit.item.kind, "key": hit.item.key, "title": hit.item.title, "ref": hit.item.ref,
                "date": hit.item.date, "organisations": "; ".join(hit.item.organisations),
                "themes": "; ".join(hit.item.themes), "why": why(hit), "words": _first(hit),
                "tidied": hit.item.key in self.tidied, "page": hit.item.url,
            }
            for hit in self.results.hits
        ]  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """Plain values, with the sources."""
        from forewarned.reports.questions.result import json_values

        told = {**self.results.as_json(), "tidied": sorted(self.tidied)}
        return {**told, "rest": json_values(self.rest), "cited": json_values(self.cited)}


def ask_search(
    *, text: str, as_at: date, filters: Filters | None = None, k: int = 20, offset: int = 0, sort: Sort = "relevance",
    meaning: bool = True, patient: bool = True, tidied: bool = True,
) -> SearchAnswer:  # fmt: skip
    """Search everything. Whatever ``text`` holds is answered; what could not be read as asked is said in the notes.

    What was not public by ``as_at`` is left out, where it has a date. ``patient``: wait for a large index to be
    brought up to date; a reader of a page is answered from the last one, with a note. ``tidied``: look up which hits
    hold tidied words. Raises InputError for a kind or a theme that is none.
    """
    chosen = _known(filters or Filters())
    if chosen.until is None and as_at < settings().today():
        chosen = replace(chosen, until=as_at)
    index, current = (words_index(), True) if patient else index_for_reading()
    found = index.search(
        text, chosen, k, offset=offset, sort=sort, embedder=kept_embedder() if meaning and text.strip() else None
    )
    if not current:
        found = replace(found, notes=(BEHIND, *found.notes))
    if meaning and text.strip() and why_not():
        found = replace(found, notes=(*found.notes, OFF))
    told = tidied_hits(found.hits) if tidied else frozenset()
    return SearchAnswer(found, as_at, rest_now(as_at), cited_now(as_at), told)


def with_advice(answer: SearchAnswer) -> SearchAnswer:
    """The same for who runs this machine: where meaning is off, its note says also why, and what to do.

    A visitor to a public site can install nothing, and is not told what is installed.
    """
    advised = Note(OFF.code, f"{OFF.says} {why_not()}".strip())
    notes = tuple(advised if note == OFF else note for note in answer.results.notes)
    return replace(answer, results=replace(answer.results, notes=notes))


def tidied_hits(hits: Iterable[Hit]) -> frozenset[str]:
    """Keys of the hits that hold words tidied by a model: of matters, lessons made of them, and reports."""
    keys: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        keys[hit.item.kind].append(hit.item.key.partition(":")[2])
    found = {f"matter:{key}" for key in tidied_matters(keys["matter"])}
    members = dict(Member.objects.filter(lesson__key__in=keys["lesson"]).values_list("matter__key", "lesson__key"))
    found |= {f"lesson:{members[key]}" for key in tidied_matters(members.keys())}
    reports = dict(Report.objects.filter(key__in=keys["report"]).values_list("pk", "key"))
    # What is searched of a report is its investigation and circumstances: the concerns are searched as matters.
    shown = {pk for pk, held in load_words(reports.keys()).items() if held.tidied - {"concerns"}} if reports else set()
    return frozenset(found | {f"report:{reports[pk]}" for pk in shown})


def _known(filters: Filters) -> Filters:
    """These filters; raises InputError for a kind or theme that is none: it would look as if nothing were held."""
    for name, values, there in (("kind", filters.kinds, KINDS), ("theme", filters.themes, tuple(codebook()))):
        for value in values:
            refuse_unknown(name, value, there)
    return filters


def refuse_unknown(name: str, value: str, there: tuple[str, ...]) -> None:
    """Raises InputError for a value that is not ``there``, with the one that was meant where that can be told."""
    if value not in there:
        raise InputError(f"There is no {name} “{value[:40]}”", where=f"--{name}", next_step=_meant(value, name, there))


def _meant(value: str, name: str, there: tuple[str, ...]) -> str:
    near = nearest_choice(value.lower(), there)
    listed = f"use one of {', '.join(there)}"
    return f"did you mean --{name} {near}? Or {listed}" if near else listed


def why(hit: Hit) -> str:
    """In a line for a person: which words, how they were met, and where."""
    told = [f"{', '.join(one.found) or one.asked} ({HOW[one.how]}, in its {one.where})" for one in hit.matched
            if one.how != "not_there"]  # fmt: skip
    if lacks := [f"“{one.asked}”" for one in hit.matched if one.how == "not_there"]:
        told.append(f"it lacks {', '.join(lacks)}")
    if hit.near is not None and not hit.by_words:
        told.append(f"close in meaning ({hit.near:.2f})")
    return "; ".join(told)


HOW = {
    "exact": "as asked",
    "stem": "another form of the word",
    "typo": "nearly as written",
    "phrase": "the phrase",
    "field": "by its field",
}


def _first(hit: Hit) -> str:
    return hit.item.text[hit.snippets[0].start : hit.snippets[0].end] if hit.snippets else ""
