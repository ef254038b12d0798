"""The official categories of a report, and the themes that fit each kind of body.

Category names are the site's own. They overlap and are a hint only: few reports of suicides carry the
official suicide category (domain note).
"""

from __future__ import annotations

from forewarned.world.dice import Dice
from forewarned.world.models import WorldBody
from forewarned.world.themes import GENERAL, MENTAL, Theme

_MENTAL = (
    (5.0, ("Mental Health related deaths",)),
    (3.0, ("Mental Health related deaths", "Suicide (from 2015)")),
    (
        2.0,
        (
            "Hospital Death (Clinical Procedures and medical management) related deaths",
            "Mental Health related deaths",
        ),
    ),
    (1.0, ("Community health care and emergency services related deaths", "Mental Health related deaths")),
    (0.6, ("Alcohol, drug and medication related deaths", "Mental Health related deaths")),
)
_GENERAL = (
    (4.0, ("Hospital Death (Clinical Procedures and medical management) related deaths",)),
    (1.5, ("Other related deaths",)),
    (1.5, ("Community health care and emergency services related deaths",)),
    (1.2, ("Care Home Health related deaths",)),
    (0.8, ("Emergency services related deaths (2019 onwards)",)),
    (0.7, ("Alcohol, drug and medication related deaths",)),
    (0.6, ("Police related deaths", "State Custody related deaths")),
)
_OF_KIND = {
    "care_provider": ("Care Home Health related deaths",),
    "gp": ("Community health care and emergency services related deaths",),
    "police": ("Police related deaths",),
    "prison_probation": ("State Custody related deaths",),
}
_THEMES_OF_KIND = {
    "care_provider": ("deterioration", "medicines"),
    "gp": ("medicines", "communication"),
    "police": ("communication",),
    "prison_probation": ("communication", "medicines"),
    "local_authority": ("communication",),
}


_SINCE = {"Suicide (from 2015)": 2015, "Emergency services related deaths (2019 onwards)": 2019}


def categories_of(dice: Dice, lead: WorldBody, year: int) -> tuple[str, ...]:
    """The categories the site's editors gave a report of that year mainly about ``lead``."""
    usual = dice.weighted(_MENTAL if "mental_health" in lead.services else _GENERAL)
    chosen = tuple(name for name in _OF_KIND.get(lead.kind, usual) if _SINCE.get(name, year) <= year)
    return chosen or ("Other related deaths",)


def themes_of(lead: WorldBody) -> tuple[Theme, ...]:
    """What can have gone wrong at a body of this kind."""
    if "mental_health" in lead.services:
        return MENTAL
    wanted = _THEMES_OF_KIND.get(lead.kind, ())
    return tuple(theme for theme in GENERAL if theme.key in wanted) or GENERAL
