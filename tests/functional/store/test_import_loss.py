"""House rule 4, fail closed: a file that loses rows or fields is refused, says which, and changes no answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests import sheets

from forewarned.errors import InputError, LossError
from forewarned.world import World, failures

if TYPE_CHECKING:
    from tests.functional.conftest import Cli, Run

REASON = "the site took these down in August"


def answers(cli: Cli, world: World) -> list[str]:
    """What the store answers, to the byte."""
    name = world.body(world.trust).name
    asked = (("organisation", name), ("duties",), ("duties", "--today", "2024-06-01"), ("missing",))
    return [cli(*question, "--json").ok().out for question in asked]


def nobody_named(run: Run, world: World) -> None:
    assert "Traceback" not in run.err
    assert not [one.deceased for one in world.reports if one.deceased in run.out + run.err]


def test_the_failure_of_august_2025_is_refused_and_nothing_changes(
    cli: Cli, world: World, world_files: Path, tmp_path: Path
) -> None:
    """Most rows held nothing but the address of their page, and were published as the register."""
    cli("import", *(world_files / name for name in ("organisations", "register.csv", "snapshots.csv"))).ok()
    before = answers(cli, world)
    bad = failures.failed_refetch(world_files / "register.csv", tmp_path / "register.csv")
    run = cli("import", bad.path)
    nobody_named(run, world)
    assert run.code == LossError.exit_code == 6
    assert f"sent_to emptied in {sum(1 for _ in emptied(world_files, bad.rows, 'sent_to_scraped'))}" in run.err
    assert f"date_of_report emptied in {sum(1 for _ in emptied(world_files, bad.rows, 'date_of_report'))}" in run.err
    assert "replies_count of 2025-07-31 emptied in" in run.err and "(for example 20" in run.err
    assert '--accept-loss "why"' in run.err
    assert answers(cli, world) == before


def emptied(world_files: Path, numbers: tuple[int, ...], column: str) -> list[int]:
    rows = sheets.read(world_files / "register.csv")[1]
    return [number for number in numbers if rows[number - 2][column]]


@pytest.mark.parametrize("name", ["register.csv", "snapshots.csv", "tracker/database.csv"])
def test_a_table_that_shrank_is_refused(cli: Cli, world: World, world_files: Path, tmp_path: Path, name: str) -> None:
    cli("import", world_files / name).ok()
    bad = failures.shrunk(world_files / name, tmp_path / Path(name).name)
    run = cli("import", bad.path)
    nobody_named(run, world)
    assert run.code == 6 and f"{len(bad.rows)} rows gone" in run.err


@pytest.mark.parametrize("column", ["sent_to_scraped", "date_added", "deceased_name", "replies_2025_07_31", "pdf_url"])
@pytest.mark.parametrize("damage", [failures.emptied_column, failures.without_column])
def test_a_column_emptied_or_gone_is_refused_by_name(
    cli: Cli, tmp_path: Path, column: str, damage: Callable[[Path, Path, str], failures.Damage]
) -> None:
    good = sheets.register(tmp_path / "register.csv")
    cli("import", good).ok()
    bad = damage(good, tmp_path / "bad.csv", column).path
    run = cli("import", bad)
    field = {"sent_to_scraped": "sent_to", "replies_2025_07_31": "replies_count of 2025-07-31"}.get(column, column)
    if damage is failures.without_column and column == "sent_to_scraped":
        assert run.code == 5 and "has no column sent_to_scraped" in run.err
    else:
        assert run.code == 6 and f"{field} emptied in 10" in run.err


def test_dates_that_can_no_longer_be_read_are_a_loss(cli: Cli, tmp_path: Path) -> None:
    good = sheets.register(tmp_path / "register.csv")
    cli("import", good).ok()
    run = cli("import", failures.excel_dates(good, tmp_path / "saved.csv", shape="slashed").path)
    assert run.code == 6 and "date_added emptied in" in run.err and "date_of_report emptied in" in run.err


def test_a_toolkit_table_may_lack_rows_but_no_fields(cli: Cli, world_files: Path, tmp_path: Path) -> None:
    good = world_files / "toolkit.csv"
    cli("import", good).ok()
    cli("import", failures.shrunk(good, tmp_path / "toolkit.csv").path).ok()
    run = cli("import", failures.emptied_column(good, tmp_path / "toolkit.csv", "concerns").path)
    assert run.code == 6 and "concerns emptied in" in run.err


def test_a_loss_is_accepted_with_a_reason_that_is_kept(cli: Cli, tmp_path: Path) -> None:
    from forewarned.ledger.models import Entry
    from forewarned.reports.models import Import, Reading, Report

    cli("import", sheets.register(tmp_path / "register.csv")).ok()
    run = cli("import", sheets.register(tmp_path / "later.csv", rows=8), "--accept-loss", REASON).ok()
    assert "later.csv: accepted although 2 rows gone (for example 2024-0009, 2024-0010)" in run.out
    row = Import.objects.latest("id")
    assert (row.accepted_loss, row.lost, row.emptied) == (REASON, 2, 0)
    assert row.ledger_entry is not None
    body = json.loads(Entry.objects.get(seq=row.ledger_entry).body)
    assert (body["accepted_loss"], body["lost"]) == (REASON, 2)
    assert Reading.objects.filter(retired_by=row).count() == 4, "kept and retired, not erased"
    assert sorted(Report.objects.exclude(gone_on=None).values_list("ref", flat=True)) == ["2024-0009", "2024-0010"]


def test_a_reason_is_kept_with_the_file_that_has_a_loss_only(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Import

    cli("import", sheets.register(tmp_path / "register.csv"), "--accept-loss", REASON).ok()
    assert Import.objects.get().accepted_loss == ""


@pytest.mark.parametrize("reason", [" ", "x" * 501, "line\x07bell"])
def test_a_reason_that_says_nothing_or_cannot_be_kept_is_refused(cli: Cli, tmp_path: Path, reason: str) -> None:
    from forewarned.reports.models import Import

    run = cli("import", sheets.register(tmp_path / "register.csv"), "--accept-loss", reason)
    assert run.code == InputError.exit_code and "--accept-loss" in run.err
    assert not Import.objects.exists()


def test_a_first_register_that_holds_nothing_is_refused_too(cli: Cli, world_files: Path, tmp_path: Path) -> None:
    bad = failures.failed_refetch(world_files / "register.csv", tmp_path / "register.csv")
    run = cli("import", bad.path)
    assert run.code == 6 and f"{len(bad.rows)} of 398 rows say neither when" in run.err
    run = cli("import", bad.path, "--accept-loss", REASON).ok()
    assert "accepted although" in run.out


def test_rows_with_no_cells_at_all_are_as_if_they_were_not_there(cli: Cli, tmp_path: Path) -> None:
    good = sheets.register(tmp_path / "register.csv", rows=40)
    cli("import", good).ok()

    def blank(rows: list[sheets.Row]) -> list[sheets.Row]:
        return [row if place < 5 else dict.fromkeys(row, "") for place, row in enumerate(rows)]

    run = cli("import", sheets.edited(good, tmp_path / "blank.csv", blank))
    assert run.code == 6 and "35 rows gone" in run.err


def test_a_newer_count_does_not_make_the_older_one_a_loss(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Reading

    good = sheets.register(tmp_path / "register.csv")
    cli("import", good).ok()
    later = good.read_text(encoding="utf-8").replace("replies_2025_07_31", "replies_2025_10_31")
    (tmp_path / "later.csv").write_text(later, encoding="utf-8", newline="")
    (outcome,) = cli("import", tmp_path / "later.csv", "--json").ok().json["outcomes"]
    assert (outcome["changed"], outcome["lost"], outcome["emptied"]) == (10, 0, 0)
    assert Reading.objects.filter(event="replies", retired_by=None).count() == 20
    earlier = tmp_path / "earlier.csv"
    earlier.write_bytes(good.read_bytes())
    run = cli("import", earlier)
    assert run.code == 6 and "replies_count of 2025-10-31 emptied in 10" in run.err


def test_of_several_files_the_good_ones_are_kept(cli: Cli, world_files: Path, tmp_path: Path) -> None:
    good = sheets.register(tmp_path / "register.csv")
    cli("import", good).ok()
    bad = sheets.register(tmp_path / "bad.csv", rows=4)
    run = cli("import", bad, world_files / "toolkit.csv", "--json")
    assert run.code == 6
    became = {one["name"]: (one["status"], one["error"]) for one in run.json["outcomes"]}
    assert became["toolkit.csv"] == ("done", None)
    assert became["bad.csv"][0] == "refused" and "6 rows gone" in became["bad.csv"][1]


def test_a_page_that_lost_a_field_is_refused(cli: Cli, world: World, world_files: Path, tmp_path: Path) -> None:
    page = next(iter(sorted((world_files / "pages").glob("*.html"))))
    cli("import", page).ok()
    text = page.read_text(encoding="utf-8")
    (tmp_path / page.name).write_text(text.replace("Coroner Area", "Coronet Arena").replace("Coroner area", "x"))
    run = cli("import", tmp_path / page.name)
    assert run.code == 6 and "coroner_area emptied in 1" in run.err


def test_organisation_codes_that_vanish_are_refused(cli: Cli, world_files: Path, tmp_path: Path) -> None:
    cli("import", world_files / "organisations").ok()
    lines = (world_files / "organisations/etr.csv").read_bytes().splitlines(keepends=True)
    (tmp_path / "etr.csv").write_bytes(b"".join(lines[:-2]))
    run = cli("import", tmp_path / "etr.csv")
    assert run.code == 6 and "2 rows gone" in run.err


def test_the_real_register_as_it_was_emptied_in_august_2025(cli: Cli, shared_data: Path, tmp_path: Path) -> None:
    """The real file, damaged as the real failure damaged it: of its rows about one in eight kept its fields."""
    good = shared_data / "pfd/register.csv"
    cli("import", good).ok()
    before = cli("organisation", "RMY", "--json").out
    bad = failures.failed_refetch(good, tmp_path / "register.csv")
    assert 5_000 < len(bad.rows) < 5_400
    run = cli("import", bad.path)
    assert run.code == 6
    assert f"sent_to_corrected emptied in {len(bad.rows):,}" in run.err or "sent_to_corrected emptied in 5," in run.err
    names = {row["deceased_name"] for row in sheets.read(good)[1]} - {""}
    assert not [name for name in names if len(name) > 8 and name in run.err + run.out]
    run = cli("import", failures.shrunk(good, tmp_path / "fewer.csv").path)
    assert run.code == 6 and f"{5_900 - int(5_900 * 669 / 5_830):,} rows gone" in run.err
    assert cli("organisation", "RMY", "--json").out == before
    (outcome,) = cli("import", good, "--json").ok().json["outcomes"]
    assert outcome["status"] == "unchanged"
