"""People at the site: a client for each role, on the test's own store."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.visitors import filled_once, read_words

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.test import Client
    from pytest_django.plugin import DjangoDbBlocker

SignedIn = Callable[..., "Client"]


@pytest.fixture(autouse=True)
def _no_tries_remembered() -> None:
    """Tries at signing in are counted in the process's cache, which outlives a test."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The minute in which tries are counted, and the half minute of an app's code, do not end within the test."""
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """``person("reviewer")``: an account of that role (``""``: none), with an authenticator app; names nobody bears."""

    def make(role: str = "", *, name: str = "", proved: bool = True) -> User:
        from django.contrib.auth.models import Group, User

        user = User.objects.create_user(name or f"quill.{role or 'nobody'}", password="seven grey otters sing")
        if role:
            user.groups.add(Group.objects.get_or_create(name=role)[0])
        if proved:
            from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

            TOTP.activate(user, generate_totp_secret())
        return user

    return make


@pytest.fixture
def signed_in(person: Callable[..., User]) -> SignedIn:
    """``signed_in("reviewer").get("/review/")``: a client of somebody of that role who has signed in."""

    def enter(role: str = "", *, name: str = "", proved: bool = True) -> Client:
        from django.test import Client

        client = Client()
        client.force_login(person(role, name=name, proved=proved))
        return client

    return enter


COLUMNS = (
    "ref", "report_url", "date_of_report", "date_added", "deceased_name", "age", "sex", "date_of_death",
    "coroner_name_scraped", "coroner_name", "coroner_area_scraped", "coroner_area", "categories",
    "sent_to_scraped", "sent_to", "replies_2025_07_31", "pdf_url", "reply_urls", "research_tags",
)  # fmt: skip
SITE = "https://www.judiciary.example/prevention-of-future-death-reports"
FORMULA = '=HYPERLINK("http://example.invalid","Quill")'
SCRIPT = "<script>alert('Perrin')</script>"


def register_row(ref: str, key: str, made: str, added: str, to: str, **more: str) -> dict[str, str]:
    """A row of a register as published; what is not given is blank."""
    row = dict.fromkeys(COLUMNS, "")
    return row | {
        "ref": ref, "report_url": f"{SITE}/{key}/", "date_of_report": made, "date_added": added,
        "deceased_name": "Perrin Oakes", "coroner_name": "Edith Quillmere", "coroner_area": "Wexmoor",
        "sent_to_scraped": to, **more,
    }  # fmt: skip


ROWS = (
    # Due on Saturday 14 February 2026, thirteen days after the day of the tests; one name is in no list.
    register_row("2025-0500", "tamsin-vale", "2025-12-20", "2026-01-05", "Home Office | Quellbridge Wayfarers"),
    register_row("2025-0503", "ivo-quill", "2025-10-01", "2025-10-20", "Home Office"),
    register_row("2024-0100", "wren-hollis", "2024-03-01", "2024-03-20", "Tarn Fell Minders and Wexmoor Otters"),
    register_row("2024-0103", "oda-marl", "2024-03-10", "2024-03-30", "Hollow Lantern Keepers", age="44"),
    register_row("2024-0103", "bram-sedge", "2024-03-12", "2024-03-30", "Hollow Lantern Keepers Limited"),
    register_row("", "nell-fenn", "2024-04-01", "2024-03-25", FORMULA, deceased_name=SCRIPT,
                 date_of_death="2024-06-01"),
    register_row("2025-0400", "abel-rook", "2025-06-01", "2025-06-20", "Ministry of Justice",
                 pdf_url=f"{SITE}/2025-0400-report.pdf",
                 reply_urls=f"{SITE}/2025-0400-Response-from-Ministry-of-Justice.pdf"),
)  # fmt: skip


def write_register(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def _imported_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """``ROWS`` imported for a whole module; gives the file."""
    from forewarned.reports.actions.importing import import_paths

    path = write_register(tmp_path_factory.mktemp("files") / "register.csv", ROWS)

    def fill() -> None:
        result = import_paths(paths=[path], by="tests")
        assert result.error is None, result.error

    with filled_once(django_db_blocker, tmp_path_factory.mktemp("home"), fill):
        yield path


@pytest.fixture
def small_register(_imported_once: Path, db: None) -> Path:
    """``ROWS`` as imported on 1 February 2026 into a home of its own; gives the file they came in."""
    return _imported_once


STORY = ("organisations", "register.csv", "snapshots.csv", "nonresponse", "toolkit.csv")
"""What of the fictional world the story pages are tried on: with section texts, without saved pages."""


@pytest.fixture
def story_world(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A small fictional world imported into a home of its own; gives the key of its trust."""
    from forewarned.settings import settings
    from forewarned.world import generate, write

    home, folder = tmp_path / "home", tmp_path / "world"
    home.mkdir(exist_ok=True)
    monkeypatch.setenv("FOREWARNED_HOME", str(home))
    settings.cache_clear()
    from forewarned.organisations.models import Organisation
    from forewarned.reports.actions.importing import import_paths

    world = generate(reports=50)
    write(world, folder)
    result = import_paths(paths=[folder / name for name in STORY], by="tests")
    assert result.error is None, result.error
    return Organisation.objects.get(name=world.body(world.trust).name).key


@pytest.fixture(scope="module")
def _words_read_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The reports and responses of ``tests.functional.lessons.words``, read for a whole module; gives the home."""
    home, files = tmp_path_factory.mktemp("words-home"), tmp_path_factory.mktemp("words-files")
    with filled_once(django_db_blocker, home, lambda: read_words(files)):
        yield home


@pytest.fixture
def words_held(_words_read_once: Path, db: None) -> Path:
    """A store that holds the words of four reports and of one response; gives its home."""
    return _words_read_once


@pytest.fixture
def open_register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody may read the register."""
    from forewarned.settings import settings

    monkeypatch.setenv("FOREWARNED_ACCESS", "public")
    settings.cache_clear()


@pytest.fixture
def open_words(words_held: Path, open_register: None) -> None:
    """``words_held``, for anybody to read."""
