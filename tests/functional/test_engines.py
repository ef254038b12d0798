"""The store is the same on SQLite and on PostgreSQL: this file runs on both."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connection

from forewarned.store import ROOMS

if TYPE_CHECKING:
    from tests.functional.conftest import Shell


@pytest.mark.django_db
def test_the_engine_is_the_one_asked_for(pytestconfig: pytest.Config) -> None:
    assert connection.vendor == pytestconfig.getoption("--engine")


@pytest.mark.django_db
def test_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db
def test_every_room_that_stores_things_has_its_tables() -> None:
    from django.apps import apps

    made = set(connection.introspection.table_names())
    expected = {model._meta.db_table for room in ROOMS for model in apps.get_app_config(room).get_models()}
    assert expected and expected <= made


def test_a_server_that_is_not_there_is_said_plainly(shell: Shell, tmp_path: Path) -> None:
    done = shell("organisations", "review", FOREWARNED_DATABASE_URL=f"postgresql://clerk@/register?host={tmp_path}")
    assert done.code == 8, done.err
    assert "Traceback" not in done.err and "Next: " in done.err


def test_programs_that_open_a_new_store_at_once_both_do(shell: Shell) -> None:
    """The first command of two people, or of two cores, on a store whose tables are not made yet."""
    program = "from forewarned.store import open_store; open_store(create=True)"
    command = [sys.executable, "-c", program]
    environment = {**os.environ, **shell.environment}
    started = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    said = [process.communicate(timeout=120)[1] for process in started]
    assert [process.returncode for process in started] == [0] * 4, "\n".join(said)
