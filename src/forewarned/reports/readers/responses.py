"""Full texts of responses as JSON Lines, one response a line."""

from __future__ import annotations

from collections.abc import Mapping

from forewarned.reports.readers.lines import LinesReader
from forewarned.reports.reading import Json, Reading, Refusal


class ResponsesReader(LinesReader):
    """Full texts of responses. Each is a document of its own: ``response_url`` tells it from others."""

    name = "responses"
    label = "texts of responses (JSON Lines)"
    log = True
    address = "parent_url"
    event = "response"
    needed = ("parent_url", "response_url", "response")
    fields = {"response_url": "url", "respondent": "respondent", "response": "response"}

    def _read(self, number: int, found: Mapping[str, str], values: dict[str, Json]) -> Reading | Refusal:
        if "response" not in values:
            return Refusal(number, "response", "no words")
        return Reading(number, found[self.address], None, values, self.event)
