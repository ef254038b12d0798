"""The trained file: what the features weigh for each theme. Plain arrays, no pickle."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from forewarned.errors import InputError

NAME = "themes-2.npz"
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt: ``scales`` (one a feature), ``matrix`` (features x codes) and ``bias`` (one a code).

    A code's margin is the sum of strength x scale x weight over a matter's features, plus its bias, less its
    ``threshold``. ``slope`` and ``shift`` turn a margin into the share of such labels that a reader agreed with.
    ``trained_on`` holds the first 12 hex digits of the SHA-256 of each text learnt from.
    """

    version: str
    codes: tuple[str, ...]
    index: dict[str, int]
    scales: Floats
    matrix: Floats
    bias: Floats
    thresholds: Floats
    slope: float
    shift: float
    trained_on: frozenset[str]


def read_weights(path: Path) -> Weights:
    """Read a trained file; one that is not ours is refused."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            about = json.loads(str(held["about"]))
            names = str(held["names"]).split("\n")
            weights = Weights(
                version=about["version"],
                codes=tuple(about["codes"]),
                index={name: at for at, name in enumerate(names)},
                scales=held["scales"].astype(np.float32),
                matrix=held["matrix"].astype(np.float32) * held["units"].astype(np.float32),
                bias=held["bias"].astype(np.float32),
                thresholds=held["thresholds"].astype(np.float32),
                slope=float(about["slope"]),
                shift=float(about["shift"]),
                trained_on=frozenset(about["trained_on"]),
            )
    except (OSError, KeyError, ValueError, EOFError) as error:
        raise InputError(
            "this is not a trained model of themes", where=path.name, next_step="install Forewarned again"
        ) from error
    if weights.matrix.shape != (len(weights.index), len(weights.codes)) or len(weights.scales) != len(weights.index):
        raise InputError("the arrays of this model do not fit together", where=path.name)
    return weights


def write_weights(path: Path, weights: Weights) -> None:
    """Write a trained file: the matrix in one byte a weight, each code with its own unit. The same input gives the
    same bytes.
    """
    units = np.maximum(np.abs(weights.matrix).max(axis=0), 1e-9) / 127
    about = {
        "version": weights.version,
        "codes": weights.codes,
        "slope": round(weights.slope, 6),
        "shift": round(weights.shift, 6),
        "trained_on": sorted(weights.trained_on),
    }
    np.savez_compressed(
        path,
        about=np.array(json.dumps(about)),
        names=np.array("\n".join(weights.index)),
        scales=weights.scales.astype(np.float32),
        matrix=np.round(weights.matrix / units).astype(np.int8),
        units=units.astype(np.float32),
        bias=weights.bias.astype(np.float32),
        thresholds=weights.thresholds.astype(np.float32),
    )


@lru_cache(maxsize=1)
def packaged_weights() -> Weights:
    """The model that comes with the program."""
    return read_weights(Path(str(files("forewarned.lessons") / "trained" / NAME)))
