"""The server that the tests run on: always stopped, whatever happens to what runs beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "with_postgres.py"
PRINT_ADDRESS = "import os; print(os.environ.get('FOREWARNED_TEST_POSTGRES', 'none'), flush=True)"
WAIT = "import time; time.sleep(60)"


@pytest.fixture(scope="module", autouse=True)
def _a_server_can_be_had() -> None:
    found = subprocess.run(
        [sys.executable, SCRIPT, "--", sys.executable, "-c", PRINT_ADDRESS],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    if found.stdout.strip() == "none":
        pytest.skip(found.stderr.strip())


@pytest.fixture
def waiting() -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """The script with a command that waits, and the folder of its server."""
    command = [sys.executable, str(SCRIPT), "--", sys.executable, "-c", f"{PRINT_ADDRESS}; {WAIT}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        folder = folder_of(process.stdout.readline())
        assert folder.is_dir()
        yield process, folder
        process.kill()


def folder_of(address: str) -> Path:
    return Path(parse_qs(urlsplit(address.strip()).query)["host"][0])


def test_the_server_is_gone_afterwards_and_the_exit_code_is_the_commands() -> None:
    command = [sys.executable, "-c", f"{PRINT_ADDRESS}; raise SystemExit(7)"]
    done = subprocess.run([sys.executable, SCRIPT, "--", *command], capture_output=True, text=True, check=False)
    assert done.returncode == 7
    assert not folder_of(done.stdout).exists()


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_stop_ends_the_command_and_then_the_server(
    asked: signal.Signals, waiting: tuple[subprocess.Popen[str], Path]
) -> None:
    process, folder = waiting
    process.send_signal(asked)
    assert process.wait(timeout=30) != 0
    assert not folder.exists()


def test_a_server_left_by_a_killed_run_is_stopped_by_the_next(
    waiting: tuple[subprocess.Popen[str], Path],
) -> None:
    process, folder = waiting
    server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    process.kill()
    process.wait()
    subprocess.run([sys.executable, SCRIPT, "--", "true"], check=True, capture_output=True)
    assert not folder.exists()
    for _ in range(50):
        if not alive(server):
            return
        time.sleep(0.1)
    pytest.fail("the server still runs")


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()


def test_without_a_command_it_says_how_it_is_used() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--"], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "COMMAND" in done.stderr
