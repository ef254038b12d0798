"""What every answer shares: plain values for JSON, rows for CSV, and the sources it can be cited with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from forewarned import __version__
from forewarned.reports.models import Import

LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0 "
    "(the Chief Coroner's publications; NHS organisation codes)."
)


ONE_A_PAGE = frozenset({"page", "listing", "nonresponse", "feed", "document"})
"""Kinds that come as one file a page, or a document."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that an answer rests on."""

    kind: str
    name: str
    as_of: date | None
    imported_at: datetime
    sha256: str
    ledger_entry: int | None


@dataclass(frozen=True, slots=True)
class Cited:
    """Where an answer comes from and as at when: enough to ask it again and to quote it."""

    as_at: date
    sources: tuple[Source, ...]
    version: str = __version__
    licence: str = LICENCE

    def sentence(self) -> str:
        """One line to stand under a quotation."""
        named = "; ".join(
            f"{source.name}{f' as of {day(source.as_of)}' if source.as_of else ''} (SHA-256 {source.sha256[:12]}…)"
            for source in self.sources
        )
        return (
            f"Source: Forewarned {self.version}, as at {day(self.as_at)}, from {named or 'an empty store'}. "
            + self.licence
        )


def cited(as_at: date) -> Cited:
    """The newest import of each kind, by which an answer can be cited."""
    newest: dict[str, Source] = {}
    counts: Counter[str] = Counter()
    rows = Import.objects.filter(status=Import.Status.DONE).order_by("id")
    for row in rows.values_list("kind", "name", "as_of", "at", "sha256", "ledger_entry"):
        source = Source(*row)
        key = source.name if source.kind == "ods" else source.kind
        counts[key] += source.kind in ONE_A_PAGE
        newest[key] = source
    return Cited(as_at, tuple(_together(newest[key], counts[key]) for key in sorted(newest)))


def _together(newest: Source, count: int) -> Source:
    """Saved pages are cited by their number and the newest of them, documents by their number, tables by name."""
    if count < 2:
        return newest
    if newest.kind == "document":
        return replace(newest, name=f"{count:,} documents")
    return replace(newest, name=f"{count:,} saved {newest.kind} pages, the newest {newest.name}")


def json_values(value: Any) -> Any:
    """A result as values that JSON can hold: dates ISO, enumerations their text, blanks ``None`` kept."""
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: json_values(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): json_values(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_values(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(json_values(item) for item in value)
    return value


def day(value: date | None) -> str:
    """A date as people in England and Wales write it: ``5 March 2024``; ``not known`` when it is not."""
    return f"{value.day} {value:%B %Y}" if value else "not known"


def between(after: date | None, by: date) -> str:
    """When something came that was not there yet on ``after`` and was there on ``by``, to stand after “first seen”.

    Both the same day means that it came on that very day.
    """
    if after is None:
        return f"by {day(by)}"
    return f"on {day(by)}" if after + timedelta(days=1) >= by else f"after {day(after)}, by {day(by)}"
