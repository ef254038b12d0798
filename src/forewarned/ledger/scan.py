"""Walk the stored ledger once, from the first entry to the last checkpoint, and name what does not fit. Pure.

Between two validly signed checkpoints lies a stretch of entries. The tree's edge before the stretch, the
entries' hashes and the signed root after it must agree. Where they do not, the walk goes on from the edge
stored with the next valid checkpoint (its root is signed), so one change never hides another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from forewarned.errors import LedgerError
from forewarned.ledger.findings import Finding, Kind, about_checkpoint, about_entries
from forewarned.ledger.merkle import EMPTY_ROOT, Frontier
from forewarned.ledger.moves import Suspect, name_suspects
from forewarned.ledger.notes import TreeHead, VerifierKey
from forewarned.ledger.stored import Judged, StoredCheckpoint, StoredEntry, judged

CHANGED = "was changed after it was recorded: its columns do not fit the signed tree"
LEAF_CHANGED = "its leaf hash was changed; its other columns are as recorded"
UNFIT = "its columns and its leaf hash do not fit each other"
OTHER_TYPE = "a column is stored as another type than it was recorded in"
REWRITTEN = "not what was recorded here: hashed anew after a change, but the signed root differs"
UNCOVERED = "no valid signed checkpoint covers it"
OUT_OF_PLACE = "a row too many: it repeats a number, or stands before the first entry"


@dataclass(frozen=True, slots=True)
class Scan:
    """What the walk saw. ``roots``: the recomputed root at each watched size, where it could be."""

    entries: int
    checkpoints: int
    signed_size: int
    roots: dict[int, bytes]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Boundary:
    """The end of a stretch: a signed size and root. ``row`` is ``None`` when only a copy says so."""

    size: int
    root: bytes
    row: StoredCheckpoint | None = None


def scan(
    entries: Iterable[StoredEntry],
    checkpoints: Iterable[StoredCheckpoint],
    key: VerifierKey,
    copies: Sequence[TreeHead] = (),
) -> Scan:
    """Check ``entries`` (by seq) against ``checkpoints`` (by size) and signed ``copies`` of some of these.

    ``copies`` must be verified already; those of more entries than the newest checkpoint extend the walk.
    """
    walk = _Walk(tuple(sorted({copy.size for copy in copies})))
    source = _Peekable(iter(entries))
    seen, spoilt = 0, set()
    for one in judged(checkpoints, key):
        seen += 1
        if one.head is None:
            what = "its columns or its signature were changed"
            walk.findings.append(about_checkpoint(Kind.CHECKPOINT_ALTERED, one.row.size, what))
            spoilt.add(one.row.size)
            continue
        walk.close(source.below(one.row.size), Boundary(one.head.size, one.head.root, one.row))
        walk.findings += _column_findings(one)
    signed = walk.start
    for copy in sorted(copies, key=lambda copy: copy.size):
        if copy.size > walk.start:
            if copy.size not in spoilt:
                what = "signed, but gone from the store"
                walk.findings.append(about_checkpoint(Kind.CHECKPOINT_REMOVED, copy.size, what))
            walk.close(source.below(copy.size), Boundary(copy.size, copy.root))
    walk.close_uncovered(source.rest())
    findings = walk.findings + name_suspects(walk.suspects, walk.missing)
    return Scan(source.taken, seen, signed, walk.roots, tuple(sorted(findings, key=_order)))


@dataclass(slots=True)
class _Walk:
    """Where the walk is: ``frontier`` is the tree's edge before entry ``start``, ``None`` when unknown."""

    watched: tuple[int, ...]
    frontier: Frontier | None = field(default_factory=Frontier)
    start: int = 0
    findings: list[Finding] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    roots: dict[int, bytes] = field(default_factory=lambda: {0: EMPTY_ROOT})

    def close(self, rows: list[StoredEntry], boundary: Boundary) -> None:
        """Judge the stretch of ``rows`` that ends at ``boundary``, and move there."""
        rows = self._one_a_place(rows)
        whole = self._report_missing([row.seq for row in rows], boundary.size)
        computed = [row.leaf_at(row.seq) for row in rows]
        stored = [row.stored_leaf() for row in rows]
        odd = [
            row
            for row, ours, theirs in zip(rows, computed, stored, strict=True)
            if ours is None or ours != theirs or not row.typed
        ]
        good, matched = None, None
        if whole and self.frontier is not None:
            good, matched = _matching(self.frontier, computed, stored if odd else None, boundary.root)
        if odd:
            self._suspect(odd, "stored" if good is stored else "computed" if good is computed else "")
        elif whole and matched is None and self.frontier is not None:
            self._rewritten(rows, boundary)
        self._note_roots(good, matched, boundary)
        if boundary.row is not None and matched is not None:
            self.findings += _repeated(boundary.row, matched, rows[-1] if rows and rows[-1] not in odd else None)
        self.frontier = matched if matched is not None else _stored_edge(boundary)
        self.start = boundary.size

    def _one_a_place(self, rows: list[StoredEntry]) -> list[StoredEntry]:
        """Leave out rows that come before this stretch or repeat a number, and report them."""
        single: list[StoredEntry] = []
        surplus: list[StoredEntry] = []
        for row in rows:
            expected = single[-1].seq + 1 if single else self.start
            (single if row.seq >= expected else surplus).append(row)
        self.close_uncovered(surplus)
        return single

    def close_uncovered(self, rows: list[StoredEntry]) -> None:
        """Rows that no valid checkpoint covers."""
        run: list[int] = []
        for row in rows:
            if row.leaf_at(row.seq) != row.stored_leaf():
                self.suspects.append(Suspect(row, Kind.UNSIGNED, UNCOVERED))
            elif row.seq < self.start:
                self.findings.append(about_entries(Kind.UNSIGNED, row.seq, row.seq, OUT_OF_PLACE))
            else:
                run.append(row.seq)
        self.findings += [about_entries(Kind.UNSIGNED, first, last, UNCOVERED) for first, last in _runs(run)]

    def _report_missing(self, present: list[int], end: int) -> bool:
        """Name the gaps in ``present`` between here and ``end``; True when there is none."""
        if len(present) == end - self.start:
            return True
        following = self.start
        for seq in [*present, end]:
            if seq > following:
                self.missing += range(following, min(seq, following + 1000))
                self.findings.append(about_entries(Kind.REMOVED, following, seq - 1, "recorded, but gone"))
            following = seq + 1
        return False

    def _suspect(self, odd: list[StoredEntry], matched: str) -> None:
        what = {"stored": CHANGED, "computed": LEAF_CHANGED}.get(matched, UNFIT)
        for row in odd:
            same = row.leaf_at(row.seq) == row.stored_leaf()
            self.suspects.append(Suspect(row, Kind.ALTERED, OTHER_TYPE if same else what, leaf=row.stored_leaf()))

    def _rewritten(self, rows: list[StoredEntry], boundary: Boundary) -> None:
        """Each entry fits its own hash, the stretch does not fit its signature: somebody hashed anew."""
        if len(rows) == 1:
            self.suspects.append(Suspect(rows[0], Kind.ALTERED, REWRITTEN, before=self.frontier, root=boundary.root))
        else:
            what = f"one or more of them {REWRITTEN}"
            self.findings.append(about_entries(Kind.ALTERED, self.start, boundary.size - 1, what))

    def _note_roots(self, good: Sequence[bytes] | None, matched: Frontier | None, boundary: Boundary) -> None:
        for size in self.watched:
            if not self.start < size <= boundary.size:
                continue
            if size == boundary.size and (matched is not None or boundary.row is not None):
                self.roots[size] = boundary.root
            elif good is not None and self.frontier is not None:
                self.roots[size] = self.frontier.extended(good[: size - self.start]).root()


