"""The reader of ODS files: rows in, dates parsed, names in ordinary capitals, bad rows refused by row and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forewarned.errors import InputError
from forewarned.organisations.names import title_case
from forewarned.organisations.ods import looks_like_ods, read_ods
from forewarned.organisations.values import OdsRefusal, OdsRow


def line(code: str = "X1Z", name: str = "NOWHERE NHS TRUST", opened: str = "20010401", closed: str = "") -> str:
    cells = [code, name, "Y00", "QXX", "", "", "", "", "", "NW1 1AA", opened, closed, *[""] * 15]
    return ",".join(f'"{cell}"' for cell in cells) + "\n"


def write(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "etr.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_row(tmp_path: Path) -> None:
    (row,) = read_ods(write(tmp_path, line(closed="20200331")))
    assert row == OdsRow(1, "X1Z", "Nowhere NHS Trust", "QXX", "NW1 1AA", date(2001, 4, 1), date(2020, 3, 31))


@pytest.mark.parametrize(
    ("bad", "row", "column"),
    [
        (line(opened="20010231"), 2, "11 open date"),
        (line(opened="1 April"), 2, "11 open date"),
        (line(closed="2020"), 2, "12 close date"),
        (line(opened="20200401", closed="20200331"), 2, "12 close date"),
        (line(code="x"), 2, "1 code"),
        (line(name=" "), 2, "2 name"),
        ('"X1Z","SHORT"\n', 2, ""),
    ],
)
def test_a_bad_row_is_refused_by_row_and_column_without_its_value(
    tmp_path: Path, bad: str, row: int, column: str
) -> None:
    good = line("A00") + bad + line("B00")
    found = list(read_ods(write(tmp_path, good)))
    refusal = found[1]
    assert isinstance(refusal, OdsRefusal)
    assert (refusal.row, refusal.column) == (row, column)
    assert "April" not in refusal.reason
    assert [item.code for item in found if isinstance(item, OdsRow)] == ["A00", "B00"]


@pytest.mark.parametrize("text", ["", "code,name\nA,B\n", '{"a": 1}', "\xff\xfe".encode("latin-1"), b"PK\x03\x04"])
def test_another_file_is_refused(tmp_path: Path, text: str | bytes) -> None:
    with pytest.raises(InputError):
        list(read_ods(write(tmp_path, text)))


def test_a_file_that_breaks_off_inside_a_quote_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="breaks off"):
        list(read_ods(write(tmp_path, line() * 4000 + '"X1Z","NOWH')))


def test_detection_bears_a_cut_start() -> None:
    start = (line() * 50).encode()
    assert looks_like_ods(start[: len(start) - 30])
    assert not looks_like_ods(b"ref,report_url\n1,2\n")


@pytest.mark.parametrize(
    ("shouted", "ordinary"),
    [
        ("NHS DERBY AND DERBYSHIRE INTEGRATED CARE BOARD", "NHS Derby and Derbyshire Integrated Care Board"),
        ("THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN, NHS FOUNDATION TRUST",
         "The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust"),
        ("NHS HARTLEPOOL AND STOCKTON-ON-TEES CCG",
         "NHS Hartlepool and Stockton-on-Tees Clinical Commissioning Group"),
        ("NHS CENTRAL LONDON (WESTMINSTER) CCG", "NHS Central London (Westminster) Clinical Commissioning Group"),
        ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST", "Guy's and St Thomas' NHS Foundation Trust"),
    ],
)  # fmt: skip
def test_title_case(shouted: str, ordinary: str) -> None:
    assert title_case(shouted) == ordinary
