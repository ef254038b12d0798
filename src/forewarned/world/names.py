"""Invented names: places on no map, surnames nobody bears.

Given names are ordinary ones. Surnames and place names are built from parts chosen so that the
result is not a surname or a place of the United Kingdom as far as the authors know; a test holds
them against a list of real places and real NHS trusts.
"""

from __future__ import annotations

import re
import unicodedata

from forewarned.world.dice import Dice

COUNTIES = (
    "Wexmoor",
    "Saltmere",
    "Ostermoor",
    "Tarnhollow",
    "Calverwick",
    "Dunmarsh",
    "Eskermouth",
    "Garrowfen",
    "Ivelmarsh",
    "Hallowdean",
    "Kestlewick",
    "Lannerdale",
    "Merrowquay",
    "Pellingmoor",
    "Rushenmere",
    "Tamberleigh",
    "Varnholme",
    "Yarrowsea",
    "Brockmere",
)
"""Fictional counties, each with its coroner."""

_TOWN_STARTS = (
    "Dunter Esker Garrow Hallow Ivel Kestle Lanner Merrow Orrin Pellin Rushen Tamber Varn Tolver Quill "
    "Sorrin Corbel Astle Osten Wexen Yarrel Fennick Thistre Umber"
).split()
_TOWN_ENDS = "marsh quay fleet sedge hollow combe garth wick moor dale".split()
TOWNS = tuple(start + end for end in _TOWN_ENDS for start in _TOWN_STARTS if start + end not in COUNTIES)
"""236 fictional towns and villages."""

_SURNAME_STARTS = (
    "Quill Tolver Brindle Marrow Pender Wether Astle Corbel Dunter Eller Farrow Gaunter Hessel Ivel Jarrow "
    "Kessel Lorrim Mallen Norrel Oster Pellin Quarn Rushen Sorrel Tamber Uller Varrin Wendle Yarrel Zeller"
).split()
_SURNAME_ENDS = "thrope vane wisk mandle garrick sedge steer hollis mont frith essom quist".split()
SURNAMES = tuple(start + end for end in _SURNAME_ENDS for start in _SURNAME_STARTS)
"""360 invented surnames."""

WOMEN = (
    "Ada Bethan Carys Dilys Edith Freya Grace Hannah Imogen Josie Keziah Leila Maeve Nadia Olive Priya "
    "Rosa Sadia Tilly Una Violet Wren Yasmin Zoë"
).split()
MEN = (
    "Adam Bilal Callum Dev Edwin Felix George Harun Idris Jonah Kofi Leon Marcus Niall Owen Patrick Reuben "
    "Seán Tomos Uri Victor Walter Yusuf Zach"
).split()
WARDS = ("Larch", "Heron", "Juniper", "Teal", "Rowan", "Curlew", "Bramble", "Linnet", "Aspen", "Plover")


def person(dice: Dice, sex: str) -> tuple[str, str]:
    """(given name, surname) of somebody who never lived; ``sex`` is ``F`` or ``M``."""
    return dice.pick(WOMEN if sex == "F" else MEN), dice.pick(SURNAMES)


def coroner(seed: int, area: str, turn: int) -> tuple[str, str]:
    """(title, full name) of the coroner of an area; ``turn`` 0 is the senior, 1 and 2 are others."""
    dice = Dice(seed, "coroner", area, turn)
    sex = dice.pick("FM")
    given, family = person(dice, sex)
    usual = ("Mr", "Mr") if sex == "M" else ("Ms", "Mrs")
    title = dice.weighted([(4.0, usual[0]), (1.0, "Dr"), (1.0, usual[1])])
    return title, f"{given} {family}"


def slug(text: str) -> str:
    """Lower case, ASCII, hyphens: the form of a page address."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def file_words(text: str) -> str:
    """Words joined by hyphens with their capitals kept: the form of a document's file name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
