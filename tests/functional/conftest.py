"""Run commands as a person does: in this process (fast) or as a program in an empty home (true)."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from tests.functional.lessons.again_words import read_again
from tests.visitors import filled_once

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

PROGRAM = Path(sys.executable).parent / "forewarned"


@dataclass(frozen=True, slots=True)
class Run:
    """What a command did: its exit code, and what it printed on standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def ok(self) -> Run:
        """This run, which must have succeeded."""
        assert self.code == 0, f"exit {self.code}\n{self.out}\n{self.err}"
        return self


class Cli:
    """Commands in this process, on the test's own database; what they write is rolled back after the test."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Run:
        from forewarned.cli import main
        from forewarned.settings import settings

        settings.cache_clear()
        self._capsys.readouterr()
        code: object = 0
        with pytest.MonkeyPatch.context() as patch, logging_kept():
            patch.setattr(sys, "argv", ["forewarned", *map(str, arguments)])
            try:
                main()
            except SystemExit as stop:
                code = stop.code
        out, err = self._capsys.readouterr()
        return Run(code if isinstance(code, int) else int(code is not None), out, err)


@contextmanager
def logging_kept() -> Iterator[None]:
    """A command sets up logging for its process; here the process goes on to other tests."""
    logger = logging.getLogger("forewarned")
    before = logger.handlers[:], logger.level, logger.propagate
    try:
        yield
    finally:
        logger.handlers[:], logger.level, logger.propagate = before


class Shell:
    """Commands as a program of its own, in an empty home with a store of its own."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.home = home
        self.environment = environment

    def __call__(self, *arguments: str | Path, timeout: float = 120, **environment: str) -> Run:
        done = subprocess.run(
            [str(PROGRAM), *map(str, arguments)],
            env={**os.environ, **self.environment, **environment},
            cwd=self.home.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def cli(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """``cli("duties", "--late", "--json").ok().json``: a command in this process, on an empty store."""
    home = tmp_path / "home"
    home.mkdir()
    # Questions look for this file before they open the store; here the store is the test's own database.
    (home / "forewarned.sqlite").touch()
    monkeypatch.setenv("FOREWARNED_HOME", str(home))
    return Cli(home, capsys)


@pytest.fixture
def shell(store_of_its_own: dict[str, str], tmp_path: Path) -> Shell:
    """``shell("import", path).ok()``: the installed program, from a home that does not exist yet."""
    home = tmp_path / "home"
    return Shell(home, {"FOREWARNED_HOME": str(home), **store_of_its_own})


@pytest.fixture
def store_of_its_own() -> Iterator[dict[str, str]]:
    """The settings of an empty store for one test: a new database of the server, or a file in the home."""
    from forewarned.settings import settings

    url = settings().database_url
    if not url:
        yield {}
        return
    import psycopg
    from psycopg import sql

    name = f"forewarned_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    base, _, options = url.partition("?")
    try:
        yield {"FOREWARNED_DATABASE_URL": f"{base.rpartition('/')[0]}/{name}?{options}"}
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def _again_once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("files")
    with pytest.MonkeyPatch.context() as patch:
        # By the rule of words alone, so that what is found is the same where the optional model is not installed.
        patch.setattr("forewarned.lessons.actions.grouping.kept_embedder", lambda: None)
        patch.setattr("forewarned.lessons.questions.possible.kept_embedder", lambda: None)
        with filled_once(django_db_blocker, home, lambda: read_again(folder)):
            yield


@pytest.fixture
def again_held(_again_once: None, db: None) -> None:
    """A store that holds the reports of ``lessons.again_words``: some say the same again after a death."""
