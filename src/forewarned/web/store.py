"""Opening the store for the site: on an empty home too, so that the first page can say what to do next."""

from __future__ import annotations

import os
from functools import cache

from forewarned.store import make_home, told_as_storage_error


@cache
def set_up_site() -> None:
    """Make Django and the models of the site usable in this process."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "forewarned.web.settings"
    import django

    django.setup(set_prefix=False)


def open_site() -> None:
    """``set_up_site``, with every table brought up to date first. Raises StorageError when it cannot be done."""
    make_home()
    set_up_site()
    with told_as_storage_error():
        bring_up_to_date()


def bring_up_to_date() -> None:
    """Apply what is missing of every app's migrations, one process at a time, then see that every role exists."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from forewarned.store.engines import engine

    with engine().one_set_up_at_a_time():
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
