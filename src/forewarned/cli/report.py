"""`forewarned report`: everything known of one report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from forewarned.cli.faces import (
    AsAt,
    AsCsv,
    AsJson,
    one_face,
    print_csv,
    print_json,
    print_table,
    read_day,
    say,
    shown,
    state_text,
)
from forewarned.cli.report_words import show_words

if TYPE_CHECKING:
    from forewarned.lessons.questions.told import ReportTold
    from forewarned.reports.questions.report import Field, ReportAnswer

LONG = 300


def report(
    ref: str = typer.Argument(..., metavar="REF", help="A reference such as 2024-0123, or a page address."),
    as_at: str = AsAt,
    as_json: bool = AsJson,
    as_csv: bool = AsCsv,
) -> None:
    """Everything known of one report: who it went to, what is due, what was answered, who says so.

    Where its words are held: what it warns of, and what the responses promise. A reference shared by several
    reports gives them all.

    Example: forewarned report 2022-0260
    """
    one_face(as_json, as_csv)
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store()
    from forewarned.lessons.questions.told import ask_told
    from forewarned.reports.questions.report import ask_report, find_reports
    from forewarned.reports.questions.result import json_values

    day = read_day(as_at, "--as-at") or settings().today()
    found = find_reports(ref, as_at=day)
    answers = [ask_report(report=one, as_at=day) for one in found]
    if as_csv:
        print_csv(row for answer in answers for row in answer.rows())
        return
    words = [ask_told(report=one, as_at=day) for one in found]
    if as_json:
        # As the site's own JSON of a report: its answer, and beside it what was read in the words.
        print_json({"reports": [{**json_values(a), "told": told} for a, told in zip(answers, words, strict=True)]})
        return
    for answer, told in zip(answers, words, strict=True):
        _show(answer, told)


def _show(answer: ReportAnswer, told: ReportTold) -> None:
    say(f"Report {answer.ref or '(no reference)'}: {answer.report_url}")
    if answer.same_reference:
        say(f"The same reference stands on: {', '.join(answer.same_reference)}")
    if answer.gone_on:
        say(f"It was listed once and was gone from the register of {answer.gone_on}.")
    _show_fields(answer)
    _show_duties(answer)
    print_table(
        "Documents",
        ("Document", "Kind", "Why", "Published after", "and by"),
        [
            (d.url.rsplit("/", 1)[-1], d.kind.replace("_", " "), d.reason, d.seen_from, d.seen_by)
            for d in answer.documents
        ],
    )
    show_words(told)
    if answer.history:
        print_table(
            "As it was seen", ("Day", "What", "File"), [(e.on, e.what, f"{e.file} row {e.row}") for e in answer.history]
        )
    say(answer.sentence())


def _show_fields(answer: ReportAnswer) -> None:
    print_table(
        "What is known, and who says so",
        ("Field", "Taken", "From", "Others say"),
        [
            (
                field.name,
                _short(field.taken),
                _taken_from(field),
                "; ".join(
                    f"{_short(word.value)} ({word.file} row {word.row}{', before' if word.retired else ''})"
                    for word in field.words
                    if word.value != field.taken
                ),
            )
            for field in answer.fields
        ],
    )


def _show_duties(answer: ReportAnswer) -> None:
    print_table(
        "Who had to answer",
        ("As written", "Body on that day", "Today", "Due", "Basis", "State", "In time?"),
        [
            (
                line.addressee,
                line.organisation or line.party,
                line.organisation_today,
                line.due.on,
                line.due.reason or line.due.basis.value,
                state_text(line.state.state),
                line.state.timeliness.value.replace("_", " "),
            )
            for line in answer.duties
        ],
    )


def _taken_from(field: Field) -> str:
    """Which source's word is taken, and where it stands."""
    found = next((word for word in field.words if word.kind == field.taken_from), None)
    if found is None:
        return field.taken_from
    later = f" (seen later: {shown(found.observed_on)})" if field.seen_later else ""
    return f"{field.taken_from}, {found.file} row {found.row}{later}"


def _short(value: object) -> str:
    text = " | ".join(_one(item) for item in value) if isinstance(value, list) else str(value)
    return text if len(text) <= LONG else f"{text[:LONG]}… ({len(text):,} characters: use --json)"


def _one(item: object) -> str:
    """A document by its address, anything else as it is."""
    return str(item.get("url", "")) if isinstance(item, dict) else str(item)
