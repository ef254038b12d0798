"""The units of a section as features: yes/no or small numbers of their wording, their neighbours and their place."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from forewarned.lessons.matters import wording
from forewarned.lessons.matters.layout import Layout, Unit
from forewarned.lessons.matters.units import is_wrapped, sentences

WINDOW = 4000
Row = dict[str, float]
_WORD = re.compile(r"[A-Za-z]{4,}")
_STOPS = ".!?:”"


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of all the units of a section before any is described."""

    text: str
    layout: Layout
    bodies: list[str]
    stated: list[bool]
    loose: list[bool]
    lines: list[bool]
    section: Row
    told: list[int]
    """How many of the units before each state a concern."""
    risks: list[bool]
    """Which units say that others may die."""


def describe(text: str, layout: Layout) -> list[Row]:
    """The features of each unit. A long unit is described by its first and last ``WINDOW`` characters."""
    seen = _look(text, layout)
    words = [{word.lower() for word in _WORD.findall(body)} for body in seen.bodies]
    known: set[str] = set()
    rows: list[Row] = []
    dry_so_far = True
    for at, body in enumerate(seen.bodies):
        row = _own(body) | seen.section | _place(seen, at)
        dry = not seen.stated[at] and not row["opens lacking"] and row["lacking rate"] < 0.25
        row |= _dry(row, dry=dry, so_far=dry_so_far) | _argued(seen, at)
        row["new words"] = len(words[at] - known) / max(1, len(words[at]))
        known |= words[at]
        dry_so_far = dry_so_far and dry
        if at:
            row |= _beside(seen.bodies[at - 1], body, seen.stated[at - 1], words[at - 1], words[at])
            row |= _follows(seen, at)
        if at + 1 < len(seen.bodies):
            row |= _before_next(seen.bodies[at + 1], stated=seen.stated[at + 1])
        rows.append({name: value for name, value in row.items() if value})
    return rows


def _look(text: str, layout: Layout) -> _Seen:
    """What is known of all the units of a section together."""
    bodies = [_body(text, unit) for unit in layout.units]
    stated = [bool(wording.STATED.search(body)) for body in bodies]
    risks = [bool(wording.RISK.search(body)) for body in bodies]
    loose = [body[-1] not in _STOPS or len(sentences(body, 0, len(body))) == 1 for body in bodies]
    lines = [body[-1] not in _STOPS for body in bodies]
    told = [0]
    for flag in stated:
        told.append(told[-1] + flag)
    section = {
        "only": float(len(bodies) == 1),
        "few": float(len(bodies) <= 3),
        "many": float(len(bodies) >= 6),
        "short share": sum(len(body) < 300 for body in bodies) / max(1, len(bodies)),
        "announced": float(layout.announced),
        "wrapped": float(is_wrapped(text)),
        "none stated": float(told[-1] == 0),
        "listed": float(layout.listed),
    }
    section |= _section(bodies, loose, lines, stated) | _arguing(bodies, stated, risks)
    return _Seen(text, layout, bodies, stated, loose, lines, section, told, risks)


def _before_next(following: str, *, stated: bool) -> Row:
    """Features of the unit after."""
    return {
        "next carries on": float(bool(wording.CARRIES_ON.match(following))),
        "next is stated": float(stated),
        "next opens with concern": float(bool(wording.OPENS_CONCERN.match(following))),
        "next refers back": float(bool(wording.REFERS_BACK.match(following))),
        "next contrasts": float(bool(wording.CONTRAST.match(following))),
        "next heard": float(bool(wording.OPENS_HEARD.match(following))),
    }


def _place(seen: _Seen, at: int) -> Row:
    """Features of a unit's place in the section."""
    unit, told = seen.layout.units[at], seen.told
    return {
        "loose": float(seen.loose[at]),
        "first": float(at == 0),
        "last": float(at == len(seen.bodies) - 1),
        "new paragraph": float(unit.new_paragraph),
        "place": at / max(1, len(seen.bodies)),
        "stated later": float(told[-1] > told[at + 1]),
        "stated before": float(told[at] > 0),
        "bullet": float(bool(unit.number) and unit.number[0] in "•●▪–-*"),
    }


