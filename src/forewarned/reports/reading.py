"""What a reader yields: one source's words on one report, as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | None | list[Json] | dict[str, Json]"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source said of one report at one time.

    ``row``: 1-based row of the file, its header being row 1; 0 for a whole page.
    ``report_url``: canonical page address, ``""`` when the source gives none.
    ``observed_on``: the day the source saw the world; ``None`` means the file's own as-of date.
    ``values``: standard field name to what was written; blank fields are left out, never guessed.
    ``event``: ``state`` (what the page says), ``first_seen``, ``replies``, ``sent_to`` (a change
    between two snapshots), ``listed`` (a non-response list), ``link`` (a listing page).
    """

    row: int
    report_url: str
    observed_on: date | None
    values: Mapping[str, Json]
    event: str = "state"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be used: where and why, never the value itself."""

    row: int
    column: str
    reason: str
