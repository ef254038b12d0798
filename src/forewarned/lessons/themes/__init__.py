"""Themes of a matter of concern, by the codebook: what they are, the words that carried them, and learning from people.

    model = ThemeModel.load()
    model.themes("There was no record of the hourly checks.")

Everything loads on use: importing this room costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from forewarned.lessons.themes.codebook import NOT_A_CONCERN, Theme, codebook

if TYPE_CHECKING:
    from forewarned.lessons.themes.learning import Decision
    from forewarned.lessons.themes.model import ThemeModel

__all__ = ["NOT_A_CONCERN", "Decision", "Theme", "ThemeModel", "codebook"]

LATER = {"Decision": "learning", "ThemeModel": "model"}


def __getattr__(name: str) -> object:
    """``ThemeModel`` and ``Decision`` need numpy, which is loaded when one of them is first asked for."""
    if name in LATER:
        return getattr(import_module(f"{__name__}.{LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
