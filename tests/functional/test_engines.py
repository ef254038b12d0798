"""The store is the same on SQLite and on PostgreSQL: this file runs on both."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from forewarned.store import ROOMS


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
