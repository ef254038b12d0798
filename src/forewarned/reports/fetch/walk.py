"""Walk the official site: its listing (or its feed), then each report's page and the documents on it.

The listing is read whole and compared with the last finished walk before anything else is asked for: a
listing that lost pages or reports is refused (house rule 4), and the state that walk left stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

from forewarned.errors import FetchError, InputError, LossError
from forewarned.reports.fetch.fetched import Fetched, Missed, Progress, SiteRefusedError, Wanted
from forewarned.reports.fetch.fetcher import Fetcher
from forewarned.reports.readers.feed import feed_links
from forewarned.reports.readers.html import decode, parse_html
from forewarned.reports.readers.listing import Link, listing_of
from forewarned.reports.readers.page import documents_on

REPORTS = "/prevention-of-future-death-reports/"
FEED = f"{REPORTS}feed/"
NONRESPONSES = "/guidance-and-resources/non-responses-to-prevention-of-future-death-pfd-reports/"
MOST_PAGES = 5_000
"""About 600 in 2026; a page number beyond this is a fault, not a listing."""
MOST_MISSED_IN_A_ROW = 10
DOCUMENT_RECHECK = timedelta(days=28)
"""Documents are all but never replaced: one held is asked for again after this."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to walk. ``since`` and ``most`` make it a part of the listing, which never counts as the whole."""

    new: bool = False
    since: date | None = None
    most: int | None = None
    documents: bool = True
    nonresponses: bool = True
    listing_only: bool = False
    accept_loss: str = ""

    @property
    def scope(self) -> str:
        """``all`` for a walk of the whole listing; otherwise what part it is."""
        if self.new:
            return "new"
        if self.since or self.most or self.listing_only:
            return f"part since={self.since or ''} most={self.most or ''} only={self.listing_only:d}"
        return "all"


