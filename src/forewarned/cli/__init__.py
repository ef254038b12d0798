"""The command line: one module a command. A command parses, asks a room, prints, and exits with a stable code.

Nothing heavy is imported here: `forewarned --help` must answer at once, so each command opens the
store inside its own function.
"""

from __future__ import annotations

import errno
import sys

import typer

from forewarned import __version__
from forewarned.cli import (
    accounts,
    again,
    demo,
    digest,
    duties,
    export,
    fetch,
    importing,
    ledger,
    lessons,
    missing,
    organisation,
    promises,
    report,
    review,
    screen,
    search,
    serve,
)
from forewarned.errors import ForewarnedError, StorageError

app = typer.Typer(
    name="forewarned",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Were they warned, did they answer, did they do what they promised, and did it happen again? "
    "Learning from deaths, from evidence.",
)

STOPPED = 130
"""The exit code of a command that Ctrl-C stopped, as shells have it: 128 and the number of SIGINT."""


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"forewarned {__version__}")
        raise typer.Exit


@app.callback()
def start(
    version: bool = typer.Option(  # noqa: ARG001  its callback prints and stops
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Set up what every command shares."""
    from forewarned import log
    from forewarned.settings import settings

    log.configure(settings().log_level)


app.command("import")(importing.import_)
app.command("fetch")(fetch.fetch)
app.command("organisation")(organisation.organisation)
app.command("report")(report.report)
app.command("duties")(duties.duties)
app.command("digest")(digest.digest)
app.command("missing")(missing.missing)
app.command("search")(search.search)
app.command("similar")(search.similar)
app.command("again")(again.again)
app.command("screen")(screen.screen)
app.command("export")(export.export)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.add_typer(accounts.app, name="accounts")
app.add_typer(review.app, name="organisations")
app.add_typer(lessons.app, name="lessons")
app.add_typer(promises.app, name="promises")
app.add_typer(ledger.ledger_app, name="ledger")


def main() -> None:
    """Run the command line. Errors people can meet are printed plainly and give their exit code."""
    try:
        app()
    except ForewarnedError as error:
        _fail(error)
    except SystemExit as stop:
        if stop.code == STOPPED:  # typer turns Ctrl-C into this code, and prints nothing
            typer.echo("Stopped. What was finished is kept; run the same command again to go on.", err=True)
        raise
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM):
            raise
        _fail(_storage(error.strerror or ""))
    except Exception as error:
        found = _database_error(error)
        if found is None:
            raise
        _fail(found)


def _fail(error: ForewarnedError) -> None:
    typer.echo(f"Error: {error}", err=True)
    sys.exit(error.exit_code)


def _storage(reason: str) -> StorageError:
    return StorageError(
        f"The store could not be written ({reason}); nothing of this command was kept",
        next_step="free some space or mend the permissions, then run the same command again",
    )


def _database_error(error: Exception) -> StorageError | None:
    """A full disk or a lost server reaches us as a database error; anything else is a fault of ours."""
    from django.db import DatabaseError

    if not isinstance(error, DatabaseError):
        return None
    reason = str(error.__cause__ or error).splitlines()[0]
    known = ("full", "readonly", "read-only", "disk I/O", "locked", "connection", "unable to open", "not a database")
    return _storage(reason) if any(word in reason for word in known) else None
