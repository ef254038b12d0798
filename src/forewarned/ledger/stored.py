"""Rows of the ledger as the bytes that are stored, and what they amount to. Pure."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from forewarned.errors import LedgerError
from forewarned.ledger.canonical import Json, entry_bytes
from forewarned.ledger.merkle import HASH_SIZE, leaf_hash
from forewarned.ledger.notes import TreeHead, VerifierKey, verify_checkpoint

CHECKPOINTS_A_TASK = 250
NOTE_LINES = 5
"""Origin, size, root, an empty line, our signature: verifiers ignore strangers' lines: none may hide here."""


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry's row. ``typed``: every column has the type it was made with. ``None``: no value at all."""

    seq: int
    typed: int | bool
    at: bytes | None
    by: bytes | None
    action: bytes | None
    subject: bytes | None
    body: bytes | None
    leaf_hash: bytes | None

    def leaf_at(self, seq: int) -> bytes | None:
        """The leaf hash these columns would have as entry ``seq``; ``None`` when they are no entry at all."""
        columns = (self.at, self.by, self.action, self.subject, self.body)
        if None in columns:
            return None
        try:
            at, by, action, subject, body = (str(column or b"", "utf-8") for column in columns)
            return leaf_hash(entry_bytes(seq=seq, at=at, by=by, action=action, subject=subject, body=body))
        except (UnicodeDecodeError, LedgerError):
            return None

    def columns(self) -> dict[str, Json]:
        """The entry as an object, its body read from JSON; LedgerError when the row is no entry."""
        try:
            at, by, action, subject, body = (
                str(column or b"", "utf-8") for column in (self.at, self.by, self.action, self.subject, self.body)
            )
            told: Json = json.loads(body)
        except ValueError as error:
            raise LedgerError("An entry cannot be read", where=f"entry {self.seq}") from error
        return {"seq": self.seq, "at": at, "by": by, "action": action, "subject": subject, "body": told}

    def stored_leaf(self) -> bytes | None:
        """The leaf hash column; ``None`` when it is not 64 lower-case hexadecimal digits."""
        return hash_from_hex(self.leaf_hash)


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """A checkpoint's row, likewise."""

    size: int
    typed: int | bool
    root: bytes | None
    note: bytes | None
    at: bytes | None
    frontier: bytes | None

    def head(self, key: VerifierKey) -> TreeHead | None:
        """What the note says, if ``key`` alone signed exactly this note for exactly this size."""
        if self.note is None or not self.typed or self.note.count(b"\n") != NOTE_LINES:
            return None
        try:
            head = verify_checkpoint(self.note.decode(), key)
        except (LedgerError, UnicodeDecodeError):
            return None
        return head if head.size == self.size else None


@dataclass(frozen=True, slots=True)
class Judged:
    """A checkpoint and what it says; ``head`` is ``None`` when it cannot be believed."""

    row: StoredCheckpoint
    head: TreeHead | None


def judged(rows: Iterable[StoredCheckpoint], key: VerifierKey) -> Iterator[Judged]:
    """Verify signatures, in order, on every processor: OpenSSL works outside Python's lock."""
    source, workers = iter(rows), os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        ahead: deque[Future[list[Judged]]] = deque()
        while some := list(islice(source, CHECKPOINTS_A_TASK)):
            ahead.append(pool.submit(_judge, some, key))
            if len(ahead) > 2 * workers:
                yield from ahead.popleft().result()
        for task in ahead:
            yield from task.result()


def _judge(rows: list[StoredCheckpoint], key: VerifierKey) -> list[Judged]:
    return [Judged(row, row.head(key)) for row in rows]


def hash_from_hex(text: bytes | None) -> bytes | None:
    """The 32 bytes that 64 lower-case hexadecimal digits say, ``None`` for anything else."""
    try:
        value = bytes.fromhex((text or b"").decode("ascii"))
    except ValueError:
        return None
    return value if len(value) == HASH_SIZE and value.hex().encode() == text else None
