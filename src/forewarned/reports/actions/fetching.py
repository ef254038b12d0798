"""What was fetched into the register: the hash of every page and document in the ledger, then its readings."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import transaction

from forewarned.ledger.actions import Event, record, record_many
from forewarned.ledger.models import Entry
from forewarned.reports.actions.importing import Progress, Result, import_candidates, quiet
from forewarned.reports.actions.intake import DOCUMENT as DOCUMENTS
from forewarned.reports.actions.intake import Candidate
from forewarned.reports.fetch.fetched import Fetched, Wanted
from forewarned.reports.readers import readers
from forewarned.settings import settings

PAGE, DOCUMENT = "page.fetched", "document.fetched"
READ_AS = {
    Wanted.REPORT: "page",
    Wanted.LISTING: "listing",
    Wanted.FEED: "feed",
    Wanted.NONRESPONSE: "nonresponse",
}
"""Which reader reads what was asked for; a document is read after all pages, by which its report is known."""


def keep_fetched(
    *,
    by: str,
    batch: Sequence[Fetched],
    gone: Sequence[str] = (),
    accept_loss: str = "",
    progress: Progress = quiet,
) -> Result:
    """Record what was fetched and import its pages. Originals are already on the disk, named by their hash.

    What a document says is read from its original; one that cannot be read is refused and its original stays.
    A page that has lost fields against the last time is refused as any file is; its original stays. What an
    interrupted run fetched and did not record is recorded now. ``gone``: addresses that were listed before
    and are not any more, accepted with a reason.
    """
    if gone:
        with transaction.atomic():
            body = {"reason": accept_loss, "addresses": sorted(gone)}
            record(by=by, action="listing.loss_accepted", subject="", body=body, at=settings().now())
    _record_fresh(batch, by)
    known = readers()
    candidates = [
        Candidate(one.path, READ_AS[one.kind], known[READ_AS[one.kind]], False, one.url, one.fetched_at.date())
        for one in batch
        if one.kind in READ_AS
    ]
    outcomes, settled = import_candidates(candidates=candidates, by=by, accept_loss=accept_loss, progress=progress)
    documents = [
        Candidate(one.path, DOCUMENTS, None, False, one.url, one.fetched_at.date())
        for one in batch
        if one.kind not in READ_AS
    ]
    read, more = import_candidates(candidates=documents, by=by, progress=progress)
    return Result((*outcomes, *read), (), settled + more)


def _record_fresh(batch: Sequence[Fetched], by: str) -> None:
    """The hash of each page and document that the ledger does not have yet."""
    recorded = _recorded()
    fresh = [one for one in batch if (one.url, one.sha256) not in recorded]
    if fresh:
        with transaction.atomic():
            record_many(
                Event(
                    by,
                    PAGE if one.kind in READ_AS else DOCUMENT,
                    one.url,
                    {"sha256": one.sha256, "size": one.size, "media_type": one.media_type},
                    one.fetched_at,
                )
                for one in fresh
            )


def _recorded() -> set[tuple[str, str]]:
    """Address and hash of everything the ledger says was fetched."""
    rows = Entry.objects.filter(action__in=(PAGE, DOCUMENT)).values_list("subject", "body")
    return {(url, json.loads(body)["sha256"]) for url, body in rows}
