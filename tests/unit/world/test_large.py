"""The streamed register is one of the same kind, and the same bytes for the same seed."""

from __future__ import annotations

import csv
from pathlib import Path

from forewarned.world.large import write_large


def test_sizes_are_those_written_and_grow_in_step(tmp_path: Path) -> None:
    small, large = write_large(tmp_path / "a", 500), write_large(tmp_path / "b", 1_000)
    for folder, sizes in (("a", small), ("b", large)):
        with (tmp_path / folder / "register.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        with (tmp_path / folder / "snapshots.csv").open(encoding="utf-8", newline="") as file:
            changes = list(csv.DictReader(file))
        assert (len(rows), len(changes)) == (sizes.register, sizes.snapshots)
        assert len({row["report_url"] for row in rows}) == len(rows)
        days = [row["snapshot_date"] for row in changes]
        assert days == sorted(days)
    # The real files: 5,900 reports and 12,868 changes, 2.2 a report.
    assert 1.9 < large.snapshots / large.register < 2.4


def test_the_same_bytes_twice(tmp_path: Path) -> None:
    write_large(tmp_path / "a", 300, seed=5)
    write_large(tmp_path / "b", 300, seed=5)
    for path in sorted((tmp_path / "a").rglob("*.csv")):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()
