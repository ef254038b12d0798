"""`forewarned search` and `forewarned similar`: find anything that is held, and deaths in similar circumstances."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forewarned.cli.again import died
from forewarned.cli.faces import (
    AsAt,
    AsCsv,
    AsJson,
    ask_as_at,
    exact,
    print_csv,
    print_json,
    print_table,
    say,
    short,
    show_answer,
)
from forewarned.errors import InputError

if TYPE_CHECKING:
    from forewarned.lessons.questions.likeness import SimilarAnswer
    from forewarned.lessons.questions.searching import SearchAnswer
    from forewarned.reports.models import Report

ASPECTS = {"topic": "spoken of", "mechanism": "way of dying"}
"""What an aspect is called here, where it is not its own name."""
LONGEST_NARRATIVE = 2_000_000


def search(
    words: list[str] = typer.Argument(..., metavar="TEXT", help='Words, "a phrase", field:value, -not.'),
    kind: list[str] = typer.Option([], "--kind", help="matter, report, response, promise, lesson, organisation."),
    theme: list[str] = typer.Option([], "--theme", help="A theme's code, such as observation."),
    limit: int = typer.Option(15, "--limit", min=1, max=1000, help="How many to show."),
    meaning: bool | None = typer.Option(
        None, "--meaning/--no-meaning", help="Also what is close in meaning; with neither, where that is installed."
    ),
    as_at: str = AsAt,
    as_json: bool = AsJson,
    as_csv: bool = AsCsv,
) -> None:
    """Search everything: reports, matters of concern, responses, promises, lessons, organisations.

    A slip of the keyboard is forgiven, and every hit says why it is one.

    Example: forewarned search "hourly checks" theme:observation since:2019
    """
    day = ask_as_at(as_at, as_json, as_csv)
    from forewarned.lessons.questions.searching import ask_search, with_advice
    from forewarned.lessons.search import Filters

    if meaning:
        from forewarned.lessons.meaning.kept import demand_embedder

        demand_embedder()
    text = " ".join(f'"{one}"' if " " in one and not {":", '"'} & set(one) else one for one in words)
    answer = ask_search(
        text=text,
        as_at=day,
        filters=Filters(kinds=tuple(kind), themes=tuple(theme)),
        k=limit,
        meaning=meaning is not False,
    )
    answer = with_advice(answer)
    if as_json:
        print_json(answer.as_json())
    elif as_csv:
        print_csv(answer.rows())
    else:
        _show_found(answer)


def _show_found(answer: SearchAnswer) -> None:
    from forewarned.lessons.questions.searching import why

    found = answer.results
    for note in found.notes:
        say(note.says)
    for word, put in found.corrected:
        say(f"“{word}” stands nowhere; looked for: {', '.join(put)}.")
    if not found.hits:
        say("Nothing was found. Try fewer words, or other ones.")
        say(answer.rest.sentence())
        return
    print_table(
        f"{found.total:,} found by their words"
        + (f", {found.near_total:,} more by meaning" if found.near_total else ""),
        ("Kind", "What", "Date", "Words", "Why"),
        [
            (
                hit.item.kind,
                hit.item.title,
                hit.item.date or "",
                short(
                    hit.item.text[hit.snippets[0].start : hit.snippets[0].end] if hit.snippets else hit.item.text, 160
                ),
                f"{why(hit)}{exact(hit.item.key in answer.tidied)}",
            )
            for hit in found.hits
        ],
    )
    say(answer.rest.sentence())


def similar(
    ref: str = typer.Argument("", metavar="[REF]", help="A report's reference or page address."),
    text: Path | None = typer.Option(
        None, "--text", metavar="FILE", help="A narrative of your own; it stays on this machine."
    ),
    limit: int = typer.Option(10, "--limit", min=1, max=100, help="How many to show."),
    as_at: str = AsAt,
    as_json: bool = AsJson,
    as_csv: bool = AsCsv,
) -> None:
    """Deaths in similar circumstances: graded, with what both say side by side, and what differs.

    A narrative is compared on this machine and kept nowhere.

    Example: forewarned similar 2022-0260

    Example: forewarned similar --text narrative.txt
    """
    if bool(ref) == (text is not None):
        raise InputError("Give a reference, or a narrative with --text", where="command line",
                         next_step="for example: forewarned similar 2022-0260")  # fmt: skip
    day = ask_as_at(as_at, as_json, as_csv)
    from forewarned.lessons.questions.likeness import ask_similar
    from forewarned.reports.questions.report import find_reports

    if text is not None:
        answer = ask_similar(text=_narrative(text), as_at=day, k=limit)
    else:
        answer = ask_similar(report=_only(find_reports(ref, as_at=day), ref), as_at=day, k=limit)
    show_answer(answer, as_json=as_json, as_csv=as_csv, text=_show_similar)


def _only(found: list[Report], ref: str) -> Report:
    """The one report that is meant. Raises InputError where several bear the reference."""
    if len(found) > 1:
        pages = "; ".join(f"{one.deceased_name or 'name not known'}: {one.report_url}" for one in found)
        raise InputError("Several reports bear this reference", where=ref, next_step=f"give the page of one: {pages}")
    return found[0]


def _narrative(path: Path) -> str:
    """The words of a text, PDF or DOCX. Raises InputError."""
    from forewarned.reports.documents import read_document

    text = read_document(path).text
    if len(text) > LONGEST_NARRATIVE:
        raise InputError("This is longer than any narrative", where=path.name, next_step="give the circumstances alone")
    return text


def _show_similar(answer: SimilarAnswer) -> None:
    for one in answer.found:
        about = one.ref or one.key
        name = one.deceased_name or "name not known"
        say(f"\nGrade {one.grade} of 3 · {about} · {name} · report of {one.date_of_report or 'no known date'}")
        say(f"  died {died(one)}")
        for note in one.notes:
            say(f"  note: {note}")
        for point in one.shared:
            say(f"  {ASPECTS.get(point.aspect, point.aspect)}: {point.name}")
            say(f"    here:  “{short(point.here, 150)}”{exact(point.here_tidied)}")
            say(f"    there: “{short(point.there, 150)}”{exact(point.there_tidied)}")
        for difference in one.differences:
            aspect, colon, rest = difference.partition(": ")
            say(f"  differs: {ASPECTS.get(aspect, aspect)}{colon}{rest}")
    say("")
    say(f"Alike by words{' and meaning' if answer.uses_meaning else ' and facts'}.")
    say(answer.rest.sentence())
    say(answer.sentence())
