"""Trains the model that tells matters of concern from what surrounds them, and measures it on sections kept out.

    .venv/bin/python -m training.matters [--texts PATH] [--gold PATH] [--labels PATH] [--out PATH]

Reads the shared gold spans and the labels of ``training/labels/matters.jsonl`` (offsets only: their texts come from
``--texts``, and one whose hash differs is left out). First fits on gold and the ``tune`` labels and measures on the
``held_out`` ones, which no rule or feature was tuned on; then fits on all and writes the packaged model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from forewarned.lessons.matters.features import describe
from forewarned.lessons.matters.judge import LABELS, Judge, parted
from forewarned.lessons.matters.layout import lay_out
from forewarned.lessons.matters.split import split_concerns
from training import sequences

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "pfd"
OUT = ROOT / "src" / "forewarned" / "lessons" / "trained" / "matters-2.json"
STRENGTH = {"points": 20.0, "paragraphs": 20.0}
"""The penalty on the squared weights, by cross-validation on gold, tune, tune_units and tune_more."""
LONGEST = 60
"""Sections of more units are not learnt from: a few would outweigh many."""

WEIGHT = {"gold": 1.0, "tune": 1.0, "held_out": 1.0, "tune_units": 1.0, "tune_more": 1.0}
"""How much a label counts: the gold is the measure; ``tune_units`` was labelled by whole units."""


@dataclass(frozen=True)
class Labelled:
    """A section with its labelled matters as offsets."""

    url: str
    text: str
    spans: tuple[tuple[int, int], ...]
    is_numbered: bool
    part: str

    @property
    def fingerprint(self) -> str:
        """The first twelve hexadecimal digits of the text's SHA-256."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


def read_labelled(gold: Path, labels: Path, texts: Path) -> list[Labelled]:
    """All labelled sections; ``part`` is gold, tune, tune_units, tune_more or held_out."""
    found = read_gold(gold)
    if labels.exists() and texts.exists():
        written = {str(item["report_url"]): str(item["concerns"]) for item in _lines(texts)}
        for item in _lines(labels):
            text = written.get(str(item["report_url"]), "")
            if hashlib.sha256(text.encode()).hexdigest() == item["section_sha256"]:
                found.append(_labelled(item, text, str(item["set"])))
    return found


def read_gold(gold: Path) -> list[Labelled]:
    """The labelled sections of a file in the format of the shared gold, which carries its texts."""
    return [_labelled(item, str(item["section"]), "gold") for item in _lines(gold)]


