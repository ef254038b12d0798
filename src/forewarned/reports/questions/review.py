"""Which written names wait for a person's decision."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from forewarned.organisations.names import plain
from forewarned.reports.models import Duty


@dataclass(frozen=True, slots=True)
class NameToReview:
    """A name as written that was not resolved surely, with how it was read and on how many reports it stands."""

    as_written: str
    folded: str
    reports: int
    party: str
    read_as: str
    key: str
    score: float
    reason: str
    example: str

    def row(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def names_to_review() -> list[NameToReview]:
    """Unsure names known now, those on most reports first. Redacted names never wait: nothing can be decided."""
    rows = (
        Duty.objects.filter(sure=False, known_until=None)
        .exclude(party="redacted")
        .order_by("report__ref", "id")
        .values_list(
            "as_written", "report_id", "party", "body_name", "organisation__key", "score", "reason",
            "report__ref", "report__report_url",
        )
    )  # fmt: skip
    grouped: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        grouped[plain(row[0])].append(row)
    names = [
        NameToReview(
            as_written=rows[0][0],
            folded=folded,
            reports=len({row[1] for row in rows}),
            party=rows[0][2],
            read_as=rows[0][3],
            key=rows[0][4] or "",
            score=rows[0][5],
            reason=rows[0][6],
            example=rows[0][7] or rows[0][8],
        )
        for folded, rows in grouped.items()
    ]
    return sorted(names, key=lambda name: (-name.reports, name.score, name.folded))
