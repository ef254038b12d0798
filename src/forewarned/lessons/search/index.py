"""The search index: put things in, take them out, ask. See docs/how-to/search.md."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tantivy

from forewarned.errors import StorageError
from forewarned.lessons.search.answering import Reader, answer
from forewarned.lessons.search.items import SearchItem, digest, meant, packed, unpacked
from forewarned.lessons.search.manifest import Manifest
from forewarned.lessons.search.near import Embedder, Vectors
from forewarned.lessons.search.opening import MANIFEST, WORDS, State, is_fault, prepared, writing
from forewarned.lessons.search.schema import document_of, schema, value_of
from forewarned.lessons.search.values import Filters, Results, Sort
from forewarned.lessons.search.vocabulary import Vocabulary, is_thinned

HEAP = 160_000_000
"""Bytes that the writer may fill before it writes a segment."""
MOST_AT_ONCE = 50_000
MOST_BYTES_AT_ONCE = 64_000_000
"""A commit's worth: items, and bytes of them."""
EMPTY_CHOICE = Filters()


@dataclass(frozen=True, slots=True)
class Changed:
    """What a call changed."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0

    def __add__(self, other: Changed) -> Changed:
        return Changed(self.added + other.added, self.replaced + other.replaced,
                       self.unchanged + other.unchanged, self.removed + other.removed)  # fmt: skip


class SearchIndex:
    """An index in a folder, from :func:`open_index`. Readers in any thread or process see the last commit.

    ``state``: ``ready``, ``new``, or ``made_anew`` (it was broken or of another version, ``why`` says which, and is
    empty until everything is added again).
    """

    def __init__(self, folder: Path, index: tantivy.Index, state: State, why: str) -> None:
        self.folder, self.state, self.why = folder, state, why
        self._index = index
        self._vectors = Vectors(folder)
        self._lock = threading.Lock()
        self._reader: Reader | None = None
        self._seen: tuple[int, int, int] = (0, 0, 0)

    def __len__(self) -> int:
        return int(self._now().searcher.num_docs)

    def search(self, text: str, filters: Filters = EMPTY_CHOICE, k: int = 10, *, offset: int = 0,
               sort: Sort = "relevance", counts: bool = True, embedder: Embedder | None = None) -> Results:  # fmt: skip
        """Ask. Whatever ``text`` holds, it is answered; the result's notes say what could not be read as asked.

        No words and no filters: everything, newest first. ``embedder`` adds what is near in meaning, where vectors
        were made with :meth:`learn_meaning`. Raises StorageError when the index's files are gone or broken.
        """
        with self._reading():
            return answer(self._now(), text, filters, max(0, k), max(0, offset), sort, counts, embedder)

    def keys(self) -> list[str]:
        """Every key that is held, sorted."""
        return sorted(item.key for item in self.items())

    def items(self) -> Iterator[SearchItem]:
        """Every item that is held, in an order of its own that is always the same."""
        searcher = self._now().searcher
        if not searcher.num_docs:
            return
        with self._reading():
            for _, address in searcher.search(
                tantivy.Query.all_query(), searcher.num_docs, count=False, order_by_field="tie", order=tantivy.Order.Asc
            ).hits:
                yield unpacked(searcher.doc(address).get_first("body") or b"")

    def add(self, items: Iterable[SearchItem]) -> Changed:
        """Put in what is new and replace what changed, by key; of two with one key the later counts.

        Every 50,000 items (or 64 MB) are one commit: a crash loses no more than those after the last one.
        """
        done = Changed()
        with self._writing() as (manifest, writer):
            for some in _portions(items):
                done += self._put(manifest, writer, some)
        return done

    def remove(self, keys: Iterable[str]) -> int:
        """Take out; how many were there."""
        with self._writing() as (manifest, writer):
            return self._take(manifest, writer, list(dict.fromkeys(keys)))

    def sync(self, items: Iterable[SearchItem]) -> Changed:
        """Make the index hold exactly these: add, replace, and take out what is not among them."""
        done, given = Changed(), set[str]()
        with self._writing() as (manifest, writer):
            for some in _portions(items):
                given.update(item.key for item, _ in some)
                done += self._put(manifest, writer, some)
            gone = [key for key in manifest.every_key() if key not in given]
            return done + Changed(removed=self._take(manifest, writer, gone))

    def replace(self, items: Iterable[SearchItem], keys: Iterable[str]) -> Changed:
        """Make the index hold exactly these of the things of ``keys``; every other stays as it is."""
        done, given = Changed(), set[str]()
        with self._writing() as (manifest, writer):
            for some in _portions(items):
                given.update(item.key for item, _ in some)
                done += self._put(manifest, writer, some)
            gone = sorted(set(keys) - given)
            return done + Changed(removed=self._take(manifest, writer, gone))

    def keys_like(self, start: str) -> list[str]:
        """Every key that is held and begins so, sorted: from the list of contents, which is quick."""
        with self._storing():
            manifest = Manifest(self.folder / MANIFEST)
            try:
                return manifest.every_key(start)
            finally:
                manifest.close()

    def compact(self) -> None:
        """Write the whole index again without what was taken out or replaced: smaller, and scores as if new."""
        with self._writing() as (manifest, writer), self._storing():
            held = list(self._now().searcher.search(
                tantivy.Query.all_query(), max(1, len(self)), count=False, order_by_field="tie", order=tantivy.Order.Asc
            ).hits)  # fmt: skip
            searcher = self._now().searcher
            writer.delete_all_documents()
            for start in range(0, len(held), 1_000):
                bodies = [searcher.doc(address).get_first("body") or b"" for _, address in held[start : start + 1_000]]
                items = [unpacked(body) for body in bodies]
                rows = manifest.rows([meant(item) for item in items])
                for item, body, row in zip(items, bodies, rows, strict=True):
                    writer.add_document(document_of(item, body, row))
            writer.commit()

    def learn_meaning(self, embedder: Embedder, *, half: bool = False, at_once: int = 64,
                      kinds: frozenset[str] = frozenset(),
                      progress: Callable[[int, int], None] | None = None) -> int:  # fmt: skip
        """Make the vectors that are missing; how many. Kept every ``at_once`` texts, so it can be stopped and resumed.

        ``kinds``: only of items of these kinds, where any is given. ``progress`` is told (done, of how many). ``half``
        keeps two bytes a number: half the disc, slower to compare.
        """
        import numpy as np

        with self._writing() as (_, _writer):
            searcher = self._now().searcher
            if not searcher.num_docs:
                return 0
            addresses = [at for _, at in searcher.search(_of_kinds(kinds), searcher.num_docs, False).hits]
            if not addresses:
                return 0
            rows = np.array(searcher.fast_field_values("row", addresses), dtype=np.int64)
            distinct, first = np.unique(rows, return_index=True)
            where = dict(zip(distinct.tolist(), first.tolist(), strict=True))
            wanted = self._vectors.unmade(embedder, distinct)
            for start in range(0, len(wanted), at_once):
                places = wanted[start : start + at_once]
                bodies = [searcher.doc(addresses[where[place]]).get_first("body") for place in places.tolist()]
                vectors = embedder.embed([meant(unpacked(body or b"")) for body in bodies])
                self._vectors.write(embedder, places, vectors, half=half)
                if progress:
                    progress(start + len(places), len(wanted))
            return len(wanted)

    def _put(
        self, manifest: Manifest, writer: tantivy.IndexWriter, some: Sequence[tuple[SearchItem, bytes]]
    ) -> Changed:
        latest = {item.key: (item, body, digest(body)) for item, body in some}
        held = manifest.hashes(list(latest))
        changed = [one for key, one in latest.items() if held.get(key) != one[2]]
        replaced = [item.key for item, _, _ in changed if item.key in held]
        if changed:
            with self._storing():
                with manifest.together():
                    manifest.doubt(item.key for item, _, _ in changed)
                    rows = manifest.rows([meant(item) for item, _, _ in changed])
                for key in replaced:
                    writer.delete_documents_by_term("key", key)
                for (item, body, _), row in zip(changed, rows, strict=True):
                    writer.add_document(document_of(item, body, row))
                writer.commit()
                with manifest.together():
                    manifest.hold((item.key, hashed) for item, _, hashed in changed)
        return Changed(len(changed) - len(replaced), len(replaced), len(latest) - len(changed))

    def _take(self, manifest: Manifest, writer: tantivy.IndexWriter, keys: list[str]) -> int:
        held = list(manifest.hashes(keys))
        if held:
            with self._storing():
                with manifest.together():
                    manifest.doubt(held)
                for key in held:
                    writer.delete_documents_by_term("key", key)
                writer.commit()
                with manifest.together():
                    manifest.drop(held)
        return len(held)

    @contextmanager
    def _writing(self) -> Iterator[tuple[Manifest, tantivy.IndexWriter]]:
        with writing(self.folder):
            with self._storing():
                manifest = Manifest(self.folder / MANIFEST)
            try:
                with self._storing():
                    self._settle(manifest)
                    writer = self._index.writer(HEAP, 1)
                try:
                    yield manifest, writer
                except BaseException:
                    writer.rollback()
                    raise
                finally:
                    writer.wait_merging_threads()
            finally:
                manifest.close()

    @contextmanager
    def _storing(self) -> Iterator[None]:
        """Around what we write; what the caller's own items raise while they are made stays what it is."""
        try:
            yield
        except (OSError, ValueError, sqlite3.Error) as error:
            raise _cannot("written", self.folder) from error

    def _settle(self, manifest: Manifest) -> None:
        """After a crash: forget what was about to be added and was not."""
        unsure = manifest.unsure()
        if unsure:
            searcher = self._now().searcher
            gone = [key for key in unsure if not searcher.search(_of_key(key), 1).hits]
            with manifest.together():
                manifest.drop(gone)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            if not is_fault(error):
                raise
            raise _cannot("read", self.folder) from error

    def _now(self) -> Reader:
        """What reads the last commit; the same one until there is another."""
        words = self.folder / WORDS
        with self._reading():
            about = (words / "meta.json").stat()
        seen = (about.st_mtime_ns, about.st_ino, about.st_size)
        with self._lock:
            if self._reader is None or seen != self._seen:
                with self._reading():
                    self._index.reload()
                    searcher = self._index.searcher()
                    self._reader = Reader(searcher, Vocabulary(searcher, is_thinned(words)), self._vectors)
                self._seen = seen
            return self._reader


