"""The dates of death of reports, and which reports are of one and the same death."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from forewarned.lessons.models import Fact
from forewarned.reports.models import Report

NOT_LETTERS = re.compile(r"[^a-z]+")
FEWEST = 2
"""Parts of a name: "Ann" alone, or a withheld name, may be anybody's."""
NOBODY = frozenset({"redacted", "withheld", "anonymous", "anonymised", "name", "unknown", "known", "baby", "child"})


def deaths(reports: set[int]) -> dict[int, tuple[str, str]]:
    """Date of death of each report and where it is from: the register, else the surest fact of its words."""
    found: dict[int, tuple[str, str]] = {}
    facts = Fact.objects.filter(report_id__in=reports, name="date_of_death").order_by("score", "-start")
    for report_id, value, by in facts.values_list("report_id", "value", "found_by"):
        found[report_id] = (value, by)
    rows = Report.objects.filter(pk__in=reports, date_of_death__isnull=False)
    for report_id, day in rows.values_list("pk", "date_of_death"):
        if day is not None:
            found[report_id] = (day.isoformat(), "register")
    return found


def same_deaths(reports: Iterable[Report], dates: Mapping[int, tuple[str, str]]) -> dict[str, str]:
    """By report key, the key that stands for its death: the same name, and the same day of death or of report.

    A coroner may report one death more than once, to several bodies or again later: that is not another death.
    Names that say nobody, and single names, are never taken for the same.
    """
    stands: dict[str, str] = {}
    first: dict[tuple[str, str, str], str] = {}
    for row in sorted(reports, key=lambda one: one.key):
        named = name_folded(row.deceased_name)
        death = dates.get(row.pk, ("", ""))[0]
        made = row.date_of_report.isoformat() if row.date_of_report else ""
        keys = [(kind, named, day) for kind, day in (("death", death), ("report", made)) if named and len(day) == 10]
        known = sorted({_top(stands, first[key]) for key in keys if key in first})
        own = stands[row.key] = known[0] if known else row.key
        for other in known[1:]:
            stands[other] = own
        for key in keys:
            first.setdefault(key, own)
    return {key: _top(stands, key) for key in stands}


def name_folded(name: str) -> str:
    """A name to compare: letters alone, its parts in one order; blank for one that may be anybody's."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    parts = sorted(part for part in NOT_LETTERS.split(plain.replace("'", "")) if len(part) > 1)
    return "" if len(parts) < FEWEST or NOBODY & set(parts) else " ".join(parts)


def _top(stands: Mapping[str, str], key: str) -> str:
    while stands.get(key, key) != key:
        key = stands[key]
    return key
