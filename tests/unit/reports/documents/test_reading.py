"""Files of every kind to text, and files that are wrong to errors that say what, where and what next."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from tests.documents import other_files
from tests.documents.comparing import differences
from tests.documents.corpus import LAYOUTS, make_pdf, scan
from tests.documents.reports import PLAIN, REPORTS

from forewarned.errors import InputError
from forewarned.reports.documents import limits, ocr, read_document

Write = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def one(name: str, raw: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(raw)
        return path

    return one


def refused(path: Path, words: str) -> InputError:
    with pytest.raises(InputError, match=words) as caught:
        read_document(path, ocr=False)
    assert caught.value.where == path.name
    assert caught.value.next_step
    return caught.value


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("form.docx", other_files.make_docx()),
        ("form.html", other_files.make_html()),
        ("form.txt", other_files.make_text()),
        ("form-16.txt", other_files.make_text(encoding="utf-16")),
        ("form-1252.txt", other_files.make_text(encoding="cp1252")),
    ],
)
def test_a_form_in_any_kind_of_file_gives_the_same_sections_and_fields(name: str, raw: bytes, write: Write) -> None:
    doc = read_document(write(name, raw))
    assert differences(PLAIN, doc) == {}
    assert [(page.number, page.start, page.end, page.how) for page in doc.pages] == [(1, 0, len(doc.text), "text")]


def test_a_welsh_page_keeps_its_letters(write: Write) -> None:
    doc = read_document(write("form.html", other_files.make_html(REPORTS["welsh"])))
    assert differences(REPORTS["welsh"], doc) == {}


def test_what_a_file_is_comes_from_its_content_and_the_hash_is_of_its_bytes(write: Write) -> None:
    import hashlib

    raw = make_pdf(PLAIN, LAYOUTS["ruled"])
    doc = read_document(write("named-wrongly.txt", raw))
    assert (doc.media, doc.sha256) == ("pdf", hashlib.sha256(raw).hexdigest())


def test_a_response_in_word_keeps_numbers_bullets_and_tables_in_order(write: Write) -> None:
    doc = read_document(write("answer.docx", other_files.make_answer()))
    assert doc.text.splitlines() == [
        "Dear Ms Oxblood",
        "1. We have rewritten the policy.",
        "2. We will audit the sheets by 1 June 2031.",
        "\u2022 The bleep has been replaced.",
        "Action\tOwner\tBy",
        "Replace bleeps\tEstates\tMay 2031",
        "Yours sincerely",
    ]


def test_a_table_of_several_columns_in_a_pdf_is_read_cell_by_cell(write: Write) -> None:
    from reportlab.lib.styles import getSampleStyleSheet  # type: ignore[import-untyped]
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table  # type: ignore[import-untyped]

    style = getSampleStyleSheet()["BodyText"]
    long = "The ward manager compares every sheet with the recording of the camera at the end of each shift, number"
    rows = [[Paragraph(f"{long} {n}", style), Paragraph(f"{long} {n + 100}", style)] for n in range(1, 7)]
    out = BytesIO()
    SimpleDocTemplate(out, invariant=True).build(
        [Table(rows, colWidths=[220, 220], style=[("GRID", (0, 0), (-1, -1), 1, "black")])]
    )
    doc = read_document(write("plan.pdf", out.getvalue()))
    words = " ".join(doc.text.split())
    assert all(f"{long} {n}" in words for n in (*range(1, 7), *range(101, 107)))
    assert words.index(f"{long} 1 ") < words.index(f"{long} 101") < words.index(f"{long} 2 ")


def test_without_ocr_typed_pages_are_read_and_scanned_ones_noted(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    mixed = write("mixed.pdf", scan(make_pdf(PLAIN, LAYOUTS["ruled"]), pages={2}, dpi=50))
    monkeypatch.setattr(ocr, "available", lambda: False)
    doc = read_document(mixed)
    assert [page.how for page in doc.pages] == ["text", "empty"]
    assert any("page 2: empty: needs OCR" in note and "tesseract-ocr" in note for note in doc.notes)
    assert "Larkspur" in doc.text
    declined = read_document(mixed, ocr=False)
    assert any("page 2: empty: a scan" in note for note in declined.notes)


def test_a_blank_page_is_empty_and_never_sent_to_ocr(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "read_words", lambda image: pytest.fail("a blank page was sent to OCR"))
    doc = read_document(write("blank.pdf", other_files.blank_pages(2)))
    assert [page.how for page in doc.pages] == ["empty", "empty"]
    assert doc.text == ""


def test_five_hundred_pages_are_read_each_with_its_place(write: Write) -> None:
    doc = read_document(write("long.pdf", other_files.filled_pages(limits.MAX_PAGES)))
    assert len(doc.pages) == limits.MAX_PAGES
    for page in doc.pages:
        assert doc.text[page.start : page.end] == f"Sentence number {page.number} stands on this page."
        assert page.furniture == (f"Bundle of the Tarnholt inquest, page {page.number}",)


def test_more_pages_than_the_limit_are_refused(write: Write) -> None:
    refused(write("longer.pdf", other_files.blank_pages(limits.MAX_PAGES + 1)), "501 pages")


def test_an_encrypted_pdf_says_so(write: Write) -> None:
    refused(write("locked.pdf", other_files.encrypted_pdf()), "encrypted")


@pytest.mark.parametrize("raw", [b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-" + bytes(range(256)) * 20])
def test_a_broken_pdf_says_so(raw: bytes, write: Write) -> None:
    refused(write("broken.pdf", raw), "broken")


def test_a_pdf_cut_off_gives_its_whole_pages_or_a_clear_error(write: Write) -> None:
    raw = make_pdf(PLAIN, LAYOUTS["ruled"])
    for share in (0.3, 0.6, 0.9):
        path = write("cut.pdf", raw[: int(len(raw) * share)])
        try:
            doc = read_document(path, ocr=False)
        except InputError as error:
            assert error.next_step
        else:
            assert doc.pages


def test_a_page_that_is_too_large_is_refused(write: Write) -> None:
    refused(write("wall.pdf", other_files.blank_pages(1, (20_000.0, 20_000.0))), "larger than a PDF allows")


def test_a_pdf_that_unpacks_to_too_much_is_refused(write: Write) -> None:
    packed = zlib.compress(b" " * (limits.MAX_STREAM_BYTES + 10), 9)
    raw = b"%PDF-1.7\n1 0 obj<</Length " + str(len(packed)).encode() + b"/Filter/FlateDecode>>stream\n" + packed
    assert len(raw) < limits.MAX_BYTES / 500
    refused(write("bomb.pdf", raw + b"\nendstream endobj\n"), "unpacks")
    twice = zlib.compress(packed)
    raw = b"%PDF-1.7\n1 0 obj<</Filter[/FlateDecode/FlateDecode]>>stream\n" + twice + b"\nendstream endobj\n"
    refused(write("bomb-twice.pdf", raw), "unpacks")


def test_a_file_over_the_limit_is_refused_without_being_read(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BYTES", 1000)
    refused(write("large.pdf", b"%PDF-" + b"0" * 1000), "over")


def test_a_text_over_the_limit_is_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_CHARACTERS", 1000)
    refused(write("long.txt", b"word " * 300), "characters")
    refused(write("long.pdf", make_pdf(PLAIN, LAYOUTS["ruled"])), "characters")


def test_zip_and_entity_bombs_are_refused(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(write("bomb.docx", other_files.docx_of(b"<w>" + b"a" * 30_000_000 + b"</w>")), "unpacks")
    laughs = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'
    refused(write("laughs.docx", other_files.docx_of(laughs)), "entities")
    monkeypatch.setattr(limits, "MAX_ZIP_ENTRIES", 3)
    refused(write("many.docx", other_files.docx_of(b"<w/>", a=b"1", b=b"2")), "unpacks")


def test_a_zip_of_something_else_and_a_broken_one_are_refused(write: Write) -> None:
    refused(write("book.docx", other_files.make_zip({"xl/workbook.xml": b"<x/>"})), "no Word document")
    refused(write("cut.docx", other_files.make_docx()[:5000]), "broken")
    refused(write("empty.docx", other_files.docx_of(b"")), "broken")


def test_a_word_document_that_lies_about_its_sizes_is_refused(write: Write) -> None:
    raw = bytearray(other_files.make_docx())
    with zipfile.ZipFile(BytesIO(bytes(raw))) as packed:
        entry = packed.getinfo("word/document.xml")
    size = entry.file_size.to_bytes(4, "little")
    at = raw.find(size, entry.header_offset)
    while at >= 0:
        raw[at : at + 4] = (10).to_bytes(4, "little")
        at = raw.find(size, at + 4)
    refused(write("liar.docx", bytes(raw)), "broken")


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.pdf", b"  \r\n", "empty"),
        ("old.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 100, "old Office"),
        ("rich.rtf", b"{\\rtf1 hello}", "RTF"),
        ("photo.pdf", b"\x89PNG\r\n\x1a\n" + b"x" * 100, "picture"),
        ("notes.pdf", b"these are words", "no such file"),
        ("noise.txt", bytes(range(32)) * 40, "not text"),
        ("claims.txt", b"\xff\xfe\x00\xd8\x00", "UTF-16"),
    ],
)
def test_files_that_are_not_read_are_refused_with_what_to_do(name: str, raw: bytes, words: str, write: Write) -> None:
    refused(write(name, raw), words)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere.pdf", "cannot be read")
    (tmp_path / "folder.pdf").mkdir()
    refused(tmp_path / "folder.pdf", "cannot be read")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfOne\r\nTwo\rThree\n", "One\nTwo\nThree\n"),
        ("Ll\u0177r \u2018na\u2019".encode(), "Ll\u0177r \u2018na\u2019"),
        (b"caf\xe9 \x93quoted\x94", "caf\u00e9 \u201cquoted\u201d"),
        ("h\u00e9llo w\u00f6rld".encode("utf-16-le"), "h\u00e9llo w\u00f6rld"),
        ("h\u00e9llo".encode("utf-32"), "h\u00e9llo"),
        (b"bell\x07 and form\x0cfeed", "bell and form\nfeed"),
    ],
)
def test_plain_text_in_the_encodings_seen(raw: bytes, text: str, write: Write) -> None:
    assert read_document(write("letter.txt", raw)).text == text


def test_a_file_of_blanks_and_marks_is_one_empty_page(write: Write) -> None:
    doc = read_document(write("bom.txt", b"\xef\xbb\xbf \n"))
    assert (doc.text, [page.how for page in doc.pages]) == ("", ["empty"])


def test_what_was_typed_into_a_fillable_form_is_read(write: Write) -> None:
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    out = BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.drawString(72, 700, "CORONER")
    canvas.acroForm.textfield(name="x", value="I am Zephyrine Oxblood", x=72, y=650, width=300, height=20)
    canvas.showPage()
    canvas.save()
    assert read_document(write("fill.pdf", out.getvalue()), ocr=False).text.split("\n\n") == [
        "CORONER", "I am Zephyrine Oxblood",
    ]  # fmt: skip


def test_a_page_whose_picture_would_fill_the_memory_is_left_empty(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write("scan.pdf", scan(make_pdf(PLAIN, LAYOUTS["tight"]), dpi=50))
    monkeypatch.setattr(limits, "MAX_PICTURE_PIXELS", 1000)
    monkeypatch.setattr(ocr, "read_words", lambda image: pytest.fail("the picture was drawn"))
    doc = read_document(path)
    assert [page.how for page in doc.pages] == ["empty"]
    assert any("page 1: empty: its picture has over" in note for note in doc.notes)


WORD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
)


def test_word_keeps_insertions_and_breaks_and_leaves_out_deletions_and_doubles(write: Write) -> None:
    body = (
        b"<w:p><w:r><w:t>Kept</w:t><w:br/><w:t>below</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        b"<w:ins><w:r><w:t> and added</w:t></w:r></w:ins><mc:AlternateContent><mc:Choice><w:r><w:t> box</w:t></w:r>"
        b"</mc:Choice><mc:Fallback><w:r><w:t> box</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
        b"</w:body></w:document>"
    )
    assert read_document(write("edited.docx", other_files.docx_of(WORD + body))).text == "Kept\nbelow and added box"


def test_tables_nested_beyond_reading_are_refused_and_not_cut(write: Write) -> None:
    opening, closing = b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"
    deep = WORD + opening * 20 + b"<w:p><w:r><w:t>deep</w:t></w:r></w:p>" + closing * 20 + b"</w:body></w:document>"
    refused(write("deep.docx", other_files.docx_of(deep)), "nested too deeply")
    shallow = WORD + opening * 3 + b"<w:p><w:r><w:t>deep</w:t></w:r></w:p>" + closing * 3 + b"</w:body></w:document>"
    assert read_document(write("shallow.docx", other_files.docx_of(shallow))).text == "deep"
