"""Whether a document may have been published by a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from forewarned.reports.duties.state import may_be_out

DAY = date(2024, 3, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.mark.parametrize(("seen_from", "seen_by", "out"), [
    (None, AFTER, True),  # never known to be absent
    (BEFORE, AFTER, True),
    (DAY, AFTER, False),  # certainly absent on the day
    (DAY, DAY, True),  # seen with its report, on one day
    (AFTER, AFTER, False),
    (AFTER, None, False),
])  # fmt: skip
def test_may_be_out(seen_from: date | None, seen_by: date | None, out: bool) -> None:
    assert may_be_out(seen_from, seen_by, DAY) is out
