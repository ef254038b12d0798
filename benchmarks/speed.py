"""How fast and how large: imports, questions from the shell, memory, ten times the register, beside the Toolkit.

    python benchmarks/speed.py [--register F] [--snapshots F] [--organisations DIR] [--scale] [--toolkit] [--json]

Every command is run as a person runs it, as a new process, in an empty home. ``--scale`` adds a synthetic register
of ten times the size; ``--toolkit`` installs PFD Toolkit into a folder of its own (from the package registry, some
700 MB) and times its import on the same machine in the same run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import arguments

PROGRAM = Path(sys.executable).parent / "forewarned"
TRUST = "Norfolk and Suffolk NHS Foundation Trust"
REPORT = "2022-0260"


def questions(trust: str, report: str) -> dict[str, tuple[str, ...]]:
    """The questions by what they are called in the table."""
    return {
        "organisation": ("organisation", trust),
        "organisation --json": ("organisation", trust, "--json"),
        "organisation --as-at": ("organisation", trust, "--as-at", "2024-06-01"),
        "duties --due-within 14": ("duties", "--due-within", "14", "--today", "2025-07-20"),
        "duties --late": ("duties", "--late"),
        "duties --unanswered --kind nhs_trust": ("duties", "--unanswered", "--kind", "nhs_trust"),
        "missing": ("missing",),
        f"report {report}": ("report", report),
        "organisations review": ("organisations", "review"),
        "ledger check": ("ledger", "check"),
    }


@dataclass(frozen=True, slots=True)
class Timed:
    """One command: wall-clock seconds (the best of its runs, and the first), peak memory in MB, any target."""

    what: str
    seconds: float
    megabytes: float
    target: float | None = None
    first: float = 0.0


def timed(what: str, command: list[str], *, home: Path, runs: int = 1, target: float | None = None) -> Timed:
    seconds: list[float] = []
    peak = 0.0
    for _ in range(runs):
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, "FOREWARNED_HOME": str(home)},
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        peak = max(peak, usage.ru_maxrss / 1024)
        if status:
            message = process.stderr.read().decode() if process.stderr else ""
            raise SystemExit(f"{' '.join(command)} failed:\n{message}")
    return Timed(what, round(min(seconds), 3), round(peak, 1), target, round(seconds[0], 3))


def ours(files: list[str], folder: Path, asked: dict[str, tuple[str, ...]], runs: int) -> list[Timed]:
    """The whole register from empty, again unchanged, and each question."""
    home = folder / "home"
    take = [str(PROGRAM), "import", *files]
    load = [sys.executable, "-c", "import forewarned"]
    found = [
        timed("import from empty", take, home=home, target=20),
        timed("import again, unchanged", take, home=home, runs=min(runs, 3), target=3),
        timed("--help", [str(PROGRAM), "--help"], home=home, runs=runs, target=0.3),
        timed("python -c 'import forewarned'", load, home=home, runs=runs, target=0.3),
    ]
    for name, words in asked.items():
        found.append(timed(name, [str(PROGRAM), *words], home=home, runs=runs, target=0.5))
    return found


def scaled(folder: Path, times: tuple[int, ...]) -> list[Timed]:
    """Synthetic registers of growing size: seconds should grow as they do."""
    from forewarned.world import write_large

    found = []
    for factor in times:
        world = folder / f"world-{factor}"
        sizes = write_large(world, reports=5_900 * factor)
        name = f"import synthetic x{factor} ({sizes.register:,} reports, {sizes.snapshots:,} changes)"
        files = [str(world / "register.csv"), str(world / "snapshots.csv")]
        found.append(timed(name, [str(PROGRAM), "import", *files], home=folder / f"home-{factor}"))
    return found


def toolkit(folder: Path) -> tuple[list[Timed], float]:
    """PFD Toolkit's import, and the megabytes its install takes."""
    venv = folder / "toolkit"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python = venv / "bin" / "python"
    before = _megabytes(venv)
    subprocess.run([str(python), "-m", "pip", "install", "-q", "pfd_toolkit"], check=True, stderr=subprocess.DEVNULL)
    size = _megabytes(venv) - before
    return [timed("PFD Toolkit: import", [str(python), "-c", "import pfd_toolkit"], home=folder, runs=3)], size


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--trust", default=TRUST, help="the organisation asked about")
    parser.add_argument("--report", default=REPORT, help="the report asked about")
    parser.add_argument("--runs", type=int, default=5, help="how often each question is timed; the best counts")
    parser.add_argument("--scale", action="store_true", help="add synthetic registers of 1, 5 and 10 times the size")
    parser.add_argument("--toolkit", action="store_true", help="install PFD Toolkit and time its import")
    chosen = parser.parse_args()
    files = [str(path) for path in (chosen.register, chosen.snapshots, chosen.organisations)]
    with tempfile.TemporaryDirectory(prefix="forewarned-speed-") as name:
        folder = Path(name)
        rows = ours(files, folder, questions(chosen.trust, chosen.report), chosen.runs)
        if chosen.scale:
            rows += scaled(folder, (1, 5, 10))
        size = None
        if chosen.toolkit:
            peer, size = toolkit(folder)
            rows += peer
    if chosen.json:
        print(json.dumps({"rows": [asdict(row) for row in rows], "toolkit_install_mb": size}, indent=2))
        return
    print(f"{'what':62} {'seconds':>8} {'first':>7} {'target':>7} {'MB':>7}")
    for row in rows:
        print(f"{row.what:62} {row.seconds:8.2f} {row.first:7.2f} {row.target or '':>7} {row.megabytes:7.0f}")
    if size is not None:
        print(f"PFD Toolkit's install: {size:,.0f} MB")


if __name__ == "__main__":
    main()
