"""Facts of the death from a report's own words: each with its verbatim span, the rule that found it, and a score.

Rules only: no model, no network, no clock. `find_facts` runs every rule of `RULES` in order, so that later rules (age
from dates, method from the cause, suicide from method and conclusion) see what earlier ones found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from forewarned.lessons.facts.age import find_age
from forewarned.lessons.facts.finding import find_cause, find_conclusion
from forewarned.lessons.facts.method import find_methods
from forewarned.lessons.facts.passages import Reading, read
from forewarned.lessons.facts.person import find_place, find_settings, find_sex
from forewarned.lessons.facts.suicide import find_suicide
from forewarned.lessons.facts.when import find_death_and_birth, find_inquest
from forewarned.lessons.values import Fact

__all__ = ["RULES", "find_facts"]

RULES: tuple[Callable[[Reading], list[Fact]], ...] = (
    find_inquest,
    find_death_and_birth,
    find_age,
    find_sex,
    find_place,
    find_settings,
    find_cause,
    find_conclusion,
    find_methods,
    find_suicide,
)


def find_facts(sections: Mapping[str, str], reported: date | None = None) -> tuple[Fact, ...]:
    """Every fact the rules find in the sections (investigation, circumstances, concerns → unchanged text).

    ``sections[fact.section][fact.start:fact.end]`` are the words of a fact. A fact that is absent is not known; it is
    never a no. ``reported``: the day of the report, which nobody it is about died after. Names and values:
    docs/reference/screen.md.
    """
    reading = read(sections, reported)
    for rule in RULES:
        reading = replace(reading, found=reading.found + tuple(rule(reading)))
    return reading.found
