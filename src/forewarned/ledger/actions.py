"""Adding to the ledger: the only way anything gets in.

Call inside the transaction of the action itself, so that an action without its entry, or an entry
without its action, cannot exist.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction

from forewarned.errors import LedgerError
from forewarned.ledger import engines
from forewarned.ledger.canonical import canonical_body, moment_text, single_line
from forewarned.ledger.kept import keep
from forewarned.ledger.keys import load_key, make_key
from forewarned.ledger.merkle import Frontier, leaf_hash
from forewarned.ledger.models import Checkpoint, Entry
from forewarned.ledger.notes import SigningKey, TreeHead, sign_note
from forewarned.ledger.questions import Head, read_head
from forewarned.log import event
from forewarned.settings import settings

ENTRIES_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Event:
    """One thing to record. ``body``: JSON values; numbers below 2^53, dates as ISO text."""

    by: str
    action: str
    subject: str
    body: Mapping[str, object]
    at: datetime


def record(*, by: str, action: str, subject: str, body: Mapping[str, object], at: datetime) -> Entry:
    """Append one entry and its signed checkpoint, in the transaction that is open now.

    ``by``: who; ``action``: what, as ``noun.verb``; ``subject``: to what, may be blank; ``at``: when, aware.
    Raises LedgerError outside a transaction, for values an entry cannot hold, and when the ledger's end
    does not verify. Waits for other appenders; they wait for this transaction to end.
    """
    head = _hold()
    event = Event(by, action, subject, body, at)
    start = head.frontier if head else Frontier()
    entry = _entry(start.size, event)
    entry.save()
    _sign(start.extended([bytes.fromhex(entry.leaf_hash)]), entry.at, _key(head))
    return entry


def record_many(events: Iterable[Event]) -> range:
    """Append ``events`` in order with one checkpoint over them all; the range of their ``seq``.

    As ``record``, for thousands. Nothing is signed when there are no events.
    """
    head = _hold()
    start = edge = head.frontier if head else Frontier()
    source, newest = iter(events), ""
    while some := [_entry(edge.size + place, event) for place, event in enumerate(islice(source, ENTRIES_AT_ONCE))]:
        Entry.objects.bulk_create(some)
        edge = edge.extended(bytes.fromhex(entry.leaf_hash) for entry in some)
        newest = some[-1].at
    if newest:
        _sign(edge, newest, _key(head))
    return range(start.size, edge.size)


def _hold() -> Head | None:
    """Wait until nobody else appends, then the verified end of the ledger."""
    if not transaction.get_connection().in_atomic_block:
        raise LedgerError(
            "An entry must be written in the transaction of the action it records",
            next_step="call it inside `transaction.atomic()`",
        )
    engines.engine().hold()
    return read_head()


def _key(head: Head | None) -> SigningKey:
    """A key is made only for a ledger with no entry: a new one would not continue old checkpoints."""
    return make_key(settings().home) if head is None else load_key(settings().home)


def _entry(seq: int, event: Event) -> Entry:
    if not event.by.strip() or not event.action.strip():
        raise LedgerError("An entry must say who did what", where=f"entry {seq}")
    entry = Entry(
        seq=seq,
        at=moment_text(event.at),
        by=single_line(event.by, "by"),
        action=single_line(event.action, "action"),
        subject=single_line(event.subject, "subject"),
        body=canonical_body(event.body),
    )
    entry.leaf_hash = leaf_hash(entry.leaf_bytes()).hex()
    return entry


def _sign(edge: Frontier, at: str, key: SigningKey) -> None:
    root = edge.root()
    note = sign_note(TreeHead(key.name, edge.size, root).text(), key)
    Checkpoint(size=edge.size, root=root.hex(), note=note, at=at, frontier=edge.to_text()).save()
    transaction.on_commit(_keep_newest)


def _keep_newest() -> None:
    """After commit. The action is done by now: a file that cannot be written is logged, not raised."""
    row = engines.newest_checkpoint()
    if row is None or row.note is None:
        return
    try:
        keep(settings().home, row.note.decode())
    except (OSError, LedgerError) as error:
        event("ledger.checkpoint_not_kept", level="error", size=row.size, why=_why(error))


def _why(error: OSError | LedgerError) -> str:
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0, "os-error").lower()
    return "damaged"
