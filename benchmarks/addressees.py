"""Measures who a report was addressed to: ours and the Preventable Deaths Tracker's, on the same labelled reports.

    python benchmarks/addressees.py [--gold PATH] [--register PATH] [--organisations DIR] [--misses] [--json]

Scored as the shared data's README says: only reports whose labels are all sure; persons and redacted names leave
the set; names compared without case, punctuation and the words the / NHS / Foundation / Trust / Limited / Ltd /
plc; a label's successor counts as right.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from benchmarks import PFD, SHARED, check_there
from forewarned.organisations.directory import Directory, load_directory
from forewarned.organisations.names import untyped
from forewarned.organisations.ods import read_ods
from forewarned.organisations.resolver import read_addressees
from forewarned.organisations.values import OdsRow, Party

LEFT_OUT = frozenset("the nhs foundation trust limited ltd plc".split())


@dataclass(frozen=True)
class Label:
    """One labelled body: the names that count as right."""

    names: frozenset[str]


@dataclass
class Score:
    """Sums over reports. precision, recall and F1 are over bodies, exact over reports."""

    reports: int = 0
    exact: int = 0
    given: int = 0
    right: int = 0
    labelled: int = 0
    found: int = 0

    def figures(self) -> dict[str, float | int]:
        precision = self.right / self.given if self.given else 0.0
        recall = self.found / self.labelled if self.labelled else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            **asdict(self),
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(f1, 4),
            "exact_share": round(self.exact / self.reports, 4) if self.reports else 0.0,
        }


def comparable(name: str) -> str:
    """A name as the scoring rule compares it."""
    words = re.sub(r"[^a-z0-9 ]+", "", untyped(name).lower().replace("&", " and ").replace("-", " ")).split()
    return " ".join(word for word in words if word not in LEFT_OUT)


def labels_of(item: dict[str, object]) -> list[Label] | None:
    """The labelled bodies of a report, None when any label is not sure."""
    found: dict[frozenset[str], Label] = {}
    addressees = item["addressees"]
    assert isinstance(addressees, list)
    for label in addressees:
        if not label["sure"]:
            return None
        if label.get("kind") in ("person", "redacted") or not label["organisation"]:
            continue
        names = frozenset(comparable(name) for name in (label["organisation"], label.get("successor") or "") if name)
        found[names] = Label(names)
    return list(found.values())


def add(score: Score, given: Iterable[str], labels: list[Label]) -> bool:
    """Add one report; True when the set is exactly right."""
    names = {comparable(name) for name in given} - {""}
    right = {name for name in names if any(name in label.names for label in labels)}
    found = [label for label in labels if names & label.names]
    exact = len(right) == len(names) and len(found) == len(labels)
    score.reports += 1
    score.exact += exact
    score.given += len(names)
    score.right += len(right)
    score.labelled += len(labels)
    score.found += len(found)
    return exact


def ours(written: str, on: date | None, area: str, directory: Directory) -> list[str]:
    """Names of the bodies we read in the field."""
    mentions = read_addressees(written, on, directory, area=area)
    return [m.body.name for m in mentions if m.party is Party.ORGANISATION and m.body]


def read_register(path: Path) -> dict[str, dict[str, str]]:
    """Rows of the shared register by the page's address."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["report_url"]: row for row in csv.DictReader(file)}


def read_directory(folder: Path) -> Directory:
    """The directory with the ODS files of ``folder``."""
    rows: list[OdsRow] = []
    for path in sorted(folder.glob("*.csv")):
        rows += [row for row in read_ods(path) if isinstance(row, OdsRow)]
    return load_directory(rows)


def measure(gold: Path, register: Path, organisations: Path) -> dict[str, object]:
    """The whole benchmark as one value."""
    started = time.perf_counter()
    directory = read_directory(organisations)
    loaded = time.perf_counter() - started
    rows = read_register(register)
    us, tracker, misses, skipped = Score(), Score(), [], 0
    for line in gold.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        labels = labels_of(item)
        if labels is None:
            skipped += 1
            continue
        row = rows.get(item["report_url"], {})
        on = date.fromisoformat(item["date"]) if item.get("date") else None
        given = ours(item["written"], on, row.get("coroner_area_scraped", ""), directory)
        if not add(us, given, labels):
            wanted = sorted(min(label.names) for label in labels)
            misses.append({"ref": item["ref"], "written": item["written"], "ours": given, "labels": wanted})
        theirs = [n.strip() for n in row.get("sent_to", "").split(" | ") if n.strip() and n.strip() != "REDACTED"]
        add(tracker, theirs, labels)
    fields = sorted({row["sent_to_scraped"] for row in rows.values()})
    fresh = read_directory(organisations)
    started = time.perf_counter()
    for field in fields:
        read_addressees(field, date(2020, 1, 1), fresh)
    reading = time.perf_counter() - started
    return {
        "ours": us.figures(),
        "tracker": tracker.figures(),
        "reports_with_an_unsure_label": skipped,
        "seconds_to_load_directory": round(loaded, 3),
        "distinct_fields": len(fields),
        "seconds_to_read_distinct_fields": round(reading, 3),
        "misses": misses,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the reading of addressees against labels.")
    parser.add_argument("--gold", type=Path, default=PFD / "gold" / "addressees.jsonl")
    parser.add_argument("--register", type=Path, default=PFD / "register.csv")
    parser.add_argument("--organisations", type=Path, default=SHARED / "organisations")
    parser.add_argument("--misses", action="store_true", help="print every report that is not exactly right")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args()
    check_there(parser, given.gold, given.register, given.organisations)
    result = measure(given.gold, given.register, given.organisations)
    if given.json:
        print(json.dumps(result, indent=2, ensure_ascii=False))
        return
    print(f"{'':10}{'reports':>8}{'exact':>8}{'precision':>11}{'recall':>8}{'F1':>8}")
    for who in ("ours", "tracker"):
        f = result[who]
        assert isinstance(f, dict)
        print(
            f"{who:10}{f['reports']:>8}{f['exact_share']:>8.3f}{f['precision']:>11.3f}{f['recall']:>8.3f}{f['f1']:>8.3f}"
        )
    print(f"left out: {result['reports_with_an_unsure_label']} reports with an unsure label")
    print(
        f"directory loaded in {result['seconds_to_load_directory']} s; {result['distinct_fields']} distinct fields "
        f"read in {result['seconds_to_read_distinct_fields']} s"
    )
    if given.misses:
        misses = result["misses"]
        assert isinstance(misses, list)
        for miss in misses:
            print(f"- {miss['ref']} {miss['written']!r}\n    ours   {miss['ours']}\n    labels {miss['labels']}")


if __name__ == "__main__":
    main()