class _Peekable:
    """Entries in order, handed out up to a position."""

    def __init__(self, entries: Iterator[StoredEntry]) -> None:
        self._entries = entries
        self._next = next(entries, None)
        self.taken = 0

    def below(self, end: int) -> list[StoredEntry]:
        rows = []
        while self._next is not None and self._next.seq < end:
            rows.append(self._next)
            self._next = next(self._entries, None)
        self.taken += len(rows)
        return rows

    def rest(self) -> list[StoredEntry]:
        rows = [] if self._next is None else [self._next, *self._entries]
        self._next = None
        self.taken += len(rows)
        return rows


def _matching(
    before: Frontier, computed: Sequence[bytes | None], stored: Sequence[bytes | None] | None, root: bytes
) -> tuple[Sequence[bytes] | None, Frontier | None]:
    """Which reading of the hashes gives the signed root, if one does, and the edge after it."""
    for leaves in (computed, stored):
        if leaves is None or any(leaf is None for leaf in leaves):
            continue
        grown = before.extended(leaf for leaf in leaves if leaf is not None)
        if grown.root() == root:
            return leaves, grown  # type: ignore[return-value]  # no None in it, as just seen
    return None, None


def _column_findings(one: Judged) -> list[Finding]:
    """The columns that repeat what the signed note says."""
    if one.head is None or one.row.root == one.head.root.hex().encode():
        return []
    return [about_checkpoint(Kind.CHECKPOINT_ALTERED, one.row.size, "its root column differs from its signed note")]


def _repeated(row: StoredCheckpoint, edge: Frontier, newest: StoredEntry | None) -> list[Finding]:
    """The columns that repeat what the entries say."""
    wrong = []
    if row.frontier != edge.to_text().encode():
        wrong.append("its frontier column differs from the tree")
    if newest is not None and row.at != newest.at:
        wrong.append("its time differs from its newest entry's")
    return [about_checkpoint(Kind.CHECKPOINT_ALTERED, row.size, what) for what in wrong]


def _stored_edge(boundary: Boundary) -> Frontier | None:
    """The edge stored with a checkpoint, if its root is the signed one."""
    if boundary.row is None or boundary.row.frontier is None:
        return None
    try:
        edge = Frontier.from_text(boundary.size, boundary.row.frontier.decode("ascii"))
    except (LedgerError, UnicodeDecodeError):
        return None
    return edge if edge.root() == boundary.root else None


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(first, last) of each run of consecutive numbers."""
    # Within a run, a number less its place in the list stays the same.
    for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        places = [number for _, number in run]
        yield places[0], places[-1]


def _order(finding: Finding) -> tuple[int, str, str]:
    place = finding.first if finding.first is not None else (finding.checkpoint or 0)
    return place, finding.kind.value, finding.what
