"""What the register holds on some words: organisations, references, names of people who died, coroners and areas.

The words of the register are folded once (no case, accents or punctuation) and kept in memory until the register
changes: a family finds a name however its apostrophe was typed, and a reader waits for no scan of the tables.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Count

from forewarned.organisations.kind_names import kind_of
from forewarned.organisations.models import NameWritten, Organisation
from forewarned.organisations.names import plain
from forewarned.reports.missing import normalise_ref
from forewarned.reports.models import Duty, Report
from forewarned.reports.questions.remembered import cited_now, remembered
from forewarned.reports.questions.result import Cited

SUGGESTIONS = 5
LONGEST = 200
"""Characters of a question that are read; the rest is cut."""


class Kind(StrEnum):
    ORGANISATION = "organisation"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. ``why``: by what, in words; ``rank``: 0 is the surest."""

    kind: Kind
    key: str
    title: str
    about: str
    why: str
    rank: int

    def row(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "key": self.key, "title": self.title, "about": self.about, "why": self.why}


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What was found, surest first. ``suggestions``: organisations with a like name, where nothing was found."""

    query: str
    as_at: date
    hits: tuple[Hit, ...]
    suggestions: tuple[tuple[str, str], ...]
    """Pairs of key and name."""
    cited: Cited

    def count(self, kind: Kind) -> int:
        return sum(hit.kind is kind for hit in self.hits)

    def rows(self) -> list[dict[str, Any]]:
        return [hit.row() for hit in self.hits]


@dataclass(frozen=True, slots=True)
class _Body:
    key: str
    name: str
    folded: str
    ods: str
    kind: str
    closed: date | None
    duties: int
    names: tuple[tuple[str, str], ...]
    """Folded and as written; its own name is not among them."""


@dataclass(frozen=True, slots=True)
class _Paper:
    key: str
    ref: str
    made: date | None
    published: date | None
    person: str
    person_folded: str
    coroner: str
    coroner_folded: str
    area: str
    area_folded: str


@dataclass(frozen=True, slots=True)
class _Index:
    """``things`` in the order in which equals are shown; ``said``: of each, its kind, key, title and the line about it;
    ``places``: of each word, the positions that hold it.
    """

    things: tuple[_Body | _Paper, ...]
    said: tuple[tuple[Kind, str, str, str], ...]
    words: tuple[str, ...]
    places: dict[str, list[int]]
    refs: dict[str, list[int]]

    def holding(self, words: Sequence[str]) -> list[int]:
        """The positions of what holds a word that begins with each of ``words``, in order."""
        found: set[int] | None = None
        for word in words:
            start, end = bisect_left(self.words, word), bisect_left(self.words, word + "\uffff")
            these = {place for known in self.words[start:end] for place in self.places[known]}
            found = these if found is None else found & these
        return sorted(found or ())


def search(*, query: str, as_at: date) -> SearchAnswer:
    """Everything that holds every word of ``query``, of what was public on ``as_at``.

    Order: the reference itself; organisations by how much of their name was given, then by how many duties they
    have; references that begin so; names of people; coroners; areas, newest report first.
    """
    asked = " ".join(query[:LONGEST].split())
    folded = plain(asked)
    if not folded:
        return SearchAnswer(asked, as_at, (), (), cited_now(as_at))
    index = remembered(("search",), _build)
    hits = tuple(_hits(index, asked, folded, as_at))
    suggestions = () if hits else _like(index, folded)
    return SearchAnswer(asked, as_at, hits, suggestions, cited_now(as_at))


def _hits(index: _Index, asked: str, folded: str, as_at: date) -> list[Hit]:
    words = folded.split()
    ref, _ = normalise_ref(asked)
    wanted = str(ref) if ref else ""
    start = asked.replace(" ", "") if asked[:1].isdigit() else ""
    found = []
    for place in dict.fromkeys([*index.refs.get(wanted, ()), *index.holding(words)]):
        thing = index.things[place]
        if isinstance(thing, _Body):
            ranked = _body_rank(thing, asked, folded, words)
        else:
            public = thing.published is not None and thing.published <= as_at
            ranked = _paper_rank(thing, wanted, start, folded, words) if public else None
        if ranked:
            kind, key, title, about = index.said[place]
            found.append(Hit(kind, key, title, about, ranked[1], ranked[0]))
    return sorted(found, key=lambda hit: hit.rank)


def _body_rank(body: _Body, asked: str, folded: str, words: Sequence[str]) -> tuple[int, str] | None:
    if body.ods and body.ods == asked.upper():
        return 0, f"its NHS code is {body.ods}"
    if body.key == asked:
        return 0, "its key"
    if body.folded == folded:
        return 1, "its name"
    whole = next((written for other, written in body.names if other == folded), None)
    if whole is not None:
        return 3, f"it was written “{whole}”"
    if body.folded.startswith(folded):
        return 3, "its name begins so"
    if _holds(body.folded, words):
        return 4, "in its name"
    part = next((written for other, written in body.names if _holds(other, words)), None)
    return (5, f"it was written “{part}”") if part is not None else None


def _paper_rank(paper: _Paper, ref: str, start: str, folded: str, words: Sequence[str]) -> tuple[int, str] | None:
    if paper.ref and paper.ref == ref:
        return 0, "its reference"
    if start and paper.ref.startswith(start):
        return 6, "its reference begins so"
    if paper.person_folded == folded:
        return 2, "the name of the person who died"
    if _holds(paper.person_folded, words):
        return 7, "in the name of the person who died"
    if _holds(paper.coroner_folded, words):
        return 8, "in the name of the coroner"
    if _holds(paper.area_folded, words):
        return 9, "in the coroner’s area"
    together = f"{paper.person_folded} {paper.coroner_folded} {paper.area_folded}"
    return (10, "in the names and the area together") if _holds(together, words) else None


def _holds(text: str, words: Iterable[str]) -> bool:
    """Every word begins a word of ``text``."""
    return bool(text) and all(text.startswith(word) or f" {word}" in text for word in words)


def _said(thing: _Body | _Paper) -> tuple[Kind, str, str, str]:
    if isinstance(thing, _Body):
        return Kind.ORGANISATION, thing.key, thing.name, _about(thing)
    return Kind.REPORT, thing.key, _title(thing), _of(thing)


def _title(paper: _Paper) -> str:
    return f"Report {paper.ref}" if paper.ref else "Report without a reference"


def _of(paper: _Paper) -> str:
    """One line that tells the report from others."""
    dated = f"{paper.made.day} {paper.made:%B %Y}" if paper.made else "date not known"
    parts = (paper.person and f"on the death of {paper.person}", paper.area, dated)
    return ", ".join(part for part in parts if part)


def _about(body: _Body) -> str:
    duties = f"{body.duties:,} {'duty' if body.duties == 1 else 'duties'} to respond"
    closed = f"closed {body.closed.day} {body.closed:%B %Y}" if body.closed else ""
    return ", ".join(part for part in (kind_of(body.kind), duties, closed) if part)


def _like(index: _Index, folded: str) -> tuple[tuple[str, str], ...]:
    from rapidfuzz import fuzz, process

    bodies = (body for body in index.things if isinstance(body, _Body))
    names = remembered(("search", "names"), lambda: {body.folded: body for body in bodies})
    found = process.extract(folded, list(names), scorer=fuzz.token_set_ratio, limit=SUGGESTIONS, score_cutoff=70)
    return tuple((names[match].key, names[match].name) for match, _, _ in found)


def _build() -> _Index:
    written: dict[int, list[tuple[str, str]]] = {}
    for owner, folded, text in NameWritten.objects.order_by("id").values_list(
        "organisation_id", "folded", "as_written"
    ):
        written.setdefault(owner, []).append((folded, text))
    duties = Counter(
        dict(Duty.objects.filter(known_until=None).values_list("organisation_id").annotate(Count("id")).order_by())
    )
    bodies = [
        _Body(key, name, plain(name), ods, kind, closed, duties[pk],
              tuple(pair for pair in written.get(pk, ()) if pair[0] != plain(name)))
        for pk, key, name, ods, kind, closed in Organisation.objects.values_list(
            "id", "key", "name", "ods", "kind", "closed"
        )
    ]  # fmt: skip
    rows = Report.objects.values_list(
        "key", "ref", "date_of_report", "published_on", "deceased_name", "coroner_name", "coroner_area"
    )
    papers = [
        _Paper(key, ref, made, published, person, plain(person), coroner, plain(coroner), area, plain(area))
        for key, ref, made, published, person, coroner, area in rows
    ]
    things: tuple[_Body | _Paper, ...] = (
        *sorted(bodies, key=lambda one: (-one.duties, one.closed is not None, one.name, one.key)),
        *sorted(papers, key=lambda one: (-(one.made or date.min).toordinal(), one.ref, one.key)),
    )
    places: dict[str, list[int]] = {}
    refs: dict[str, list[int]] = {}
    for place, thing in enumerate(things):
        for word in _words(thing):
            places.setdefault(word, []).append(place)
        if isinstance(thing, _Paper) and thing.ref:
            refs.setdefault(thing.ref, []).append(place)
    return _Index(things, tuple(map(_said, things)), tuple(sorted(places)), places, refs)


def _words(thing: _Body | _Paper) -> set[str]:
    if isinstance(thing, _Body):
        texts = [thing.folded, plain(thing.ods), plain(thing.key), *(folded for folded, _ in thing.names)]
    else:
        texts = [plain(thing.ref), thing.person_folded, thing.coroner_folded, thing.area_folded]
    return {word for text in texts for word in text.split()}
