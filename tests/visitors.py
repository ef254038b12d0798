"""Who visits the site in tests: anybody, or a signed-in person of a role, with a small fictional register to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker

    from forewarned.web.access import Role

HOST = "127.0.0.1"
SEED, REPORTS = 39, 60
FILES = ("organisations", "register.csv", "snapshots.csv", "nonresponse")


def import_world(folder: Path, *, reports: int = REPORTS) -> None:
    """The fictional trust's world, imported into the test's own store."""
    from forewarned.reports.actions.importing import import_paths
    from forewarned.world import generate, write

    write(generate(seed=SEED, reports=reports), folder)
    result = import_paths(paths=[folder / name for name in FILES], by="tests")
    assert result.error is None, result.error


def read_words(folder: Path) -> None:
    """The words of a few fictional reports and of a response, imported into the test's own store and read."""
    from tests.functional.lessons.words import REPORTS, RESPONSES, lines

    from forewarned.lessons.actions.reading import read_lessons
    from forewarned.reports.actions.importing import import_paths

    files = [lines(folder / "texts.jsonl", *REPORTS), lines(folder / "responses.jsonl", *RESPONSES)]
    result = import_paths(paths=files, by="tests")
    assert result.error is None, result.error
    read_lessons(by="tests")


@contextmanager
def filled_once(blocker: DjangoDbBlocker, home: Path, fill: Callable[[], None]) -> Iterator[None]:
    """A store that a whole module reads: filled once, in a home of its own, and rolled back at the end.

    Tests nest in its transaction; between them the database is shut, as pytest-django has it.
    """
    from django.db import transaction

    from forewarned.settings import settings

    with pytest.MonkeyPatch.context() as patch, blocker.unblock():
        patch.setenv("FOREWARNED_HOME", str(home))
        settings.cache_clear()
        with transaction.atomic():
            fill()
            with blocker.block():
                yield
            transaction.set_rollback(True)
    settings.cache_clear()


def page_at(client: Client, address: str, status: int = 200) -> str:
    """The page at an address, which must answer with this status."""
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def plain(page: str) -> str:
    """What a reader sees of a page, in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def seen(client: Client, address: str, status: int = 200) -> str:
    """What a reader sees at an address, in one line."""
    return plain(page_at(client, address, status))


def person(name: str, role: Role | None, *, proved: bool = True) -> User:
    """An account with a role; ``proved``: with an authenticator app, the second proof of who it is."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth.models import Group, User

    user = User.objects.create_user(username=name)
    if role is not None:
        user.groups.add(Group.objects.get_or_create(name=role.value)[0])
    if proved:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "not used here"})
    return user


def visitor(user: User | None = None, **options: Any) -> Client:
    """A browser of nobody's, or one in which ``user`` is signed in."""
    from django.test import Client

    client = Client(HTTP_HOST=HOST, raise_request_exception=False, **options)
    if user is not None:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def token_of(user: User, *scopes: str, days: int = 30) -> dict[str, str]:
    """A new token of ``user`` as the header to send it in."""
    from forewarned.web.api.tokens import make_token

    made = make_token(user=user, name="a test", scopes=scopes or ("register:read",), days=days, by=user.get_username())
    return {"Authorization": f"Bearer {made.secret}"}