def _arguing(bodies: list[str], stated: list[bool], risks: list[bool]) -> Row:
    """Features of the whole section that tell one argument from a list of several matters."""
    count = len(bodies)
    if count < 2:
        return {}
    heard = [bool(wording.OPENS_HEARD.match(body)) for body in bodies]
    back = [bool(wording.REFERS_BACK.match(body)) or bool(wording.CARRIES_ON.match(body)) for body in bodies[1:]]
    sizes = sorted(map(len, bodies))
    return {
        "risk in last only": float(risks[-1] and not any(risks[:-1])),
        "share risk": sum(risks) / count,
        "stated in last only": float(stated[-1] and not any(stated[:-1])),
        "heard first, stated last": float(heard[0] and stated[-1]),
        "stated first": float(stated[0]),
        "share heard": sum(heard) / count,
        "share refers back": sum(back) / len(back),
        "none refers back": float(not any(back)),
        "even sizes": float(sizes[-1] < 2.5 * sizes[0]),
        "share that": sum(bool(wording.OPENS_THAT.match(body)) for body in bodies) / count,
        "all lack": float(all(wording.LACKING.search(body) for body in bodies)),
    }


def _argued(seen: _Seen, at: int) -> Row:
    """Features of a unit's part in an argument: what it points back at, and whether the one before was complete."""
    body = seen.bodies[at]
    back = bool(wording.REFERS_BACK.match(body))
    row = {
        "refers back": float(back),
        "opens that": float(bool(wording.OPENS_THAT.match(body))),
        "opens person": float(bool(wording.PERSON.match(body))),
        "opens contrast": float(bool(wording.CONTRAST.match(body))),
        "also concerned": float(bool(wording.ALSO_CONCERNED.match(body))),
        "also concerned, new": float(bool(wording.ALSO_CONCERNED.match(body)) and not back),
        "titled": float(bool(wording.TITLED.match(body))),
        "risk": float(seen.risks[at]),
        "risk later": float(any(seen.risks[at + 1 : at + 9])),
        "link": float("http" in body),
    }
    if at:
        before = seen.bodies[at - 1]
        row |= {
            "risk twice": float(seen.risks[at] and seen.risks[at - 1]),
            "after risk": float(seen.risks[at - 1]),
            "after risk, new": float(seen.risks[at - 1] and not back and not wording.CARRIES_ON.match(body)),
            "first after story": float(at == 1 and not seen.stated[0] and not wording.LACKING.search(before)),
            "after title": float(len(before) < 80 and before[-1] not in ".;"),
            "refers back, after risk": float(back and seen.risks[at - 1]),
        }
    return row


def _dry(row: Row, *, dry: bool, so_far: bool) -> Row:
    """Features of a point that tells and raises nothing."""
    later = row["stated later"] > 0
    return {
        "dry": float(dry),
        "dry story": float(dry and bool(row["story"] or row["opens story"] or row["dates"])),
        "dry, stated later": float(dry and later),
        "dry so far": float(dry and so_far),
        "dry so far, stated later": float(dry and so_far and later),
        "no lack, story": float(not row["lacking"] and bool(row["story"] or row["opens story"])),
    }


def _follows(seen: _Seen, at: int) -> Row:
    """Features of a unit that has one before it, of their kinds together."""
    unit, body, before = seen.layout.units[at], seen.bodies[at], seen.bodies[at - 1]
    stated, announced = seen.stated[at - 1], seen.layout.announced
    both_lack = bool(wording.OPENS_LACKING.match(body)) and bool(wording.OPENS_LACKING.match(before))
    return {
        "loose twice": float(seen.loose[at] and seen.loose[at - 1]),
        "line twice": float(seen.lines[at] and seen.lines[at - 1]),
        "both open lacking": float(both_lack),
        "both state": float(seen.stated[at] and stated),
        "opens heard, after stated": float(stated and bool(wording.OPENS_HEARD.match(body))),
        "opens anew, after stated": float(stated and not wording.CARRIES_ON.match(body)),
        "announced loose list": float(announced and seen.section["a loose list"] > 0),
        "announced, new paragraph": float(announced and unit.new_paragraph),
        "inside paragraph, opens new": float(not unit.new_paragraph and bool(wording.NEW.match(body))),
        "one line end": float(seen.text.count("\n", seen.layout.units[at - 1].end, unit.start) == 1),
    }


