"""What a caller may send, each value with its bounds; anything else is refused and named, never guessed at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest
from ninja import Path, Schema
from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from forewarned.errors import InputError, NotFoundError
from forewarned.reports.duties.state import State
from forewarned.reports.questions.worklist import FURTHEST as FURTHEST_DUE
from forewarned.reports.questions.worklist import SOON, Show

NO_CONTROL = r"^[^\u0000-\u001F\u007F-\u009F]*$"
"""Control characters: no name holds one, and PostgreSQL cannot store the first of them."""
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
MOST = 200
"""Rows on one page."""
FURTHEST = 1_000_000
ENTRIES = 2**31 - 1
"""What the store's whole numbers hold."""

_T = TypeVar("_T")


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            found = date.fromisoformat(value)
            if EARLIEST <= found <= LATEST:
                return found
    except ValueError:
        pass
    raise ValueError("write it as YYYY-MM-DD, for example 2024-06-01")


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "example": "2024-06-01"}),
]
Text = Annotated[str, Field(max_length=200, pattern=NO_CONTROL)]
Words = Annotated[str, Field(min_length=1, max_length=300, pattern=NO_CONTROL)]
KeyPath = Annotated[str, Path(min_length=1, max_length=300, pattern=NO_CONTROL)]
EntryPath = Annotated[int, Path(ge=0, le=ENTRIES)]
Number = Annotated[int, Field(ge=1, le=FURTHEST, description="Which page, from 1.")]
Size = Annotated[int, Field(ge=1, le=MOST, description="Rows on a page.")]
AsAt = Annotated[
    Day | SkipJsonSchema[None], Field(description="Answer from what was known on this day; without it, today.")
]


class Parameters(Schema):
    """The parameters of one address; one that is not written down here is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class Paged(Parameters):
    page: Number = 1
    size: Size = 50


class AsAtQuery(Parameters):
    as_at: AsAt = None


class PagedAsAtQuery(Paged):
    as_at: AsAt = None


class OrganisationsQuery(PagedAsAtQuery):
    q: Annotated[Text, Field(description="Part of a name as written anywhere, or an ODS code.")] = ""
    kind: Annotated[Text, Field(description="A kind of body, such as nhs_trust.")] = ""


class ReportsQuery(AsAtQuery):
    ref: Annotated[Words, Field(max_length=200, description="A reference such as 2024-0123, or a page address.")]


class DutiesQuery(PagedAsAtQuery):
    show: Annotated[
        Show, Field(description="Due soon; past due with no response published; certainly late; or all.")
    ] = Show.DUE
    due_within: Annotated[int, Field(ge=0, le=FURTHEST_DUE, description="For `due`: days ahead.")] = SOON
    state: Annotated[State | SkipJsonSchema[None], Field(description="Only duties in this state.")] = None
    organisation: Annotated[Text, Field(description="Of one organisation: a name, key or ODS code.")] = ""
    kind: Annotated[Text, Field(description="Of one kind of body, such as nhs_trust.")] = ""


class ChangesQuery(PagedAsAtQuery):
    since: Annotated[Day, Field(description="From this day on.")]


class MissingQuery(AsAtQuery):
    year: Annotated[
        Annotated[int, Field(ge=1900, le=2199)] | SkipJsonSchema[None], Field(description="References of one year.")
    ] = None


def only(request: HttpRequest, known: type[Parameters]) -> None:
    """Refuse a parameter that this address does not have, or one given twice.

    A misspelt filter that is passed over would give an answer to another question. Raises InputError.
    """
    names = sorted(known.model_fields)
    for name, values in request.GET.lists():
        if name not in names:
            raise InputError(
                "This address does not have such a parameter",
                where="query",
                next_step=f"use {', '.join(names)}" if names else "leave it out",
            )
        if len(values) > 1:
            raise InputError("A parameter is given more than once", where=name, next_step="give it once")


def part(rows: Sequence[_T], chosen: Paged) -> tuple[Sequence[_T], dict[str, int]]:
    """The rows of the page asked for, and which part of all they are. Raises NotFoundError beyond the last."""
    pages = max(1, -(-len(rows) // chosen.size))
    demand_page(chosen.page, pages)
    start = (chosen.page - 1) * chosen.size
    return rows[start : start + chosen.size], {"total": len(rows), "page": chosen.page, "pages": pages}


def demand_page(asked: int, pages: int) -> None:
    """A program that reads page after page must see the end: beyond it there is nothing, not the last page again."""
    if asked > pages:
        raise NotFoundError("There is no such page", where="page", next_step=f"the last page is {pages}")
