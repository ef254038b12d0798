"""Meaning: a packaged embedding model (all-MiniLM-L6-v2) run offline on one thread, loaded only when it is used."""

from __future__ import annotations

from forewarned.lessons.meaning.assets import available
from forewarned.lessons.meaning.cache import FolderCache, VectorCache
from forewarned.lessons.meaning.embedder import DIMENSIONS, MODEL_KEY, Embedder, text_key

__all__ = ["DIMENSIONS", "MODEL_KEY", "Embedder", "FolderCache", "VectorCache", "available", "text_key"]
