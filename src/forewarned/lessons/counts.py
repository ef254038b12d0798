"""Counts in words for people."""

from __future__ import annotations


def many(count: int, one: str, more: str = "") -> str:
    """``1 promise``, ``2 promises``; ``more``: the plural, where an s alone does not make it."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
