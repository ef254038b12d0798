"""A Word document to text: paragraphs and tables in order, list numbers as Word would show them, as far as can be told.

The ZIP is checked before anything in it is unpacked; XML is read without entities, by python-docx's own parser.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from forewarned.errors import InputError
from forewarned.reports.documents import limits
from forewarned.reports.documents.numbering import Numbering
from forewarned.reports.documents.plain import clean, one_page
from forewarned.reports.documents.reading import Read

ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MAX_DEPTH = 12
"""Tables within tables; Word itself stops long before."""


def read_docx(raw: bytes, where: str) -> Read:
    """The text of a DOCX. Raises InputError for a bomb, an encrypted or broken file, or a ZIP of something else."""
    check_zip(raw, where)
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    try:
        document = docx.Document(BytesIO(raw))
        body = document.element.body
    # The last four: python-docx trusts the parts' own lists of each other.
    except (
        PackageNotFoundError, etree.XMLSyntaxError, zipfile.BadZipFile,
        KeyError, ValueError, AttributeError, TypeError,
    ) as error:  # fmt: skip
        raise InputError("The Word document is broken", where=where, next_step="save it again in Word") from error
    numbering = Numbering.of(document)
    text = clean("\n".join(_blocks(body, numbering, 0, where)))
    return one_page(re.sub(r"\n{3,}", "\n\n", text).strip("\n"), where)


def check_zip(raw: bytes, where: str) -> None:
    """Refuse what would unpack to too much, names too many entries, or declares entities in its XML."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            entries = packed.infolist()
            _check_sizes(entries, where)
            if not any(entry.filename == "word/document.xml" for entry in entries):
                raise InputError(
                    "The ZIP file holds no Word document", where=where, next_step="unpack it and import what is in it"
                )
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _check_part(packed, entry, where)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError) as error:
        raise InputError("The Word document is broken", where=where, next_step="save it again in Word") from error
    except (RuntimeError, NotImplementedError) as error:  # zipfile's way of saying encrypted, or packed in another way
        raise InputError(
            "The Word document is encrypted", where=where, next_step="save it without a password"
        ) from error
    except (ValueError, zlib.error) as error:
        raise InputError("The Word document is broken", where=where, next_step="save it again in Word") from error


def _check_sizes(entries: list[zipfile.ZipInfo], where: str) -> None:
    bomb = InputError(
        "The Word document unpacks to more than a document holds",
        where=where,
        next_step="open it by hand if you trust it, save it as PDF, and import that",
    )
    if len(entries) > limits.MAX_ZIP_ENTRIES or sum(e.file_size for e in entries) > limits.MAX_UNZIPPED_BYTES:
        raise bomb
    for entry in entries:
        if entry.file_size > 1_000_000 and entry.file_size > limits.MAX_ZIP_RATIO * max(entry.compress_size, 1):
            raise bomb
        if entry.filename.endswith(".xml") and entry.file_size > limits.MAX_XML_BYTES:
            raise bomb


def _check_part(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, where: str) -> None:
    with packed.open(entry) as part:
        content = part.read(limits.MAX_XML_BYTES + 1)
    if len(content) > limits.MAX_XML_BYTES or ENTITY.search(content):
        raise InputError(
            "The Word document declares entities or a part larger than its own list says",
            where=where,
            next_step="open it by hand if you trust it, save it as PDF, and import that",
        )


def _blocks(element: Any, numbering: Numbering, depth: int, where: str) -> Iterator[str]:
    """Paragraphs, and tables row by row, in the order of the document."""
    for child in element:
        if child.tag == f"{W}p":
            yield numbering.label(child) + _words(child)
        elif child.tag == f"{W}tbl":
            if depth == MAX_DEPTH:
                raise InputError(
                    "The Word document's tables are nested too deeply to be read whole",
                    where=where,
                    next_step="save it as PDF, and import that",
                )
            yield from _rows(child, numbering, depth + 1, where)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _blocks(child, numbering, depth, where)


def _rows(table: Any, numbering: Numbering, depth: int, where: str) -> Iterator[str]:
    """Cells of a row parted by tabs. The paragraphs of a cell keep their lines."""
    for row in table.iter(f"{W}tr"):
        if _table_of(row) is not table:
            continue
        cells = ["\n".join(_blocks(cell, numbering, depth, where)).strip("\n") for cell in row.iter(f"{W}tc")
                 if _row_of(cell) is row]  # fmt: skip
        yield "\t".join(cells).strip("\t")


def _table_of(row: Any) -> Any:
    return next(row.iterancestors(f"{W}tbl"), None)


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(f"{W}tr"), None)


def _words(paragraph: Any) -> str:
    """What is visible: text, tabs and breaks; deleted text and field codes are left out."""
    said: list[str] = []
    doubled = paragraph.find(f".//{FALLBACK}") is not None
    for node in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"):
        if doubled and any(above.tag == FALLBACK for above in node.iterancestors()):
            continue  # a text box again, for programs that don't know its newer form
        if node.tag == f"{W}t":
            said.append(node.text or "")
        elif node.tag == f"{W}noBreakHyphen":
            said.append("-")
        elif node.getparent().tag == f"{W}r":  # a tab inside tab settings is no character
            said.append("\t" if node.tag == f"{W}tab" else "\n")
    return "".join(said)
