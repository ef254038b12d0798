"""Write docs/reference/answers.md: the questions on the real register, as the program prints them.

python scripts/write_answers.py [FOLDER]     FOLDER holds pfd/ and organisations/ (default ../shared/data)

The store is made from an empty folder and thrown away; the day is fixed, so that the page can be made again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "answers.md"
PROGRAM = ROOT / ".venv" / "bin" / "forewarned"
TODAY = "2025-08-01"
TRUST = "Norfolk and Suffolk NHS Foundation Trust"
HEAD = f"""\
# The questions, on the real register

Written by `python scripts/write_answers.py` from the public register (5,900 coroners' reports, 12,868 changes seen in
daily snapshots) and NHS organisation codes, as at {TODAY}, in an empty folder. Long answers are cut where it says so:
`--json` and `--csv` give all. Contains public sector information licensed under the Open Government Licence v3.0.

Read with it: no published response is not the same as no response; a response first seen on a day may have been
received weeks before; a count of reports says nothing of the number or the care of people who did not die.
"""
COMMANDS: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("Import", ("import", "pfd/register.csv", "pfd/snapshots.csv", "organisations"), 40),
    ("Import again: nothing changes", ("import", "pfd/register.csv", "pfd/snapshots.csv", "organisations"), 40),
    ("One organisation", ("organisation", TRUST), 190),
    ("The same, from what was known on 1 June 2024", ("organisation", TRUST, "--as-at", "2024-06-01"), 30),
    ("Due in the next 14 days", ("duties", "--due-within", "14"), 50),
    (
        "Past due with no response published, NHS trusts",
        ("duties", "--unanswered", "--kind", "nhs_trust", "--organisation", TRUST),
        40,
    ),
    ("Late for certain", ("duties", "--late"), 20),
    ("References that were never published", ("missing", "--year", "2019"), 60),
    ("One report", ("report", "2022-0260"), 80),
    ("Names that wait for a decision", ("organisations", "review", "--limit", "15"), 60),
    ("The ledger", ("ledger", "head"), 20),
    ("Is the ledger whole?", ("ledger", "check"), 20),
)


def main() -> None:
    data = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT.parent / "shared" / "data").resolve()
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "FOREWARNED_HOME": folder,
            "FOREWARNED_TODAY": TODAY,
            "FOREWARNED_ACTOR": "a reader",
            "NO_COLOR": "1",
        }
        parts = [HEAD]
        for title, arguments, most in COMMANDS:
            done = subprocess.run(
                [str(PROGRAM), *arguments], cwd=data, env=environment, capture_output=True, text=True, check=False
            )
            lines = [line.rstrip() for line in (done.stdout + done.stderr).strip().splitlines()]
            cut = [f"… {len(lines) - most:,} more lines"] if len(lines) > most else []
            said = " ".join(f'"{word}"' if " " in word else word for word in arguments)
            parts.append(f"## {title}\n\n```text\n$ forewarned {said}\n" + "\n".join(lines[:most] + cut) + "\n```\n")
    PAGE.write_text("\n".join(parts), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
