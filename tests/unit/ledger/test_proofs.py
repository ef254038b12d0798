"""A proof of one entry: it verifies alone, and nothing in it can be changed."""

from __future__ import annotations

import base64
import copy
import json
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from forewarned.errors import LedgerError
from forewarned.ledger.merkle import inclusion_proof, leaf_hash, root
from forewarned.ledger.notes import SigningKey, TreeHead, sign_note
from forewarned.ledger.proofs import Proof, verify_proof

KEY = SigningKey("example.org/log", bytes(range(32)))
ENTRIES: list[dict[str, Any]] = [
    {
        "action": "import.done", "at": "2025-08-01T12:00:00.000000Z", "body": {"n": number, "é": 0.5},
        "by": "tests", "seq": number, "subject": f"file {number}",
    }
    for number in range(7)
]  # fmt: skip
LEAVES = [leaf_hash(rfc8785.dumps(entry)) for entry in ENTRIES]


def bundle(seq: int = 4) -> dict[str, Any]:
    note = sign_note(TreeHead(KEY.name, len(LEAVES), root(LEAVES)).text(), KEY)
    path = tuple(inclusion_proof(LEAVES, seq))
    proof = Proof(ENTRIES[seq], LEAVES[seq], seq, len(LEAVES), path, note, KEY.verifier)
    written: dict[str, Any] = json.loads(json.dumps(proof.as_json()))
    return written


@pytest.mark.parametrize("seq", range(7))
def test_a_proof_verifies_alone(seq: int) -> None:
    assert verify_proof(bundle(seq)).root == root(LEAVES)
    assert verify_proof(bundle(seq), key=KEY.verifier).size == 7


def test_a_proof_verifies_without_this_program() -> None:
    """What docs/explanation/ledger.md says another program has to do, from the tlog_proof text."""
    proof = bundle(4)
    body, _, checkpoint = proof["tlog_proof"].partition("\n\n")
    header, index, *path = body.split("\n")
    assert header == "c2sp.org/tlog-proof@v1"
    position, size = int(index.removeprefix("index ")), int(checkpoint.split("\n")[1])
    text, _, line = checkpoint.rpartition("\n\n")
    signature = base64.b64decode(line.split(" ")[2])[4:]
    public = base64.b64decode(proof["key"].split("+", 2)[2])[1:]
    Ed25519PublicKey.from_public_bytes(public).verify(signature, (text + "\n").encode())
    result = sha256(b"\x00" + rfc8785.dumps(proof["entry"])).digest()
    last = size - 1
    for sibling in map(base64.b64decode, path):
        while position % 2 == 0 and position == last and last:
            position, last = position // 2, last // 2
        left = position % 2
        pair = sibling + result if left else result + sibling
        result, position, last = sha256(b"\x01" + pair).digest(), position // 2, last // 2
    assert base64.b64encode(result).decode() == checkpoint.split("\n")[2]


def test_the_expected_key_is_not_taken_from_the_proof() -> None:
    other = SigningKey(KEY.name, bytes(32)).verifier
    with pytest.raises(LedgerError, match="another key"):
        verify_proof(bundle(), key=other)


def changes() -> list[tuple[str, Any]]:
    whole = bundle()
    wrong: list[tuple[str, Any]] = [
        ("format", "x"),
        ("index", 5),
        ("index", -1),
        ("index", True),
        ("size", 8),
    ]
    wrong += [
        ("leaf", whole["leaf"].upper()),
        ("leaf", "zz"),
        ("leaf", "00" * 32),
        ("key", "x"),
        ("path", None),
    ]
    wrong += [("path", whole["path"][:-1]), ("path", [*whole["path"], "00" * 32]), ("path", ["00" * 31])]
    wrong += [("path", whole["path"][::-1]), ("checkpoint", whole["checkpoint"].replace("\n7\n", "\n8\n"))]
    wrong += [("tlog_proof", whole["tlog_proof"] + "\n"), ("entry", []), ("entry", {})]
    for name, value in whole["entry"].items():
        wrong.append(("entry", {**whole["entry"], name: 9 if name == "seq" else f"{value} "}))
        wrong.append(("entry", {key: kept for key, kept in whole["entry"].items() if key != name}))
    wrong.append(("entry", {**whole["entry"], "more": 1}))
    wrong.append(("entry", {**whole["entry"], "seq": 2**60}))
    return wrong


@pytest.mark.parametrize(("field", "value"), changes())
def test_any_changed_field_is_refused(field: str, value: Any) -> None:
    spoilt = copy.deepcopy(bundle())
    spoilt[field] = value
    with pytest.raises(LedgerError):
        verify_proof(spoilt)


@pytest.mark.parametrize("field", sorted(set(bundle()) - {"tlog_proof"}))
def test_any_missing_field_is_refused(field: str) -> None:
    spoilt = bundle()
    del spoilt[field]
    with pytest.raises(LedgerError):
        verify_proof(spoilt)
