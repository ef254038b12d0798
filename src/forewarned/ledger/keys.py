"""The ledger's signing key: one file, made on first use, never overwritten, readable by its owner only."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from forewarned.errors import LedgerError
from forewarned.ledger.notes import SigningKey, VerifierKey, new_key_name, parse_signer

KEY_HOST = "forewarned.local"
"""What key names start with: a schema-less address nobody can reach, as signed-note recommends."""

LONGEST_KEY_FILE = 4096


def key_path(home: Path) -> Path:
    """Where the private key of the store in ``home`` lies."""
    return home / "keys" / "ledger.key"


def make_key(home: Path) -> SigningKey:
    """The key of ``home``, made now if there is none. Two processes at once end up with the same key."""
    path = key_path(home)
    if not os.path.lexists(path):
        _make_folder(path.parent)
        _publish(path, _new_key().to_text() + "\n")
    return load_key(home)


def load_key(home: Path) -> SigningKey:
    """Read the key; raises LedgerError when it is missing, damaged, or open to other users."""
    path = key_path(home)
    _demand_private(path.parent, stat.S_ISDIR)
    _demand_private(path, stat.S_ISREG)
    try:
        with path.open(encoding="ascii") as file:
            text = file.read(LONGEST_KEY_FILE)
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path) from error
    try:
        return parse_signer(text.removesuffix("\n"))
    except LedgerError as error:
        raise _damaged(path) from error


def load_verifier(home: Path) -> VerifierKey:
    """The public half of the key of ``home``."""
    return load_key(home).verifier


def _new_key() -> SigningKey:
    private = Ed25519PrivateKey.generate()
    name = new_key_name(KEY_HOST, private.public_key().public_bytes_raw())
    return SigningKey(name, private.private_bytes_raw())


def _make_folder(folder: Path) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _publish(path: Path, text: str) -> None:
    """Write ``text`` aside, then link it into place: the name appears with all its bytes or not at all.

    Linking fails when the name exists, so whoever comes second keeps the first one's key.
    """
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error) from error


def _demand_private(path: Path, is_kind: Callable[[int], bool]) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError as error:
        raise LedgerError(
            "The ledger's signing key is missing, and this store already has entries signed with it",
            where=str(path),
            next_step="put the key file back from its copy; without it nothing can be added, "
            "and a new key would not continue the old checkpoints",
        ) from error
    except OSError as error:
        raise _damaged(path) from error
    if not is_kind(mode):
        raise _damaged(path)
    # Windows keeps no such bits: access there follows the folder's own list.
    if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
        raise LedgerError(
            "The ledger's signing key can be read or changed by other users of this machine",
            where=f"{path} (mode {stat.S_IMODE(mode):04o})",
            next_step=f"run `chmod go= '{path}'`, and consider whether somebody may have copied the key",
        )


def _damaged(path: Path) -> LedgerError:
    return LedgerError(
        "The ledger's signing key is damaged or is not a key file",
        where=str(path),
        next_step="put it back from its copy; it is never made anew while a file is there",
    )


def _unwritable(path: Path, error: OSError) -> LedgerError:
    return LedgerError(
        f"The ledger's signing key cannot be written ({error.strerror})",
        where=str(path),
        next_step="put FOREWARNED_HOME on a local disk you can write to",
    )
