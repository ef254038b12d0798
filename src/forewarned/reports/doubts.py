"""Signs of damage in a file that can still be read: said with a count and examples, never mended silently. Pure.

Spreadsheets swap day and month and nothing in the date itself shows it (house rule 3: a guess is no answer).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from forewarned.reports.chosen import ADDRESSEES, is_letter
from forewarned.reports.missing import normalise_ref
from forewarned.reports.reading import Json

Values = Mapping[str, Json]
DATES = ("date_of_report", "date_added", "date_of_death")
SHOWN = 3
FUTURE_SHARE = 0.01
"""Up to this share of rows dated after the day of import are slips; more, and the machine's own date is wrong."""


def example(values: Values) -> str:
    """The reference of a row if it is one; a cell of another shape may hold a name and is never shown."""
    ref, _ = normalise_ref(str(values.get("ref") or ""))
    return str(ref) if ref else ""


def examples(rows: Iterable[Values]) -> str:
    """`` (for example 2024-0001, 2024-0002)``, or blank when no row has a reference."""
    found = sorted({ref for values in rows if (ref := example(values))})[:SHOWN]
    return f" (for example {', '.join(found)})" if found else ""


def day_of(values: Values, name: str) -> date | None:
    """A date a reader was sure of."""
    text = values.get(name)
    return date.fromisoformat(text) if isinstance(text, str) else None


def latest_day(days: Iterable[date], today: date) -> date | None:
    """The last day a file speaks of. A few days that have not come yet are slips and do not count."""
    counts = Counter(days)
    late = sum(count for day, count in counts.items() if day > today)
    slips = late <= FUTURE_SHARE * counts.total()
    return max((day for day in counts if day <= today or not slips), default=None)


def doubts(rows: Iterable[Values], today: date) -> Iterator[str]:
    """What looks wrong in the rows of one table."""
    known = list(rows)
    yield from _unread(known)
    yield from _said(
        known,
        lambda row: _before(day_of(row, "date_added"), day_of(row, "date_of_report")),
        "date_of_report is later than date_added in {}: day and month may be swapped; kept as written",
    )
    yield from _said(
        known,
        lambda row: _before(day_of(row, "date_of_report"), day_of(row, "date_of_death")),
        "date_of_death is later than date_of_report in {}: kept as written",
    )
    for name in DATES:
        yield from _said(known, _comes_after(today, name), f"{name} has not come yet in {{}}: kept as written")
    for name in ADDRESSEES:
        yield from _said(
            known, _has_letter(name), f"{name} is another text, no list of names, in {{}}: it names nobody"
        )
    yield from _references(known)


def swapped(before: Mapping[str, Values], after: Mapping[str, Values]) -> Iterator[str]:
    """Dates whose day and month changed places since the last file of the kind: what a spreadsheet does."""
    for name in DATES:
        hit = [
            values
            for identity, values in after.items()
            if identity in before and _is_swap(day_of(before[identity], name), day_of(values, name))
        ]
        if hit:
            yield f"{name} has day and month the other way round than before in {_rows(len(hit))}{examples(hit)}"


def _is_swap(old: date | None, new: date | None) -> bool:
    return (
        old is not None
        and new is not None
        and old != new
        and (old.year, old.month, old.day) == (new.year, new.day, new.month)
    )


def _has_letter(name: str) -> Callable[[Values], bool]:
    return lambda row: is_letter(row.get(name))


def _comes_after(today: date, name: str) -> Callable[[Values], bool]:
    return lambda row: _before(today, day_of(row, name))


def _before(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and first < second


def _said(rows: Iterable[Values], wrong: Callable[[Values], bool], sentence: str) -> Iterator[str]:
    hit = [row for row in rows if wrong(row)]
    if hit:
        yield sentence.format(_rows(len(hit))) + examples(hit)


def _unread(rows: Iterable[Values]) -> Iterator[str]:
    hit: dict[str, list[Values]] = defaultdict(list)
    for row in rows:
        for name in row:
            if name.endswith("_text"):
                hit[name.removesuffix("_text")].append(row)
    for name, unread in sorted(hit.items()):
        sentence = f"{name} cannot be read surely in {_rows(len(unread))} and is kept as written, not as a date"
        yield sentence + examples(unread)


def _references(rows: list[Values]) -> Iterator[str]:
    if len(rows) < 2:
        return
    blank = sum(1 for row in rows if not row.get("ref"))
    if blank:
        yield f"ref is blank in {_rows(blank)}: these are told apart by their page address"
    bearers = Counter(str(row["ref"]) for row in rows if row.get("ref"))
    shared = [row for row in rows if bearers[str(row.get("ref", ""))] > 1]
    if shared:
        refs = len({str(row["ref"]) for row in shared})
        yield (
            f"{refs:,} reference{' is' if refs == 1 else 's are'} shared by {len(shared):,} rows"
            f"{examples(shared)}: each page is a report of its own"
        )


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"
