"""Trains the model that tells matters of concern from what surrounds them, and measures it on sections kept out.

    .venv/bin/python -m training.matters [--texts PATH] [--gold PATH] [--labels PATH] [--out PATH] [--write]

Reads the shared gold spans and the labels of ``training/labels/matters.jsonl`` (offsets only: their texts come from
``--texts``, and one whose hash differs is left out). Measures each set by cross-validation in five parts, near copies
of a text in one part; with ``--write`` then fits on all and writes the packaged model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from forewarned.lessons.matters.features import describe
from forewarned.lessons.matters.judge import LABELS, NAME, Judge, parted
from forewarned.lessons.matters.layout import lay_out
from forewarned.lessons.matters.split import split_concerns
from training import sequences

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "pfd"
OUT = ROOT / "src" / "forewarned" / "lessons" / "trained" / f"{NAME}.json"
STRENGTH = {"points": 20.0, "paragraphs": 20.0}
"""The penalty on the squared weights, by cross-validation."""
LONGEST = 60
"""Sections of more units are not learnt from: a few would outweigh many."""
ALIKE = 0.4
"""Two texts are near copies where they share this part of the shorter one's five-word runs."""
COMMON = 6
"""Runs of five words in more texts than this are the form's, and make no copies."""
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Labelled:
    """A section with its labelled matters as offsets."""

    url: str
    text: str
    spans: Spans
    is_numbered: bool
    part: str
    """``gold`` or ``own``."""
    second: Spans | None = None
    """What a second reader marked, where there was one."""
    weight: float = 1.0

    @property
    def fingerprint(self) -> str:
        """The first twelve hexadecimal digits of the text's SHA-256."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


def read_labelled(gold: Path, labels: Path, texts: Path) -> list[Labelled]:
    """All labelled sections: the shared gold and our own."""
    found = read_gold(gold)
    if labels.exists() and texts.exists():
        written = {str(item["report_url"]): str(item["concerns"]) for item in _lines(texts)}
        for item in _lines(labels):
            text = written.get(str(item["report_url"]), "")
            if hashlib.sha256(text.encode()).hexdigest() == item["section_sha256"]:
                found.append(_labelled(item, text, "own"))
    return found


def read_gold(gold: Path) -> list[Labelled]:
    """The labelled sections of a file in the format of the shared gold, which carries its texts."""
    return [_labelled(item, str(item["section"]), "gold") for item in _lines(gold)]


def _lines(path: Path) -> Iterable[dict[str, object]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _labelled(item: dict[str, object], text: str, part: str) -> Labelled:
    spans, second = item["spans"], item.get("second")
    assert isinstance(spans, list)
    printed = sum(bool(span["number"]) for span in spans)
    other = _edges(second["spans"]) if isinstance(second, dict) else None
    return Labelled(str(item["report_url"]), text, _edges(spans), printed * 2 > len(spans), part, other)


def _edges(spans: Sequence[dict[str, int]]) -> Spans:
    return tuple((int(span["start"]), int(span["end"])) for span in spans)


def readings(item: Labelled) -> list[Labelled]:
    """The section as each of its readers marked it; where they differ, each counts half."""
    other = item.second
    if other is None or (len(other) == len(item.spans) == hits(other, item.spans)):
        return [item]
    return [replace(item, weight=0.5), replace(item, spans=other, weight=0.5)]


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
    read = [_sequence(reading) for item in items for reading in readings(item)]
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
        "version": 5,
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
        item.weight,
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
    """The items in parts by the hash of their address: the same parts every time, near copies in one part."""
    parts: list[list[Labelled]] = [[] for _ in range(count)]
    ordered = sorted(items, key=lambda i: hashlib.sha256(i.url.encode()).hexdigest())
    for place, group in enumerate(_copies(ordered)):
        parts[place % count] += group
    return parts


def _copies(items: Sequence[Labelled]) -> list[list[Labelled]]:
    """The items in groups of near copies, each in the place of its first."""
    runs = [_runs(item.text) for item in items]
    seen = Counter(run for own in runs for run in own)
    holders: dict[tuple[str, ...], list[int]] = {}
    rare = [{run for run in own if seen[run] <= COMMON} for own in runs]
    groups: list[list[Labelled]] = []
    place: dict[int, list[Labelled]] = {}
    for at, item in enumerate(items):
        shared = Counter(other for run in rare[at] for other in holders.get(run, ()))
        near = [other for other, many in shared.items() if many >= ALIKE * min(len(rare[at]), len(rare[other]))]
        if near:
            place[at] = place[min(near)]
        else:
            place[at] = []
            groups.append(place[at])
        place[at].append(item)
        for run in rare[at]:
            holders.setdefault(run, []).append(at)
    return groups


@cache
def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = "".join(letter.lower() if letter.isalnum() else " " for letter in text).split()
    return frozenset(zip(*(words[at:] for at in range(5)), strict=False))


def cross_validated(items: Sequence[Labelled]) -> dict[str, list[int]]:
    """Right, given and labelled spans of each set and kind, each section judged by a model fitted without its part."""
    sums: dict[str, list[int]] = {}
    for part in folds(items):
        urls = {item.url for item in part}
        judge = fit([item for item in items if item.url not in urls])
        for name in ("gold", "own"):
            for kind, row in measure([item for item in part if item.part == name], judge).items():
                counts = [int(row["right"]), int(row["given"]), int(row["labelled"])]
                whole = f"{name}, {kind}"
                sums[whole] = [a + b for a, b in zip(sums.get(whole, [0, 0, 0]), counts, strict=True)]
    return sums


def agreement(items: Iterable[Labelled]) -> dict[str, dict[str, float]]:
    """The second reader's spans scored against the first one's: all, and numbered and unnumbered sections apart."""
    sums: dict[str, list[int]] = {}
    for item in items:
        if item.second is not None:
            row = [hits(item.second, item.spans), len(item.second), len(item.spans)]
            for kind in ("all", "numbered" if item.is_numbered else "unnumbered"):
                sums[kind] = [a + b for a, b in zip(sums.get(kind, [0, 0, 0]), row, strict=True)]
    return {kind: figures(*row) for kind, row in sums.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the splitter of concerns sections.")
    parser.add_argument("--texts", type=Path, default=SHARED / "texts.jsonl")
    parser.add_argument("--gold", type=Path, default=SHARED / "gold" / "concern_spans.jsonl")
    parser.add_argument("--labels", type=Path, default=ROOT / "training" / "labels" / "matters.jsonl")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--write", action="store_true", help="fit on all and write the model")
    given = parser.parse_args()
    items = read_labelled(given.gold, given.labels, given.texts)
    for kind, row in sorted(agreement(items).items()):
        print(f"  our readers, {kind:13}", row)
    print("cross-validated (5 parts by report, near copies together)")
    for key, counts in sorted(cross_validated(items).items()):
        print(f"  {key:26}", figures(*counts))
    if given.write:
        value = fit_value(items, {item.fingerprint for item in items})
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"wrote {given.out.name}: {len(items)} sections")


if __name__ == "__main__":
    main()
