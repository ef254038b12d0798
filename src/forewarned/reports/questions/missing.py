"""References that were never published, and reports that were listed once and are gone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from forewarned.reports.missing import Missing, Repaired, Shared, Year, missing_references
from forewarned.reports.models import Document, Report
from forewarned.reports.questions.result import Cited, cited, day


@dataclass(frozen=True, slots=True)
class Run:
    """Missing numbers that follow each other and are missing with the same confidence."""

    first: str
    last: str
    count: int
    confidence: str
    reason: str

    @property
    def label(self) -> str:
        return self.first if self.count == 1 else f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year: how far its numbers go, how many are missing, and how sure that is."""

    year: int
    highest: int
    published: int
    missing: int
    by_confidence: dict[str, int]
    note: str

    @property
    def how_sure(self) -> str:
        said = [f"{count} {confidence}" for confidence, count in sorted(self.by_confidence.items())]
        return "; ".join(said + ([self.note] if self.note else []))


@dataclass(frozen=True, slots=True)
class Gone:
    """A report that a source saw and the newest whole register does not have."""

    ref: str
    report_url: str
    first_seen: date | None
    gone_on: date | None


@dataclass(frozen=True, slots=True)
class MissingAnswer:
    """What was never published, as far as the numbers tell."""

    as_at: date
    years: tuple[YearLine, ...]
    runs: tuple[Run, ...]
    missing: tuple[Missing, ...]
    repaired: tuple[Repaired, ...]
    shared: tuple[Shared, ...]
    without_reference: int
    gone: tuple[Gone, ...]
    cited: Cited

    columns: ClassVar[tuple[str, ...]] = ("ref", "what", "how_sure", "why", "seen_on")

    def rows(self) -> list[dict[str, Any]]:
        """One row a missing reference, then one a report that is gone, for CSV."""
        return [
            {"ref": str(one.ref), "what": "never published", "how_sure": one.confidence.value, "why": one.reason,
             "seen_on": " | ".join(one.seen_on)}
            for one in self.missing
        ] + [
            {"ref": one.ref, "what": "listed once, then gone", "how_sure": "seen", "why": f"gone on {one.gone_on}",
             "seen_on": one.report_url}
            for one in self.gone
        ]  # fmt: skip

    def sentence(self) -> str:
        total, bare, shared, gone = len(self.missing), self.without_reference, len(self.shared), len(self.gone)
        likely = sum(one.confidence.value == "likely never published" for one in self.missing)
        return (
            f"As at {day(self.as_at)}, {total:,} reference {_one_or('number', total)} up to the highest of "
            f"{_one_or('its', total, 'their')} year {_one_or('stands', total, 'stand')} on no report; of {likely:,} "
            f"nothing else explains the gap. {bare:,} {_one_or('report bears', bare, 'reports bear')} no reference, "
            f"{shared:,} {_one_or('reference is', shared, 'references are')} shared by several reports, and {gone:,} "
            f"{_one_or('report was', gone, 'reports were')} listed once and {_one_or('is', gone, 'are')} gone. A gap "
            f"is evidence of a number not published, not proof that a report was made. {self.cited.sentence()}"
        )


def _one_or(one: str, count: int, many: str = "") -> str:
    return one if count == 1 else many or f"{one}s"


def ask_missing(*, as_at: date, year: int | None = None) -> MissingAnswer:
    """Missing references of one year or all, from the reports public on ``as_at``."""
    known = Report.objects.filter(published_on__lte=as_at)
    names: dict[int, list[str]] = defaultdict(list)
    documents = Document.objects.filter(shows_other_ref=True).order_by("report_id", "position")
    for report_id, url in documents.values_list("report_id", "url"):
        names[report_id].append(url)
    rows = known.order_by("key").values_list("id", "ref_as_written", "date_of_report", "report_url")
    numbering = missing_references((ref, made, url, names[pk]) for pk, ref, made, url in rows)
    years = [one for one in numbering.years if year in (None, one.year)]
    gone = known.filter(gone_on__lte=as_at).order_by("ref", "key")
    return MissingAnswer(
        as_at=as_at,
        years=tuple(_line(one) for one in years),
        runs=tuple(run for one in years for run in _runs(one)),
        missing=tuple(missing for one in years for missing in one.missing),
        repaired=numbering.repaired,
        shared=numbering.shared,
        without_reference=len(numbering.without_ref),
        gone=tuple(Gone(*row) for row in gone.values_list("ref", "report_url", "published_on", "gone_on")),
        cited=cited(as_at),
    )


def _line(one: Year) -> YearLine:
    counts = Counter(missing.confidence.value for missing in one.missing)
    return YearLine(one.year, one.highest, one.published, len(one.missing), dict(sorted(counts.items())), one.note)


def _runs(one: Year) -> Iterator[Run]:
    """Neighbouring numbers of one confidence and reason as one line."""
    batch: list[Missing] = []
    for missing in (*one.missing, None):
        if batch and (missing is None or not _follows(batch[-1], missing)):
            first = batch[0]
            yield Run(str(first.ref), str(batch[-1].ref), len(batch), first.confidence.value, first.reason)
            batch = []
        if missing is not None:
            batch.append(missing)


def _follows(before: Missing, after: Missing) -> bool:
    same = before.confidence is after.confidence and before.reason == after.reason
    return same and after.ref.number == before.ref.number + 1
