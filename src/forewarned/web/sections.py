"""A report's own words and fields as a page shows them: verbatim, marked, and with who says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from forewarned.lessons.questions.told import ReportTold
from forewarned.reports.questions.report import Field, ReportAnswer, Word
from forewarned.reports.questions.result import day
from forewarned.web.marking import Mark, pieces
from forewarned.web.matter_words import on_pages, source_of
from forewarned.web.spans import Part, fact_marks, parts_of
from forewarned.web.words import FIELDS, SOURCES

TEXTS = ("investigation", "circumstances", "concerns")
MARKED = ("deceased_name", "age", "date_of_death", "date_of_report", "coroner_name", "coroner_area")
"""Fields that a report's text repeats: where it does, the reader can check one against the other."""
TIDIED = frozenset({"texts", "toolkit"})
"""Sources whose words may have been changed by a model, where they do not say themselves whether they were."""
LONG = 240
DATES = ("date_of_report", "date_added", "date_of_death", "due_on")


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the report: its parts join to the text as the source has it. ``read``: spans were read in it."""

    name: str
    title: str
    parts: tuple[Part, ...]
    source: str
    tidied: bool
    word: Word
    pages: str
    read: bool


@dataclass(frozen=True, slots=True)
class WordRow:
    """What one source says of a field, and where. ``agrees``: with the value taken."""

    said: str
    source: str
    file: str
    row: int
    seen_on: date
    agrees: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field with the value taken and everybody's word for it.

    ``differ``: some sources now say otherwise. ``seen_later``: all were read after the day asked for.
    """

    title: str
    taken: str
    source: str
    words: tuple[WordRow, ...]
    differ: bool
    seen_later: bool


def taken(answer: ReportAnswer, name: str) -> str:
    """The value taken for a field, as text; blank when no source has one."""
    for field in answer.fields:
        if field.name == name and isinstance(field.taken, (str, int)):
            return str(field.taken)
    return ""


def sections_of(answer: ReportAnswer, told: ReportTold) -> tuple[Section, ...]:
    """The sections whose text is held, in the order of the form, with what was read in each where it is the same."""
    fields = {FIELDS[name]: value for name in MARKED if (value := taken(answer, name))}
    read = {one.name: one for one in told.sections}
    found = []
    for field in answer.fields:
        if field.name in TEXTS and isinstance(field.taken, str):
            word = next(w for w in field.words if w.value == field.taken and w.kind == field.taken_from)
            same = read.get(field.name)
            same = same if same and same.text == field.taken else None
            tidied = same.tidied if same else word.kind in TIDIED
            marks = [Mark(one.start, one.end, "field", one.field) for one in pieces(field.taken, fields) if one.field]
            marks += fact_marks(told, field.name) if same else ()
            matters = told.matters if same and field.name == "concerns" else ()
            found.append(
                Section(
                    name=field.name,
                    title=FIELDS[field.name],
                    parts=parts_of(field.taken, marks, matters),
                    source=source_of(word.kind, tidied),
                    tidied=tidied,
                    word=word,
                    pages=on_pages(same.pages) if same else "",
                    read=same is not None,
                )
            )
    return tuple(found)


def field_rows(answer: ReportAnswer) -> tuple[FieldRow, ...]:
    """Every field that any source gives, in the order of the question's own list."""
    return tuple(_field(field) for field in answer.fields)


def _field(field: Field) -> FieldRow:
    words = tuple(
        WordRow(
            value_text(field.name, word.value),
            SOURCES.get(word.kind, word.kind),
            word.file,
            word.row,
            word.observed_on,
            word.value == field.taken,
            word.retired,
        )
        for word in field.words
    )
    source = SOURCES.get(field.taken_from, field.taken_from)
    title, value = FIELDS.get(field.name, field.name), value_text(field.name, field.taken)
    return FieldRow(title, value, source, words, not field.agree, field.seen_later)


def value_text(name: str, value: Any) -> str:
    """A field's value on one line. A section is only measured here, a long list cut: both are whole in the JSON."""
    if value is None or value == "":
        return "not known"
    if name in DATES and isinstance(value, str):
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    if name in TEXTS:
        return f"its words, {len(str(value)):,} characters"
    text = "; ".join(_items(value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONG else f"{text[:LONG].rstrip()}… ({len(text):,} characters)"


def _items(values: Iterable[Any]) -> Iterable[str]:
    for one in values:
        if isinstance(one, dict):
            yield str(one.get("name") or one.get("url") or "")
        else:
            yield str(one)
