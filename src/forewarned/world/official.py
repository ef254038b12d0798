"""The world's official site as saved pages: reports, listings, the feed, and the lists of non-responses."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from forewarned.world.addressing import BAR
from forewarned.world.dice import Dice
from forewarned.world.models import Listed, Report, World
from forewarned.world.pages import Style, feed, listing_page, nonresponse_page, report_page
from forewarned.world.responses import AS_OF, LISTS, long_date
from forewarned.world.tables import slashed
from forewarned.world.texts import circumstances, concerns_text, investigation

CARDS = 10
"""Reports on one listing page."""
FORM_PRINTED_FROM = 2024
"""Recent pages print the form itself as well as its fields."""
_OLD_LABELS = (
    {"deceased_name": "Name of deceased", "sent_to": "This report is being sent to"},
    {"sent_to": "This report was sent to", "coroner_name": "Coroners name"},
    {"sent_to": "Report sent to", "coroner_area": "Coroner area"},
)


def report_values(world: World, report: Report) -> dict[str, object]:
    """A report in the shape ``world.pages`` renders, as it stands on the world's last day."""
    values: dict[str, object] = {
        "url": report.url,
        "ref": report.ref,
        "date_of_report": slashed(report.date_of_report),
        "date_added": report.date_added.isoformat(),
        "deceased_name": report.deceased,
        "coroner_name": report.coroner,
        "coroner_area": report.area,
        "categories": list(report.categories),
        "sent_to": "" if report.field_missing else report.sent_to.replace(BAR, "\n"),
        "documents": [
            {"url": item.url, "name": item.title}
            for item in report.documents
            if item.published and item.published <= AS_OF
        ],
    }
    if report.date_added.year >= FORM_PRINTED_FROM and Dice(world.seed, "form", report.id).chance(0.7):
        values["investigation"] = investigation(report)
        values["circumstances"] = circumstances(report)
        values["concerns"] = concerns_text(report)
        values["due_on"] = long_date(report.due_printed)
    return values


def site_files(world: World) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every saved page. Withdrawn reports are nowhere among them."""
    listed = [report for report in world.reports if not report.withdrawn]
    for report in listed:
        page = report_page(report_values(world, report), site=world.site, style=_style(world.seed, report))
        yield f"pages/{urlsplit(report.url).path.rstrip('/').rsplit('/', 1)[-1]}.html", page.encode("utf-8")
    cards: list[dict[str, object]] = [
        {"url": report.url, "deceased_name": report.deceased, "date_added": report.date_added.isoformat()}
        for report in sorted(listed, key=lambda report: (report.date_added, report.id), reverse=True)
    ]
    pages = -(-len(cards) // CARDS)
    for number in range(1, pages + 1):
        shown = cards[(number - 1) * CARDS : number * CARDS]
        page = listing_page(shown, page=number, pages=pages, site=world.site)
        yield f"pages/listing/page-{number:04d}.html", page.encode("utf-8")
    yield "pages/feed.xml", feed(cards[:CARDS], site=world.site).encode("utf-8")
    yield from _lists(world)


def _style(seed: int, report: Report) -> Style:
    """How the page of a report is marked up: older pages differ from newer ones, and from each other."""
    dice = Dice(seed, "markup", report.id)
    if report.date_added.year >= FORM_PRINTED_FROM or dice.chance(0.3):
        return Style()
    return Style(
        markup=dice.pick(("file", "button")),
        labels=dice.pick(_OLD_LABELS),
        colon=dice.pick(("inside", "outside")),
        one_paragraph=dice.chance(0.2),
    )


def _lists(world: World) -> Iterator[tuple[str, bytes]]:
    """The official list as it stood on each of its days; a later one lacks those who have answered since."""
    reports = {report.id: report for report in world.reports}
    for day in LISTS:
        month = f"{day:%Y-%m}"
        rows = [_line(row, reports[row.report]) for row in world.listed if row.month == month]
        half = f"January to June {day.year}" if day.month == 7 else f"July to December {day.year - 1}"
        table = {"period": half, "published": long_date(day), "rows": rows}
        yield f"nonresponse/{month}.html", nonresponse_page([table], site=world.site).encode("utf-8")


def _line(row: Listed, report: Report) -> dict[str, str]:
    return {
        "deceased_name": report.deceased,
        "date_of_report": slashed(report.date_of_report),
        "coroner_name": f"{report.coroner_title} {report.coroner}",
        "coroner_area": report.area,
        "sent_to": row.name,
        "due_on": slashed(row.due),
    }
