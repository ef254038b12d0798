"""`forewarned ledger`: what was done here, in an order nobody can change unseen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forewarned.cli.faces import AsJson, print_json, print_table, say
from forewarned.errors import InputError, LedgerError, NotFoundError

if TYPE_CHECKING:
    from forewarned.ledger.check import CheckResult
    from forewarned.ledger.models import Entry

ledger_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="What was done here, by whom and when: append-only, hashed and signed. "
    "It proves order and integrity since entry, never truth.",
)
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write the proof to a new file, not to the screen."),
]
Lodged = Annotated[
    Path | None,
    typer.Option("--checkpoint", metavar="FILE", help="A checkpoint lodged elsewhere: is it still so?"),
]
SHOWN = 50
LONGEST_NOTE = 1_000_000
"""A checkpoint is three short lines and its signatures; a hundred of the longest kind fit."""


@ledger_app.command("head")
def head(as_json: bool = AsJson) -> None:
    """Print the newest checkpoint, verified: a signed note of three lines to lodge with an outsider.

    Example: forewarned ledger head > checkpoint-2025-08-01.txt
    """
    _open()
    from forewarned.ledger.questions import read_head

    newest = read_head()
    if newest is None:
        raise NotFoundError("The ledger has no entry yet", next_step="it begins with the first import")
    if as_json:
        print_json(newest.as_json())
    else:
        typer.echo(newest.note, nl=False)


@ledger_app.command("prove")
def prove(
    entry: int = typer.Argument(..., metavar="ENTRY", help="The entry's number, as `ledger log` shows it."),
    out: Out = None,
    as_json: bool = AsJson,
) -> None:
    """Prove that one entry is in the ledger: entry, audit path, signed checkpoint and public key in one JSON.

    The proof verifies offline, with nothing but itself, by this program or by another's.

    Example: forewarned ledger prove 17 --out entry-17.json
    """
    _open()
    from forewarned.ledger.questions import prove as ask

    proof = ask(entry)
    if out is None:
        print_json(proof.as_json())
        return
    _write_new(out, proof.as_json())
    if as_json:
        print_json({"entry": entry, "size": proof.size, "file": str(out)})
    else:
        say(f"Entry {entry} is among the first {proof.size:,}, signed by {proof.key.name}: see {out}")


@ledger_app.command("check")
def check(
    checkpoint: Lodged = None,
    as_json: bool = AsJson,
) -> None:
    """Check every entry, hash and signature; name what was altered, removed or reordered (exit code 9).

    Example: forewarned ledger check --checkpoint checkpoint-2025-08-01.txt
    """
    lodged = _read_note(checkpoint) if checkpoint else None
    _open()
    from forewarned.ledger.questions import check_ledger

    result = check_ledger(lodged=lodged)
    if as_json:
        print_json(result.as_json())
    else:
        _show(result)
    if not result.ok:
        raise typer.Exit(LedgerError.exit_code)


@ledger_app.command("log")
def log(
    action: str = typer.Option("", "--action", help="Only this action, such as import.done."),
    subject: str = typer.Option("", "--subject", help="Only what was done to this."),
    since: int = typer.Option(0, "--from", min=0, metavar="ENTRY", help="From this entry on."),
    limit: int = typer.Option(SHOWN, "--limit", min=1, help="The newest so many."),
    as_json: bool = AsJson,
) -> None:
    """List entries, oldest first: who did what, to what, when. With --json, all that each entry says.

    Example: forewarned ledger log --action import.refused --json
    """
    _open()
    from forewarned.ledger.questions import entries

    found = entries(action=action, subject=subject, since=since, newest=limit)
    if as_json:
        print_json({"entries": [_columns(entry) for entry in found]})
        return
    rows = [(entry.seq, entry.at[:19].replace("T", " "), entry.by, entry.action, entry.subject) for entry in found]
    print_table("Ledger", ("Entry", "When (UTC)", "Who", "What", "To what"), rows)


def _open() -> None:
    from forewarned.store import open_store

    open_store()


def _show(result: CheckResult) -> None:
    say(f"{result.entries:,} entries, {result.checkpoints:,} signed checkpoints, checked one by one.")
    if result.lodged and result.ok:
        say(f"The ledger still begins with the {result.lodged.head.size:,} entries of the lodged checkpoint.")
    if result.ok:
        say("No ledger entry was altered, removed or reordered since it was recorded.")
        return
    rows = [(found.kind.value.replace("_", " "), found.what, found.next_step) for found in result.findings]
    print_table(f"{len(rows):,} finding{'s' * (len(rows) > 1)}", ("Kind", "What", "Next"), rows[:SHOWN])
    if len(rows) > SHOWN:
        say(f"… and {len(rows) - SHOWN:,} more: use --json for all of them.")


def _columns(entry: Entry) -> dict[str, object]:
    import json

    return {
        "seq": entry.seq,
        "at": entry.at,
        "by": entry.by,
        "action": entry.action,
        "subject": entry.subject,
        "body": json.loads(entry.body),
        "leaf_hash": entry.leaf_hash,
    }


def _read_note(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_NOTE).decode()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            "The lodged checkpoint cannot be read",
            where=str(path),
            next_step="give a file `ledger head` wrote",
        ) from error


def _write_new(path: Path, value: object) -> None:
    """A proof is evidence: an existing file is never overwritten."""
    import json

    try:
        with path.open("x", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False, indent=2)
            file.write("\n")
    except FileExistsError as error:
        raise InputError("There is a file of this name already", where=str(path), next_step="choose another") from error
    except OSError as error:
        raise InputError(f"The proof cannot be written ({error.strerror})", where=str(path)) from error
