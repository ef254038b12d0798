"""Names that wait for a person's word, and deciding them: for reviewers' tokens with ``review:write``."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from forewarned.reports.actions.deciding import decide_name, undo_decision
from forewarned.reports.questions.review import NameToReview, names_to_review
from forewarned.web.access import May
from forewarned.web.api.answers import answer
from forewarned.web.api.callers import Bearer, name_of
from forewarned.web.api.parameters import NO_CONTROL, Paged, Parameters, Words, only, part
from forewarned.web.api.schemas import Part, Shape, answer_schema

router = Router(tags=["review"])
Reason = Annotated[str, Field(max_length=500, pattern=NO_CONTROL)]


class Names(Part):
    """Names that nobody is sure of, those on most reports first."""

    names: list[answer_schema(NameToReview)]  # type: ignore[valid-type]


class Decision(Parameters):
    """A written name is no organisation's."""

    name: Words
    verdict: Literal["person", "redacted", "not_an_organisation"]
    reason: Reason = ""


class BodyDecision(Parameters):
    """A written name means an organisation, given by its key, ODS code or name."""

    name: Words
    verdict: Literal["body"]
    organisation: Words
    reason: Reason = ""


class Undo(Parameters):
    """The name whose decision is taken back."""

    name: Words


class Decided(Shape):
    """How many reports were read again."""

    reports: int = Field(ge=0)


@router.get("/review/names", response=Names, auth=Bearer(May.REVIEW), summary="Names to review")
def names(request: HttpRequest, chosen: Query[Paged]) -> HttpResponse:
    """Names on reports that could not be resolved surely."""
    only(request, Paged)
    shown, page = part(names_to_review(), chosen)
    return answer({"names": shown}, **page)


@router.post("/review/decisions", response=Decided, auth=Bearer(May.REVIEW, changes=True), summary="Decide a name")
def decide(request: HttpRequest, asked: BodyDecision | Decision) -> HttpResponse:
    """Say what a written name means. It is remembered and used at once; an earlier decision is undone first."""
    only(request, Parameters)
    count = decide_name(
        name=asked.name,
        verdict=asked.verdict,
        organisation=asked.organisation if isinstance(asked, BodyDecision) else "",
        reason=asked.reason,
        by=name_of(request),
    )
    return answer({"reports": count})


@router.post("/review/decisions/undo", response=Decided, auth=Bearer(May.REVIEW, changes=True), summary="Undo one")
def undo(request: HttpRequest, asked: Undo) -> HttpResponse:
    """Take back the decision on a name; the ledger keeps both."""
    only(request, Parameters)
    return answer({"reports": undo_decision(name=asked.name, by=name_of(request))})
