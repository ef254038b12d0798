"""Labelled responses with the matters of their reports, and for each the model that has not seen it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from forewarned.lessons.promises import ReportGiven
from forewarned.lessons.promises.weights import PromiseModel, packaged_model, read_model
from training.promises import (
    Example,
    Labelled,
    Row,
    content,
    fictional_examples,
    fingerprint,
    locate,
    real_examples,
)

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "pfd"
Pair = tuple[int, int]


@dataclass
class Item:
    """One labelled response, the matters of its report where those are known, and the model that has not seen it."""

    text: str
    gold: dict[str, Any]
    spans: list[Pair]
    actions: list[dict[str, Any]]
    numbers: list[str]
    matters: list[str]
    report: ReportGiven
    seen: bool
    alike: bool
    """Every number that its labels name is one of ours: the reader split the report as we do, as far as can be told."""


def read_items(texts: Path, responses: Path, gold: Path, trained_on: frozenset[str]) -> tuple[list[Item], int]:
    """The labelled responses with the matters of their reports; how many labels were not found in the texts."""
    rows = [row for path in (texts, responses) if path.exists() for row in _rows(path)]
    reports = {row["report_url"]: row for row in rows if "report_url" in row}
    answered = {row["response_url"]: row for row in rows if "response_url" in row}
    items, lost = [], 0
    for row in _rows(gold):
        given = answered.get(row["response_url"], row)
        text = given.get("response")
        if not text:
            lost += len(row["actions"])
            continue
        placed = [(span, act) for act in row["actions"] if (span := locate(act["quote"], text))]
        lost += len(row["actions"]) - len(placed)
        parent = reports.get(given.get("parent_url"), {})
        numbers, matters = matters_of(str(parent.get("concerns") or ""))
        report = ReportGiven(
            ref=str(parent.get("ref") or row.get("parent_id") or ""), date=str(parent.get("date") or "")
        )
        labelled = {number for _, act in placed for number in concerns_of(act)}
        alike = labelled <= set(numbers)
        seen = fingerprint(text) in trained_on
        items.append(
            Item(text, row, [s for s, _ in placed], [a for _, a in placed], numbers, matters, report, seen, alike)
        )
    return items, lost


def matters_of(concerns: str) -> tuple[list[str], list[str]]:
    """Numbers and words of the matters in a concerns section, as our own splitter reads them."""
    if not concerns:
        return [], []
    from forewarned.lessons.matters import split_concerns

    spans = [span for span in split_concerns(concerns) if span.kind == "matter"]
    numbers = [span.number.strip("().[] ").lower() for span in spans]
    if not all(numbers) or len(set(numbers)) != len(numbers):
        numbers = [str(k + 1) for k in range(len(spans))]
    return numbers, [concerns[span.start : span.end] for span in spans]


def model_for(items: Sequence[Item], *, imitations: bool = False) -> Callable[[Item], PromiseModel]:
    """The packaged model for unseen responses; for each seen one a model refitted without its text and its imitations.

    What it learnt from is found among ``items`` and in the shared data, where that is there.
    """
    packaged = packaged_model()
    cache: dict[str, dict[str, list[Row]]] = {}
    fitted: dict[str, PromiseModel] = {}
    shared = SHARED / "responses.jsonl", SHARED / "gold" / "promises.jsonl"
    real = {each.group: each for each in (real_examples(*shared)[0] if all(map(Path.exists, shared)) else ())}
    for item in items:
        codes = [(a["status"], a["type"], a["strength"], a.get("concern", "")) for a in item.actions]
        labelled = tuple(Labelled(*span, *code) for span, code in zip(item.spans, codes, strict=True))
        real.setdefault(mark := fingerprint(item.text), Example(item.text, labelled, mark, real=True))
    learnt = [each for each in real.values() if each.group in packaged.trained_on]
    fictional = fictional_examples()

    def choose(item: Item) -> PromiseModel:
        if not item.seen:
            return packaged
        mark = fingerprint(item.text)
        if mark not in fitted:
            refs = {str(each.gold["parent_id"]) for each in items if fingerprint(each.text) == mark}
            invented = [e for e in fictional if imitations or not e.like & refs]
            fitted[mark] = read_model(content([*(e for e in learnt if e.group != mark), *invented], cache))
        return fitted[mark]

    return choose


def concerns_of(action: dict[str, Any]) -> set[str]:
    """The numbers of the matters that a label names."""
    return {each for each in str(action.get("concern", "")).split(",") if each}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
