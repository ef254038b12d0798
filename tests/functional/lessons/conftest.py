"""Words in the store: a few fictional reports and responses, imported and read once for a module of tests.

Every test begins from there: what it changes is rolled back after it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.functional.conftest import Cli
from tests.functional.lessons.words import REPORTS, RESPONSES, lines

from forewarned.world import World, generate, write

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

    from forewarned.lessons.actions.reading import LessonsRead
    from forewarned.reports.actions.importing import Result


def take_in(*paths: Path) -> Result:
    """Import files, without reading their words. Everything in them must be usable."""
    from forewarned.reports.actions.importing import import_paths

    result = import_paths(paths=list(paths), by="tests")
    assert result.error is None, result.error
    return result


def read() -> LessonsRead:
    """Read the words that wait."""
    from forewarned.lessons.actions.reading import read_lessons

    return read_lessons(by="tests")


@contextmanager
def held(blocker: DjangoDbBlocker, *imports: tuple[Path, ...]) -> Iterator[Path]:
    """The home of a store with these files imported, some after others, and read; rolled back at the end."""
    from forewarned.settings import settings

    with blocker.unblock():
        from django.db import transaction

        with transaction.atomic():
            for paths in imports:
                take_in(*paths)
            read()
            yield settings().home
            transaction.set_rollback(True)


@pytest.fixture(scope="module", autouse=True)
def _by_words_alone() -> Iterator[None]:
    """Without the optional model of meaning, which takes a second to load in each home and has tests of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("forewarned.lessons.meaning.kept.available", lambda: False)
        yield


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lines(tmp_path_factory.mktemp("words") / "texts.jsonl", *REPORTS)


@pytest.fixture(scope="module")
def responses(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lines(tmp_path_factory.mktemp("words") / "responses.jsonl", *RESPONSES)


@pytest.fixture(scope="module")
def _words_once(
    _by_words_alone: None, texts: Path, responses: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    with held(django_db_blocker, (texts, responses)) as home:
        yield home


@pytest.fixture
def words(_words_once: Path, db: None) -> None:
    """``REPORTS`` and ``RESPONSES`` of `words`, imported and read."""


@pytest.fixture
def asked(_words_once: Path, cli: Cli) -> Cli:
    """Commands on the store of ``words``: ``asked("lessons", "list").ok()``."""
    # The ledger of a store that tests share is signed with the key of the home it was made in.
    shutil.copytree(_words_once / "keys", cli.home / "keys")
    return cli


@pytest.fixture(scope="module")
def small_world() -> World:
    """80 reports, 8 of them to the trust: with deaths before an earlier report, after it, and after a promise on it."""
    return generate(seed=2, reports=80)


@pytest.fixture(scope="module")
def small_files(small_world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write(small_world, folder, pages=False)
    return folder


def documents_of_the_trust(world: World, files: Path) -> tuple[Path, ...]:
    """The PDFs of the reports to the trust and of their responses."""
    names = [
        document.url.rpartition("/")[2]
        for report in world.reports
        if any(one.successor == world.trust for one in report.addressees)
        for document in report.documents
    ]
    return tuple(path for name in names if (path := files / "documents" / name).exists())


@pytest.fixture(scope="module")
def _trust_once(
    _by_words_alone: None,
    small_world: World,
    small_files: Path,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Path]:
    register = (small_files / "organisations", small_files / "register.csv")
    with held(django_db_blocker, register, documents_of_the_trust(small_world, small_files)) as home:
        yield home


@pytest.fixture
def trust(_trust_once: Path, db: None, small_world: World) -> str:
    """The name of the world's trust; the register is imported, and the documents of its reports are read."""
    return small_world.body(small_world.trust).name
