"""The evidence store: Django's models over SQLite (embedded, default) or PostgreSQL.

Nothing here is imported until a command needs the store, so that `--help` stays fast.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from forewarned.errors import NotFoundError, StorageError
from forewarned.settings import settings as environment

ROOMS = ("organisations", "ledger", "reports", "lessons")
"""The rooms that store things, in the order of their imports."""


@cache
def _set_up_django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "forewarned.store.settings"
    from django.apps import apps
    from django.conf import settings as chosen

    # What `django.setup()` does, without the address routing that only a site needs (0.1 s).
    apps.populate(chosen.INSTALLED_APPS)


def open_store(*, create: bool = False) -> None:
    """Make the models usable in this process, bringing the tables up to date first.

    ``create=False`` (questions) raises NotFoundError when nothing was ever imported here;
    ``create=True`` (imports) makes the folder and the tables. Raises StorageError when the
    store cannot be opened.
    """
    home = environment().home
    embedded = not environment().database_url
    if embedded and not create and not (home / "forewarned.sqlite").exists():
        raise NotFoundError(
            "There is no store here yet",
            where=str(home),
            next_step="run `forewarned import PATH…` (or `forewarned demo` for the fictional trust), "
            "or set FOREWARNED_HOME to the folder of an existing store",
        )
    if create:
        make_home()
    _set_up_django()
    with told_as_storage_error():
        _bring_up_to_date()


@contextmanager
def told_as_storage_error() -> Iterator[None]:
    """An error of the database in here becomes a StorageError that says what to check. Django must be set up."""
    from django.db import Error

    try:
        yield
    except Error as error:
        raise StorageError(
            "The store could not be opened",
            where=environment().database_url.rpartition("@")[2] or str(environment().home),
            next_step="check that the folder is writable, or that the database server runs and its address is right",
        ) from error


def make_home() -> None:
    """Make the folder of the store where it is not there. Raises StorageError."""
    home = environment().home
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder for the store could not be made ({error.strerror})",
            where=str(home),
            next_step="set FOREWARNED_HOME to a folder you can write to",
        ) from error


def _shipped_migrations() -> set[tuple[str, str]]:
    rooms = Path(__file__).parent.parent
    return {(room, file.stem) for room in ROOMS for file in (rooms / room / "migrations").glob("[0-9]*.py")}


def _bring_up_to_date() -> None:
    """Migrate only when a table is behind: reading one small table costs far less than Django's own check."""
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = {(app, name) for app, name in cursor.fetchall()}
    except DatabaseError:
        applied = set()
    if _shipped_migrations() <= applied:
        return
    from django.core.management import call_command

    from forewarned.store.engines import engine

    # Two commands may open a new store at once: the second waits, and then finds nothing left to do.
    with engine().one_set_up_at_a_time():
        call_command("migrate", verbosity=0, interactive=False)
