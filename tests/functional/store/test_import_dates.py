"""Dates after a spreadsheet had them: read when sure, else kept as written, and every sign of a swap is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests import sheets

from forewarned.world import failures

if TYPE_CHECKING:
    from tests.functional.conftest import Cli


def taken(cli: Cli, path: Path) -> dict[str, object]:
    """Import ``path``, which must be taken; its outcome."""
    (outcome,) = cli("import", path, "--json").ok().json["outcomes"]
    assert outcome["status"] == "done"
    return dict(outcome)


SAVED = {
    "serials": ("serial", "2024-04-02"),
    "words": ("short", "2024-04-02"),
    "days first": ("slashed", "2024-04-02"),
    "each row otherwise": ("", "2024-04-02"),
}


@pytest.mark.parametrize("shape", SAVED)
def test_dates_that_went_through_a_spreadsheet(cli: Cli, tmp_path: Path, shape: str) -> None:
    from forewarned.reports.models import Report

    good = sheets.register(tmp_path / "good.csv", rows=20)
    taken(cli, failures.excel_dates(good, tmp_path / "register.csv", shape=SAVED[shape][0]).path)
    days = Report.objects.order_by("ref").values_list("date_of_report", flat=True)
    assert [str(day) for day in days] == [row["date_of_report"] for row in sheets.read(good)[1]]


def test_a_date_two_readings_fit_is_kept_as_written_and_told(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Reading, Report

    rows = [sheets.report(1, date_of_report="03/04/2024"), sheets.report(2, date_of_report="05/04/2024")]
    outcome = taken(cli, sheets.write(tmp_path / "register.csv", rows))
    said = "date_of_report cannot be read surely in 2 rows and is kept as written, not as a date"
    assert f"{said} (for example 2024-0001, 2024-0002)" in outcome["messages"]  # type: ignore[operator]
    assert set(Report.objects.values_list("date_of_report", flat=True)) == {None}
    assert Reading.objects.filter(values__date_of_report_text="03/04/2024").count() == 1


def test_days_and_months_that_changed_places_are_told_and_never_put_back(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Report

    rows = [sheets.report(1, date_of_report="2024-12-03", date_added="2024-05-02"), sheets.report(2)]
    outcome = taken(cli, sheets.write(tmp_path / "register.csv", rows))
    said = "date_of_report is later than date_added in 1 row: day and month may be swapped; kept as written"
    assert f"{said} (for example 2024-0001)" in outcome["messages"]  # type: ignore[operator]
    assert str(Report.objects.get(ref="2024-0001").date_of_report) == "2024-12-03"


def test_dates_swapped_since_the_last_file_are_told(cli: Cli, tmp_path: Path) -> None:
    good = sheets.register(tmp_path / "register.csv")
    taken(cli, good)
    outcome = taken(cli, failures.swapped_dates(good, tmp_path / "swapped.csv").path)
    assert outcome["changed"] == 3
    said = "date_of_report has day and month the other way round than before in 3 rows"
    assert any(str(message).startswith(said) for message in outcome["messages"])  # type: ignore[attr-defined]


def test_a_slip_into_the_future_does_not_make_the_file_of_the_future(cli: Cli, tmp_path: Path) -> None:
    from forewarned.reports.models import Import

    rows = [sheets.report(number) for number in range(1, 120)]
    rows[4]["date_added"] = "2026-12-07"
    outcome = taken(cli, sheets.write(tmp_path / "register.csv", rows))
    assert "date_added has not come yet in 1 row: kept as written (for example 2024-0005)" in str(outcome["messages"])
    assert str(Import.objects.get().as_of) == "2025-07-31", "the day of its counts of responses"
