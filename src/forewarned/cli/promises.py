"""`forewarned promises`: what was promised, by when, what there is to show for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forewarned.cli.faces import AsAt, AsCsv, AsJson, ask_as_at, percent, read_day, say, short, show_answer

if TYPE_CHECKING:
    from forewarned.lessons.questions.promising import PromisesAnswer

app = typer.Typer(invoke_without_command=True, help="Promises in responses: due, overdue, without a date, proved.")
SHOWN = 40
STATES = {
    "overdue": "overdue, no evidence attached",
    "due": "due",
    "no_date": "no date given",
    "said_done_not_evidenced": "said to be done, no evidence attached",
    "considered_only": "only considered",
    "done": "evidence that it was done",
    "embedded": "evidence that it is embedded",
    "effective": "evidence of its effect",
}


@app.callback()
def promises(
    context: typer.Context,
    organisation: str = typer.Option("", "--organisation", metavar="NAME", help="Of one organisation's responses."),
    state: str = typer.Option("", "--state", help=f"One of {', '.join(STATES)}."),
    as_at: str = AsAt,
    as_json: bool = AsJson,
    as_csv: bool = AsCsv,
) -> None:
    """Promises read in responses: each action in its own words, when it was due, and the evidence for it.

    Example: forewarned promises --organisation RMY --state overdue
    """
    if context.invoked_subcommand:
        return
    day = ask_as_at(as_at, as_json, as_csv)
    from forewarned.lessons.questions.promising import ask_promises

    answer = ask_promises(organisation=organisation, state=state, as_at=day)
    show_answer(answer, as_json=as_json, as_csv=as_csv, text=_show)


def _show(answer: PromisesAnswer) -> None:
    if not answer.promises:
        say(f"No promise of {answer.asked} is known here.")
        say(answer.rest.sentence())
        return
    for one in answer.promises[:SHOWN]:
        word = "said on" if one.said_on_basis == "letter" else "published by"
        said = f"{word} {one.said_on}" if one.said_on else "day not known"
        who = one.organisation or one.respondent
        say(f"{one.key}  {STATES[one.state.state]}; {who}, on {one.ref or one.report}, {said}")
        say(f"    “{short(one.text)}”")
        say(f"    {one.state.reason} {one.status.replace('_', ' ')}; {one.type.replace('_', ' ')}; {one.strength}"
            + (f"; answers {', '.join(one.matters)}" if one.matters else ""))  # fmt: skip
        for proof in one.proofs:
            say(f"    {proof.rung}: {proof.title}, {proof.on} (ledger entry {proof.ledger_entry})")
    if len(answer.promises) > SHOWN:
        say(f"… and {len(answer.promises) - SHOWN:,} more: use --csv or --json for all of them.")
    say("")
    say("; ".join(f"{count:,} {STATES[state]}" for state, count in answer.by_state if count) + ".")
    if answer.undated_share is not None:
        say(f"Of the planned actions {percent(answer.undated_share)} give no date.")
    say(answer.rest.sentence())
    say(answer.sentence())


@app.command()
def prove(
    promise: str = typer.Argument(..., help="The promise's key."),
    rung: str = typer.Option(..., "--rung", help="done (a document), embedded (an audit), effective (an outcome)."),
    on: str = typer.Option(..., "--on", metavar="DATE", help="The evidence's own date (YYYY-MM-DD)."),
    title: str = typer.Option(..., "--title", help="What the evidence is."),
    where: str = typer.Option("", "--where", help="Its address, or where it is filed."),
    file: Path | None = typer.Option(None, "--file", help="The evidence itself; kept by its hash."),
) -> None:
    """Attach evidence to a promise; the ledger keeps who did and when.

    Example: forewarned promises prove p0123456789abcdef --rung done --on 2025-03-01 --title "Revised policy, v4"
    """
    from forewarned.settings import settings
    from forewarned.store import open_store

    day = read_day(on, "--on")
    assert day is not None
    open_store()
    from forewarned.lessons.actions.proving import add_proof

    number = add_proof(
        promise=promise, rung=rung, on=day, title=title, where=where, file=file, by=settings().actor
    )  # fmt: skip
    say(f"Attached as evidence {number}.")


@app.command()
def withdraw(proof: int = typer.Argument(..., help="The evidence's number.")) -> None:
    """Say that evidence no longer counts; it stays on record.

    Example: forewarned promises withdraw 12
    """
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store()
    from forewarned.lessons.actions.proving import withdraw_proof

    withdraw_proof(proof=proof, by=settings().actor)
    say("Withdrawn. It stays on record and counts no more.")
