"""The dates of death of reports, where each is from, and which reports are of one and the same death."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forewarned.errors import InputError
from forewarned.lessons.facts.when import SURE
from forewarned.lessons.models import Fact
from forewarned.lessons.questions.cases import load_sections
from forewarned.lessons.recurrence.dates import differ, when
from forewarned.lessons.recurrence.one_death import Told, told_twice
from forewarned.reports.models import Report

NOT_LETTERS = re.compile(r"[^a-z]+")
FEWEST = 2
"""Parts of a name: "Ann" alone, or a withheld name, may be anybody's."""
NOBODY = frozenset({"redacted", "withheld", "anonymous", "anonymised", "name", "unknown", "known", "baby", "child"})
REGISTER = "register"
AS_SURE = SURE - 0.001
"""The register, typed from the words by others: it comes after words that are sure, before those that are not."""
SURELY_OPENED = 0.9


@dataclass(frozen=True, slots=True)
class Death:
    """What is known of the day of one death. Days are as far as known ("2021-03-04" … "").

    ``known_from``: `REGISTER`, or the rule that found it in the report's words. ``other``: what the second source says,
    where the two can't both be right. ``opened``: the day the investigation or inquest was opened, which no death is
    after.
    """

    date: str = ""
    known_from: str = ""
    other: str = ""
    other_from: str = ""
    opened: str = ""
    opened_from: str = ""


NOT_KNOWN = Death()


def told_from(source: str) -> str:
    """Where a date is from, in words: ``known_from`` of a death."""
    if not source:
        return ""
    return "the register" if source == REGISTER else "the report’s own words"


def deaths(reports: set[int]) -> dict[int, Death]:
    """What is known of the death of each report; those of which nothing is known are left out.

    The report's words lead where they are sure (`SURE`): of 21 reports whose two dates differed, the words were right
    in 13 of the 15 that were read through. Then the register; then words that are less sure. A day after the report is
    a slip and counts nowhere; one after the investigation was opened gives way to one that is not. What is no day at
    all is left out.
    """
    said: dict[int, list[tuple[float, str, str]]] = defaultdict(list)
    opened: dict[int, tuple[str, str]] = {}
    made: dict[int, str] = {}
    rows = Report.objects.filter(pk__in=reports).values_list("pk", "date_of_report", "date_of_death")
    for report_id, reported, died in rows:
        made[report_id] = reported.isoformat() if reported else ""
        if died:
            said[report_id].append((AS_SURE, died.isoformat(), REGISTER))
    facts = Fact.objects.filter(report_id__in=reports, name__in=("date_of_death", "inquest_opened")).order_by("id")
    for report_id, name, value, by, score in facts.values_list("report_id", "name", "value", "found_by", "score"):
        if not _is_day(value):
            continue
        if name == "date_of_death":
            said[report_id].append((score, value, by))
        elif score >= SURELY_OPENED and not _after(value, made[report_id]):
            opened[report_id] = (value, by)
    found = {
        report_id: choose(said[report_id], made[report_id], *opened.get(report_id, ("", ""))) for report_id in made
    }
    return {report_id: one for report_id, one in found.items() if one.date or one.opened}


def choose(said: Iterable[tuple[float, str, str]], made: str = "", opened: str = "", opened_from: str = "") -> Death:
    """The day that leads and the one that contradicts it. ``said``: how sure, the day as far as known, its source."""
    possible = [one for one in said if not _after(one[1], made)]
    possible.sort(key=lambda one: (_after(one[1], opened), -one[0]))
    if not possible:
        return Death(opened=opened, opened_from=opened_from)
    lead, *rest = possible
    other = next((one for one in rest if differ(lead[1], one[1])), (0.0, "", ""))
    # Sources that agree, one of them to the day: the day. Both to the day: the register's, as it is typed there.
    # A day after the opening agrees with none before it: it gave way in the sort and does not come back here.
    late = _after(lead[1], opened)
    agreed = [lead, *(one for one in rest if not differ(lead[1], one[1]) and _after(one[1], opened) == late)]
    best = max(agreed, key=lambda one: (len(one[1]), one[2] == REGISTER))
    return Death(best[1], best[2], other[1], other[2], opened, opened_from)


def merged(reports: Sequence[Death]) -> Death:
    """What several reports of one death say of its day: the first to say it leads, as in ``relation.of_one_death``."""
    said = [pair for one in reports for pair in ((one.date, one.known_from), (one.other, one.other_from)) if pair[0]]
    lead = said[0] if said else ("", "")
    other = next((pair for pair in said if differ(pair[0], lead[0])), ("", ""))
    opened = min(((one.opened, one.opened_from) for one in reports if one.opened), default=("", ""))
    return Death(*lead, *other, *opened)


def _is_day(written: str) -> bool:
    try:
        return when(written) is not None
    except InputError:
        return False


def _after(day: str, other: str) -> bool:
    """Whether a day was certainly after another; not when either is not known."""
    one, two = when(day), when(other)
    return one is not None and two is not None and one.after(two)


def same_deaths(
    reports: Iterable[Report], dates: Mapping[int, Death], told: Sequence[Told] | None = None
) -> dict[str, str]:
    """By report key, the key that stands for its death: the same name, and the same day of death or of report.

    A coroner may report one death more than once, to several bodies or again later: that is not another death.
    Names that say nobody, and single names, are never taken for the same, but for reports that tell of the death in
    nearly the same words (`told_twice`). ``told``: the same reports `as_told`, where they are at hand.
    """
    stands: dict[str, str] = {}
    first: dict[tuple[str, str, str], str] = {}
    rows = sorted(reports, key=lambda one: one.key)
    for row in rows:
        named = name_folded(row.deceased_name)
        death = dates.get(row.pk, NOT_KNOWN)
        made = row.date_of_report.isoformat() if row.date_of_report else ""
        # Not a second date that is given: two people of one name had their dates mixed up in the register.
        days = (("death", death.date), ("report", made))
        keys = [(kind, named, day) for kind, day in days if named and len(day) == 10]
        known = sorted({_top(stands, first[key]) for key in keys if key in first})
        own = stands[row.key] = known[0] if known else row.key
        for other in known[1:]:
            stands[other] = own
        for key in keys:
            first.setdefault(key, own)
    for one, two in told_twice(as_told(rows, dates) if told is None else told):
        top, *lower = sorted({_top(stands, one), _top(stands, two)})
        stands.update(dict.fromkeys(lower, top))
    return {key: _top(stands, key) for key in stands}


def as_told(rows: Sequence[Report], dates: Mapping[int, Death]) -> list[Told]:
    """The reports as `told_twice` and `told_alike` compare them."""
    sections = load_sections({row.pk for row in rows})
    found = []
    for row in rows:
        whole, died = name_folded(row.deceased_name), dates.get(row.pk, NOT_KNOWN).date
        texts = tuple(sections.get(row.pk, {}).get(name, "") for name in ("investigation", "circumstances"))
        names = frozenset(whole.split())
        found.append(Told(row.key, names, whole, row.date_of_report, died if len(died) == 10 else "", texts))
    return found


def name_folded(name: str) -> str:
    """A name to compare: letters alone, its parts in one order; blank for one that may be anybody's."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    parts = sorted(part for part in NOT_LETTERS.split(plain.replace("'", "")) if len(part) > 1)
    return "" if len(parts) < FEWEST or NOBODY & set(parts) else " ".join(parts)


def _top(stands: Mapping[str, str], key: str) -> str:
    while stands.get(key, key) != key:
        key = stands[key]
    return key