def _lines(path: Path) -> Iterable[dict[str, object]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _labelled(item: dict[str, object], text: str, part: str) -> Labelled:
    spans = item["spans"]
    assert isinstance(spans, list)
    printed = sum(bool(span["number"]) for span in spans)
    edges = tuple((int(span["start"]), int(span["end"])) for span in spans)
    return Labelled(str(item["report_url"]), text, edges, printed * 2 > len(spans), part)


def unit_labels(item: Labelled) -> list[str]:
    """B, C or O for each unit: by the labelled span that covers more than half of it, and whether that began before."""
    found = []
    done: set[int] = set()
    for unit in lay_out(item.text).units:
        label = "O"
        for at, (start, end) in enumerate(item.spans):
            if 2 * (min(end, unit.end) - max(start, unit.start)) > min(unit.end - unit.start, end - start):
                label = "C" if at in done else "B"
                done.add(at)
                break
        found.append(label)
    return found


def fit(items: Sequence[Labelled], trained_on: Iterable[str] = ()) -> Judge:
    """A model of the labelled sections."""
    return Judge.of(fit_value(items, trained_on))


def fit_value(items: Sequence[Labelled], trained_on: Iterable[str] = ()) -> dict[str, object]:
    """The value of the model's file."""
    tables: dict[str, object] = {}
    moves: dict[str, object] = {}
    read = [_sequence(item) for item in items]
    for name, are_points in (("points", True), ("paragraphs", False)):
        chosen = [
            sequence for sequence, is_point in read if is_point == are_points and 0 < len(sequence.rows) <= LONGEST
        ]
        if chosen:
            tables[name], moves[name] = sequences.fit(chosen, STRENGTH[name])
        else:
            tables[name], moves[name] = {}, [[0.0, 0.0, 0.0]] * 4
    return {
        "name": "matters",
        "version": 2,
        "labels": list(LABELS),
        **tables,
        "moves": moves,
        "trained_on": sorted(trained_on),
    }


@cache
def _sequence(item: Labelled) -> tuple[sequences.Sequence3, bool]:
    """A section as the fitting wants it, and whether its units are numbered points."""
    layout = lay_out(item.text)
    sequence = sequences.Sequence3(
        describe(item.text, layout),
        unit_labels(item),
        [unit.forced for unit in layout.units],
        parted(layout),
        WEIGHT[item.part],
    )
    return sequence, bool(layout.units) and layout.units[0].is_point


def hits(found: Iterable[tuple[int, int]], wanted: Sequence[tuple[int, int]], within: int = 20) -> int:
    """How many found spans have both ends within 20 characters of a labelled one, each label used once."""
    left = list(wanted)
    right = 0
    for start, end in found:
        for span in left:
            if abs(span[0] - start) <= within and abs(span[1] - end) <= within:
                left.remove(span)
                right += 1
                break
    return right


def measure(items: Iterable[Labelled], judge: Judge) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of spans: all, and numbered and unnumbered sections apart."""
    sums: dict[str, list[int]] = {"all": [0, 0, 0], "numbered": [0, 0, 0], "unnumbered": [0, 0, 0]}
    for item in items:
        found = [(span.start, span.end) for span in split_concerns(item.text, judge) if span.kind == "matter"]
        row = [hits(found, item.spans), len(found), len(item.spans)]
        for kind in ("all", "numbered" if item.is_numbered else "unnumbered"):
            sums[kind] = [a + b for a, b in zip(sums[kind], row, strict=True)]
    return {kind: figures(*row) for kind, row in sums.items()}


def figures(right: int, given: int, wanted: int) -> dict[str, float]:
    """Precision, recall and F1, with the counts they come from."""
    return {
        "precision": round(right / given, 4) if given else 0.0,
        "recall": round(right / wanted, 4) if wanted else 0.0,
        "f1": round(2 * right / (given + wanted), 4) if given + wanted else 0.0,
        "right": right,
        "given": given,
        "labelled": wanted,
    }


def folds(items: Sequence[Labelled], count: int = 5) -> list[list[Labelled]]:
    """The items in parts by the hash of their address: the same parts every time."""
    parts: list[list[Labelled]] = [[] for _ in range(count)]
    for place, item in enumerate(sorted(items, key=lambda i: hashlib.sha256(i.url.encode()).hexdigest())):
        parts[place % count].append(item)
    return parts


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the splitter of concerns sections.")
    parser.add_argument("--texts", type=Path, default=SHARED / "texts.jsonl")
    parser.add_argument("--gold", type=Path, default=SHARED / "gold" / "concern_spans.jsonl")
    parser.add_argument("--labels", type=Path, default=ROOT / "training" / "labels" / "matters.jsonl")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--held", action="store_true", help="measure on the sections kept out, and write the model")
    given = parser.parse_args()
    items = read_labelled(given.gold, given.labels, given.texts)
    known = [item for item in items if item.part != "held_out"]
    print("cross-validated on gold and tune (5 parts, grouped by report)")
    sums: dict[str, list[int]] = {}
    for part in folds(known):
        judge = fit([item for item in known if item not in part])
        for group in ("gold", "tune", "tune_units", "tune_more"):
            for kind, row in measure([item for item in part if item.part == group], judge).items():
                key = f"{group} {kind}"
                counts = [int(row["right"]), int(row["given"]), int(row["labelled"])]
                sums[key] = [a + b for a, b in zip(sums.get(key, [0, 0, 0]), counts, strict=True)]
    for key, counts in sums.items():
        print(f"  {key:18}", figures(*counts))
    if not given.held:
        return
    print("fitted on gold and tune, measured on held_out")
    for kind, row in measure([item for item in items if item.part == "held_out"], fit(known)).items():
        print(f"  {kind:18}", row)
    value = fit_value(items, {item.fingerprint for item in items})
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {given.out.name}: {len(items)} sections")


if __name__ == "__main__":
    main()
