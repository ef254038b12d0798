"""Reads the packaged knowledge (``data/*.csv``, written by this project) into records.

``names`` columns hold a body's names in order with the day each began: "Old > 2018-01-08 > New".
``aliases`` columns hold other forms, joined by " | ", each with an optional window: "X Hospital@..2017-09-30".
``into`` is the successor of a body that closed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources import files

from forewarned.errors import InputError
from forewarned.organisations.names import slug

_DATA = files("forewarned.organisations") / "data"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

BODY_FILES = (
    "trusts", "commissioners", "welsh_health_boards", "government", "nhs_national", "regulators",
    "prison_probation", "police_national", "fire_national", "combined_authorities", "professional_bodies",
    "charities", "care_providers", "companies", "universities",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alias:
    """Another form of a name, good from ``since`` to ``until`` (both included, None = open)."""

    text: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A body over its whole life. ``names``: (name, first day it was used or None for the first), in order."""

    key: str
    kind: str
    names: tuple[tuple[str, date | None], ...]
    services: frozenset[str] = frozenset()
    opened: date | None = None
    closed: date | None = None
    aliases: tuple[Alias, ...] = ()
    into: str = ""
    place: str = ""
    tier: str = ""

    @property
    def ods(self) -> str:
        """Its ODS code, or "" for a body outside the NHS lists."""
        return self.key[4:] if self.key.startswith("ods:") else ""


@dataclass(frozen=True, slots=True)
class Succession:
    """``successor`` took over from ``predecessor`` on ``on``."""

    predecessor: str
    successor: str
    on: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A form that several bodies share; ``hints`` are words of a coroner's area or a co-addressee that decide."""

    text: str
    key: str
    hints: tuple[str, ...]


def rows_of(name: str) -> Iterator[dict[str, str]]:
    """Rows of ``data/<name>.csv``."""
    yield from csv.DictReader(io.StringIO((_DATA / f"{name}.csv").read_text(encoding="utf-8"), newline=""))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _names(text: str, where: str) -> tuple[tuple[str, date | None], ...]:
    parts = text.split(" > ")
    if len(parts) % 2 == 0 or not all(_DAY.fullmatch(day) for day in parts[1::2]):
        raise InputError("The names of a packaged body are not 'Old > YYYY-MM-DD > New'", where=where)
    days: list[date | None] = [None, *(date.fromisoformat(day) for day in parts[1::2])]
    return tuple(zip(parts[0::2], days, strict=True))


def _aliases(text: str) -> tuple[Alias, ...]:
    found: list[Alias] = []
    for part in text.split(" | ") if text else ():
        form, _, window = part.partition("@")
        since, _, until = window.partition("..")
        found.append(Alias(form.strip(), _day(since), _day(until)))
    return tuple(found)


def record_of(row: dict[str, str]) -> Record:
    """The body of one row in the packaged columns. Raises ValueError for a day that is none."""
    return Record(
        key=row["key"],
        kind=row["kind"],
        names=_names(row["names"], row["key"]),
        services=frozenset(row["services"].split()),
        opened=_day(row["opened"]),
        closed=_day(row["closed"]),
        aliases=_aliases(row["aliases"]),
        into=row["into"],
    )


def _council(row: dict[str, str]) -> Record:
    names = _names(row["names"], row["place"])
    opened = _day(row["opened"])
    return Record(
        key=f"body:{slug(names[-1][0])}",
        kind="local_authority",
        names=names,
        opened=opened,
        closed=_day(row["closed"]),
        aliases=tuple(alias for alias in _aliases(row["also"]) if " " in alias.text or alias.text.isupper()),
        into=f"body:{slug(row['into'])}" if row["into"] else "",
        place=" | ".join([row["place"], *(alias.text for alias in _aliases(row["also"]))]),
        tier=row["tier"],
    )


def _service(row: dict[str, str], kind: str) -> Record:
    names = _names(row["name"], row["place"])
    return Record(
        key=f"body:{slug(names[-1][0])}", kind=kind, names=names, aliases=_aliases(row["also"]), place=row["place"]
    )


def _commissioner_of(force: Record) -> Record:
    """The Police and Crime Commissioner of a force (elected since 22 November 2012)."""
    name = f"{force.place} Police and Crime Commissioner"
    mayor = force.place == "Greater Manchester"  # the mayor took the office over on 8 May 2017
    return Record(
        key=f"body:{slug(name)}", kind="police", names=((name, None),), opened=date(2012, 11, 22), place=force.place,
        tier="pcc", closed=date(2017, 5, 7) if mayor else None,
        into="body:greater-manchester-combined-authority" if mayor else "",
    )  # fmt: skip


def _prison(row: dict[str, str]) -> Record:
    name = f"HM Prison {row['place']}"
    return Record(
        key=f"body:{slug(name)}", kind="prison_probation", names=((name, None),), opened=_day(row["opened"]),
        closed=_day(row["closed"]), place=" | ".join([row["place"], *filter(None, row["also"].split(" | "))]),
        tier="prison",
    )  # fmt: skip


def read_records() -> list[Record]:
    """Every packaged body, one record a key."""
    found: dict[str, Record] = {}

    def add(record: Record) -> None:
        known = found.get(record.key)
        if known is None:
            found[record.key] = record
        elif known.tier and record.tier and known.kind == record.kind:  # one council, listed by county and unitary
            found[record.key] = replace(known, names=known.names, aliases=known.aliases + record.aliases)
        else:
            raise InputError("A packaged body is listed twice", where=record.key)

    for name in BODY_FILES:
        for row in rows_of(name):
            add(record_of(row))
    for row in rows_of("councils"):
        add(_council(row))
    for row in rows_of("police_forces"):
        force = _service(row, "police")
        add(force)
        if force.place not in ("Metropolitan", "City of London"):
            add(_commissioner_of(force))
    for row in rows_of("fire_services"):
        add(_service(row, "fire"))
    for row in rows_of("prisons"):
        add(_prison(row))
    return list(found.values())


def read_successions(records: list[Record]) -> list[Succession]:
    """Which body took over from which, as the bodies themselves say (``into``), the day after the last day."""
    return [
        Succession(record.key, record.into, record.closed + timedelta(days=1), "became part of its successor")
        for record in records
        if record.into and record.closed
    ]


def read_doubtful() -> list[Doubtful]:
    """Forms that several bodies share (``doubtful.csv``)."""
    return [
        Doubtful(row["form"], row["key"], tuple(word.strip() for word in row["hints"].split("|")))
        for row in rows_of("doubtful")
    ]
