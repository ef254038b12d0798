"""Scans in Welsh: read in Welsh where Tesseract's data for it are installed; English ones as ever."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from forewarned.reports.documents import ocr, read_document

FONT = Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf")
"""One that has ŵ and ŷ, which comes with Debian's Chromium."""
WELSH = (
    "Cofnodwyd bod gwiriadau wedi eu cwblhau er nad oeddent wedi eu gwneud.",
    "Roedd y tŷ yn oer, ac nid oedd gan y ward yr un gŵr ar ddyletswydd.",
)
ENGLISH = ("Checks were recorded as completed although they had not been carried out.",)
FAKE = """#!/bin/sh
if [ "$1" = --list-langs ]; then printf 'List of available languages (2):\\n{listed}\\n'; exit; fi
while [ "$1" != -l ]; do shift; done
echo "$2" >>"{asked}"
if [ "$2" = "{fails}" ]; then exit 1; fi
cat >/dev/null
printf 'level\\n'
n=0
for word in {words}; do
    n=$((n + 40))
    printf '5\\t1\\t1\\t1\\t1\\t1\\t%s\\t100\\t30\\t20\\t95\\t%s\\n' "$n" "$word"
done
"""


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    """What the program can do is asked once a process: here once a test."""
    for one in (ocr.available, ocr.reads_welsh):
        one.cache_clear()
    yield
    for one in (ocr.available, ocr.reads_welsh):
        one.cache_clear()


def scanned(path: Path, lines: tuple[str, ...]) -> Path:
    """A PDF whose one page is a picture of these lines."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (1654, 600), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONT), 32) if FONT.exists() else ImageFont.load_default(32)
    for number, line in enumerate(lines):
        pen.text((100, 100 + 70 * number), line, fill=0, font=font)
    raw = BytesIO()
    page.save(raw, format="PDF", resolution=200)
    path.write_bytes(raw.getvalue())
    return path


def languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...], listed: str, fails: str = ""
) -> list[str]:
    """The languages in which a page that says ``lines`` is read, where Tesseract has those ``listed``.

    ``fails``: one of them whose data are damaged.
    """
    program, asked = tmp_path / "bin" / "tesseract", tmp_path / "asked"
    program.parent.mkdir()
    words = " ".join(f'"{word}"' for line in lines for word in line.split())
    program.write_text(FAKE.format(listed=listed, asked=asked, words=words, fails=fails), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    doc = read_document(scanned(tmp_path / "scan.pdf", lines))
    assert [page.how for page in doc.pages] == ["ocr"], doc.notes
    assert lines[-1].split()[0] in doc.text
    return asked.read_text(encoding="utf-8").split()


@pytest.mark.parametrize(
    ("lines", "listed", "read_in"),
    [
        (WELSH, r"cym\neng", ["eng", "cym+eng"]),
        (ENGLISH * 2 + WELSH[:1], r"cym\neng", ["eng", "cym+eng"]),
        (WELSH, "eng", ["eng"]),
        (ENGLISH, r"cym\neng", ["eng"]),
    ],
    ids=["Welsh", "both", "Welsh without its data", "English"],
)
def test_a_welsh_page_is_read_in_welsh_where_that_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: tuple[str, ...], listed: str, read_in: list[str]
) -> None:
    assert languages(tmp_path, monkeypatch, lines, listed) == read_in


def test_a_page_whose_reading_in_welsh_fails_is_kept_as_it_was_read_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert languages(tmp_path, monkeypatch, WELSH, r"cym\neng", fails="cym+eng") == ["eng", "cym+eng"]


@pytest.mark.skipif(
    not (FONT.exists() and ocr.available() and ocr.reads_welsh()),
    reason="Welsh is not installed for tesseract (apt: tesseract-ocr-cym), or no font with its letters",
)
def test_the_letters_that_english_lacks_are_read(tmp_path: Path) -> None:
    text = read_document(scanned(tmp_path / "scan.pdf", WELSH)).text
    assert "tŷ yn oer" in text and "un gŵr ar" in text


def test_english_prose_is_never_taken_for_welsh(shared_words: str) -> None:
    assert not ocr.is_welsh(shared_words.split())
    assert not ocr.is_welsh([])


@pytest.fixture
def shared_words() -> str:
    """A paragraph with what looks most like Welsh in English: initials, names of boards and places."""
    return (
        "The inquest into the death of Mr Y. Ar-Rashid heard that A. R. Morgan, of Cwm Taf Morgannwg University Health "
        "Board at Pen-y-bont ar Ogwr, had not seen the notes. In my opinion there is a risk that future deaths will "
        "occur unless action is taken. The AC unit on the ward was broken, and staff gave evidence that it had been so "
        "for a year. There was no plan to mend it and nobody told the family."
    )
