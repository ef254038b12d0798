"""A small PDF writer for the world's documents: text in Helvetica on A4, the same bytes for the same text.

Only what PDF 1.4 asks for; no date, no identifier, no compression, so a document can be compared and
its text found by any reader. Characters outside Windows-1252 are written as ``?``.
"""

from __future__ import annotations

import textwrap

_WIDTH, _LINES, _SIZE, _LEADING = 92, 54, 10, 14


def pdf(text: str) -> bytes:
    """The text as a PDF: paragraphs wrapped at 92 characters, 54 lines a page."""
    lines: list[str] = []
    for paragraph in text.rstrip("\n").split("\n"):
        lines.extend(textwrap.wrap(paragraph, _WIDTH) or [""])
    pages = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]
    first = 4
    kids = " ".join(f"{first + 2 * turn} 0 R" for turn in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode("ascii"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for turn, page in enumerate(pages):
        content = _content(page)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first + 2 * turn + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode("ascii")
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n".encode("ascii") + content + b"\nendstream")
    return _file(objects)


def _content(lines: list[str]) -> bytes:
    shown = [b"BT /F1 %d Tf %d TL 60 790 Td" % (_SIZE, _LEADING)]
    for line in lines:
        raw = line.encode("cp1252", "replace")
        escaped = raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        shown.append(b"(" + escaped + b") Tj T*")
    shown.append(b"ET")
    return b"\n".join(shown)


def _file(objects: list[bytes]) -> bytes:
    """Header, objects, cross-reference table and trailer (ISO 32000-1, 7.5)."""
    made = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(made)
