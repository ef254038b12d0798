"""`forewarned organisations`: names that nobody is sure of, and people's decisions on them."""

from __future__ import annotations

import typer

from forewarned.cli.faces import AsCsv, AsJson, one_face, print_csv, print_json, print_table, say

app = typer.Typer(no_args_is_help=True, help="Names as written, and what they mean.")


@app.command()
def review(
    limit: int = typer.Option(40, "--limit", min=1, help="How many names to show."),
    as_json: bool = AsJson,
    as_csv: bool = AsCsv,
) -> None:
    """Names on reports that could not be resolved surely, those on most reports first.

    Example: forewarned organisations review --limit 20
    """
    one_face(as_json, as_csv)
    from forewarned.store import open_store

    open_store()
    from forewarned.reports.questions.review import names_to_review

    names = names_to_review()
    if as_json:
        print_json({"names": names[:limit], "total": len(names)})
    elif as_csv:
        print_csv(name.row() for name in names[:limit])
    elif not names:
        say("No name waits for review.")
    else:
        print_table(
            f"{len(names):,} names wait for review",
            ("Name as written", "On reports", "Read as", "Score", "Why it is not sure", "For example"),
            [(n.as_written, n.reports, n.read_as or n.party, f"{n.score:.2f}", n.reason, n.example) for n in names],
            limit=limit,
        )
        say('Decide one: forewarned organisations decide "NAME" --is KEY   (or --person, --redacted, --not-one)')


@app.command()
def decide(
    name: str = typer.Argument(..., help="The name as written."),
    is_: str = typer.Option("", "--is", metavar="KEY", help="It is this organisation: a key, ODS code or name."),
    person: bool = typer.Option(False, "--person", help="It is a private person."),
    redacted: bool = typer.Option(False, "--redacted", help="It is a redacted name."),
    not_one: bool = typer.Option(False, "--not-one", help="It is not an organisation."),
    reason: str = typer.Option("", "--reason", help="Why; kept in the ledger."),
) -> None:
    """Say what a written name means. The decision is remembered and used from now on.

    Example: forewarned organisations decide "Wexmoor Trust" --is RMY --reason "the only trust there"
    """
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store()
    from forewarned.reports.actions.deciding import decide_name

    count = decide_name(
        name=name,
        verdict=_verdict(is_, person, redacted, not_one),
        organisation=is_,
        reason=reason,
        by=settings().actor,
    )
    say(f"Remembered. {count:,} report{'s' if count != 1 else ''} read again with it.")


@app.command()
def undo(name: str = typer.Argument(..., help="The name as written.")) -> None:
    """Take back the decision on a name; the ledger keeps both.

    Example: forewarned organisations undo "Wexmoor Trust"
    """
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store()
    from forewarned.reports.actions.deciding import undo_decision

    count = undo_decision(name=name, by=settings().actor)
    say(f"Undone. {count:,} report{'s' if count != 1 else ''} read again without it.")


def _verdict(is_: str, person: bool, redacted: bool, not_one: bool) -> str:
    from forewarned.errors import InputError

    said = [
        verdict
        for verdict, given in (
            ("body", bool(is_)),
            ("person", person),
            ("redacted", redacted),
            ("not_an_organisation", not_one),
        )
        if given
    ]
    if len(said) != 1:
        raise InputError(
            "Say one thing of the name",
            where="command line",
            next_step="give one of --is, --person, --redacted, --not-one",
        )
    return said[0]
