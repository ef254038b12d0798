"""Opening an index's folder: made when new, made anew when broken or of another version; one writer at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

import tantivy

from forewarned.errors import BusyError, StorageError
from forewarned.lessons.search.items import unpacked
from forewarned.lessons.search.manifest import Manifest, count_in
from forewarned.lessons.search.schema import STAMP, open_files

State = Literal["ready", "new", "made_anew"]
WORDS, MANIFEST, LOCK = "words", "manifest.sqlite", "write.lock"


class BrokenIndex(Exception):
    """The folder is not a whole index of this version. Its message says in what way."""


def prepared(folder: Path) -> tuple[tantivy.Index, State, str]:
    """The index of ``folder``, what had to be done to it, and why. Raises BusyError, StorageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError("The folder of the search index cannot be made.", where=str(folder)) from error
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise StorageError("The folder of the search index cannot be read and written.", where=str(folder))
    try:
        return checked(folder), "ready", ""
    except BrokenIndex as error:
        why = str(error)
    with writing(folder):
        with suppress(BrokenIndex):  # another process may have made it while we waited to
            return checked(folder, alone=True), "ready", ""
        state: State = "made_anew" if (folder / WORDS).exists() or (folder / MANIFEST).exists() else "new"
        return _made(folder), state, why if state == "made_anew" else ""


def checked(folder: Path, *, alone: bool = False) -> tantivy.Index:
    """The index as it lies there; ``alone``: nobody else can be writing it. Raises BrokenIndex if it cannot be used."""
    words, manifest = folder / WORDS, folder / MANIFEST
    if not words.is_dir() or not (words / "meta.json").is_file() or not manifest.is_file():
        raise BrokenIndex("a part of it is not there")
    try:
        with _opened(manifest) as held:
            stamp = held.told("stamp")
        sure = count_in(manifest)
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise BusyError("The search index is being written.", where=str(folder)) from error
        raise BrokenIndex("its list of contents cannot be read") from error
    except sqlite3.DatabaseError as error:
        raise BrokenIndex("its list of contents cannot be read") from error
    if stamp != STAMP:
        raise BrokenIndex("it was made by another version")
    try:
        return _tried(words, sure, alone)
    except BrokenIndex:
        raise
    except BaseException as error:
        if not is_fault(error):
            raise
        raise BrokenIndex("its files cannot be read") from error


def _tried(words: Path, sure: int | None, alone: bool) -> tantivy.Index:
    """Open the files and read a little of each kind of them."""
    index = open_files(str(words))
    index.reload()
    searcher = index.searcher()
    searcher.terms_with_prefix("exact", "", limit=1)
    for _, address in searcher.search(tantivy.Query.all_query(), 1, order_by_field="tie").hits:
        body = searcher.doc(address).get_first("body")
        unpacked(body or b"")
    if sure is not None and sure != searcher.num_docs and (alone or not _being_written(words.parent)):
        raise BrokenIndex("it does not hold what its list of contents says")
    return index


def is_fault(error: BaseException) -> bool:
    """True for what tantivy raises of a broken index, among it Rust's panics, which are no ``Exception``."""
    return isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException"


def _made(folder: Path) -> tantivy.Index:
    try:
        shutil.rmtree(folder / WORDS, ignore_errors=True)
        for name in (MANIFEST, f"{MANIFEST}-wal", f"{MANIFEST}-shm", "vectors.bin", "vectors.json"):
            (folder / name).unlink(missing_ok=True)
        (folder / WORDS).mkdir()
        index = open_files(str(folder / WORDS))
        with _opened(folder / MANIFEST) as manifest:
            manifest.tell("stamp", STAMP)
    except (OSError, ValueError, sqlite3.Error) as error:
        raise StorageError("The search index cannot be made.", where=str(folder)) from error
    return index


@contextmanager
def _opened(path: Path) -> Iterator[Manifest]:
    manifest = Manifest(path)
    try:
        yield manifest
    finally:
        manifest.close()


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the one writer. Raises BusyError when there is another, in this process or not; the kernel frees the lock
    of a process that dies."""
    try:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StorageError("The search index cannot be written.", where=str(folder)) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(
                "The search index is being written by another process.",
                where=str(folder),
                next_step="wait until it is done, and try again",
            ) from error
        yield
    finally:
        os.close(handle)


def _being_written(folder: Path) -> bool:
    try:
        with writing(folder):
            return False
    except BusyError:
        return True
