"""Dates as sheets hold them after a spreadsheet had them: the column decides, and what it leaves open stays open."""

from __future__ import annotations

from datetime import date

import pytest

from forewarned.reports.readers.dates import Column, Order, column_of

MARCH = date(2024, 3, 5)
DAY, MONTH, UNKNOWN = Column(Order.DAY_FIRST), Column(Order.MONTH_FIRST), Column(Order.UNKNOWN)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["05/03/2024", "25/03/2024"], Order.DAY_FIRST),
        (["05/03/2024", "03/25/2024"], Order.MONTH_FIRST),
        (["05/03/2024", "06/03/2024"], Order.UNKNOWN),
        (["25/03/2024", "03/25/2024"], Order.UNKNOWN),
        (["2024-03-25", "45356", ""], Order.UNKNOWN),
        ([], Order.UNKNOWN),
    ],
)
def test_the_cells_that_only_one_reading_fits_tell_the_order(cells: list[str], order: Order) -> None:
    assert column_of(cells).order is order


@pytest.mark.parametrize(
    ("column", "text", "day"),
    [
        (UNKNOWN, "2024-03-05", MARCH),
        (UNKNOWN, " 2024-03-05 00:00:00 ", MARCH),
        (UNKNOWN, "2024-03-05T10:00:00Z", MARCH),
        (UNKNOWN, "45356", MARCH),
        (UNKNOWN, "45356.0", MARCH),
        (UNKNOWN, "5-Mar-24", MARCH),
        (UNKNOWN, "5th March 2024", MARCH),
        (DAY, "05/03/2024", MARCH),
        (DAY, "5.3.24", MARCH),
        (MONTH, "03/05/2024", MARCH),
        (UNKNOWN, "03/03/2024", date(2024, 3, 3)),
        (UNKNOWN, "25/03/2024", date(2024, 3, 25)),
        (UNKNOWN, "03/25/2024", date(2024, 3, 25)),
        (DAY, "03/25/2024", date(2024, 3, 25)),
        (UNKNOWN, "05/03/2024", None),
        (UNKNOWN, "2024-02-30", None),
        (UNKNOWN, "31/02/2024", None),
        (UNKNOWN, "5-Foo-24", None),
        (UNKNOWN, "99999", None),
        (UNKNOWN, "12345", None),
        (UNKNOWN, "March 2024", None),
        (UNKNOWN, "", None),
        (UNKNOWN, "not known", None),
    ],
)
def test_a_date_is_read_only_when_it_is_sure(column: Column, text: str, day: date | None) -> None:
    assert column.read(text) == day
