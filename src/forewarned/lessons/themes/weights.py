"""The trained file: what the features weigh for each theme. Plain arrays, no pickle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from forewarned.errors import InputError

NAME = "themes-3.npz"
ENCODER = "themes-3-encoder.npz"
CHOICE = ("slope", "shift", "share")
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Choice:
    """When a code is given: where its sum exceeds its threshold, by a margin. ``slope`` and ``shift`` turn the margin
    into the share of such labels that a reader agreed with. ``share`` is what the encoder's log-odds weigh in the sum,
    beside the words' ones: 0 where the words decide alone.
    """

    thresholds: Floats
    slope: float
    shift: float
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt: ``scales`` (one a feature), ``matrix`` (features x codes) and ``bias`` (one a code).

    The words' sum for a code is that of strength x scale x weight over a matter's features, plus its bias. ``alone`` is
    how it is judged where the encoder is not installed, ``beside`` where it is.
    ``trained_on`` holds the first 12 hex digits of the SHA-256 of each text learnt from.
    """

    version: str
    codes: tuple[str, ...]
    index: dict[str, int]
    scales: Floats
    matrix: Floats
    bias: Floats
    alone: Choice
    beside: Choice
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
                alone=_choice(held, about, "alone"),
                beside=_choice(held, about, "beside"),
                trained_on=frozenset(about["trained_on"]),
            )
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
        raise InputError(
            "this is not a trained model of themes", where=path.name, next_step="install Forewarned again"
        ) from error
    if weights.matrix.shape != (len(weights.index), len(weights.codes)) or len(weights.scales) != len(weights.index):
        raise InputError("the arrays of this model do not fit together", where=path.name)
    return weights


def _choice(held: Any, about: Mapping[str, Any], name: str) -> Choice:
    return Choice(held[name].astype(np.float32), **{part: float(about[name][part]) for part in CHOICE})


def write_weights(path: Path, weights: Weights) -> None:
    """Write a trained file: the matrix in one byte a weight, each code with its own unit. The same input gives the
    same bytes.
    """
    units = np.maximum(np.abs(weights.matrix).max(axis=0), 1e-9) / 127
    about = {
        "version": weights.version,
        "codes": weights.codes,
        "trained_on": sorted(weights.trained_on),
        **{
            name: {part: round(getattr(choice, part), 6) for part in CHOICE}
            for name, choice in (("alone", weights.alone), ("beside", weights.beside))
        },
    }
    np.savez_compressed(
        path,
        about=np.array(json.dumps(about)),
        names=np.array("\n".join(weights.index)),
        scales=weights.scales.astype(np.float32),
        matrix=np.round(weights.matrix / units).astype(np.int8),
        units=units.astype(np.float32),
        bias=weights.bias.astype(np.float32),
        alone=weights.alone.thresholds.astype(np.float32),
        beside=weights.beside.thresholds.astype(np.float32),
    )


@lru_cache(maxsize=1)
def packaged_weights() -> Weights:
    """The model that comes with the program."""
    return read_weights(Path(str(files("forewarned.lessons") / "trained" / NAME)))
