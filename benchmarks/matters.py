"""Measures the splitting of concerns sections into matters: ours and two plain ways, on the same labelled sections.

    .venv/bin/python -m benchmarks.matters [--gold PATH] [--texts PATH] [--labels PATH] [--misses] [--json]

Scored as the shared data's README says: a given span is right when both ends lie within 20 characters of a labelled
one, each label used once. ``numbered`` sections are those whose labelled spans mostly have a printed number. Intervals
are the middle 95 % of 1,000 resamplings of the reports. The peers are a regular expression that splits at numbers
that start a line, and paragraphs parted by blank lines. PFD Toolkit has no line here: it has a language model rewrite
the concerns, so that its words are in no place of the report.

A labelled section that the packaged model learnt from (by the fingerprint of its text) is scored by a model refitted
without it, in five parts by report, which needs scipy and ``training/labels/matters.jsonl``; others
are scored by the packaged model. ``unshown`` leaves out the sections of the shared set from which the readers of our
own labels learnt how to mark. ``our readers`` are what those readers (language models) marked in the others, which
stood unnamed among theirs: how good the labels are that the model learns from.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from training.matters import Labelled, figures, fit, folds, hits, read_gold, read_labelled

from benchmarks import check_there, gold_arguments, tell
from forewarned.lessons.matters import split_concerns
from forewarned.lessons.matters.judge import Judge

LABELS = Path(__file__).resolve().parents[1] / "training" / "labels" / "matters.jsonl"
SHOWN = LABELS.with_name("matters-shown.json")
READERS = LABELS.with_name("matters-readers.jsonl")
KINDS = ("all", "numbered", "unnumbered", "unshown")
SEED, TIMES = 4, 1000
_LINE_NUMBER = re.compile(r"^[ \t]*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[•–-])\s*", re.MULTILINE)
Spans = list[tuple[int, int]]
Row = tuple[int, int, int]


def line_numbers(text: str) -> Spans:
    """Peer: what stands between numbers that start a line; the whole section where there are none."""
    marks = [(mark.start(), mark.end()) for mark in _LINE_NUMBER.finditer(text)]
    if not marks:
        return [_trim(text, 0, len(text))]
    ends = [start for start, _ in marks[1:]] + [len(text)]
    return [_trim(text, start, end) for (_, start), end in zip(marks, ends, strict=True)]


def blank_lines(text: str) -> Spans:
    """Peer: paragraphs parted by blank lines."""
    spans, last = [], 0
    for gap in re.finditer(r"\n\s*\n", text):
        spans.append(_trim(text, last, gap.start()))
        last = gap.end()
    spans.append(_trim(text, last, len(text)))
    return [(start, end) for start, end in spans if start < end]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def ours(text: str, judge: Judge) -> Spans:
    """The matters as ``split_concerns`` gives them."""
    return [(span.start, span.end) for span in split_concerns(text, judge) if span.kind == "matter"]


def judges(items: Sequence[Labelled], gold: Path, texts: Path, labels: Path) -> tuple[list[Judge], int]:
    """A model for each item that has not learnt from it, and how many needed a refitted one."""
    packaged = Judge.load()
    seen = [item for item in items if item.fingerprint in packaged.trained_on]
    if not seen:
        return [packaged] * len(items), 0
    known = {item.fingerprint: item for item in [*read_labelled(gold, labels, texts), *seen]}
    refitted: dict[str, Judge] = {}
    for part in folds([item for item in known.values() if item.fingerprint in packaged.trained_on]):
        left_out = {item.url for item in part}
        wanted = [item for item in seen if item.url in left_out]
        if wanted:
            judge = fit([item for item in known.values() if item.url not in left_out])
            refitted |= {item.fingerprint: judge for item in wanted}
    return [refitted.get(item.fingerprint, packaged) for item in items], len(seen)


def interval(rows: Sequence[Row]) -> list[float]:
    """The middle 95 % of F1 over resamplings of the reports."""
    if not rows:
        return [0.0, 0.0]
    chance = random.Random(SEED)
    scores = []
    for _ in range(TIMES):
        right, given, wanted = (sum(column) for column in zip(*chance.choices(rows, k=len(rows)), strict=True))
        scores.append(2 * right / (given + wanted) if given + wanted else 0.0)
    scores.sort()
    return [round(scores[int(TIMES * 0.025)], 4), round(scores[int(TIMES * 0.975) - 1], 4)]


def scored(items: Sequence[Labelled], found: Sequence[Spans]) -> dict[str, dict[str, object]]:
    """The figures of one way of splitting, for all sections and for some of them."""
    shown = frozenset(json.loads(SHOWN.read_text(encoding="utf-8")))
    result: dict[str, dict[str, object]] = {}
    for kind in KINDS:
        rows = [
            (hits(spans, item.spans), len(spans), len(item.spans))
            for item, spans in zip(items, found, strict=True)
            if _is_of(kind, item, shown)
        ]
        sums = [sum(column) for column in zip(*rows, strict=True)] or [0, 0, 0]
        result[kind] = {"reports": len(rows), **figures(sums[0], sums[1], sums[2]), "f1_95": interval(rows)}
    return result


def _is_of(kind: str, item: Labelled, shown: frozenset[str]) -> bool:
    if kind == "unshown":
        return item.url not in shown
    return kind == "all" or item.is_numbered == (kind == "numbered")


def readers(items: Sequence[Labelled]) -> dict[str, dict[str, float]]:
    """What each reading of ours of these sections would score; none where it had none of them."""
    wanted = {hashlib.sha256(item.text.encode()).hexdigest(): item.spans for item in items}
    sums: dict[str, list[int]] = {}
    for line in READERS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = wanted.get(row["section_sha256"])
        if spans is not None:
            given = [(span["start"], span["end"]) for span in row["spans"]]
            counts = [hits(given, spans), len(given), len(spans)]
            sums[row["reading"]] = [a + b for a, b in zip(sums.get(row["reading"], [0, 0, 0]), counts, strict=True)]
    return {name: figures(*counts) for name, counts in sums.items()}


def measure(gold: Path, texts: Path, labels: Path) -> dict[str, object]:
    """The whole benchmark as one value."""
    items = read_gold(gold)
    models, refitted = judges(items, gold, texts, labels)
    split_concerns("1. Warm.")
    started = time.perf_counter()
    found = [ours(item.text, judge) for item, judge in zip(items, models, strict=True)]
    spent = time.perf_counter() - started
    peers: dict[str, Callable[[str], Spans]] = {"line numbers": line_numbers, "blank lines": blank_lines}
    ways = {"ours": scored(items, found)}
    ways |= {name: scored(items, [way(item.text) for item in items]) for name, way in peers.items()}
    return {
        "sections": len(items),
        "scored_by_refitted_models": refitted,
        "scored_by_packaged_model": len(items) - refitted,
        "ways": ways,
        "our_readers": readers(items),
        "ms_a_section": round(1000 * spent / max(1, len(items)), 3),
        "misses": [miss for item, spans in zip(items, found, strict=True) if (miss := missed(item, spans))],
    }


def missed(item: Labelled, spans: Spans) -> dict[str, object] | None:
    """Where ours and the labels differ, as offsets."""
    extra = [span for span in spans if not hits([span], item.spans)]
    absent = [span for span in item.spans if not hits([span], spans)]
    if not extra and not absent:
        return None
    return {"report_url": item.url, "given_not_labelled": extra, "labelled_not_given": absent}


def main() -> None:
    parser = gold_arguments("Measure the splitting of concerns sections against labels.", "concern_spans.jsonl")
    parser.add_argument("--labels", type=Path, default=LABELS, help="our own labels, for models fitted again on texts")
    parser.add_argument("--misses", action="store_true", help="print where ours and the labels differ (offsets)")
    given = parser.parse_args()
    check_there(parser, given.gold)
    result = measure(given.gold, given.texts, given.labels)
    tell(result, as_json=given.json, show=lambda found: report(found, misses=given.misses))


def report(result: dict[str, object], *, misses: bool) -> None:
    """Print the result as a table."""
    ways, found, readings = result["ways"], result["misses"], result["our_readers"]
    assert isinstance(ways, dict) and isinstance(found, list) and isinstance(readings, dict)
    print(
        f"{'':14}{'sections':12}{'reports':>8}{'spans':>7}{'precision':>11}{'recall':>8}{'F1':>8}  95 % interval of F1"
    )
    for name, kinds in ways.items():
        for kind, f in kinds.items():
            print(
                f"{name:14}{kind:12}{f['reports']:>8}{f['labelled']:>7}{f['precision']:>11.3f}{f['recall']:>8.3f}"
                f"{f['f1']:>8.3f}  {f['f1_95'][0]:.3f}-{f['f1_95'][1]:.3f}"
            )
    for name, f in readings.items():
        print(f"our readers, {name}: {f['labelled']} spans, F1 {f['f1']:.3f}")
    print("PFD Toolkit rewrites concerns with a language model: it gives no spans, so it has no line")
    print(
        f"{result['scored_by_packaged_model']} sections unseen in training scored by the packaged model, "
        f"{result['scored_by_refitted_models']} seen scored by models refitted without them; "
        f"{result['ms_a_section']} ms a section"
    )
    for miss in found if misses else []:
        print(f"- {miss['report_url']}\n    given, not labelled {miss['given_not_labelled']}")
        print(f"    labelled, not given {miss['labelled_not_given']}")


if __name__ == "__main__":
    main()
