"""The values this room gives and takes. Frozen; nothing here knows of files or the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

LONGEST_LIST = 4_000
"""Characters beyond which a field is another text, not a list of addressees: the longest real one has 1,115."""


class Party(StrEnum):
    """What a part of an addressee field names. Redacted names and private persons are never organisations."""

    ORGANISATION = "organisation"
    PERSON = "person"
    REDACTED = "redacted"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What a person decided about a name on the review list."""

    BODY = "body"
    PERSON = "person"
    REDACTED = "redacted"
    NOT_AN_ORGANISATION = "not_an_organisation"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Body:
    """A body under the name it bore at some date.

    ``key`` is stable over renames: "ods:RMY", "body:home-office", "named:guinness-care".
    ``opened``/``closed`` are the first and last day it existed, None where not known or still open.
    """

    key: str
    name: str
    kind: str
    ods: str = ""
    opened: date | None = None
    closed: date | None = None
    services: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Mention:
    """One party named in an addressee field. ``written[start:end] == as_written`` always holds.

    ``body``: the body at the report's date. ``successor``: what it is called today, None if that is the same
    body under the same name (after a mere rename the key is the same and only the name differs).
    ``sure`` False puts it on the review list; ``reason`` is a sentence for a reader.
    """

    as_written: str
    start: int
    end: int
    party: Party
    body: Body | None
    successor: Body | None
    score: float
    reason: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's answer for one name (kept by ``names.plain(name)``), or for one body (kept by its key: merged).

    ``key`` only with verdict "body", ``name`` what that body is called if the directory does not know it.
    ``parts`` only with verdict "several": one answer for each body that the one name stands for.
    """

    verdict: Verdict | str
    key: str = ""
    name: str = ""
    parts: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class OdsRow:
    """One organisation of an NHS Organisation Data Service file, name in title case, dates parsed."""

    row: int
    code: str
    name: str
    geography: str
    postcode: str
    opened: date | None
    closed: date | None


@dataclass(frozen=True, slots=True)
class OdsRefusal:
    """A row that cannot be used: where and why, never its value."""

    row: int
    column: str
    reason: str
