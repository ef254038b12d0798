"""Fine-tunes the packaged encoder for themes: the part of the model that reads more than words.

    .venv/bin/python -m training.theme_encoder [--epochs 3] [--seed 1]        # needs torch and onnx; some ten minutes

Learns from our own and the fictional matters, from no report of the shared gold set and not from a seventh of ours:
what it says of their matters is written to `training/labels/themes-held.json`, by which `training/themes.py` chooses
shares and thresholds.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from forewarned.lessons.meaning.assets import find_assets
from forewarned.lessons.meaning.tuned import TunedEncoder, read_changes
from forewarned.lessons.themes.codebook import codebook
from forewarned.lessons.themes.learning import fingerprint
from forewarned.lessons.themes.weights import ENCODER
from training.encoder import Examples, train
from training.encoder_file import write_tuned
from training.encoder_network import Floats, Recipe, Tuned
from training.theme_items import LABELS, PFD, Item, fold_of, read_fictional, read_labels
from training.themes import HELD, OUT

PARTS = 7
"""One report in so many is held out."""


def worths(items: Sequence[Item]) -> Floats:
    """Matters x codes: how far its readers gave each code."""
    return np.array([[item.worth.get(code, 0.0) for code in codebook()] for item in items], np.float32)


def teach(items: Sequence[Item], recipe: Recipe) -> Tuned:
    """An encoder that learnt from these matters, all of one weight."""
    targets = worths(items)
    return train(Examples([item.text for item in items], targets, np.ones_like(targets)), recipe)


def main() -> None:
    parser = argparse.ArgumentParser(description="Fine-tune the encoder for themes.")
    parser.add_argument("--texts", type=Path, default=PFD / "texts.jsonl")
    parser.add_argument("--labels", type=Path, default=LABELS)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    own, fictional = read_labels(given.labels, given.texts), read_fictional()
    recipe = Recipe(epochs=given.epochs, seed=given.seed, longest=256)
    held = [item for item in own if fold_of(item.url, PARTS) == 0]
    taught = [*(item for item in own if fold_of(item.url, PARTS) != 0), *fictional]
    tuned = teach(taught, recipe)
    path = OUT.with_name(ENCODER)
    learnt = {fingerprint(item.text) for item in taught}
    write_tuned(path, tuned, learnt)
    held = [item for item in held if fingerprint(item.text) not in learnt]  # the same words stand in two reports
    assets = find_assets()
    said = TunedEncoder(read_changes(path, assets), assets).logits([item.text for item in held])
    rows = {fingerprint(item.text): [round(float(one), 2) for one in row] for item, row in zip(held, said, strict=True)}
    HELD.write_text(json.dumps(rows, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(taught)} matters; wrote {path} ({path.stat().st_size / 1e6:.2f} MB) and {HELD.name} ({len(rows)})")


if __name__ == "__main__":
    main()
