"""Tie the rows of the Chief Coroner's non-response lists to reports and duties, and see who left the list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from forewarned.organisations.names import plain
from forewarned.reports.duties.state import Official
from forewarned.reports.models import Duty, Listing, Reading, Report

SAME_NAME = 88
"""Of 100: a list writes "Jo Bloggs" where the page has "Joanna Bloggs"; the date of the report must agree too."""
SAME_BODY = 80


@dataclass(frozen=True, slots=True)
class Known:
    """A report that a row may speak of."""

    pk: int
    deceased: str
    date_of_report: date | None


def settle_listings() -> None:
    """Make every listing again from the list readings in force: listed, or no longer on a later list."""
    rows = list(
        Reading.objects.filter(retired_by=None, event="listed")
        .order_by("observed_on", "id")
        .only("id", "observed_on", "values")
    )
    if not rows and not Listing.objects.exists():
        return
    Listing.objects.all()._raw_delete("default")
    by_date = _reports_by_date(rows)
    made: list[Listing] = []
    for row in rows:
        made.append(_listing(row, by_date))
    made += _removals(made, sorted({row.observed_on for row in rows if row.observed_on}))
    Listing.objects.bulk_create(made, batch_size=500)


def _reports_by_date(rows: Sequence[Reading]) -> dict[str, list[Known]]:
    days = {str(row.values["date_of_report"]) for row in rows if row.values.get("date_of_report")}
    found: dict[str, list[Known]] = defaultdict(list)
    for known in Report.objects.filter(date_of_report__in=sorted(days)).values_list(
        "id", "deceased_name", "date_of_report"
    ):
        found[str(known[2])].append(Known(*known))
    return found


def _listing(row: Reading, by_date: Mapping[str, Sequence[Known]]) -> Listing:
    report_id, why = _report_of(row, by_date)
    duty_id, body = _duty_of(report_id, str(row.values.get("sent_to", ""))) if report_id else (None, "")
    due = row.values.get("due_on")
    return Listing(
        reading=row,
        listed_on=row.observed_on or date.min,
        said=Official.LISTED.value,
        report_id=report_id,
        duty_id=duty_id,
        response_due=date.fromisoformat(str(due)) if due else None,
        reason=f"{why}{'; ' + body if body else ''}"[:300],
    )


def _report_of(row: Reading, by_date: Mapping[str, Sequence[Known]]) -> tuple[int | None, str]:
    deceased = plain(str(row.values.get("deceased_name", "")))
    near = [
        (fuzz.token_set_ratio(deceased, plain(known.deceased)), known)
        for known in by_date.get(str(row.values.get("date_of_report", "")), ())
    ]
    good = sorted((item for item in near if item[0] >= SAME_NAME), key=lambda item: (-item[0], item[1].pk))
    if not good:
        return None, "no report of this date and name is in the store"
    if len(good) > 1 and good[0][0] == good[1][0]:
        return None, "several reports have this date and name"
    return good[0][1].pk, "same date of report and name of the deceased"


def _duty_of(report_id: int, sent_to: str) -> tuple[int | None, str]:
    """The duty the row means: its addressee's name as written, the body, or the only addressee there is."""
    duties = list(
        Duty.objects.filter(report_id=report_id, known_until=None)
        .order_by("position")
        .values_list("id", "as_written", "body_name")
    )
    wanted = plain(sent_to)
    scored = sorted(
        ((max(fuzz.token_set_ratio(wanted, plain(name)) for name in (written, body) if name), -n, pk)
         for n, (pk, written, body) in enumerate(duties)),
        reverse=True,
    )  # fmt: skip
    if scored and scored[0][0] >= SAME_BODY:
        return scored[0][2], "the addressee's name fits"
    if len(duties) == 1:
        return duties[0][0], "the report has one addressee"
    return None, "no addressee's name fits"


def _removals(listed: Sequence[Listing], days: Sequence[date]) -> list[Listing]:
    """On every later list a duty is either named again or was not observed: the rules tell what that means."""
    named: dict[int, set[date]] = defaultdict(set)
    for row in listed:
        if row.duty_id:
            named[row.duty_id].add(row.listed_on)
    reports = {row.duty_id: row.report_id for row in listed}
    return [
        Listing(
            listed_on=day,
            said=Official.NOT_OBSERVED.value,
            report_id=reports[duty_id],
            duty_id=duty_id,
            reason="not on the list of this day",
        )
        for duty_id, seen in sorted(named.items())
        for day in days
        if day > min(seen) and day not in seen
    ]
