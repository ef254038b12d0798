"""The directory: every known body over time, found by any form of its name, carried to any date.

Built in memory from the packaged knowledge and, where imported, ODS rows. Nothing here reads the store.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from forewarned.organisations.knowledge import (
    Alias,
    Doubtful,
    Record,
    Succession,
    read_doubtful,
    read_records,
    read_successions,
)
from forewarned.organisations.names import UNTELLING, loose, loose_words, plain
from forewarned.organisations.values import Body, OdsRow
from forewarned.organisations.wordlists import words_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One form under which a body is known, with its window. ``how``: "name" | "former" | "alias" | "ods"."""

    text: str
    key: str
    how: str
    since: date | None = None
    until: date | None = None

    def covers(self, on: date | None) -> bool:
        """Was this form good on ``on``? Without a date only open windows are."""
        if on is None:
            return self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Directory:
    """Bodies, their names and successions. Make it with ``load_directory``; treat it as immutable."""

    def __init__(
        self,
        records: Iterable[Record],
        successions: Iterable[Succession],
        doubtful: Iterable[Doubtful] = (),
    ) -> None:
        self.bodies: Mapping[str, Record] = {record.key: record for record in sorted(records, key=lambda r: r.key)}
        self.successions: tuple[Succession, ...] = tuple(
            sorted(successions, key=lambda s: (s.predecessor, s.on, s.successor))
        )
        self.names: tuple[Entry, ...] = tuple(self._entries())
        self._forward: dict[str, Succession] = {}
        self._back: dict[str, list[Succession]] = {}
        for succession in self.successions:
            self._forward.setdefault(succession.predecessor, succession)
            self._back.setdefault(succession.successor, []).append(succession)
        self._plain: dict[str, list[Entry]] = {}
        self._loose: dict[str, list[Entry]] = {}
        for entry in self.names:
            self._plain.setdefault(plain(entry.text), []).append(entry)
            self._loose.setdefault(loose(entry.text), []).append(entry)
        self.doubtful: dict[str, list[Doubtful]] = {}
        for item in doubtful:
            self.doubtful.setdefault(loose(item.text), []).append(item)
        self.judged: dict[str, object] = {}  # what the resolver worked out for a text; belongs to this directory

    def _entries(self) -> Iterable[Entry]:
        for record in self.bodies.values():
            last = len(record.names) - 1
            for index, (name, since) in enumerate(record.names):
                following = record.names[index + 1][1] if index < last else None
                until = following - timedelta(days=1) if following else None
                yield Entry(name, record.key, "name" if index == last else "former", since, until)
            for alias in record.aliases:
                # Without a window of its own a form is good for the body's life: a hospital then changes hands.
                since, until = alias.since or record.opened, alias.until or record.closed
                yield Entry(alias.text, record.key, "alias", since, until)

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever anything a resolution can depend on changes (hex, 16 characters)."""
        digest = hashlib.sha256()
        for record in self.bodies.values():
            digest.update(repr((replace(record, services=frozenset()), sorted(record.services))).encode())
        digest.update(repr((self.successions, self.names)).encode())
        digest.update(repr(sorted((key, value) for key, value in self.doubtful.items())).encode())
        return digest.hexdigest()[:16]

    def find(self, text: str) -> list[Entry]:
        """Entries whose name is ``text``: under the normal form, else under the loose one (see names)."""
        exact = self._plain.get(plain(text))
        if exact:
            return exact
        words = loose_words(text)
        found = self._loose.get(" ".join(words), []) if words else []
        if found and not {"trust", "foundation"}.isdisjoint(plain(text).split()):
            found = [
                entry
                for entry in found
                if self.bodies[entry.key].kind not in ("nhs_commissioner", "welsh_health_board")
            ]
        if found and not _FIRM.isdisjoint(plain(text).split()):
            found = [entry for entry in found if self.bodies[entry.key].kind not in _NO_FIRMS]
        if found and not _says_nhs_body(text, len(words)):
            # "Stockport" or "Norfolk and Suffolk" is no trust because "NHS Foundation Trust" is untelling
            found = [entry for entry in found if not self.bodies[entry.key].kind.startswith("nhs_")]
        # "of Health" is not "In Health": what is left when untelling words go must still tell something
        return [] if found and words_of("form_untelling").issuperset(words) else found

    @cached_property
    def _near(self) -> dict[str, list[str]]:
        """Loose forms by their sorted words with one or (of five or more) two words left out."""
        found: dict[str, list[str]] = {}
        for form in self._loose:
            for key in _left_out(form.split()):
                found.setdefault(key, []).append(form)
        return found

    def near(self, words: tuple[str, ...]) -> list[str]:
        """Loose forms that differ from ``words`` in one word (two of five or more), or in order: where a slip
        of the pen can hide. Sorted."""
        found: set[str] = set()
        whole = " ".join(sorted(words))
        for key in (whole, *_left_out(list(words))):
            found.update(self._near.get(key, ()))
            found.update(self._ordered.get(key, ()))
        if len(words) == 1:
            found.update(form for form in self._loose if " " not in form and len(form) > 6)
        return sorted(found)

    @cached_property
    def _ordered(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for form in self._loose:
            found.setdefault(" ".join(sorted(form.split())), []).append(form)
        return found

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every telling word of any known name: a word in it is no typing error."""
        own = (entry.text for entry in self.names if entry.how != "alias")  # other forms hold known slips
        return frozenset(word for name in own for word in loose_words(name))

    @cached_property
    def initials(self) -> dict[str, set[str]]:
        """Keys by the initials of their names, with "and" and "of" left out, of four letters or more."""
        found: dict[str, set[str]] = {}
        for entry in self.names:
            if entry.how in ("name", "former"):
                words = [word for word in plain(entry.text).split() if word not in UNTELLING]
                if len(words) >= 4:
                    found.setdefault("".join(word[0] for word in words), set()).add(entry.key)
        return found

    @cached_property
    def _closed_up(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for form, entries in self._loose.items():
            if len(form) >= 8:
                found.setdefault(form.replace(" ", ""), []).extend(entries)
        return found

    def closed_up(self, form: str) -> list[Entry]:
        """Entries whose loose form is ``form`` but for the spaces ("Human Kind" for "Humankind")."""
        found = self._closed_up.get(form.replace(" ", ""), [])
        return [entry for entry in found if loose(entry.text) != form]  # the very form was judged by ``find``

    def entries_of(self, form: str) -> list[Entry]:
        """Entries with this loose form."""
        return self._loose.get(form, [])

    def choose(self, entries: Iterable[Entry], on: date | None) -> tuple[str, bool] | None:
        """(key at the date, was it the only answer) for entries of one form; None when there are none."""
        entries = list(entries)
        if not entries:
            return None
        good = [entry for entry in entries if entry.covers(on)] or entries
        # A body's own name outranks another body's alias or former name.
        rank = {"name": 0, "former": 1, "ods": 1, "alias": 2}
        best = min(rank[entry.how] for entry in good)
        keys = {self.at(entry.key, on) for entry in good if rank[entry.how] == best}
        if len(keys) > 1:
            alive = {key for key in keys if self._exists(key, on)}
            keys = alive or keys
        return min(keys), len(keys) == 1

    def _exists(self, key: str, on: date | None) -> bool:
        record = self.bodies[key]
        if on is None:
            return record.closed is None
        return (record.opened is None or record.opened <= on) and (record.closed is None or on <= record.closed)

    def at(self, key: str, on: date | None) -> str:
        """The body that stood in ``key``'s place on ``on`` (None = today): successors are followed forward, and
        a body not yet formed gives its predecessor where there was exactly one."""
        seen = {key}
        while (step := self._forward.get(key)) and (on is None or on >= step.on) and step.successor not in seen:
            key = step.successor
            seen.add(key)
        while on is not None:
            opened = self.bodies[key].opened
            before = [s.predecessor for s in self._back.get(key, ()) if self.bodies[s.predecessor].closed]
            if opened is None or on >= opened or len(before) != 1 or before[0] in seen:
                break
            key = before[0]
            seen.add(key)
        return key

    def body(self, key: str, on: date | None = None) -> Body:
        """The body ``key`` under the name it bore on ``on`` (None: its latest). KeyError if unknown."""
        record = self.bodies[key]
        index = len(record.names) - 1
        if on is not None:
            index = max(0, bisect_right([since or date.min for _, since in record.names], on) - 1)
        name = record.names[index][0]
        return Body(record.key, name, record.kind, record.ods, record.opened, record.closed, record.services)

    def today(self, key: str) -> Body:
        """What ``key`` is today: its latest successor under its latest name."""
        return self.body(self.at(key, None))

    def successor(self, body: Body) -> Body | None:
        """Today's body for ``body`` (as at some date); None if it is the same under the same name."""
        if body.key not in self.bodies:
            return None
        today = self.today(body.key)
        return None if (today.key, today.name) == (body.key, body.name) else today

    def predecessors(self, key: str) -> tuple[str, ...]:
        """Keys of every body that became part of ``key``, at any remove, sorted."""
        found: set[str] = set()
        waiting = [key]
        while waiting:
            for succession in self._back.get(waiting.pop(), ()):
                if succession.predecessor not in found:
                    found.add(succession.predecessor)
                    waiting.append(succession.predecessor)
        return tuple(sorted(found))


def _left_out(words: list[str]) -> list[str]:
    """Sorted words joined, each time with one word left out, of five or more also with two."""
    words = sorted(words)
    count = len(words)
    if not 2 <= count <= 14:
        return []
    found = [" ".join(words[:i] + words[i + 1 :]) for i in range(count)]
    if count >= 5:
        found += [
            " ".join(words[:i] + words[i + 1 : j] + words[j + 1 :]) for i in range(count) for j in range(i + 1, count)
        ]
    return found


def _says_nhs_body(text: str, telling: int) -> bool:
    words = plain(text).split()
    if telling == 1:
        return "nhs" in words or "trust" in words or (len(words) == 1 and text.strip(" .").isupper())
    return (
        not words_of("nhs_said").isdisjoint(words)
        or "clinical commission" in text.lower()
        or "commissioning" in text.lower()
        or "integrated" in text.lower()
        or text.isupper()
        or (words[-1] in ("ccg", "ccgs", "icb", "ics"))
    )


_NO_FIRMS = ("nhs_trust", "nhs_commissioner", "welsh_health_board")
_FIRM = frozenset(("ltd", "limited", "plc", "llp"))
_HUB_OR_LOCATION = ("Commissioning Hub", "Sub-Integrated Care Board", "Integrated Care Board - ")


def _from_ods(row: OdsRow) -> Record:
    name = row.name
    kind = "nhs_commissioner" if "Commissioning" in name or "Integrated Care Board" in name else "nhs_trust"
    lower = name.lower()
    services = {"mental_health"} if "mental health" in lower else {"ambulance"} if "ambulance" in lower else set()
    return Record(f"ods:{row.code}", kind, ((name, None),), frozenset(services), row.opened, row.closed)


def load_directory(ods_rows: Iterable[OdsRow] = (), local: Iterable[Record] = ()) -> Directory:
    """The directory of the packaged knowledge, completed by ``ods_rows`` (any order, may be empty).

    ``local`` records (a user's own ``bodies.csv``) replace packaged ones of the same key.

    Packaged records know names and successions over time, so they lead; an ODS row adds a body they lack,
    its name as a further form, and missing dates.
    """
    records = {record.key: record for record in (*read_records(), *local)}
    for row in ods_rows:
        key = f"ods:{row.code}"
        known = records.get(key)
        if known is None:
            records[key] = _from_ods(row)
            continue
        located = any(mark in row.name for mark in _HUB_OR_LOCATION)
        added = () if located else (Alias(row.name),)
        closed = known.closed if located else known.closed or row.closed
        records[key] = replace(known, aliases=known.aliases + added, opened=known.opened or row.opened, closed=closed)
    listed = list(records.values())
    return Directory(listed, read_successions(listed), read_doubtful())
