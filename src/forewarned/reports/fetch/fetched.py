"""What fetching gives: things fetched, things missed, and the errors that stop a walk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from forewarned.errors import FetchError


class Wanted(StrEnum):
    """What an address was asked for as. What comes back must look like it, or it is not kept."""

    LISTING = "listing"
    FEED = "feed"
    REPORT = "report"
    NONRESPONSE = "nonresponse"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Fetched:
    """One page or document as it was served, kept whole at ``path`` (named by ``sha256``).

    ``fetched_at``: when the site last served it or said that it had not changed (UTC).
    ``unchanged``: these bytes are the ones already held for ``url`` before this walk.
    """

    url: str
    kind: Wanted
    sha256: str
    size: int
    media_type: str
    fetched_at: datetime
    path: Path
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Missed:
    """An address that gave nothing usable, after the retries. What was held before is left as it was."""

    url: str
    kind: Wanted
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a walk is. ``stage``: ``listing`` or ``reports``; ``total`` may grow while listing."""

    stage: str
    done: int
    total: int


class SiteRefusedError(FetchError):
    """The site as a whole does not want to be read now: a challenge, robots.txt, too many requests. Stop."""


class TryAgainError(FetchError):
    """A fault that may pass: no answer in time, a broken connection, a body cut off, a server's error."""
