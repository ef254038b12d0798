"""Texts to vectors: tokenise (at most 256 tokens), run the ONNX graph, mean of the tokens, unit length.

The steps are those that the model was trained with (sentence-transformers: all-MiniLM-L6-v2, mean pooling and
normalisation, longest sequence 256).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from forewarned.errors import MissingExtraError
from forewarned.lessons.meaning.assets import MODEL_NAME, OR_WITHOUT, SHA256, Assets, find_assets
from forewarned.lessons.meaning.cache import VectorCache

DIMENSIONS = 384
LONGEST = 256
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
BATCH_TOKENS = 640
"""In a batch. Texts of like length run together, so that little is spent on padding; more take memory, not less time.
"""
MODEL_KEY = f"{MODEL_NAME}-{SHA256['onnx/model.onnx_data'][:12]}"
WORKERS = min(2, os.cpu_count() or 1)
"""Batches that run at once, each on a thread of its own."""
Vectors = npt.NDArray[np.float32]
Pool = Callable[[Vectors, Vectors], Vectors]


def text_key(text: str) -> bytes:
    """32 bytes that name ``text`` under this model: what a VectorCache keeps its vector by."""
    return hashlib.sha256(f"{MODEL_KEY}\n{text}".encode("utf-8", "surrogatepass")).digest()


class Embedder:
    """The packaged model, ready to run. Make it with :meth:`load`; deterministic on one machine."""

    def __init__(self, session: Any, tokenizer: Any, cache: VectorCache | None = None) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._cache = cache

    @classmethod
    def load(cls, cache: VectorCache | None = None) -> Embedder:
        """Check and load the model (0.3 s). ``cache`` keeps vectors by the hash of their text.

        Raises MissingExtraError, with how to install it, when the optional part is absent.
        """
        assets = find_assets()
        return cls(load_session(assets), load_tokenizer(assets, LONGEST), cache)

    def keeping(self, cache: VectorCache | None) -> Embedder:
        """The same, with vectors kept in ``cache``, or not kept."""
        return Embedder(self._session, self._tokenizer, cache)

    @property
    def name(self) -> str:
        """The model, and the beginning of the hash of its weights."""
        return MODEL_KEY

    def embed(self, texts: Sequence[str], *, keep: bool = True) -> Vectors:
        """Unit vectors of ``texts``: float32, shape (len(texts), 384). A blank text has the zero vector.

        With ``keep`` false nothing new goes into the cache: for a narrative that shall leave no trace.
        """
        keys = [text_key(text) for text in texts]
        wanted = {key: text for key, text in zip(keys, texts, strict=True) if text.strip()}
        known = self._cache.get(wanted) if self._cache else {}
        fresh = {key: text for key, text in wanted.items() if key not in known}
        made = self._run(fresh)
        if self._cache and made and keep:
            self._cache.put(made)
        known.update(made)
        zero = np.zeros(DIMENSIONS, np.float32)
        return np.array([known.get(key, zero) for key in keys], np.float32).reshape(len(keys), DIMENSIONS)

    def _run(self, texts: dict[bytes, str]) -> dict[bytes, Vectors]:
        """Vectors by key, in batches of texts of like length."""
        encoded = self._tokenizer.encode_batch([clean(text) for text in texts.values()])
        keys = list(texts)
        made: dict[bytes, Vectors] = {}
        for chosen, means in run(self._session, encoded, lambda _, means: means):
            means /= np.linalg.norm(means, axis=1, keepdims=True)
            made.update(zip((keys[at] for at in chosen), means.astype(np.float32), strict=True))
        return made


def load_session(assets: Assets, tensors: Mapping[str, Vectors] | None = None) -> Any:
    """The packaged graph, with these tensors in place of its own, by name.

    Raises MissingExtraError, with how to install it, when the optional part does not load.
    """
    with _loading("onnxruntime") as onnxruntime:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # two that share one batch are slower than one on a busy machine
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        held = {name: onnxruntime.OrtValue.ortvalue_from_numpy(values) for name, values in (tensors or {}).items()}
        for name, value in held.items():
            options.add_initializer(name, value)
        session = onnxruntime.InferenceSession(str(assets.graph), options, providers=["CPUExecutionProvider"])
        session.held = held  # the session uses their memory
        return session


def load_tokenizer(assets: Assets, longest: int) -> Any:
    """The packaged tokenizer; texts are cut to ``longest`` tokens, marks of beginning and end among them.

    Raises MissingExtraError, with how to install it, when the optional part does not load.
    """
    with _loading("tokenizers") as tokenizers:
        tokenizer = tokenizers.Tokenizer.from_file(str(assets.tokenizer))
        tokenizer.no_padding()
        tokenizer.enable_truncation(longest)
        return tokenizer


def clean(text: str) -> str:
    """What the tokenizer can't encode (half of a surrogate pair) is replaced."""
    return text.encode("utf-8", "replace").decode()


@contextmanager
def _loading(name: str) -> Iterator[Any]:
    """A package of the optional part; whatever fails while it is loaded is said to be the package's fault."""
    try:
        yield import_module(name)
    except MemoryError:
        raise
    except Exception as error:  # a wheel half removed fails in many ways, and onnxruntime with bare Exceptions
        raise MissingExtraError(
            "The optional part `meaning` is installed but does not load.",
            where=name,
            next_step=f"install {name} again, {OR_WITHOUT}",
        ) from error


def batches_of(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts, those of like length together, so many that no batch has more than ``BATCH_TOKENS``."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lambda one: (lengths[one], one)):
        if batch and (len(batch) + 1) * lengths[at] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def run(session: Any, encoded: Sequence[Any], pool: Pool) -> Iterator[tuple[list[int], Vectors]]:
    """The graph over encoded texts, ``WORKERS`` batches at a time: places of texts, and what ``pool`` makes of the
    states of their first tokens and of the means of their tokens, both of shape (texts, 384).
    """

    def one(chosen: list[int]) -> tuple[list[int], Vectors]:
        fed = feeds([encoded[at] for at in chosen])
        states = session.run(None, fed)[0]
        held = fed["attention_mask"][:, :, None].astype(np.float32)
        return chosen, pool(states[:, 0], (states * held).sum(1) / held.sum(1))

    batches = list(batches_of([len(each.ids) for each in encoded]))
    if len(batches) < WORKERS:
        yield from map(one, batches)
        return
    with ThreadPoolExecutor(WORKERS) as workers:
        yield from workers.map(one, batches)


def feeds(encoded: Sequence[Any]) -> dict[str, npt.NDArray[np.int64]]:
    """The graph's inputs for encoded texts, padded to the longest: each of shape (texts, tokens)."""
    width = max(len(one.ids) for one in encoded)
    fed = {name: np.zeros((len(encoded), width), np.int64) for name in INPUTS}
    for row, one in enumerate(encoded):
        for name, values in zip(INPUTS, (one.ids, one.attention_mask, one.type_ids), strict=True):
            fed[name][row, : len(values)] = values
    return fed
