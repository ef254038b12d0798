"""What the full index finds, as rows of the search page: the words with marks, and why each is a hit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from django.http import HttpRequest
from django.template import engines
from markupsafe import Markup

from forewarned.errors import InputError
from forewarned.lessons.models import TextRead
from forewarned.lessons.questions.matters import theme_name
from forewarned.lessons.questions.searching import BEHIND, SearchAnswer, ask_search, tidied_hits
from forewarned.lessons.search import Filters, Hit, Matched
from forewarned.lessons.themes import codebook
from forewarned.reports.questions.remembered import remembered
from forewarned.web.faces import address_with

PAGE = 15
IN_FILE = 1000
"""Hits in a file."""
MOST_THEMES = 12
KINDS = {
    "matter": ("Matter of concern", "matters of concern"),
    "report": ("Coroner’s report", "coroners’ reports"),
    "response": ("Response", "responses"),
    "promise": ("Promise", "promises"),
    "lesson": ("Lesson", "lessons"),
}
"""What is found by its words; organisations are found by name."""
HOW = {
    "exact": "as asked",
    "stem": "another form of the word",
    "typo": "spelt nearly so",
    "phrase": "these words together",
    "field": "as asked",
}
WHERE = {"text": "in its words", "title": "in its heading", "organisation": "in an organisation’s name",
         "area": "in the coroner’s area", "ref": "in the reference"}  # fmt: skip
TYPO = 12
"""Words that a hit lacks are named up to so many."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits with each drawn as it stands in the list. ``meaning``: what is close in meaning was looked for."""

    answer: SearchAnswer
    drawn: tuple[tuple[str, Markup], ...]
    """The address of each hit's page, and the hit."""
    meaning: bool


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One hit in words. ``passages``: stretches of its text, each cut into (words, marked)."""

    label: str
    title: str
    href: str
    about: str
    passages: tuple[tuple[tuple[str, bool], ...], ...]
    why: str
    themes: tuple[str, ...]
    tidied: bool = False
    """Whether a language model tidied these words before they came here."""


def words_held() -> bool:
    """Whether the words of any report were read: before that there is nothing to look in."""
    return remembered("words held", TextRead.objects.exists)


def read_choice(kind: str, theme: str) -> Filters:
    """What the address narrows the words to. Raises InputError for a theme that the codebook does not have."""
    if theme and theme not in codebook():
        raise InputError("There is no such theme", next_step="choose one of those beside the hits, or leave it out")
    return Filters(kinds=(kind,) if kind else tuple(KINDS), themes=(theme,) if theme else ())


def find_words(text: str, filters: Filters, page: int, as_at: date, *, meaning: bool = False) -> Found:
    """One page of hits, made once for the register as it is; anew while the index is behind it.

    By meaning too where the words alone do not fill a page, or where it is asked for.
    """

    def ask() -> Found:
        start = (page - 1) * PAGE
        look = partial(
            ask_search, text=text, as_at=as_at, filters=filters, k=PAGE, offset=start, patient=False, tidied=False
        )
        answer = look(meaning=meaning)
        few = not meaning and answer.results.total < PAGE
        if few:
            answer = look(meaning=True)
        answer = replace(answer, tidied=tidied_hits(answer.results.hits))
        template = engines["jinja"].env.get_template("search_words.jinja")  # type: ignore[attr-defined]
        rows = [(hit.item.url, found_row(hit, hit.item.key in answer.tidied)) for hit in answer.results.hits]
        drawn = tuple((url, Markup(template.render(row=row))) for url, row in rows)  # noqa: S704  the template escapes
        return Found(answer, drawn, meaning or few)

    found = remembered(("words found", text, filters, page, as_at, meaning), ask)
    return ask() if BEHIND in found.answer.results.notes else found


def every_hit(text: str, filters: Filters, as_at: date) -> SearchAnswer:
    """The first ``IN_FILE`` hits, for a file."""
    return ask_search(text=text, as_at=as_at, filters=filters, k=IN_FILE, patient=False)


def found_row(hit: Hit, tidied: bool = False) -> FoundRow:
    """One hit as the page shows it."""
    item = hit.item
    dated = f"{item.date.day} {item.date:%B %Y}" if item.date else "date not known"
    parts = (item.ref if item.ref not in item.title else "", "; ".join(item.organisations[:3]), dated)
    label = KINDS.get(item.kind, (item.kind.capitalize(), ""))[0]
    about = ", ".join(part for part in parts if part) if item.kind != "lesson" else ""
    return FoundRow(
        label=label,
        title=item.title,
        href=item.url,
        about=about,
        passages=tuple(_pieces(item.text, one.start, one.end, one.marks) for one in hit.snippets),
        why=why_in_words(hit),
        themes=tuple(theme_name(code) for code in item.themes),
        tidied=tidied,
    )


def _pieces(text: str, start: int, end: int, marks: tuple[tuple[int, int], ...]) -> tuple[tuple[str, bool], ...]:
    cut: list[tuple[str, bool]] = [("… ", False)] if text[:start].strip() else []
    place = start
    for first, last in marks:
        if first > place:
            cut.append((text[place:first], False))
        cut.append((text[first:last], True))
        place = last
    if place < end:
        cut.append((text[place:end], False))
    return (*cut, *([(" …", False)] if text[end:].strip() else []))


def why_in_words(hit: Hit) -> str:
    """``“hourly” as asked, in its words; close in meaning``."""
    told = [_why(one) for one in hit.matched if one.how != "not_there"]
    lacking = [f"“{one.asked}”" for one in hit.matched if one.how == "not_there"][:TYPO]
    if lacking:
        told.append(f"it lacks {', '.join(lacking)}")
    if hit.near is not None:
        told.append(f"close in meaning ({hit.near:.2f})")
    return "; ".join(dict.fromkeys(told)) or "it is among those chosen"


def _why(one: Matched) -> str:
    found = ", ".join(f"“{word}”" for word in dict.fromkeys(one.found)) or f"“{one.asked}”"
    asked = f" for “{one.asked}”" if one.how in ("typo", "stem") and one.found and one.asked not in one.found else ""
    return f"{found}{asked}, {HOW[one.how]}, {WHERE.get(one.where, f'in its {one.where}')}"


def facets(request: HttpRequest, answer: SearchAnswer, kind: str, theme: str) -> dict[str, list[dict[str, object]]]:
    """What the hits can be narrowed to: kinds and themes with their counts, each a link; what is chosen, to undo."""
    counts = answer.results.counts
    kinds = [
        {
            "text": KINDS[name][1] if count != 1 else KINDS[name][0].lower(),
            "count": count,
            "href": address_with(request, kind=name, page=None),
            "here": name == kind,
        }
        for name, count in counts.kinds
        if name in KINDS
    ]
    themes = [
        {
            "text": theme_name(code),
            "count": count,
            "href": address_with(request, theme=code, page=None),
            "here": code == theme,
        }
        for code, count in counts.themes[:MOST_THEMES]
    ]
    return {"kinds": kinds, "themes": themes}
