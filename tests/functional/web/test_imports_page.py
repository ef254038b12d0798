"""Imports: each with its log and its proof; files that people send are taken whole or refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client
    from tests.functional.web.conftest import SignedIn


@pytest.fixture
def administrator(small_register: Path, signed_in: SignedIn) -> Client:
    return signed_in("administrator")


def send(client: Client, content: bytes, name: str = "register.csv", **more: str) -> HttpResponse:
    form = {"file": SimpleUploadedFile(name, content), **more}
    return client.post("/imports/upload/", form, follow=True)  # type: ignore[return-value]


def test_each_import_is_listed_with_its_counts(administrator: Client) -> None:
    text = administrator.get("/imports/").content.decode()
    assert "register.csv" in text and ">7<" in text and "Import a file" in text
    row = administrator.get("/imports/?format=json").json()["imports"][0]
    assert (row["new"], row["status"], row["by"]) == (7, "done", "tests")


def test_the_log_leads_to_a_proof_that_verifies_alone(administrator: Client) -> None:
    from forewarned.reports.models import Import

    row = Import.objects.get()
    text = administrator.get(f"/imports/{row.pk}/").content.decode()
    assert "date_of_death is later than date_of_report" in text and row.sha256 in text
    proof = json.loads(administrator.get(f"/imports/{row.pk}/proof.json").content)
    assert proof["index"] == row.ledger_entry and "checkpoint" in proof
    assert administrator.get("/imports/999/").status_code == 404


def test_a_file_sent_is_imported_by_the_person_who_sent_it(administrator: Client, small_register: Path) -> None:
    from tests.functional.web.conftest import ROWS, register_row, write_register

    from forewarned.reports.models import Import, Report

    more = register_row("2025-0504", "una-brock", "2025-12-21", "2026-01-06", "Home Office")
    path = write_register(small_register.with_name("newer.csv"), [*ROWS, more])
    response = send(administrator, path.read_bytes(), "new register.csv")
    assert response.status_code == 200 and "1 new, 0 changed" in response.content.decode()
    row = Import.objects.latest("id")
    assert (row.by, row.name, row.new) == ("quill.administrator", "new-register.csv", 1)
    assert Report.objects.filter(key="una-brock").exists()


def test_the_same_file_again_changes_nothing(administrator: Client, small_register: Path) -> None:
    response = send(administrator, small_register.read_bytes())
    assert "was imported before. Nothing changed." in response.content.decode()


def test_a_file_that_lost_rows_is_refused_and_taken_with_a_reason(administrator: Client, small_register: Path) -> None:
    from tests.functional.web.conftest import ROWS, write_register

    from forewarned.reports.models import Import

    path = write_register(small_register.with_name("less.csv"), ROWS[:-1])
    refused = send(administrator, path.read_bytes())
    assert refused.status_code == 400 and "less than the last of its kind" in refused.content.decode()
    assert Import.objects.latest("id").status == "refused"
    taken = send(administrator, path.read_bytes(), accept_loss="the page was taken down")
    assert taken.status_code == 200
    assert Import.objects.latest("id").accepted_loss == "the page was taken down"
    assert "the page was taken down" in taken.content.decode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04" + b"0" * 100, "a zip archive or spreadsheet"),
        (b"%PDF-1.7", "PDF"),
        (b"one,two\n1,2\n", "of no kind that can be imported"),
        (b"", "empty or larger than 25 MB"),
    ],
)
def test_what_is_not_a_register_is_refused_by_its_content(administrator: Client, content: bytes, why: str) -> None:
    response = send(administrator, content)
    assert response.status_code == 400 and why in response.content.decode()
    assert "/tmp" not in response.content.decode(), "no path of this machine is shown"


def test_a_file_that_is_too_large_is_not_kept(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.reports.models import Import
    from forewarned.web import uploads

    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    response = send(administrator, b"x" * 5000)
    assert response.status_code == 400 and "larger than 25 MB" in response.content.decode()
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.csv"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("register.csv", "register.csv"),
        (".htaccess", "htaccess.csv"),
        ("a b\nc;d.csv", "a-b-c-d.csv"),
        ("", "upload.csv"),
        ("x" * 300 + ".csv", "x" * 96 + ".csv"),
    ],
)
def test_a_name_is_never_a_path(name: str, safe: str) -> None:
    from forewarned.web.uploads import safe_name

    assert safe_name(name) == safe


def test_nothing_of_the_upload_is_left_behind(
    administrator: Client, small_register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    send(administrator, small_register.read_bytes())
    send(administrator, b"%PDF-1.7")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("role", ["reader", "analyst", "reviewer", "investigator"])
def test_only_administrators_send_files(small_register: Path, signed_in: SignedIn, role: str) -> None:
    client = signed_in(role)
    assert client.post("/imports/upload/", {}).status_code == 403
    assert client.get("/imports/").status_code == (403 if role == "reader" else 200)
    assert "Import this file" not in client.get("/imports/").content.decode()
