"""`forewarned fetch`: walk the official site politely and take in what changed."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from forewarned.cli.faces import AsJson, print_json, read_day, say
from forewarned.errors import FetchError

if TYPE_CHECKING:
    from forewarned.reports.actions.importing import Result
    from forewarned.reports.fetch import Fetched, Plan, Progress, Walk

SHOWN = 20
STORED = ("new", "changed", "unchanged", "refused")


def fetch(
    site: str = typer.Option("", "--site", metavar="URL", help="The site to walk [default: www.judiciary.uk]."),
    new: bool = typer.Option(False, "--new", help="Only the newest reports, from the site's feed."),
    since: str = typer.Option(None, "--since", metavar="DATE", help="Only reports listed since then (YYYY-MM-DD)."),
    most: int = typer.Option(None, "--max", min=1, metavar="N", help="At most N reports, newest first."),
    documents: bool = typer.Option(True, "--documents/--no-documents", help="Fetch the documents on each page."),
    accept_loss: str = typer.Option(
        "",
        "--accept-loss",
        metavar="REASON",
        help="Go on although reports are no longer listed; the reason is kept in the ledger.",
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Read the listing only; store nothing."),
    as_json: bool = AsJson,
) -> None:
    """Fetch reports and responses from the official site, and take in what is new or changed.

    One request at a time, at most one in two seconds, as robots.txt allows. Every page and document is kept
    exactly as served. A walk that is stopped goes on where it was when run again within a day; one that fails
    or finds fewer reports listed than before stores nothing.

    Example: forewarned fetch --new
    """
    from forewarned.reports.fetch import Plan

    plan = Plan(
        new=new,
        since=read_day(since, "--since"),
        most=most,
        documents=documents,
        nonresponses=not dry_run,
        listing_only=dry_run,
        accept_loss=accept_loss,
    )
    if dry_run:
        _look(site, plan, as_json=as_json)
        return
    batch, walk = _walk(site, plan)
    result = _store(batch, walk.gone, accept_loss)
    _show(batch, walk, result, as_json=as_json)
    if walk.missed:
        raise FetchError(
            f"{len(walk.missed):,} of {len(walk.missed) + len(batch):,} addresses gave nothing usable;"
            " the others are stored",
            next_step="run the same command again within a day: it asks only for those",
        )


def _walk(site: str, plan: Plan, home: Path | None = None) -> tuple[list[Fetched], Walk]:
    from forewarned.reports.fetch import check_site, open_fetcher, walk
    from forewarned.settings import DEFAULT_SITE, settings

    address = check_site(site or DEFAULT_SITE)
    contact = settings().fetch_contact
    if not contact:
        typer.echo("Set FOREWARNED_FETCH_CONTACT so that the site can reach you if something is wrong.", err=True)
    with open_fetcher(home or settings().home, address, contact=contact) as fetcher, _progress() as progress:
        walking = walk(fetcher, plan, progress=progress)
        return list(walking), walking


def _store(batch: Sequence[Fetched], gone: Sequence[str], accept_loss: str) -> Result:
    """The one place where fetching meets the store."""
    from forewarned.settings import settings
    from forewarned.store import open_store

    open_store(create=True)
    from forewarned.cli.importing import progress_shown, read_words
    from forewarned.reports.actions.fetching import keep_fetched

    with progress_shown() as progress:
        result = keep_fetched(by=settings().actor, batch=batch, gone=gone, accept_loss=accept_loss, progress=progress)
        read_words(result, progress)
        return result


def _look(site: str, plan: Plan, *, as_json: bool) -> None:
    """Read the listing into a folder that is thrown away, and compare it with what was fetched before."""
    from forewarned.reports.fetch import Journal
    from forewarned.settings import settings

    with tempfile.TemporaryDirectory(prefix="forewarned-look-") as folder:
        _, walk = _walk(site, plan, Path(folder))
    known = 0
    if (settings().home / "fetch" / "state.sqlite").exists():
        with Journal(settings().home / "fetch") as journal:
            known = sum(journal.latest(link.url) is not None for link in walk.links)
    listed = len(walk.links)
    if as_json:
        print_json({"listing_pages": walk.pages, "listed": listed, "known": known, "new": listed - known})
        return
    say(
        f"{listed:,} reports on {walk.pages:,} listing pages; {listed - known:,} were never fetched."
        " Nothing was stored."
    )


def _show(batch: Sequence[Fetched], walk: Walk, result: Result, *, as_json: bool) -> None:
    unchanged = sum(fetched.unchanged for fetched in batch)
    pages = [outcome for outcome in result.outcomes if outcome.kind != "document"]
    stored = {name: sum(getattr(outcome, name) for outcome in pages) for name in STORED}
    documents = Counter(outcome.status for outcome in result.outcomes if outcome.kind == "document")
    if as_json:
        missed = [{"url": one.url, "kind": str(one.kind), "reason": one.reason} for one in walk.missed]
        print_json(
            {
                "site": walk.fetcher.site,
                "listing_pages": walk.pages,
                "listed": len(walk.links),
                "fetched": len(batch),
                "unchanged": unchanged,
                "missed": missed,
                "gone": list(walk.gone),
                "stored": stored,
                "documents": dict(documents),
            }
        )
        return
    say(
        f"{len(walk.links):,} reports listed on {walk.pages:,} pages; {len(batch):,} pages and documents,"
        f" {unchanged:,} of them unchanged."
    )
    say("Stored: " + ", ".join(f"{count:,} {name}" for name, count in stored.items()) + ".")
    if documents:
        say("Documents read: " + ", ".join(f"{count:,} {name}" for name, count in sorted(documents.items())) + ".")
    if walk.gone:
        say(f"No longer listed, accepted with your reason: {len(walk.gone):,} reports.")
    for one in walk.missed[:SHOWN]:
        say(f"Missed ({one.kind}): {one.reason}: {one.url}")
    if len(walk.missed) > SHOWN:
        say(f"… and {len(walk.missed) - SHOWN:,} more: use --json for all of them.")


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """A progress bar on standard error when someone is looking; silence otherwise."""
    from forewarned.cli.importing import progress_shown

    words = {"listing": "Reading the listing", "reports": "Fetching reports"}
    with progress_shown() as show:
        yield lambda step: show(words[step.stage], step.done, step.total)
