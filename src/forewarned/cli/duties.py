"""`forewarned duties`: what is due, late, or without a published response."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from forewarned.cli.faces import (
    AsCsv,
    AsJson,
    one_face,
    percent,
    print_csv,
    print_json,
    print_table,
    read_day,
    say,
    say_read_as,
    state_text,
)

if TYPE_CHECKING:
    from forewarned.reports.questions.duties import DutiesAnswer

SHOWN = 60
WHY_NONE = {
    "late": "Late is certain only when a letter's own date, or an official non-response list, says so; a response "
    "first seen after its due date may have been received before it. See --unanswered.",
    "due_within": "Registers are published weeks after the reports: try an earlier --today, or import a newer one.",
}


def duties(
    due_within: int = typer.Option(None, "--due-within", min=0, metavar="DAYS", help="Due in the next DAYS days."),
    late: bool = typer.Option(False, "--late", help="Certainly late."),
    unanswered: bool = typer.Option(False, "--unanswered", help="Past due, no response published."),
    organisation: str = typer.Option("", "--organisation", metavar="NAME", help="Of one organisation."),
    kind: str = typer.Option("", "--kind", help="Of one kind of body, such as nhs_trust."),
    today: str = typer.Option(
        None, "--today", "--as-at", metavar="DATE", help="Answer as on this day, from what was known (YYYY-MM-DD)."
    ),
    as_json: bool = AsJson,
    as_csv: bool = AsCsv,
) -> None:
    """Duties to respond that are due soon, late, or without a published response.

    No published response is not the same as no response.

    Example: forewarned duties --due-within 14 --kind nhs_trust
    """
    one_face(as_json, as_csv)
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store()
    from forewarned.organisations.questions import check_kind, family_of, find_organisation
    from forewarned.reports.questions.duties import ask_duties

    day = read_day(today, "--today") or settings().today()
    answer = ask_duties(
        today=day,
        due_within=due_within,
        late=late,
        unanswered=unanswered,
        family=[row.id for row in family_of(find_organisation(organisation))] if organisation else (),
        kind=check_kind(kind),
    )
    if as_json:
        print_json(answer)
    elif as_csv:
        print_csv(answer.rows(), answer.columns)
    else:
        if organisation:
            say_read_as(organisation, day)
        _show(answer)


def _show(answer: DutiesAnswer) -> None:
    if not answer.duties:
        say(f"No duty {answer.question}.")
        say(WHY_NONE.get(answer.asked, "Try another day with --today, or fewer conditions."))
        say(answer.sentence())
        return
    print_table(
        f"{len(answer.duties):,} duties {answer.question}",
        ("Report", "Dated", "Addressee", "Due", "Basis", "Note", "State", "In time?"),
        [
            (
                line.ref or "(none)",
                line.date_of_report,
                line.organisation or line.addressee,
                line.due.on,
                line.due.basis.value,
                _note(line.due.bank_holiday, line.due.weekend, line.due.working_day_before),
                state_text(line.state.state),
                line.state.timeliness.value.replace("_", " "),
            )
            for line in answer.duties
        ],
        limit=SHOWN,
    )
    share = answer.share
    if share.n:
        say(
            f"Of {share.n:,} past due: {share.certain_on_time:,} on time for certain, {share.certain_late:,} late "
            f"for certain, {share.unknown:,} not known; on time is between {percent(share.low)} and "
            f"{percent(share.high)}."
        )
    say(answer.sentence())


def _note(holiday: str, weekend: bool, before: object) -> str:
    """The due date is never moved; a day nobody works is said, with the working day before it."""
    if not (holiday or weekend):
        return ""
    return f"{holiday or 'weekend'}; working day before: {before}"
