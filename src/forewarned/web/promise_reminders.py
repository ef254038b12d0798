"""Promises to ask about, for the digest and the calendar of somebody who follows one organisation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.urls import reverse
from icalendar import Event

from forewarned.lessons.promises import Reminder
from forewarned.lessons.questions.promising import PromiseLine, PromisesAnswer, ask_promises
from forewarned.reports.questions.remembered import remembered
from forewarned.reports.questions.result import day
from forewarned.reports.questions.worklist import Show, Wanted

SHOWN = 10
"""Promises in one mail; the page has them all."""
LONGEST = 200
"""Characters of a promise in a mail or calendar."""
OPEN = ("due", "overdue")


@dataclass(frozen=True, slots=True)
class ToAsk:
    """One promise as a mail shows it."""

    words: str
    why: str
    href: str


@dataclass(frozen=True, slots=True)
class PromisesToAsk:
    """What there is to ask about of one organisation's promises, most pressing first."""

    said: str
    rows: tuple[ToAsk, ...]
    href: str


def _promises(organisation: str, as_at: date) -> PromisesAnswer:
    return remembered(("promises", organisation, as_at), lambda: ask_promises(organisation=organisation, as_at=as_at))


def promises_to_ask(organisation: str, today: date, within: int, site: str) -> PromisesToAsk | None:
    """Past their day, due within so many days, or without a date for long; ``None`` when there is none."""
    answer = _promises(organisation, today)
    lines = {one.key: one for one in answer.promises}
    found = [one for one in answer.reminders if one.why != "due_soon" or one.days <= within]
    if not found:
        return None
    counts = {why: sum(one.why == why for one in found) for why in ("overdue", "due_soon", "no_date")}
    said = (
        f"{counts['overdue']:,} past their day without evidence here, {counts['due_soon']:,} due in {within} days, "
        f"{counts['no_date']:,} without a date for long. No evidence here does not mean that nothing was done."
    )
    rows = tuple(
        ToAsk(_short(lines[one.key].text), _why(one), site + reverse("promise", kwargs={"key": one.key}))
        for one in found[:SHOWN]
        if one.key in lines
    )
    return PromisesToAsk(said, rows, f"{site}{reverse('promises')}?organisation={organisation}")


def _why(one: Reminder) -> str:
    if one.why == "overdue":
        return f"was due by {day(one.due_on)}."
    if one.why == "due_soon":
        return f"is due by {day(one.due_on)}."
    return "gives no date."


def lines_of(found: object) -> list[str]:
    """The same as lines of a text mail; none when there is nothing to ask."""
    if not isinstance(found, PromisesToAsk):
        return []
    rows = [line for one in found.rows for line in (f"- “{one.words}” {one.why}", f"  {one.href}")]
    return ["Promises worth asking about:", found.said, *rows, f"All of them: {found.href}", ""]


def promise_events(wanted: Wanted, organisation: str, as_at: date, site: str) -> Iterator[Event]:
    """The days by which an organisation promised something, as all-day events; none for the whole register."""
    if not organisation or wanted.show not in (Show.DUE, Show.ALL):
        return
    last = as_at + timedelta(days=wanted.due_within)
    answer = _promises(organisation, as_at)
    stamp = max((source.imported_at for source in answer.cited.sources), default=datetime(2013, 7, 25, tzinfo=UTC))
    for one in answer.promises:
        due = one.state.due_on
        if due is None or one.state.state not in OPEN:
            continue
        if wanted.show is Show.DUE and not as_at <= due <= last:
            continue
        yield _event(one, due, stamp, site)


def _event(one: PromiseLine, due: date, stamp: datetime, site: str) -> Event:
    event = Event()
    event.add("uid", f"promise-{one.key}@forewarned")
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("summary", f"Promise due: {one.organisation or one.respondent} ({one.ref or 'no reference'})")
    event.add("description", f"“{_short(one.text)}”\n{one.state.reason}")
    event.add("url", site + reverse("promise", kwargs={"key": one.key}))
    event.add("transp", "TRANSPARENT")
    event.add("categories", ["promise"])
    return event


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST].rstrip()}…"
