"""The same twice changes nothing, one cell changes one reading, and a long import goes on where it was."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from tests import sheets

from forewarned.world import World

if TYPE_CHECKING:
    from tests.functional.conftest import Cli


def kept() -> dict[str, list[Any]]:
    """Everything the store holds that an import may touch."""
    from forewarned.ledger.models import Checkpoint, Entry
    from forewarned.reports.models import Answer, Document, Duty, Import, Reading, Report, Settled

    tables = (Import, Report, Reading, Duty, Document, Answer, Settled, Entry, Checkpoint)
    return {table.__name__: list(table.objects.order_by("pk").values()) for table in tables}


def imported(cli: Cli, *paths: Path) -> list[tuple[str, int, int, int]]:
    """What became of each file: status, rows new, changed, unchanged."""
    outcomes = cli("import", *paths, "--json").ok().json["outcomes"]
    return [(one["status"], one["new"], one["changed"], one["unchanged"]) for one in outcomes]


def test_every_kind_of_file_twice_changes_nothing_not_even_the_ledger(
    cli: Cli, world_files: Path, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    shutil.copytree(world_files, given, ignore=shutil.ignore_patterns("documents", "listing"))
    for page in sorted((given / "pages").glob("*.html"))[25:]:
        page.unlink()
    assert {status for status, *_ in imported(cli, given)} == {"done"}
    before = kept()
    again = imported(cli, given)
    assert {one[:3] for one in again} == {("unchanged", 0, 0)}
    assert kept() == before
    assert imported(cli, given / "tracker") == [("unchanged", 0, 0, 398)] * 2
    assert kept() == before


def test_another_order_of_rows_changes_no_reading(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Reading

    good = sheets.register(tmp_path / "register.csv", rows=30)
    cli("import", good).ok()
    before = list(Reading.objects.order_by("pk").values())

    def shuffled(rows: list[sheets.Row]) -> list[sheets.Row]:
        Random(7).shuffle(rows)
        return rows

    assert imported(cli, sheets.edited(good, tmp_path / "other.csv", shuffled)) == [("done", 0, 0, 30)]
    assert list(Reading.objects.order_by("pk").values()) == before


def test_one_changed_cell_changes_one_reading_and_retires_one(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Import, Reading, Report

    good = sheets.register(tmp_path / "register.csv")
    cli("import", good).ok()
    count = Reading.objects.count()

    def change(rows: list[sheets.Row]) -> list[sheets.Row]:
        rows[3]["coroner_name"] = "Ottilie Brandreth"
        return rows

    assert imported(cli, sheets.edited(good, tmp_path / "later.csv", change)) == [("done", 0, 1, 9)]
    later = Import.objects.latest("id")
    assert Reading.objects.count() == count + 1
    old, new = Reading.objects.get(retired_by=later), Reading.objects.get(imported=later)
    assert new.report_id is not None
    assert (old.report_id, old.row, old.event) == (new.report_id, new.row, new.event)
    assert old.values["coroner_name_corrected"] == "Ada Quillsteer"
    assert Report.objects.get(pk=new.report_id).coroner_name == "Ottilie Brandreth"


def test_there_and_back_again(cli: Cli, tmp_path: Path) -> None:
    """The first file is not "seen before" once another has changed what it says."""
    from forewarned.reports.models import Report

    first = sheets.register(tmp_path / "first.csv")
    second = sheets.register(tmp_path / "second.csv", coroner_name="Ottilie Brandreth")
    for path, name in ((first, "Ada Quillsteer"), (second, "Ottilie Brandreth"), (first, "Ada Quillsteer")):
        assert imported(cli, path)[0][0] == "done"
        assert set(Report.objects.values_list("coroner_name", flat=True)) == {name}
    assert imported(cli, first)[0][0] == "unchanged"


def test_a_row_that_comes_back_after_an_accepted_loss(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Report

    whole = sheets.register(tmp_path / "register.csv")
    cli("import", whole).ok()
    cli("import", sheets.register(tmp_path / "fewer.csv", rows=9), "--accept-loss", "withdrawn").ok()
    assert imported(cli, whole) == [("done", 1, 0, 9)]
    assert not Report.objects.exclude(gone_on=None).exists()


def test_a_reader_that_reads_better_reads_the_same_file_again(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sheets.register(tmp_path / "register.csv")
    cli("import", path).ok()
    monkeypatch.setattr("forewarned.reports.actions.importing.READER_VERSION", 2)
    assert imported(cli, path) == [("done", 0, 0, 10)]
    assert imported(cli, path) == [("unchanged", 0, 0, 10)]


def test_pages_that_share_a_file_name_are_remembered_apart(cli: Cli, world_files: Path, tmp_path: Path) -> None:
    pages = sorted((world_files / "pages").glob("*.html"))[:3]
    for number, page in enumerate(pages):
        (tmp_path / "site" / str(number)).mkdir(parents=True)
        shutil.copy(page, tmp_path / "site" / str(number) / "index.html")
    assert imported(cli, tmp_path / "site") == [("done", 1, 0, 0)] * 3
    before = kept()
    assert imported(cli, tmp_path / "site") == [("unchanged", 0, 0, 1)] * 3
    assert kept() == before


def test_code_files_of_long_names_do_not_take_each_others_codes(cli: Cli, world_files: Path, tmp_path: Path) -> None:
    for name in ("etr", "eccg"):
        shutil.copy(world_files / f"organisations/{name}.csv", tmp_path / f"organisation-codes-{name}.csv")
    assert [one[0] for one in imported(cli, tmp_path)] == ["done", "done"]
    assert [one[0] for one in imported(cli, tmp_path)] == ["unchanged", "unchanged"]


def test_more_reports_than_fit_one_statement(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forewarned.reports.actions.readings.AT_ONCE", 7)
    columns = "url id date coroner area receiver investigation circumstances concerns".split()
    rows = [
        {"url": row["report_url"], "id": row["ref"], "date": row["date_of_report"], "concerns": "Rails."}
        for row in (sheets.report(number) for number in range(1, 31))
    ]
    path = sheets.write(tmp_path / "toolkit.csv", rows, columns)
    assert imported(cli, path) == [("done", 30, 0, 0)]
    rows[29]["concerns"] = "Ropes."
    assert imported(cli, sheets.write(path, rows, columns)) == [("done", 0, 1, 29)]


def test_a_batch_that_is_stopped_leaves_what_was_finished_and_goes_on(
    cli: Cli, world: World, world_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one process; as a killed program in test_import_stopped."""
    from forewarned.reports.actions import importing
    from forewarned.reports.models import Import

    given = tmp_path / "pages"
    given.mkdir()
    for page in sorted((world_files / "pages").glob("*.html"))[:30]:
        shutil.copy(page, given)
    monkeypatch.setattr("forewarned.reports.actions.importing.BATCH", 10)
    group, seen = importing._import_group, []

    def stop_at_the_third(some: Any, *rest: Any) -> Any:
        seen.append(len(some))
        if len(seen) == 3:
            raise KeyboardInterrupt
        return group(some, *rest)

    monkeypatch.setattr("forewarned.reports.actions.importing._import_group", stop_at_the_third)
    run = cli("import", given)
    assert run.code == 130
    assert Import.objects.count() == 20
    monkeypatch.setattr("forewarned.reports.actions.importing._import_group", group)
    became = imported(cli, given)
    assert [one[0] for one in became] == ["unchanged"] * 20 + ["done"] * 10
    assert Import.objects.count() == 30
