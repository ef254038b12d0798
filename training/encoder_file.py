"""Writes what fine-tuning changed as a small file for the program (`forewarned/lessons/meaning/tuned.py` reads it).

Of each matrix's change the best of rank ``RANK`` is kept (singular values), in one byte a number: 4.2 MB in all. On
the themes of held-out matters that costs 0.003 of micro-F1 (rank 64: 0.01).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from forewarned.lessons.meaning import MODEL_KEY
from forewarned.lessons.meaning.assets import find_assets
from training.encoder_network import Floats, Tuned, base_tensors, learning_names

RANK = 128


def write_tuned(path: Path, tuned: Tuned, trained_on: Iterable[str]) -> None:
    """Write a tuned encoder; ``trained_on`` are fingerprints of its texts."""
    base, names = base_tensors(), learning_names()
    arrays: dict[str, npt.NDArray[Any]] = {
        "matrix": tuned.matrix.astype(np.float16),
        "bias": tuned.bias.astype(np.float32),
    }
    for name in names:
        change = tuned.tensors[name] - base[name]
        arrays |= {name: change.astype(np.float16)} if change.ndim == 1 else _thin(name, change)
    about = {
        "base": MODEL_KEY,
        "longest": tuned.recipe.longest,
        "places": {name: offset for name, offset in _offsets().items() if name in names},
        "shapes": {name: list(tuned.tensors[name].shape) for name in names},
        "trained_on": sorted(trained_on),
    }
    np.savez_compressed(path, allow_pickle=False, about=np.array(json.dumps(about, sort_keys=True)), **arrays)


def _thin(name: str, change: Floats) -> dict[str, npt.NDArray[Any]]:
    """Two thin matrices whose product is nearest to the change, each in steps of its own unit."""
    left, sizes, right = np.linalg.svd(change, full_matrices=False)
    root = np.sqrt(sizes[:RANK])
    found: dict[str, npt.NDArray[Any]] = {}
    for side, values in (("left", left[:, :RANK] * root), ("right", right[:RANK] * root[:, None])):
        unit = max(float(np.abs(values).max()), 1e-12) / 127
        found[f"{name}/{side}"] = np.round(values / unit).astype(np.int8)
        found[f"{name}/{side} unit"] = np.array(unit, np.float32)
    return found


def _offsets() -> dict[str, int]:
    """Where each tensor begins in the packaged file of weights, in bytes."""
    onnx = import_module("onnx")
    graph = onnx.load(str(find_assets().graph), load_external_data=False).graph
    return {
        one.name: int(next(entry.value for entry in one.external_data if entry.key == "offset"))
        for one in graph.initializer
        if one.data_location == onnx.TensorProto.EXTERNAL
    }
