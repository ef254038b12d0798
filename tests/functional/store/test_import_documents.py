"""Reports and responses as files: bound to their report, kept by their hash, and their printed date is the duty's."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.functional.conftest import Cli

from forewarned.world import World


@pytest.fixture
def register(cli: Cli, world_files: Path) -> None:
    cli("import", world_files / "organisations", world_files / "register.csv").ok()


@pytest.fixture
def report_pdf(world: World, world_files: Path) -> Path:
    """A report's PDF of the world, of a report that has a response."""
    return next(
        path
        for one in world.reports
        if one.responses and not one.withdrawn
        for document in one.documents
        if document.kind == "report"
        for path in [world_files / "documents" / document.url.rpartition("/")[2]]
        if path.exists()
    )


def test_a_reports_pdf(cli: Cli, register: None, report_pdf: Path) -> None:
    from forewarned.reports.models import Duty, Reading

    cli("import", report_pdf).ok()
    said = Reading.objects.get(kind="document")
    assert said.event == "state" and said.report
    words = said.values["text"]
    start, end = said.values["spans"]["concerns"]
    assert words[start:end] == said.values["concerns"] and "MATTERS OF CONCERN" in said.values["concerns"]
    bases = set(Duty.objects.filter(report=said.report).values_list("due_basis", "due_on"))
    assert {basis for basis, _ in bases} == {"printed"}
    assert {day.isoformat() for _, day in bases if day} == {said.values["due_on"]}


def test_its_original_is_kept_whole(cli: Cli, register: None, report_pdf: Path) -> None:
    from forewarned.reports.fetch.store import Originals
    from forewarned.reports.models import Reading
    from forewarned.settings import settings

    cli("import", report_pdf).ok()
    kept = Originals(settings().home / "originals").read(Reading.objects.get(kind="document").values["sha256"])
    assert kept == report_pdf.read_bytes()


def test_twice_is_once(cli: Cli, register: None, report_pdf: Path) -> None:
    from forewarned.reports.models import Reading

    cli("import", report_pdf).ok()
    assert cli("import", report_pdf, "--json").json["outcomes"][0]["status"] == "unchanged"
    assert Reading.objects.filter(kind="document", retired_by=None).count() == 1


def test_a_response(cli: Cli, register: None, world_files: Path) -> None:
    from forewarned.reports.models import Document, Reading

    path = min((world_files / "documents").glob("*-Response-by-*.pdf"))
    cli("import", path).ok()
    said = Reading.objects.get(kind="document")
    assert said.event == "response" and len(said.values["response"]) > 200
    assert Document.objects.get(url=said.values["url"]).letter_date, "the letter's own date is read"


def test_a_document_of_no_report(cli: Cli, register: None, report_pdf: Path, tmp_path: Path) -> None:
    from forewarned.reports.models import Reading

    stray = tmp_path / "2024-9999-Response-from-Nobody.txt"
    stray.write_text("Dear Coroner, thank you for your report.", encoding="utf-8")
    run = cli("import", stray)
    assert run.code == 5 and "which report this document belongs to" in run.err
    assert not Reading.objects.filter(kind="document").exists()


def test_a_report_is_known_by_its_own_words(cli: Cli, register: None, report_pdf: Path, tmp_path: Path) -> None:
    """Under another name: by who died and the day of the report."""
    from forewarned.reports.models import Reading

    scan = tmp_path / "scan-17.pdf"
    scan.write_bytes(report_pdf.read_bytes())
    cli("import", scan).ok()
    assert Reading.objects.get(kind="document").report


def test_a_broken_pdf(cli: Cli, register: None, tmp_path: Path) -> None:
    broken = tmp_path / "2024-0001.pdf"
    broken.write_bytes(b"%PDF-1.7\n1 0 obj <<")
    run = cli("import", broken)
    assert run.code == 5 and "Traceback" not in run.err and "2024-0001.pdf" in run.err


def test_many_documents_are_cited_by_their_number(cli: Cli, register: None, world_files: Path) -> None:
    """A file is often named after who died: one of hundreds is no source of an answer about another."""
    paths = sorted((world_files / "documents").glob("*-Response-by-*.pdf"))[:3]
    cli("import", *paths).ok()
    said = cli("missing").ok().out
    assert "3 documents" in said and paths[-1].stem not in said
