"""Everything that a search can find, as values: organisations, reports, matters, responses, promises, lessons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import Prefetch, Q, QuerySet

from forewarned.lessons.models import Lesson, Matter, Member, Promise, TextRead
from forewarned.lessons.questions.cases import load_words, themes_of_matters
from forewarned.lessons.questions.known import rejected_promises
from forewarned.lessons.questions.matters import numbers_of
from forewarned.lessons.questions.touched import Touched
from forewarned.lessons.search import SearchItem
from forewarned.organisations.models import NameWritten, Organisation
from forewarned.reports.models import Duty, Report

LONGEST_TITLE = 200
AT_ONCE = 500
"""Responses whose promises are loaded in one query."""


def search_items() -> Iterator[SearchItem]:
    """One item a thing; its key is its kind and its own key, its url the path of its page."""
    bodies = _bodies()
    yield from _organisations()
    yield from _reports(bodies)
    yield from _matters(bodies)
    yield from _responses(TextRead.objects.filter(role="response"), bodies)
    yield from _lessons(Lesson.objects.all())


def items_touched(touched: Touched) -> Iterator[SearchItem]:
    """Those of these things that can be found now."""
    if touched.matters:
        # What one matter is decides what the others of its report are called.
        rows = Matter.objects.filter(key__in=touched.matters)
        reports = set(rows.values_list("report_id", flat=True))
        yield from _matters(_bodies(reports), reports)
    answered = Q(reading_id__in=touched.responses) | Q(promises__key__in=touched.promises)
    if touched.responses or touched.promises:
        responses = TextRead.objects.filter(answered, role="response").distinct()
        yield from _responses(responses, _bodies(set(responses.values_list("report_id", flat=True))))
    if touched.lessons:
        yield from _lessons(Lesson.objects.filter(key__in=touched.lessons))


def keys_touched(touched: Touched, held: Collection[str]) -> set[str]:
    """Keys of the items that these things had or have; ``held``: keys of the promises and responses that are found.

    Words of a response that were read again may give other promises, and one that another file of it replaced goes
    without an entry of its own: those that are in the store no more are told by their absence.
    """
    keys = {f"matter:{key}" for key in touched.matters} | {f"lesson:{key}" for key in touched.lessons}
    keys |= {f"promise:{key}" for key in touched.promises} | {f"response:{pk}" for pk in touched.responses}
    if touched.responses:
        read = TextRead.objects.filter(role="response").values_list("reading_id", flat=True)
        stored = {f"promise:{key}" for key in Promise.objects.values_list("key", flat=True)}
        keys |= set(held) - stored - {f"response:{pk}" for pk in read}
    return keys


def _bodies(reports: Collection[int] | None = None) -> dict[int, tuple[str, ...]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = Duty.objects.filter(known_until=None, organisation__isnull=False)
    if reports is not None:
        rows = rows.filter(report_id__in=reports)
    for report_id, name, then in rows.values_list("report_id", "organisation__name", "body_name"):
        found[report_id] |= {one for one in (name, then) if one}
    return {report_id: tuple(sorted(names)) for report_id, names in found.items()}


def _organisations() -> Iterator[SearchItem]:
    written: dict[int, list[str]] = defaultdict(list)
    owing = set(Duty.objects.filter(known_until=None).values_list("organisation_id", flat=True))
    for pk, name in NameWritten.objects.order_by("id").values_list("organisation_id", "as_written"):
        written[pk].append(name)
    for pk, key, name, ods in Organisation.objects.order_by("key").values_list("id", "key", "name", "ods"):
        if pk in owing or ods:
            yield SearchItem(
                key=f"organisation:{key}", kind="organisation", title=name, text="; ".join(written[pk]), ref=ods,
                organisations=(name,), url=f"/organisations/{key}/",
            )  # fmt: skip


def _reports(bodies: dict[int, tuple[str, ...]]) -> Iterator[SearchItem]:
    held = load_words(None)
    columns = ("id", "key", "ref", "deceased_name", "date_of_report", "coroner_area")
    for pk, key, ref, name, day, area in Report.objects.order_by("key").values_list(*columns):
        told = held[pk].sections if pk in held else {}
        yield SearchItem(
            key=f"report:{key}", kind="report", title=name or ref or key,
            text="\n\n".join(told[part] for part in ("investigation", "circumstances") if part in told),
            ref=ref, organisations=bodies.get(pk, ()), area=area, date=day, url=f"/reports/{key}/",
        )  # fmt: skip


def _matters(bodies: dict[int, tuple[str, ...]], reports: Collection[int] | None = None) -> Iterator[SearchItem]:
    """All matters, or those of these reports."""
    themes = themes_of_matters(reports)
    rows = Matter.objects.filter(kind="matter").order_by("id")
    if reports is not None:
        rows = rows.filter(report_id__in=reports)
    names = numbers_of(reports)
    columns = ("id", "key", "text", "report_id", "report__ref", "report__key", "report__deceased_name",
               "report__date_of_report", "report__coroner_area")  # fmt: skip
    for pk, key, text, report, ref, report_key, name, day, area in rows.values_list(*columns):
        yield SearchItem(
            key=f"matter:{key}", kind="matter", title=f"Matter {names[key]} of {ref or name or report_key}",
            text=text, ref=ref, organisations=bodies.get(report, ()), area=area,
            themes=tuple(one.code for one in themes.get(pk, ())), date=day, url=f"/matters/{key}/",
        )  # fmt: skip


def _responses(responses: QuerySet[TextRead], bodies: dict[int, tuple[str, ...]]) -> Iterator[SearchItem]:
    standing = Promise.objects.exclude(key__in=rejected_promises()).order_by("position")
    rows = responses.select_related("report", "reading", "organisation").order_by("id")
    for row in rows.prefetch_related(Prefetch("promises", standing)).iterator(chunk_size=AT_ONCE):
        who = row.respondent or (row.organisation.name if row.organisation else "somebody who is not named")
        names = (row.organisation.name,) if row.organisation else bodies.get(row.report_id, ())
        text = str(row.reading.values.get("response", "")) if row.reading else ""
        url = f"/reports/{row.report.key}/"
        yield SearchItem(
            key=f"response:{row.reading_id}",
            kind="response",
            title=f"Response of {who} to {row.report.ref}"[:LONGEST_TITLE],
            text=text,
            ref=row.report.ref,
            organisations=names,
            area=row.report.coroner_area,
            date=row.said_on,
            url=url,
        )
        for promise in row.promises.all():
            yield SearchItem(
                key=f"promise:{promise.key}", kind="promise", title=f"Promise: {who}"[:LONGEST_TITLE],
                text=promise.text, ref=row.report.ref, organisations=names, area=row.report.coroner_area,
                date=row.said_on, url=f"/promises/{promise.key}/",
            )  # fmt: skip


def _lessons(lessons: QuerySet[Lesson]) -> Iterator[SearchItem]:
    rows = lessons.filter(in_force=True).order_by("key")
    texts: dict[int, list[str]] = defaultdict(list)
    members = Member.objects.filter(lesson__in=rows.order_by()).order_by("id")
    for lesson_id, text in members.values_list("lesson_id", "matter__text"):
        texts[lesson_id].append(text)
    for row in rows:
        yield SearchItem(
            key=f"lesson:{row.key}", kind="lesson", title=row.name[:LONGEST_TITLE], text="\n\n".join(texts[row.pk]),
            themes=tuple(row.themes), url=f"/lessons/{row.key}/",
        )  # fmt: skip
