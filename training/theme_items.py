"""Labelled matters of concern, from which themes are learnt and by which they are measured.

Three kinds: the shared gold set (two readers), our own labels of shared texts (offsets and SHA-256; language models
following the codebook, most of them two independent ones), and fictional matters written for this project.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PFD = ROOT.parent / "shared" / "data" / "pfd"
LABELS = ROOT / "training" / "labels" / "themes.jsonl"
FICTIONAL = ROOT / "training" / "labels" / "themes-fictional.jsonl"
FOLDS = 5
BOTH, EITHER = 0.7, 0.45
"""From what worth a code counts as one that both, or either, of two readers would give."""
PERHAPS = 0.45
"""What a label that a reader held possible is worth beside a sure one."""


@dataclass(frozen=True)
class Item:
    """A labelled matter: labels that are sure (of every reader), and all that were given or held possible.

    ``drawn`` says how our own were chosen, ``two`` whether two readers labelled it, ``worth`` the mean of what its
    readers said of each code, from 0 to 1.
    """

    url: str
    text: str
    sure: frozenset[str]
    may: frozenset[str]
    drawn: str = "random"
    two: bool = False
    worth: Mapping[str, float] = field(default_factory=dict, hash=False)


def read_gold(path: Path) -> list[Item]:
    """Labelled matters in the format of the shared data: two readers each."""
    items = []
    for row in _rows(path):
        first, second = frozenset(row["reader_a"]), frozenset(row["reader_b"])
        items.append(Item(row["report_url"], row["text"], first & second, first | second, "gold", two=True))
    return items


def read_labels(path: Path, texts: Path) -> list[Item]:
    """Our own labels, with the words they point at; one whose text is absent or has changed is left out."""
    sections = {row["report_url"]: row for row in _rows(texts)} if texts.exists() else {}
    items = []
    for row in _rows(path):
        text = sections.get(row["report_url"], {}).get(row["section"], "")[row["start"] : row["end"]]
        if hashlib.sha256(text.encode()).hexdigest() == row["sha256"]:
            items.append(_item(row["report_url"], text, row["drawn"], [row, *row.get("second", ())]))
    return items


def read_fictional(path: Path = FICTIONAL) -> list[Item]:
    """Matters that were written for this project; each stands for a report of its own."""
    return [_item(f"fictional:{row['id']}", row["text"], "fictional", [row]) for row in _rows(path)]


def _item(url: str, text: str, drawn: str, readers: Sequence[Mapping[str, list[str]]]) -> Item:
    sure = frozenset.intersection(*(frozenset(one["labels"]) for one in readers))
    given = frozenset(code for one in readers for code in one["labels"])
    possible = frozenset(code for one in readers for code in one["perhaps"])
    worth = {
        code: sum((code in one["labels"]) + PERHAPS * (code in one["perhaps"]) for one in readers) / len(readers)
        for code in given | possible
    }
    may = given if len(readers) > 1 else given | possible
    return Item(url, text, sure, may, drawn, len(readers) > 1, worth)


def as_gold(item: Item) -> Item:
    """The item as readers would have it who cannot say "perhaps", as the gold set's could not: they give 1.7 codes that
    both give and 2.0 that either does, ours with these bounds 1.6 and 2.0.
    """
    sure = frozenset(code for code, worth in item.worth.items() if worth >= BOTH)
    may = frozenset(code for code, worth in item.worth.items() if worth >= EITHER)
    return replace(item, sure=sure, may=may)


def fold_of(url: str, folds: int = FOLDS) -> int:
    """The fold of a report, by its address alone: all matters of one report share it."""
    return int(hashlib.sha256(url.encode()).hexdigest(), 16) % folds


def shares(given: Sequence[frozenset[str]], items: Sequence[Item]) -> tuple[float, float, float]:
    """Precision against the union, recall against the intersection, and their F1, micro-averaged."""
    named = right = wanted = found = 0
    for labels, item in zip(given, items, strict=True):
        named += len(labels)
        right += len(labels & item.may)
        wanted += len(item.sure)
        found += len(labels & item.sure)
    precision, recall = right / max(named, 1), found / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
