"""Whatever a file holds: it is read as it was written, or refused in words. Nothing is guessed or falls over."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests import sheets

from forewarned.errors import ForewarnedError, InputError
from forewarned.reports.actions.intake import Candidate, find
from forewarned.reports.actions.taking import check_usable, take
from forewarned.reports.addresses import LONGEST, report_key
from forewarned.reports.doubts import doubts
from forewarned.reports.readers import readers
from forewarned.reports.readers.cells import decode, rows_of
from forewarned.reports.readers.dates import Column, Order, column_of

FEW = settings(max_examples=60, deadline=None)
CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
ROW = st.fixed_dictionaries(
    {
        "ref": st.sampled_from(["", "2024-0001", "2024-0002", "2024-0001A"]) | CELL,
        "report_url": st.sampled_from([f"{sheets.SITE}/{name}/" for name in "abc"]) | CELL,
        "date_of_report": st.sampled_from(["2024-03-05", "05/03/2024", "25/03/2024", "45356", ""]) | CELL,
        "sent_to": CELL,
        "sent_to_scraped": CELL,
        "replies_2025_07_31": st.sampled_from(["", "0", "2", "x"]) | CELL,
    }
)


def saved(folder: str, content: bytes) -> Path:
    path = Path(folder, "register.csv")
    path.write_bytes(content)
    return path


@FEW
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=5))
def test_a_table_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = sheets.write(Path(folder, "t.csv"), [{"a": a, "b": b} for a, b in rows], ["a", "b"])
        found = [[row["a"], row["b"]] for _, row in rows_of(path, ("a", "b"))]
    assert found == [[cell.strip() for cell in row] for row in rows if any(map(str.strip, row))]


@FEW
@given(st.binary(max_size=200))
def test_bytes_become_what_they_say_or_an_error(raw: bytes) -> None:
    try:
        text = decode(raw)
    except UnicodeDecodeError:
        return
    assert "\ufffd" not in text or "\ufffd".encode() in raw or raw[:2] in (b"\xff\xfe", b"\xfe\xff")


@FEW
@given(CELL, st.lists(CELL, max_size=4), st.sampled_from(Order))
def test_any_text_in_a_column_of_dates(text: str, others: list[str], order: Order) -> None:
    assert Column(order).read(text) == Column(order).read(f" {text} ")
    assert column_of([text, *others]).order == column_of([*others, text]).order


@FEW
@given(st.dates(date(2008, 1, 1), date(2040, 12, 31)))
def test_a_slashed_date_is_open_exactly_when_two_days_fit_it(day: date) -> None:
    found = Column(Order.UNKNOWN).read(f"{day:%d/%m/%Y}")
    assert found == (day if day.day > 12 or day.day == day.month else None)


@FEW
@given(st.text(max_size=40) | st.text(max_size=20).map(lambda tail: f"{sheets.SITE}/{tail}"))
def test_a_key_is_one_line_and_the_same_whatever_folder_it_lay_in(text: str) -> None:
    key = report_key(text)
    assert key.isprintable() and key == report_key(text.replace("prevention-of-future-death-reports", "publications"))


@FEW
@given(st.lists(ROW, max_size=8))
def test_every_row_is_counted_once(rows: list[sheets.Row]) -> None:
    """New, changed, unchanged, refused and repeated rows are together all rows that are not blank."""
    with tempfile.TemporaryDirectory() as folder:
        path = sheets.write(Path(folder, "register.csv"), rows, list(sheets.COLUMNS))
        taken = take(Candidate(path, "register", readers()["register"], True))
    some = set(list(taken.said)[::2])
    counts = taken.rows_by(some, set())
    assert sum(counts) + len(taken.refusals) + taken.repeated == sum(any(map(str.strip, row.values())) for row in rows)
    assert all(len(said.report_url) <= LONGEST for said in taken.said.values())
    list(doubts((said.values for said in taken.said.values()), date(2025, 8, 1)))


@FEW
@given(st.binary(max_size=120), st.integers(0, 400))
def test_a_register_spoilt_anywhere_is_read_or_refused_in_words(junk: bytes, place: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        good = sheets.register(Path(folder, "good.csv"), rows=3).read_bytes()
        path = saved(folder, good[:place] + junk + good[place:])
        try:
            for candidate in find([path])[0]:
                check_usable(candidate, take(candidate)) if candidate.reader else None
        except InputError as error:
            said = str(error)
            assert error.where and error.next_step
            assert not [name for name in sheets.PEOPLE if name in said]


@FEW
@given(st.binary(max_size=300))
def test_any_bytes_are_of_a_kind_or_refused(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            find([saved(folder, raw)])
        except ForewarnedError as error:
            assert error.exit_code == 5
