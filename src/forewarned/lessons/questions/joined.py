"""When matters were last joined into lessons, and from how many: what every list of lessons says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from forewarned.lessons.counts import many
from forewarned.lessons.models import Grouped
from forewarned.reports.questions.result import day


@dataclass(frozen=True, slots=True)
class Joined:
    """The last joining of all matters. ``on`` is null and ``by`` blank where none was; ``reports`` 0 where not kept."""

    on: date | None = None
    matters: int = 0
    reports: int = 0
    by: str = ""

    def sentence(self) -> str:
        """For a person. An earlier day that is asked as at changes what is counted, not what was joined."""
        if self.on is None:
            return "No matters were joined into lessons yet."
        reports = f" in {many(self.reports, 'report')}" if self.reports else ""
        return (
            f"Lessons were last joined on {day(self.on)}, from {many(self.matters, 'matter')} of concern{reports}, by "
            f"{self.by}; people’s decisions since then count too."
        )


def last_joined() -> Joined:
    """The last joining."""
    row = Grouped.objects.order_by("-id").first()
    return Joined(row.at.date(), row.matters, row.reports, row.rules) if row else Joined()
