"""Being a good guest: an honest name, what robots.txt allows, and one request at a time with rest between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from protego import Protego

from forewarned import __version__

PRODUCT = "Forewarned"
"""The name that robots.txt may address (RFC 9309, section 2.2.1)."""
REST = 2.0
"""Seconds between two requests when the site asks for no more."""


def user_agent(contact: str = "") -> str:
    """What the site's logs will show: the program, its version, and who runs it."""
    said = "".join(character for character in contact if character.isprintable() and character not in "()")
    return f"{PRODUCT}/{__version__} (+{said.strip()})" if said.strip() else f"{PRODUCT}/{__version__}"


class Robots:
    """A site's robots.txt as it applies to us (RFC 9309, read by Protego)."""

    def __init__(self, text: str) -> None:
        self._rules = Protego.parse(text)

    def allows(self, url: str) -> bool:
        return bool(self._rules.can_fetch(url, PRODUCT))

    @property
    def rest(self) -> float:
        """Seconds between requests that it asks for, by ``Crawl-delay`` or ``Request-rate``; 0 for none."""
        delay = float(self._rules.crawl_delay(PRODUCT) or 0)
        rate = self._rules.request_rate(PRODUCT)
        return max(delay, rate.seconds / rate.requests if rate and rate.requests else 0.0)


class Pace:
    """At least ``rest`` seconds from the end of one request to the start of the next."""

    def __init__(self, rest: float, *, now: Callable[[], datetime], sleep: Callable[[float], None]) -> None:
        self.rest = rest
        self.now = now
        self.sleep = sleep
        self._last: datetime | None = None

    def wait(self) -> None:
        """Sleep for what is left of the rest. A clock that was put back makes it wait the whole rest."""
        if self._last is None:
            return
        left = self.rest - (self.now() - self._last).total_seconds()
        if left > 0:
            self.sleep(min(left, self.rest))

    def rested(self) -> None:
        """Call when a request has ended."""
        self._last = self.now()
