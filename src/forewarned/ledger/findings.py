"""What a check of the ledger can find, in words for a person. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forewarned.ledger.canonical import Json


class Kind(StrEnum):
    """What is wrong. The values are part of the ``--json`` output."""

    ALTERED = "altered"
    REMOVED = "removed"
    REORDERED = "reordered"
    UNSIGNED = "unsigned"
    CHECKPOINT_ALTERED = "checkpoint_altered"
    CHECKPOINT_REMOVED = "checkpoint_removed"
    KEPT_CHECKPOINT = "kept_checkpoint"
    LODGED_CHECKPOINT = "lodged_checkpoint"


NEXT_STEP = {
    Kind.ALTERED: "compare this entry with a backup or an exported proof; treat what rests on it as unproved",
    Kind.REMOVED: "look for it in a backup; if the machine lost power or a backup was put back, the newest "
    "entries may be lost without intent: write down which, and why",
    Kind.REORDERED: "put the rows back in the order of a backup; ask who can write to the database",
    Kind.UNSIGNED: "no checkpoint covers it: it was not written by this program; find out who wrote it",
    Kind.CHECKPOINT_ALTERED: "compare it with a lodged copy or a backup; entries have their own findings",
    Kind.CHECKPOINT_REMOVED: "put the row back from a backup; the entries it covered have their own findings",
    Kind.KEPT_CHECKPOINT: "compare it with a lodged copy; keep the file as evidence before replacing it",
    Kind.LODGED_CHECKPOINT: "keep this store and that checkpoint as they are: together they are evidence",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong. ``first`` and ``last``: the entries meant, inclusive; ``None`` when about none.

    ``checkpoint``: the size of the checkpoint meant. Texts never hold what an entry says.
    """

    kind: Kind
    what: str
    first: int | None = None
    last: int | None = None
    checkpoint: int | None = None

    @property
    def next_step(self) -> str:
        return NEXT_STEP[self.kind]

    def as_json(self) -> dict[str, Json]:
        return {
            "kind": self.kind.value,
            "first": self.first,
            "last": self.last,
            "checkpoint": self.checkpoint,
            "what": self.what,
            "next_step": self.next_step,
        }


def about_entries(kind: Kind, first: int, last: int, what: str) -> Finding:
    """A finding on one entry or a run of them; ``what`` follows the subject: "Entry 7 " + what."""
    subject = f"Entry {first}" if first == last else f"Entries {first} to {last}"
    return Finding(kind, f"{subject}: {what}", first=first, last=last)


def about_checkpoint(kind: Kind, size: int, what: str) -> Finding:
    """A finding on the checkpoint that covers ``size`` entries."""
    return Finding(kind, f"Checkpoint {size}: {what}", checkpoint=size)
