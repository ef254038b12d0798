"""What the rules of this room pass to each other: verbatim spans of unchanged texts, with what found them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a report says of the death: ``text[start:end]`` of ``section`` are the words that say it.

    ``name``: date_of_death, age, sex, place, setting (inpatient, detained, community, custody…), method, cause,
    conclusion, inquest_opened, inquest_concluded, suicide… ``value`` is normalised (ISO dates, whole years, lower-case
    codes). ``found_by`` names the rule or model and its version; ``score`` is from 0 to 1.
    """

    name: str
    value: str
    section: str
    start: int
    end: int
    found_by: str
    score: float


@dataclass(frozen=True, slots=True)
class MatterSpan:
    """A stretch of a concerns section: a matter of concern, or words around it, which are marked and never dropped.

    ``kind``: ``matter``, ``boilerplate`` (the form's own words), ``background``. ``number`` as printed, ``""`` if none;
    the span of a matter leaves its number out.
    """

    start: int
    end: int
    number: str
    kind: str
    score: float
    found_by: str


@dataclass(frozen=True, slots=True)
class ThemeFound:
    """A code of the codebook on a matter, the words that carried it (offsets into the matter's text), and a score.

    ``not_a_concern`` is a code beside the codebook's: a matter that raises no failing or risk.
    """

    code: str
    score: float
    words: tuple[tuple[int, int], ...]
    found_by: str


@dataclass(frozen=True, slots=True)
class CaseMatter:
    """A matter with its verbatim text and its themes, as the rules on whole reports see it."""

    key: str
    number: str
    text: str
    themes: tuple[ThemeFound, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One report, or a trust's own narrative, as screening and comparison see it.

    ``key`` is the last part of the page address, or the caller's own. ``sections`` maps investigation, circumstances
    and concerns to their texts; one that the source lacks is absent. ``tidied`` names the sections that a language
    model tidied before they came here.
    """

    key: str
    ref: str
    date_of_report: date | None
    sections: Mapping[str, str]
    facts: tuple[Fact, ...] = ()
    matters: tuple[CaseMatter, ...] = ()
    categories: tuple[str, ...] = ()
    organisations: tuple[str, ...] = field(default=())
    tidied: frozenset[str] = frozenset()
