"""Duties against hand-coded sheets: the due date, and whether a response was received.

    python benchmarks/duties.py [--labels F] [--register F] [--snapshots F] [--organisations DIR] [--json]

The files are imported as `forewarned import` does, and the duties asked for as `forewarned duties` does. The
sheets are what researchers wrote down, slips included. A sheet was coded at one moment: that day is derived from
its own figures (date due + days overdue), and our answer is taken as at that day; else as at the register's last.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from benchmarks import SHARED, arguments, check_there, day, rows, store_of
from forewarned.reports.duties.due import due_date
from forewarned.reports.duties.likeness import alike
from forewarned.reports.duties.state import State

if TYPE_CHECKING:
    from forewarned.reports.questions.duties import DutyLine

LABELS = SHARED / "pfd" / "labels" / "duties_hand_coded.csv"
DECIDED = ("published", "none published")
Lines: TypeAlias = "Mapping[tuple[str, date], Sequence[DutyLine]]"
"""Our duties by page address and the day they are asked as at."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One hand-coded row. ``received``: True, False, or None where it was not coded or not yet due."""

    ref: str
    url: str
    addressees: tuple[str, ...]
    report_on: date | None
    due_on: date | None
    received: bool | None
    as_at: date
    """The day the sheet was coded where its own figures tell it, else the register's last day."""


def read_labels(labels: Sequence[Mapping[str, str]], last_day: date) -> list[Coded]:
    """The hand-coded rows with the day each sheet was coded."""
    coded_on = days_of_coding(labels)
    return [
        Coded(
            ref=row["ref"],
            url=row["report_url"],
            addressees=tuple(part.strip() for part in re.split(r" \| | AND ", row["addressee"]) if part.strip()),
            report_on=day(row["date_of_report"]),
            due_on=day(row["date_due"]),
            received=received(row["received"]),
            as_at=coded_on.get(row["source"], last_day),
        )
        for row in labels
    ]


def days_of_coding(labels: Iterable[Mapping[str, str]]) -> dict[str, date]:
    """The day each sheet was coded: what most of its rows with days overdue come to."""
    found: dict[str, Counter[date]] = defaultdict(Counter)
    for row in labels:
        due, days = day(row["date_due"]), row["overdue"].strip()
        if due is not None and days.isdigit():
            found[row["source"]][due + timedelta(days=int(days))] += 1
    return {source: days.most_common(1)[0][0] for source, days in found.items()}


def received(text: str) -> bool | None:
    """What a coder wrote of receipt: yes and dates are yes, no and "No response" (typing errors too) no."""
    text = text.strip().lower()
    if not text or text in ("n/a", "na", "not applicable"):
        return None
    if text in ("y", "yes") or re.search(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}", text):
        return True
    if text in ("n", "no") or re.match(r"no[rt]?\b", text):
        return False
    return None


def ask(coded: Iterable[Coded]) -> Lines:
    """Our duties of every coded report, as at the day its sheet was coded. Needs the store."""
    from forewarned.reports.addresses import report_key
    from forewarned.reports.models import Duty
    from forewarned.reports.questions.duties import load_duties

    by_day: dict[date, set[str]] = defaultdict(set)
    for one in coded:
        by_day[one.as_at].add(one.url)
    found: dict[tuple[str, date], list[DutyLine]] = defaultdict(list)
    for as_at, urls in sorted(by_day.items()):
        keys = {report_key(url): url for url in urls}
        for line in load_duties(Duty.objects.filter(report__key__in=sorted(keys)), as_at=as_at):
            found[keys[report_key(line.report_url)], as_at].append(line)
    return found


def ours(lines: Sequence[DutyLine], names: Sequence[str]) -> tuple[str, str]:
    """Our answer for these addressees, the strongest of their likeliest duties; and the state."""
    chosen = [best for name in names if (best := _likeliest(lines, name)) is not None]
    if not lines:
        return "no duty of this report known that day", ""
    if not chosen:
        return "addressee not on our report", ""
    first = chosen[0].state.state.value
    if any(line.state.state is State.RESPONSE_PUBLISHED for line in chosen):
        return "published", first
    return ("none published" if all(line.state.published is False for line in chosen) else "possibly"), first


