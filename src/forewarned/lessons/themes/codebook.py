"""The themes a matter of concern can have, read from ``codebook.json``: code, name, what is in and what is out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

NOT_A_CONCERN = "not_a_concern"


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme of the codebook. ``inside`` and ``outside`` say in plain words what belongs to it and what does not."""

    code: str
    name: str
    inside: str
    outside: str


@lru_cache(maxsize=1)
def codebook() -> dict[str, Theme]:
    """Every theme by its code, in the codebook's order; ``not_a_concern`` stands last."""
    book = json.loads((files(__package__) / "codebook.json").read_text(encoding="utf-8"))
    return {entry["code"]: Theme(**entry) for entry in book["themes"]}
