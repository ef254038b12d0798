"""Files that people send: how large, under which name, and where they lie while they are read."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

from forewarned.errors import InputError

MOST_BYTES = 25 * 1024 * 1024
"""The largest register published so far is 8 MB."""
LONGEST_NAME = 100


class LimitedUpload(TemporaryFileUploadHandler):
    """Stops a request that sends more than ``MOST_BYTES``, whatever it said of its length, and keeps nothing of it."""

    sent = 0

    def handle_raw_input(  # Django's own names
        self,
        input_data: Any,  # noqa: ARG002
        META: dict[str, Any],  # noqa: ARG002, N803
        content_length: int,
        boundary: Any,  # noqa: ARG002
        encoding: Any = None,  # noqa: ARG002
    ) -> None:
        if content_length > MOST_BYTES + 100_000:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.sent += len(raw_data)
        if self.sent > MOST_BYTES:
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)


def safe_name(name: str) -> str:
    """The last part of a file's name, of letters, figures, dots, dashes and underscores alone; never a path. Pure."""
    last = re.split(r"[\\/]", name)[-1]
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", last).strip(".-_")
    stem, dot, ending = plain[-LONGEST_NAME:].rpartition(".")
    return plain[-LONGEST_NAME:] if stem and dot and ending else f"{plain[:LONGEST_NAME] or 'upload'}.csv"


@contextmanager
def kept_while_read(file: UploadedFile[bytes] | None) -> Iterator[Path]:
    """The path of ``file`` in a folder of its own, gone afterwards. Raises InputError for none, or one too large."""
    if file is None or not file.size:
        raise InputError(
            "No file came, or it was empty or larger than 25 MB",
            next_step="choose a file; import larger ones on the machine itself with `forewarned import`",
        )
    if file.size > MOST_BYTES:
        raise InputError("The file is larger than 25 MB", next_step="import it with `forewarned import` instead")
    with tempfile.TemporaryDirectory(prefix="forewarned-upload-") as folder:
        path = Path(folder) / safe_name(file.name or "")
        with path.open("xb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        yield path
