"""Texts to vectors: tokenise (at most 256 tokens), run the ONNX graph on one thread, mean of the tokens, unit length.

The steps are those that the model was trained with (sentence-transformers: all-MiniLM-L6-v2, mean pooling and
normalisation, longest sequence 256).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from forewarned.errors import MissingExtraError
from forewarned.lessons.meaning.assets import HINT, MODEL_NAME, SHA256, find_assets
from forewarned.lessons.meaning.cache import VectorCache

DIMENSIONS = 384
LONGEST = 256
BATCH_TOKENS = 4096  # texts of like length run together, so that little is spent on padding
MODEL_KEY = f"{MODEL_NAME}-{SHA256['onnx/model.onnx_data'][:12]}"
Vectors = npt.NDArray[np.float32]


def text_key(text: str) -> bytes:
    """32 bytes that name ``text`` under this model: what a VectorCache keeps its vector by."""
    return hashlib.sha256(f"{MODEL_KEY}\n{text}".encode("utf-8", "surrogatepass")).digest()


class Embedder:
    """The packaged model, ready to run. Make it with :meth:`load`; deterministic on one machine."""

    def __init__(self, session: Any, tokenizer: Any, cache: VectorCache | None = None) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._cache = cache
        self._inputs = {given.name for given in session.get_inputs()}

    @classmethod
    def load(cls, cache: VectorCache | None = None) -> Embedder:
        """Check and load the model (0.3 s). ``cache`` keeps vectors by the hash of their text.

        Raises MissingExtraError, with how to install it, when the optional part is absent.
        """
        assets = find_assets()
        try:
            onnxruntime = import_module("onnxruntime")
            tokenizers = import_module("tokenizers")
        except ImportError as error:
            raise MissingExtraError("Search by meaning can't load its optional part.", next_step=HINT) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # two are slower than one on a busy machine
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(str(assets.graph), options, providers=["CPUExecutionProvider"])
        tokenizer = tokenizers.Tokenizer.from_file(str(assets.tokenizer))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST)
        return cls(session, tokenizer, cache)

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
        # what the tokenizer can't encode (half of a surrogate pair) is replaced
        clean = [text.encode("utf-8", "replace").decode() for text in texts.values()]
        encoded = list(zip(texts, self._tokenizer.encode_batch(clean), strict=True))
        encoded.sort(key=lambda item: (len(item[1].ids), item[0]))
        made: dict[bytes, Vectors] = {}
        batch: list[tuple[bytes, list[int]]] = []
        for key, encoding in encoded:
            ids = list(encoding.ids)
            if batch and (len(batch) + 1) * len(ids) > BATCH_TOKENS:
                made.update(self._batch(batch))
                batch = []
            batch.append((key, ids))
        if batch:
            made.update(self._batch(batch))
        return made

    def _batch(self, batch: list[tuple[bytes, list[int]]]) -> dict[bytes, Vectors]:
        width = max(len(ids) for _, ids in batch)
        tokens = np.zeros((len(batch), width), np.int64)
        mask = np.zeros((len(batch), width), np.int64)
        for row, (_, ids) in enumerate(batch):
            tokens[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        feeds = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        states = self._session.run(None, {name: feeds[name] for name in self._inputs})[0]
        weights = mask[:, :, None].astype(np.float32)
        means = (states * weights).sum(1) / weights.sum(1)
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        return {key: mean for (key, _), mean in zip(batch, means.astype(np.float32), strict=True)}
