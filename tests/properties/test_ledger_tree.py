"""The tree and its proofs against RFC 6962 §2.1, written out as the RFC writes it, sharing no code."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forewarned.ledger.merkle import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

DATA = [f"entry {number}".encode() for number in range(70)]
LEAVES = [leaf_hash(data) for data in DATA]
sizes = st.integers(min_value=1, max_value=len(DATA))


def split(n: int) -> int:
    """k: the largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(data: list[bytes]) -> bytes:
    """MTH(D[n]), RFC 6962 §2.1."""
    if not data:
        return sha256().digest()
    if len(data) == 1:
        return sha256(b"\x00" + data[0]).digest()
    k = split(len(data))
    return sha256(b"\x01" + mth(data[:k]) + mth(data[k:])).digest()


def path(m: int, data: list[bytes]) -> list[bytes]:
    """PATH(m, D[n]), RFC 6962 §2.1.1."""
    if len(data) == 1:
        return []
    k = split(len(data))
    if m < k:
        return [*path(m, data[:k]), mth(data[k:])]
    return [*path(m - k, data[k:]), mth(data[:k])]


def subproof(m: int, data: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b), RFC 6962 §2.1.2."""
    if m == len(data):
        return [] if whole else [mth(data)]
    k = split(len(data))
    if m <= k:
        return [*subproof(m, data[:k], whole), mth(data[k:])]
    return [*subproof(m - k, data[k:], False), mth(data[:k])]


def root_of_path(m: int, n: int, leaf: bytes, proof: list[bytes]) -> bytes:
    """The root that PATH's definition leads back to."""
    if n == 1:
        assert not proof
        return leaf
    k = split(n)
    if m < k:
        return sha256(b"\x01" + root_of_path(m, k, leaf, proof[:-1]) + proof[-1]).digest()
    return sha256(b"\x01" + proof[-1] + root_of_path(m - k, n - k, leaf, proof[:-1])).digest()


def roots_of_proof(m: int, n: int, old: bytes, proof: list[bytes], whole: bool) -> tuple[bytes, bytes]:
    """(old root, new root) that SUBPROOF's definition leads back to."""
    if m == n:
        assert len(proof) == (0 if whole else 1)
        return (old, old) if whole else (proof[0], proof[0])
    k = split(n)
    if m <= k:
        before, after = roots_of_proof(m, k, old, proof[:-1], whole)
        return before, sha256(b"\x01" + after + proof[-1]).digest()
    before, after = roots_of_proof(m - k, n - k, old, proof[:-1], False)
    return (
        sha256(b"\x01" + proof[-1] + before).digest(),
        sha256(b"\x01" + proof[-1] + after).digest(),
    )


@pytest.mark.parametrize("size", range(len(DATA) + 1))
def test_roots_of_every_size(size: int) -> None:
    assert root(LEAVES[:size]) == mth(DATA[:size])


@pytest.mark.parametrize("size", range(1, 34))
def test_every_proof_of_every_small_tree(size: int) -> None:
    data, leaves, whole = DATA[:size], LEAVES[:size], mth(DATA[:size])
    for index in range(size):
        proof = inclusion_proof(leaves, index)
        assert proof == path(index, data)
        assert root_of_path(index, size, leaves[index], proof) == whole
        assert verify_inclusion(leaves[index], index, size, proof, whole)
    for old in range(1, size + 1):
        proof = consistency_proof(leaves, old)
        assert proof == subproof(old, data, True)
        assert roots_of_proof(old, size, mth(data[:old]), proof, True) == (mth(data[:old]), whole)
        assert verify_consistency(old, size, mth(data[:old]), whole, proof)


@given(st.lists(sizes, max_size=8))
def test_growing_in_steps_is_growing_at_once(steps: list[int]) -> None:
    frontier, done = Frontier(), 0
    for step in sorted(steps):
        frontier = frontier.extended(LEAVES[done:step])
        done = max(done, step)
        assert frontier.root() == mth(DATA[:done])
        assert Frontier.from_text(frontier.size, frontier.to_text()) == frontier


@given(size=sizes, place=st.data())
@settings(max_examples=150)
def test_no_other_index_size_leaf_or_path_verifies(size: int, place: st.DataObject) -> None:
    index = place.draw(st.integers(0, size - 1))
    leaves, whole = LEAVES[:size], root(LEAVES[:size])
    proof = inclusion_proof(leaves, index)
    other = place.draw(st.integers(0, size).filter(lambda other: other != index))
    assert not verify_inclusion(leaves[index], other, size, proof, whole)
    assert not verify_inclusion(leaf_hash(b"other"), index, size, proof, whole)
    assert not verify_inclusion(leaves[index], index, size, [*proof, whole], whole)
    assert not verify_inclusion(leaves[index], index, size, proof, leaf_hash(b"other"))
    for cut in range(len(proof)):
        spoilt = [*proof[:cut], flipped(proof[cut], place), *proof[cut + 1 :]]
        assert not verify_inclusion(leaves[index], index, size, spoilt, whole)
        assert not verify_inclusion(leaves[index], index, size, proof[:cut], whole)


@given(new=sizes, place=st.data())
@settings(max_examples=150)
def test_no_other_beginning_verifies(new: int, place: st.DataObject) -> None:
    old = place.draw(st.integers(1, new))
    before, after = root(LEAVES[:old]), root(LEAVES[:new])
    proof = consistency_proof(LEAVES[:new], old)
    assert not verify_consistency(old, new, flipped(before, place), after, proof)
    assert not verify_consistency(old, new, before, flipped(after, place), proof)
    assert not verify_consistency(old, new, before, after, [*proof, before])
    for cut in range(len(proof)):
        spoilt = [*proof[:cut], flipped(proof[cut], place), *proof[cut + 1 :]]
        assert not verify_consistency(old, new, before, after, spoilt)
        assert not verify_consistency(old, new, before, after, proof[:cut])


def flipped(data: bytes, place: st.DataObject) -> bytes:
    bit = place.draw(st.integers(0, len(data) * 8 - 1))
    return bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(data))
