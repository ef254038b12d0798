"""Known answers for the tree. The leaves and roots are Certificate Transparency's own test vectors
(github.com/transparency-dev/merkle, testdata), which other logs check themselves against."""

from __future__ import annotations

import base64
from hashlib import sha256

import pytest

from forewarned.errors import LedgerError
from forewarned.ledger.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

DATA = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [leaf_hash(bytes.fromhex(data)) for data in DATA]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def decoded(*texts: str) -> list[bytes]:
    return [base64.b64decode(text) for text in texts]


@pytest.mark.parametrize("size", ROOTS)
def test_known_roots(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size]


def test_leaves_and_nodes_are_told_apart() -> None:
    assert leaf_hash(b"") == sha256(b"\x00").digest()
    assert node_hash(b"a", b"b") == sha256(b"\x01ab").digest()
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != root(LEAVES[:2])


def test_a_known_inclusion_proof() -> None:
    path = decoded(
        "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=",
        "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
        "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
    )
    assert inclusion_proof(LEAVES, 0) == path
    assert verify_inclusion(LEAVES[0], 0, 8, path, bytes.fromhex(ROOTS[8]))


def test_a_known_consistency_proof() -> None:
    path = decoded("Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=", "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=")
    assert consistency_proof(LEAVES[:5], 2) == path
    assert verify_consistency(2, 5, bytes.fromhex(ROOTS[2]), bytes.fromhex(ROOTS[5]), path)


def test_the_empty_tree() -> None:
    assert sha256(b"").digest() == EMPTY_ROOT == Frontier().root()
    assert verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])
    assert verify_consistency(0, 3, EMPTY_ROOT, bytes.fromhex(ROOTS[3]), [])
    assert not verify_consistency(0, 3, bytes(32), bytes.fromhex(ROOTS[3]), [])
    assert not verify_consistency(0, 0, EMPTY_ROOT, bytes(32), [])


def test_no_proof_outside_the_tree() -> None:
    with pytest.raises(LedgerError):
        inclusion_proof(LEAVES, 8)
    with pytest.raises(LedgerError):
        consistency_proof(LEAVES, 9)
    assert not verify_inclusion(LEAVES[0], 0, 0, [], EMPTY_ROOT)
    assert not verify_inclusion(LEAVES[0], -1, 8, [], EMPTY_ROOT)
    assert not verify_consistency(5, 4, EMPTY_ROOT, EMPTY_ROOT, [])


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, ""),
        (0, base64.b64encode(bytes(32)).decode()),
        (2, base64.b64encode(bytes(31)).decode()),
        (1, "not base64"),
        (1, base64.b64encode(bytes(32)).decode()[:-2] + "B="),
        (-1, base64.b64encode(bytes(32)).decode()),
    ],
)
def test_a_stored_edge_that_does_not_fit_is_refused(size: int, text: str) -> None:
    with pytest.raises(LedgerError):
        Frontier.from_text(size, text)
