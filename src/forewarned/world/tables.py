"""Rows of the world in the columns of the real sources, so that the same readers read both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from forewarned.world.addressing import BAR
from forewarned.world.dice import Dice
from forewarned.world.models import Report, SnapshotRow, WorldBody
from forewarned.world.responses import AS_OF
from forewarned.world.snapshots import LAST_SNAPSHOT
from forewarned.world.texts import circumstances, concerns_text, investigation

REGISTER = (
    "ref report_url date_of_report date_added deceased_name age sex date_of_death coroner_name_scraped "
    "coroner_name coroner_area_scraped coroner_area categories sent_to_scraped sent_to replies_2025_07_31 "
    "pdf_url reply_urls research_tags"
).split()
SNAPSHOTS = "snapshot_date report_url ref event replies_count sent_to".split()
TOOLKIT = "url id date coroner area receiver investigation circumstances concerns".split()
_TRACKER = (
    "Status|Date added|Date of report|Ref|Deceased name|Coroner name|Coroner area|Category|Sent to|"
    "Sent to count|Replies count"
).split("|")
TRACKER_PLAIN = [*_TRACKER, "URL"]
TRACKER_HTML = [*_TRACKER, "Report URL"]
BODIES = "key kind services opened closed names aliases into".split()
"""The columns of the packaged knowledge in ``organisations/data/trusts.csv``."""

_UNDATED_FROM = date(2025, 11, 15)
"""The newest rows of the real register have no date of report yet."""
_COLOURS = {"pending": "#1e1ef6", "overdue": "#b3001b", "partial": "#b35c00", "completed": "#1b7a2f"}


def iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def slashed(day: date) -> str:
    """``05/03/2024``, as the Tracker and the official pages print dates."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def extras(report: Report, on: date) -> list[str]:
    """Addresses of the documents on the page that day, the report itself left out, in page order."""
    return [item.url for item in report.documents if item.kind != "report" and item.published and item.published <= on]


def register_row(seed: int, report: Report) -> list[str]:
    """One row of ``register.csv``: what the page says beside what hand-correctors made of it."""
    dice = Dice(seed, "register", report.id)
    newest = report.date_added >= _UNDATED_FROM
    later = report.date_added > LAST_SNAPSHOT
    main = next(item for item in report.documents if item.kind == "report")
    age = str(report.age) if report.age is not None else ("NR" if dice.chance(0.9) else "")
    return [
        report.ref,
        report.url,
        "" if newest else iso(report.date_of_report),
        iso(report.date_added),
        report.deceased,
        age,
        report.sex if dice.chance(0.7) else "",
        iso(report.date_of_death) if report.death_date_known else "",
        "" if dice.chance(0.03) else report.coroner,
        f"{report.coroner_title} {report.coroner}",
        report.area + ("\n" if dice.chance(0.03) else ""),
        report.area,
        BAR.join(report.categories),
        "" if report.field_missing else report.sent_to,
        report.corrected[min(2, len(report.corrected) - 1)],
        "" if later else str(len(extras(report, LAST_SNAPSHOT))),
        "" if newest or dice.chance(0.03) else main.url,
        BAR.join(extras(report, AS_OF)),
        BAR.join(report.tags),
    ]


def register_order(reports: Iterable[Report]) -> list[Report]:
    """Newest undated rows first, then the rest in the order they were added, as in the real file."""
    return sorted(reports, key=lambda report: report.date_added < _UNDATED_FROM)


def snapshot_row(row: SnapshotRow) -> list[str]:
    return [iso(row.day), row.url, row.ref, row.event, str(row.replies), row.sent_to]


def toolkit_row(seed: int, report: Report) -> list[str] | None:
    """One row of PFD Toolkit's table, ``None`` for a report it lacks; it fills blanks with its own words."""
    dice = Dice(seed, "toolkit", report.id)
    if dice.chance(0.25):
        return None
    return [
        report.url,
        report.ref or "None",
        iso(report.date_of_report),
        report.coroner,
        report.area,
        "; ".join(item.as_written for item in report.addressees),
        "N/A: Not found" if dice.chance(0.05) else investigation(report),
        "N/A: Not found" if dice.chance(0.03) else circumstances(report),
        concerns_text(report),
    ]


def tracker_status(report: Report, on: date) -> str:
    """The Tracker's rule: counts of replies against recipients, by date + 56. Wrong, and meant to be."""
    recipients, replies = len(report.corrected[-1].split(BAR)), len(extras(report, on))
    if replies >= recipients:
        return "completed"
    if (on - report.date_of_report).days <= 56:
        return "pending"
    return "partial" if replies else "overdue"


def tracker_row(report: Report, on: date, html: bool) -> list[str]:
    status = tracker_status(report, on)
    if html:
        style = f"background-color: {_COLOURS[status]}; color: #fff;display: inline; padding: 0.2em 0.6em;"
        status = f'<div style="{style}">{status}</div>'
    sent = report.corrected[min(2, len(report.corrected) - 1)]
    return [
        status,
        slashed(report.date_added),
        slashed(report.date_of_report),
        report.ref,
        report.deceased,
        f"{report.coroner_title} {report.coroner}",
        report.area,
        BAR.join(report.categories),
        sent,
        str(len(sent.split(BAR))),
        str(len(extras(report, on))),
        report.url,
    ]


def ods_row(body: WorldBody) -> list[str]:
    """27 columns of the standard ODS layout, the address fictional and its postcode in pseudo area ZZ99."""
    row = [""] * 27
    row[0], row[1], row[2], row[3] = body.ods, body.name.upper(), "Y99", "QX9"
    row[4:8] = [f"{body.place.upper()} HOUSE", "1 INVENTED WAY", "", body.place.upper()]
    row[9] = "ZZ99 9ZZ"
    row[10] = iso(body.opened).replace("-", "")
    row[11] = iso(body.closed).replace("-", "")
    row[21] = "1"
    row[23] = "G" if "mental_health" in body.services else ""
    return row


def body_row(body: WorldBody) -> list[str]:
    """One row of ``organisations/bodies.csv``."""
    services = [service for service in body.services if service in ("mental_health", "ambulance")]
    name, aliases = body.name, list(body.aliases)
    if body.kind == "nhs_commissioner" and body.ods:
        name, aliases = aliases[0], [body.name, *aliases[1:]]
    return [
        body.key,
        body.kind,
        " ".join(services),
        iso(body.opened),
        iso(body.closed),
        name,
        BAR.join(aliases),
        body.successor,
    ]


def known_bodies(bodies: Sequence[WorldBody]) -> list[WorldBody]:
    """The fictional public bodies, for a directory to know. Real ones it knows; firms are in no list."""
    return [body for body in bodies if not body.real and not body.key.startswith("named:")]
