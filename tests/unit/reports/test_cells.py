"""CSV files as they come: encodings, marks, widths of rows. Errors name the file and the place, never a value."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from forewarned.errors import InputError
from forewarned.reports.readers.cells import columns_of, decode, rows_of, whole

NAME = "Zoë Çağlayan-O’Dwyer"


def rows(path: Path, content: bytes, *required: str) -> list[tuple[int, dict[str, str]]]:
    path = path / "sheet.csv"
    path.write_bytes(content)
    return [(number, dict(row)) for number, row in rows_of(path, required)]


def refused(path: Path, content: bytes, *required: str) -> InputError:
    with pytest.raises(InputError) as caught:
        rows(path, content, *required)
    assert "sheet.csv" in caught.value.where and caught.value.next_step
    return caught.value


@pytest.mark.parametrize(
    "raw",
    [
        NAME.encode(),
        codecs.BOM_UTF8 + NAME.encode(),
        codecs.BOM_UTF16_LE + NAME.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + NAME.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with its mark", "utf-16 little-endian", "utf-16 big-endian"],
)
def test_a_name_is_the_same_in_each_unicode_encoding(raw: bytes) -> None:
    assert decode(raw) == NAME


def test_windows_1252_beside_utf8_in_one_row() -> None:
    assert decode("Zoë,".encode() + "O’Dwyer Zoë".encode("cp1252")) == "Zoë,O’Dwyer Zoë"


def test_a_byte_that_is_no_letter_stops_the_reading_and_names_the_line(tmp_path: Path) -> None:
    error = refused(tmp_path, b"name\r\nNemo\r\nNe\x81mo\r\n", "name")
    assert error.where == "sheet.csv, line 3" and "damaged" in error.what


def test_half_a_pair_of_utf16_is_refused(tmp_path: Path) -> None:
    refused(tmp_path, codecs.BOM_UTF16_LE + "name\r\nNemo\r\n".encode("utf-16-le") + b"\x00", "name")


def test_a_nul_is_refused_and_its_line_named(tmp_path: Path) -> None:
    assert refused(tmp_path, b"name\r\nNemo\r\nNe\0mo\r\n", "name").where == "sheet.csv, line 3"


def test_line_breaks_and_commas_inside_quotes_belong_to_the_cell(tmp_path: Path) -> None:
    found = rows(tmp_path, b'name,to\r\n"Nemo,\r\nsecond line","a ""b"""\r\nNobody,c\r\n', "name")
    assert found == [(2, {"name": "Nemo,\r\nsecond line", "to": 'a "b"'}), (3, {"name": "Nobody", "to": "c"})]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_any_line_end(tmp_path: Path, end: bytes) -> None:
    assert len(rows(tmp_path, end.join([b"name,to", b"a,b", b"c,d", b""]), "name")) == 2


def test_blank_rows_are_passed_over_and_the_numbers_stay(tmp_path: Path) -> None:
    found = rows(tmp_path, b"name,to\n\na,b\n,\n\nc,d\n\n", "name")
    assert [number for number, _ in found] == [3, 6]


def test_control_characters_stay_in_the_cell(tmp_path: Path) -> None:
    assert rows(tmp_path, b"name\n\x1b[31mNemo\x07\n", "name") == [(2, {"name": "\x1b[31mNemo\x07"})]


def test_blank_cells_left_out_at_the_end_of_a_row_are_blank(tmp_path: Path) -> None:
    assert rows(tmp_path, b"name,to,tags\na,b\nc,d,e\n", "name", "to")[0][1] == {"name": "a", "to": "b", "tags": ""}


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        (b"name,to\na,b,c\n", "row 2", "has 3 cells and the header has 2"),
        (b"name,to\na,b,\n", "row 2", "has 3 cells and the header has 2"),
        (b"name,to,tags\na,b,c\na\n", "row 3", "has 1 cell and the header has 3"),
        (b"name,to,tags\na,b,c\na,b", "row 3", "has 2 cells and the header has 3"),
        (b'name,to\na,b\n"c,d\n', "row 2", "a quote is opened"),
        (b"name,to\na," + b"x" * 200_000 + b"\n", "row 1", "a field is too long"),
        (b"name,name,to\na,b,c\n", "row 1", "Repeated column: name"),
        (b"name\na\n", "row 1", "Missing column: to"),
        (b"who\na\n", "row 1", "Missing columns: name, to"),
        (b"", "row 1", "Missing columns: name, to"),
    ],
)
def test_what_is_no_whole_table_is_refused(tmp_path: Path, content: bytes, where: str, what: str) -> None:
    error = refused(tmp_path, content, "name", "to")
    assert where in error.where and what in error.what


def test_a_file_far_too_large_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forewarned.reports.readers.cells.MAX_BYTES", 10)
    assert "larger than" in refused(tmp_path, b"name,to\na,b\n", "name").what


@pytest.mark.parametrize(
    ("start", "columns"),
    [
        (b"ref, name \r\n1,2", ("ref", "name")),
        (codecs.BOM_UTF8 + b'"ref","name"\n', ("ref", "name")),
        (codecs.BOM_UTF16_LE + "ref,name\n".encode("utf-16-le") + b"\x3d\xd8", ("ref", "name")),
        (b"PK\x03\x04\x14\0\0\0", ()),
        (b"", ()),
    ],
)
def test_columns_of_the_first_bytes(start: bytes, columns: tuple[str, ...]) -> None:
    assert columns_of(start) == columns


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("12", 12), ("", None), ("-1", None), ("1.0", None), ("²", None), ("٣", None), ("9" * 5000, None)],
)
def test_only_plain_digits_are_a_count(text: str, number: int | None) -> None:
    assert whole(text) == number
