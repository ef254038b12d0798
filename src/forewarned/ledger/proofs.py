"""A proof that one entry is in the ledger, which verifies with nothing but itself. Pure.

Whoever relies on it compares ``key`` with the public key they were given another way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

from forewarned.errors import LedgerError
from forewarned.ledger.canonical import Json
from forewarned.ledger.merkle import HASH_SIZE, leaf_hash, verify_inclusion
from forewarned.ledger.notes import TreeHead, VerifierKey, base64_text, parse_verifier, verify_checkpoint

FORMAT = "forewarned-ledger-proof-1"


@dataclass(frozen=True, slots=True)
class Proof:
    """``entry``: the six columns, ``body`` as JSON. ``path``: RFC 6962 audit path; ``checkpoint``: a note."""

    entry: Mapping[str, Json]
    leaf: bytes
    index: int
    size: int
    path: tuple[bytes, ...]
    checkpoint: str
    key: VerifierKey

    def as_json(self) -> dict[str, Json]:
        """The bundle. Hashes are hex; ``tlog_proof`` says the same as https://c2sp.org/tlog-proof."""
        return {
            "format": FORMAT,
            "entry": dict(self.entry),
            "leaf": self.leaf.hex(),
            "index": self.index,
            "size": self.size,
            "path": [node.hex() for node in self.path],
            "checkpoint": self.checkpoint,
            "key": self.key.to_text(),
            "tlog_proof": self.tlog_proof(),
        }

    def tlog_proof(self) -> str:
        """The proof as the text other transparency-log tools read."""
        lines = ["c2sp.org/tlog-proof@v1", f"index {self.index}", *map(base64_text, self.path), ""]
        return "\n".join(lines) + "\n" + self.checkpoint


def read_proof(bundle: Mapping[str, Any]) -> Proof:
    """A proof from its JSON; raises LedgerError naming the field that is missing or wrong."""
    if bundle.get("format") != FORMAT:
        raise LedgerError(f"This is not a ledger proof of the format {FORMAT}", where="format")
    path = bundle.get("path")
    entry = bundle.get("entry")
    if not isinstance(path, list) or not isinstance(entry, Mapping):
        raise LedgerError("A proof needs a path (a list) and an entry (an object)", where="path, entry")
    proof = Proof(
        entry=entry,
        leaf=_hash(bundle.get("leaf"), "leaf"),
        index=_whole(bundle.get("index"), "index"),
        size=_whole(bundle.get("size"), "size"),
        path=tuple(_hash(node, f"path[{place}]") for place, node in enumerate(path)),
        checkpoint=_text(bundle.get("checkpoint"), "checkpoint"),
        key=parse_verifier(_text(bundle.get("key"), "key")),
    )
    if bundle.get("tlog_proof", proof.tlog_proof()) != proof.tlog_proof():
        raise LedgerError("The two spellings of the proof differ", where="tlog_proof")
    return proof


def verify_proof(bundle: Mapping[str, Any], *, key: VerifierKey | None = None) -> TreeHead:
    """The checkpoint that covers the entry, if all of the proof holds; else LedgerError saying what does not.

    ``key``: the public key known from elsewhere; without it the bundle's own is taken, which proves only
    that the bundle fits itself.
    """
    proof = read_proof(bundle)
    if key is not None and key != proof.key:
        raise LedgerError("The proof is signed with another key than the one expected", where="key")
    head = verify_checkpoint(proof.checkpoint, proof.key)
    if head.size != proof.size:
        raise LedgerError("The checkpoint covers another number of entries", where="size")
    try:
        leaf = leaf_hash(rfc8785.dumps(dict(proof.entry)))
    except rfc8785.CanonicalizationError as error:
        raise LedgerError("The entry is not canonical JSON", where="entry") from error
    if leaf != proof.leaf or proof.entry.get("seq") != proof.index:
        raise LedgerError("The entry is not the one that was recorded", where="entry")
    if not verify_inclusion(leaf, proof.index, proof.size, proof.path, head.root):
        raise LedgerError("The entry is not in the tree that the checkpoint signs", where="path")
    return head


def _hash(value: object, where: str) -> bytes:
    try:
        data = bytes.fromhex(_text(value, where))
    except ValueError as error:
        raise LedgerError("A hash in the proof is not hexadecimal", where=where) from error
    if len(data) != HASH_SIZE or data.hex() != value:
        raise LedgerError("A hash in the proof is not 64 lower-case hexadecimal digits", where=where)
    return data


def _whole(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise LedgerError("A number in the proof is not a whole number", where=where)
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise LedgerError("A part of the proof is missing", where=where)
    return value
