"""The word lists the rules of this room use (``data/words.csv``: list, why, words)."""

from __future__ import annotations

from functools import cache

from forewarned.organisations.knowledge import rows_of
from forewarned.organisations.names import plain


@cache
def _lists() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in rows_of("words"):
        found[row["list"]] = found.get(row["list"], frozenset()) | frozenset(row["words"].split())
    return found


@cache
def words_of(name: str) -> frozenset[str]:
    """The list ``name``. KeyError if there is none."""
    return _lists()[name]


@cache
def places() -> frozenset[str]:
    """Normal forms of towns, and of the places councils serve."""
    towns = {plain(row["name"]) for row in rows_of("towns")}
    return frozenset(towns | {plain(row["place"]) for row in rows_of("councils")})


@cache
def first_names() -> frozenset[str]:
    """Common first names, lower case: two to four capitalised words that begin with one are a person."""
    return frozenset(row["name"] for row in rows_of("first_names"))
