"""Saved pages as they were served, and what is read from each, reviewed by a person."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from forewarned.errors import InputError
from forewarned.reports.readers.base import Head, Reader
from forewarned.reports.readers.challenge import Kind, page_kind
from forewarned.reports.readers.feed import FeedReader
from forewarned.reports.readers.listing import ListingReader
from forewarned.reports.readers.nonresponse import NonresponseReader
from forewarned.reports.readers.page import PageReader

DATA = {Kind.REPORT, Kind.LISTING, Kind.NONRESPONSE, Kind.FEED}
"""What may be read; everything else is refused."""
EXAMPLES = Path(__file__).parents[2] / "examples" / "pages"
READERS: tuple[Reader, ...] = (PageReader(), ListingReader(), NonresponseReader(), FeedReader())
RAW = sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".html", ".xml"))


def read_as_expected(path: Path) -> dict[str, Any]:
    """What the readers make of a file, in the form of the expected files."""
    start = path.read_bytes()[:65_536]
    reader = next((one for one in READERS if one.recognises(Head(path, start))), None)
    found: dict[str, Any] = {
        "kind": str(page_kind(path.read_bytes()).kind),
        "reader": reader.name if reader else None,
    }
    if reader is None:
        return found
    try:
        read = list(reader.read(path))
    except InputError as error:
        return found | {"error": error.what}
    plain = [{"is": type(one).__name__, **asdict(one)} for one in read]
    return found | {"read": json.loads(json.dumps(plain, default=str))}


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.name)
def test_a_saved_page_is_read_as_reviewed(path: Path) -> None:
    expected = path.with_name(f"{path.name}.json")
    assert expected.exists(), f"write {expected.name} by hand, from reading {path.name}"
    assert read_as_expected(path) == json.loads(expected.read_text(encoding="utf-8"))


def test_every_expected_file_has_its_page() -> None:
    pages = {path.name for path in RAW}
    assert {path.name.removesuffix(".json") for path in EXAMPLES.glob("*.json")} == pages


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.name)
def test_what_is_not_data_is_never_read(path: Path) -> None:
    found = read_as_expected(path)
    assert ("read" in found) == (page_kind(path.read_bytes()).kind in DATA)
