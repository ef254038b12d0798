"""Files of the other kinds, and files that are wrong: DOCX, HTML, text; encrypted, broken, bombs. All fictional."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from tests.documents.corpus import LAYOUTS, make_pdf
from tests.documents.reports import PLAIN, Fictional

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def make_docx(report: Fictional = PLAIN) -> bytes:
    """The form as Word documents hold it: a table of two columns, points numbered by Word."""
    import docx

    document = docx.Document()
    document.add_paragraph("REGULATION 28 REPORT TO PREVENT FUTURE DEATHS")
    table = document.add_table(rows=0, cols=2)
    opening = table.add_row().cells
    opening[1].text = report.being_sent
    for words in report.rows["addressees"]:
        opening[1].add_paragraph(words)
    for number, (name, heading) in enumerate(report.headings.items(), 1):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = str(number), heading
        for words in report.rows[name]:
            cells[1].add_paragraph(words)
    return _saved(document)


def make_answer() -> bytes:
    """A response: numbered points, bullets, and a table between paragraphs."""
    import docx

    document = docx.Document()
    document.add_paragraph("Dear Ms Oxblood")
    for words in ("We have rewritten the policy.", "We will audit the sheets by 1 June 2031."):
        document.add_paragraph(words, style="List Number")
    document.add_paragraph("The bleep has been replaced.", style="List Bullet")
    table = document.add_table(rows=2, cols=3)
    for row, cells in enumerate((("Action", "Owner", "By"), ("Replace bleeps", "Estates", "May 2031"))):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    document.add_paragraph("Yours sincerely")
    return _saved(document)


def _saved(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def make_html(report: Fictional = PLAIN) -> bytes:
    """The form as a web page."""
    parts = [f"<h2>{report.being_sent}</h2>", *(f"<p>{words}</p>" for words in report.rows["addressees"])]
    for number, (name, heading) in enumerate(report.headings.items(), 1):
        parts.append(f"<h3>{number} {heading}</h3>" + "".join(f"<p>{words}</p>" for words in report.rows[name]))
    body = "\n".join(parts)
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title></head><body>{body}</body></html>"
    return page.encode("utf-8")


def make_text(report: Fictional = PLAIN, encoding: str = "utf-8") -> bytes:
    """The form as plain text."""
    lines = [report.being_sent, *report.rows["addressees"]]
    for number, (name, heading) in enumerate(report.headings.items(), 1):
        lines += [f"{number} {heading}".strip(), *report.rows[name]]
    return "\n\n".join(lines).encode(encoding)


def make_zip(entries: dict[str, bytes]) -> bytes:
    """A ZIP of these entries."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


def docx_of(document_xml: bytes, **more: bytes) -> bytes:
    """A DOCX whose main part is ``document_xml``."""
    parts = {"[Content_Types].xml": CONTENT_TYPES.encode(), "_rels/.rels": RELATIONS.encode()}
    return make_zip({**parts, "word/document.xml": document_xml, **more})


def encrypted_pdf() -> bytes:
    """A PDF that opens with a password only."""
    from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]

    return make_pdf(PLAIN, LAYOUTS["ruled"], encrypt=StandardEncryption("opensesame", "owner", strength=128))


def blank_pages(count: int, size: tuple[float, float] = (595.0, 842.0)) -> bytes:
    """A PDF of empty pages of this size in points."""
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=True)
    for _ in range(count):
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def filled_pages(count: int) -> bytes:
    """A PDF of so many pages with a numbered sentence on each and a running footer."""
    from reportlab.pdfgen.canvas import Canvas

    out = BytesIO()
    canvas = Canvas(out, invariant=True)
    for number in range(1, count + 1):
        canvas.drawString(72, 700, f"Sentence number {number} stands on this page.")
        canvas.drawString(72, 30, f"Bundle of the Tarnholt inquest, page {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()
