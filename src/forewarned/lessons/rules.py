"""The versions of everything that reads words in this room: what was read by others is read again."""

from __future__ import annotations

from forewarned.lessons.meaning.assets import available

WORDS = "" if available() else "-words"
"""Where the optional part ``meaning`` is not installed, themes are told by words alone."""
READ_BY = f"facts-2 matters-3 themes-3{WORDS} promises-3 dues-2"
"""Raised, by hand, with any rule or model whose answers differ."""


def good(ours: str) -> tuple[str, ...]:
    """Rules whose answers stand beside ``ours``: the same, and for words alone also those that had the encoder.

    So machines with and without the optional part that share a store do not read in turns.
    """
    return (ours, ours.replace(WORDS, "")) if WORDS else (ours,)
