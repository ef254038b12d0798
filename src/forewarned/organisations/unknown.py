"""Texts that name no known body: parts, offices, persons, places, notes, and bodies no list holds."""

from __future__ import annotations

import re

from forewarned.organisations import offices
from forewarned.organisations.judgement import Judgement, Sort
from forewarned.organisations.kinds import ends_like_a_body, guess_kind, names_a_section, names_only_a_part
from forewarned.organisations.names import plain, title_case
from forewarned.organisations.own_kinds import closed, is_generic
from forewarned.organisations.wordlists import first_names, places

_FORMERLY = re.compile(
    r"\s*[,(]?\s*\b(?:formerly|previously|f/?k/?a|formally|also) (?:known as |called )?.*$", re.IGNORECASE
)
_OTHER_BODY = re.compile(
    r"\s+(?:t/a|trading as|on behalf of|c/o|care of|part of|owned by|managed by|run by|operated by|operating as)\s+.*$",
    re.IGNORECASE,
)
_BOARD_OF_ITS_OWN = re.compile(
    r"\bsafeguarding\b.*\b(?:board|partnership)$|\bpartnership board$|"
    r"\bhealth (?:and|&) (?:social )?care partnership$|\b(?:local medical|safety) committee$",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b")
_STREET = re.compile(
    r"^(?:unit |suite |floor )\d+[a-z]?$|.*\b(?:street|road|avenue|lane|crescent|industrial estate|business park)$|"
    r".*\d.*\b(?:drive|way|terrace|close|square|gardens|place|floor)$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"\((?:from|to|before) 20\d\d|20\d\d onwards|related deaths?$|prevention of future deaths? reports?|"
    r"medication related|^(?:please )?see |^n/?a$|^various\b|^none$|^nan$|"
    r"^not (?:known|stated|listed)|to follow|pfd report|"
    r"see the report|\S+@\S+\.\S+",
    re.IGNORECASE,
)
# Regions as national bodies write theirs: "Yorkshire and the Humber Region", "Midlands and East regional office".
_SIDE = r"(?:the |greater )?(?:(?:north|south|east|west|central)(?:ern)? ?)*"
_AREA = rf"{_SIDE}(?:midlands|anglia|england|yorkshire|humber|london|wales|cumbria|coast|of england)?"
_REGION = re.compile(
    rf"(?=\w)(?:{_AREA} )(?:and {_AREA} )*(?:region(?:al (?:office|team))?|area(?: team)?)"
    rf"|yorkshire and (?:the )?humber(?:side)?|midlands and east|north east and yorkshire"
)
_FACILITY = re.compile(
    r"^(?P<name>(?:.*\b)?(?:surgery|practice|nursing home|care home|residential home|rest home|care centre|"
    r"medical centre|health centre|school|academy|college|hospital|hospice|pharmacy|care village|retirement village))"
    r"\s+(?:in\s+|at\s+)?(?P<place>[A-Z][\w' -]+)$",
    re.IGNORECASE,
)
_OWN_NAME = "not in any list; kept under its own name"
_NOT_LISTED = "of a kind whose every member is listed, and not in the lists: kept under its own name"


def without_former_name(text: str) -> str:
    """``text`` without "(formerly X)"."""
    return _FORMERLY.sub("", text)


def without_other_body(text: str) -> str:
    """``text`` without "trading as X", "c/o X", "part of X"."""
    return _OTHER_BODY.sub("", text)


def has_postcode(text: str) -> bool:
    """Does the text hold a United Kingdom postcode?"""
    return bool(_POSTCODE.search(text))


def is_place(text: str) -> bool:
    """Is the text a place, or places joined ("Derbyshire and Nottinghamshire")?"""
    return all(plain(piece) in places() for piece in re.split(r"\s*,\s*|\s+(?:and|&)\s+", text))


def is_note(text: str) -> bool:
    """Is the text a note, a category or an address of the page, and no addressee?"""
    return bool(_NOTE.search(text))


def judge_unknown(text: str) -> Judgement:
    """What ``text`` is, given that it names no known body."""
    if _BOARD_OF_ITS_OWN.search(text) and len(text.split()) > 3 and not names_only_a_part(text):
        return Judgement(Sort.NAMED, 0.9, _OWN_NAME, True, name=_tidied(text), kind="other")
    if plain(text) in places() or _REGION.fullmatch(plain(text)):
        return Judgement(Sort.PLACE, 0.8, "a place", False)
    if (nothing := _no_body(text)) is not None:
        return nothing
    if offices.is_person(text, frozenset() if guess_kind(text) else first_names()):
        return Judgement(Sort.PERSON, 0.9, "a private person", True)
    facility = guess_kind(text) in ("gp", "care_provider", "education")
    if has_postcode(text) or (_STREET.match(text) and not facility):
        return Judgement(Sort.PLACE, 0.7, "an address", False)
    return _named(_tidied(_without_person(text)))


def _without_person(text: str) -> str:
    name = without_former_name(without_other_body(offices.without_attention(text)))
    if offices.has_redaction(name):
        name = offices.without_redactions(name)
    for strip in (offices.strip_person, offices.strip_office):
        stripped = strip(name)
        rest = stripped.rest if stripped and stripped.linked else ""
        if len(rest) > 3 and rest[:1].isupper() and not names_only_a_part(rest) and not is_place(rest):
            name = rest
    return name


def _no_body(text: str) -> Judgement | None:
    if not text or names_only_a_part(text) or is_generic(text):
        return Judgement(Sort.PART, 0.3, "names a part or a sort of body, not which one", False)
    if offices.is_only_office(text) or _office_over_a_place(text):
        return Judgement(Sort.OFFICE, 0.3, "an office, its body not named", False)
    return None


def _office_over_a_place(text: str) -> bool:
    """ "Director General for Wales": a country or town is no body."""
    office = offices.strip_office(text)
    return office is not None and office.linked and is_place(office.rest)


def _named(name: str) -> Judgement:
    if (nothing := _no_body(name)) is not None:
        return nothing
    kind = guess_kind(name)
    if kind in ("other", "") and names_a_section(name):
        return Judgement(Sort.PART, 0.3, "names a section, not the body it belongs to", False)
    if not kind:
        return Judgement(Sort.PLAIN, 0.5, _OWN_NAME, False, name=name, kind="other")
    sort = Sort.NAMED if ends_like_a_body(name) or len(name.split()) > 1 else Sort.PLAIN
    if closed(name):
        return Judgement(sort, 0.7, _NOT_LISTED, False, name=name, kind=kind)
    return Judgement(sort, 0.7, _OWN_NAME, True, name=name, kind=kind)


def _tidied(name: str) -> str:
    """The name without brackets at its end, the town behind a facility, and shouting."""
    name = re.sub(r"\s*\([^)]*\)?\s*$", "", name).strip(" ,.;:-&'\"")
    name = re.sub(r"^(?:and|also)\s+", "", name)
    match = _FACILITY.match(name)
    if match and plain(match["place"]) in places() and " " in match["name"] and not names_only_a_part(match["name"]):
        name = match["name"]
    name = re.sub(r"\s+", " ", name)
    return title_case(name) if name.isupper() and len(name) > 6 else name
