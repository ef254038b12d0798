"""The search index and the index of circumstances, kept beside the store and brought up to date when it changed.

Both are made of the store alone: lost, they are made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Literal, TypedDict

from django.db.models import Manager

from forewarned.errors import BusyError
from forewarned.ledger.models import Entry
from forewarned.lessons.meaning.kept import kept_embedder
from forewarned.lessons.models import Grouped, Judgement, Matter, Promise, TextRead
from forewarned.lessons.questions.cases import load_cases
from forewarned.lessons.questions.items import items_touched, keys_touched, search_items
from forewarned.lessons.questions.touched import Touched, touched_since
from forewarned.lessons.search import SearchIndex, open_index
from forewarned.lessons.similar import SimilarIndex
from forewarned.reports.models import Report
from forewarned.reports.questions.remembered import register_stamp, remembered
from forewarned.settings import settings

STAMP = "of.json"
BY_MEANING = frozenset({"matter"})
"""What is also found by its meaning: whole reports are long for the model and would take minutes."""
Progress = Callable[[str, int, int], None]
AT_ONCE = 50_000
"""Up to so many things a reader waits for the index to be brought up to date: it takes a second or two."""
WHOLE: tuple[Literal["settled", "imported", "grouped"], ...] = ("settled", "imported", "grouped")
"""What changes with a file, or with a joining of everything: then everything is compared. Decisions leave it alone."""
_open: dict[Path, SearchIndex] = {}
_opening = Lock()
_catching_up = Lock()


class Stamp(TypedDict):
    """The state of the store that an index was made of: the ledger's last entry, and the newest row of some kinds."""

    entry: int
    leaf: str
    settled: int
    imported: int
    text: int
    grouped: int
    judgement: int


def _quiet(what: str, done: int, of: int) -> None:
    """The progress that shows nothing."""


def bring_up_to_date(progress: Progress = _quiet, *, meaning: bool = True) -> None:
    """Put into both indexes what the store holds now, with vectors where the model of meaning is installed."""
    progress("Indexing words", 0, 1)
    index = words_index()
    model = kept_embedder() if meaning else None
    if model is not None:
        index.learn_meaning(
            model, kinds=BY_MEANING, progress=lambda done, of: progress("Indexing matters by meaning", done, of)
        )
    progress("Comparing circumstances", 0, 1)
    circumstances(settings().today())


def words_index() -> SearchIndex:
    """The search index, holding what the store holds now; the last one while somebody else brings it up to date."""
    folder = settings().home / "search"
    index = open_index(folder)
    stamp = _stamp()
    if _held(folder) != stamp or not len(index):
        try:
            _catch_up_with(index, _changes(index, folder, stamp))
            (folder / STAMP).write_text(json.dumps(stamp), encoding="utf-8")
        except BusyError:
            pass
    return index


def _changes(index: SearchIndex, folder: Path, stamp: Stamp) -> Touched | None:
    """What has changed since the index was brought up to date; ``None`` where it may be anything."""
    held = _held(folder)
    if held is None or not len(index) or any(held[name] != stamp[name] for name in WHOLE):
        return None
    return touched_since(held["entry"], held["leaf"])


def _catch_up_with(index: SearchIndex, touched: Touched | None) -> None:
    """Put in what changed and take out what is no more; where that is not known, compare everything."""
    if touched is None:
        index.sync(search_items())
        return
    held = [*index.keys_like("promise:"), *index.keys_like("response:")] if touched.responses else ()
    keys = keys_touched(touched, held)
    if keys:
        index.replace(items_touched(touched), keys)


def index_for_reading() -> tuple[SearchIndex, bool]:
    """The search index, and whether it holds what the store holds now. For readers, who never wait long.

    A large index that is behind is brought up to date beside them, and they are answered from the last one.
    """
    folder = settings().home / "search"
    with _opening:
        if folder not in _open or not folder.exists():
            _open.clear()
            _open[folder] = open_index(folder)
        index = _open[folder]
    stamp = _stamp()
    if _held(folder) == stamp and len(index):
        return index, True
    small = sum(model.objects.count() for model in (Report, Matter, Promise)) <= AT_ONCE
    if small or _changes(index, folder, stamp) is not None:
        words_index()
        return index, _held(folder) == stamp
    if _catching_up.acquire(blocking=False):
        Thread(target=_catch_up, name="search index", daemon=True).start()
    return index, False


def _catch_up() -> None:
    """Bring the index up to date in a thread of its own, with a connection of its own."""
    from django.db import connections

    try:
        words_index()
    finally:
        connections.close_all()
        _catching_up.release()


def circumstances(as_at: date) -> SimilarIndex:
    """The index of cases public on a day, kept in memory until the register changes, and its numbers in a file."""
    return remembered(("circumstances", as_at, tuple(_stamp().items())), lambda: _circumstances(as_at))


def _circumstances(as_at: date) -> SimilarIndex:
    folder = settings().home / "similar"
    folder.mkdir(parents=True, exist_ok=True)
    # By words alone: on the graded set meaning adds nothing here, and costs two minutes (docs/benchmarks.md).
    return SimilarIndex.open(folder / "circumstances.npz", load_cases(as_at=as_at))


def _stamp() -> Stamp:
    """Changes whenever anything that is indexed may have."""
    entry, settled, imported = register_stamp()
    return {
        "entry": entry,
        "leaf": Entry.objects.filter(seq=entry).values_list("leaf_hash", flat=True).first() or "",
        "settled": settled,
        "imported": imported,
        "text": _newest(TextRead.objects),
        "grouped": _newest(Grouped.objects),
        "judgement": _newest(Judgement.objects),
    }


def _newest(rows: Manager[Any]) -> int:
    return rows.order_by("-id").values_list("id", flat=True).first() or 0


def _held(folder: Path) -> Stamp | None:
    try:
        held: Stamp | None = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return held if isinstance(held, dict) and held.keys() == Stamp.__annotations__.keys() else None
