"""The four tables: what each column becomes, and which rows cannot be used. A blank is never an answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests import sheets

from forewarned.reports.readers import nearest, readers, recognise
from forewarned.reports.readers.base import Head
from forewarned.reports.readers.cells import columns_of
from forewarned.reports.reading import Reading, Refusal
from forewarned.world import tables

URL = f"{sheets.SITE}/wilfrid-quennelmoor/"


def read(name: str, path: Path) -> list[Reading | Refusal]:
    return list(readers()[name].read(path))


def readings(name: str, path: Path) -> list[Reading]:
    return [item for item in read(name, path) if isinstance(item, Reading)]


def kind_of(path: Path) -> str:
    reader = recognise(Head(path, path.read_bytes(), columns_of(path.read_bytes())))
    return reader.name if reader else ""


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("register.csv", "register"),
        ("snapshots.csv", "snapshots"),
        ("toolkit.csv", "toolkit"),
        ("tracker/database.csv", "tracker"),
        ("tracker/db_with_statuses.csv", "tracker"),
        ("README.txt", ""),
        ("truth.json", ""),
    ],
)
def test_each_table_is_recognised_by_its_columns(world_files: Path, file: str, kind: str) -> None:
    assert kind_of(world_files / file) == kind


def test_every_row_of_the_worlds_tables_is_read(world_files: Path) -> None:
    for name, file in (("register", "register.csv"), ("snapshots", "snapshots.csv"), ("toolkit", "toolkit.csv")):
        columns, rows = sheets.read(world_files / file)
        found = read(name, world_files / file)
        assert columns and {item.row for item in found} == set(range(2, len(rows) + 2))
        assert not [item for item in found if isinstance(item, Refusal)]


def test_the_register_keeps_the_page_beside_its_correction_and_the_count_with_its_day(tmp_path: Path) -> None:
    row = sheets.report(
        1, sent_to_scraped="Ferrys Ltd", sent_to="Ferries Limited", reply_urls="https://a/1 | https://a/2"
    )
    state, count = readings("register", sheets.write(tmp_path / "r.csv", [row]))
    assert (state.row, state.report_url, state.event, state.observed_on) == (2, URL, "state", None)
    assert state.values["sent_to"] == "Ferrys Ltd" and state.values["sent_to_corrected"] == "Ferries Limited"
    assert state.values["reply_urls"] == ["https://a/1", "https://a/2"]
    assert (count.event, count.observed_on, count.values) == ("replies", date(2025, 7, 31), {"replies_count": 0})


def test_not_recorded_is_blank(tmp_path: Path) -> None:
    columns = [*sheets.COLUMNS, "age", "date_of_death"]
    path = sheets.write(tmp_path / "r.csv", [sheets.report(1, age="NR", date_of_death="N/A", ref="")], columns)
    assert not {"age", "date_of_death", "date_of_death_text", "ref"} & readings("register", path)[0].values.keys()


@pytest.mark.parametrize("count", ["", "NR", "-1", "1.5", "²", "9" * 5000])
def test_what_is_no_count_is_no_count(tmp_path: Path, count: str) -> None:
    path = sheets.write(tmp_path / "r.csv", [sheets.report(1, replies_2025_07_31=count)])
    assert [item.event for item in readings("register", path)] == ["state"]


def test_a_column_of_counts_on_a_day_that_is_none_is_left_out(tmp_path: Path) -> None:
    columns = [name.replace("2025_07_31", "2025_13_45") for name in sheets.COLUMNS]
    path = tmp_path / "r.csv"
    sheets.write(path, [sheets.report(1) | {"replies_2025_13_45": "3"}], [*columns, "replies_2025_07_31"])
    assert [item.observed_on for item in readings("register", path)] == [None, date(2025, 7, 31)]


def test_a_row_without_a_page_address_is_refused_by_row_and_column(tmp_path: Path) -> None:
    rows = [sheets.report(1), sheets.report(2, report_url=""), sheets.report(3, report_url="Isaura Brackenfell")]
    bad = [item for item in read("register", sheets.write(tmp_path / "r.csv", rows)) if isinstance(item, Refusal)]
    assert [(item.row, item.column) for item in bad] == [(3, "report_url"), (4, "report_url")]
    assert "Isaura" not in str(bad)


@pytest.mark.parametrize(
    ("written", "key", "value"),
    [
        ("2024-03-05", "date_of_report", "2024-03-05"),
        ("45356", "date_of_report", "2024-03-05"),
        ("5-Mar-24", "date_of_report", "2024-03-05"),
        ("05/03/2024", "date_of_report_text", "05/03/2024"),
        ("2024-02-30", "date_of_report_text", "2024-02-30"),
        ("spring", "date_of_report_text", "spring"),
    ],
)
def test_a_date_that_is_not_sure_stays_as_written(tmp_path: Path, written: str, key: str, value: str) -> None:
    path = sheets.write(tmp_path / "r.csv", [sheets.report(1, date_of_report=written)])
    values = readings("register", path)[0].values
    assert {name: values[name] for name in values if name.startswith("date_of_report")} == {key: value}


@pytest.mark.parametrize(("other", "month"), [("25/03/2024", 3), ("03/25/2024", 5)])
def test_one_sure_date_tells_the_order_of_its_column(tmp_path: Path, other: str, month: int) -> None:
    rows = [sheets.report(1, date_of_report="05/03/2024"), sheets.report(2, date_of_report=other)]
    first = readings("register", sheets.write(tmp_path / "r.csv", rows))[0]
    assert first.values["date_of_report"] == f"2024-{month:02d}-{8 - month:02d}"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (["2024-02-30", URL, "", "replies", "1", ""], "snapshot_date"),
        (["2024-02-01", "Nemo", "", "replies", "1", ""], "report_url"),
        (["2024-02-01", URL, "", "vanished", "1", ""], "event"),
        (["2024-02-01", URL, "", "replies", "²", ""], "replies_count"),
    ],
)
def test_a_snapshot_row_that_tells_nothing_sure_is_refused(tmp_path: Path, cells: list[str], column: str) -> None:
    path = sheets.write(tmp_path / "s.csv", [dict(zip(sheets.EVENTS, cells, strict=True))], sheets.EVENTS)
    (bad,) = read("snapshots", path)
    assert isinstance(bad, Refusal) and (bad.row, bad.column) == (2, column)


def test_the_toolkits_nothing_is_blank_and_its_words_never_count_as_the_pages(tmp_path: Path) -> None:
    cells = [URL, "None", "2024-04-01", "A Q", "Merrowquay", "Ferries", "nan", "N/A: Not found", "Rails."]
    path = sheets.write(tmp_path / "t.csv", [dict(zip(tables.TOOLKIT, cells, strict=True))], tables.TOOLKIT)
    (item,) = readings("toolkit", path)
    assert item.values == {
        "date_of_report": "2024-04-01", "coroner_name": "A Q", "coroner_area": "Merrowquay",
        "sent_to_tidied": "Ferries", "concerns": "Rails.",
    }  # fmt: skip


def test_the_trackers_two_tables_say_the_same(world_files: Path) -> None:
    plain = readings("tracker", world_files / "tracker/database.csv")
    badges = readings("tracker", world_files / "tracker/db_with_statuses.csv")
    assert [item.values for item in plain] == [item.values for item in badges]
    assert plain[0].values["status"] in ("pending", "overdue", "partial", "completed")


def test_the_nearest_table_and_what_it_lacks() -> None:
    share, label, missing = nearest([name for name in sheets.COLUMNS if name != "sent_to"])
    assert (label, missing) == ("the shared register of reports", ("sent_to",)) and share == 0.8
    assert nearest(["a", "b"])[0] == 0
