"""`forewarned import`: files and folders into the register."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forewarned.cli.faces import AsJson, print_json, print_table, say
from forewarned.lessons.counts import many

if TYPE_CHECKING:
    from forewarned.reports.actions.importing import Outcome, Progress, Result

FEW = 10
WITH_WORDS = ("document", "page", "texts", "toolkit", "responses")
"""Kinds of file that hold words: what was read of them is told."""
COUNTS = ("rows", "new", "changed", "unchanged", "refused")


def import_(
    paths: list[Path] = typer.Argument(..., metavar="PATH…", help="Files or folders to import."),
    accept_loss: str = typer.Option(
        "", "--accept-loss", metavar="REASON", help="Import although rows or fields are lost; kept in the ledger."
    ),
    as_json: bool = AsJson,
) -> None:
    """Import registers, snapshots, organisation codes, saved pages, or folders of these.

    Each file's kind is recognised. The same file twice changes nothing; a file that has lost rows or
    fields against the last of its kind is refused, and what was there stays.

    Example: forewarned import register.csv snapshots.csv organisations/
    """
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store(create=True)
    from forewarned.reports.actions.importing import import_paths

    with progress_shown() as progress:
        result = import_paths(paths=paths, by=settings().actor, accept_loss=accept_loss, progress=progress)
        lessons = read_words(result, progress)
    show(result, as_json=as_json)
    if lessons and not as_json:
        say(lessons)
    if result.error:
        raise result.error


def read_words(result: Result, progress: Progress) -> str:
    """Read the words that wait, and join lessons where anything that they rest on changed. Blank when nothing did.

    Also after an import that brought nothing new: the one before it may have been stopped while its words were read.
    """
    from forewarned.lessons.questions.rest import any_words

    if not any_words():
        return ""
    from forewarned.lessons.actions.reading import read_lessons
    from forewarned.lessons.questions.indexes import bring_up_to_date
    from forewarned.settings import settings

    done = read_lessons(by=settings().actor, progress=progress)
    bring_up_to_date(progress)
    came = any(outcome.kind in WITH_WORDS and outcome.status == "done" for outcome in result.outcomes)
    return done.sentence() if came or done.reports or done.responses or done.meaning_off or done.pairs_off else ""


def show(result: Result, *, as_json: bool) -> None:
    """What became of each file."""
    if as_json:
        print_json({"outcomes": [_plain(one) for one in result.outcomes], "aside": result.aside})
        return
    columns = ("File", "Kind", "Became", "Rows", "New", "Changed", "Unchanged", "Refused")
    print_table("Imported", columns, _lines(result.outcomes))
    refused = [outcome for outcome in result.outcomes if outcome.error]
    for outcome in result.outcomes:
        for message in outcome.messages if not outcome.error else ():
            say(f"{outcome.name}: {message}")
    for outcome in refused[1 : 1 + FEW]:  # the first is told at the end, with what to do next
        say(f"{outcome.name}: refused: {'; '.join(outcome.messages)}{_next_step(outcome)}")
    if len(refused) > 1 + FEW:
        say(f"… and {len(refused) - 1 - FEW:,} more files refused: use --json for all of them.")
    if result.aside:
        more = f" and {len(result.aside) - FEW:,} more" if len(result.aside) > FEW else ""
        say(f"Left aside, of no kind known here: {', '.join(result.aside[:FEW])}{more}")
    if result.settled:
        say(f"{many(result.settled, 'report')} worked out again: addressees, duties, responses.")


def _next_step(outcome: Outcome) -> str:
    step = outcome.error.next_step if outcome.error else ""
    return f". Next: {step}" if step else ""


def _lines(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, ...]]:
    """A line for each file; many of one kind that became the same, such as saved pages, share one."""
    alike: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        alike.setdefault((outcome.kind, outcome.status), []).append(outcome)
    for (kind, status), group in alike.items():
        for some in [group] if len(group) > FEW else [[one] for one in group]:
            name = some[0].name if len(some) == 1 else f"{len(some):,} files"
            counts = (sum(getattr(one, column) for one in some) for column in COUNTS)
            yield name, kind, status, *(f"{count:,}" for count in counts)


def _plain(outcome: Outcome) -> dict[str, object]:
    from forewarned.reports.questions.result import json_values

    values: dict[str, object] = {
        name: json_values(getattr(outcome, name)) for name in outcome.__slots__ if name != "error"
    }
    return values | {"error": str(outcome.error) if outcome.error else None}


@contextmanager
def progress_shown() -> Iterator[Progress]:
    """A progress bar on standard error when someone is looking; silence otherwise."""
    if not sys.stderr.isatty():
        yield lambda what, done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=None)
        yield lambda what, done, of: bar.update(task, description=what, completed=done, total=of)
