"""`forewarned accounts`: who may sign in to the site, and with which role."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from forewarned.cli.faces import AsJson, print_json, print_table, say
from forewarned.errors import InputError

if TYPE_CHECKING:
    from forewarned.web.access import Role

app = typer.Typer(
    no_args_is_help=True, help="Accounts of the site: make one, list them, give a role, make a sign-in link."
)
Name = typer.Argument(..., metavar="NAME", help="What the person signs in with.")
Address = typer.Option(
    "", "--address", help="Where people open the site; the link begins so. Left out: its path alone is printed."
)
CLOSED = (
    "This is the first account, so the register is now closed to the public: whoever reads it signs in first. "
    "To leave it open to read, set FOREWARNED_ACCESS=public for the site."
)
ROLES = "reader, analyst, reviewer, investigator or administrator"


@app.command()
def create(
    name: str = Name,
    role: str = typer.Option("reader", "--role", help=f"One of {ROLES}."),
    password_stdin: bool = typer.Option(
        False, "--password-stdin", help="Set the password that standard input holds, in place of a link."
    ),
    address: str = Address,
) -> None:
    """Make an account, and print the link that signs its person in once.

    The first account closes the site to the public unless FOREWARNED_ACCESS is `public`.

    Example: forewarned accounts create robin.vale --role administrator
    """
    chosen = _role(role)
    _open()
    from django.db import transaction

    from forewarned.settings import settings
    from forewarned.web import actions
    from forewarned.web.access import is_public

    by, was_public = settings().actor, is_public()
    password = sys.stdin.readline().rstrip("\n") if password_stdin else ""
    with transaction.atomic():
        user = actions.create_account(name=name, role=chosen, by=by)
        if password_stdin:
            actions.set_password(user=user, password=password, by=by)
            token = ""
        else:
            token = actions.make_link(user=user, by=by)
    say(f"{name} has an account, with the role {chosen}.")
    if token:
        _say_link(address, token)
    else:
        say("They sign in with the password, and then add a passkey or an authenticator app.")
    if was_public and not is_public():
        say(CLOSED)


@app.command()
def link(name: str = Name, address: str = Address) -> None:
    """Make a new sign-in link for a person who lost what they sign in with; the rest is removed.

    Their passkeys, apps and password are gone then, and their API tokens and private calendar addresses end.

    Example: forewarned accounts link robin.vale
    """
    _open()
    from forewarned.settings import settings
    from forewarned.web import actions

    _say_link(address, actions.reset_sign_in(user=actions.find_user(name), by=settings().actor))


@app.command("list")
def list_(as_json: bool = AsJson) -> None:
    """List the accounts with their roles.

    Example: forewarned accounts list
    """
    _open()
    from django.contrib.auth.models import User

    from forewarned.web.access import role_of_user

    rows = [
        {
            "name": user.get_username(),
            "role": (role_of_user(user) or "") if user.is_active else "",
            "closed": not user.is_active,
            "last_signed_in": user.last_login,
        }
        for user in User.objects.order_by("username")
    ]
    if as_json:
        print_json(rows)
    elif rows:
        shown = [(row["name"], row["role"] or "none", "closed" if row["closed"] else "open") for row in rows]
        print_table("Accounts", ("Name", "Role", "State"), shown)
    else:
        say("There is no account yet. `forewarned accounts create NAME --role administrator` makes the first.")


@app.command()
def role(
    name: str = Name,
    role: str = typer.Argument(..., metavar="ROLE", help=f"One of {ROLES}; or none."),
) -> None:
    """Give an account another role, or none.

    Example: forewarned accounts role robin.vale reviewer
    """
    chosen = None if role == "none" else _role(role)
    _open()
    from forewarned.settings import settings
    from forewarned.web import actions

    actions.give_role(user=actions.find_user(name), role=chosen, by=settings().actor)
    say(f"{name} has {f'the role {chosen}' if chosen else 'no role'} now.")


@app.command()
def close(name: str = Name) -> None:
    """Close an account: nobody signs in to it any more.

    Example: forewarned accounts close robin.vale
    """
    _open()
    from forewarned.settings import settings
    from forewarned.web import actions

    actions.close_account(user=actions.find_user(name), by=settings().actor)
    say(f"The account {name} is closed.")


def _open() -> None:
    from forewarned.web.store import open_site

    open_site()


def _role(word: str) -> Role:
    from forewarned.web.access import ROLES as KNOWN
    from forewarned.web.access import Role

    if word not in {one.value for one in KNOWN}:
        raise InputError("There is no such role", where=word, next_step=f"use one of {ROLES}")
    return Role(word)


def _say_link(address: str, token: str) -> None:
    say("This link signs them in once, within 24 hours. Give it to them in person or by a way you trust:")
    say(f"  {address.rstrip('/')}/accounts/link/{token}/")
    if not address:
        say("It is opened on the address the site is served at (by default http://localhost:8000).")
