"""Readers at once: how long pages of the whole register take when twenty people ask all the time.

    python benchmarks/load.py [--register F] [--snapshots F] [--organisations DIR] [--home DIR] [--readers 20]
                              [--seconds 10] [--json]

Imports into an empty home (or takes ``--home``, a store that is there), starts `forewarned serve` on this machine
alone, times each page once as the first visitor meets it, then asks for pages of its kind, by turns, with wrk
(https://github.com/wg/wrk; Debian's `wrk`). Without wrk it says so and stops.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from benchmarks import arguments

PROGRAM = Path(sys.executable).parent / "forewarned"
TARGET_MS, TARGET_FIRST, TARGET_BYTES = 200.0, 1.0, 300_000
ORGANISATIONS = ("ods:RMY", "ods:RHA", "ods:RV5", "ods:RXT", "ods:RX4", "ods:RWK", "body:home-office", "ods:RRP")
SEARCHES = ("norfolk", "2022-0260", "trust", "manchester", "prison", "mental health", "police", "smith")
PAGES = {
    "home": ("/",),
    "organisation": tuple(f"/organisations/{key}/" for key in ORGANISATIONS),
    "duties": ("/duties/", "/duties/?show=unanswered", "/duties/?show=unanswered&page=2", "/duties/?show=all&page=40",
               "/duties/?show=unanswered&kind=nhs_trust", "/duties/?show=all&organisation=RMY"),
    "search": tuple(f"/search?q={words.replace(' ', '+')}" for words in SEARCHES),
}  # fmt: skip
"""By kind, the addresses that are asked for by turns."""
SCRIPT = """
local paths, count, fresh = {%s}, 0, %s
math.randomseed(%d)
wrk.headers["Accept-Encoding"] = "gzip"
function request()
  count = count + 1
  local path = paths[(count - 1) %% #paths + 1]
  if fresh then path = path .. (path:find("?", 1, true) and "&" or "?") .. "_=" .. math.random(1, 2 ^ 30) end
  return wrk.format("GET", path)
end
function done(summary, latency, requests)
  io.write(string.format("RESULT %%d %%d %%f %%f %%f %%f %%d\\n", summary.requests,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
    latency.max / 1000, summary.duration / 1000))
end
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of page. Milliseconds at ``readers`` at once; ``fresh``: none of the pages was kept from before.

    ``first``: seconds until the first visitor of a server just started has it. ``bytes``: as sent, compressed.
    """

    page: str
    fresh: bool
    first: float | None
    bytes: int
    a_second: float
    p50: float
    p95: float
    p99: float
    worst: float
    errors: int


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of the site over ``home``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [str(PROGRAM), "serve", "--port", str(port)],
        env={**os.environ, "FOREWARNED_HOME": str(home), "FOREWARNED_ACCESS": "public"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if not process.stdout or "Open http" not in process.stdout.readline():
            raise SystemExit("forewarned serve did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def once(address: str) -> tuple[float, int]:
    """Seconds and bytes of one page, compressed as browsers ask for it."""
    start = time.perf_counter()
    with urlopen(Request(address, headers={"Accept-Encoding": "gzip"}), timeout=60) as answer:  # noqa: S310  ours
        size = len(answer.read())
    return time.perf_counter() - start, size


def loaded(site: str, paths: tuple[str, ...], *, fresh: bool, readers: int, seconds: int, folder: Path) -> list[float]:
    script = folder / "readers.lua"
    script.write_text(
        SCRIPT % (", ".join(json.dumps(path) for path in paths), str(fresh).lower(), time.time_ns() % 2**31)
    )
    command = ["wrk", "-t1", f"-c{readers}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script), site]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60)
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))
    return [float(word) for word in line.split()[1:]]


def measured(home: Path, readers: int, seconds: int, folder: Path) -> list[Row]:
    rows = []
    with served(home) as site:
        first = {page: once(site + paths[0]) for page, paths in PAGES.items()}
        for page, paths in PAGES.items():
            for fresh in (False, True):
                for path in () if fresh else paths:
                    once(site + path)
                asked, errors, p50, p95, p99, worst, took = loaded(
                    site, paths, fresh=fresh, readers=readers, seconds=seconds, folder=folder
                )
                rows.append(
                    Row(page, fresh, None if fresh else round(first[page][0], 3), first[page][1],
                        round(1000 * asked / took, 1), round(p50, 1), round(p95, 1), round(p99, 1), round(worst, 1),
                        int(errors))
                )  # fmt: skip
    return rows


def imported(files: list[Path], home: Path) -> Path:
    absent = [str(path) for path in files if not path.exists()]
    if absent:
        raise SystemExit(f"skipped: {', '.join(absent)} is not there; give --register, --snapshots, --organisations")
    command = [str(PROGRAM), "import", *map(str, files)]
    subprocess.run(command, env={**os.environ, "FOREWARNED_HOME": str(home)}, check=True, stdout=subprocess.DEVNULL)
    return home


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--home", type=Path, help="a store that is there already")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=10, help="how long each kind of page is asked for")
    chosen = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("skipped: wrk is not installed (Debian: apt-get install wrk)")
    with tempfile.TemporaryDirectory(prefix="forewarned-load-") as name:
        folder = Path(name)
        files = [chosen.register, chosen.snapshots, chosen.organisations]
        home = chosen.home or imported(files, folder / "home")
        rows = measured(home, chosen.readers, chosen.seconds, folder)
    if chosen.json:
        print(json.dumps({"readers": chosen.readers, "rows": [asdict(row) for row in rows]}, indent=2))
        return
    print(f"{chosen.readers} readers at once; targets: p95 {TARGET_MS:.0f} ms, first page {TARGET_FIRST:.0f} s, "
          f"{TARGET_BYTES:,} bytes")  # fmt: skip
    head = ("kept", "first s", "bytes", "a second", "p50", "p95", "p99", "errors")
    print(f"{'page':14} " + " ".join(f"{word:>9}" for word in head))
    for row in rows:
        first = f"{row.first:.2f}" if row.first is not None else ""
        cells = (
            "no" if row.fresh else "yes",
            first,
            f"{row.bytes:,}",
            row.a_second,
            row.p50,
            row.p95,
            row.p99,
            row.errors,
        )
        print(f"{row.page:14} " + " ".join(f"{cell:>9}" for cell in cells))


if __name__ == "__main__":
    main()
