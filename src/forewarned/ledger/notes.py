"""Signed notes and checkpoints, as other tools read them. Pure.

https://c2sp.org/signed-note (format, key IDs) · https://c2sp.org/tlog-checkpoint (the three lines) ·
keys in the text form of https://pkg.go.dev/golang.org/x/mod/sumdb/note ("NAME+ID+KEY", "PRIVATE+KEY+…").
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from forewarned.errors import LedgerError
from forewarned.ledger.merkle import HASH_SIZE

ED25519 = b"\x01"
"""The signature type byte of Ed25519 (signed-note, "Signature types")."""
MOST_SIGNATURES = 100
"""signed-note asks for a limit, at least 16; 100 is what Go's implementation takes."""
PRIVATE = "PRIVATE+KEY+"
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
KEY_NAME = re.compile(r"[^\s+]+")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A named Ed25519 public key (32 bytes)."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        return key_id(self.name, self.public)

    def to_text(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64_text(ED25519 + self.public)}"

    def signed(self, text: bytes, signature: bytes) -> bool:
        """Did this key sign ``text``?"""
        try:
            _public_key(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A named Ed25519 private key (its 32-byte seed, never shown)."""

    name: str
    seed: bytes = field(repr=False)

    @property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, _private_key(self.seed).public_key().public_bytes_raw())

    def to_text(self) -> str:
        """The key as its file holds it: whoever reads this can sign."""
        return f"{PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{base64_text(ED25519 + self.seed)}"

    def sign(self, text: bytes) -> bytes:
        return _private_key(self.seed).sign(text)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says so, which key, and the bytes."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        return f"— {self.name} {base64_text(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text ending in a newline, and its signatures, none of them verified yet."""

    text: str
    signatures: tuple[Signature, ...]

    def written(self) -> str:
        return self.text + "\n" + "".join(signature.line() for signature in self.signatures)


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What a checkpoint says: this log (``origin``), at this many entries, had this root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64_text(self.root)}\n"


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes that tell keys apart (signed-note, "Ed25519 signatures")."""
    return sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


def new_key_name(host: str, public: bytes) -> str:
    """A name of the recommended form, one for each key: ``forewarned.local/3f9a2c01b7d4``."""
    return f"{host}/{sha256(public).hexdigest()[:12]}"


def parse_verifier(text: str) -> VerifierKey:
    """Read ``NAME+ID+KEY``; raises LedgerError when a character of it is wrong."""
    name, public_id, public = _key_parts(text)
    if key_id(name, public).hex() != public_id:
        raise _damaged("A public key does not fit its own ID")
    return VerifierKey(name, public)


def parse_signer(text: str) -> SigningKey:
    """Read ``PRIVATE+KEY+NAME+ID+SEED``; raises LedgerError when a character of it is wrong."""
    if not text.startswith(PRIVATE):
        raise _damaged("A signing key does not start as one")
    name, public_id, seed = _key_parts(text.removeprefix(PRIVATE))
    key = SigningKey(name, seed)
    if key.verifier.key_id.hex() != public_id:
        raise _damaged("A signing key does not fit its own ID")
    return key


def sign_note(text: str, key: SigningKey) -> str:
    """``text`` (ending in a newline) with the signature of ``key``, as it is written to a file."""
    note = Note(text, (Signature(key.name, key.verifier.key_id, key.sign(text.encode())),))
    return parse_note(note.written()).written()


def parse_note(written: str) -> Note:
    """Split a note from its signatures; raises LedgerError where it breaks the format."""
    if CONTROL.search(written):
        raise _damaged("A note holds control characters")
    text, gap, signatures = written.rpartition("\n\n")
    if not gap or not signatures.endswith("\n"):
        raise _damaged("A note has no signatures after an empty line")
    lines = signatures[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise _damaged(f"A note has more than {MOST_SIGNATURES} signatures")
    return Note(text + "\n", tuple(_signature(line) for line in lines))


def verify_note(written: str, key: VerifierKey) -> Note:
    """The note, if ``key`` signed it. Other keys' lines are ignored; a bad one of ``key`` rejects it all."""
    note = parse_note(written)
    ours = [line for line in note.signatures if (line.name, line.key_id) == (key.name, key.key_id)]
    if not ours:
        raise LedgerError("A checkpoint is not signed by this key", where=key.name)
    if not all(key.signed(note.text.encode(), line.value) for line in ours):
        raise LedgerError("The signature of a checkpoint is wrong", where=key.name)
    return note


def parse_tree_head(text: str) -> TreeHead:
    """Read a checkpoint's three lines (extension lines are ignored); LedgerError where they are wrong."""
    if not text.endswith("\n"):
        raise _damaged("A checkpoint does not end in a newline")
    lines = text[:-1].split("\n")
    if len(lines) < 3 or "" in lines:
        raise _damaged("A checkpoint needs three lines: origin, size, root")
    origin, size, root = lines[:3]
    if not (size.isascii() and size.isdigit()) or str(int(size[:20])) != size:
        raise _damaged("The size in a checkpoint is not a decimal number")
    hashed = _bytes(root)
    if len(hashed) != HASH_SIZE:
        raise _damaged("The root in a checkpoint is not 32 bytes")
    return TreeHead(origin, int(size), hashed)


def verify_checkpoint(written: str, key: VerifierKey) -> TreeHead:
    """What a signed checkpoint of the log named by ``key`` says, or LedgerError."""
    head = parse_tree_head(verify_note(written, key).text)
    if head.origin != key.name:
        raise LedgerError("A checkpoint is of another log", where=head.origin)
    return head


def _signature(line: str) -> Signature:
    dash, name, value = (*line.split(" "), "", "")[:3] if line.count(" ") == 2 else ("", "", "")
    if dash != "—" or not KEY_NAME.fullmatch(name):
        raise _damaged("A signature line of a note is not 'dash, key name, base64'")
    signature = _bytes(value)
    if len(signature) < 5:
        raise _damaged("A signature of a note is too short")
    return Signature(name, signature[:4], signature[4:])


def _key_parts(text: str) -> tuple[str, str, bytes]:
    name, _, rest = text.partition("+")
    public_id, _, encoded = rest.partition("+")
    key = _bytes(encoded)
    if not KEY_NAME.fullmatch(name) or len(key) != 1 + HASH_SIZE or key[:1] != ED25519:
        raise _damaged("A key is not 'name, ID, Ed25519 key'")
    return name, public_id, key[1:]


def base64_text(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648 §4), as notes and proofs write it."""
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    """Strict base64: the unused bits of the last character count, else a change would pass unseen."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError, ValueError) as error:
        raise _damaged("A part of a note is not base64") from error
    if base64_text(data) != text:
        raise _damaged("A part of a note is not base64 in its one proper spelling")
    return data


def _damaged(what: str) -> LedgerError:
    return LedgerError(what, next_step="compare it with another copy of the same checkpoint or key")


@lru_cache(maxsize=16)
def _public_key(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)


@lru_cache(maxsize=4)
def _private_key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)
