"""The packaged encoder, tuned for one judgement: small changes of its weights, and one linear head.

A file of changes (``lessons/trained/*.npz``, made by ``training/encoder_file.py``) holds for each learnt matrix two
thin ones whose product is added to the packaged weights (a low-rank change, as in Hu et al. 2021, arXiv:2106.09685;
here the best of its rank by singular values), in one byte a number. Plain arrays, no pickle.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from forewarned.errors import InputError
from forewarned.lessons.meaning.assets import Assets, available, find_assets
from forewarned.lessons.meaning.cache import FolderCache, VectorCache
from forewarned.lessons.meaning.embedder import (
    MODEL_KEY,
    clean,
    load_session,
    load_tokenizer,
    run,
    text_key,
)
from forewarned.lessons.meaning.off import unless_off
from forewarned.settings import settings

Floats = npt.NDArray[np.float32]
MADE = 1
"""Raised, by hand, when a file of changes says other things of a text than before: what was kept is left aside."""
LOADING = Lock()


@dataclass(frozen=True)
class Changes:
    """A read file: the tensors as they shall be, the head over mean and first token, and what they were made for."""

    tensors: dict[str, Floats]
    matrix: Floats
    bias: Floats
    longest: int
    trained_on: frozenset[str]
    mark: str
    """The first 12 hex digits of the file's SHA-256."""


def read_changes(path: Path, assets: Assets) -> Changes:
    """The tensors of a file, added to the packaged weights.

    Raises InputError where it is not such a file or was made for other weights, MissingExtraError where the optional
    part is absent.
    """
    weights = assets.graph.with_name("model.onnx_data")
    try:
        content = path.read_bytes()
        with np.load(BytesIO(content), allow_pickle=False) as held:
            about = json.loads(str(held["about"]))
            if about["base"] != MODEL_KEY:
                raise InputError("these changes belong to other weights", where=path.name)
            tensors = {name: _changed(held, name, weights, about) for name in about["places"]}
            matrix, bias = held["matrix"].astype(np.float32), held["bias"].astype(np.float32)
            mark = hashlib.sha256(content).hexdigest()[:12]
            return Changes(tensors, matrix, bias, int(about["longest"]), frozenset(about["trained_on"]), mark)
    except (OSError, KeyError, ValueError, EOFError, BadZipFile) as error:
        raise InputError(
            "this is not a tuned model of this program", where=path.name, next_step="install Forewarned again"
        ) from error


def _changed(held: Any, name: str, weights: Path, about: dict[str, Any]) -> Floats:
    shape = tuple(about["shapes"][name])
    base = np.fromfile(weights, "<f4", int(np.prod(shape)), offset=about["places"][name]).reshape(shape)
    if len(shape) == 1:
        return np.asarray(base + held[name], np.float32)
    left, right = (
        held[f"{name}/{side}"].astype(np.float32) * held[f"{name}/{side} unit"] for side in ("left", "right")
    )
    return np.asarray(base + left @ right, np.float32)


def packaged_encoder(name: str) -> TunedEncoder | None:
    """The tuned encoder of the packaged file ``name``, loaded once; None where the optional part is absent, and where
    it is installed and does not work (`off`).

    What it says is kept in the home folder by the hash of the text, never the text.
    """
    if not available():
        return None
    with LOADING:
        return _kept(name, settings().home)


@lru_cache(maxsize=8)
def _kept(name: str, home: Path) -> TunedEncoder | None:
    encoder = unless_off(Path(name).stem, home, lambda: _loaded(name))
    if encoder is None:
        return None
    kept = f"{Path(name).stem}-{encoder.mark}-{MADE}"
    return encoder.keeping(FolderCache(home / "vectors", kept, encoder.outputs, unit=False))


@lru_cache(maxsize=4)
def _loaded(name: str) -> TunedEncoder:
    assets = find_assets()
    return TunedEncoder(read_changes(Path(str(files("forewarned.lessons") / "trained" / name)), assets), assets)


class TunedEncoder:
    """A tuned encoder ready to run. Made by :func:`packaged_encoder`; deterministic on one machine."""

    def __init__(self, changes: Changes, assets: Assets, cache: VectorCache | None = None) -> None:
        self._changes = changes
        self._cache = cache
        self._session = load_session(assets, changes.tensors)
        self._tokenizer = load_tokenizer(assets, changes.longest)

    def keeping(self, cache: VectorCache | None) -> TunedEncoder:
        """The same, with what it says kept in ``cache``, or not kept."""
        other = copy(self)
        other._cache = cache
        return other

    @property
    def outputs(self) -> int:
        """How many judgements it makes of a text."""
        return len(self._changes.bias)

    @property
    def mark(self) -> str:
        """What tells this file of changes from another."""
        return self._changes.mark

    @property
    def trained_on(self) -> frozenset[str]:
        """Fingerprints of the texts it learnt from."""
        return self._changes.trained_on

    def logits(self, texts: Sequence[str]) -> Floats:
        """What it says of each text: float32, shape (len(texts), outputs), as log-odds.

        For texts that are held: what it says is kept, so it is not for a narrative that shall leave no trace.
        """
        keys = [text_key(text) for text in texts]
        known = self._cache.get(keys) if self._cache else {}
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        made = self._run(fresh)
        if self._cache and made:
            self._cache.put(made)
        known.update(made)
        return np.array([known[key] for key in keys], np.float32).reshape(len(keys), self.outputs)

    def _run(self, texts: Mapping[bytes, str]) -> dict[bytes, Floats]:
        keys = list(texts)
        made: dict[bytes, Floats] = {}
        encoded = self._tokenizer.encode_batch([clean(text) for text in texts.values()])
        for chosen, said in run(self._session, encoded, self._judged):
            made.update(zip((keys[at] for at in chosen), said, strict=True))
        return made

    def _judged(self, firsts: Floats, means: Floats) -> Floats:
        """In hundredths: what stands beside a text in its batch changes the seventh figure, so almost never these."""
        pooled = np.concatenate([means, firsts], axis=1)
        return np.round(pooled @ self._changes.matrix + self._changes.bias, 2)
