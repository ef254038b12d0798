"""Stopped in the middle, two at once, a full disk, a damaged store: what was there stays, and the message is plain."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests import sheets

from forewarned.errors import BusyError, StorageError
from forewarned.world import generate
from forewarned.world.official import site_files

if TYPE_CHECKING:
    from tests.functional.conftest import Run, Shell

PROGRAM = Path(sys.executable).parent / "forewarned"
PATCHED = """
import os, signal, sys, time
from pathlib import Path
from forewarned.store import open_store
open_store(create=True)
from forewarned.reports.actions import importing
name, place, todo = sys.argv[1:4]
real, calls = getattr(importing, name), []
def instead(*some, **named):
    found = real(*some, **named)
    calls.append(1)
    if len(calls) == int(place):
        exec(todo)
    return found
setattr(importing, name, instead)
sys.argv = ["forewarned", *sys.argv[4:]]
from forewarned.cli import main
main()
"""
DIE = "os.kill(os.getpid(), signal.SIGKILL)"
WAIT = "Path(os.environ['HERE']).touch()\nwhile not Path(os.environ['GO']).exists(): time.sleep(0.02)"


def start(shell: Shell, name: str, place: int, todo: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """The program, doing ``todo`` after call ``place`` of a function of the import."""
    return subprocess.Popen(
        [sys.executable, "-c", PATCHED, name, str(place), todo, *map(str, arguments)],
        env={**os.environ, **shell.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def killed(shell: Shell, name: str, place: int, *arguments: str | Path) -> None:
    process = start(shell, name, place, DIE, *arguments)
    _, err = process.communicate(timeout=120)
    assert process.returncode == -9, err


def answers(shell: Shell) -> list[str]:
    return [shell(*asked, "--json").ok().out for asked in (("duties",), ("ledger", "head"))]


def plain(run: Run, code: int) -> str:
    """A failure with this exit code, in words."""
    assert "Traceback" not in run.err and run.code == code, run.out + run.err
    assert run.err.startswith("Error: ") and "Next: " in run.err
    assert not [name for name in sheets.PEOPLE if name in run.err]
    return run.err


@pytest.mark.store
@pytest.mark.parametrize("name", ["write_readings", "record", "settle"])
def test_a_killed_import_leaves_the_store_as_it_was_and_can_be_run_again(
    shell: Shell, tmp_path: Path, name: str
) -> None:
    shell("import", sheets.register(tmp_path / "register.csv")).ok()
    before = answers(shell)
    later = sheets.register(tmp_path / "later.csv", rows=40)
    killed(shell, name, 1, "import", later)
    assert answers(shell) == before
    (outcome,) = shell("import", later, "--json").ok().json["outcomes"]
    assert (outcome["status"], outcome["new"]) == ("done", 30)
    shell("ledger", "check").ok()


@pytest.mark.store
def test_twelve_hundred_pages_killed_after_the_first_batch_go_on_where_they_were(shell: Shell, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name, content in site_files(generate(reports=1_210)):
        if name.count("/") == 1 and name.startswith("pages/") and name.endswith(".html"):
            (tmp_path / name).write_bytes(content)
    count = len(list(pages.iterdir()))
    assert count >= 1_200
    killed(shell, "write_readings", 501, "import", pages)
    run = shell("import", pages, "--json").ok().json
    became = [one["status"] for one in run["outcomes"]]
    assert became == ["unchanged"] * 500 + ["done"] * (count - 500)
    assert len(shell("duties", "--json").ok().json["duties"]) >= count
    shell("ledger", "check").ok()


@pytest.mark.store
def test_a_second_import_is_told_to_wait_and_the_first_is_not_disturbed(shell: Shell, tmp_path: Path) -> None:
    sheets.register(tmp_path / "register.csv")
    later = sheets.register(tmp_path / "later.csv", rows=12)
    shell("import", tmp_path / "register.csv").ok()
    here, go = tmp_path / "here", tmp_path / "go"
    shell.environment |= {"HERE": str(here), "GO": str(go)}
    first = start(shell, "write_readings", 1, WAIT, "import", later, "--json")
    try:
        deadline = time.monotonic() + 60
        while not here.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        said = plain(shell("import", sheets.register(tmp_path / "third.csv", rows=20)), BusyError.exit_code)
        assert BusyError.exit_code == 7 and "Another import is writing to this store" in said
        assert len(shell("duties", "--json").ok().json["duties"]) == 10, "readers do not wait"
    finally:
        go.touch()
    _, err = first.communicate(timeout=60)
    assert first.returncode == 0, err
    assert len(shell("duties", "--json").ok().json["duties"]) == 12
    shell("import", tmp_path / "third.csv").ok()
    shell("ledger", "check").ok()


@pytest.mark.store
def test_two_first_imports_at_once_make_one_store(shell: Shell, tmp_path: Path) -> None:
    path = sheets.register(tmp_path / "register.csv")
    both = [start(shell, "settle", 99, "pass", "import", path) for _ in range(2)]
    said = [process.communicate(timeout=60)[1] for process in both]
    codes = sorted(process.returncode for process in both)
    assert codes in ([0, 0], [0, 7]), said
    assert len(shell("duties", "--json").ok().json["duties"]) == 10
    shell("ledger", "check").ok()


@pytest.fixture(scope="module")
def home_of_ten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a store with ten reports in it, not to be changed."""
    from tests.functional.conftest import Shell

    folder = tmp_path_factory.mktemp("ten")
    shell = Shell(folder / "home", {"FOREWARNED_HOME": str(folder / "home")})
    shell("import", sheets.register(folder / "register.csv")).ok()
    return shell.home


