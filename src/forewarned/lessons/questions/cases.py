"""Reports as the rules of this room see them: sections, facts, matters and themes, loaded many at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from forewarned.lessons.models import Fact as FactRow
from forewarned.lessons.models import Matter, Theme
from forewarned.lessons.texts import TEXT_KINDS, is_tidied, words_of
from forewarned.lessons.values import Case, CaseMatter, Fact, ThemeFound
from forewarned.reports.chosen import Said
from forewarned.reports.models import Duty, Reading, Report


def load_cases(*, as_at: date, reports: Collection[int] | None = None) -> list[Case]:
    """Reports public on ``as_at`` whose words are held (of ``reports``, or all), by day and key."""
    rows = Report.objects.filter(published_on__lte=as_at, texts_read__role="report").distinct()
    if reports is not None:
        rows = rows.filter(pk__in=reports)
    found = list(rows.order_by("date_of_report", "key"))
    ids = {row.pk for row in found}
    some = ids if reports is not None else None
    sections, facts, matters, bodies = load_words(some), _facts(some), _matters(some), _bodies(some)
    none = WordsHeld({}, frozenset())
    return [
        Case(
            key=row.key,
            ref=row.ref,
            date_of_report=row.date_of_report,
            sections=sections.get(row.pk, none).sections,
            facts=(*facts[row.pk], *_area(row)),
            matters=tuple(matters[row.pk]),
            categories=tuple(row.categories),
            organisations=tuple(sorted(bodies[row.pk])),
            tidied=sections.get(row.pk, none).tidied,
        )
        for row in found
    ]


def _area(report: Report) -> tuple[Fact, ...]:
    """The coroner's area, which the register says and the text may not."""
    return (Fact("area", report.coroner_area, "", 0, 0, "register", 1.0),) if report.coroner_area else ()


@dataclass(frozen=True, slots=True)
class WordsHeld:
    """The sections of a report, and the names of those that a language model tidied.

    ``source``: the hash over the sections, which ``TextRead`` keeps of the words that were read.
    """

    sections: Mapping[str, str]
    tidied: frozenset[str]
    source: str = ""


def load_words(ids: Collection[int] | None) -> dict[int, WordsHeld]:
    """Sections by the id of their report, of these reports or of all."""
    rows = Reading.objects.filter(event="state", retired_by=None, kind__in=TEXT_KINDS, report__isnull=False)
    if ids is not None:
        rows = rows.filter(report_id__in=ids)
    said: dict[int, list[tuple[int, Said]]] = defaultdict(list)
    columns = ("id", "report_id", "kind", "event", "observed_on", "row", "imported_id", "values")
    for pk, report_id, kind, happened, on, row, imported, values in rows.values_list(*columns).iterator(chunk_size=500):
        said[report_id].append((pk, Said(kind, happened, on or date.min, row, imported, values)))
    return {report_id: _held(some) for report_id, some in said.items()}


def load_sections(ids: Collection[int] | None) -> dict[int, dict[str, str]]:
    """The sections alone."""
    return {report_id: dict(held.sections) for report_id, held in load_words(ids).items()}


def _held(said: Sequence[tuple[int, Said]]) -> WordsHeld:
    words = words_of(said)
    sources = {pk for pk, one in said if is_tidied(one.kind, one.values.get("text_source"))}
    tidied = frozenset(name for name, pk in words.readings.items() if pk in sources)
    return WordsHeld(words.sections, tidied, words.source)


def _facts(ids: Collection[int] | None) -> dict[int, list[Fact]]:
    rows = FactRow.objects.order_by("id")
    if ids is not None:
        rows = rows.filter(report_id__in=ids)
    found: dict[int, list[Fact]] = defaultdict(list)
    columns = ("report_id", "name", "value", "section", "start", "end", "found_by", "score")
    for report_id, name, value, section, start, end, by, score in rows.values_list(*columns):
        found[report_id].append(Fact(name, value, section, start, end, by, score))
    return found


def _matters(ids: Collection[int] | None) -> dict[int, list[CaseMatter]]:
    rows = Matter.objects.filter(kind="matter").order_by("report_id", "position")
    if ids is not None:
        rows = rows.filter(report_id__in=ids)
    themes = themes_of_matters(ids)
    found: dict[int, list[CaseMatter]] = defaultdict(list)
    for pk, report_id, key, number, text in rows.values_list("id", "report_id", "key", "number", "text"):
        found[report_id].append(CaseMatter(key, number, text, tuple(themes.get(pk, ()))))
    return found


def themes_of_matters(reports: Collection[int] | None) -> dict[int, list[ThemeFound]]:
    """Themes by the id of their matter, of these reports or of all."""
    rows = Theme.objects.order_by("-score", "code")
    if reports is not None:
        rows = rows.filter(matter__report_id__in=reports)
    found: dict[int, list[ThemeFound]] = defaultdict(list)
    for matter_id, code, score, words, by in rows.values_list("matter_id", "code", "score", "words", "found_by"):
        found[matter_id].append(ThemeFound(code, score, _spans(words), by))
    return found


def _spans(words: Iterable[Iterable[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in words)


def _bodies(ids: Collection[int] | None) -> dict[int, set[str]]:
    rows = Duty.objects.filter(known_until=None, organisation__isnull=False)
    if ids is not None:
        rows = rows.filter(report_id__in=ids)
    found: dict[int, set[str]] = defaultdict(set)
    for report_id, name, then in rows.values_list("report_id", "organisation__name", "body_name"):
        found[report_id] |= {one for one in (name, then) if one}
    return found
