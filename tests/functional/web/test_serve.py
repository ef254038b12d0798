"""`forewarned serve`: one address, static files, an empty home, a clean stop, a taken port."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.enable_socket, pytest.mark.store]
PROGRAM = Path(sys.executable).parent / "forewarned"


@dataclass(frozen=True, slots=True)
class Site:
    """The program, serving; ``said`` is what it printed when it was ready."""

    address: str
    process: subprocess.Popen[str]
    home: Path
    said: str

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        request = urllib.request.Request(self.address + path, headers=headers)  # noqa: S310  our own address
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, dict(error.headers), error.read()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve") / "home"


@pytest.fixture
def site(home: Path, store_of_its_own: dict[str, str]) -> Iterator[Site]:
    """The site on a home that does not exist yet."""
    port = free_port()
    environment = {**os.environ, "FOREWARNED_HOME": str(home), **store_of_its_own}
    process = subprocess.Popen(
        [str(PROGRAM), "serve", "--port", str(port)],
        env=environment, cwd=home.parent, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert process.stdout
    said = process.stdout.readline()
    try:
        yield Site(f"http://127.0.0.1:{port}", process, home, said)
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_an_empty_home_is_served_and_says_what_to_do_next(site: Site) -> None:
    assert f"Open {site.address}/ in a browser" in site.said
    status, headers, body = site.get("/")
    text = body.decode()
    assert status == 200
    assert "There is no report here yet" in text and "forewarned import" in text
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert site.get("/search?q=trust")[0] == 200
    assert site.get("/search")[0] == 200
    status, headers, body = site.get("/no/such/page")
    assert status == 404 and b"There is no page at this address" in body and b"Traceback" not in body
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', text):
        status, headers, _ = site.get(path, **{"Accept-Encoding": "gzip"})
        assert status == 200, path
        assert "immutable" in headers["Cache-Control"], path
        assert headers["X-Content-Type-Options"] == "nosniff"
    secret = site.home / "keys" / "web-secret"
    assert not secret.exists() or secret.stat().st_mode & 0o077 == 0


def test_it_stops_cleanly_when_asked(site: Site) -> None:
    assert site.get("/")[0] == 200
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(timeout=15) == 0
    assert site.process.stderr and "Traceback" not in site.process.stderr.read()
    with pytest.raises(OSError, match=r"refused|unreachable"):
        socket.create_connection(("127.0.0.1", int(site.address.rpartition(":")[2])), timeout=2)


def test_a_taken_port_is_refused_before_anything_is_made(shell: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = shell("serve", "--port", str(port))
    assert done.code == 5
    assert f"Port {port} is already in use" in done.err and "--port" in done.err
    assert not shell.home.exists()
