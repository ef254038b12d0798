"""The Tracker's status rule beside our states, over a whole register, on two days.

    python benchmarks/status.py [--as-at DATE] [--register F] [--snapshots F] [--organisations DIR] [--json]

The Tracker decides from two counts: replies >= recipients is "completed"; none is "pending", "overdue"
once 56 days have passed; else "partial". Where it says "overdue" though a response document is on the
report's page, or "completed" though an addressee has none, is counted here; and what we say of the same.

Its counts are of one day, the one the register's column names. On that day both rules know the same, so that is
the fair comparison; as at the register's last day its counts are old, and "overdue" there is partly age.

What is a response, and whose, is told by our own reading of the documents' names on both sides. So the
Tracker's contradictions are as good as that reading, and ours are only a check that our states are
consistent with it: that none are found says nothing about whether the reading is right. Nor can many "overdue" be
contradicted on the day of its counts: from its count of none we ourselves conclude that none was published.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from benchmarks import arguments, check_there, day, rows, store_of
from forewarned.reports.addresses import report_key
from forewarned.reports.duties.due import DAYS_TO_ANSWER
from forewarned.reports.duties.share import share_on_time
from forewarned.reports.duties.state import State, Timeliness

if TYPE_CHECKING:
    from forewarned.reports.questions.duties import DutyLine

NONE_PUBLISHED = (State.DUE, State.NO_RESPONSE_PUBLISHED, State.NO_DUE_DATE, State.OFFICIALLY_LISTED)
COUNTED_ON = re.compile(r"replies_(\d{4})_(\d{2})_(\d{2})$")


@dataclass(frozen=True, slots=True)
class Counts:
    """What the Tracker's rule looks at: the date of the report, its recipients, its replies as it counted them."""

    made: date
    recipients: int
    replies: int


@dataclass(frozen=True, slots=True)
class Page:
    """One report as at a day: the Tracker's counts, our duties, and the documents surely published by then.

    ``beside``: documents other than the first; ``holding``: documents that hold a response.
    """

    counts: Counts
    duties: tuple[DutyLine, ...]
    beside: int
    holding: int

    def seen(self, as_at: date) -> set[str]:
        """Addresses of the responses that answer, or may answer, a duty and are surely published."""
        return {
            one.url
            for line in self.duties
            for one in (*line.responses, *line.unmatched)
            if one.url and (one.seen_by is None or one.seen_by <= as_at)
        }


def tracker_status(counts: Counts, as_at: date) -> str:
    """The Tracker's status of a report, from its counts."""
    if counts.replies == 0:
        return "overdue" if counts.made + timedelta(days=DAYS_TO_ANSWER) < as_at else "pending"
    return "completed" if counts.replies >= counts.recipients else "partial"


def counted_on(register: Sequence[Mapping[str, str]]) -> date | None:
    """The day of the Tracker's counts, from the name of their column."""
    found = [match for name in (register[0] if register else ()) if (match := COUNTED_ON.match(name))]
    return date(int(found[-1][1]), int(found[-1][2]), int(found[-1][3])) if found else None


def counts_of(register: Sequence[Mapping[str, str]]) -> dict[str, Counts]:
    """The Tracker's counts of every dated report, by the key of its page."""
    column = next((name for name in (register[0] if register else ()) if COUNTED_ON.match(name)), "")
    return {
        report_key(row["report_url"]): Counts(
            made, sum(1 for one in row["sent_to"].split("|") if one.strip()), int(row.get(column, "").strip() or 0)
        )
        for row in register
        if (made := day(row["date_of_report"])) is not None
    }


def pages(counts: Mapping[str, Counts], as_at: date) -> Iterator[Page]:
    """Every dated report known on that day, with our duties. Needs the store."""
    from forewarned.reports.duties.content import Kind
    from forewarned.reports.models import Document, Duty, Report
    from forewarned.reports.questions.duties import load_duties

    duties: dict[int, list[DutyLine]] = defaultdict(list)
    for line in load_duties(Duty.objects.all(), as_at=as_at):
        duties[line.report_id].append(line)
    documents: Counter[int] = Counter()
    holding: Counter[int] = Counter()
    published = Document.objects.exclude(url="").filter(seen_by__lte=as_at)
    for report_id, kind in published.values_list("report_id", "kind"):
        documents[report_id] += 1
        holding[report_id] += kind in (Kind.RESPONSE, Kind.BOTH)
    known = Report.objects.filter(published_on__lte=as_at).order_by("key")
    for pk, key in known.values_list("id", "key"):
        if key in counts:
            yield Page(counts[key], tuple(duties[pk]), max(0, documents[pk] - 1), holding[pk])


