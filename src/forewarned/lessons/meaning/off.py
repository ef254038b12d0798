"""Meaning that is installed but does not work: never used, said plainly, and left out so that the rest goes on.

A damaged part answers nothing: its files are checked at each load, and what fails there gives None here. Why is kept in
the home folder too, so that questions, which load nothing, know by what rules the words were read. The next command
that loads the part tries it anew, and forgets what is mended; a process tries each part once, so that no question waits
for it again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from forewarned.errors import ForewarnedError, InputError, MissingExtraError
from forewarned.log import event
from forewarned.settings import settings

Loaded = TypeVar("Loaded")
NAME = "meaning-off.json"
_found: dict[tuple[Path, str], str] = {}
"""By home and part, what this process found: why it does not work, or blank where it does."""


def unless_off(part: str, home: Path, load: Callable[[], Loaded]) -> Loaded | None:
    """What ``load`` gives; None where the part that is installed does not work, which is kept and logged."""
    try:
        loaded = load()
    except (InputError, MissingExtraError) as error:
        _keep(part, home, _sentence(error))
        event("meaning.off", level="warning", part=part)
        return None
    _keep(part, home, "")
    return loaded


def why_off(part: str) -> str:
    """Why a part of meaning that is installed is not used, in a sentence; blank where nobody found that it fails."""
    home = settings().home
    found = _found.get((home, part))
    return _kept(home).get(part, "") if found is None else found


def _sentence(error: ForewarnedError) -> str:
    where = f" ({error.where})" if error.where else ""
    return f"{error.what.rstrip('.')}{where}. What to do: {error.next_step or 'install Forewarned again'}."


def _keep(part: str, home: Path, why: str) -> None:
    _found[home, part] = why
    kept = _kept(home)
    if kept.get(part, "") == why:
        return
    kept[part] = why
    left = {name: said for name, said in sorted(kept.items()) if said}
    # Where it can't be kept this process knows it all the same, and what it reads is marked accordingly.
    with suppress(OSError):
        if left:
            (home / NAME).write_text(json.dumps(left), encoding="utf-8")
        else:
            (home / NAME).unlink(missing_ok=True)


def _kept(home: Path) -> dict[str, str]:
    try:
        kept = json.loads((home / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(part): str(why) for part, why in kept.items()} if isinstance(kept, dict) else {}
