"""Labelled pairs of matters, from which the same-lesson model learns and by which it is measured.

The shared gold pairs (two readers), and our own labels of shared texts (offsets and SHA-256; language models).
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "pfd"
LABELS = ROOT / "training" / "labels" / "same_lesson.jsonl"
SCOPES = ("gold", "organisation", "national")
BANDS = "words, by bands"
"""How the pairs were chosen that the encoder alone learns from: at random within bands of likeness of words. They are
harder still, and far fewer are the same: the weights learnt with them would call too little the same.
"""
MET = "score, by bands"
"""How the pairs were chosen by which the thresholds are set: met in use, at random within bands of the score, of those
that the encoder had not learnt from. Nothing learns from them.
"""
PRESUMED = 400  # random pairs of different reports, presumed different: they correct for choosing pairs by likeness


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair. ``scope``: organisation (one body), national (two bodies), gold (the shared set)."""

    earlier: str
    later: str
    label: str
    reports: tuple[str, str]
    scope: str
    doubtful: bool = False

    @property
    def fingerprint(self) -> str:
        """First 12 hex digits of the SHA-256 of both texts."""
        return hashlib.sha256(f"{self.earlier}\n{self.later}".encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Met:
    """A pair met in use, read by two: ``share`` of them called it the same; it stands for so many met."""

    pair: Pair
    share: float
    stands_for: float


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def gold_pairs(path: Path) -> list[Pair]:
    """Pairs of the shared set that both readers called the same and neither unclear."""
    found = []
    for item in read_lines(path):
        a, b = item["reader_a"], item["reader_b"]
        if a != b or a == "unclear":
            continue
        sides = (item["earlier"], item["later"])
        reports = (str(sides[0]["url"]), str(sides[1]["url"]))
        found.append(Pair(sides[0]["text"], sides[1]["text"], a, reports, "gold"))
    return found


def labelled_pairs(path: Path, texts: dict[str, dict[str, Any]], *, banded: bool = False) -> list[Pair]:
    """Our labels with the words they point to, without unclear ones and those whose text is absent or changed; with
    ``banded`` those too that were chosen by bands.
    """
    chosen = [item for item in _own(path) if banded or item.get("chosen_by") != BANDS]
    found = (_pair(item, texts) for item in chosen if item["label"] != "unclear" and item.get("chosen_by") != MET)
    return [pair for pair in found if pair is not None]


def met_pairs(path: Path, texts: dict[str, dict[str, Any]]) -> list[Met]:
    """The pairs met in use, each with what its two readers called it; without those whose text is absent or changed."""
    found = []
    for item in _own(path):
        if item.get("chosen_by") == MET and (pair := _pair(item, texts)) is not None:
            called = (item["label"], item["second"]["label"])
            found.append(Met(pair, called.count("same") / len(called), float(item["stands_for"])))
    return found


def _own(path: Path) -> list[dict[str, Any]]:
    """Lines that label a pair; the others judge a whole lesson by hand, for measuring only."""
    return [item for item in read_lines(path) if item.get("kind") != "members"]


def _pair(item: dict[str, Any], texts: dict[str, dict[str, Any]]) -> Pair | None:
    words = []
    for side in ("earlier", "later"):
        place = item[side]
        text = str(texts.get(place["report_url"], {}).get(place["section"], ""))[place["start"] : place["end"]]
        if hashlib.sha256(text.encode()).hexdigest() == place["sha256"]:
            words.append(text)
    if len(words) < 2:
        return None
    reports = (item["earlier"]["report_url"], item["later"]["report_url"])
    return Pair(words[0], words[1], item["label"], reports, item["scope"], bool(item.get("doubtful")))


def presumed_pairs(pairs: Sequence[Pair]) -> list[Pair]:
    """Seeded random pairs of matters of different reports, presumed different."""
    report = {text: url for p in pairs for text, url in ((p.earlier, p.reports[0]), (p.later, p.reports[1]))}
    known = {frozenset((p.earlier, p.later)) for p in pairs}
    texts, chosen = sorted(report), random.Random(1)
    found: list[Pair] = []
    for _ in range(20 * PRESUMED):
        a, b = chosen.sample(texts, 2)
        if report[a] != report[b] and frozenset((a, b)) not in known and len(found) < PRESUMED:
            found.append(Pair(a, b, "different", (report[a], report[b]), "presumed"))
    return found


def unit_of(pairs: Sequence[Pair]) -> list[str]:
    """The unit that cross-validation keeps whole: reports joined by pairs of one body; a national pair is its own."""
    parent: dict[str, str] = {}

    def root(url: str) -> str:
        while parent.setdefault(url, url) != url:
            url = parent[url]
        return url

    for pair in pairs:
        if pair.scope != "national":
            parent[root(pair.reports[0])] = root(pair.reports[1])
    return [" ".join(p.reports) if p.scope == "national" else root(p.reports[0]) for p in pairs]
