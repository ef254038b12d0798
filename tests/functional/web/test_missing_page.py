"""Missing references: by year, with how sure, shared ones, and reports that are gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture(autouse=True)
def _register(small_register: Path) -> None:
    """Every test here reads the small register."""


def test_the_page_counts_what_no_report_bears_and_says_what_a_gap_is_not(client: Client) -> None:
    text = client.get("/missing/").content.decode()
    assert "stand on no report" in text
    assert "It is not proof that a report was made" in text
    assert text.index("stand on no report") < text.index("<table")


def test_one_and_many_are_each_said_rightly(client: Client) -> None:
    from datetime import date

    from forewarned.reports.questions.missing import ask_missing

    told = ask_missing(as_at=date(2026, 2, 1)).sentence()
    assert "1 report bears no reference, 1 reference is shared" in told and "0 reports were listed" in told
    assert "1 report has no reference</a>" in client.get("/missing/").content.decode()


def test_a_year_has_its_own_address(client: Client) -> None:
    text = client.get("/missing/?year=2024").content.decode()
    assert "Which reference numbers of 2024 were never published?" in text
    assert "2024-0101 to 2024-0102" in text and "2025-0" not in text.split("<main")[1].split("By year")[0]


def test_shared_references_and_gone_reports_are_listed(client: Client) -> None:
    text = client.get("/missing/").content.decode()
    assert 'href="/reports/2024-0103/">2024-0103</a>' in text, "it leads to the choice between them"
    assert "bram-sedge, oda-marl" in text and "No report has disappeared" in text


def test_a_report_that_is_gone_is_listed(client: Client) -> None:
    from forewarned.reports.models import Report

    Report.objects.filter(key="ivo-quill").update(gone_on="2026-01-20")
    gone = client.get("/missing/").content.decode()
    assert 'href="/reports/ivo-quill/">2025-0503</a>' in gone.split('id="gone"')[1]


def test_csv_and_json_hold_the_same_numbers(client: Client) -> None:
    whole = client.get("/missing/?year=2024&format=json").json()
    rows = client.get("/missing/?year=2024&format=csv").content.decode().splitlines()
    assert len(rows) == 1 + len(whole["missing"]) + len(whole["gone"])


@pytest.mark.parametrize("year", ["20x4", "24", "99999"])
def test_what_is_no_year_is_said(client: Client, year: str) -> None:
    assert client.get(f"/missing/?year={year}").status_code == 400


def test_a_year_without_reports_says_so(client: Client) -> None:
    response = client.get("/missing/?year=1999")
    assert response.status_code == 200 and "of 1999 is held here" in response.content.decode()
