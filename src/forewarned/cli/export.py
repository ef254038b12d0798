"""`forewarned export`: the register as files for other programs."""

from __future__ import annotations

from pathlib import Path

import typer

from forewarned.cli.faces import AsJson, print_json, read_day, say
from forewarned.errors import InputError

FORMATS = ("csv", "parquet", "sqlite", "all")


def export(
    folder: Path = typer.Argument(..., metavar="FOLDER", help="Where to write; made new, all or nothing."),
    formats: str = typer.Option("all", "--format", metavar="|".join(FORMATS), help="What to write."),
    as_at: str = typer.Option(None, "--as-at", metavar="DATE", help="Write what was known on this day (YYYY-MM-DD)."),
    replace: bool = typer.Option(False, "--replace", help="Put this export in place of an earlier one there."),
    as_json: bool = AsJson,
) -> None:
    """Write the register as CSV, Parquet, and a SQLite file that opens in Datasette.

    Reports, duties with their state, documents, answers, organisations, and where every field comes from; what was
    read in the words: facts, matters, themes, promises, refusals, lessons; with a data dictionary. Text that a
    spreadsheet could run as a formula is defused in the CSV.

    Example: forewarned export register-2024-06 --format sqlite --as-at 2024-06-01
    """
    if formats not in FORMATS:
        raise InputError(
            "--format takes one of csv, parquet, sqlite, all", where="--format", next_step="give one of them"
        )
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store()
    from forewarned.reports.questions.export import Format, export_register

    made = export_register(
        folder=folder,
        as_at=read_day(as_at, "--as-at") or settings().today(),
        formats=Format(formats),
        replace=replace,
    )
    if as_json:
        print_json(made)
        return
    for name, count in made.rows.items():
        say(f"{count:>10,}  {name}")
    for sentence in (*made.left_out, made.sentence()):
        say(sentence)
