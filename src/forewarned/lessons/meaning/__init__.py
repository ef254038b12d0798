"""Meaning: a packaged embedding model (all-MiniLM-L6-v2) run offline, loaded only when it is used.

Everything loads on use: importing this room costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from forewarned.lessons.meaning.assets import available

if TYPE_CHECKING:
    from forewarned.lessons.meaning.cache import FolderCache, VectorCache
    from forewarned.lessons.meaning.embedder import DIMENSIONS, MODEL_KEY, Embedder, text_key

__all__ = ["DIMENSIONS", "MODEL_KEY", "Embedder", "FolderCache", "VectorCache", "available", "text_key"]

LATER = {name: "cache" if name.endswith("Cache") else "embedder" for name in __all__ if name != "available"}


def __getattr__(name: str) -> object:
    """What needs numpy is loaded when it is first asked for."""
    if name in LATER:
        return getattr(import_module(f"{__name__}.{LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
