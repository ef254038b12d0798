"""The versions of everything that reads words in this room: what was read by others is read again."""

from __future__ import annotations

READ_BY = "facts-2 matters-3 themes-2 promises-3 dues-2"
"""Raised, by hand, with any rule or model whose answers differ."""
