"""Each failure hurts what it says, and nothing else."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from forewarned.world import failures, generate
from forewarned.world.writing import files


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_bytes(dict(files(generate(reports=200), documents=False, pages=False))["register.csv"])
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_failed_refetch_keeps_addresses_and_empties_most_rows(good: Path, tmp_path: Path) -> None:
    damage = failures.failed_refetch(good, tmp_path / "bad.csv")
    before, after = rows(good), rows(damage.path)
    assert [row["report_url"] for row in before] == [row["report_url"] for row in after]
    assert 0.8 < len(damage.rows) / len(before) < 0.95
    assert all(not after[place - 2]["sent_to"] and not after[place - 2]["ref"] for place in damage.rows)


def test_a_shrunk_file_keeps_its_first_rows(good: Path, tmp_path: Path) -> None:
    damage = failures.shrunk(good, tmp_path / "bad.csv")
    before, after = rows(good), rows(damage.path)
    assert after == before[: len(after)]
    assert len(after) + len(damage.rows) == len(before)
    assert len(after) == int(len(before) * 669 / 5_830)


def test_mixed_encodings_are_readable_in_neither(good: Path, tmp_path: Path) -> None:
    damage = failures.mixed_encodings(good, tmp_path / "bad.csv")
    assert damage.rows
    with pytest.raises(UnicodeDecodeError):
        damage.path.read_bytes().decode("utf-8")


def test_excel_dates_say_the_same_days(good: Path, tmp_path: Path) -> None:
    before = [row["date_added"] for row in rows(good)]
    serial = rows(failures.excel_dates(good, tmp_path / "serial.csv", shape="serial").path)
    again = [date(1899, 12, 30) + timedelta(days=int(row["date_added"])) for row in serial]
    assert [day.isoformat() for day in again] == before
    mixed = rows(failures.excel_dates(good, tmp_path / "mixed.csv").path)
    assert {"/" in row["date_added"] for row in mixed} == {True, False}


def test_swapped_dates_are_dates_still(good: Path, tmp_path: Path) -> None:
    damage = failures.swapped_dates(good, tmp_path / "bad.csv")
    before, after = rows(good), rows(damage.path)
    assert damage.rows
    for place in damage.rows:
        old = date.fromisoformat(before[place - 2]["date_of_report"])
        new = date.fromisoformat(after[place - 2]["date_of_report"])
        assert (old.day, old.month) == (new.month, new.day) and old != new


def test_references_repeat_or_vanish(good: Path, tmp_path: Path) -> None:
    twice = failures.duplicate_refs(good, tmp_path / "twice.csv")
    after = rows(twice.path)
    assert all(after[place - 2]["ref"] == after[place - 3]["ref"] for place in twice.rows)
    blank = failures.blank_refs(good, tmp_path / "blank.csv")
    assert all(rows(blank.path)[place - 2]["ref"] == "" for place in blank.rows)


def test_columns_and_rows_come_and_go(good: Path, tmp_path: Path) -> None:
    assert "sent_to" not in rows(failures.without_column(good, tmp_path / "a.csv", "sent_to").path)[0]
    emptied = rows(failures.emptied_column(good, tmp_path / "b.csv", "sent_to").path)
    assert {row["sent_to"] for row in emptied} == {""}
    repeated = failures.repeated_rows(good, tmp_path / "c.csv")
    assert len(rows(repeated.path)) == len(rows(good)) + len(repeated.rows)


def test_other_shapes_of_the_same_file(good: Path, tmp_path: Path) -> None:
    assert failures.semicolons(good, tmp_path / "a.csv").path.read_bytes().startswith(b"\xef\xbb\xbfref;")
    text = failures.utf16(good, tmp_path / "b.csv").path.read_bytes().decode("utf-16")
    assert text == good.read_bytes().decode("utf-8")
    assert failures.cut_off(good, tmp_path / "c.csv").path.read_bytes().endswith(b',"cut')
    assert failures.error_page(tmp_path / "d.csv").path.read_bytes().startswith(b"<!DOCTYPE html>")


def test_a_zip_bomb_is_small_outside_and_large_inside(tmp_path: Path) -> None:
    path = failures.zip_bomb(tmp_path / "bomb.zip", megabytes=20).path
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[0].file_size == 20 * 1_048_576
    assert path.stat().st_size < 100_000
