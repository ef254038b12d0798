"""Deaths in similar circumstances: graded, with the shared points quoted side by side and the differences named."""

from __future__ import annotations

from forewarned.lessons.similar.index import SimilarIndex
from forewarned.lessons.similar.model import SimilarModel, fingerprint
from forewarned.lessons.similar.values import Quote, SharedPoint, Similar

__all__ = ["Quote", "SharedPoint", "Similar", "SimilarIndex", "SimilarModel", "fingerprint"]
