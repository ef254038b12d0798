"""As at (house rule 2): a later import is news of its own day, and the answers for earlier days stay as they were."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests import sheets

from forewarned.world import World

if TYPE_CHECKING:
    from tests.functional.conftest import Cli

FIRST, LATER = date(2024, 12, 31), date(2025, 12, 15)
BEFORE = "2024-06-01"


def plain(value: Any) -> Any:
    """An answer without the files it cites, which grow, and without numbers of rows in the store.

    ``responses`` also lists what may have been published by then, so it is looked at through ``state``.
    """
    if isinstance(value, dict):
        hidden = ("cited", "sources", "duty_id", "report_id", "responses", "unmatched")
        return {name: plain(item) for name, item in value.items() if name not in hidden}
    if isinstance(value, list):
        return sorted((plain(item) for item in value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def duties(cli: Cli, day: str) -> Any:
    return plain(cli("duties", "--today", day, "--json").ok().json)


def of_trust(cli: Cli, world: World, day: str) -> Any:
    name = world.body(world.trust).name
    return plain(cli("organisation", name, "--as-at", day, "--json").ok().json)


@pytest.mark.parametrize("snapshots", [True, False], ids=["with snapshots", "registers only"])
def test_a_year_later_the_answers_of_the_year_before_are_the_same(
    cli: Cli, world: World, world_files: Path, tmp_path: Path, snapshots: bool
) -> None:
    def give(day: date) -> list[Path]:
        given = [sheets.register_on(world, day, tmp_path / f"register-{day}.csv")]
        return given + ([sheets.snapshots_on(world, day, tmp_path / f"snapshots-{day}.csv")] if snapshots else [])

    cli("import", world_files / "organisations", *give(FIRST)).ok()
    days = (BEFORE, FIRST.isoformat())
    before = [answer for day in days for answer in (duties(cli, day), of_trust(cli, world, day))]
    # One page was withdrawn in that year: a real loss, and said to be one.
    cli("import", *give(LATER), "--accept-loss", "a page was withdrawn").ok()
    after = [answer for day in days for answer in (duties(cli, day), of_trust(cli, world, day))]
    assert after == before
    assert duties(cli, LATER.isoformat()) != before[2]


def sent_to(cli: Cli, day: str) -> list[str]:
    return [one["addressee"] for one in cli("duties", "--today", day, "--json").ok().json["duties"]]


def registers(tmp_path: Path, first: sheets.Row, second: sheets.Row) -> tuple[Path, Path]:
    """One report in a register of 31 July 2025 and in one of 31 October."""
    columns = [name.replace("2025_07_31", "2025_10_31") for name in sheets.COLUMNS]
    row = sheets.report(1, replies_2025_07_31="0", replies_2025_10_31="0")
    return (
        sheets.write(
            tmp_path / "july.csv", [{name: (row | first)[name] for name in sheets.COLUMNS if name in row | first}]
        ),
        sheets.write(
            tmp_path / "october.csv",
            [{name: (row | second)[name] for name in columns if name in row | second}],
            columns,
        ),
    )


@pytest.mark.parametrize(
    "columns", [("sent_to_scraped", "sent_to"), ("sent_to",)], ids=["as on the page", "as corrected"]
)
def test_other_addressees_are_known_from_the_later_register_on(
    cli: Cli, tmp_path: Path, columns: tuple[str, ...]
) -> None:
    blank = {} if len(columns) == 2 else {"sent_to_scraped": ""}
    july, october = registers(
        tmp_path,
        blank | dict.fromkeys(columns, "Merrowquay Ferries Limited"),
        blank | dict.fromkeys(columns, "Ivelmarsh Trams Limited"),
    )
    cli("import", july).ok()
    assert sent_to(cli, "2025-08-15") == ["Merrowquay Ferries Limited"]
    cli("import", october).ok()
    assert sent_to(cli, "2025-08-15") == sent_to(cli, "2024-06-01") == ["Merrowquay Ferries Limited"]
    assert sent_to(cli, "2025-10-31") == sent_to(cli, "2026-02-01") == ["Ivelmarsh Trams Limited"]


def test_a_correction_of_the_same_day_replaces_what_was_wrong(cli: Cli, tmp_path: Path) -> None:
    cli("import", sheets.register(tmp_path / "first.csv", rows=1, sent_to_scraped="Wrong Limited")).ok()
    cli("import", sheets.register(tmp_path / "mended.csv", rows=1)).ok()
    assert sent_to(cli, "2024-06-01") == sent_to(cli, "2026-02-01") == ["Merrowquay Ferries Limited"]


def test_a_response_added_later_takes_no_day_from_the_one_before(cli: Cli, tmp_path: Path) -> None:
    """What was certainly there in July was there in July, however many come in October."""
    base = "https://www.judiciary.uk/wp-content/uploads/2024/05/2024-0001-Response-from-"
    ours, other = f"{base}Merrowquay-Ferries-Limited.pdf", f"{base}Ivelmarsh-Trams-Limited.pdf"
    july, october = registers(
        tmp_path,
        {"reply_urls": ours, "replies_2025_07_31": "1"},
        {"reply_urls": f"{ours} | {other}", "replies_2025_10_31": "2"},
    )

    def seen() -> list[tuple[str, str | None, str]]:
        from forewarned.reports.models import Document

        rows = Document.objects.filter(kind="response").order_by("url")
        return [(row.url, str(row.seen_from), str(row.seen_by)) for row in rows]

    cli("import", july).ok()
    (first,) = seen()
    state = plain(cli("duties", "--today", "2025-08-15", "--json").ok().json)
    cli("import", october).ok()
    assert seen() == [(other, "2025-07-31", "2025-10-31"), first]
    assert plain(cli("duties", "--today", "2025-08-15", "--json").ok().json) == state


def test_a_report_gone_from_the_register_is_still_known_and_said_to_be_gone(cli: Cli, tmp_path: Path) -> None:
    cli("import", sheets.register(tmp_path / "register.csv")).ok()
    before = duties(cli, BEFORE)
    cli("import", sheets.register(tmp_path / "later.csv", rows=9), "--accept-loss", "withdrawn").ok()
    assert duties(cli, BEFORE) == before
    gone = cli("missing", "--json").ok().json["gone"]
    assert [one["ref"] for one in gone] == ["2024-0010"]


def test_settling_what_changed_is_settling_everything(cli: Cli, world: World, tmp_path: Path) -> None:
    """Days on which all counts were read again bear on every report, not on those of that day alone."""
    from forewarned.reports.actions.settling import settle
    from forewarned.reports.models import Document, Duty

    def settled() -> list[Any]:
        facts = (
            "report__key",
            "position",
            "as_written",
            "body_name",
            "due_on",
            "answered_by",
            "known_from",
            "known_until",
        )
        seen = ("report__key", "position", "url", "kind", "seen_from", "seen_by")
        return [*Duty.objects.order_by(*facts).values(*facts), *Document.objects.order_by(*seen).values(*seen)]

    cli("import", sheets.register_on(world, LATER, tmp_path / "register.csv")).ok()
    for day in (FIRST, LATER):
        cli("import", sheets.snapshots_on(world, day, tmp_path / "snapshots.csv")).ok()
    before = settled()
    settle(None)
    assert settled() == before
