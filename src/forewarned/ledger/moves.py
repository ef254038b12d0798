"""Tell a reordered entry from an altered one. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from forewarned.ledger.findings import Finding, Kind, about_entries
from forewarned.ledger.merkle import Frontier
from forewarned.ledger.stored import StoredEntry

PLACES_TRIED = 200
"""With more suspects than this, only the places next to it are tried (a shift after a removal)."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A row that does not fit its place, and what is known of the entry that belongs there.

    ``leaf``: its leaf hash; or ``before`` and ``root``: the tree's edge before it, the signed root after it.
    """

    row: StoredEntry
    kind: Kind
    what: str
    leaf: bytes | None = None
    before: Frontier | None = None
    root: bytes | None = None

    def belongs(self, leaf: bytes) -> bool:
        """Is ``leaf`` the hash of the entry that was recorded at this place?"""
        if self.before is not None:
            return self.before.extended([leaf]).root() == self.root
        return leaf == self.leaf


def name_suspects(suspects: list[Suspect], missing: Iterable[int]) -> list[Finding]:
    """One finding a suspect: reordered when its columns are those of another place, else as suspected."""
    places = {suspect.row.seq: suspect for suspect in suspects}
    tried = sorted({*places, *missing}) if len(places) <= PLACES_TRIED else []
    return [_named(suspect, places, tried[:PLACES_TRIED]) for suspect in suspects]


def _named(suspect: Suspect, places: dict[int, Suspect], tried: list[int]) -> Finding:
    row = suspect.row
    own_leaf = row.stored_leaf()
    for place in tried or (row.seq - 1, row.seq + 1):
        leaf = row.leaf_at(place) if place != row.seq and place >= 0 else None
        if leaf is None:
            continue
        if leaf == own_leaf or (place in places and places[place].belongs(leaf)):
            what = f"holds what was recorded as entry {place}"
            return about_entries(Kind.REORDERED, row.seq, row.seq, what)
    return about_entries(suspect.kind, row.seq, row.seq, suspect.what)