@pytest.fixture
def stored(home_of_ten: Path, shell: Shell) -> Shell:
    """A store with ten reports in it."""
    shutil.copytree(home_of_ten, shell.home)
    return shell


@pytest.mark.sqlite_only
def test_no_room_left_for_the_file(stored: Shell, tmp_path: Path, world_files: Path) -> None:
    """About SQLite's own file: the system lets it grow no further, as when the disk is full."""
    before = answers(stored)
    limited = ["sh", "-c", 'ulimit -f 200; exec "$0" "$@"', str(PROGRAM)]
    run = elsewhere(stored, *limited, "import", world_files / "toolkit.csv")
    assert "The store could not be written" in plain(run, StorageError.exit_code)
    assert StorageError.exit_code == 8 and answers(stored) == before
    stored("import", world_files / "toolkit.csv").ok()
    stored("ledger", "check").ok()


@pytest.mark.sqlite_only
def test_a_full_disk(stored: Shell, tmp_path: Path, world_files: Path) -> None:
    """About SQLite's own file, on a disk of its own that is nearly full."""
    script = (
        'mount -t tmpfs -o size=3m none "$1" || exit 77; cp -a "$2/." "$1"; '
        'FOREWARNED_HOME=$1 "$3" import "$4" "$5" "$6"; code=$?; '
        'FOREWARNED_HOME=$1 "$3" duties --json > "$1.after" && exit $code'
    )
    disk = tmp_path / "disk"
    disk.mkdir()
    files = [world_files / name for name in ("register.csv", "toolkit.csv", "snapshots.csv")]
    run = in_its_own_mounts(stored, script, disk, stored.home, PROGRAM, *files, "--accept-loss", "test")
    said = plain(run, StorageError.exit_code)
    assert "full" in said and "free some space" in said
    assert Path(f"{disk}.after").read_text() == stored("duties", "--json").ok().out


@pytest.mark.sqlite_only
def test_a_folder_that_cannot_be_written(stored: Shell, tmp_path: Path, world_files: Path) -> None:
    """About the folder of SQLite's file."""
    script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 77; "$2" import "$3"'
    before = answers(stored)
    if os.geteuid() == 0:
        run = in_its_own_mounts(stored, script, stored.home, PROGRAM, world_files / "register.csv")
    else:
        stored.home.chmod(0o555)
        run = stored("import", world_files / "register.csv")
        stored.home.chmod(0o755)
    plain(run, StorageError.exit_code)
    assert answers(stored) == before


def in_its_own_mounts(shell: Shell, script: str, *arguments: str | Path) -> Run:
    """Run as root with mounts that end with the program; skips where that is not allowed."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("a disk of its own can only be made by root with unshare(1)")
    run = elsewhere(shell, "unshare", "-m", "sh", "-c", script, "sh", *arguments)
    if run.code in (1, 77) and ("unshare" in run.err or "mount" in run.err):
        pytest.skip(f"a disk of its own cannot be made here: {run.err.strip()}")
    return run


def elsewhere(shell: Shell, *command: str | Path) -> Run:
    from tests.functional.conftest import Run

    done = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **shell.environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("damage", ["text", "blanks", "half", "folder", "middle"])
def test_a_store_that_is_damaged_or_is_none(stored: Shell, tmp_path: Path, damage: str) -> None:
    """About SQLite's own file: each way to damage it ends in a plain message for an import and a question."""
    path = stored.home / "forewarned.sqlite"
    raw = path.read_bytes()
    if damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(
            {
                "text": b"Wilfrid Quennelmoor kept this instead of a database\n" * 200,
                "blanks": b"\0" * 8192,
                "half": raw[: len(raw) // 2 // 4096 * 4096],
                "middle": raw[:4096] + b"\xff" * (len(raw) - 4096),
            }[damage]
        )
    plain(stored("import", sheets.register(tmp_path / "later.csv", rows=40)), StorageError.exit_code)
    plain(stored("duties"), StorageError.exit_code)


@pytest.mark.sqlite_only
def test_a_home_that_is_a_file(tmp_path: Path) -> None:
    """About the folder of SQLite's file."""
    from tests.functional.conftest import Shell

    (tmp_path / "home").write_text("not a folder")
    shell = Shell(tmp_path / "home", {"FOREWARNED_HOME": str(tmp_path / "home")})
    assert "could not be made" in plain(shell("import", sheets.register(tmp_path / "register.csv")), 8)
