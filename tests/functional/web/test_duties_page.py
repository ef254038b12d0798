"""The duties worklist: counts first, filters kept in the address, what is unknown in sight."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def _register(small_register: Path) -> None:
    """Every test here reads the small register."""


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def test_the_page_says_first_how_many_fall_due_soon(client: Client) -> None:
    text = text_of(client, "/duties/")
    assert "2 duties fall due in the 14 days from 1 February 2026" in text
    assert text.index("2 duties fall due") < text.index("<table")


def test_each_row_leads_to_its_report_and_organisation(client: Client) -> None:
    text = text_of(client, "/duties/")
    assert 'href="/reports/tamsin-vale/"' in text
    assert 'href="/organisations/body:home-office/"' in text


def test_a_due_date_on_a_saturday_is_kept_and_the_working_day_before_it_said(client: Client) -> None:
    text = text_of(client, "/duties/")
    assert "14 February 2026" in text and "the working day before is 13 February 2026" in text


def test_what_is_past_due_comes_with_what_is_not_known_of_it(client: Client) -> None:
    text = text_of(client, "/duties/?show=unanswered")
    assert "past the due date with no response published" in text
    assert "it is not known" in text and "not the same as no response" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("show=due&due_within=12", 0),
        ("show=due&due_within=13", 2),
        ("show=unanswered&organisation=Home+Office", 1),
        ("show=all&kind=government", 3),
        ("show=all&state=response_published", 1),
        ("show=late", 0),
        ("show=all&as_at=2024-03-25", 2),
    ],
)
def test_filters_stand_in_the_address(client: Client, query: str, found: int) -> None:
    whole = client.get(f"/duties/?{query}&format=json").json()
    assert whole["total"] == len(whole["duties"]) == found


def test_the_worklist_finds_what_the_command_line_finds() -> None:
    """Both ask the same rules; the page reads them from what is remembered."""
    from forewarned.reports.questions.duties import ask_duties
    from forewarned.reports.questions.worklist import Show, Wanted, ask_worklist

    for day in (date(2024, 6, 1), date(2025, 8, 10), date(2026, 2, 1)):
        pairs = (
            (Wanted(Show.DUE, 60), ask_duties(today=day, due_within=60)),
            (Wanted(Show.UNANSWERED), ask_duties(today=day, unanswered=True)),
            (Wanted(Show.LATE), ask_duties(today=day, late=True)),
            (Wanted(Show.ALL), ask_duties(today=day)),
        )
        for wanted, said in pairs:
            shown = ask_worklist(wanted, as_at=day, size=None)
            assert {one.duty_id for one in shown.duties} == {one.duty_id for one in said.duties}, (wanted, day)
            assert shown.share == said.share


def test_pages_hold_every_duty_once(client: Client) -> None:
    from forewarned.reports.questions.worklist import Show, Wanted, ask_worklist

    whole = ask_worklist(Wanted(Show.ALL), as_at=date(2026, 2, 1), size=None)
    pages = [ask_worklist(Wanted(Show.ALL), as_at=date(2026, 2, 1), page=one, size=3) for one in range(1, 9)]
    found = [line.duty_id for page in pages[: pages[0].pages] for line in page.duties]
    assert found == [line.duty_id for line in whole.duties]
    assert pages[-1].page == pages[0].pages, "a page beyond the last is the last"
    assert "Page 1 of" not in text_of(client, "/duties/?show=all")


def test_csv_holds_all_that_fit_and_no_formula(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/duties/?show=all&format=csv").content.decode())))
    assert len(rows) == 8
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "@"))]
    assert [row for row in rows if row["addressee_as_written"].startswith("'=HYPERLINK")]


def test_markup_in_a_name_is_text(client: Client) -> None:
    from tests.functional.web.conftest import SCRIPT

    assert SCRIPT not in text_of(client, "/duties/?show=all")


@pytest.mark.parametrize(
    "query", ["show=red", "due_within=soon", "due_within=99999", "state=late", "page=x", "organisation=a%00b"]
)
def test_a_filter_that_cannot_be_read_is_named(client: Client, query: str) -> None:
    text = text_of(client, f"/duties/?{query}", 400)
    assert "What to do next" in text and "Traceback" not in text


def test_an_organisation_that_is_not_there_keeps_the_form_and_suggests(client: Client) -> None:
    text = text_of(client, "/duties/?organisation=Home+Offise", 404)
    assert "No organisation of this name" in text and "Home Office" in text and 'value="Home Offise"' in text


def test_an_empty_list_says_what_to_do(client: Client) -> None:
    text = text_of(client, "/duties/?as_at=2026-12-01")
    assert "The newest due date held here is 14 February 2026" in text and "as_at=2026-01-31" in text


def test_the_answer_follows_a_new_import(client: Client, tmp_path: Path) -> None:
    from tests.functional.web.conftest import ROWS, register_row, write_register

    from forewarned.reports.actions.importing import import_paths

    assert "2 duties fall due" in text_of(client, "/duties/")
    more = register_row("2025-0504", "una-brock", "2025-12-21", "2026-01-06", "Home Office")
    result = import_paths(paths=[write_register(tmp_path / "newer.csv", [*ROWS, more])], by="tests")
    assert result.error is None
    assert "3 duties fall due" in text_of(client, "/duties/")


def test_the_empty_store_says_where_to_start(client: Client) -> None:
    assert client.get("/duties/?as_at=2013-01-01").status_code == 200
    assert "No report with an addressee is held here" in text_of(client, "/duties/?as_at=2013-01-01")
