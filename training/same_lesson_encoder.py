"""Fine-tunes the packaged encoder for pairs of matters: would one proper fix answer both?

    .venv/bin/python -m training.same_lesson_encoder [--epochs 4] [--seed 1]     # needs torch and onnx; some 15 minutes

Learns from our own labelled pairs, and from random ones presumed different; from no report of the shared gold pairs,
not from pairs that touch a twelfth of the other reports, and not from those met in use: these are measured on.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from forewarned.lessons.recurrence.features import Lexicon, Reading
from forewarned.lessons.recurrence.model import ENCODER, FILE
from forewarned.lessons.recurrence.together import told
from training.encoder import Examples, train
from training.encoder_file import write_tuned
from training.encoder_network import Recipe
from training.same_lesson_items import (
    LABELS,
    SHARED,
    Pair,
    gold_pairs,
    labelled_pairs,
    presumed_pairs,
    read_lines,
)

PARTS = 12
"""One report in so many is held out, with every pair that touches it."""
LONGEST = 320
"""Tokens of a pair."""
SURE = {"same": 1.0, "related": 0.1, "different": 0.0}
DOUBTFUL = {"same": 0.8, "related": 0.25, "different": 0.05}
"""How far a pair counts as the same, by what its reader said and whether he was sure. A related pair is nearer to it
than a different one."""
_NO_WORDS = Lexicon({}, {})


def is_held(pair: Pair) -> bool:
    """Whether a report of the pair is one of those held out, by its address alone."""
    return any(int(hashlib.sha256(f"pair{url}".encode()).hexdigest(), 16) % PARTS == 0 for url in pair.reports)


def as_read(pairs: Sequence[Pair]) -> list[str]:
    """Each pair as the encoder reads it."""
    return [told(Reading(pair.earlier, _NO_WORDS), Reading(pair.later, _NO_WORDS)) for pair in pairs]


def worth(pair: Pair) -> float:
    """How far it counts as the same, from 0 to 1."""
    if pair.scope == "presumed":
        return 0.0
    return (DOUBTFUL if pair.doubtful else SURE)[pair.label]


def main() -> None:
    parser = argparse.ArgumentParser(description="Fine-tune the encoder for pairs of matters.")
    parser.add_argument("--texts", type=Path, default=SHARED / "texts.jsonl")
    parser.add_argument("--gold", type=Path, default=SHARED / "gold" / "same_lesson_pairs.jsonl")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    own = labelled_pairs(given.labels, {row["report_url"]: row for row in read_lines(given.texts)}, banded=True)
    gold = gold_pairs(given.gold)
    kept_out = {url for pair in gold for url in pair.reports}
    own = [pair for pair in [*own, *presumed_pairs(own)] if not kept_out & set(pair.reports)]
    taught = [pair for pair in own if not is_held(pair)]
    targets = np.array([[worth(pair)] for pair in taught], np.float32)
    recipe = Recipe(epochs=given.epochs, seed=given.seed, longest=LONGEST)
    tuned = train(Examples(as_read(taught), targets, np.ones_like(targets)), recipe)
    path = FILE.with_name(ENCODER)
    write_tuned(path, tuned, {pair.fingerprint for pair in taught})
    print(f"{len(taught)} pairs; wrote {path} ({path.stat().st_size / 1e6:.2f} MB)")


if __name__ == "__main__":
    main()
