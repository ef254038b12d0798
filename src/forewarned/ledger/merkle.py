"""Merkle tree hashes and proofs of RFC 6962 §2.1, verification by the algorithms of RFC 9162 §2.1.3-4. Pure.

https://www.rfc-editor.org/rfc/rfc6962#section-2.1 · https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.2
Hashes are 32 bytes of SHA-256. Leaves are given as leaf hashes. Indexes count from 0.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from forewarned.errors import LedgerError

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: the 0x00 keeps a leaf from being passed off as a node (RFC 6962 §2.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """What a tree of ``size`` leaves keeps to grow: the hashes of its perfect subtrees, largest first.

    There is one for each 1 in the binary form of ``size``, so appending and the new root cost O(log n).
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or self.size.bit_count() != len(self.hashes):
            raise LedgerError("The stored edge of the tree does not fit its size", where=f"size {self.size}")

    def extended(self, leaves: Iterable[bytes]) -> Frontier:
        """The frontier after appending ``leaves`` (leaf hashes) in order."""
        size, stack = self.size, list(self.hashes)
        for leaf in leaves:
            stack.append(leaf)
            merges = size
            while merges & 1:
                right = stack.pop()
                stack[-1] = node_hash(stack[-1], right)
                merges >>= 1
            size += 1
        return Frontier(size, tuple(stack))

    def root(self) -> bytes:
        """The Merkle tree hash of all leaves so far."""
        if not self.hashes:
            return EMPTY_ROOT
        result = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            result = node_hash(left, result)
        return result

    def to_text(self) -> str:
        """The hashes as one base64 text; ``from_text`` with the size reads it back."""
        return base64.b64encode(b"".join(self.hashes)).decode()

    @staticmethod
    def from_text(size: int, text: str) -> Frontier:
        """Raises LedgerError when ``text`` is not the edge of a tree of ``size`` leaves."""
        try:
            joined = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise LedgerError("The stored edge of the tree is not base64", where=f"size {size}") from error
        if len(joined) % HASH_SIZE or base64.b64encode(joined).decode() != text:
            raise LedgerError("The stored edge of the tree is not whole hashes", where=f"size {size}")
        return Frontier(size, tuple(joined[at : at + HASH_SIZE] for at in range(0, len(joined), HASH_SIZE)))


def root(leaves: Iterable[bytes]) -> bytes:
    """The Merkle tree hash of ``leaves`` (leaf hashes)."""
    return Frontier().extended(leaves).root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH(index, leaves) of RFC 6962 §2.1.1, from the leaf's sibling up to a child of the root."""
    if not 0 <= index < len(leaves):
        raise LedgerError(f"A tree of {len(leaves)} entries has no entry {index}")
    path = []
    start, end = 0, len(leaves)
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root(leaves[middle:end]))
            end = middle
        else:
            path.append(root(leaves[start:middle]))
            start = middle
    return path[::-1]


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """PROOF(old_size, leaves) of RFC 6962 §2.1.2; empty when the old tree is empty or the whole tree."""
    if not 0 <= old_size <= len(leaves):
        raise LedgerError(f"A tree of {len(leaves)} entries has no earlier state of {old_size} entries")
    if old_size == 0:
        return []
    path = []
    start, end, whole = 0, len(leaves), True
    while old_size != end:
        middle = start + _split(end - start)
        if old_size <= middle:
            path.append(root(leaves[middle:end]))
            end = middle
        else:
            path.append(root(leaves[start:middle]))
            start, whole = middle, False
    if not whole:
        path.append(root(leaves[start:end]))
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], tree_root: bytes) -> bool:
    """Is ``leaf`` (a leaf hash) at ``index`` of the tree of ``size`` leaves with ``tree_root``? (§2.1.3.2)"""
    if not 0 <= index < size:
        return False
    position, last, result = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            result = node_hash(sibling, result)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and result == tree_root


def verify_consistency(old_size: int, new_size: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Is the tree of ``old_size`` leaves a beginning of the tree of ``new_size`` leaves? (§2.1.4.2)"""
    if not 0 <= old_size <= new_size:
        return False
    if old_size == 0:
        return not path and old_root == EMPTY_ROOT and (new_size > 0 or new_root == EMPTY_ROOT)
    if old_size == new_size:
        return not path and old_root == new_root
    # A power of two is itself a node of the new tree: the proof leaves it out (RFC 9162, step 2).
    hashes = [old_root, *path] if old_size & (old_size - 1) == 0 else list(path)
    if not hashes:
        return False
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = hashes[0]
    for node in hashes[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, node)
        position, last = position >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _split(count: int) -> int:
    """k of RFC 6962 §2.1: the largest power of two smaller than ``count`` (which is at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)
