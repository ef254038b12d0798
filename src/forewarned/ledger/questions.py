"""Questions to the ledger of this process's store: where it stands, is it whole, prove one entry."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import OperationalError as UnreadableText

from forewarned.errors import LedgerError, NotFoundError
from forewarned.ledger.canonical import Json
from forewarned.ledger.check import CheckResult, check
from forewarned.ledger.engines import (
    newest_checkpoint,
    next_seq,
    stored_checkpoints,
    stored_entries,
    stored_entry,
    stored_leaves,
)
from forewarned.ledger.findings import Finding, Kind
from forewarned.ledger.kept import kept_path, read_kept
from forewarned.ledger.keys import key_path, load_verifier
from forewarned.ledger.merkle import Frontier, consistency_proof, inclusion_proof, root
from forewarned.ledger.models import Entry
from forewarned.ledger.notes import TreeHead, VerifierKey, verify_checkpoint
from forewarned.ledger.proofs import Proof
from forewarned.settings import settings

KEPT_AFTER = 0.5
"""Seconds in which a first entry, committed this instant, surely has its checkpoint kept beside the store."""
RUN_CHECK = "run `forewarned ledger check`: it names what was changed; nothing is added until it is put right"


@dataclass(frozen=True, slots=True)
class Head:
    """A verified newest checkpoint."""

    tree: TreeHead
    note: str
    at: str
    frontier: Frontier
    key: VerifierKey

    def as_json(self) -> dict[str, Json]:
        return {
            "origin": self.tree.origin,
            "size": self.tree.size,
            "root": self.tree.root.hex(),
            "at": self.at,
            "note": self.note,
            "key": self.key.to_text(),
        }


def read_head() -> Head | None:
    """The newest checkpoint, verified by itself and against the newest entry and the kept file.

    ``None`` when nothing was ever recorded. Raises LedgerError when they do not agree.
    """
    home = settings().home
    # Others may be appending: what is read first is covered by what is read next.
    kept, at_least = read_kept(home), next_seq()
    row, at_most = newest_checkpoint(), next_seq()
    if row is None and not at_least:
        _demand_not_cut(home, kept, None)
        return None
    key = load_verifier(home)
    tree = None if row is None else row.head(key)
    if row is None or tree is None or not at_least <= tree.size <= at_most:
        raise LedgerError("The newest entry and the newest checkpoint do not agree", next_step=RUN_CHECK)
    try:
        frontier = Frontier.from_text(tree.size, str(row.frontier or b"", "ascii"))
        head = Head(tree, str(row.note or b"", "utf-8"), str(row.at or b"", "ascii"), frontier, key)
    except (LedgerError, UnicodeDecodeError) as error:
        raise LedgerError("The newest checkpoint was changed", next_step=RUN_CHECK) from error
    if frontier.root() != tree.root:
        raise LedgerError("The newest checkpoint was changed", next_step=RUN_CHECK)
    _demand_not_cut(home, kept, head)
    return head


def check_ledger(*, lodged: str | None = None) -> CheckResult:
    """Check the whole store; ``lodged`` is a checkpoint note kept elsewhere, as written.

    What is wrong becomes a finding. LedgerError means that the check cannot be made at all: the key is
    missing, damaged or open to others.
    """
    home = settings().home
    kept, entries, signed = _extent(home)
    if kept is None and signed:
        time.sleep(KEPT_AFTER)
        kept, entries, signed = _extent(home)
    if not (entries or signed or kept is not None or key_path(home).exists()):
        return CheckResult(0, 0, 0, 0, None, None, _nothing_to_compare(lodged))
    below = max(entries, signed)
    result = check(stored_entries(below), stored_checkpoints(signed), load_verifier(home), kept=kept, lodged=lodged)
    if result.lodged is None or not result.ok:
        return result
    path = consistency_proof(_leaves(result.size), result.lodged.head.size)
    return replace(result, lodged=replace(result.lodged, path=tuple(path)))


def entries(*, action: str = "", subject: str = "", since: int = 0, newest: int = 50) -> list[Entry]:
    """The ``newest`` entries from ``since`` on, oldest first, narrowed to an action or a subject if given."""
    rows = Entry.objects.filter(seq__gte=since)
    if action:
        rows = rows.filter(action=action)
    if subject:
        rows = rows.filter(subject=subject)
    try:
        return list(reversed(rows.order_by("-seq")[:newest]))
    except UnreadableText as error:
        raise LedgerError("An entry cannot be read as text", next_step=RUN_CHECK) from error


def prove(seq: int) -> Proof:
    """A proof that entry ``seq`` is covered by the newest checkpoint.

    Raises NotFoundError when there is no such entry, LedgerError when the store does not fit its checkpoint.
    """
    head = read_head()
    if head is None or not 0 <= seq < head.tree.size:
        size = head.tree.size if head else 0
        raise NotFoundError(
            f"The ledger has no entry {seq}",
            next_step=f"entries are numbered from 0 to {size - 1}" if size else "nothing was recorded yet",
        )
    leaves = _leaves(head.tree.size)
    row = stored_entry(seq)
    fits = row is not None and row.typed and row.leaf_at(seq) == leaves[seq]
    if row is None or not fits or root(leaves) != head.tree.root:
        raise LedgerError("The entries do not fit the newest checkpoint", next_step=RUN_CHECK)
    return Proof(
        entry=row.columns(),
        leaf=leaves[seq],
        index=seq,
        size=head.tree.size,
        path=tuple(inclusion_proof(leaves, seq)),
        checkpoint=head.note,
        key=head.key,
    )


def _leaves(size: int) -> list[bytes]:
    leaves = [leaf for leaf in stored_leaves(size) if leaf is not None]
    if len(leaves) != size:
        raise LedgerError("The entries do not fit the newest checkpoint", next_step=RUN_CHECK)
    return leaves


def _extent(home: Path) -> tuple[str | None, int, int]:
    """The kept checkpoint, how many entries there are, how many the newest checkpoint covers.

    Others may be appending: what is read first is covered by what is read next.
    """
    kept, entries = _kept_text(home), next_seq()
    newest = newest_checkpoint()
    return kept, entries, newest.size if newest else 0


def _kept_text(home: Path) -> str | None:
    """The kept checkpoint; a file that is no text is a damaged checkpoint, not a missing one."""
    try:
        return read_kept(home)
    except LedgerError:
        return ""


def _demand_not_cut(home: Path, kept: str | None, head: Head | None) -> None:
    """Refuse to go on from a ledger whose end was removed: the next would take a removed one's place."""
    if kept is None or (head is not None and kept == head.note):
        return
    size = 0 if head is None else head.tree.size
    if verify_checkpoint(kept, load_verifier(home) if head is None else head.key).size > size:
        raise LedgerError(
            f"The kept checkpoint covers more than {size} entries: the newest were removed or lost",
            where=str(kept_path(home)),
            next_step=RUN_CHECK + ". If a backup was put back on purpose, keep the file elsewhere as evidence, "
            "then remove it",
        )


def _nothing_to_compare(lodged: str | None) -> tuple[Finding, ...]:
    if lodged is None:
        return ()
    return (Finding(Kind.LODGED_CHECKPOINT, "There is a lodged checkpoint, but this store records nothing"),)
