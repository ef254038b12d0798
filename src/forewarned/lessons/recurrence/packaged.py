"""The packaged model of pairs as commands and pages use it."""

from __future__ import annotations

from forewarned.lessons.meaning.kept import kept_embedder
from forewarned.lessons.meaning.tuned import packaged_encoder
from forewarned.lessons.recurrence.model import ENCODER, PairModel


def packaged_pairs() -> PairModel:
    """With meaning and the encoder where the optional part is installed and works, by words alone elsewhere.

    What the encoder says of a pair is kept in the home folder by the hash of its words.
    """
    embedder = kept_embedder()
    return PairModel.load(embedder, packaged_encoder(ENCODER) if embedder else None)
