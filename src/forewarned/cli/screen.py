"""`forewarned screen`: which reports meet a query, and the words that make it so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from forewarned.cli.faces import AsAt, AsCsv, AsJson, ask_as_at, exact, say, short, show_answer

if TYPE_CHECKING:
    from forewarned.lessons.questions.screening import ScreenAnswer, Screened

SHOWN = 25


def screen(
    query: str = typer.Argument(..., metavar="QUERY", help='For example "inpatient and theme:observation since 2015".'),
    near_misses: bool = typer.Option(False, "--near-misses", help="Also those that miss it by one condition, and why."),
    as_at: str = AsAt,
    as_json: bool = AsJson,
    as_csv: bool = AsCsv,
) -> None:
    """Screen the words of all reports by facts and themes; every hit shows the words that made it true.

    What is not found in a report is not known, never a no. The language: docs/reference/screen.md.

    Example: forewarned screen "suicide and age < 18"
    """
    day = ask_as_at(as_at, as_json, as_csv)
    from forewarned.lessons.questions.screening import ask_screen

    answer = ask_screen(query=query, as_at=day)
    show_answer(answer, as_json=as_json, as_csv=as_csv, text=lambda found: _show(found, near_misses))


def _show(answer: ScreenAnswer, near_misses: bool) -> None:
    say(f"Read as: {answer.read_as}\n")
    for one in answer.hits[:SHOWN]:
        _say(one)
    if len(answer.hits) > SHOWN:
        say(f"… and {len(answer.hits) - SHOWN:,} more: use --csv or --json for all of them.\n")
    if near_misses:
        say(f"{len(answer.near_misses):,} near misses:")
        for one in answer.near_misses[:SHOWN]:
            say(f"  {one.ref or one.key}: {one.near_miss}")
        say("")
    say(
        f"{len(answer.hits):,} meet it, {answer.no:,} do not, of {answer.not_known:,} it is not known; "
        f"{len(answer.near_misses):,} miss it by one condition{'' if near_misses else ' (--near-misses shows them)'}."
    )
    say(answer.rest.sentence())
    say(answer.sentence())


def _say(one: Screened) -> None:
    day = one.date_of_report or "no known date"
    say(f"{one.ref or one.key} · {one.deceased_name or 'name not known'} · report of {day}")
    for why in one.because:
        say(f"  {why.condition}: “{short(why.words, 120)}” ({why.source.replace('_', ' ')}){exact(one.is_tidied(why))}")
    say("")
