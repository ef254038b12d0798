"""Every kind of source the register is read from. A new one costs a module here and a line below."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import cast

from forewarned.reports.readers.base import Head, Reader

_MODULES = {
    "register": "RegisterReader",
    "snapshots": "SnapshotsReader",
    "tracker": "TrackerReader",
    "toolkit": "ToolkitReader",
    "texts": "TextsReader",
    "responses": "ResponsesReader",
    "page": "PageReader",
    "listing": "ListingReader",
    "nonresponse": "NonresponseReader",
    "feed": "FeedReader",
}
"""Reader name (its module too) to class, in the order in which files are tried."""

_TABLES = ("register", "snapshots", "tracker", "toolkit")


def readers() -> dict[str, Reader]:
    """Name to reader. Loaded on use: the page readers need an HTML parser that most commands do not."""
    return {name: cast(Reader, getattr(import_module(f"{__name__}.{name}"), made)()) for name, made in _MODULES.items()}


def recognise(head: Head) -> Reader | None:
    """The first reader that knows this kind of file, or None."""
    return next((reader for reader in readers().values() if reader.recognises(head)), None)


def nearest(columns: Sequence[str]) -> tuple[float, str, tuple[str, ...]]:
    """Of the tables, the one a header is most like: the share of its columns there, its label, those it lacks."""
    found: list[tuple[float, str, tuple[str, ...]]] = []
    for name in _TABLES:
        module = import_module(f"{__name__}.{name}")
        needed: tuple[str, ...] = module.NEEDED
        missing = tuple(column for column in needed if column not in columns)
        found.append((1 - len(missing) / len(needed), getattr(module, _MODULES[name]).label, missing))
    return max(found)
