"""What is true in the fictional world: bodies, reports, duties, responses, and what each source showed.

Files written from a ``World`` are what the outside sees; these values are what happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SITE = "https://www.judiciary.example"
"""Stands for the official site. ``.example`` is reserved and never resolves (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class WorldBody:
    """A body that can be addressed.

    ``key``: ``ods:CODE``, ``body:slug`` (in ``organisations/bodies.csv``) or ``named:slug`` (in no list).
    ``aliases``: other names people write for it; ``office``: how its head is addressed (``""``: never).
    ``successor``: the key of the body that took over when this one ``closed``.
    ``answers``, ``on_time``: how likely it answers at all, and in time: the truth a funnel plot estimates.
    """

    key: str
    name: str
    kind: str
    place: str = ""
    ods: str = ""
    opened: date | None = None
    closed: date | None = None
    successor: str = ""
    services: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    office: str = ""
    answers: float = 0.9
    on_time: float = 0.7
    real: bool = False


@dataclass(frozen=True, slots=True)
class Concern:
    """One matter of concern as printed in section 5. Matters sharing ``lesson`` need the same fix."""

    number: int
    theme: str
    lesson: str
    text: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """One name in the field "sent to". ``start`` and ``end`` are offsets into the field as written.

    ``party``: ``organisation`` | ``person`` | ``redacted``; ``body`` is the key of the body meant
    (``""`` for persons and redacted names), ``successor`` its key on the world's last day.
    ``form``: how the name was written (``exact``, ``typo``, ``old_name``, ``office``, ...).
    """

    as_written: str
    start: int
    end: int
    party: str
    form: str
    body: str = ""
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file on a report's page. ``published``: first day it was there; ``None``: never."""

    kind: str
    name: str
    url: str
    title: str
    respondents: tuple[str, ...] = ()
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """One action in a response: ``status`` is ``taken`` | ``underway`` | ``planned`` | ``considered``."""

    concern: int
    status: str
    quote: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What truly became of one duty to respond.

    ``received``: the day the coroner got it, ``None`` if it never came; ``published``: the day it was
    first on the page, ``None`` if never; ``first_shown``: the first snapshot that shows it.
    ``timely``: ``on_time`` | ``late`` | ``never`` | ``not_yet`` (as at the world's last day).
    """

    body: str
    due: date
    received: date | None
    dated: date | None
    published: date | None
    first_shown: date | None
    timely: str
    documents: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One coroner's report: what happened, and what its page says.

    ``number``: the official number it truly has; ``ref``: what the page prints (blank, suffixed, mistyped).
    ``due_printed``: the date in section 7; ``extended_to``: a later date the coroner allowed.
    ``sent_to``: the field as written; ``corrected``: what trackers made of it, earliest first.
    ``field_missing``: the page lacks the field "sent to" (only the letter and hand-made tables have it).
    ``withdrawn``: the day the page left the listing. ``story``: why a test may want this one.
    """

    id: str
    number: str
    ref: str
    url: str
    regime: str
    date_of_report: date
    date_added: date
    deceased: str
    age: int | None
    sex: str
    date_of_death: date
    death_date_known: bool
    coroner_title: str
    coroner: str
    area: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    due_computed: date
    due_printed: date
    extended_to: date | None
    concerns: tuple[Concern, ...]
    responses: tuple[Response, ...]
    documents: tuple[Document, ...]
    addressees: tuple[Addressee, ...] = ()
    sent_to: str = ""
    corrected: tuple[str, ...] = ()
    field_missing: bool = False
    withdrawn: date | None = None
    story: str = ""

    @property
    def due(self) -> date:
        """The date that counts: extended, else printed."""
        return self.extended_to or self.due_printed


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """One line of ``snapshots.csv`` and why it is there.

    ``cause``: ``publication`` (something happened), ``baseline`` (first day of looking),
    ``correction`` (names or counts tidied by hand: nothing happened).
    """

    day: date
    url: str
    ref: str
    event: str
    replies: int
    sent_to: str
    cause: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of an official six-monthly list of people who had not responded."""

    month: str
    report: str
    body: str
    name: str
    due: date


@dataclass(frozen=True, slots=True)
class World:
    """Everything, as at ``as_of``. ``gaps``: official numbers given out and never published."""

    seed: int
    site: str
    as_of: date
    trust: str
    bodies: tuple[WorldBody, ...]
    reports: tuple[Report, ...]
    snapshots: tuple[SnapshotRow, ...]
    listed: tuple[Listed, ...]
    gaps: tuple[str, ...]

    def story(self, name: str) -> tuple[Report, ...]:
        """The reports that carry a story, in order of date added; empty when the world is too small."""
        return tuple(report for report in self.reports if report.story == name)

    def body(self, key: str) -> WorldBody:
        return next(body for body in self.bodies if body.key == key)
