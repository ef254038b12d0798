"""Puts a world into a folder: the same files, in the same formats, as the real sources give.

Everything is UTF-8. CSV lines end in CR LF as in the real files, all other lines in LF. Two writings of
one world are the same to the byte.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

from forewarned.errors import StorageError
from forewarned.world import tables
from forewarned.world.models import Report, World, WorldBody
from forewarned.world.pdf import pdf
from forewarned.world.responses import AS_OF
from forewarned.world.texts import enclosure_text, report_text, response_text

README = """This folder is fiction.

Forewarned made it from a seed (docs/explanation/world.md). No person, place, trust, council or firm in
it exists; the national bodies named in it exist, and nothing said here of them happened.
"""


def write(world: World, folder: Path, *, documents: bool = True, pages: bool = True) -> tuple[Path, ...]:
    """Write the world and return the paths written, relative to ``folder``, sorted.

    ``documents``: the reports and responses as PDF and text (most of the files); ``pages``: saved
    official pages. Raises ``StorageError`` when the folder cannot be written.
    """
    written = []
    made = set()
    try:
        for name, content in files(world, documents=documents, pages=pages):
            path = folder / name
            if path.parent not in made:
                path.parent.mkdir(parents=True, exist_ok=True)
                made.add(path.parent)
            path.write_bytes(content)
            written.append(Path(name))
    except OSError as error:
        raise StorageError(
            f"The fictional world could not be written: {error.strerror}.",
            where=str(folder),
            next_step="Choose a folder you can write to, with space for about 20 MB",
        ) from error
    return tuple(sorted(written))


def files(world: World, *, documents: bool = True, pages: bool = True) -> Iterator[tuple[str, bytes]]:
    """(path with ``/``, bytes) of every file of a world: what ``write`` writes, and a test server serves."""
    listed = [report for report in world.reports if not report.withdrawn]
    newest = sorted(listed, key=lambda report: (report.date_added, report.id), reverse=True)
    seed = world.seed
    yield "README.txt", README.encode("utf-8")
    rows = [tables.register_row(seed, report) for report in tables.register_order(listed)]
    yield "register.csv", csv_bytes(rows, tables.REGISTER)
    yield "snapshots.csv", csv_bytes(map(tables.snapshot_row, world.snapshots), tables.SNAPSHOTS)
    yield (
        "toolkit.csv",
        csv_bytes(filter(None, (tables.toolkit_row(seed, r) for r in newest)), tables.TOOLKIT),
    )
    plain = (tables.tracker_row(report, AS_OF, html=False) for report in newest)
    yield "tracker/database.csv", csv_bytes(plain, tables.TRACKER_PLAIN)
    badges = (tables.tracker_row(report, AS_OF, html=True) for report in newest)
    yield "tracker/db_with_statuses.csv", csv_bytes(badges, tables.TRACKER_HTML)
    yield from organisation_files(world.bodies)
    yield "truth.json", truth(world)
    if documents:
        for report in world.reports:
            yield from _documents(world, report)
    if pages:
        from forewarned.world.official import site_files

        yield from site_files(world)


def organisation_files(bodies: Sequence[WorldBody]) -> Iterator[tuple[str, bytes]]:
    """``etr.csv`` and ``eccg.csv`` in the ODS layout, ``bodies.csv`` in that of our packaged knowledge."""
    with_code = [body for body in bodies if body.ods]
    for name, commissioner in (("etr", False), ("eccg", True)):
        chosen = sorted(
            (body for body in with_code if (body.kind == "nhs_commissioner") == commissioner),
            key=lambda body: body.ods,
        )
        yield f"organisations/{name}.csv", csv_bytes(map(tables.ods_row, chosen), (), quote_all=True)
    known = map(tables.body_row, tables.known_bodies(bodies))
    yield "organisations/bodies.csv", csv_bytes(known, tables.BODIES)


def _documents(world: World, report: Report) -> Iterator[tuple[str, bytes]]:
    """Every document that was ever on the page, as PDF and as text."""
    for document in report.documents:
        if document.published is None:
            continue
        if document.kind == "report":
            text = report_text(report)
        elif document.kind == "response":
            response = next(item for item in report.responses if item.body == document.respondents[0])
            text = response_text(report, response, [world.body(key) for key in document.respondents])
        else:
            text = enclosure_text(report, document.title)
        stem = document.name.removesuffix(".pdf")
        yield f"documents/{stem}.pdf", pdf(text)
        yield f"documents/{stem}.txt", text.encode("utf-8")


def csv_bytes(rows: Iterable[Sequence[str]], columns: Sequence[str], *, quote_all: bool = False) -> bytes:
    """Rows as CSV with a header (none when ``columns`` is empty), CR LF between lines."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    if columns:
        writer.writerow(columns)
    writer.writerows(rows)
    return made.getvalue().encode("utf-8")


def truth(world: World) -> bytes:
    """All of the world as JSON: keys sorted, dates ISO, ``null`` where there is none."""
    text = json.dumps(_plain(world), ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode("utf-8")


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        made = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        if isinstance(value, Report):
            made["due"] = value.due.isoformat()
        return made
    return value
