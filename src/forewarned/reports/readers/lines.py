"""JSON Lines: one object a line, a text each. What `texts` and `responses` share."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from forewarned.reports.addresses import report_key
from forewarned.reports.readers.base import Head
from forewarned.reports.readers.cells import text_of
from forewarned.reports.readers.toolkit import NOTHING
from forewarned.reports.reading import Json, Reading, Refusal

LONGEST_LINE = 4_000_000
"""Characters: the longest report seen has 60,000."""


class LinesReader:
    """One object a line; ``fields`` maps their keys to ours, ``address`` is the key of the report's page address."""

    complete = False
    address = "report_url"
    needed: tuple[str, ...] = ()
    fields: Mapping[str, str] = {}
    event = "state"

    def recognises(self, head: Head) -> bool:
        first = head.start.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
        if not first.startswith(b"{"):
            return False
        if b"\n" not in head.start and len(head.start) < head.path.stat().st_size:
            # One long text fills the head: the keys that follow it stand further on.
            with head.path.open("rb") as file:
                first = file.readline(LONGEST_LINE)
        return all(f'"{key}"'.encode() in first for key in self.needed)

    def read(self, path: Path) -> Iterator[Reading | Refusal]:
        # A line ends at LF alone: other marks that Python takes for line ends may stand in a text.
        for number, line in enumerate(text_of(path).split("\n"), start=1):
            if line.strip():
                yield self._row(number, line)

    def _row(self, number: int, line: str) -> Reading | Refusal:
        if len(line) > LONGEST_LINE:
            return Refusal(number, "", f"longer than {LONGEST_LINE:,} characters, more than any document")
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            return Refusal(number, "", "no JSON object: the line is cut or damaged")
        if not isinstance(found, dict):
            return Refusal(number, "", "JSON, but no object")
        wrong = next((key for key in (self.address, *self.fields) if not isinstance(found.get(key, ""), str)), None)
        if wrong:
            return Refusal(number, wrong, "not a text")
        if not report_key(found.get(self.address, "")):
            return Refusal(number, self.address, "no page address: the row cannot be told from others")
        values: dict[str, Json] = {
            ours: found[theirs]
            for theirs, ours in self.fields.items()
            if found.get(theirs, "").strip() and found[theirs] not in NOTHING
        }
        broken = next((name for name, text in values.items() if not _storable(str(text))), None)
        if broken:
            return Refusal(number, broken, "a NUL or half a character, which no store holds")
        return self._read(number, found, values)

    def _read(self, number: int, found: Mapping[str, str], values: dict[str, Json]) -> Reading | Refusal:
        return Reading(number, found[self.address], None, values, self.event)


def _storable(text: str) -> bool:
    """Is it text that UTF-8 and PostgreSQL can hold? JSON can write a NUL or half a character as an escape."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text
