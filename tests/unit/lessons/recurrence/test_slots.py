"""Looking for letters first changes no answer: it only spares expressions that cannot match."""

from __future__ import annotations

import pytest

from forewarned.lessons.recurrence.slots import Slot, lexicon, needed, slots_of

TEXTS = (
    "hourly checks had been missed and the observation records were falsified; the patient was not followed up",
    "no bed was available for four days, the ambulance response was delayed and the 999 call was not escalated",
    "there was no policy on leave; the care co-ordinator had not been told and the risk assessment was out of date",
    "the junction has no warning sign, the street lighting is poor and cyclists can't be seen by drivers",
    "",
)


@pytest.mark.parametrize(
    ("way", "letters"),
    [
        ("observation(?!al)", "observation"),
        (r"\bchecks? (?:on|of) (?:the )?patient", "patient"),
        ("follow(?:ed)?[- ]?up", "follow"),
        (r"\bnot \w+ed\b", "not "),
        ("colou?r", "colo"),
        ("(?:bed|ward)", ""),
        ("bed|ward", ""),
        (r"\b999\b", ""),
        ("ab*", ""),
    ],
)
def test_the_letters_that_a_match_needs(way: str, letters: str) -> None:
    assert needed(way) == letters


@pytest.mark.parametrize("text", TEXTS)
def test_it_finds_what_every_expression_tried_alone_finds(text: str) -> None:
    alone = tuple(
        Slot(kind, code, found.start(), found.end())
        for kind, code, pattern, _ in lexicon()
        for found in pattern.finditer(text)
        if found.end() > found.start()
    )
    assert slots_of(text) == alone
    assert alone or not text
