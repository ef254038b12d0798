"""Work out, from the readings in force, what each report says, who had to answer, and what answers it.

Everything written here can be thrown away and made again; readings and decisions cannot. The rules are
the pure modules of this room and of ``organisations``: this module only loads, calls and stores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from forewarned.organisations.actions import (
    decisions_in_force,
    keep_bodies,
    keep_names,
    known_directory,
    organisation_ids,
)
from forewarned.organisations.directory import Directory
from forewarned.organisations.values import Body
from forewarned.reports.actions.listings import settle_listings
from forewarned.reports.chosen import Said, chosen_text, current
from forewarned.reports.deriving import Answered, Ground, Owed, Published, Settlement, settle_one
from forewarned.reports.duties.due import Due, regime
from forewarned.reports.duties.events import Change, read_snapshots
from forewarned.reports.models import Answer, Document, Duty, Import, Listing, Reading, Report, Settled
from forewarned.settings import settings

CHUNK = 500
Progress = Callable[[str, int, int], None]
WORKING = "Working out addressees, duties and responses"


def silent(what: str, done: int, of: int) -> None:
    """The progress that shows nothing."""


def settle(report_ids: set[int] | None, *, progress: Progress = silent) -> int:
    """Settle these reports, or all for ``None``; returns how many. Call inside the action's transaction.

    When the known bodies have changed since the last time, all reports are settled.
    """
    directory = known_directory()
    last = Settled.objects.order_by("-id").first()
    if last is None or last.directory_fingerprint != directory.fingerprint:
        keep_bodies(directory)
        report_ids = None
    ids = sorted(report_ids if report_ids is not None else Report.objects.values_list("id", flat=True))
    if ids:
        ground = _ground(directory)
        for start in range(0, len(ids), CHUNK):
            progress(WORKING, start, len(ids))
            _settle_chunk(ids[start : start + CHUNK], ground)
        progress(WORKING, len(ids), len(ids))
        Settled.objects.create(directory_fingerprint=directory.fingerprint, at=settings().now(), reports=len(ids))
    settle_listings()
    return len(ids)


def _ground(directory: Directory) -> Ground:
    dates = {key: _date(text) for key, text in _report_dates()}
    rows = Reading.objects.filter(retired_by=None, kind="snapshots").order_by("observed_on", "id")
    changes = [
        Change(key, on, event, values.get("replies_count"))
        for key, on, event, values in rows.values_list("report__key", "observed_on", "event", "values")
        if on is not None
    ]
    registers = Import.objects.filter(kind="register", status=Import.Status.DONE).order_by("-id")
    newest = registers.first()
    return Ground(
        directory=directory,
        decisions=decisions_in_force(),
        snapshots=read_snapshots(changes, dates),
        register_as_of=newest.as_of if newest else None,
        today=settings().today(),
    )


def _report_dates() -> Iterable[tuple[str, str | None]]:
    rows = Reading.objects.filter(retired_by=None, event="state").exclude(kind__in=("texts", "toolkit"))
    return rows.values_list("report__key", "values__date_of_report")


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _settle_chunk(ids: Sequence[int], ground: Ground) -> None:
    reports = Report.objects.in_bulk(ids)
    said = _said(ids)
    settled = {pk: settle_one(said[pk], ground) for pk in ids if said.get(pk)}
    _clear(ids)
    _keep_reports([_report(reports[pk], one, said[pk]) for pk, one in settled.items()])
    bodies = {
        owed.mention.body.key: owed.mention.body for one in settled.values() for owed in one.duties if owed.mention.body
    }
    known = organisation_ids(bodies)
    _keep_duties(settled, known)
    keep_names(
        (known[owed.mention.body.key], owed.mention.as_written)
        for one in settled.values()
        for owed in one.duties
        if owed.mention.body and owed.mention.sure
    )


def _said(ids: Sequence[int]) -> dict[int, list[Said]]:
    """The readings of these reports, as values, in the order they were stored: those in force, and the retired
    ones that were what was known until a later look at the same source.
    """
    found: dict[int, list[Said]] = defaultdict(list)
    gone: dict[int, list[Said]] = defaultdict(list)
    rows = Reading.objects.filter(report_id__in=ids).order_by("id")
    columns = ("report_id", "kind", "event", "observed_on", "row", "imported_id", "values")
    until = ("retired_by_id", "retired_by__as_of")
    for report_id, kind, event, on, row, imported_id, values, by, end in rows.values_list(*columns, *until):
        day = on or date.min
        known = found if by is None or (end and day < end) else gone
        known[report_id].append(Said(kind, event, day, row, imported_id, values, by is not None))
    # A report that no source has any more is not forgotten: the last that was said of it stands.
    found.update((pk, said) for pk, said in gone.items() if pk not in found)
    return found


def _clear(ids: Sequence[int]) -> None:
    """Throw away what was settled before, children first; the database's own cascade would load every row."""
    # Documents by id first: PostgreSQL plans the joined delete badly while its statistics are those of empty tables.
    papers = list(Document.objects.filter(report_id__in=ids).values_list("id", flat=True))
    for rows in (
        Answer.objects.filter(document_id__in=papers),
        Listing.objects.filter(report_id__in=ids),
        Document.objects.filter(report_id__in=ids),
        Duty.objects.filter(report_id__in=ids),
    ):
        rows._raw_delete(rows.db)


