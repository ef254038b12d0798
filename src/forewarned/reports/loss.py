"""Does a new file of a kind lose anything against the last one? House rule 4: fail closed.

The Tracker's re-fetch of August 2025 emptied 5,373 of 6,147 rows and was published as if it were the register.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from forewarned.reports.reading import Json

EMPTY_SHARE = 0.2
"""A first file in which more than this share of rows holds nothing but an address is not a register."""
REFUSED_SHARE = 0.05
"""More than this share of unusable rows means that the file is not what it seems."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What a file lacks. ``examples`` are references or row numbers, never a person's values."""

    rows: int
    fields: Mapping[str, int]
    examples: tuple[str, ...]

    @property
    def emptied(self) -> int:
        return sum(self.fields.values())

    def __bool__(self) -> bool:
        return bool(self.rows or self.fields)

    def sentence(self) -> str:
        """For a person: what would be lost, most first."""
        parts = []
        if self.rows:
            parts.append(f"{self.rows:,} row{'s' if self.rows > 1 else ''} gone")
        for name, count in sorted(self.fields.items(), key=lambda item: (-item[1], item[0])):
            parts.append(f"{name} emptied in {count:,}")
        shown = f" (for example {', '.join(self.examples)})" if self.examples else ""
        return "; ".join(parts) + shown


def compare(
    before: Mapping[str, Mapping[str, Json]], after: Mapping[str, Mapping[str, Json]], *, complete: bool
) -> Loss:
    """What ``after`` lacks of ``before``; both map a row's identity to its non-blank fields.

    An absent row counts only in a complete file. A field counts when it held something and now does not;
    a date that can no longer be read surely has lost its value though its words remain.
    """
    fields: Counter[str] = Counter()
    hit: list[str] = []
    rows = 0
    for identity, old in before.items():
        new = after.get(identity)
        if new is None:
            if complete:
                rows += 1
                hit.append(_example(identity, old))
            continue
        emptied = [name for name in old if name not in new and not name.endswith("_text")]
        fields.update(emptied)
        if emptied:
            hit.append(_example(identity, old))
    return Loss(rows, dict(fields), tuple(sorted(filter(None, hit))[:3]))


def empty_rows(after: Mapping[str, Mapping[str, Json]]) -> int:
    """Rows of a whole register that say neither when nor to whom: what a failed fetch leaves behind."""
    telling = ("date_of_report", "date_of_report_text", "sent_to", "sent_to_corrected")
    return sum(1 for values in after.values() if not any(name in values for name in telling))


def _example(identity: str, values: Mapping[str, Json]) -> str:
    ref = values.get("ref")
    return str(ref) if ref else ""