@dataclass
class Walk:
    """Iterate over it once: it yields what is fetched, in a fixed order, and fills in the rest as it goes.

    ``links``: reports listed; ``pages``: listing pages; ``missed``: addresses that gave nothing usable;
    ``gone``: addresses the last finished walk listed and this one does not (an empty tuple before the first).
    """

    fetcher: Fetcher
    plan: Plan
    progress: Callable[[Progress], None] = lambda _: None
    links: tuple[Link, ...] = ()
    pages: int = 0
    gone: tuple[str, ...] = ()
    missed: list[Missed] = field(default_factory=list)
    _number: int = 0
    _in_a_row: int = 0

    def __iter__(self) -> Iterator[Fetched]:
        """Raises LossError when the listing shrank and no reason to accept that is given; FetchError."""
        journal, now = self.fetcher.journal, self.fetcher.now
        self._number = journal.begin(self.fetcher.site, self.plan.scope, now(), resume=not self.plan.new)
        yield from self._feed() if self.plan.new else self._listing()
        if self.plan.scope == "all":
            self._refuse_loss()
        if not self.plan.listing_only:
            if self.plan.nonresponses:
                yield from self._try(f"{self.fetcher.site}{NONRESPONSES}", Wanted.NONRESPONSE)
            for done, link in enumerate(self.links):
                self.progress(Progress("reports", done, len(self.links)))
                yield from self._report(link)
            self.progress(Progress("reports", len(self.links), len(self.links)))
        journal.finish(
            self._number,
            "gaps" if self.missed else "done",
            now(),
            pages=self.pages,
            links=[link.url for link in self.links],
            accept_loss=self.plan.accept_loss,
        )

    def _feed(self) -> Iterator[Fetched]:
        fetched = self._required(f"{self.fetcher.site}{FEED}", Wanted.FEED)
        yield fetched
        links = feed_links(self.fetcher.originals.read(fetched.sha256), where=FEED)
        self.links, self.pages = self._wanted(links), 1

    def _listing(self) -> Iterator[Fetched]:
        found: dict[str, Link] = {}
        page, last, first = 1, 1, 0
        while page <= last:
            self.progress(Progress("listing", page - 1, last))
            path = REPORTS if page == 1 else f"{REPORTS}page/{page}/"
            fetched = self._required(f"{self.fetcher.site}{path}", Wanted.LISTING)
            yield fetched
            raw = self.fetcher.originals.read(fetched.sha256)
            listing = listing_of(parse_html(decode(raw), path), fetched.url)
            # Reports published during the walk push others to the next page: some may repeat.
            found |= {link.url: link for link in listing.links if link.url not in found}
            last = max(last, listing.last_page)
            if last > MOST_PAGES:
                raise FetchError(f"The listing claims more than {MOST_PAGES:,} pages", where=path)
            if self._enough(tuple(found.values()), listing.links):
                break
            page += 1
            first = first or len(found)
        if 1 < last < page and len(found) == first:
            self._refuse()
            raise FetchError(
                "Every listing page names the same reports",
                where=f"{self.fetcher.site}{REPORTS}",
                next_step="run it again later; nothing of this walk counts",
            )
        self.progress(Progress("listing", last, last))
        self.links, self.pages = self._wanted(tuple(found.values())), min(page, last)

    def _enough(self, found: tuple[Link, ...], here: tuple[Link, ...]) -> bool:
        """Whether the part asked for is listed: the listing is newest first. An undated card ends nothing."""
        if self.plan.most and len(self._wanted(found)) >= self.plan.most:
            return True
        since = self.plan.since
        return since is not None and all(link.listed_on and link.listed_on < since for link in here)

    def _wanted(self, links: tuple[Link, ...]) -> tuple[Link, ...]:
        since = self.plan.since
        if since:
            links = tuple(link for link in links if not (link.listed_on and link.listed_on < since))
        return links[: self.plan.most] if self.plan.most else links

    def _refuse_loss(self) -> None:
        before = self.fetcher.journal.baseline(self.fetcher.site)
        if before is None:
            return
        self.gone = tuple(sorted(before.links - {link.url for link in self.links}))
        if (not self.gone and self.pages >= before.pages) or self.plan.accept_loss:
            return
        self._refuse()
        raise LossError(
            f"The listing shrank: {len(self.gone):,} of {len(before.links):,} reports listed before are not"
            f" listed now ({before.pages:,} pages then, {self.pages:,} now)",
            where=f"{self.fetcher.site}{REPORTS}",
            next_step="look at the site; if it is true, run it again with --accept-loss and the reason",
        )

    def _refuse(self) -> None:
        """End the walk so that it is not taken up again: its listing pages are not to be trusted."""
        self.fetcher.journal.finish(self._number, "refused", self.fetcher.now())

    def _report(self, link: Link) -> Iterator[Fetched]:
        for fetched in self._try(link.url, Wanted.REPORT):
            yield fetched
            if not self.plan.documents:
                continue
            raw = self.fetcher.originals.read(fetched.sha256)
            for document in documents_on(parse_html(decode(raw)), fetched.url):
                url = document["url"] if isinstance(document, dict) else ""
                yield from self._try(str(url), Wanted.DOCUMENT)

    def _required(self, url: str, kind: Wanted) -> Fetched:
        """An address without which the walk means nothing. Errors say which page it was."""
        try:
            return self.fetcher.fetch(self._number, url, kind)
        except FetchError as error:
            error.where = error.where or url
            error.next_step = error.next_step or "run it again later; what was stored before is unchanged"
            raise

    def _try(self, url: str, kind: Wanted) -> Iterator[Fetched]:
        """An address that may be missed. Many in a row are a site in trouble, not bad addresses."""
        fresh_for = DOCUMENT_RECHECK if kind is Wanted.DOCUMENT else timedelta(0)
        try:
            fetched = self.fetcher.fetch(self._number, url, kind, fresh_for=fresh_for)
        except SiteRefusedError:
            raise
        except FetchError as error:
            self.missed.append(Missed(url, kind, error.what))
            self._in_a_row += 1
            if self._in_a_row >= MOST_MISSED_IN_A_ROW:
                raise FetchError(
                    f"{self._in_a_row} addresses in a row gave nothing usable; the last: {error.what}",
                    where=self.fetcher.site,
                    next_step="run it again later: it goes on where it stopped",
                ) from error
            return
        self._in_a_row = 0
        yield fetched


def walk(fetcher: Fetcher, plan: Plan | None = None, *, progress: Callable[[Progress], None] | None = None) -> Walk:
    """A walk of the fetcher's site. Nothing is asked for until it is iterated over."""
    return Walk(fetcher, plan or Plan(), progress or (lambda _: None))


def check_site(site: str) -> str:
    """The site's address without a trailing slash; InputError unless it is http(s)://host alone."""
    parts = urlsplit(site.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise InputError(
            "The site is not an address like https://www.judiciary.uk",
            where="--site",
            next_step="give the scheme and the host, no path",
        )
    if parts.username or parts.password:
        raise InputError("The site's address holds a name or a password", where="--site", next_step="leave it out")
    return f"{parts.scheme}://{parts.netloc.lower()}"
