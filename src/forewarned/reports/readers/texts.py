"""Section texts of reports as JSON Lines: the words of sections 3 to 5, one report a line."""

from __future__ import annotations

from collections.abc import Mapping

from forewarned.reports.readers.dates import Column, Order
from forewarned.reports.readers.lines import LinesReader
from forewarned.reports.reading import Json, Reading, Refusal


class TextsReader(LinesReader):
    """Section texts of reports. Where they come from (``text_source``) is kept: some were tidied by a model."""

    name = "texts"
    label = "section texts of reports (JSON Lines)"
    log = False
    needed = ("report_url", "investigation", "circumstances", "concerns")
    fields = {
        "ref": "ref",
        "coroner": "coroner_name",
        "area": "coroner_area",
        "receiver": "sent_to_tidied",
        "investigation": "investigation",
        "circumstances": "circumstances",
        "concerns": "concerns",
        "text_source": "text_source",
    }

    def _read(self, number: int, found: Mapping[str, str], values: dict[str, Json]) -> Reading | Refusal:
        written = str(found.get("date") or "")
        day = Column(Order.UNKNOWN).read(written)
        if day is not None:
            values["date_of_report"] = day.isoformat()
        elif written:
            values["date_of_report_text"] = written
        return Reading(number, found[self.address], None, values, self.event)
