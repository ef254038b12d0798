"""Does a new file of a kind lose anything against the last one? House rule 4: fail closed.

The Tracker's re-fetch of August 2025 emptied 5,373 of 6,147 rows and was published as if it were the register.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from forewarned.reports.doubts import example
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


@dataclass(frozen=True, slots=True)
class Stated:
    """What one reading says of the report with this key; ``day``: when that was so, of a count."""

    key: str
    event: str
    day: date | None
    values: Mapping[str, Json]


def by_report(said: Iterable[Stated]) -> dict[str, dict[str, Json]]:
    """All that one file says of each report, so that a report without its count has lost a field, not a row."""
    found: dict[str, dict[str, Json]] = {}
    for one in said:
        day = f" of {one.day}" if one.event == "replies" else ""
        found.setdefault(one.key, {}).update({f"{name}{day}": value for name, value in one.values.items()})
    return found


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
                hit.append(example(old))
            continue
        emptied = [name for name in old if name not in new and not name.endswith("_text")]
        fields.update(emptied)
        if emptied:
            hit.append(example(old))
    return Loss(rows, dict(fields), tuple(sorted(set(filter(None, hit)))[:3]))


def empty_rows(after: Mapping[str, Mapping[str, Json]]) -> int:
    """Rows of a whole register that say neither when nor to whom: what a failed fetch leaves behind."""
    telling = ("date_of_report", "date_of_report_text", "sent_to", "sent_to_corrected")
    return sum(1 for values in after.values() if not any(name in values for name in telling))
