"""How a coroner's office writes the field "This report is being sent to", and what trackers make of it.

Each way of writing a name has a ``form``; offsets of every name in the finished field are kept, so
that a resolver can be scored on spans as well as on bodies.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from forewarned.world.bodies import Bodies
from forewarned.world.dice import Dice
from forewarned.world.models import Addressee, WorldBody
from forewarned.world.names import person

HEALTH_DEPARTMENT = "body:department-of-health-and-social-care"
RENAMED_HEALTH = date(2018, 1, 8)
"""The Department of Health became the Department of Health and Social Care (Prime Minister's Office)."""

FORMS: tuple[tuple[float, str], ...] = (
    (70.0, "exact"),
    (8.0, "alias"),
    (5.0, "office"),
    (4.0, "typo"),
    (3.0, "ampersand"),
    (3.0, "no_foundation"),
    (3.0, "the"),
    (2.0, "old_name"),
    (2.0, "redacted_office"),
)
BAR, SEMICOLON, COMMA, AND, AMPERSAND = " | ", "; ", ", ", " and ", " & "
SEPARATORS: tuple[tuple[float, str], ...] = (
    (6.0, BAR),
    (2.5, SEMICOLON),
    (1.0, COMMA),
    (1.5, AND),
    (0.5, AMPERSAND),
)

_TYPOS = (
    ("Partnership", "Parnership"),
    ("Foundation", "Foundaton"),
    ("Mental", "Metal"),
    ("Council", "Coucil"),
    ("Hospital", "Hosptial"),
    ("Service", "Sevice"),
    ("Department", "Deparment"),
    ("England", "Engalnd"),
    ("Commission", "Comission"),
    ("Police", "Plice"),
    ("Care", "Caer"),
    ("Medical", "Medcial"),
)


def name_at(body: WorldBody, on: date) -> str:
    """The body's name on a day: only the health department was renamed without becoming another body."""
    return "Department of Health" if body.key == HEALTH_DEPARTMENT and on < RENAMED_HEALTH else body.name


def written(body: WorldBody, on: date, form: str, bodies: Bodies) -> tuple[str, str]:
    """(as written, the form truly used). A form that does not fit the body falls back to ``exact``."""
    name = name_at(body, on)
    made = ""
    if form == "alias" and body.aliases:
        made = body.aliases[on.day % len(body.aliases)]
    elif form == "office":
        made = _office(body, name)
    elif form == "typo":
        made = next((name.replace(right, wrong, 1) for right, wrong in _TYPOS if right in name), "")
    elif form == "ampersand" and " and " in name:
        made = name.replace(" and ", " & ", 1)
    elif form == "no_foundation" and " Foundation Trust" in name:
        made = name.replace(" Foundation Trust", " Trust")
    elif form == "the" and not name.startswith("The "):
        made = f"The {name}"
    elif form == "old_name":
        earlier = bodies.predecessors(body.key)
        made = earlier[on.month % len(earlier)].name if earlier else ""
    elif form == "redacted_office" and body.kind == "nhs_trust":
        made = f"[REDACTED], Chief Executive, {name}"
    return (made, form) if made else (name, "exact")


def _office(body: WorldBody, name: str) -> str:
    if body.key == HEALTH_DEPARTMENT:
        return "Secretary of State for Health" + (" and Social Care" if "Social" in name else "")
    if body.kind == "nhs_trust":
        return f"Chief Executive of {name}"
    return f"{body.office} {name}" if body.office else ""


def outsider(dice: Dice, form: str) -> tuple[str, str]:
    """(as written, party) of an addressee who is no organisation: a private person or a blacked-out name."""
    if form == "redacted":
        return dice.pick(("REDACTED", "[REDACTED]")), "redacted"
    sex = dice.pick("FM")
    given, family = person(dice, sex)
    return f"{'Dr' if dice.chance(0.6) else ('Ms' if sex == 'F' else 'Mr')} {given} {family}", "person"


def compose(
    names: Sequence[tuple[str, str, str, str]], separator: str, bodies: Bodies
) -> tuple[str, tuple[Addressee, ...]]:
    """(field as written, addressees with offsets) from (as written, party, form, body key) in order.

    ``and`` and ``&`` join only the last two; those before are joined by commas, as people write.
    """
    text, made = "", []
    for turn, (name, party, form, key) in enumerate(names):
        if turn:
            last = turn == len(names) - 1
            text += separator if separator not in (AND, AMPERSAND) or last else COMMA
        start = len(text)
        text += name
        successor = bodies.today(key) if key else ""
        made.append(Addressee(name, start, len(text), party, form, key, successor))
    return text, tuple(made)


def corrected(addressees: Sequence[Addressee], on: date, bodies: Bodies) -> tuple[str, ...]:
    """What a tracker shows over time: names split, then tidied at that date, then rewritten to today's.

    The last loses the legal addressee, as the real ones do (``docs/explanation/world.md``).
    """
    split = BAR.join(item.as_written for item in addressees)
    tidy = BAR.join(_plain(item, name_at(bodies.by_key[item.body], on) if item.body else "") for item in addressees)
    today = BAR.join(_plain(item, bodies.by_key[item.successor].name if item.body else "") for item in addressees)
    kept: list[str] = []
    for text in (split, tidy, today, BAR.join(sorted(today.split(BAR)))):
        if text not in kept:
            kept.append(text)
    return tuple(kept)


def _plain(item: Addressee, name: str) -> str:
    return name or ("REDACTED" if item.party == "redacted" else item.as_written)
