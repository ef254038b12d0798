"""What every reader is: it recognises its kind of file and yields readings. It never stores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from forewarned.reports.reading import Reading, Refusal


@dataclass(frozen=True, slots=True)
class Head:
    """Enough of a file to tell its kind: its path, its first 64 KiB, and its columns when it is a CSV."""

    path: Path
    start: bytes
    columns: tuple[str, ...] = ()


class Reader(Protocol):
    """One kind of source. Adding one costs a module here and a line in ``READERS``."""

    name: str
    label: str
    complete: bool
    """True when the file states the whole of its kind, so that an absent row is a loss."""
    log: bool
    """True when each row is an event of its own; false when a row restates what it said before."""

    def recognises(self, head: Head) -> bool: ...

    def read(self, path: Path) -> Iterator[Reading | Refusal]: ...
