"""The duties worklist: which responses fall due, and for which none is published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import reverse
from markupsafe import Markup

from forewarned.errors import InputError, NotFoundError
from forewarned.organisations.models import Organisation
from forewarned.reports.addresses import report_key
from forewarned.reports.duties.state import WORDS, State
from forewarned.reports.questions.duties import DutyLine
from forewarned.reports.questions.remembered import remembered
from forewarned.reports.questions.result import day
from forewarned.reports.questions.worklist import SOON, Show, Wanted, Worklist, ask_worklist, last_day_of_duties
from forewarned.settings import settings
from forewarned.web.access import May
from forewarned.web.faces import as_csv, as_json, read_as_at, read_page
from forewarned.web.jinja import render
from forewarned.web.paths import Path
from forewarned.web.words import IN_TIME, KINDS, due_notes

SHOWS = {
    Show.DUE: "Due soon, not surely answered",
    Show.UNANSWERED: "Past due, no response published",
    Show.LATE: "Certainly late",
    Show.ALL: "All duties",
}
WHY_NONE = {
    Show.LATE: "Late is certain only when a letter’s own date, or an official list of those who did not respond, says "
    "so. A response first seen after its due date may have been received before it.",
    Show.UNANSWERED: "Every duty past its due date has a response published, or one that may be its own.",
    Show.ALL: "No report with an addressee is held here.",
}


def read_wanted(query: Mapping[str, str]) -> Wanted:
    """The filters of an address. Raises InputError, naming the one that cannot be read."""
    return Wanted(
        show=_one_of(Show, query.get("show") or Show.DUE.value, "show") or Show.DUE,
        due_within=_days(query.get("due_within") or str(SOON)),
        state=_one_of(State, query.get("state") or "", "state"),
        kind=one_line(query.get("kind", ""), "kind")[:40],
        organisation=one_line(query.get("organisation", ""), "organisation")[:300],
    )


def one_line(text: str, name: str) -> str:
    """``text`` without blanks around it; raises InputError for marks that are no text (PostgreSQL stores none)."""
    if not text.strip().isprintable():
        raise InputError(f"{name} holds marks that are no text", next_step="type it again")
    return text.strip()


def _one_of(choices: Any, text: str, name: str) -> Any:
    if not text:
        return None
    try:
        return choices(text)
    except ValueError as error:
        known = ", ".join(choice.value for choice in choices)
        raise InputError(f"{name} is not one of those known here", next_step=f"use one of {known}") from error


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise InputError("due_within is not a number of days", next_step="write it as 14")
    return int(text)


def query_of(wanted: Wanted, as_at: date | None = None) -> dict[str, str]:
    """The filters as they stand in an address, without those left as they are."""
    said: dict[str, str] = {"show": wanted.show.value}
    if wanted.show is Show.DUE:
        said["due_within"] = str(wanted.due_within)
    if wanted.state:
        said["state"] = wanted.state.value
    if wanted.kind:
        said["kind"] = wanted.kind
    if wanted.organisation:
        said["organisation"] = wanted.organisation
    if as_at and as_at != settings().today():
        said["as_at"] = as_at.isoformat()
    return said


def duties(request: HttpRequest) -> HttpResponse:
    """What is due, and what has no published response, by the filters in the address."""
    wanted, as_at, page = read_wanted(request.GET), read_as_at(request), read_page(request)
    face = request.GET.get("format", "")
    try:
        if face in ("csv", "json"):
            whole = ask_worklist(wanted, as_at=as_at, size=None)
            return as_csv(whole.rows(), f"duties {as_at}") if face == "csv" else as_json(whole)
        shown = remembered(("duties page", wanted, as_at, page), lambda: _shown(wanted, as_at, page))
    except NotFoundError as error:
        context = _form(wanted, as_at) | {"problem": error, "answer": None, "evidence": ""}
        return render(request, "duties.jinja", context, status=404)
    answer, evidence = shown
    query = query_of(wanted, as_at)
    context = _form(wanted, as_at) | {
        "problem": None,
        "answer": answer,
        "evidence": evidence,
        "tabs": _tabs(answer),
        "csv": _address(query | {"format": "csv"}),
        "json": _address(query | {"format": "json"}),
        "calendar": f"{reverse('calendar')}?{urlencode({k: v for k, v in query.items() if k != 'as_at'})}",
        "pages_base": _address(query) + "&page=",
        "address": request.build_absolute_uri(_address(query | {"as_at": as_at.isoformat()})),
        "empty": _why_none(wanted, as_at) if not answer.total else {},
    }
    return render(request, "duties.jinja", context)


def _address(query: Mapping[str, str]) -> str:
    return f"{reverse('duties')}?{urlencode(query)}"


def _shown(wanted: Wanted, as_at: date, page: int) -> tuple[Worklist, Markup]:
    """The answer and its table, drawn once for everybody: neither depends on who reads."""
    answer = ask_worklist(wanted, as_at=as_at, page=page)
    template = engines["jinja"].env.get_template("duties_table.jinja")  # type: ignore[attr-defined]
    rows = [_row(line) for line in answer.duties]
    return answer, Markup(template.render(answer=answer, rows=rows, words=WORDS))  # noqa: S704  the template escapes


def _row(line: DutyLine) -> tuple[Any, ...]:
    who: Any = line.organisation or line.addressee
    if line.organisation_key:
        who = {"text": who, "href": reverse("organisation", kwargs={"key": line.organisation_key})}
    return {"html": _due(line)}, who, {"html": _report(line)}, sentence(WORDS[line.state.state]), _in_time(line)


def _due(line: DutyLine) -> Markup:
    """The due date is never moved; what it rests on is said, and the working day before a day nobody works."""
    notes = sentence("; ".join(due_notes(line.due)))
    said = nowrap(day(line.due.on)) + Markup("<br>") if line.due.on else Markup("")
    return said + Markup('<span class="fw-quiet">{}</span>').format(notes)


def _report(line: DutyLine) -> Markup:
    key = report_key(line.report_url)
    ref = nowrap(line.ref or "no reference")
    link = Markup('<a href="{}">{}</a>').format(reverse("report", kwargs={"key": key}), ref) if key else ref
    return link + Markup('<br><span class="fw-quiet">of {}</span>').format(day(line.date_of_report))


def nowrap(text: str) -> Markup:
    """``text`` in one line: a date or a reference that breaks is hard to read down a column."""
    return Markup('<span class="fw-nowrap">{}</span>').format(text)


def sentence(text: str) -> str:
    """``text`` with a capital at its start and the rest left as it is."""
    return text[:1].upper() + text[1:]


def _in_time(line: DutyLine) -> str:
    if line.state.timeliness in IN_TIME:
        return sentence(IN_TIME[line.state.timeliness])
    return "Not known" if line.state.past_due else "Not due yet"


def _tabs(answer: Worklist) -> list[dict[str, Any]]:
    """The counts first, each a link to what it counts."""
    counts, wanted = answer.counts, answer.wanted
    said = (
        (Show.DUE, counts.due, f"due in the next {wanted.due_within} days, not surely answered"),
        (Show.UNANSWERED, counts.unanswered, "past due with no response published"),
        (Show.LATE, counts.late, "certainly late"),
        (Show.ALL, counts.all, "duties in all"),
    )
    base = query_of(Wanted(Show.ALL, kind=wanted.kind, organisation=wanted.organisation), answer.as_at)
    days = {"due_within": str(wanted.due_within)}
    return [
        {
            "count": count,
            "text": text,
            "here": show is wanted.show,
            "href": _address({**base, "show": show.value, **(days if show is Show.DUE else {})}),
        }
        for show, count, text in said
    ]


def _form(wanted: Wanted, as_at: date) -> dict[str, Any]:
    return {
        "page_title": "Which responses are due, and which are not published?",
        "wanted": wanted,
        "state_said": WORDS[wanted.state] if wanted.state else "",
        "as_at": as_at,
        "shows": [(show.value, text) for show, text in SHOWS.items()],
        "states": [(state.value, sentence(WORDS[state])) for state in State],
        "kinds": [(kind, KINDS.get(kind, ("", kind))[1]) for kind in remembered("kinds of bodies", _kinds)],
    }


def _kinds() -> list[str]:
    return sorted(Organisation.objects.values_list("kind", flat=True).distinct())


def _why_none(wanted: Wanted, as_at: date) -> dict[str, str]:
    """An empty list says why, and where to look instead."""
    last = last_day_of_duties(as_at)
    if last is None:
        return {"why": "No report with an addressee is held here.", "href": reverse("home"), "text": "Start here"}
    if wanted.show is Show.DUE and last < as_at:
        earlier = last - timedelta(days=wanted.due_within)
        query = query_of(wanted) | {"as_at": earlier.isoformat()}
        return {
            "why": f"The newest due date held here is {day(last)}. Registers come out weeks after the reports, so "
            "import a newer one, or look as at an earlier day.",
            "href": _address(query),
            "text": f"See what was due as at {day(earlier)}",
        }
    why = WHY_NONE.get(wanted.show, "Nothing that fits is due in these days.")
    if wanted.show is Show.DUE:
        return {
            "why": why,
            "href": _address(query_of(wanted, as_at) | {"due_within": "56"}),
            "text": "Look 56 days ahead",
        }
    return {"why": why, "href": _address({"show": "all"}), "text": "See all duties"}


PATHS = (Path("duties/", duties, name="duties", may=May.READ_REGISTER),)