def _likeliest(lines: Sequence[DutyLine], name: str) -> DutyLine | None:
    """The duty whose words, or whose body's name, are most like what the coder wrote."""
    scored = [
        (like.score, -place)
        for place, line in enumerate(lines)
        for words in (line.addressee, line.organisation)
        if words and (like := alike(name, words)) is not None
    ]
    return lines[-max(scored)[1]] if scored else None


def score(coded: Sequence[Coded], lines: Lines) -> dict[str, object]:
    """Due dates and receipt, ours against the coders'."""
    return {
        "due_dates": _due_dates(coded, lines),
        "received": _receipt(coded, lines),
        "coded_on": sorted({str(one.as_at) for one in coded}),
    }


def _due_dates(coded: Sequence[Coded], lines: Lines) -> dict[str, object]:
    exact = near = dated = from_label = 0
    slips = []
    for one in coded:
        known = lines.get((one.url, one.as_at), ())
        due = known[0].due.on if known else due_date(report_on=one.report_on).on
        if due is None or one.due_on is None:
            continue
        dated += 1
        from_label += not known
        exact += due == one.due_on
        near += abs((due - one.due_on).days) <= 2
        if abs((due - one.due_on).days) > 2:
            slips.append({"ref": one.ref, "ours": str(due), "coded": str(one.due_on)})
    return {
        "rows": dated,
        "exact": exact,
        "within_2_days": near,
        "from_the_sheets_own_date": from_label,
        "further_off": slips,
    }


def _receipt(coded: Sequence[Coded], lines: Lines) -> dict[str, object]:
    table: Counter[tuple[str, str]] = Counter()
    disagreements = []
    for one in coded:
        if one.received is None:
            continue
        said, why = ours(lines.get((one.url, one.as_at), ()), one.addressees)
        table["received" if one.received else "not received", said] += 1
        if said in DECIDED and (said == "published") != one.received:
            names = " | ".join(one.addressees)
            disagreements.append({"ref": one.ref, "addressee": names, "coded": one.received, "ours": why})
    return {
        "rows": sum(table.values()),
        "decided": sum(n for (_, said), n in table.items() if said in DECIDED),
        "agree": table["received", "published"] + table["not received", "none published"],
        "confusion": {f"{coded_as} / {said}": n for (coded_as, said), n in sorted(table.items())},
        "not_agreeing": disagreements,
    }


def show(result: Mapping[str, object]) -> str:
    """The result as text."""
    due, got, days = result["due_dates"], result["received"], result["coded_on"]
    assert isinstance(due, dict) and isinstance(got, dict) and isinstance(days, list)
    lines = [
        f"due date: {due['exact']} of {due['rows']} exact ({due['exact'] / max(1, due['rows']):.1%}), "
        f"{due['within_2_days']} within 2 days ({due['within_2_days'] / max(1, due['rows']):.1%})",
        *(f"  {one['ref'] or '(no ref)'}: ours {one['ours']}, coded {one['coded']}" for one in due["further_off"]),
        f"received, as at {', '.join(days)}:",
        *(f"  coded {label}: {n}" for label, n in got["confusion"].items()),
        f"  decided {got['decided']} of {got['rows']}, agreeing {got['agree']} "
        f"({got['agree'] / max(1, got['decided']):.1%} of the decided, "
        f"{got['agree'] / max(1, got['rows']):.1%} of all coded)",
        *(
            f"  {one['ref'] or '-'} {one['addressee']}: coded received {one['coded']}, ours {one['ours']}"
            for one in got["not_agreeing"]
        ),
    ]
    return "\n".join(lines)


def main() -> None:
    parser = arguments(str(__doc__))
    parser.add_argument("--labels", type=Path, default=LABELS)
    given = parser.parse_args()
    check_there(parser, given.labels, given.register, given.snapshots, given.organisations)
    with store_of([given.register, given.snapshots, given.organisations]) as last_day:
        coded = read_labels(rows(given.labels), last_day)
        result = score(coded, ask(coded))
    print(json.dumps(result, indent=2) if given.json else show(result))


if __name__ == "__main__":
    main()
