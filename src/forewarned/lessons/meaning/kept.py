"""The packaged model of meaning as commands and pages use it: loaded once, its vectors kept in the home folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from forewarned.errors import MissingExtraError
from forewarned.lessons.meaning.assets import available
from forewarned.lessons.meaning.cache import FolderCache
from forewarned.lessons.meaning.embedder import DIMENSIONS, MODEL_KEY, Embedder
from forewarned.settings import settings


def kept_embedder() -> Embedder | None:
    """The model, where the optional part is installed; vectors are kept by the hash of their text, never the text."""
    return _loaded(settings().home) if available() else None


@lru_cache(maxsize=1)
def _loaded(home: Path) -> Embedder | None:
    try:
        return Embedder.load(FolderCache(home / "vectors", MODEL_KEY, DIMENSIONS))
    except MissingExtraError:
        return None
