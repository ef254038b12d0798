"""The packaged model of meaning as commands and pages use it: loaded once, its vectors kept in the home folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock

from forewarned.lessons.meaning.assets import available
from forewarned.lessons.meaning.cache import FolderCache
from forewarned.lessons.meaning.embedder import DIMENSIONS, MODEL_KEY, Embedder
from forewarned.lessons.meaning.off import unless_off, why_off
from forewarned.settings import settings

PART = "embedder"
LOADING = Lock()


def kept_embedder() -> Embedder | None:
    """The model, where the optional part is installed and works; vectors are kept by the hash of their text, never the
    text. Where it does not work `why_not` says why.
    """
    if not available():
        return None
    with LOADING:  # two first questions at once load it once
        return _loaded(settings().home)


def why_not() -> str:
    """Why the model, though installed, is not used, in a sentence; blank where it is, or is not installed."""
    return why_off(PART) if available() else ""


def demand_embedder() -> None:
    """For who asks for meaning outright. Raises MissingExtraError, or InputError, with what to do, unless it works."""
    if kept_embedder() is None:
        Embedder.load()


@lru_cache(maxsize=1)
def _loaded(home: Path) -> Embedder | None:
    made = unless_off(PART, home, Embedder.load)
    return made.keeping(FolderCache(home / "vectors", MODEL_KEY, DIMENSIONS)) if made else None
