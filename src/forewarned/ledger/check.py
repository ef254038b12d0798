"""Is the ledger whole? What is wrong with it, named. Pure: rows and copies in, findings out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forewarned.errors import LedgerError
from forewarned.ledger.canonical import Json
from forewarned.ledger.findings import Finding, Kind
from forewarned.ledger.notes import TreeHead, VerifierKey, verify_checkpoint
from forewarned.ledger.scan import Scan, scan
from forewarned.ledger.stored import StoredCheckpoint, StoredEntry


@dataclass(frozen=True, slots=True)
class Lodged:
    """A lodged checkpoint signed by this ledger. ``path``: RFC 6962 consistency proof, when all is well."""

    head: TreeHead
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """``size``: entries covered by the newest valid checkpoint; ``kept``: by the file beside the store."""

    entries: int
    checkpoints: int
    size: int
    kept: int
    key: VerifierKey | None
    lodged: Lodged | None
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return not self.findings

    def as_json(self) -> dict[str, Json]:
        lodged: dict[str, Json] | None = None
        if self.lodged is not None:
            lodged = {
                "size": self.lodged.head.size,
                "root": self.lodged.head.root.hex(),
                "consistency_path": [node.hex() for node in self.lodged.path],
            }
        return {
            "ok": self.ok,
            "entries": self.entries,
            "checkpoints": self.checkpoints,
            "size": self.size,
            "kept": self.kept,
            "key": self.key.to_text() if self.key else None,
            "lodged": lodged,
            "findings": [finding.as_json() for finding in self.findings],
        }


def check(
    entries: Iterable[StoredEntry],
    checkpoints: Iterable[StoredCheckpoint],
    key: VerifierKey,
    *,
    kept: str | None = None,
    lodged: str | None = None,
) -> CheckResult:
    """Recompute every hash and verify every signature.

    ``entries``: all of them by seq; ``checkpoints``: all of them by size; ``kept`` and ``lodged``: copies of
    checkpoints as written, from the file beside the store and from an outsider. What is wrong becomes a
    finding, never an exception.
    """
    beside, findings = _copy(kept, key, Kind.KEPT_CHECKPOINT, "The checkpoint kept beside the store")
    outside, more = _copy(lodged, key, Kind.LODGED_CHECKPOINT, "The lodged checkpoint")
    seen = scan(entries, checkpoints, key, [copy for copy in (beside, outside) if copy is not None])
    if kept is None and seen.checkpoints:
        findings.append(Finding(Kind.KEPT_CHECKPOINT, "The checkpoint kept beside the store is gone"))
    findings += more
    findings += _compared(beside, seen, Kind.KEPT_CHECKPOINT, "kept beside the store")
    findings += _compared(outside, seen, Kind.LODGED_CHECKPOINT, "lodged elsewhere")
    return CheckResult(
        entries=seen.entries,
        checkpoints=seen.checkpoints,
        size=seen.signed_size,
        kept=beside.size if beside else 0,
        key=key,
        lodged=Lodged(outside, ()) if outside else None,
        findings=(*seen.findings, *findings),
    )


def _copy(note: str | None, key: VerifierKey, kind: Kind, subject: str) -> tuple[TreeHead | None, list[Finding]]:
    """What a copy of a checkpoint says, if this ledger's key signed it."""
    if note is None:
        return None, []
    try:
        return verify_checkpoint(note, key), []
    except LedgerError as error:
        return None, [Finding(kind, f"{subject} does not verify: {error.what.lower()}")]


def _compared(copy: TreeHead | None, seen: Scan, kind: Kind, where: str) -> list[Finding]:
    """Does the ledger still begin as the copy says?"""
    if copy is None or seen.roots.get(copy.size) == copy.root:
        return []
    differs = "is not what the store holds" if copy.size in seen.roots else "cannot be found again in the store"
    what = f"The checkpoint {where}: the state of {copy.size} entries that it signs {differs}"
    return [Finding(kind, what, checkpoint=copy.size)]
