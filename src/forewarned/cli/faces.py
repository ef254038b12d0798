"""The faces of one result on the command line: text for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import typer

from forewarned.errors import InputError

AsAt = typer.Option(None, "--as-at", metavar="DATE", help="Answer from what was known on this day (YYYY-MM-DD).")
AsJson = typer.Option(False, "--json", help="Print the whole answer as JSON.")
AsCsv = typer.Option(False, "--csv", help="Print its rows as CSV.")


def read_day(text: str | None, option: str) -> date | None:
    """A date given on the command line; raises InputError when it is none."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(
            f"{option} takes a date", where=option, next_step="write it as YYYY-MM-DD, for example 2024-06-01"
        ) from error


def one_face(as_json: bool, as_csv: bool) -> None:
    if as_json and as_csv:
        raise InputError("--json and --csv exclude each other", where="command line", next_step="give one of them")


def print_json(value: Any) -> None:
    """JSON with stable key order and dates as ISO text."""
    from forewarned.reports.questions.result import json_values

    json.dump(json_values(value), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] = ()) -> None:
    """CSV with a header: ``columns``, or those of the first row.

    Cells that a spreadsheet would run as a formula get an apostrophe before them.
    """
    from forewarned.reports.cells_out import cell

    writer: csv.DictWriter[str] | None = None
    if columns:
        writer = _writer(columns)
    for row in rows:
        writer = writer or _writer(list(row))
        writer.writerow({name: cell(value) for name, value in row.items()})


def _writer(columns: Sequence[str]) -> csv.DictWriter[str]:
    writer = csv.DictWriter(sys.stdout, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    return writer


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, limit: int = 0) -> None:
    """A table for people; the rest is named when ``limit`` cuts it."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 132)
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    rows = list(rows)
    for row in rows[: limit or None]:
        table.add_row(*(Text(shown(value)) for value in row))
    console.print(table)
    if limit and len(rows) > limit:
        console.print(f"… and {len(rows) - limit:,} more: use --csv or --json for all of them.")


def shown(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, tuple):
        return "; ".join(str(item) for item in value)
    return str(value)


def state_text(state: str) -> str:
    """A duty's state in words for people; none says that nobody answered."""
    from forewarned.reports.duties.state import WORDS, State

    return WORDS[State(state)]


def percent(value: float | None) -> str:
    return "not known" if value is None else f"{100 * value:.0f}%"


def say(text: str = "") -> None:
    """A paragraph for people."""
    typer.echo(text)


def ask_as_at(as_at: str | None, as_json: bool, as_csv: bool) -> date:
    """What every question begins with: one face, the store open, and the day it is asked as at."""
    one_face(as_json, as_csv)
    day = read_day(as_at, "--as-at")
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store()
    return day or settings().today()


def say_read_as(typed: str, day: date) -> None:
    """Which organisation a name was read as, where a reader could have meant another."""
    from forewarned.reports.questions.meant import read_as

    if said := read_as(typed, day):
        say(f"{said}\n")


def show_answer(answer: Any, *, as_json: bool, as_csv: bool, text: Callable[[Any], None]) -> None:
    """One answer by the face that was asked for."""
    if as_json:
        print_json(answer)
    elif as_csv:
        print_csv(answer.rows())
    else:
        text(answer)


def exact(tidied: bool) -> str:
    """What follows a quotation that is not the coroner's exact words; blank where it is."""
    from forewarned.lessons.texts import TIDIED_NOTE

    return f" ({TIDIED_NOTE})" if tidied else ""


def short(text: str, most: int = 220) -> str:
    """The first words of a text in one line, with an ellipsis where more follow."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"
