"""Meaning that is installed but does not work: never used, said plainly, and left out so that the rest goes on.

A damaged part answers nothing: its files are checked at each load, and what fails there gives None here. Why is kept in
the home folder too, so that questions, which load nothing, know by what rules the words were read. The next command
that loads the part tries it anew, and forgets what is mended; a process tries each part once, so that no question waits
for it again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import TypeVar

from forewarned.errors import ForewarnedError, InputError, MissingExtraError
from forewarned.log import event
from forewarned.settings import settings

Loaded = TypeVar("Loaded")
_found: dict[tuple[Path, str], str] = {}
"""By home and part, what this process found: why it does not work, or blank where it does."""


def unless_off(part: str, home: Path, load: Callable[[], Loaded]) -> Loaded | None:
    """What ``load`` gives; None where the part that is installed does not work, which is kept and logged."""
    try:
        loaded = load()
    except (InputError, MissingExtraError) as error:
        _keep(part, home, _sentence(error))
        # A log takes codes, not sentences: what is to be installed again, or the file of ours that is damaged.
        event("meaning.off", level="warning", part=part, at_fault=error.where.partition(":")[0] or None)
        return None
    _keep(part, home, "")
    return loaded


def why_off(part: str) -> str:
    """Why a part of meaning that is installed is not used, in a sentence; blank where nobody found that it fails."""
    home = settings().home
    found = _found.get((home, part))
    return _kept(part, home) if found is None else found


def note_of(part: str, home: Path) -> Path:
    """Where it is kept why a part does not work: a file a part, so that no process writes over what another found."""
    return home / f"meaning-off-{part}.txt"


def _sentence(error: ForewarnedError) -> str:
    where = f" ({error.where})" if error.where else ""
    return f"{error.what.rstrip('.')}{where}. What to do: {error.next_step or 'install Forewarned again'}."


def _keep(part: str, home: Path, why: str) -> None:
    _found[home, part] = why
    if _kept(part, home) == why:
        return
    # Where it can't be kept this process knows it all the same, and what it reads is marked accordingly.
    with suppress(OSError):
        if why:
            _write_whole(note_of(part, home), why)
        else:
            note_of(part, home).unlink(missing_ok=True)


def _write_whole(path: Path, text: str) -> None:
    """Each writer writes a file of its own and puts it in the place: of two at once one stands, and never a half."""
    own = path.with_name(f".{path.name}.{token_hex(8)}")
    try:
        own.write_text(text, encoding="utf-8")
        own.replace(path)
    finally:
        own.unlink(missing_ok=True)


def _kept(part: str, home: Path) -> str:
    try:
        return note_of(part, home).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
