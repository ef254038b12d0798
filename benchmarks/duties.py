"""Duties against hand-coded sheets: the due date, and whether a response was received.

    python -m benchmarks.duties --labels ../shared/data/pfd/labels/duties_hand_coded.csv \\
        --register ../shared/data/pfd/register.csv --snapshots ../shared/data/pfd/snapshots.csv \\
        --organisations ../shared/data/organisations

The sheets are what researchers wrote down, slips included. One sheet was coded at one moment: that day
is derived from its own figures (date due + days overdue), and our answer is taken as at that day.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from forewarned.organisations.values import Mention
from forewarned.reports.duties.assemble import ReportDuties, report_duties
from forewarned.reports.duties.documents import Document, Kind, classify_page
from forewarned.reports.duties.due import due_date
from forewarned.reports.duties.events import Change, Snapshots, publication, read_snapshots
from forewarned.reports.duties.likeness import alike
from forewarned.reports.duties.matching import Addressee
from forewarned.reports.duties.state import State, state

Resolver = Callable[[str, "date | None", str], tuple[Mention, ...]]
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """One report of the register, settled: its row, addressees, documents and duties."""

    row: Row
    addressees: tuple[Addressee, ...]
    documents: tuple[Document, ...]
    settled: ReportDuties


@dataclass(frozen=True, slots=True)
class Coded:
    """One hand-coded row. ``received``: True, False, or None where it was not coded or not yet due."""

    ref: str
    url: str
    addressees: tuple[str, ...]
    report_on: date | None
    due_on: date | None
    received: bool | None
    coded_on: date | None


def day(text: str) -> date | None:
    """An ISO date, else ``None``."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def rows(path: Path) -> list[dict[str, str]]:
    """All rows of a CSV file."""
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def resolver(organisations: Path | None) -> Resolver | None:
    """The organisations room's reader of addressee fields, or ``None`` where it cannot be had."""
    try:
        from forewarned.organisations.directory import load_directory
        from forewarned.organisations.resolver import read_addressees
    except ImportError:
        return None
    ods: list[object] = []
    if organisations is not None:
        from forewarned.organisations.ods import read_ods

        for path in sorted(organisations.glob("*.csv")):
            ods.extend(row for row in read_ods(path) if hasattr(row, "code"))
    directory = load_directory(ods)  # type: ignore[arg-type]
    return lambda text, on, area: read_addressees(text, on, directory, area=area)


def addressees_of(written: str, on: date | None, area: str, read: Resolver | None) -> tuple[Addressee, ...]:
    """One addressee a party named; without the organisations room, split at bars and semicolons only."""
    if read is None:
        parts = [part.strip() for part in re.split(r"[|;]", written) if part.strip()]
        return tuple(Addressee(str(i), part) for i, part in enumerate(dict.fromkeys(parts)))
    mentions = read(written, on, area)
    return tuple(Addressee(str(i), one.as_written, (one,)) for i, one in enumerate(mentions))


def load_cases(
    register: Sequence[Row], snapshots: Iterable[Row], read: Resolver | None
) -> tuple[list[Case], Snapshots, date]:
    """Every report of a register settled with what the snapshots show; and the register's own last day."""
    made = {row["report_url"]: day(row["date_of_report"]) or day(row["date_added"]) for row in register}
    changes = [
        Change(
            row["report_url"],
            date.fromisoformat(row["snapshot_date"]),
            row["event"],
            int(row["replies_count"]) if row["replies_count"] else None,
        )
        for row in snapshots
    ]
    history: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        history[change.report].append(change)
    seen = read_snapshots(changes, made)
    register_on = max(one for row in register if (one := day(row["date_added"])) is not None)
    cases = [_case(row, history[row["report_url"]], seen, register_on, read) for row in register]
    return cases, seen, register_on


def _case(
    row: Row, history: Sequence[Change], seen: Snapshots, register_on: date, read: Resolver | None
) -> Case:
    on = day(row["date_of_report"])
    urls = list(dict.fromkeys(u for u in [row["pdf_url"], *row["reply_urls"].split()] if u and u != "|"))
    documents = classify_page([(url, "") for url in urls], ref=row["ref"], deceased=row["deceased_name"])
    area = row["coroner_area_scraped"]
    addressees = addressees_of(row["sent_to_scraped"] or row["sent_to"], on, area, read)
    count_column = next((name for name in row if name.startswith("replies_20")), "")
    counted_on = day(count_column.removeprefix("replies_").replace("_", "-"))
    count = (counted_on, int(row[count_column])) if counted_on and row[count_column] else None
    published = publication(
        urls,
        history,
        seen,
        report_on=on,
        register_on=register_on,
        first_is_report=not documents or documents[0].kind not in (Kind.RESPONSE, Kind.BOTH),
        count=count,
    )
    settled = report_duties(
        addressees,
        documents,
        report_on=on,
        due=due_date(report_on=on),
        publication=published,
        addressees_from_page=bool(row["sent_to_scraped"]),
        mentions_of=(lambda text: read(text, on, area)) if read else None,
    )
    return Case(row, addressees, documents, settled)


