"""The versions of everything that reads words in this room: what was read by others is read again."""

from __future__ import annotations

from forewarned.lessons.meaning.assets import available
from forewarned.lessons.meaning.off import why_off

WORDS = "" if available() else "-words"
"""Where the optional part ``meaning`` is not installed, themes are told by words alone."""
THEMES = "themes-3"
READ_BY = f"facts-2 matters-5 {THEMES}{WORDS} promises-3 dues-2"
"""Raised, by hand, with any rule or model whose answers differ."""


def themes_off() -> str:
    """Why themes are told by words alone although the optional part is installed; blank where they are not."""
    return "" if WORDS else why_off(f"{THEMES}-encoder")


def by_now(rules: str) -> str:
    """``rules`` as they read now: where the optional part is installed and does not work, themes by words alone."""
    return rules.replace(THEMES, f"{THEMES}-words") if themes_off() else rules


def good(rules: str) -> tuple[str, ...]:
    """Rules whose answers stand beside those of ``rules`` now: the same, and for words alone also those that had the
    encoder.

    So machines with and without the optional part that share a store do not read in turns.
    """
    ours = by_now(rules)
    return (ours, ours.replace("-words", "")) if WORDS or ours != rules else (ours,)