_REPORT_COLUMNS = (
    "ref", "ref_as_written", "date_of_report", "regime", "published_on", "gone_on", "deceased_name", "age", "sex",
    "date_of_death", "documents_read", "coroner_name", "coroner_area", "categories",
)  # fmt: skip


_TEXTS = {"deceased_name": 400, "age": 60, "sex": 20, "coroner_name": 200, "coroner_area": 200}
"""Fields taken as they are, with the length of their column."""


def _report(row: Report, one: Settlement, said: Sequence[Said]) -> Report:
    row.ref = one.ref[:40]
    row.ref_as_written = one.ref_as_written[:60]
    said = current(said)
    row.date_of_report = one.date_of_report
    row.date_of_death = one.date_of_death
    row.regime = regime(one.date_of_report).value if one.date_of_report else ""
    row.published_on = one.published_on
    row.gone_on = one.gone_on
    for name, limit in _TEXTS.items():
        setattr(row, name, chosen_text(said, name)[:limit])
    row.categories = list(one.categories)
    row.documents_read = one.documents_read
    return row


def _keep_reports(rows: Sequence[Report]) -> None:
    """One upsert a batch: `bulk_update` builds a CASE a cell and took half of an import."""
    Report.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=_REPORT_COLUMNS, batch_size=500
    )


def _keep_duties(settled: Mapping[int, Settlement], known: Mapping[str, int]) -> None:
    """Store duties, documents and the answers that join them, in few statements."""
    duties: list[Duty] = []
    documents: list[Document] = []
    links: list[tuple[Document, Duty, Answered]] = []
    for pk, one in settled.items():
        answered = _answered_by(one)
        own = [_duty(pk, owed, known, answered.get(n)) for n, owed in enumerate(one.duties)]
        papers = {item.position: _document(pk, item, one.ref) for item in one.documents}
        duties += own
        documents += papers.values()
        links += [(papers[a.document], own[a.duty], a) for a in one.answers]
    Duty.objects.bulk_create(duties, batch_size=500)
    Document.objects.bulk_create(documents, batch_size=500)
    Answer.objects.bulk_create(
        (
            Answer(document=paper, duty=duty, score=a.score, sure=a.sure, matched=a.matched, reason=a.reason[:300])
            for paper, duty, a in links
        ),
        batch_size=500,
    )


def _answered_by(one: Settlement) -> dict[int, date]:
    """By duty, the earliest day by which a response that surely answers it was published."""
    seen = {item.position: item.bounds.seen_by for item in one.documents if item.bounds}
    found: dict[int, date] = {}
    for answer in one.answers:
        day = seen.get(answer.document)
        if answer.sure and day and day < found.get(answer.duty, date.max):
            found[answer.duty] = day
    return found


def _duty(report_id: int, owed: Owed, known: Mapping[str, int], answered_by: date | None) -> Duty:
    mention = owed.mention
    body: Body | None = mention.body
    return Duty(
        report_id=report_id,
        position=owed.position,
        as_written=mention.as_written[:600],
        source=owed.version.source,
        party=mention.party.value,
        organisation_id=known[body.key] if body else None,
        body_name=body.name[:300] if body else "",
        score=mention.score,
        sure=mention.sure,
        reason=mention.reason[:300],
        due_on=owed.due.on,
        due_basis=owed.due.basis.value,
        due_notes=_notes(owed.due),
        answered_by=answered_by,
        known_from=owed.version.known_from,
        known_until=owed.version.known_until,
    )


def _notes(due: Due) -> dict[str, object]:
    before = due.working_day_before
    return {
        "computed_on": due.computed_on.isoformat() if due.computed_on else None,
        "differs_by_days": due.differs_by_days,
        "weekend": due.weekend,
        "bank_holiday": due.bank_holiday,
        "working_day_before": before.isoformat() if before else None,
        "reason": due.reason,
        "doubt": due.doubt,
    }


def _document(report_id: int, item: Published, own: str) -> Document:
    bounds = item.bounds
    return Document(
        report_id=report_id,
        position=item.position,
        url=item.document.url[:600],
        name=item.document.name[:400],
        kind=item.document.kind.value,
        reason=item.document.reason[:300],
        respondent=item.document.respondent[:300],
        seen_from=bounds.seen_from if bounds else None,
        seen_by=bounds.seen_by if bounds else None,
        seen_reason=bounds.reason[:300] if bounds else "",
        letter_date=item.document.dated,
        shows_other_ref=any(str(ref) != own for ref in item.document.refs),
    )
