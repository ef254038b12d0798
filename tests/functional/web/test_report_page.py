"""The report's page: its words beside its data, who says what, who had to answer, and how to cite it."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from forewarned.reports.models import Report


@pytest.fixture
def told(story_world: str) -> Report:
    """A report of the fictional world whose section texts are held and whose date of death is known."""
    from forewarned.reports.models import Report

    found = Report.objects.filter(readings__kind="toolkit", date_of_death__isnull=False).exclude(ref="")
    report = found.order_by("key").distinct().first()
    assert report
    return report


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def words(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def test_the_report_s_words_stand_verbatim_and_where_they_repeat_a_field_they_are_marked(
    client: Client, told: Report
) -> None:
    text = page(client, f"/reports/{told.key}/")
    held = told.readings.get(kind="toolkit").values
    quoted = re.findall(r'<blockquote class="fw-verbatim[^>]*>(.*?)</blockquote>', text, re.S)
    bare = [unescape(re.sub(r"<[^>]+>", "", re.sub(r"<small>.*?</small>", "", one))) for one in quoted]
    assert bare == [held[name] for name in ("investigation", "circumstances", "concerns") if name in held]
    assert re.search(r"<mark>[^<]+<small>\(who died\)</small></mark>", text)
    assert "Not the coroner’s exact words." in text


def test_care_comes_before_what_describes_a_death(client: Client, told: Report) -> None:
    text = page(client, f"/reports/{told.key}/")
    assert text.index("116 123") < text.index("fw-verbatim")


def test_every_field_says_who_says_so(client: Client, told: Report) -> None:
    from datetime import date

    from forewarned.reports.questions.report import ask_report

    text = page(client, f"/reports/{told.key}/")
    answer = ask_report(report=told, as_at=date(2026, 2, 1))
    assert text.count('role="rowheader"') == len(answer.fields)
    for field in answer.fields:
        for word in field.words:
            assert word.file in text
    assert "register.csv, row" in text


def test_addressees_lead_to_their_pages_and_the_answer_counts_them(client: Client, told: Report) -> None:
    text = page(client, f"/reports/{told.key}/")
    bodies = set(told.duties.exclude(organisation=None).values_list("organisation__key", flat=True))
    for key in bodies:
        assert f'href="/organisations/{key}/"' in text
    count = told.duties.count()
    assert f"was sent to {count} {'organisation or person' if count == 1 else 'organisations or people'}" in words(text)
    assert "warned of, and who answered?" in text


def test_before_it_was_public_it_says_so(client: Client, told: Report) -> None:
    text = words(page(client, f"/reports/{told.key}/?as_at=2001-01-01"))
    assert "this report was not yet public" in text
    assert "read only after 1 January 2001. What a page prints does not change" in text


def test_a_reference_leads_to_its_report(client: Client, told: Report) -> None:
    response = client.get(f"/reports/{told.ref}/?as_at=2025-01-01")
    assert response.status_code == 302
    assert response["Location"] == f"/reports/{told.key}/?as_at=2025-01-01"
    page(client, "/reports/1999-9999/", 404)


def test_it_can_be_cited_and_its_address_is_permanent(client: Client, told: Report) -> None:
    text = unescape(page(client, f"/reports/{told.key}/"))
    assert f"@report{{pfd-{told.ref}," in text
    assert f"date = {{{told.date_of_report}}}" in text
    assert f"/reports/{told.key}/?as_at=2026-02-01" in text


def test_csv_and_json_are_the_same_answer(client: Client, told: Report) -> None:
    rows = list(csv.DictReader(io.StringIO(page(client, f"/reports/{told.key}/?format=csv"))))
    answer = json.loads(page(client, f"/reports/{told.key}/?format=json"))
    assert len(rows) == sum(len(field["words"]) for field in answer["fields"])
    duties = list(csv.DictReader(io.StringIO(page(client, f"/reports/{told.key}/?format=csv&part=duties"))))
    assert len(duties) == len(answer["duties"])


def test_a_shared_reference_gives_a_choice(client: Client, small_register: Path) -> None:
    text = page(client, "/reports/2024-0103/")
    assert 'href="/reports/oda-marl/"' in text
    assert 'href="/reports/bram-sedge/"' in text
    assert 'href="/reports/bram-sedge/"' in page(client, "/reports/oda-marl/")


def test_without_a_text_it_leads_to_where_the_report_is_published(client: Client, small_register: Path) -> None:
    text = page(client, "/reports/abel-rook/")
    assert "The words of this report are not held here" in text
    assert "2025-0400-Response-from-Ministry-of-Justice.pdf" in text


def test_hostile_values_stay_words(client: Client, small_register: Path) -> None:
    text = page(client, "/reports/nell-fenn/")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
    assert " style=" not in text
    quoted = page(client, "/reports/nell-fenn/?format=csv")
    assert "\n=HYPERLINK" not in quoted
    assert ",=HYPERLINK" not in quoted
