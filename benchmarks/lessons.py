"""How long a corpus takes to be read: sections split, facts and themes found, promises read, lessons joined, indexed.

    python benchmarks/lessons.py [--texts PATH] [--responses PATH] [--json]

Imports the texts and responses into an empty home with the real command, then the same files again, then one more
report. Prints seconds and the largest memory of each run. Nothing is compared: no other tool does this offline.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import PFD

PROGRAM = Path(sys.executable).parent / "forewarned"
TARGET_SECONDS, TARGET_MB = 300.0, 2000.0
WATCHED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.stdout.write(done.stdout)
sys.exit(done.returncode)
"""
NEWS = {
    "report_url": "https://www.judiciary.uk/prevention-of-future-death-reports/odalys-fernhollow-of-a-benchmark/",
    "ref": "2025-9999", "date": "2025-07-01", "coroner": "", "area": "", "receiver": "Ellerwick NHS Trust",
    "investigation": "On 4 March 2025 I opened an inquest into the death of Odalys Fernhollow, aged 31.",
    "circumstances": "She was an inpatient on Larch Ward and was found in her room.",
    "concerns": "1. Hourly checks were recorded that had not been done.\n2. Her family was not told of her risk.",
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One run of `forewarned import`: what was given, seconds of the clock, megabytes at most, and what it said."""

    what: str
    seconds: float
    megabytes: float
    said: str


def run(what: str, home: Path, *files: Path) -> Run:
    command = [sys.executable, "-c", WATCHED, str(PROGRAM), "import", *map(str, files)]
    start = time.perf_counter()
    done = subprocess.run(
        command, env={**os.environ, "FOREWARNED_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"forewarned import failed: {done.stderr.strip().splitlines()[-1:]}")
    peak, *lines = done.stdout.splitlines()
    said = next((line for line in lines if line.startswith("Read: ")), "")
    return Run(what, round(time.perf_counter() - start, 1), round(int(peak) / 1024), said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=PFD / "texts.jsonl")
    parser.add_argument("--responses", type=Path, default=PFD / "responses.jsonl")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    given = [chosen.texts, chosen.responses]
    absent = [str(path) for path in given if not path.exists()]
    if absent:
        raise SystemExit(f"skipped: {', '.join(absent)} is not there; give --texts and --responses")
    with tempfile.TemporaryDirectory(prefix="forewarned-lessons-") as name:
        folder = Path(name)
        news = folder / "news.jsonl"
        news.write_text(json.dumps(NEWS) + "\n", encoding="utf-8")
        home = folder / "home"
        runs = [
            run("all texts and responses, from empty", home, *given),
            run("the same again", home, *given),
            run("one report more", home, news),
        ]
    if chosen.json:
        print(json.dumps({"runs": [asdict(one) for one in runs]}, indent=2))
        return
    print(f"targets: {TARGET_SECONDS:.0f} s and {TARGET_MB:,.0f} MB for the whole corpus")
    for one in runs:
        print(f"{one.what:38} {one.seconds:8.1f} s {one.megabytes:8,.0f} MB  {one.said}")


if __name__ == "__main__":
    main()
