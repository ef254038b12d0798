"""Every organisation the register knows, in alphabetical order: to browse, never to rank."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from forewarned.organisations.models import NameWritten, Organisation, Succession
from forewarned.organisations.names import plain
from forewarned.reports.models import Duty
from forewarned.reports.questions.duties import known_at
from forewarned.reports.questions.result import Cited, cited

NO_LETTER = "#"
"""Where names go that begin with no letter."""


@dataclass(frozen=True, slots=True)
class OrganisationLine:
    """An organisation, and how many reports are known to have been sent to it or to a body it took over from."""

    key: str
    name: str
    kind: str
    services: tuple[str, ...]
    ods: str
    closed: date | None
    today: str
    today_key: str
    reports: int
    reports_own: int

    @property
    def letter(self) -> str:
        """Under which it stands; a leading "The" does not count."""
        first = _filed(self.name)[:1].upper()
        return first if first.isascii() and first.isalpha() else NO_LETTER

    def row(self) -> dict[str, Any]:
        """Flat, for CSV."""
        return {
            "name": self.name,
            "key": self.key,
            "ods": self.ods,
            "kind": self.kind,
            "services": "; ".join(self.services),
            "closed": self.closed,
            "organisation_today": self.today,
            "reports": self.reports,
            "reports_to_itself": self.reports_own,
        }


@dataclass(frozen=True, slots=True)
class OrganisationsAnswer:
    """Organisations known as at a day, A to Z."""

    as_at: date
    organisations: tuple[OrganisationLine, ...]
    cited: Cited

    def rows(self) -> list[dict[str, Any]]:
        return [line.row() for line in self.organisations]


def ask_organisations(*, as_at: date) -> OrganisationsAnswer:
    """All organisations in the store, those without a known report too, with their reports known on ``as_at``."""
    own: dict[int, set[int]] = defaultdict(set)
    duties = Duty.objects.filter(known_at(as_at), organisation__isnull=False)
    for organisation, report in duties.values_list("organisation_id", "report_id").distinct():
        own[organisation or 0].add(report)
    before: dict[int, list[int]] = defaultdict(list)
    for predecessor, successor in Succession.objects.values_list("predecessor_id", "successor_id"):
        before[successor].append(predecessor)
    lines = [
        OrganisationLine(
            row.key, row.name, row.kind, tuple(row.services), row.ods, row.closed,
            row.today.name if row.today else "", row.today.key if row.today else "",
            len(_family_reports(row.id, own, before)), len(own.get(row.id, ())),
        )
        for row in Organisation.objects.select_related("today")
    ]  # fmt: skip
    lines.sort(key=lambda line: (_filed(line.name), line.key))
    return OrganisationsAnswer(as_at, tuple(lines), cited(as_at))


def _family_reports(pk: int, own: dict[int, set[int]], before: dict[int, list[int]]) -> set[int]:
    family = [pk]
    for one in family:
        family += [other for other in before.get(one, ()) if other not in family]
    return set().union(*(own.get(one, ()) for one in family))


def _filed(name: str) -> str:
    return plain(name).removeprefix("the ")


def keys_written_like(words: str) -> set[str]:
    """Keys of organisations that were ever written with these words in their name, or have this ODS code."""
    folded = plain(words)
    if not folded:
        return set()
    wanted = Q(ods=words.strip().upper()) | Q(name__icontains=words.strip())
    found = set(Organisation.objects.filter(wanted).values_list("key", flat=True))
    written = NameWritten.objects.filter(folded__contains=folded)
    return found | set(written.values_list("organisation__key", flat=True))
