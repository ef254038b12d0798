"""The rules on the real register and snapshots, from ../shared; skipped, aloud, where they are absent."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from forewarned.reports.duties.documents import Document, Kind, classify_page
from forewarned.reports.duties.events import Change, read_snapshots

PFD = Path(__file__).parents[5] / "shared" / "data" / "pfd"
pytestmark = pytest.mark.skipif(
    not (PFD / "register.csv").exists(),
    reason="../shared/data/pfd is absent: the real register was not tried",
)


def rows(name: str) -> list[dict[str, str]]:
    csv.field_size_limit(2**31 - 1)
    with (PFD / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    found: list[Document] = []
    for row in rows("register.csv"):
        urls = [url for url in [row["pdf_url"], *row["reply_urls"].split()] if url.startswith("http")]
        found += classify_page([(url, "") for url in urls], ref=row["ref"], deceased=row["deceased_name"])
    return found


def test_every_document_is_told_and_hardly_any_is_unclear(documents: list[Document]) -> None:
    kinds = Counter(one.kind for one in documents)
    assert kinds[Kind.REPORT] > 5500
    assert kinds[Kind.RESPONSE] > 5800
    unclear = [one for one in documents if one.kind is Kind.OTHER and one.score < 0.5]
    assert len(unclear) < 0.001 * len(documents)


def test_what_is_named_a_response_is_one_unless_it_is_named_an_appendix_too(
    documents: list[Document],
) -> None:
    named = [one for one in documents if "-response-" in one.url.lower()]
    assert {one.kind for one in named} <= {Kind.RESPONSE, Kind.APPENDIX}
    assert sum(one.kind is Kind.APPENDIX for one in named) < 20


def test_most_responses_say_who_they_are_from(documents: list[Document]) -> None:
    responses = [one for one in documents if one.kind is Kind.RESPONSE]
    assert sum(bool(one.respondent) for one in responses) > 0.93 * len(responses)
    for word in ("Redacted", "Published", ".pdf"):
        assert not [one for one in responses if word.lower() in one.respondent.lower()]


def test_the_days_named_as_corrections_are_recognised_and_ordinary_ones_are_not() -> None:
    day = date.fromisoformat
    made = {
        row["report_url"]: day(text) if (text := row["date_of_report"] or row["date_added"]) else None
        for row in rows("register.csv")
    }
    changes = [Change(row["report_url"], day(row["snapshot_date"]), row["event"]) for row in rows("snapshots.csv")]
    found = read_snapshots(changes, made).recorrections
    for one in ("2024-02-15", "2024-02-16", "2024-02-17", "2024-04-15", "2024-04-16", "2024-09-16"):
        assert day(one) in found, one
    assert "replies" in found[day("2024-02-16")].events
    assert not [one for one, what in found.items() if "replies" in what.events and one > day("2024-02-16")]
