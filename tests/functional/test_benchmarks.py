"""Each benchmark runs on files of the formats it documents, by its path or as a module, and is in the docs."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from forewarned.world import World

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "benchmarks"
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
LABELS = (
    "source", "ref", "report_url", "date_of_report", "date_of_death", "addressee", "date_due", "received",
    "overdue", "actions_taken",
)  # fmt: skip


def run(
    module: str, *arguments: str | Path, as_module: bool = False, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """A benchmark as a person runs it, from the project's folder."""
    how = ["-m", f"benchmarks.{module}"] if as_module else [f"benchmarks/{module}.py"]
    return subprocess.run(
        [sys.executable, *how, *map(str, arguments)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("FOREWARNED_")},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def result(module: str, *arguments: str | Path, as_module: bool = False) -> dict[str, Any]:
    done = run(module, *arguments, "--json", as_module=as_module)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def world_arguments(files: Path) -> list[str | Path]:
    return [
        "--register", files / "register.csv", "--snapshots", files / "snapshots.csv",
        "--organisations", files / "organisations",
    ]  # fmt: skip


@pytest.fixture
def labels(world: World, tmp_path: Path) -> Path:
    """A hand-coded sheet of four duties, coded on 1 June 2025 as its days overdue tell."""
    names = {body.key: body.name for body in world.bodies}
    path = tmp_path / "labels.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, LABELS, restval="")
        writer.writeheader()
        for story, received, overdue in (
            ("answered_on_time", "Yes", ""),
            ("never_answered", "No response", "1204"),
            ("never_listed", "N", ""),
            ("answered_late", "N/A", ""),
        ):
            (report,) = world.story(story)
            writer.writerow(
                {
                    "source": "sheet", "ref": report.ref, "report_url": report.url,
                    "date_of_report": report.date_of_report.isoformat(), "addressee": names[report.responses[0].body],
                    "date_due": report.due_printed.isoformat(), "received": received, "overdue": overdue,
                }
            )  # fmt: skip
    return path


@pytest.mark.parametrize("as_module", [False, True])
def test_duties(world_files: Path, labels: Path, as_module: bool) -> None:
    found = result("duties", *world_arguments(world_files), "--labels", labels, as_module=as_module)
    assert found["coded_on"] == ["2025-06-01"]
    due, received = found["due_dates"], found["received"]
    assert (due["rows"], due["exact"], due["further_off"], due["from_the_sheets_own_date"]) == (4, 4, [], 0)
    assert (received["rows"], received["decided"], received["agree"], received["not_agreeing"]) == (3, 3, 3, [])
    assert received["confusion"] == {"received / published": 1, "not received / none published": 2}


def test_duties_in_words(world_files: Path, labels: Path) -> None:
    done = run("duties", *world_arguments(world_files), "--labels", labels)
    assert done.returncode == 0, done.stderr
    assert "due date: 4 of 4 exact" in done.stdout and "decided 3 of 3, agreeing 3" in done.stdout


@pytest.mark.parametrize("as_module", [False, True])
def test_status(world: World, world_files: Path, as_module: bool) -> None:
    found = result("status", *world_arguments(world_files), "--as-at", "2025-09-30", as_module=as_module)
    fair = found["on_the_day_of_its_counts"]
    assert (found["as_at"], found["counted_on"], fair["as_at"]) == ("2025-09-30", "2025-07-31", "2025-07-31")
    for part in (found, fair):
        assert sum(part["tracker"].values()) == part["reports"] > 300
        assert sum(part["ours"].values()) == sum(part["timeliness"].values()) == part["duties"]
        assert part["ours_contradicted"] == {}
        assert {"n", "certain_on_time", "certain_late", "unknown", "interval"} <= part["share_on_time"].keys()
    public = sum(report.date_added.isoformat() <= "2025-07-31" and not report.withdrawn for report in world.reports)
    assert fair["reports"] == public


def test_status_says_what_its_contradictions_rest_on(world_files: Path) -> None:
    done = run("status", *world_arguments(world_files))
    assert "contradicted by our reading of the documents" in done.stdout and "the fair comparison" in done.stdout
    assert "our own reading" in run("status", "--help").stdout


def test_addressees(world: World, world_files: Path, tmp_path: Path) -> None:
    names = {body.key: body.name for body in world.bodies}
    gold = tmp_path / "gold.jsonl"
    chosen = [report for report in world.reports if report.story in ("never_listed", "answered_late", "redacted_name")]
    lines = [
        {
            "ref": report.ref,
            "report_url": report.url,
            "date": report.date_of_report.isoformat(),
            "written": report.sent_to,
            "addressees": [
                {
                    "as_written": one.as_written,
                    "organisation": names.get(one.body, ""),
                    "kind": one.party,
                    "ods": "",
                    "sure": True,
                }
                for one in report.addressees
            ],
        }
        for report in chosen
    ]
    gold.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    organisations = tmp_path / "ods"
    organisations.mkdir()
    for name in ("etr.csv", "eccg.csv"):
        shutil.copy(world_files / "organisations" / name, organisations)
    found = result(
        "addressees", "--gold", gold, "--register", world_files / "register.csv", "--organisations", organisations
    )
    for who in ("ours", "tracker"):
        assert {"reports", "exact", "precision", "recall", "f1", "exact_share"} <= found[who].keys()
    assert found["ours"]["reports"] == 3 and found["ours"]["exact_share"] == 1.0, found["misses"]


def test_funnel(tmp_path: Path) -> None:
    """Reference files of the three names, made here: two bodies on target, so every z is nought."""
    columns = ["group", "numerator", "denominator", "rr", "target_transformed", "Y", "s", "Uzscore", "winsorised"]
    for name, y in (("bowel_SR_CQC", 1.0), ("bowel_SR_SHMI", 0.0)):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            for group in ("Overwell", "Merrowdown"):
                row = {"group": group, "numerator": 100, "denominator": 100, "rr": 1, "Y": y, "Uzscore": 0}
                writer.writerow(row | {"s": 0.05 if y else 0.1, "winsorised": 0})
    series = ["series", "group", "numerator", "denominator", "rr", "Y", "s", "Uzscore", "Wuzscore", "phi", "tau2"]
    with (tmp_path / "funnel_points.csv").open("w", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, series).writeheader()
    found = result("funnel", "--references", tmp_path, "--bodies", "50")
    assert found["bodies"] == 50 and found["seconds"] > 0
    assert found["series"].keys() == {"bowel_SR_CQC", "bowel_SR_SHMI"}
    for worst in found["series"].values():
        assert worst["bodies"] == 2 and worst["y"] < 1e-9 and worst["z"] < 1e-9


def test_speed(world_files: Path) -> None:
    """Times are of the machine; here only that each command ran. The questions name a trust and a report that exist."""
    found = result("speed", *world_arguments(world_files), "--trust", "X9A", "--report", "2024-0007", "--runs", "1")
    rows = {row["what"]: row for row in found["rows"]}
    assert {"import from empty", "import again, unchanged", "--help", "missing", "ledger check"} <= rows.keys()
    assert all(row["seconds"] > 0 and row["megabytes"] > 1 for row in rows.values())
    assert found["toolkit_install_mb"] is None


OPTION = {
    "funnel": "--references", "duties": "--register", "status": "--register", "load": "--register",
    "documents": "--pdf", "lessons": "--texts", "search": "--texts",
}  # fmt: skip


@pytest.mark.parametrize("module", [name for name in MODULES if name != "speed"])
def test_absent_data_is_said(module: str, tmp_path: Path) -> None:
    option = OPTION.get(module, "--gold")
    done = run(module, option, tmp_path / "nowhere")
    assert done.returncode != 0 and "not there" in done.stderr and "Traceback" not in done.stderr


def test_every_benchmark_has_its_row_in_the_docs() -> None:
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    for module in MODULES:
        mine = [line for line in rows if f"benchmarks/{module}.py" in line]
        assert len(mine) == 1, module
        assert len(mine[0].strip("| ").split(" | ")) == 5, module
