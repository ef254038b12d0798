"""Run a command beside a private PostgreSQL server, and always stop the server afterwards.

    python scripts/with_postgres.py [--install] -- COMMAND…

The server keeps its files in a new folder under /tmp and listens only on a Unix socket there: no port to be
taken, no other PostgreSQL of this machine touched. COMMAND finds it in ``FOREWARNED_TEST_POSTGRES``. Without
a server COMMAND runs all the same, with that variable unset, and the reason is printed. Exits with COMMAND's
exit code.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from urllib.parse import quote

PARENT = Path("/tmp")
"""Not TMPDIR: a socket's path has room for 107 bytes, and root's may be closed to the server's account."""
PREFIX = "forewarned-pg-"
# Nothing here outlives a test run, so nothing is flushed to disk for safety's sake.
SERVER_OPTIONS = "-p 5432 -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class NoServer(Exception):
    """Why no server can be had on this machine."""


def say(message: str) -> None:
    print(f"PostgreSQL: {message}", file=sys.stderr, flush=True)


def find_programs() -> Path | None:
    """The folder of initdb and pg_ctl: Debian keeps it off the PATH. The newest version wins."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda found: [int(part) for part in found.parts[4].split(".") if part.isdigit()],
    )
    if debian:
        return debian[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def install() -> None:
    """Install Debian's PostgreSQL; raises NoServer where that is not possible."""
    if not shutil.which("apt-get"):
        raise NoServer("no initdb found, and this machine has no apt-get to install it with")
    if os.geteuid() != 0:
        raise NoServer("no initdb found (as root this would run: apt-get install postgresql)")
    say("installing Debian's package")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # `update` may fail on one source of many and still have found the package: only `install` decides.
    for verb in (
        ["update"],
        ["-o", "DPkg::Lock::Timeout=120", "install", "--no-install-recommends", "postgresql"],
    ):
        done = subprocess.run(
            ["apt-get", "-qq", "-y", *verb],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise NoServer(f"`apt-get install postgresql` failed: {done.stderr.strip()[-400:]}")


def owner() -> pwd.struct_passwd:
    """Who may own a cluster: initdb refuses root, so root uses a lesser account."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServer("this is root, which PostgreSQL refuses, and there is no account `postgres` or `nobody`")


def run(command: list[str], folder: Path) -> None:
    account = owner() if os.geteuid() == 0 else None
    # A server must not hold this script's terminal or pipe open after it: what it prints goes to a file.
    with (folder / "log").open("a") as log:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            check=False,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
    if done.returncode:
        tail = (folder / "log").read_text(errors="replace").strip()[-600:]
        raise NoServer(f"`{Path(command[0]).name}` failed:\n{tail}")


def stop(programs: Path, folder: Path) -> None:
    """Stop the server of ``folder`` if one runs, and remove the folder."""
    if (folder / "data" / "postmaster.pid").exists():
        command = [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "-w", "stop"]
        try:
            run(command, folder)
        except NoServer as problem:
            say(str(problem))
    shutil.rmtree(folder, ignore_errors=True)


def sweep(programs: Path) -> None:
    """Stop servers left by a run that was killed outright (folders are named with their run's process id)."""
    for folder in PARENT.glob(f"{PREFIX}*"):
        pid = folder.name.rpartition("-")[2]
        if not pid.isdigit() or Path(f"/proc/{pid}").exists() or not Path("/proc/self").exists():
            continue
        if folder.stat().st_uid in (os.geteuid(), owner().pw_uid):
            stop(programs, folder)


@contextmanager
def server(*, may_install: bool) -> Iterator[str]:
    """The address of a server that runs until the block ends. Raises NoServer."""
    if may_install and find_programs() is None:
        install()
    programs = find_programs()
    if programs is None:
        raise NoServer("no initdb found on this machine")
    sweep(programs)
    # mkdtemp makes the folder for this account alone; the process id at the end is what `sweep` reads.
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, suffix=f"-{os.getpid()}", dir=PARENT))
    data = folder / "data"
    try:
        if os.geteuid() == 0:
            os.chown(folder, owner().pw_uid, owner().pw_gid)
        run(
            [str(programs / "initdb"), "-D", str(data), "-U", "forewarned", "-A", "trust", "-E", "UTF8"]
            + ["--locale=C", "--no-sync"],
            folder,
        )
        options = f"{SERVER_OPTIONS} -c unix_socket_directories={folder}"
        run([str(programs / "pg_ctl"), "-D", str(data), "-o", options, "-w", "-t", "60", "start"], folder)
        yield f"postgresql://forewarned@/postgres?host={quote(str(folder), safe='')}&port=5432"
    finally:
        stop(programs, folder)


def run_command(command: list[str], environment: dict[str, str]) -> int:
    """Run ``command``. A request to stop goes to it first, so that the server outlives it."""
    # A group of its own, so that a signal reaches the command's own children too.
    child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, process_group=0)

    def pass_on(number: int, _frame: FrameType | None) -> None:
        os.killpg(child.pid, number)

    before = {number: signal.signal(number, pass_on) for number in STOP_SIGNALS}
    try:
        return child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def stop_asked(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main(arguments: list[str]) -> int:
    if "--" not in arguments or not arguments[arguments.index("--") + 1 :]:
        print(__doc__, file=sys.stderr)
        return 2
    split = arguments.index("--")
    options, command = arguments[:split], arguments[split + 1 :]
    environment = {name: value for name, value in os.environ.items() if name != "FOREWARNED_TEST_POSTGRES"}
    for number in STOP_SIGNALS:
        signal.signal(number, stop_asked)
    try:
        with server(may_install="--install" in options) as url:
            return run_command(command, {**environment, "FOREWARNED_TEST_POSTGRES": url})
    except NoServer as problem:
        say(f"{problem}\nPostgreSQL: its tests will be skipped")
    return run_command(command, environment)


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.exit(code if code >= 0 else 128 - code)
