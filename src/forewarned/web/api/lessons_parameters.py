"""What a caller may send to the addresses of lessons."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from forewarned.lessons.promises.register import STATES
from forewarned.lessons.promises.values import STATUSES, TIERS, TYPES
from forewarned.lessons.themes import codebook
from forewarned.web.api.parameters import NO_CONTROL, PagedAsAtQuery, Parameters, Text
from forewarned.web.api.parameters import AsAt as AsAtDay

LONGEST = 100_000
"""Characters of a narrative."""
NARRATIVE = r"^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$"
"""Lines may end; other control characters are no text."""
FEWER = Annotated[int, Field(ge=1, le=100, description="How many reports.")]


def _choice(values: tuple[str, ...] | list[str], said: str) -> Any:
    """One of these, or blank for any."""
    return Annotated[Literal[("", *values)], Field(description=said)]


THEME = _choice(list(codebook()), "Only with this theme.")


class LessonsQuery(PagedAsAtQuery):
    theme: THEME = ""  # type: ignore[valid-type]


class PromisesQuery(PagedAsAtQuery):
    organisation: Annotated[Text, Field(description="Of one organisation: a name, key or ODS code.")] = ""
    state: _choice(STATES, "As at the day asked for.") = ""  # type: ignore[valid-type]
    status: _choice(STATUSES, "What the response says.") = ""  # type: ignore[valid-type]
    type: _choice(TYPES, "What kind of action.") = ""  # type: ignore[valid-type]
    strength: _choice(TIERS, "By the hierarchy of actions.") = ""  # type: ignore[valid-type]


class SimilarQuery(Parameters):
    size: FEWER = 10
    as_at: AsAtDay = None


class Narrative(Parameters):
    """The circumstances of a death, in anybody's words."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST, pattern=NARRATIVE)]
    size: FEWER = 10


class ScreenQuery(PagedAsAtQuery):
    q: Annotated[str, Field(min_length=1, max_length=2000, pattern=NO_CONTROL, description="The query.")]
    show: Annotated[Literal["hits", "near_misses"], Field(description="Which list to page through.")] = "hits"


class SearchQuery(PagedAsAtQuery):
    q: Annotated[Text, Field(description='Words, "phrases", field:value, -not.')] = ""
    kind: Annotated[
        Literal["", "matter", "report", "response", "promise", "lesson", "organisation"],
        Field(description="Only of this kind."),
    ] = ""
    theme: THEME = ""  # type: ignore[valid-type]
