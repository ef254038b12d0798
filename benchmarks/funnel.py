"""How far our funnels are from the published R packages' (FunnelPlotR 0.6.0), and how long they take.

    .venv/bin/python benchmarks/funnel.py [--references ../shared/data/statistics] [--json]

The references' own limits are left out on purpose: for the square-root scale they are not squared back, for
ratios of counts they use a proportion's s (so that column is compared for the other scales only).
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from forewarned.signals.funnel import Counted, Measure, Point, funnel
from forewarned.signals.transforms import Method

REFERENCES = Path(__file__).parents[2] / "shared" / "data" / "statistics"
MEASURE = Measure("Reference", "observed", "expected or exposed")
Rows = Mapping[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Worst:
    """The largest absolute difference of each number in one reference series."""

    bodies: int
    y: float
    s: float
    z: float
    z_used: float
    phi: float
    tau2: float
    used_differently: int
    """Bodies winsorised or trimmed by one and not by the other."""


def read_references(folder: Path) -> Rows:
    """The reference series by name. Raises FileNotFoundError when the folder is not there."""
    series: dict[str, list[dict[str, str]]] = defaultdict(list)
    for name in ("funnel_points", "bowel_SR_CQC", "bowel_SR_SHMI"):
        with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                series[row.get("series", name)].append(row)
    return series


def differences(references: Rows) -> dict[str, Worst]:
    return {name: _worst(name, rows) for name, rows in references.items()}


def _method(name: str) -> Method:
    if "SHMI" in name:
        return Method.SR_SHMI
    return Method.SR_CQC if "CQC" in name else Method(name.lower())


def _worst(name: str, rows: list[dict[str, str]]) -> Worst:
    method = _method(name)
    # Labels that sort as the rows stand: some groups in the data share a name.
    counts = [Counted(f"{i:05d}", float(row["numerator"]), float(row["denominator"])) for i, row in enumerate(rows)]
    result = funnel(counts, MEASURE, method=method, tail=0.05 if name.endswith("05") else 0.1)
    pairs = list(zip(result.points, rows, strict=True))
    return Worst(
        bodies=len(pairs),
        y=_most(abs(point.y - float(row["Y"])) for point, row in pairs),
        s=0.0 if method is Method.RC else _most(abs(point.s - float(row["s"])) for point, row in pairs),
        z=_most(abs((point.z or 0.0) - float(row["Uzscore"])) for point, row in pairs),
        z_used=_most(
            abs(point.z_used - float(row["Wuzscore"]))
            for point, row in pairs
            if point.z_used is not None and row.get("Wuzscore", "NA") != "NA"
        ),
        phi=_against(result.phi, rows[0].get("phi")),
        tau2=_against(result.tau2, rows[0].get("tau2")),
        used_differently=sum(_used_differently(point, row) for point, row in pairs),
    )


def _used_differently(point: Point, row: Mapping[str, str]) -> bool:
    if "Wuzscore" in row:
        return (point.z_used is None) != (row["Wuzscore"] == "NA")
    return "winsorised" in row and (point.z_used != point.z) != (row["winsorised"] == "1")


def _most(values: Iterable[float]) -> float:
    return max(values, default=0.0)


def _against(ours: float | None, theirs: str | None) -> float:
    return abs((ours or 0.0) - float(theirs)) if theirs is not None else 0.0


def _seconds(bodies: int) -> float:
    counts = [Counted(f"{i:06d}", i % (i % 97 + 1), i % 97 + 1) for i in range(bodies)]
    start = time.perf_counter()
    funnel(counts, MEASURE)
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--references", type=Path, default=REFERENCES, help="folder of the reference CSVs")
    parser.add_argument("--bodies", type=int, default=10_000, help="bodies in the timed funnel")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args()
    if not chosen.references.is_dir():
        print(f"{chosen.references} is not there: nothing to compare with", file=sys.stderr)
        return 1
    found = differences(read_references(chosen.references))
    seconds = _seconds(chosen.bodies)
    if chosen.json:
        series = {name: asdict(worst) for name, worst in found.items()}
        print(json.dumps({"series": series, "bodies": chosen.bodies, "seconds": seconds}, indent=2))
        return 0
    columns = ("y", "s", "z", "z_used", "phi", "tau2")
    print(f"{'largest difference':18}{'bodies':>7}" + "".join(f"{column:>10}" for column in columns))
    for name, worst in found.items():
        print(f"{name:18}{worst.bodies:7}" + "".join(f"{getattr(worst, column):10.1e}" for column in columns))
    print(f"{chosen.bodies:,} bodies: {seconds:.2f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
