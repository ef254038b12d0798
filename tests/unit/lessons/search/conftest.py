"""A small fictional index: four matters, a report, a response, an organisation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forewarned.lessons.search import SearchIndex, SearchItem, open_index

LANTERN, WAYFARERS = "Hollow Lantern Keepers NHS Trust", "Quellbridge Wayfarers"
ITEMS = (
    SearchItem(
        "m1", "matter", "Hourly checks", "Hourly observations were written down before they were due. "
        "The sheet was signed by someone who was not on the ward.",
        "2090-0012", (LANTERN,), "Wexmoor", ("observation", "record_keeping"), date(2019, 3, 4),
    ),
    SearchItem(
        "m2", "matter", "Leave", "Nobody could observe the garden door, and leave was granted without a plan "
        "for self-harm.",
        "2090-0013", (LANTERN, WAYFARERS), "Wexmoor", ("leave_missing",), date(2021, 6, 1),
    ),
    SearchItem(
        "m3", "matter", "Letters between services", "The discharge letter went to an old address: "
        "co-ordination between the café and the surgery was poor.",
        "2091-0001", (WAYFARERS,), "Tarn Fell", ("sharing_between", "discharge_followup"), date(2022, 1, 31),
    ),
    SearchItem("m4", "matter", "", "An undated note about the ward’s discharge board.", themes=("discharge_followup",)),
    SearchItem(
        "r1", "report", "Perrin Oakes", "Perrin was found in the garden. The ward was short of staff that night.",
        "2090-0012", (LANTERN,), "Wexmoor", (), date(2019, 3, 4), "https://www.judiciary.example/perrin/",
    ),
    SearchItem("a1", "response", "Reply", "We have begun to audit hourly observation every week.", "2090-0012",
               (LANTERN,), "Wexmoor", (), date(2019, 5, 1)),
    SearchItem("o1", "organisation", LANTERN, ""),
)  # fmt: skip


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """The fictional items, indexed; not to be changed."""
    index = open_index(tmp_path_factory.mktemp("search"))
    index.add(ITEMS)
    return index


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "search"
