"""Fetching the official site's pages politely, and keeping each exactly as it was served.

``open_fetcher`` puts the parts together; ``walk`` goes over the site. Nothing here imports Django: what a
walk yields is stored by an action.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from forewarned.reports.fetch.client import Client, open_http
from forewarned.reports.fetch.fetched import (
    Fetched,
    Missed,
    Progress,
    SiteRefusedError,
    TryAgainError,
    Wanted,
)
from forewarned.reports.fetch.fetcher import Fetcher
from forewarned.reports.fetch.journal import Journal
from forewarned.reports.fetch.politeness import REST, Pace, user_agent
from forewarned.reports.fetch.store import Kept, Originals
from forewarned.reports.fetch.walk import Plan, Walk, check_site, walk

__all__ = [
    "Fetched",
    "Fetcher",
    "Journal",
    "Kept",
    "Missed",
    "Originals",
    "Plan",
    "Progress",
    "SiteRefusedError",
    "TryAgainError",
    "Walk",
    "Wanted",
    "check_site",
    "open_fetcher",
    "walk",
]


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def open_fetcher(
    home: Path,
    site: str,
    *,
    contact: str = "",
    rest: float = REST,
    timeout: float = 60.0,
    now: Callable[[], datetime] = _now,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Fetcher]:
    """A fetcher for ``site`` that keeps its journal in ``home/fetch`` and originals in ``home/originals``.

    ``now`` is the clock of the pace and of ``fetched_at``: the real one, since a fixed day stops the pace.
    Raises BusyError when another fetch has the same home.
    """
    with Journal(home / "fetch") as journal, open_http(user_agent(contact), timeout=timeout) as http:
        client = Client(http, Pace(rest, now=now, sleep=sleep))
        yield Fetcher(
            check_site(site), client=client, journal=journal, originals=Originals(home / "originals"), now=now
        )
