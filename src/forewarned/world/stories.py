"""The reports a test asks for by name: every difficulty of the real register, at least once.

A story is laid over one ordinary report: it fixes what matters and leaves the rest to chance.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta

from forewarned.world.addressing import AMPERSAND, AND, BAR, COMMA, SEMICOLON

FIRST_DAY = date(2013, 6, 10)
LAST_DAY = date(2025, 12, 12)
TRUST_EVERY = 10
TRUST_TURN = 3
"""Report number 3, 13, 23, … is to the trust the demo is about: 40 of the default 400."""


@dataclass(frozen=True, slots=True)
class Story:
    """``year``: where on the timeline. ``trust``: about the demo's trust, else about a neighbour.

    ``ref``: ``blank`` | ``suffix`` | ``dash`` | ``shared`` | ``typo``. ``answer``: ``on_time`` |
    ``late`` | ``boundary`` (received on the due day) | ``unpublished`` | ``never`` | ``listed``
    (officially listed, never answered) | ``listed_then_answered``.
    ``documents``: ``appendix`` | ``response_first`` | ``joint``.
    ``co``: roles of co-addressees; ``outsiders``: ``person`` | ``redacted``. ``lesson``: one concern is this.
    """

    name: str
    year: float
    trust: bool = True
    ref: str = ""
    form: str = ""
    separator: str = ""
    co: tuple[str, ...] | None = None
    outsiders: tuple[str, ...] = ()
    answer: str = ""
    extended: int = 0
    printed_shift: int | None = None
    withdrawn: bool = False
    documents: str = ""
    deceased: str = ""
    lesson: str = ""
    death_days: int = 0
    dated: date | None = None


STORIES = (
    Story("rule_43", 2013.4, dated=date(2013, 7, 11), answer="late"),
    Story("blank_ref", 2014.2, ref="blank"),
    Story("joined_semicolon", 2016.6, separator=SEMICOLON, co=("commissioner", "national")),
    Story("lesson_first", 2016.2, lesson="observations-not-done", answer="on_time", death_days=420),
    Story("lesson_same_era", 2017.6, lesson="observations-not-done", death_days=1500),
    Story("lesson_again", 2019.2, lesson="observations-not-done", death_days=380, answer="late"),
    Story("lesson_third", 2022.5, lesson="observations-not-done", death_days=350),
    Story("joined_comma", 2018.1, separator=COMMA, co=("national", "council")),
    Story("suffix", 2019.6, ref="suffix"),
    Story("dash_ref", 2020.1, ref="dash"),
    Story("joined_and", 2020.6, separator=AND, co=("council",)),
    Story("joined_ampersand", 2020.9, separator=AMPERSAND, co=("police",)),
    Story("old_name", 2014.6, form="old_name"),
    Story("typo", 2021.3, form="typo"),
    Story("office_holder", 2021.6, form="office", co=("police",), separator=BAR),
    Story("redacted_name", 2015.0, outsiders=("redacted",)),
    Story("private_person", 2014.9, outsiders=("person",)),
    Story("redacted_office", 2018.5, form="redacted_office"),
    Story("extended", 2023.2, extended=42, answer="on_time", printed_shift=0),
    Story("printed_differs", 2016.9, printed_shift=9, answer="late"),
    Story("never_listed", 2024.15, answer="listed", co=()),
    Story("listed_then_answered", 2023.4, trust=False, answer="listed_then_answered", co=()),
    Story("neighbour_listed", 2024.6, trust=False, answer="listed", co=()),
    Story("never_published", 2020.4, answer="unpublished", co=()),
    Story("never_answered", 2021.0, answer="never", co=()),
    Story("answered_on_time", 2024.5, answer="on_time", printed_shift=0, co=()),
    Story("answered_on_due_day", 2024.7, answer="boundary", printed_shift=0, co=()),
    Story("answered_late", 2025.0, answer="late", printed_shift=0, co=("national",), separator=BAR),
    Story("appendix", 2019.8, documents="appendix", answer="on_time", co=()),
    Story("response_first", 2017.3, documents="response_first", answer="on_time", co=()),
    Story("joint_response", 2018.3, documents="joint", answer="on_time", co=("commissioner",), separator=BAR),
    Story("withdrawn", 2024.8, trust=False, withdrawn=True),
    Story("trust_withdrawn", 2025.2, withdrawn=True),
    Story("shared_ref", 2018.7, trust=False, ref="shared"),
    Story("typed_ref", 2015.6, trust=False, ref="typo"),
    Story("two_people", 2015.2, deceased="two"),
    Story("redacted_deceased", 2024.05, trust=False, deceased="redacted"),
    Story("merged_later", 2017.1, trust=False, form="exact"),
)


def slot_day(index: int, reports: int) -> date:
    """The day report ``index`` of ``reports`` is put on the site, evenly over the whole time."""
    return FIRST_DAY + timedelta(days=index * ((LAST_DAY - FIRST_DAY).days) // reports)


def is_trust(index: int) -> bool:
    return index % TRUST_EVERY == TRUST_TURN


def cast(reports: int) -> dict[int, Story]:
    """Which report carries which story. Small worlds hold only the first that find a place."""
    taken: dict[int, Story] = {}
    span = (LAST_DAY - FIRST_DAY).days / 365.25
    start = FIRST_DAY.year + (FIRST_DAY - date(FIRST_DAY.year, 1, 1)).days / 365.25
    for story in STORIES:
        wanted = int((story.year - start) / span * reports)
        place = _nearest(wanted, reports, story.trust, taken)
        if place is not None:
            taken[place] = story
    return taken


def _nearest(wanted: int, reports: int, trust: bool, taken: Container[int]) -> int | None:
    """The free index of the right kind nearest to the wanted one, not further than two years or 30 places."""
    for away in range(max(30, reports // 6)):
        for index in (wanted + away, wanted - away):
            if 0 <= index < reports and is_trust(index) == trust and index not in taken:
                return index
    return None
