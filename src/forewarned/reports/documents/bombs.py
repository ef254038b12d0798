"""Refuses a PDF whose drawing instructions unpack to more than a document holds, before anything draws them."""

from __future__ import annotations

import re
import zlib
from typing import Any

from forewarned.errors import InputError
from forewarned.reports.documents import limits

STREAM = re.compile(rb"stream\r?\n")
PICTURE = re.compile(rb"/Subtype\s*/Image|/Width\s+\d")
DICTIONARY = 1_000
"""Bytes before a stream that are looked at for what it holds."""
CHUNK = 1 << 20
DEEPEST = 3
"""Packed streams inside packed streams."""


def check_streams(raw: bytes, where: str) -> None:
    """Raise InputError when packed streams (pictures aside: they have their own limit) unpack to too much."""
    total = 0
    for match in STREAM.finditer(raw):
        begin = match.end()
        before = raw[max(0, begin - DICTIONARY) : begin].rpartition(b"obj")[2]
        if raw[begin : begin + 1] != b"x" or PICTURE.search(before):
            continue
        total += unpacked(memoryview(raw)[begin:], limits.MAX_STREAM_BYTES + 1)
        if total > limits.MAX_STREAM_BYTES:
            raise InputError(
                "The PDF unpacks to more than a document holds",
                where=where,
                next_step="open it by hand if you trust it, print it to a new PDF, and import that",
            )


def unpacked(packed: memoryview | bytes, most: int, depth: int = 1) -> int:
    """How many bytes a zlib stream unpacks to, counted no further than ``most``; 0 where it is none."""
    size, head = 0, b""
    decoder = zlib.decompressobj()
    rest: memoryview | bytes = packed
    try:
        while rest and not decoder.eof and size <= most:
            out = decoder.decompress(bytes(rest[:CHUNK]), CHUNK)
            rest = _rest(decoder, rest)
            size += len(out)
            head = head or out[:CHUNK]
    except zlib.error:
        return size
    if depth < DEEPEST and head[:1] == b"x":
        size += unpacked(head, most, depth + 1)
    return size


def _rest(decoder: Any, given: memoryview | bytes) -> memoryview | bytes:
    """What is still to be unpacked: the tail of the last chunk, then the chunks after it."""
    used = min(CHUNK, len(given)) - len(decoder.unconsumed_tail)
    return given[used:]