def compare(known: Sequence[Page], as_at: date) -> dict[str, object]:
    """Counts of both rules' sayings over these reports, and of where each is contradicted."""
    tracker: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    ours: Counter[str] = Counter()
    ours_wrong: Counter[str] = Counter()
    for page in known:
        said = tracker_status(page.counts, as_at)
        tracker[said] += 1
        ours.update(line.state.state.value for line in page.duties)
        seen = page.seen(as_at)
        wrong.update(_tracker_contradicted(said, page, seen))
        ours_wrong.update(_ours_contradicted(page, seen))
    states = [line.state for page in known for line in page.duties]
    return {
        "as_at": str(as_at),
        "reports": sum(tracker.values()),
        "tracker": dict(sorted(tracker.items())),
        "tracker_contradicted": dict(sorted(wrong.items())),
        "duties": len(states),
        "ours": dict(sorted(ours.items())),
        "ours_contradicted": dict(sorted(ours_wrong.items())),
        "timeliness": {one.value: sum(s.timeliness is one for s in states) for one in Timeliness},
        "share_on_time": asdict(share_on_time(states)),
    }


def _tracker_contradicted(said: str, page: Page, seen: set[str]) -> Iterator[str]:
    if said == "overdue" and seen:
        yield "overdue, though a response document is listed on the page"
    if said == "completed":
        if any(line.state.state in NONE_PUBLISHED for line in page.duties):
            yield "completed, though an addressee has no response published"
        if page.holding < page.counts.recipients <= page.beside:
            yield "completed only by counting documents that are no responses"


def _ours_contradicted(page: Page, seen: set[str]) -> Iterator[str]:
    nothing = [line for line in page.duties if line.state.state in NONE_PUBLISHED]
    answered = {line.duty_id for line in page.duties if any(one.url in seen for one in line.responses)}
    if nothing and len(nothing) == len(page.duties) and seen:
        yield "no response published for all, though a response document is listed on the page"
    for line in nothing:
        if line.duty_id in answered:
            yield "no response published, though one is matched"
    everyone = page.duties and all(line.state.state is State.RESPONSE_PUBLISHED for line in page.duties)
    if everyone and not {line.duty_id for line in page.duties} <= answered:
        yield "all published, though an addressee has none matched"


def show(result: Mapping[str, object]) -> str:
    """Both sides as text."""
    lines = [f"as at {result['as_at']}: {result['reports']} reports, {result['duties']} duties"]
    for title, part in (
        ("the Tracker's rule, reports", "tracker"),
        ("  contradicted by our reading of the documents", "tracker_contradicted"),
        ("ours, duties", "ours"),
        ("  inconsistent with our own reading of the documents", "ours_contradicted"),
        ("ours, timeliness", "timeliness"),
        ("ours, share on time", "share_on_time"),
    ):
        values = result[part]
        assert isinstance(values, dict)
        lines.append(f"{title}: " + ("" if values else "none"))
        lines.extend(f"    {name}: {_shown(value)}" for name, value in values.items())
    return "\n".join(lines)


def _shown(value: object) -> str:
    if isinstance(value, (tuple, list)):
        return " to ".join(_shown(one) for one in value)
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def main() -> None:
    parser = arguments(str(__doc__))
    parser.add_argument("--as-at", type=date.fromisoformat, help="default: the register's last day")
    given = parser.parse_args()
    check_there(parser, given.register, given.snapshots, given.organisations)
    register = rows(given.register)
    counts, own_day = counts_of(register), counted_on(register)
    with store_of([given.register, given.snapshots, given.organisations]) as last_day:
        as_at = given.as_at or last_day
        result = compare(list(pages(counts, as_at)), as_at)
        fair = compare(list(pages(counts, own_day)), own_day) if own_day else None
    result |= {"counted_on": str(own_day) if own_day else None, "on_the_day_of_its_counts": fair}
    if given.json:
        print(json.dumps(result, indent=2))
        return
    print(show(result))
    if fair:
        print(f"\nThe same on the day of the Tracker's own counts (the fair comparison)\n{show(fair)}")


if __name__ == "__main__":
    main()