def read_labels(labels: Sequence[Row]) -> list[Coded]:
    """The hand-coded rows, with the day each sheet was coded where its own figures tell it."""
    overdue: dict[str, Counter[date]] = defaultdict(Counter)
    for row in labels:
        due, days = day(row["date_due"]), row["overdue"].strip()
        if due is not None and days.isdigit():
            overdue[row["source"]][due + timedelta(days=int(days))] += 1
    coded_on = {source: days.most_common(1)[0][0] for source, days in overdue.items()}
    return [
        Coded(
            ref=row["ref"],
            url=row["report_url"],
            addressees=tuple(
                part.strip() for part in re.split(r" \| | AND ", row["addressee"]) if part.strip()
            ),
            report_on=day(row["date_of_report"]),
            due_on=day(row["date_due"]),
            received=received(row["received"]),
            coded_on=coded_on.get(row["source"]),
        )
        for row in labels
    ]


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


DECIDED = ("published", "none published")


def ours(case: Case, names: Sequence[str], as_at: date) -> tuple[str, str]:
    """Our answer for these addressees as at a day, the strongest of their likeliest duties; and the state."""
    states = []
    for name in names:
        best = max(
            ((like.score, one.key) for one in case.addressees if (like := alike(name, one.text)) is not None),
            default=None,
        )
        if best is not None:
            states.append(state(case.settled.duties[best[1]], as_at=as_at))
    if not states:
        return "addressee not on our report", ""
    if any(one.state is State.RESPONSE_PUBLISHED for one in states):
        return "published", states[0].state
    if all(one.published is False for one in states):
        return "none published", states[0].state
    return "possibly", states[0].state


def score(coded: Sequence[Coded], cases: Sequence[Case], register_on: date) -> dict[str, object]:
    """Due dates and receipt, ours against the coders'."""
    by_url = {case.row["report_url"]: case for case in cases}
    exact = near = dated = 0
    slips, disagreements = [], []
    table: Counter[tuple[str, str]] = Counter()
    for one in coded:
        due = due_date(report_on=one.report_on).on
        if due is not None and one.due_on is not None:
            dated += 1
            exact += due == one.due_on
            near += abs((due - one.due_on).days) <= 2
            if abs((due - one.due_on).days) > 2:
                slips.append({"ref": one.ref, "ours": str(due), "coded": str(one.due_on)})
        case = by_url.get(one.url)
        if case is None or one.received is None:
            continue
        said, why = ours(case, one.addressees, one.coded_on or register_on)
        table["received" if one.received else "not received", said] += 1
        if said in DECIDED and (said == "published") != one.received:
            disagreements.append(
                {"ref": one.ref, "addressee": " | ".join(one.addressees), "coded": one.received, "ours": why}
            )
    decided = sum(n for (_, said), n in table.items() if said in DECIDED)
    agree = table["received", "published"] + table["not received", "none published"]
    return {
        "due_dates": {"rows": dated, "exact": exact, "within_2_days": near, "further_off": slips},
        "received": {
            "rows": sum(table.values()),
            "decided": decided,
            "agree": agree,
            "confusion": {f"{coded_as} / {said}": n for (coded_as, said), n in sorted(table.items())},
            "not_agreeing": disagreements,
        },
        "coded_on": sorted({str(one.coded_on) for one in coded if one.coded_on}),
    }


def show(result: Mapping[str, object]) -> str:
    """The result as text."""
    due, got = result["due_dates"], result["received"]
    assert isinstance(due, dict) and isinstance(got, dict)
    lines = [
        f"due date: {due['exact']} of {due['rows']} exact ({due['exact'] / max(1, due['rows']):.1%}), "
        f"{due['within_2_days']} within 2 days ({due['within_2_days'] / max(1, due['rows']):.1%})",
        *(
            f"  {one['ref'] or '(no ref)'}: ours {one['ours']}, coded {one['coded']}"
            for one in due["further_off"]
        ),
        f"received, as at {', '.join(result['coded_on'])} where the sheet tells it:",  # type: ignore[arg-type]
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


def arguments(description: str) -> argparse.ArgumentParser:
    """The arguments both duty benchmarks share."""
    shared = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--register", type=Path, default=shared / "pfd" / "register.csv")
    parser.add_argument("--snapshots", type=Path, default=shared / "pfd" / "snapshots.csv")
    parser.add_argument("--organisations", type=Path, default=shared / "organisations")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(labels=shared / "pfd" / "labels" / "duties_hand_coded.csv")
    return parser


def main() -> None:
    parser = arguments("Duties against hand-coded sheets")
    parser.add_argument("--labels", type=Path)
    given = parser.parse_args()
    read = resolver(given.organisations)
    cases, _, register_on = load_cases(rows(given.register), rows(given.snapshots), read)
    result = score(read_labels(rows(given.labels)), cases, register_on)
    result["organisations"] = "resolved" if read else "names as written only"
    print(json.dumps(result, indent=2) if given.json else show(result))


if __name__ == "__main__":
    main()
