"""The ledger: its head, for whoever wants to lodge it elsewhere; a proof that one entry is in it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from forewarned.errors import NotFoundError
from forewarned.ledger.questions import prove, read_head
from forewarned.web.access import May
from forewarned.web.api.answers import answer
from forewarned.web.api.callers import Bearer
from forewarned.web.api.parameters import EntryPath, Parameters, only
from forewarned.web.api.schemas import Shape

router = Router(tags=["ledger"])


class LedgerHead(Shape):
    """The newest checkpoint, verified. ``note`` is the signed text (https://c2sp.org/tlog-checkpoint)."""

    origin: str
    size: int
    root: str
    at: str
    note: str
    key: str


class LedgerEntry(Shape):
    """One thing that was done, as it was hashed."""

    seq: int
    at: str
    by: str
    action: str
    subject: str
    body: Any


class LedgerProof(Shape):
    """Entry, audit path, signed checkpoint and public key: verifies with nothing but itself."""

    format: str
    entry: LedgerEntry
    leaf: str
    index: int
    size: int
    path: list[str]
    checkpoint: str
    key: str
    tlog_proof: str


@router.get("/ledger/head", response=LedgerHead, auth=Bearer(May.READ_REGISTER), summary="The ledger's head")
def head(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint: keep it somewhere else, and later see that the ledger still begins with it."""
    only(request, Parameters)
    newest = read_head()
    if newest is None:
        raise NotFoundError("The ledger has no entry yet", next_step="it begins with the first import")
    return answer(newest.as_json())


@router.get(
    "/ledger/entries/{entry}/proof", response=LedgerProof, auth=Bearer(May.READ_IMPORTS), summary="Prove one entry"
)
def proof(request: HttpRequest, entry: EntryPath) -> HttpResponse:
    """A proof that an entry is in the ledger. For analysts: an entry names who did what."""
    only(request, Parameters)
    return answer(prove(entry).as_json())
