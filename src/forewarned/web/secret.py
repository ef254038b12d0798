"""The site's secret: what signs its cookies. Made on first use, one file of the home, its owner's alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from forewarned.errors import StorageError


def read_secret(home: Path) -> str:
    """The secret of ``home``, made now if there is none. Two processes at once end up with the same one.

    Raises StorageError when it cannot be made, cannot be read, or is open to other users.
    """
    path = home / "keys" / "web-secret"
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise StorageError(
                "The site's secret can be read by other users",
                where=str(path),
                next_step=f"run `chmod 600 {path}`; or delete it, which signs everybody out",
            )
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise StorageError(
            f"The site's secret could not be made or read ({error.strerror})",
            where=str(path),
            next_step="set FOREWARNED_HOME to a folder you can write to",
        ) from error


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mine = path.with_name(f"web-secret.{os.getpid()}")
    handle = os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64) + "\n")
    try:
        # A link is never made over an existing file: whoever is first wins, and both read that one.
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
