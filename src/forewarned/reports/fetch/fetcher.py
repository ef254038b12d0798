"""Fetch one address: from this walk's own journal, or from the site if it changed; keep it if it is sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from forewarned.errors import FetchError
from forewarned.reports.fetch.checks import check, limit_of
from forewarned.reports.fetch.client import Answer, Client, is_challenge
from forewarned.reports.fetch.fetched import Fetched, SiteRefusedError, TryAgainError, Wanted
from forewarned.reports.fetch.journal import Journal, Visit
from forewarned.reports.fetch.politeness import Robots
from forewarned.reports.fetch.store import Kept, Originals
from forewarned.reports.readers.challenge import Kind, page_kind

Keep = Callable[[str, bytes, Mapping[str, str]], Kept]
"""What keeps an original: address, bytes, headers in; where it is out. ``Originals`` by default."""
ROBOTS_LIMIT = 512 * 1024


class Fetcher:
    """Fetches from one site into one journal and one store of originals.

    ``now`` gives the moment (UTC) written on what is fetched; the pace and its sleep are the client's.
    """

    def __init__(
        self,
        site: str,
        *,
        client: Client,
        journal: Journal,
        originals: Originals,
        now: Callable[[], datetime],
        keep: Keep | None = None,
    ) -> None:
        self.site = site
        self.journal = journal
        self.originals = originals
        self.now = now
        self._client = client
        self._keep = keep or (lambda _url, raw, _headers: originals.keep(raw))
        self._robots: Robots | None = None

    def fetch(self, walk: int, url: str, kind: Wanted, *, fresh_for: timedelta = timedelta(0)) -> Fetched:
        """``url`` as it is now. Nothing is asked for twice in a walk, nor what came within ``fresh_for``.

        Raises SiteRefusedError (stop), TryAgainError or FetchError (this address only); StorageError.
        """
        url = self._own(url)
        done = self.journal.visited(walk, url)
        if done and self.originals.holds(done.sha256):
            return self._fetched(done)
        before = self.journal.latest(url)
        if before and not self.originals.holds(before.sha256):
            before = None
        if before and fresh_for and timedelta(0) <= self.now() - before.fetched_at < fresh_for:
            return self._fetched(replace(before, unchanged=True))
        if not self._rules().allows(url):
            raise FetchError("robots.txt does not allow this address")
        visit = self._ask(url, kind, before)
        self.journal.record(walk, visit)
        return self._fetched(visit)

    def _ask(self, url: str, kind: Wanted, before: Visit | None) -> Visit:
        headers = {}
        if before and before.etag:
            headers["If-None-Match"] = before.etag
        if before and before.last_modified:
            headers["If-Modified-Since"] = before.last_modified
        answer = self._client.get(url, limit=limit_of(kind), headers=headers)
        if answer.status == 304:
            if not before or not headers:
                raise FetchError("The site says that nothing changed, and was not asked")
            return replace(before, status=304, fetched_at=self.now(), unchanged=True)
        media_type = check(answer, kind, url)
        return self._kept(url, kind, answer, media_type, before)

    def _kept(self, url: str, kind: Wanted, answer: Answer, media_type: str, before: Visit | None) -> Visit:
        kept = self._keep(url, answer.raw, answer.headers)
        return Visit(
            url=url,
            kind=str(kind),
            status=answer.status,
            sha256=kept.sha256,
            size=kept.size,
            media_type=media_type,
            etag=answer.headers.get("etag", ""),
            last_modified=answer.headers.get("last-modified", ""),
            fetched_at=self.now(),
            unchanged=before is not None and before.sha256 == kept.sha256,
        )

    def _fetched(self, visit: Visit) -> Fetched:
        return Fetched(
            url=visit.url,
            kind=Wanted(visit.kind),
            sha256=visit.sha256,
            size=visit.size,
            media_type=visit.media_type,
            fetched_at=visit.fetched_at,
            path=self.originals.path_of(visit.sha256),
            unchanged=visit.unchanged,
        )

    def _own(self, url: str) -> str:
        """The address on this site, with the site's scheme and no fragment; FetchError for another host."""
        ours, theirs = urlsplit(self.site), urlsplit(url)
        if theirs.netloc.lower() != ours.netloc.lower():
            raise FetchError("The address is on another host")
        return urlunsplit((ours.scheme, ours.netloc, theirs.path, theirs.query, ""))

    def _rules(self) -> Robots:
        """The site's robots.txt, asked for once; until it is known, nothing else is (RFC 9309, 2.3)."""
        if self._robots is None:
            try:
                answer = self._client.get(f"{self.site}/robots.txt", limit=ROBOTS_LIMIT)
            except TryAgainError as error:
                raise SiteRefusedError(
                    f"robots.txt cannot be read, so nothing may be: {error.what}",
                    where=self.site,
                    next_step="run it again later",
                ) from error
            self._robots = _robots(answer)
            self._client.pace.rest = max(self._client.pace.rest, self._robots.rest)
        return self._robots


def _robots(answer: Answer) -> Robots:
    if is_challenge(answer):
        raise SiteRefusedError(
            "The site answers with a challenge instead of its robots.txt", next_step="stop for today"
        )
    if answer.status != 200:
        # RFC 9309, 2.3.1.3: a status of 400-499 says that there are no rules.
        return Robots("")
    found = page_kind(answer.raw, answer.headers.get("content-type", ""))
    if answer.raw and found.kind is not Kind.UNKNOWN:
        raise SiteRefusedError("robots.txt is a web page, so what it allows is not known")
    return Robots(answer.raw.decode("utf-8", errors="replace"))