def _section(bodies: list[str], loose: list[bool], lines: list[bool], stated: list[bool]) -> Row:
    """Features of the whole section, the same for each of its units."""
    count = max(1, len(bodies))
    lacking = sum(bool(wording.OPENS_LACKING.match(body)) for body in bodies) / count
    carrying = sum(bool(wording.CARRIES_ON.match(body)) for body in bodies) / count
    return {
        "share loose": sum(loose) / count,
        "share lines": sum(lines) / count,
        "a list": float(sum(lines) * 2 > count and count > 1),
        "a loose list": float(sum(loose) * 4 > 3 * count and count > 1),
        "share opens lacking": lacking,
        "share carrying on": carrying,
        "share stated": sum(stated) / count,
        "one stated": float(sum(stated) == 1),
        "mean size": min(3.0, sum(map(len, bodies)) / count / 300),
    }


def _body(text: str, unit: Unit) -> str:
    if unit.end - unit.start <= 2 * WINDOW:
        return text[unit.start : unit.end]
    return text[unit.start : unit.start + WINDOW] + " … " + text[unit.end - WINDOW : unit.end]


def _own(body: str) -> Row:
    """Features of a unit's own words."""
    size = max(1, len(body.split()))
    lacking = len(wording.LACKING.findall(body))
    past, present = len(wording.PAST.findall(body)), len(wording.PRESENT.findall(body))
    return {
        "always": 1.0,
        "words": min(4.0, math.log(size) / 1.5) - 2,
        "tiny": float(size < 12),
        "opens new": float(bool(wording.NEW.match(body))),
        "opens ordinal": float(bool(wording.ORDINAL.match(body))),
        "opens also": float(bool(wording.ALSO.match(body))),
        "opens asking": float(bool(wording.OPENS_ASKING.match(body))),
        "asks": float(body[-1] == "?"),
        "topic": float(not past and size < 45 and not wording.DATE.search(body)),
        "opens carrying on": float(bool(wording.CARRIES_ON.match(body))),
        "opens lacking": float(bool(wording.OPENS_LACKING.match(body))),
        "opens heard": float(bool(wording.OPENS_HEARD.match(body))),
        "opens story": float(bool(wording.OPENS_STORY.match(body))),
        "opens concern": float(bool(wording.OPENS_CONCERN.match(body))),
        "opens lower": float(body[:1].islower()),
        "stated": float(bool(wording.STATED.search(body))),
        "says concerned": float("concern" in body.lower()),
        "lacking": float(lacking > 0),
        "lacking rate": min(1.0, lacking / size * 10),
        "asking": float(bool(wording.ASKING.search(body))),
        "dates": float(bool(wording.DATE.search(body))),
        "date rate": min(1.0, len(wording.DATE.findall(body)) / size * 20),
        "story": float(bool(wording.STORY_VERBS.search(body))),
        "past": past / max(1, past + present),
        "present": float(present > 0),
        "closes": float(bool(wording.CLOSER.match(body))),
        "ends open": float(body[-1] == ":"),
        "ends bare": float(body[-1] not in ".!?:;"),
    }


def _beside(before: str, body: str, stated: bool, left: set[str], right: set[str]) -> Row:
    """Features of a unit beside the one before it."""
    shared = len(left & right) / max(1, min(len(left), len(right)))
    return {
        "after open": float(before[-1] == ":"),
        "after bare": float(before[-1] not in ".!?:;"),
        "after stated": float(stated),
        "after heard": float(bool(wording.OPENS_HEARD.match(before))),
        "after lacking": float(bool(wording.LACKING.search(before))),
        "after tiny": float(len(before.split()) < 12),
        "after short": float(len(before) < 250),
        "both short": float(len(before) < 250 and len(body) < 250),
        "shared words": shared,
        "same opening": float(before.split()[:2] == body.split()[:2]),
    }
