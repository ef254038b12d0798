"""Deaths in similar circumstances: side by side, and a narrative that is kept nowhere."""

from __future__ import annotations

import csv
import html
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.visitors import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

NARRATIVE = (
    "The woman was a patient on a mental health ward and was detained under the Mental Health Act. Marigold Thrupp "
    "was found hanging in her room. Her observations were recorded although nobody had looked."
)
SECRET = "Marigold Thrupp"


@pytest.fixture(autouse=True)
def _words(open_words: None) -> None:
    """Every test here reads the words of four reports and one response; the register is open."""


def test_deaths_like_that_of_a_report_are_graded_and_quoted_side_by_side(client: Client) -> None:
    page = client.get("/reports/odalys-fernhollow/similar/").content.decode()
    text = plain(page)
    assert "Who else died in circumstances like those of report 2019-0777?" in text
    answer = client.get("/reports/odalys-fernhollow/similar/?format=json").json()
    assert len(answer["found"]) == 3 and answer["compared"] >= 3
    for one in answer["found"]:
        assert f'href="/reports/{one["key"]}/"' in page
        assert f"(grade {one['grade']} of 3)" in text
        for point in one["shared"]:
            assert plain(html.escape(point["here"])) in text and plain(html.escape(point["there"])) in text
        for said in one["differences"]:
            assert said.partition(": ")[2] in text
    assert "Report 2019-0777 says" in text and "That report says" in text and "What differs" in text
    assert "Samaritans" in text
    rows = list(
        csv.DictReader(io.StringIO(client.get("/reports/odalys-fernhollow/similar/?format=csv").content.decode()))
    )
    assert [row["ref"] for row in rows] == [one["ref"] for one in answer["found"]]


def test_a_reference_leads_to_its_report_and_one_that_is_not_held_is_said(client: Client) -> None:
    moved = client.get("/reports/2019-0777/similar/?as_at=2026-01-01")
    assert (moved.status_code, moved["Location"]) == (302, "/reports/odalys-fernhollow/similar/?as_at=2026-01-01")
    assert client.get("/reports/nobody/similar/").status_code == 404


def test_a_report_whose_words_are_not_held_says_what_to_do(client: Client) -> None:
    from forewarned.lessons.models import TextRead
    from forewarned.reports.models import Report

    report = Report.objects.get(key="tobias-larkspinney")
    TextRead.objects.filter(report=report).delete()
    text = plain(client.get("/reports/tobias-larkspinney/similar/").content.decode())
    assert "words of this report are not held" in text and "Import its document" in text


def test_the_form_promises_that_nothing_is_kept(client: Client) -> None:
    page = client.get("/similar/")
    text = plain(page.content.decode())
    assert "never stored" in text and "does not leave the machine" in text
    assert page["Cache-Control"] == "no-store"


def test_a_narrative_is_compared_and_kept_nowhere(
    client: Client, words_held: Path, caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.cache import cache

    from forewarned.reports.questions.remembered import _memory

    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with caplog.at_level(0):
        answer = client.post("/similar/", {"text": NARRATIVE})
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    text = plain(answer.content.decode())
    assert "Your narrative says" in text and "Report 2019-0777" in text and "Your narrative was not kept" in text
    assert SECRET not in caplog.text
    assert not list(folder.iterdir())
    assert SECRET not in repr(_memory) and SECRET not in repr(getattr(cache, "_cache", ""))
    assert SECRET not in client.get("/similar/").content.decode()
    for path in kept_files(words_held):
        assert SECRET.encode() not in path.read_bytes(), path
    for row in every_row():
        assert SECRET not in row


def kept_files(home: Path) -> Iterator[Path]:
    for path in home.rglob("*"):
        if path.is_file():
            yield path


def every_row() -> Iterator[str]:
    """Every row of every table, as text."""
    from django.apps import apps

    for model in apps.get_models():
        for row in model._default_manager.values_list():
            yield repr(row)


def test_a_signed_in_persons_narrative_is_not_in_the_access_log(signed_in: object) -> None:
    client = signed_in("reader")  # type: ignore[operator]
    assert client.post("/similar/", {"text": NARRATIVE}).status_code == 200
    assert not [row for row in every_row() if SECRET in row]


@pytest.mark.parametrize("ending", ["txt", "docx"])
def test_a_file_is_read_and_gone(client: Client, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    raw = NARRATIVE.encode() if ending == "txt" else docx(NARRATIVE)
    answer = client.post("/similar/", {"file": SimpleUploadedFile(f"{SECRET}.{ending}", raw)})
    assert answer.status_code == 200, plain(answer.content.decode())
    assert "Report 2019-0777" in plain(answer.content.decode())
    assert not list(folder.rglob("*"))


def docx(text: str) -> bytes:
    """A small Word file."""
    import docx as word

    made, file = word.Document(), io.BytesIO()
    made.add_paragraph(text)
    made.save(file)
    return file.getvalue()


def test_a_pdf_without_text_is_said_to_have_no_words(client: Client) -> None:
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    answer = client.post("/similar/", {"file": SimpleUploadedFile("a.pdf", file.getvalue())})
    assert answer.status_code == 400 and "No words were found" in plain(answer.content.decode())


def refused() -> list[tuple[str, dict[str, object]]]:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w") as made:
        made.writestr("x.txt", "x")
    return [
        ("nothing", {}),
        ("blank", {"text": "  \n "}),
        ("no words", {"text": "12 34 !!"}),
        ("too long", {"text": "word " * 25_000}),
        ("both", {"text": NARRATIVE, "file": SimpleUploadedFile("a.txt", b"words")}),
        ("another kind", {"file": SimpleUploadedFile("a.exe", b"MZ")}),
        ("a name without an ending", {"file": SimpleUploadedFile("words", b"words")}),
        ("too large", {"file": SimpleUploadedFile("a.txt", b"x" * (5 * 1024 * 1024 + 1))}),
        ("no word file", {"file": SimpleUploadedFile("a.docx", bomb.getvalue())}),
        ("no pdf", {"file": SimpleUploadedFile("a.pdf", b"%PDF-broken")}),
        ("empty", {"file": SimpleUploadedFile("a.txt", b"")}),
    ]


@pytest.mark.parametrize(("what", "sent"), refused(), ids=[what for what, _ in refused()])
def test_what_cannot_be_compared_is_said_and_not_repeated(client: Client, what: str, sent: dict[str, object]) -> None:
    answer = client.post("/similar/", sent)
    assert answer.status_code == 400, what
    text = plain(answer.content.decode())
    assert "What to do next" in text and SECRET not in text and answer["Cache-Control"] == "no-store"


def test_another_site_cannot_send_the_form() -> None:
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/similar/", {"text": NARRATIVE}).status_code == 403


def test_markup_in_a_narrative_is_text(client: Client) -> None:
    told = NARRATIVE.replace("found hanging", "<script>alert(1)</script> found hanging")
    page = client.post("/similar/", {"text": told}).content.decode()
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
