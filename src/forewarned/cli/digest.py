"""`forewarned digest`: the duties that fall due, as an e-mail."""

from __future__ import annotations

import typer

from forewarned.cli.faces import say
from forewarned.errors import InputError, StorageError


def digest(
    to: str = typer.Option("", "--to", metavar="ADDRESS", help="Who gets it."),
    organisation: str = typer.Option("", "--organisation", metavar="NAME", help="Duties of one organisation."),
    kind: str = typer.Option("", "--kind", help="Duties of one kind of body, such as nhs_trust."),
    due_within: int = typer.Option(
        14, "--due-within", min=0, max=3660, metavar="DAYS", help="Due in the next DAYS days."
    ),
    subscribed: bool = typer.Option(
        False, "--subscribed", help="To everybody who asked for it and whose day has come."
    ),
    send: bool = typer.Option(False, "--send/--print", help="Send it, or print it and send nothing (the default)."),
) -> None:
    """Send or print the digest of duties that fall due soon and are not surely answered.

    Mail goes by the server of FOREWARNED_SMTP_HOST (see the settings); where none is set it is printed. Run it once
    a day with --subscribed --send, from cron or a systemd timer: each subscriber gets theirs when its day has come.

    Example: forewarned digest --to safety@example.org --organisation RMY --print
    """
    if bool(to) == subscribed:
        raise InputError(
            "Say who gets the digest", where="command line", next_step="give either --to ADDRESS or --subscribed"
        )
    if subscribed and not send:
        raise InputError("Nothing is printed for subscribers", where="--subscribed", next_step="add --send")
    from forewarned.settings import settings
    from forewarned.web.store import open_site

    open_site()
    from forewarned.reports.questions.worklist import Wanted
    from forewarned.web.digests import check_address, compose
    from forewarned.web.digests import send as send_mails

    if subscribed:
        _to_subscribers()
        return
    wanted = Wanted(due_within=due_within, kind=kind, organisation=organisation)
    mail = compose(to=check_address(to), wanted=wanted, today=settings().today())
    if not send:
        say(f"To: {to}\nSubject: {mail.subject}\n\n{mail.body}")
        return
    count = send_mails([mail])
    where = "" if settings().mail.host else " No mail server is set (FOREWARNED_SMTP_HOST), so it was only printed."
    say(f"{count} digest sent to {to}.{where}")


def _to_subscribers() -> None:
    from forewarned.settings import settings
    from forewarned.web.digests import send_subscribed

    sent, failed = send_subscribed(today=settings().today())
    say(f"{sent:,} digest{'' if sent == 1 else 's'} sent.")
    if failed:
        raise StorageError(
            f"{failed:,} could not be sent",
            where="FOREWARNED_SMTP_HOST",
            next_step="check the mail settings; they are tried again the next time",
        )
