"""Signed notes and checkpoints, against what others publish and against `cryptography` alone."""

from __future__ import annotations

import base64
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from forewarned.errors import LedgerError
from forewarned.ledger.notes import (
    Note,
    SigningKey,
    TreeHead,
    new_key_name,
    parse_note,
    parse_signer,
    parse_tree_head,
    parse_verifier,
    sign_note,
    verify_checkpoint,
    verify_note,
)

# Go's published example (golang.org/x/mod/sumdb/note): Ed25519 signs the same bytes everywhere.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SECRET = "PRIVATE+KEY+" + PETER[:22] + "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
# The examples of c2sp.org/signed-note and c2sp.org/tlog-checkpoint; their public keys are not given there.
SPEC_NOTE = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9o"
    "JKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)
SPEC_CHECKPOINT = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URY"
    "N7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
OURS = SigningKey("example.org/log", bytes(range(32)))
HEAD = TreeHead("example.org/log", 7, bytes(32))


def test_gos_example_is_signed_to_the_same_bytes() -> None:
    assert sign_note(PETER_TEXT, parse_signer(PETER_SECRET)) == PETER_TEXT + "\n" + PETER_LINE


def test_gos_example_verifies_and_strangers_lines_are_ignored() -> None:
    written = PETER_TEXT + "\n" + PETER_LINE + ENOCH_LINE
    assert verify_note(written, parse_verifier(PETER)).text == PETER_TEXT
    assert verify_note(written, parse_verifier(ENOCH)).text == PETER_TEXT
    with pytest.raises(LedgerError, match="not signed by this key"):
        verify_note(PETER_TEXT + "\n" + ENOCH_LINE, parse_verifier(PETER))


def test_keys_are_written_as_go_writes_them() -> None:
    assert parse_signer(PETER_SECRET).to_text() == PETER_SECRET
    assert parse_signer(PETER_SECRET).verifier.to_text() == PETER
    assert "AYEK" not in repr(parse_signer(PETER_SECRET)) and "seed" not in repr(parse_signer(PETER_SECRET))


@pytest.mark.parametrize("key", [PETER, PETER_SECRET])
def test_a_key_with_any_character_changed_or_cut_off_is_refused(key: str) -> None:
    parse = parse_verifier if key is PETER else parse_signer
    wrong = [key[:at] + chr(ord(key[at]) + 1) + key[at + 1 :] for at in range(len(key))]
    wrong += [
        key[start:end] for start in range(len(key)) for end in (len(key) - 1, len(key)) if (start, end) != (0, len(key))
    ]
    for text in wrong:
        with pytest.raises(LedgerError):
            parse(text)


def test_the_specifications_examples_are_read_and_written_back() -> None:
    for example in (SPEC_NOTE, SPEC_CHECKPOINT):
        assert parse_note(example).written() == example
    assert parse_note(SPEC_NOTE).text.endswith("ed è subito sera.\n")
    assert parse_note(SPEC_NOTE).signatures[0].key_id.hex() == "367ba04b"
    head = parse_tree_head(parse_note(SPEC_CHECKPOINT).text)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert head.text() == parse_note(SPEC_CHECKPOINT).text


def test_a_checkpoint_verifies_with_cryptography_and_the_specification_alone() -> None:
    written = sign_note(HEAD.text(), OURS)
    text, _, line = written.rpartition("\n\n")
    _, name, encoded = line.strip().split(" ")
    signature = base64.b64decode(encoded)
    public = OURS.verifier.public
    assert signature[:4] == sha256(name.encode() + b"\x0a\x01" + public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], (text + "\n").encode())
    assert (text + "\n").splitlines() == ["example.org/log", "7", base64.b64encode(bytes(32)).decode()]


def test_a_key_name_holds_a_fingerprint_of_the_key() -> None:
    public = OURS.verifier.public
    assert new_key_name("forewarned.local", public) == f"forewarned.local/{sha256(public).hexdigest()[:12]}"


def test_every_changed_bit_of_a_checkpoint_is_seen() -> None:
    written = sign_note(HEAD.text(), OURS).encode()
    for position in range(len(written) * 8):
        changed = bytearray(written)
        changed[position // 8] ^= 1 << position % 8
        with pytest.raises((LedgerError, UnicodeDecodeError)):
            verify_checkpoint(changed.decode(), OURS.verifier)


def test_a_bad_signature_of_a_known_key_rejects_the_note_though_a_good_one_stands_beside_it() -> None:
    other = parse_note(sign_note("another text\n", OURS)).signatures
    good = parse_note(sign_note(HEAD.text(), OURS))
    with pytest.raises(LedgerError, match="signature of a checkpoint is wrong"):
        verify_note(Note(good.text, good.signatures + other).written(), OURS.verifier)


def test_a_checkpoint_of_another_log_is_not_ours() -> None:
    with pytest.raises(LedgerError, match="another log"):
        verify_checkpoint(sign_note(TreeHead("example.org/other", 7, bytes(32)).text(), OURS), OURS.verifier)


@pytest.mark.parametrize(
    "written",
    [
        "",
        PETER_TEXT,
        PETER_TEXT + "\n",
        PETER_TEXT + "\n" + PETER_LINE[:-1],
        "\x01" + PETER_TEXT + "\n" + PETER_LINE,
        PETER_TEXT.replace("\n", "\r\n") + "\n" + PETER_LINE,
        PETER_TEXT + "\n" + PETER_LINE + "Unexpected line.\n",
        PETER_TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Bad Name"),
        PETER_TEXT + "\n" + PETER_LINE.replace("PeterNeumann", "Bad+Name"),
        PETER_TEXT + "\n" + PETER_LINE.replace("—", "-"),
        PETER_TEXT + "\n" + PETER_LINE * 101,
        PETER_TEXT + "\n— PeterNeumann AAAA\n",
    ],
)
def test_what_is_no_note_is_refused(written: str) -> None:
    with pytest.raises(LedgerError):
        parse_note(written)


@pytest.mark.parametrize(
    "text",
    [
        "log\n7\n",
        "log\n07\nAAAA\n",
        f"log\n-7\n{base64.b64encode(bytes(32)).decode()}\n",
        f"log\n{'9' * 40}x\n{base64.b64encode(bytes(32)).decode()}\n",
        f"log\n7\n{base64.b64encode(bytes(31)).decode()}\n",
        f"\n7\n{base64.b64encode(bytes(32)).decode()}\n",
        f"log\n7\n{base64.b64encode(bytes(32)).decode()}",
        f"log\n٧\n{base64.b64encode(bytes(32)).decode()}\n",
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(LedgerError):
        parse_tree_head(text)
