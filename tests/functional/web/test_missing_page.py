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


def test_a_year_has_its_own_address(client: Client) -> None:
    text = client.get("/missing/?year=2024").content.decode()
    assert "Which reference numbers of 2024 were never published?" in text
    assert "2024-0101 to 2024-0102" in text and "2025-0" not in text.split("<main")[1].split("By year")[0]


def test_shared_references_and_gone_reports_are_listed(client: Client) -> None:
    text = client.get("/missing/").content.decode()
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
