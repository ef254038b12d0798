"""The fictional trust, its neighbours of every kind, and the real national bodies coroners write to.

ODS-like codes start with X9, which no real trust or commissioner bears; postcodes are in ZZ99, the
NHS's own pseudo postcode area for "no fixed place", so no letter could ever reach them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from forewarned.world.dice import Dice
from forewarned.world.models import WorldBody
from forewarned.world.names import COUNTIES, TOWNS, slug

TRUST = "ods:X9A"
"""The trust the demo is about: Wexmoor and Saltmere Partnership NHS Foundation Trust."""

# code, name, opened, closed, successor's code, place: mental-health trusts.
_MENTAL = (
    (
        "X9P",
        "Wexmoor and Ostermoor Mental Health NHS Foundation Trust",
        "2008-02-01",
        "2012-03-31",
        "X9A",
        "Wexmoor",
    ),
    ("X9Q", "Saltmere Mental Health Partnership NHS Trust", "2001-04-01", "2012-03-31", "X9A", "Saltmere"),
    ("X9A", "Wexmoor and Saltmere Partnership NHS Foundation Trust", "2012-04-01", "", "", "Wexmoor"),
    ("X9B", "Tarnhollow Mental Health NHS Foundation Trust", "2007-05-01", "", "", "Tarnhollow"),
    ("X9R", "Calverwick Mental Health NHS Trust", "2002-04-01", "2019-09-30", "X9C", "Calverwick"),
    ("X9S", "Dunmarsh Partnership NHS Trust", "2003-10-01", "2019-09-30", "X9C", "Dunmarsh"),
    ("X9C", "Calverwick and Dunmarsh Partnership NHS Foundation Trust", "2019-10-01", "", "", "Calverwick"),
    ("X9D", "Eskermouth Mental Health Partnership NHS Trust", "2001-04-01", "", "", "Eskermouth"),
    ("X9E", "Garrowfen and Ivelmarsh Mental Health NHS Foundation Trust", "2009-01-01", "", "", "Garrowfen"),
    ("X9F", "Hallowdean Partnership NHS Foundation Trust", "2006-11-01", "", "", "Hallowdean"),
    ("X9G", "Kestlewick Mental Health and Social Care NHS Trust", "2002-04-01", "", "", "Kestlewick"),
    ("X9H", "Lannerdale Partnership University NHS Foundation Trust", "2008-07-01", "", "", "Lannerdale"),
    ("X9J", "Merrowquay Mental Health Partnership NHS Trust", "2004-04-01", "", "", "Merrowquay"),
    ("X9K", "Pellingmoor Partnership NHS Trust", "2001-10-01", "", "", "Pellingmoor"),
    ("X9L", "Rushenmere Mental Health NHS Foundation Trust", "2010-04-01", "", "", "Rushenmere"),
    (
        "X9M",
        "Tamberleigh and Varnholme Partnership NHS Foundation Trust",
        "2011-04-01",
        "",
        "",
        "Tamberleigh",
    ),
    ("X9N", "Yarrowsea Mental Health Care NHS Trust", "2003-04-01", "", "", "Yarrowsea"),
    ("X9T", "Brockmere Partnership NHS Foundation Trust", "2008-12-01", "", "", "Brockmere"),
)
_OTHER_TRUSTS = (
    ("X9U", "Wexmoor University Hospitals NHS Foundation Trust", "2005-04-01", "acute", "Wexmoor"),
    ("X9V", "Saltmere General Hospital NHS Trust", "1996-04-01", "acute", "Saltmere"),
    ("X9W", "Garrowfen Hospitals NHS Foundation Trust", "2006-06-01", "acute", "Garrowfen"),
    ("X9X", "Lannerdale Teaching Hospitals NHS Foundation Trust", "2004-07-01", "acute", "Lannerdale"),
    ("X9Y", "Tamberleigh Royal Infirmary NHS Trust", "1998-04-01", "acute", "Tamberleigh"),
    ("X91", "Mid Wexmoor Ambulance Service NHS Trust", "2006-07-01", "ambulance", "Wexmoor"),
    (
        "X92",
        "Lannerdale and Brockmere Ambulance Service NHS Foundation Trust",
        "2006-07-01",
        "ambulance",
        "Lannerdale",
    ),
)
# code, name, opened, closed, successor: commissioners. ICBs are in bodies.csv as in the real ODS extracts.
_COMMISSIONERS = (
    ("X9C01", "NHS Wexmoor CCG", "2013-04-01", "2020-03-31", "ods:X9C03", "Wexmoor"),
    ("X9C02", "NHS Saltmere and Ostermoor CCG", "2013-04-01", "2020-03-31", "ods:X9C03", "Saltmere"),
    ("X9C03", "NHS Wexmoor and Saltmere CCG", "2020-04-01", "2022-06-30", "X", "Wexmoor"),
    ("X9C04", "NHS Calverwick and Dunmarsh CCG", "2013-04-01", "2022-06-30", "X", "Calverwick"),
    ("X9C05", "NHS Garrowfen CCG", "2013-04-01", "2022-06-30", "X", "Garrowfen"),
    ("X9C06", "NHS Lannerdale CCG", "2013-04-01", "2022-06-30", "X", "Lannerdale"),
    ("X9C07", "NHS Tamberleigh CCG", "2013-04-01", "2022-06-30", "X", "Tamberleigh"),
)
_REAL = (
    ("NHS England", "nhs_national", ("NHSE", "NHS Commissioning Board"), "National Medical Director of"),
    (
        "Department of Health and Social Care",
        "government",
        ("DHSC", "Department for Health and Social Care"),
        "",
    ),
    ("Care Quality Commission", "regulator", ("CQC", "The Care Quality Commission"), ""),
    ("National Institute for Health and Care Excellence", "nhs_national", ("NICE",), ""),
    ("Health and Safety Executive", "regulator", ("HSE",), ""),
    ("Home Office", "government", ("The Home Office",), ""),
    ("Ministry of Justice", "government", ("MoJ", "MOJ"), ""),
    (
        "HM Prison and Probation Service",
        "prison_probation",
        ("HMPPS", "National Offender Management Service"),
        "",
    ),
    ("Royal College of Psychiatrists", "professional_body", ("RCPsych",), "President of the"),
)
_NAMED_FORMS = (
    ("{} Court Care Home", "care_provider"),
    ("{} Surgery", "gp"),
    ("{} Lodge Nursing Home", "care_provider"),
    ("{} Medical Centre", "gp"),
    ("{} House Residential Home", "care_provider"),
    ("{} Health Centre", "gp"),
    ("{} Clinic Limited", "company"),
    ("{} Recovery Project", "charity"),
    ("{} Academy", "education"),
    ("{} Coaches Ltd", "company"),
)


@dataclass(frozen=True, slots=True)
class Bodies:
    """All bodies with look-ups. ``roles``: role (``mental``, ``police``, ...) to keys still open today."""

    all: tuple[WorldBody, ...]
    by_key: dict[str, WorldBody] = field(repr=False)
    roles: dict[str, tuple[str, ...]] = field(repr=False)
    before: dict[str, tuple[WorldBody, ...]] = field(repr=False)

    def today(self, key: str) -> str:
        """Follow successors to the body that stands now."""
        while self.by_key[key].successor:
            key = self.by_key[key].successor
        return key

    def at(self, key: str, on: date) -> WorldBody:
        """The body that stood on a day in the line of ``key``: itself, a predecessor or a successor."""
        body = self.by_key[key]
        while body.closed and body.closed < on and body.successor:
            body = self.by_key[body.successor]
        while body.opened and body.opened > on:
            earlier = self.predecessors(body.key)
            if not earlier:
                break
            body = earlier[(on.month + on.day) % len(earlier)]
        return body

    def predecessors(self, key: str) -> tuple[WorldBody, ...]:
        return self.before.get(key, ())


def make_bodies(seed: int, named: int = 30) -> Bodies:
    """Every body of a world; ``named``: how many care homes, practices, firms (at most 2,360)."""
    made: dict[str, list[WorldBody]] = {
        "mental": _mental_trusts(seed),
        "other_trust": _other_trusts(seed),
        "commissioner": _commissioners(seed),
        "council": [_local(seed, f"{place} County Council", "local_authority", place) for place in COUNTIES[::2]],
        "police": [
            _local(seed, f"{place} {word}", "police", place)
            for place, word in zip(COUNTIES[::3], ("Police", "Constabulary") * 9, strict=False)
        ],
        "custody": [_local(seed, f"HMP {town}", "prison_probation", town) for town in TOWNS[40:43]],
        "fire": [_local(seed, "Wexmoor Fire and Rescue Service", "fire", "Wexmoor")],
        "national": _national(seed),
        "named": _named(seed, named),
    }
    bodies = tuple(body for group in made.values() for body in group)
    roles = {role: tuple(body.key for body in group if not body.successor) for role, group in made.items()}
    before: dict[str, tuple[WorldBody, ...]] = {}
    for body in bodies:
        if body.successor:
            before[body.successor] = (*before.get(body.successor, ()), body)
    return Bodies(bodies, {body.key: body for body in bodies}, roles, before)


def _rates(seed: int, key: str) -> tuple[float, float]:
    """(chance of answering, chance of answering in time): bodies differ, which is what a funnel shows."""
    dice = Dice(seed, "rates", key)
    return 0.80 + 0.19 * dice.share(), 0.45 + 0.45 * dice.share()


def _trust(seed: int, code: str, name: str, opened: str, closed: str, successor: str, place: str) -> WorldBody:
    answers, on_time = _rates(seed, code)
    bare = name.replace(" NHS Foundation Trust", "").replace(" NHS Trust", "")
    initials = "".join(word[0] for word in bare.split() if word[0].isupper())
    return WorldBody(
        f"ods:{code}",
        name,
        "nhs_trust",
        place,
        ods=code,
        opened=date.fromisoformat(opened),
        closed=date.fromisoformat(closed) if closed else None,
        successor=f"ods:{successor}" if successor else "",
        aliases=(f"{bare} Trust", f"{bare} NHS", f"{initials}FT" if "Foundation" in name else f"{initials}T"),
        office="Chief Executive",
        answers=answers,
        on_time=on_time,
    )


def _mental_trusts(seed: int) -> list[WorldBody]:
    return [replace(_trust(seed, *row), services=("mental_health",)) for row in _MENTAL]


def _other_trusts(seed: int) -> list[WorldBody]:
    return [
        replace(_trust(seed, code, name, opened, "", "", place), services=(service,))
        for code, name, opened, service, place in _OTHER_TRUSTS
    ]


def _commissioners(seed: int) -> list[WorldBody]:
    made = []
    for code, name, opened, closed, successor, place in _COMMISSIONERS:
        board = name.replace("CCG", "Integrated Care Board")
        key = f"body:{slug(board)}" if successor == "X" else successor
        full = name.replace("CCG", "Clinical Commissioning Group")
        answers, on_time = _rates(seed, code)
        dates = date.fromisoformat(opened), date.fromisoformat(closed)
        body = WorldBody(
            f"ods:{code}",
            name,
            "nhs_commissioner",
            place,
            ods=code,
            opened=dates[0],
            closed=dates[1],
            successor=key,
            aliases=(full, full.removeprefix("NHS ")),
            answers=answers,
            on_time=on_time,
        )
        made.append(body)
        if successor == "X":
            made.append(
                WorldBody(
                    key,
                    board,
                    "nhs_commissioner",
                    place,
                    opened=date(2022, 7, 1),
                    aliases=(board.removeprefix("NHS "), board.replace("Integrated Care Board", "ICB")),
                    answers=answers,
                    on_time=on_time,
                )
            )
    return made


def _local(seed: int, name: str, kind: str, place: str) -> WorldBody:
    answers, on_time = _rates(seed, name)
    office = {"police": "Chief Constable of", "local_authority": "Director of Adult Social Services,"}.get(kind, "")
    alias = name.replace(" County Council", " CC").replace("HMP ", "HM Prison ")
    return WorldBody(
        f"body:{slug(name.replace('HMP ', 'HM Prison '))}",
        name,
        kind,
        place,
        aliases=(alias,),
        office=office,
        answers=answers,
        on_time=on_time,
    )


def _national(seed: int) -> list[WorldBody]:
    made = []
    for name, kind, aliases, office in _REAL:
        answers, on_time = _rates(seed, name)
        made.append(
            WorldBody(
                f"body:{slug(name)}",
                name,
                kind,
                aliases=aliases,
                office=office,
                answers=answers,
                on_time=on_time,
                real=True,
            )
        )
    return made


def _named(seed: int, count: int) -> list[WorldBody]:
    made = []
    for turn in range(min(count, len(TOWNS) * len(_NAMED_FORMS))):
        form, kind = _NAMED_FORMS[turn % len(_NAMED_FORMS)]
        # 7 and the number of towns share no factor, so no town bears one form twice.
        town = TOWNS[(turn // len(_NAMED_FORMS) * 7 + turn % len(_NAMED_FORMS) * 23) % len(TOWNS)]
        name = form.format(town)
        answers, on_time = _rates(seed, name)
        made.append(
            WorldBody(
                f"named:{slug(name)}",
                name,
                kind,
                town,
                aliases=(f"The {name}",),
                office="Manager of" if kind == "care_provider" else "",
                answers=answers - 0.1,
                on_time=on_time,
            )
        )
    return made
