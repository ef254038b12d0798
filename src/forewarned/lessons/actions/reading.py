"""Read the words of reports and responses that were not read before, or not by these rules; some at a time.

What was read can be read again; what people decided is taken up each time and never lost.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction

from forewarned.ledger.actions import record
from forewarned.lessons.actions.grouping import group_lessons, joined
from forewarned.lessons.actions.judgements import Judged, judged
from forewarned.lessons.actions.learning import learn_themes, learnt_model
from forewarned.lessons.actions.responses import forget_replaced, read_responses, responses_waiting
from forewarned.lessons.actions.theming import themes_of
from forewarned.lessons.counts import many
from forewarned.lessons.facts import find_facts
from forewarned.lessons.matters import split_concerns
from forewarned.lessons.meaning.kept import why_not
from forewarned.lessons.models import Fact, Matter, TextRead, Theme
from forewarned.lessons.recurrence.packaged import pairs_off
from forewarned.lessons.rules import READ_BY, by_now, good, themes_off
from forewarned.lessons.texts import TEXT_KINDS, Words, matter_key, words_of
from forewarned.lessons.themes import ThemeModel
from forewarned.log import event
from forewarned.reports.chosen import Said
from forewarned.reports.models import Reading, Report
from forewarned.settings import settings
from forewarned.store.engines import engine

AT_ONCE = 100
"""Reports in one transaction: what an interrupted run has read stays read."""
LONGEST_VALUE = 300
Progress = Callable[[str, int, int], None]


def quiet(what: str, done: int, of: int) -> None:
    """The progress that shows nothing."""


@dataclass(frozen=True, slots=True)
class LessonsRead:
    """What one run read: how many texts, and what stands in them now."""

    reports: int = 0
    responses: int = 0
    matters: int = 0
    promises: int = 0
    lessons: int = 0
    meaning_off: str = ""
    """Why meaning, though installed, took no part, and what to do; blank where it did, or is not installed."""
    pairs_off: str = ""
    """The same of the encoder that reads pairs of matters together, where meaning as such took part."""

    def sentence(self) -> str:
        """What was read, for a person."""
        return (
            f"Read: the words of {many(self.reports, 'report')} and {many(self.responses, 'response')}. "
            f"Held now: {many(self.matters, 'matter')} of concern, {many(self.promises, 'promise')}, "
            f"{many(self.lessons, 'lesson')}.{self._off()}"
        )

    def _off(self) -> str:
        if self.meaning_off:
            return f" Meaning is off, so this was read by words alone: {self.meaning_off}"
        if self.pairs_off:
            return f" Lessons were joined without reading pairs of matters together: {self.pairs_off}"
        return ""


def read_lessons(*, by: str, progress: Progress = quiet) -> LessonsRead:
    """Read what waits, then join matters into lessons. Raises BusyError while an import or another reading runs."""
    with engine().one_import_at_a_time():
        waiting, model = _to_read()
        for start in range(0, len(waiting), AT_ONCE):
            progress("Reading reports", start, len(waiting))
            assert model is not None
            some = waiting[start : start + AT_ONCE]
            _hear(some, model)
            with transaction.atomic():
                _read_some(some, model, judged(), by)
        learn_themes(by=by, progress=progress)
        forget_replaced()
        answers = responses_waiting()
        for start in range(0, len(answers), AT_ONCE):
            progress("Reading responses", start, len(answers))
            with transaction.atomic():
                read_responses(answers[start : start + AT_ONCE], by)
        if len(waiting) >= AT_ONCE:
            engine().learn_sizes()
        before = joined()
        lessons = group_lessons(by=by, progress=progress)
        off = pairs_off() if joined() != before else ""
    meaning = _meaning_off() if waiting or answers else ""
    done = LessonsRead(len(waiting), len(answers), *_counts(), lessons, meaning, off)
    event("lessons.read", reports=done.reports, responses=done.responses, matters=done.matters, lessons=done.lessons)
    return done


def _to_read() -> tuple[list[tuple[Report, Words]], ThemeModel | None]:
    """What waits, and the model that knows what people decided; not loaded where nothing waits."""
    if themes_off():
        ThemeModel.load()  # tries what failed before, which may be mended
    waiting = list(_waiting())
    if not waiting:
        return [], None
    model = learnt_model()
    # Where the encoder turned out not to load, what words alone read before does not wait.
    return (list(_waiting()) if themes_off() else waiting), model


def _meaning_off() -> str:
    """Why this reading told something by words alone although meaning is installed, with what to do; or blank."""
    return " ".join(dict.fromkeys(why for why in (themes_off(), why_not()) if why))


def _waiting() -> Iterator[tuple[Report, Words]]:
    seen = {
        report_id: (source, rules)
        for report_id, source, rules in TextRead.objects.filter(role="report").values_list(
            "report_id", "source", "rules"
        )
    }
    held, none, ours = _words(), words_of(()), good(READ_BY)
    for report_id in sorted(held.keys() | seen.keys()):
        words = held.get(report_id, none)
        # What was read and is held no more is read again as nothing, so that none of it stays.
        source, rules = seen.get(report_id, ("", ""))
        if (words.sections or report_id in seen) and (source != words.source or rules not in ours):
            yield Report.objects.get(pk=report_id), words


def _words() -> dict[int, Words]:
    rows = Reading.objects.filter(event="state", retired_by=None, kind__in=TEXT_KINDS, report__isnull=False)
    found: dict[int, list[tuple[int, Said]]] = defaultdict(list)
    columns = ("id", "report_id", "kind", "event", "observed_on", "row", "imported_id", "values")
    for pk, report_id, kind, happened, on, row, imported, values in rows.values_list(*columns).iterator(chunk_size=500):
        if on is not None:
            found[report_id].append((pk, Said(kind, happened, on, row, imported, values)))
    return {report_id: words_of(said) for report_id, said in sorted(found.items())}


def _hear(some: Sequence[tuple[Report, Words]], model: ThemeModel) -> None:
    """What takes longest, done before the store is locked for writing."""
    sections = [words.sections.get("concerns", "") for _, words in some]
    model.hear(
        [text[span.start : span.end] for text in sections for span in split_concerns(text) if span.kind == "matter"]
    )


def _read_some(some: Sequence[tuple[Report, Words]], model: ThemeModel, decided: Judged, by: str) -> None:
    ids = [report.pk for report, _ in some]
    Fact.objects.filter(report_id__in=ids).delete()
    Matter.objects.filter(report_id__in=ids).delete()
    TextRead.objects.filter(report_id__in=ids, role="report").delete()
    matters: list[Matter] = []
    for report, words in some:
        Fact.objects.bulk_create(_facts(report, words))
        matters += _matters(report, words, decided)
    Matter.objects.bulk_create(matters, batch_size=500)
    Theme.objects.bulk_create(_themes(matters, model, decided), batch_size=1000)
    TextRead.objects.bulk_create(
        TextRead(
            report=report,
            role="report",
            source=words.source,
            rules=by_now(READ_BY),
            notes=_notes(report, words, matters),
        )
        for report, words in some
    )
    record(
        by=by,
        action="lessons.read",
        subject="reports",
        body={"rules": by_now(READ_BY), "reports": {report.key: words.source for report, words in some}},
        at=settings().now(),
    )


def _facts(report: Report, words: Words) -> Iterator[Fact]:
    for one in find_facts(words.sections, report.date_of_report):
        yield Fact(
            report=report, name=one.name, value=one.value[:LONGEST_VALUE], section=one.section, start=one.start,
            end=one.end, found_by=one.found_by, score=one.score,
        )  # fmt: skip


def _matters(report: Report, words: Words, decided: Judged) -> Iterator[Matter]:
    section = words.sections.get("concerns", "")
    times: Counter[str] = Counter()
    for position, span in enumerate(split_concerns(section) if section else ()):
        text = section[span.start : span.end]
        plain = " ".join(text.split())
        key = matter_key(report.key, text, times[plain])
        times[plain] += 1
        yield Matter(
            key=key, report=report, reading_id=words.readings["concerns"], position=position,
            number=span.number[:40], kind=decided.kind(key) or span.kind, start=span.start, end=span.end, text=text,
            score=span.score, found_by=span.found_by,
        )  # fmt: skip


def _themes(matters: Sequence[Matter], model: ThemeModel, decided: Judged) -> Iterator[Theme]:
    concerns = [one for one in matters if one.kind == "matter"]
    for matter, found in zip(concerns, model.themes_of_many([one.text for one in concerns]), strict=True):
        yield from themes_of(matter, found, decided)


def _notes(report: Report, words: Words, matters: Sequence[Matter]) -> list[str]:
    own = [one for one in matters if one.report_id == report.pk]
    if "concerns" not in words.sections:
        return ["no concerns section is held"]
    return [] if any(one.kind == "matter" for one in own) else ["no matter of concern was found in its section"]


def _counts() -> tuple[int, int]:
    from forewarned.lessons.models import Promise

    return Matter.objects.filter(kind="matter").count(), Promise.objects.count()
