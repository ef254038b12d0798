"""The packaged model of pairs as commands and pages use it."""

from __future__ import annotations

from pathlib import Path

from forewarned.lessons.meaning.assets import available
from forewarned.lessons.meaning.off import why_off
from forewarned.lessons.meaning.tuned import packaged_encoder
from forewarned.lessons.recurrence.model import ENCODER, Embeds, PairModel


def packaged_pairs(embedder: Embeds | None) -> PairModel:
    """With meaning and the encoder beside it where there is an ``embedder``, else with words alone.

    What the encoder says of a pair is kept in the home folder by the hash of its words.
    """
    return PairModel.load(embedder, packaged_encoder(ENCODER) if embedder else None)


def pairs_off() -> str:
    """Why the encoder, though the optional part is installed, reads no pairs, in a sentence; blank where it does."""
    return why_off(Path(ENCODER).stem) if available() else ""
