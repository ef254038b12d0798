"""Due dates for a calendar program to follow (iCalendar, RFC 5545), with the filters of the worklist."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from icalendar import Calendar, Event

from forewarned import __version__
from forewarned.errors import InputError, NotFoundError
from forewarned.organisations.names import plain
from forewarned.reports.addresses import report_key
from forewarned.reports.duties.state import WORDS
from forewarned.reports.questions.duties import DutyLine
from forewarned.reports.questions.remembered import remembered
from forewarned.reports.questions.result import day
from forewarned.reports.questions.worklist import Wanted, Worklist, ask_worklist
from forewarned.web.access import May, may
from forewarned.web.api.callers import act_for
from forewarned.web.api.models import ApiToken
from forewarned.web.api.tokens import find_token
from forewarned.web.audit import record_read
from forewarned.web.faces import read_as_at
from forewarned.web.pages.duties import read_wanted
from forewarned.web.paths import Path
from forewarned.web.promise_reminders import promise_events
from forewarned.web.words import due_notes

MOST = 2000
"""Calendar programs fail on very long feeds; a narrower one serves the reader better than a cut one."""
PLAIN = "text/plain; charset=utf-8"


def calendar(request: HttpRequest) -> HttpResponse:
    """The duties that fit the filters, each an all-day event on its due date, which is never moved."""
    try:
        wanted, as_at = read_wanted(request.GET), read_as_at(request)
        site = request.build_absolute_uri("/").rstrip("/")
        text = remembered(("calendar", wanted, as_at, site), lambda: calendar_of(wanted, as_at, site))
    except (InputError, NotFoundError) as error:
        status = 404 if isinstance(error, NotFoundError) else 400
        return HttpResponse(f"{error}\n", status=status, content_type=PLAIN)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="duties.ics"'
    return response


def private(request: HttpRequest, token: str) -> HttpResponse:
    """The same feed while the register is closed: calendar programs cannot sign in, so the address holds a token.

    It opens this feed and nothing else, acts for its person, and ends as other tokens do.
    """
    found = find_token(token)
    if found is None or ApiToken.Scope.CALENDAR not in found.scopes:
        said = "This calendar address does not work any more. Make a new one on your account page.\n"
        return HttpResponse(said, status=404, content_type=PLAIN)
    act_for(request, found)
    if not may(request, May.READ_REGISTER):
        return HttpResponse("Your account does not have the role that this needs.\n", status=403, content_type=PLAIN)
    query = request.GET.urlencode()
    record_read(request, "calendar_private", {}, f"{reverse('calendar')}?{query}" if query else reverse("calendar"))
    return calendar(request)


def calendar_of(wanted: Wanted, as_at: date, site: str) -> bytes:
    """The feed as bytes: the same register, day and filters give the same bytes. Raises InputError when too long."""
    answer = ask_worklist(wanted, as_at=as_at, size=None)
    if answer.total > MOST:
        raise InputError(
            f"{answer.total:,} duties are more than a calendar takes ({MOST:,})",
            next_step="narrow the filters: one organisation, one kind, or fewer days",
        )
    made = Calendar()
    made.add("prodid", f"-//Forewarned//Duties {__version__}//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"Responses to coroners’ reports{f': {answer.name}' if answer.name else ''}")
    made.add("x-wr-caldesc", f"{answer.total:,} duties {answer.question()}. {answer.cited.sentence()}")
    made.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for event in _events(answer, site):
        made.add_component(event)
    for event in promise_events(wanted, answer.key, as_at, site):
        made.add_component(event)
    return bytes(made.to_ical())


def _events(answer: Worklist, site: str) -> Iterator[Event]:
    stamp = max((source.imported_at for source in answer.cited.sources), default=datetime(2013, 7, 25, tzinfo=UTC))
    seen: set[str] = set()
    for line in answer.duties:
        uid = uid_of(line)
        if line.due.on is None or uid in seen:
            continue
        seen.add(uid)
        event = Event()
        event.add("uid", uid)
        event.add("dtstamp", stamp.astimezone(UTC))
        event.add("dtstart", line.due.on)
        event.add("dtend", line.due.on + timedelta(days=1))
        event.add("summary", f"Response due: {line.organisation or line.addressee} ({line.ref or 'no reference'})")
        event.add("description", description_of(line))
        event.add("url", site + reverse("report", kwargs={"key": report_key(line.report_url)}))
        event.add("transp", "TRANSPARENT")
        event.add("categories", [WORDS[line.state.state]])
        yield event


def uid_of(line: DutyLine) -> str:
    """The same duty keeps its id over imports and decisions: made of the report, and whom it names in which words."""
    whom = f"{report_key(line.report_url)}\n{plain(line.addressee)}"
    return f"duty-{hashlib.sha256(whom.encode()).hexdigest()[:32]}@forewarned"


def description_of(line: DutyLine) -> str:
    """The basis of the day, and the working day before it: a due date is never rolled."""
    said = [f"Due {day(line.due.on)}: {'; '.join(due_notes(line.due))}."]
    said.append(f"As written on the report: {line.addressee}.")
    said.append(f"State: {WORDS[line.state.state]}. No published response is not the same as no response.")
    said.append(f"Report: {line.report_url}")
    return "\n".join(said)


PATHS = (
    Path("duties.ics", calendar, name="calendar", may=May.READ_REGISTER),
    # Open: its token is the permission.
    Path("calendar/<str:token>/duties.ics", private, name="calendar_private", may=May.OPEN),
)
