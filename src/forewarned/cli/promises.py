"""`forewarned promises`: what was promised, by when, what there is to show for it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forewarned.cli.faces import AsAt, AsCsv, AsJson, ask_as_at, percent, read_day, say, say_read_as, short, show_answer

if TYPE_CHECKING:
    from forewarned.lessons.questions.promising import PromisesAnswer

app = typer.Typer(invoke_without_command=True, help="Promises in responses: due, overdue, without a date, proved.")
SHOWN = 40
FEW = 15
"""Refusals, and responses that leave matters out, that are shown."""
WHO = "a body that is not known"
ASK = {
    "overdue": "past their day",
    "due_soon": "due in the next 28 days",
    "no_date": "without a date for more than 56 days",
}
"""Why a promise is worth asking about."""
STATES = {
    "overdue": "overdue, no evidence attached",
    "due": "due",
    "no_date": "no date given",
    "said_done_not_evidenced": "said to be done, no evidence attached",
    "considered_only": "only considered",
    "not_counted": "not counted as theirs",
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
    if organisation and not (as_json or as_csv):
        say_read_as(organisation, day)
    show_answer(answer, as_json=as_json, as_csv=as_csv, text=_show)


def _show(answer: PromisesAnswer) -> None:
    if not answer.promises:
        say(f"No promise of {answer.asked} is known here.")
        _beside(answer)
        say(answer.rest.sentence())
        return
    for one in answer.promises[:SHOWN]:
        word = "said on" if one.said_on_basis == "letter" else "published by"
        said = f"{word} {one.said_on}" if one.said_on else "day not known"
        who = one.organisation or one.respondent or WHO
        say(f"{one.key}  {STATES[one.state.state]}; {who}, on {one.ref or one.report}, {said}")
        say(f"    “{short(one.text)}”")
        say(f"    {one.state.reason} {one.status.replace('_', ' ')}; {one.type.replace('_', ' ')}; {one.strength}"
            + (f"; answers {', '.join(one.matters)}" if one.matters else ""))  # fmt: skip
        if one.note:
            say(f"    Note on its response: {one.note}.")
        for proof in one.proofs:
            say(f"    {proof.rung}: {proof.title}, {proof.on} (ledger entry {proof.ledger_entry})")
    if len(answer.promises) > SHOWN:
        say(f"… and {len(answer.promises) - SHOWN:,} more: use --csv or --json for all of them.")
    say("")
    say("; ".join(f"{count:,} {STATES[state]}" for state, count in answer.by_state if count) + ".")
    if answer.undated_share is not None:
        say(f"Of the planned actions {percent(answer.undated_share)} give no date.")
    _to_ask(answer)
    _beside(answer)
    say(answer.rest.sentence())
    say(answer.sentence())


def _to_ask(answer: PromisesAnswer) -> None:
    """How many there is something to ask about, by why; the promises themselves stand above."""
    counts = Counter(one.why for one in answer.reminders)
    if counts:
        told = "; ".join(f"{counts[why]:,} {said}" for why, said in ASK.items() if counts[why])
        say(f"Worth asking about as at {answer.as_at}: {told}.")


def _beside(answer: PromisesAnswer) -> None:
    """What responses decline, leave out, or were not read for: it must not look like nothing."""
    for refusal in answer.refusals[:FEW]:
        on = f", on matter {', '.join(refusal.matters)}" if refusal.matters else ""
        who = refusal.respondent or WHO
        say(f"Nothing will be done{on}, says {who} on {refusal.ref or refusal.report}: “{short(refusal.text)}”")
    for one in answer.left_out[:FEW]:
        said = f"No words were found on matter {', '.join(one.matters)}"
        say(f"{said} in the response of {one.who or WHO} on {one.ref or one.report}.")
    for what, rest in (("refusals", answer.refusals), ("responses that leave matters out", answer.left_out)):
        if len(rest) > FEW:
            say(f"… and {len(rest) - FEW:,} more {what}: use --json for all of them.")
    for said in answer.not_read_sentences():
        say(said)


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