def open_index(folder: Path, source: Callable[[], Iterable[SearchItem]] | None = None) -> SearchIndex:
    """The index in ``folder``, made when it is not there, and made anew when it is broken or of another version.

    ``source`` gives everything there is to find: an index that had to be made is filled from it at once. Raises
    BusyError while another process makes it, StorageError when the folder cannot be used.
    """
    index = SearchIndex(folder, *prepared(folder))
    if source is not None and index.state != "ready":
        index.sync(source())
    return index


def _of_key(key: str) -> tantivy.Query:
    from forewarned.lessons.search.schema import schema

    return tantivy.Query.term_query(schema(), "key", key, "basic")


def _cannot(what: str, folder: Path) -> StorageError:
    return StorageError(
        f"The search index cannot be {what}.",
        where=str(folder),
        next_step="delete that folder: it is made anew from the store",
    )


def _portions(items: Iterable[SearchItem]) -> Iterator[list[tuple[SearchItem, bytes]]]:
    some: list[tuple[SearchItem, bytes]] = []
    size = 0
    for item in items:
        body = packed(item)
        some.append((item, body))
        size += len(body)
        if len(some) >= MOST_AT_ONCE or size >= MOST_BYTES_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _of_kinds(kinds: frozenset[str]) -> tantivy.Query:
    """Everything, or the items of these kinds."""
    if not kinds:
        return tantivy.Query.all_query()
    return tantivy.Query.term_set_query(schema(), "kind", [value_of(kind) for kind in sorted(kinds)])
