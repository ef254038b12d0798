"""A register whose every text field means harm: nothing of it runs on a page, in JSON, or in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from tests.crawling import faults, fetch, walk
from tests.visitors import FILES, REPORTS, SEED, person, visitor

from forewarned.reports.cells_out import RISKY
from forewarned.reports.models import Report
from forewarned.web.access import Role
from forewarned.web.urls import PATHS

HARM = (
    "<script>document.title='pwned'</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7*7919 }}{% include 'failed.jinja' %}${7*7919}",
    '=HYPERLINK("http://evil.example","click")',
    "]]></script></title><svg onload=alert(1)>",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "javascript:alert(1)//https://x.example/a.pdf",
    "\u202e\u2066<b>gnp.exe</b>\u2028",
)
RAW = ("<script>document", "<img src=x", "<svg onload", "<b>gnp", "55433")
"""What would stand on a page if any of it had been let through, or worked out as a template."""
TEXTS = {
    "register.csv": ("deceased_name", "age", "sex", "coroner_name_scraped", "coroner_name", "coroner_area_scraped",
                     "coroner_area", "categories", "sent_to_scraped", "sent_to", "research_tags"),
    "toolkit.csv": ("coroner", "area", "receiver", "investigation", "circumstances", "concerns"),
    "snapshots.csv": ("sent_to",),
    "organisations/bodies.csv": ("name",),
}  # fmt: skip
ADDRESSES = {
    "pdf_url": "https://www.judiciary.example/a/\"'><img src=x onerror=alert(1)>.pdf",
    "reply_urls": "https://www.judiciary.example/b/<script>document.title='pwned'<x>-Response.pdf",
}


@pytest.fixture
def harmful(db: None, tmp_path: Path) -> None:
    """The small world with harm in every text of its files, imported as any file is."""
    from forewarned.reports.actions.importing import import_paths
    from forewarned.world import generate, write

    write(generate(seed=SEED, reports=REPORTS), tmp_path)
    for name, columns in TEXTS.items():
        _spoil(tmp_path / name, columns)
    result = import_paths(paths=[tmp_path / name for name in (*FILES, "toolkit.csv")], by=HARM[0])
    assert result.error is None, result.error
    assert Report.objects.filter(deceased_name__contains="<script>").exists()
    assert Report.objects.filter(key__contains="onerror").exists()


def _spoil(path: Path, columns: tuple[str, ...]) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    harm = cycle(HARM)
    for number, row in enumerate(rows):
        for column in columns:
            if row.get(column) and number % 2:
                row[column] = f"{next(harm)} {row[column]}" if column == "name" else next(harm)
        if "pdf_url" in row and number % 2:
            row |= ADDRESSES
        if "report_url" in row and "ref" in row and number == 1 and "age" in row:
            row["report_url"] = f"https://www.judiciary.example/publications/{quote(HARM[1])}"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def reader(harmful: None) -> Client:
    """An administrator, who sees every page."""
    return visitor(person("quill", Role.ADMINISTRATOR))


def starts() -> list[str]:
    plain = [f"/{one.route}" for one in PATHS if "<" not in one.route and "GET" in one.methods]
    return [address for address in plain if "sign-out" not in address]


def test_no_page_lets_it_through(reader: Client) -> None:
    pages = [seen for seen in walk(reader, starts(), most=220) if seen.is_page]
    wrong = {}
    for seen in pages:
        text = seen.content.decode()
        found = faults(seen) + [f"holds {raw}" for raw in RAW if raw in text]
        if found:
            wrong[seen.address] = found[:4]
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)
    assert len(pages) > 60
    shown = " ".join(seen.tree().text_content() for seen in pages)
    assert sum(harm[:12] in shown for harm in HARM) >= 6, "what was typed is shown as it was typed"


def test_what_is_typed_into_an_address_is_not_let_through(reader: Client) -> None:
    names = ("q", "organisation", "kind", "as_at", "show", "state", "page", "since", "what", "letter", "format", "next")
    for harm in HARM[:5]:
        query = "&".join(f"{name}={quote(harm)}" for name in names)
        for address in ("/", "/search", "/organisations/", "/duties/", "/missing/", "/changes/", "/accounts/sign-in/"):
            for sent in (query, *(f"{name}={quote(harm)}" for name in names)):
                seen = fetch(reader, f"{address}?{sent}")
                assert seen.status < 500, (address, sent)
                if seen.is_page:
                    assert not faults(seen), (address, faults(seen))
                    assert not [raw for raw in RAW if raw in seen.content.decode()], (address, sent)
        assert not faults(fetch(reader, f"/organisations/{quote(harm, safe='')}/"))
        assert not faults(fetch(reader, f"/reports/{quote(harm, safe='')}/"))


def test_a_spreadsheet_runs_nothing(reader: Client) -> None:
    key = Report.objects.filter(deceased_name__startswith="=").values_list("key", flat=True)[0]
    addresses = [f"{address}?format=csv" for address in ("/organisations/", "/missing/", "/changes/", "/imports/")]
    addresses += ["/duties/?show=all&format=csv", f"/reports/{quote(key)}/?format=csv", "/search?q=trust&format=csv"]
    addresses += ["/organisations/ods:X9A/?format=csv", "/quality/?format=csv", "/access-log/?format=csv"]
    risky = 0
    for address in addresses:
        seen = fetch(reader, address)
        assert (seen.status, seen.kind) == (200, "text/csv"), address
        assert "attachment" in seen.headers["Content-Disposition"]
        for row in csv.reader(io.StringIO(seen.content.decode())):
            for cell in row:
                number = cell.lstrip("-").replace(".", "", 1).isdigit()
                assert number or not cell.startswith(RISKY), (address, cell[:40])
                risky += cell.startswith(("'=", "'@"))
    assert risky, "no cell was defused: the test does not test"


def test_json_is_served_as_nothing_else(reader: Client) -> None:
    for address in ("/duties/?show=all&format=json", "/missing/?format=json", "/organisations/ods:X9A/?format=json"):
        seen = fetch(reader, address)
        assert (seen.status, seen.kind) == (200, "application/json"), address
        assert seen.headers["X-Content-Type-Options"] == "nosniff"
        json.loads(seen.content)


def test_a_calendar_cannot_be_given_lines_of_its_own(reader: Client) -> None:
    text = fetch(reader, "/duties.ics?show=all").content.decode()
    names = {line.split(":")[0].split(";")[0] for line in text.splitlines() if line and not line.startswith(" ")}
    assert all(name.replace("-", "").isalpha() and name == name.upper() for name in names), names
