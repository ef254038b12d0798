"""What can be found: one kind of value for matters, reports, responses, promises, lessons, organisations and pages."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from forewarned.errors import InputError

LONGEST_KEY = 1_000
"""Characters. A key is an identity, not a text."""
HALF_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SearchItem:
    """One thing that a search can find. ``key`` is unique over every kind; ``text`` is verbatim and never changed.

    ``kind``: a lower-case word (matter, report, response, promise, lesson, organisation, page…). ``ref``: the report's
    reference. ``themes``: codes of the codebook. ``date``: when it was true of the world (a report's date), None when
    not known: then no search by years finds it, and the answer says how many were left out so.
    """

    key: str
    kind: str
    title: str
    text: str
    ref: str = ""
    organisations: tuple[str, ...] = ()
    area: str = ""
    themes: tuple[str, ...] = ()
    date: date | None = None
    url: str = ""

    def __post_init__(self) -> None:
        if not self.key or len(self.key) > LONGEST_KEY or HALF_PAIR.search(self.key):
            raise InputError(f"An item of the search index needs a key of 1 to {LONGEST_KEY} whole characters")
        if not self.kind:
            raise InputError("An item of the search index needs a kind")


def packed(item: SearchItem) -> bytes:
    """The item as bytes, the same for the same item always; ``unpacked`` gives it back whole."""
    values = [item.key, item.kind, item.title, item.text, item.ref, item.organisations, item.area, item.themes]
    day = item.date.isoformat() if item.date else None
    # ASCII, because a text out of a broken PDF may hold half a surrogate pair, which UTF-8 has no bytes for.
    return json.dumps([*values, day, item.url], separators=(",", ":")).encode("ascii")


def unpacked(data: bytes) -> SearchItem:
    """The item that ``packed`` made these bytes of."""
    key, kind, title, text, ref, organisations, area, themes, day, url = json.loads(data)
    when = date.fromisoformat(day) if day else None
    return SearchItem(key, kind, title, text, ref, tuple(organisations), area, tuple(themes), when, url)


def digest(data: bytes) -> bytes:
    """16 bytes of SHA-256: enough to tell whether an item changed."""
    return hashlib.sha256(data).digest()[:16]


def tie_of(key: str) -> int:
    """A number of the key alone, which orders hits of equal score the same in every index that holds them."""
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:7], "big")


def meant(item: SearchItem) -> str:
    """The text that is compared by meaning."""
    return item.text if item.text.strip() else item.title


def as_json(item: SearchItem) -> dict[str, Any]:
    """The item for a person's file or another program; names are those of the fields."""
    return {
        "key": item.key, "kind": item.kind, "title": item.title, "text": item.text, "ref": item.ref,
        "organisations": list(item.organisations), "area": item.area, "themes": list(item.themes),
        "date": item.date.isoformat() if item.date else None, "url": item.url,
    }  # fmt: skip
