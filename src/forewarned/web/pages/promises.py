"""The promise register: what responses promised, by when, and what there is to show for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from forewarned.errors import InputError, NotFoundError
from forewarned.lessons.questions.promising import Narrowed, PromiseLine, PromisesAnswer, ask_promises, narrow
from forewarned.reports.questions.remembered import remembered
from forewarned.reports.questions.result import day
from forewarned.settings import settings
from forewarned.web.access import May
from forewarned.web.faces import as_csv, as_json, read_as_at, read_page
from forewarned.web.fresh import kept
from forewarned.web.jinja import render
from forewarned.web.pages.duties import one_line, sentence
from forewarned.web.paths import Path
from forewarned.web.promise_words import STATES, STATUSES, TIERS, TYPES

A_PAGE = 25
REFUSALS = "refusals"
ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    organisation: str
    wanted: Narrowed
    refusals: bool
    as_at: date

    def query(self, **changed: str) -> str:
        """The address of the page with some of it changed; a blank takes a part out."""
        said = {
            "show": REFUSALS if self.refusals else "", "organisation": self.organisation, "state": self.wanted.state,
            "status": self.wanted.status, "type": self.wanted.type, "strength": self.wanted.strength,
            "as_at": self.as_at.isoformat() if self.as_at != settings().today() else "",
        } | changed  # fmt: skip
        kept = {name: value for name, value in said.items() if value}
        return f"{reverse('promises')}?{urlencode(kept)}" if kept else reverse("promises")


def read_asked(query: Mapping[str, str], as_at: date) -> Asked:
    """The filters of an address. Raises InputError, naming the one that cannot be read."""
    show = query.get("show", "")
    if show not in ("", REFUSALS):
        raise InputError("show is not one of those known here", next_step=f"use show={REFUSALS}, or leave it out")
    wanted = Narrowed(*(query.get(name, "") for name in ("state", "status", "type", "strength")))
    return Asked(one_line(query.get("organisation", ""), "organisation")[:300], wanted, show == REFUSALS, as_at)


def promises_at(organisation: str, as_at: date) -> PromisesAnswer:
    """All promises of the register or of one organisation, made once for the register as it is."""
    return remembered(("promises", organisation, as_at), lambda: ask_promises(organisation=organisation, as_at=as_at))


@kept
def promises(request: HttpRequest) -> HttpResponse:
    """The promises that fit the filters in the address, the most pressing first."""
    asked, page = read_asked(request.GET, read_as_at(request)), read_page(request)
    try:
        everything = promises_at(asked.organisation, asked.as_at)
    except NotFoundError as error:
        return render(request, "promises.jinja", _form(asked) | {"problem": error, "answer": None}, status=404)
    answer = narrow(everything, asked.wanted)
    face = request.GET.get("format", "")
    if face == "csv" and asked.refusals:
        return as_csv(answer.refusal_rows(), f"refusals {asked.as_at}")
    if face == "csv":
        return as_csv(answer.rows(), f"promises {asked.as_at}")
    if face == "json":
        return as_json(answer)
    shown = answer.refusals if asked.refusals else answer.promises
    last = max(1, -(-len(shown) // A_PAGE))
    page = min(page, last)
    context = _form(asked) | {
        "problem": None,
        "answer": answer,
        "everything": everything,
        "total": len(everything.promises),
        "planned": sum(one.status == "planned" for one in everything.promises),
        "to_ask": _to_ask(everything),
        "tallies": _tallies(everything, asked),
        "shown": [row_of(one) for one in answer.promises[(page - 1) * A_PAGE : page * A_PAGE]],
        "refusals": answer.refusals[(page - 1) * A_PAGE : page * A_PAGE] if asked.refusals else (),
        "page": page,
        "last": last,
        "pages_base": asked.query(page="") + ("&" if "?" in asked.query() else "?") + "page=",
        "csv": asked.query(format="csv"),
        "json": asked.query(format="json"),
        "all": asked.query(show="", state="", status="", type="", strength=""),
        "address": request.build_absolute_uri(asked.query(as_at=asked.as_at.isoformat())),
    }
    return render(request, "promises.jinja", context)


def row_of(one: PromiseLine) -> dict[str, Any]:
    """A promise in words, for a list."""
    return {
        "line": one,
        "state": sentence(STATES[one.state.state]),
        "reason": in_words(one.state.reason),
        "status": STATUSES.get(one.status, one.status),
        "type": TYPES.get(one.type, one.type),
        "tier": TIERS[one.strength][0] if one.strength in TIERS else one.strength,
        "who": one.organisation or one.respondent or "who answered is not known",
    }


def in_words(text: str) -> str:
    """Dates in a sentence as people write them."""
    return ISO.sub(lambda found: day(date.fromisoformat(found[0])), text)


def _to_ask(answer: PromisesAnswer) -> dict[str, int]:
    """How many promises there is something to ask about, by why."""
    found = {"overdue": 0, "due_soon": 0, "no_date": 0}
    for one in answer.reminders:
        found[one.why] += 1
    return found


def _tallies(everything: PromisesAnswer, asked: Asked) -> list[dict[str, Any]]:
    """Every state with its count, each a link to what it counts."""
    found: list[dict[str, Any]] = [
        {
            "count": len(everything.promises),
            "text": "promises in all",
            "href": asked.query(state="", show=""),
            "here": not asked.wanted.state and not asked.refusals,
        }
    ]
    found += [
        {
            "count": count,
            "text": STATES[state],
            "href": asked.query(state=state, show=""),
            "here": asked.wanted.state == state and not asked.refusals,
        }
        for state, count in everything.by_state
        if count or state == asked.wanted.state
    ]
    found.append(
        {
            "count": len(everything.refusals),
            "text": "times a response says that nothing will be done",
            "href": asked.query(show=REFUSALS, state="", status="", type="", strength=""),
            "here": asked.refusals,
        }
    )
    return found


def _form(asked: Asked) -> dict[str, Any]:
    return {
        "page_title": "What was promised, and was it done?",
        "asked": asked,
        "wanted": asked.wanted,
        "states": STATES,
        "statuses": STATUSES,
        "types": TYPES,
        "strengths": {name: short for name, (short, _) in TIERS.items()},
        "tiers": TIERS,
    }


PATHS = (Path("promises/", promises, name="promises", may=May.READ_REGISTER),)
