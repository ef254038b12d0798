"""The Tracker's status rule beside our states, over a whole register.

    python -m benchmarks.status --register ../shared/data/pfd/register.csv \\
        --snapshots ../shared/data/pfd/snapshots.csv --organisations ../shared/data/organisations

The Tracker decides from two counts: replies >= recipients is "completed"; none is "pending", "overdue"
once 56 days have passed; else "partial". Where it says "overdue" though a response document is on the
report's page, or "completed" though an addressee has none, is counted here; and what we say of the same.

What is a response, and whose, is told by our own reading of the documents' names on both sides. So the
Tracker's contradictions are as good as that reading, and ours are only a check that our states are
consistent with it: that none are found says nothing about whether the reading is right.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta

from benchmarks.duties import Case, arguments, day, load_cases, resolver, rows

from forewarned.reports.duties.assemble import UNNAMED
from forewarned.reports.duties.due import DAYS_TO_ANSWER
from forewarned.reports.duties.share import share_on_time
from forewarned.reports.duties.state import DutyState, State, Timeliness, state

NONE_PUBLISHED = (State.DUE, State.NO_RESPONSE_PUBLISHED, State.NO_DUE_DATE, State.OFFICIALLY_LISTED)


def tracker_status(case: Case, as_at: date, replies: int | None = None) -> str:
    """The Tracker's status of a report, from the counts in its row."""
    column = next((name for name in case.row if name.startswith("replies_20")), "")
    written = case.row[column].strip()
    count = replies if replies is not None else int(written or 0)
    recipients = len([one for one in case.row["sent_to"].split("|") if one.strip()])
    if count == 0:
        made = day(case.row["date_of_report"])
        overdue = made is not None and made + timedelta(days=DAYS_TO_ANSWER) < as_at
        return "overdue" if overdue else "pending"
    return "completed" if count >= recipients else "partial"


def compare(cases: Sequence[Case], as_at: date) -> dict[str, object]:
    """Counts of both rules' sayings over all reports with a date, and of where each is contradicted."""
    tracker: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    ours: Counter[str] = Counter()
    ours_wrong: Counter[str] = Counter()
    states: list[DutyState] = []
    for case in cases:
        if not case.row["date_of_report"]:
            continue
        said = tracker_status(case, as_at)
        tracker[said] += 1
        duties = {key: state(facts, as_at=as_at) for key, facts in case.settled.duties.items()}
        states.extend(duties.values())
        ours.update(one.state for one in duties.values())
        seen = {
            one.document
            for facts in case.settled.duties.values()
            for one in (*facts.matched, *facts.unmatched)
            if one.seen_by <= as_at and one.document != UNNAMED
        }
        answered = {one.addressee for one in case.settled.matching.matches if one.document in seen}
        wrong.update(_tracker_contradicted(said, duties, len(seen), case))
        ours_wrong.update(_ours_contradicted(duties, answered, len(seen)))
    return {
        "as_at": str(as_at),
        "reports": sum(tracker.values()),
        "tracker": dict(sorted(tracker.items())),
        "tracker_contradicted": dict(sorted(wrong.items())),
        "duties": len(states),
        "ours": {str(name): ours[name] for name in sorted(ours)},
        "ours_contradicted": dict(sorted(ours_wrong.items())),
        "timeliness": {str(one): sum(s.timeliness is one for s in states) for one in Timeliness},
        "share_on_time": asdict(share_on_time(states)),
    }


def _tracker_contradicted(
    said: str, duties: Mapping[str, DutyState], responses: int, case: Case
) -> list[str]:
    found = []
    if said == "overdue" and responses:
        found.append("overdue, though a response document is listed on the page")
    if said == "completed":
        if any(one.state in NONE_PUBLISHED for one in duties.values()):
            found.append("completed, though an addressee has no response published")
        beside = len(case.documents) - 1
        holding = sum(one.holds_response for one in case.documents)
        recipients = len([one for one in case.row["sent_to"].split("|") if one.strip()])
        if holding < recipients <= beside:
            found.append("completed only by counting documents that are no responses")
    return found


def _ours_contradicted(duties: Mapping[str, DutyState], answered: set[str], responses: int) -> list[str]:
    found = []
    nothing = [key for key, one in duties.items() if one.state in NONE_PUBLISHED]
    if duties and len(nothing) == len(duties) and responses:
        found.append("no response published for all, though a response document is listed on the page")
    found.extend("no response published, though one is matched" for key in nothing if key in answered)
    everyone = duties and all(one.state is State.RESPONSE_PUBLISHED for one in duties.values())
    if everyone and not set(duties) <= answered:
        found.append("all published, though an addressee has none matched")
    return found


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
        lines.extend(
            f"    {name}: {value:.4f}" if isinstance(value, float) else f"    {name}: {value}"
            for name, value in values.items()
        )
    return "\n".join(lines)


def main() -> None:
    parser = arguments("The Tracker's status rule beside our states")
    parser.add_argument("--as-at", type=date.fromisoformat, help="default: the register's last day")
    given = parser.parse_args()
    read = resolver(given.organisations)
    cases, _, register_on = load_cases(rows(given.register), rows(given.snapshots), read)
    result = compare(cases, given.as_at or register_on)
    result["organisations"] = "resolved" if read else "names as written only"
    print(json.dumps(result, indent=2) if given.json else show(result))


if __name__ == "__main__":
    main()
