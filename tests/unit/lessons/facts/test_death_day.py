"""Which date is the day of the death, how surely, and which only stand near a word of death. Invented words."""

from __future__ import annotations

from datetime import date

import pytest

from forewarned.lessons.facts import find_facts
from forewarned.lessons.values import Fact


def facts(name: str, text: str, reported: date | None = None, section: str = "investigation") -> list[Fact]:
    return [one for one in find_facts({section: text}, reported) if one.name == name]


def days(text: str, reported: date | None = None) -> list[str]:
    return [one.value for one in facts("date_of_death", text, reported)]


@pytest.mark.parametrize(
    "text",
    [
        "The inquest into his death concluded before a Jury on 22 July 2024.",
        "I conducted an inquest into the death of Tamsin which concluded on 21 November 2024.",
        "I heard an inquest into his death commencing on the 10 September 2024.",
        "An inquest into the death of Mr Orrowby was opened on 5 July 2022.",
        "An inquest into his death was opened by me on 12 January 2018.",
        "An Investigation into the death commenced on the 8th of January 2021 and was long.",
        "I commenced an investigation into the death of Mr Wilmot Dravenby on 15 March 2017 who was aged 86 years.",
        "Evidence was taken at a review touching the death of Perran Stellick on 14 February 2017.",
        "In the time prior to his death, on 10 December 2024, he had disclosed an overdose.",
        "The last contact prior to his death was on 29 January 2024.",
        "The circumstances of Mrs Orrowby's death were that on 5 September 2016 she was driving south.",
        "She was assessed as being at high risk of suicide on 3 September 2020.",
        "A post-mortem examination was carried out on 7 April 2016 and the cause of death was recorded.",
        "On 25 May 2018 a close family member died.",
        "In August 2020, a prisoner died at HMP Larkmoor.",
        "He had attempted suicide on 3 March 2020.",
        "She would not have died had a bed been available on either 24, 25 or 26 June 2022.",
    ],
)
def test_a_day_near_a_death_that_is_of_something_else(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On 3 June 2022 he fell, and when on 22nd December 2021, she died, nobody knew.", "2021-12-22"),
        ("She hanged herself at home on the 24th March 2024.", "2024-03-24"),
        ("She waited from March 2014 until her death in June 2014.", "2014-06"),
        ("The conclusion being that on 5 May 2016, Perran took his own life.", "2016-05-05"),
        ("At approximately 10.40 on 16 July 2013 Wilmot Dravenby died in a collision.", "2013-07-16"),
        ("In the days prior to her death on 25 March 2016 she was anxious.", "2016-03-25"),
        ("He was remanded into custody where he resided until his death on the 18 April 2011.", "2011-04-18"),
        ("Resuscitation attempts failed and he passed away at 15:46 on 13 November 2014.", "2014-11-13"),
        ("This contributed to his death at Larkmoor Hospital, Quellport on 2 April 2018.", "2018-04-02"),
        ("An investigation was commenced into the death on the 26th December 2017 of Wilmot Dravenby.", "2017-12-26"),
        ("She was found on the 26 May 2022 at Quellport, having died of a fall.", "2022-05-26"),
    ],
)
def test_days_of_the_death(text: str, day: str) -> None:
    assert days(text) == [day]


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Tamsin died on 3 March 2030.", True),
        ("On 3 March 2030 Tamsin Orrowby died at Larkmoor Hospital.", True),
        ("He was pronounced dead at 12.35 hours on 3 March 2030.", True),
        ("He died at the scene of a road traffic collision on 3 March 2030.", True),
        ("He died from injuries sustained in a road traffic collision on 3 March 2030.", False),
        ("Tamsin was found hanging in her room on 3 March 2030.", False),
        ("She took her own life on 3 March 2030.", False),
    ],
)
def test_only_the_day_of_the_death_itself_is_sure(text: str, sure: bool) -> None:
    (found,) = facts("date_of_death", text)
    assert (found.score >= 0.85) is sure


def test_what_the_concerns_say_never_leads() -> None:
    (found,) = facts("date_of_death", "There were others: Tamsin Orrowby (died 10 June 2023).", section="concerns")
    assert found.score < 0.85


def test_nobody_died_after_the_report_of_it() -> None:
    text = "Tamsin died on 12 October 2023."
    assert days(text) == ["2023-10-12"]
    assert days(text, date(2023, 10, 12)) == ["2023-10-12"]
    assert days(text, date(2023, 3, 31)) == []
    assert days("Tamsin died in October 2023.", date(2023, 10, 5)) == ["2023-10"]


def test_a_day_after_the_inquest_was_opened_is_a_slip_of_one_of_the_two() -> None:
    text = "On 10 April 2025 I commenced an investigation into the death of Tamsin, who died on 30 August 2025."
    (found,) = facts("date_of_death", text)
    assert (found.value, found.score < 0.85) == ("2025-08-30", True)
    # Words that fit the opening, and are sure of themselves, go before it.
    assert days(f"{text} Box 3: Tamsin died at Larkmoor Hospital on 9 April 2025.") == ["2025-04-09"]


def test_an_inquest_that_ended_before_it_was_opened_bounds_nothing() -> None:
    text = (
        "On 25.4.19, an investigation into the death of Tamsin was commenced. The investigation concluded at the end "
        "of the inquest on 5.4.19. She deteriorated and sadly died on 23.4.19."
    )
    assert days(text) == ["2019-04-23"]


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("On 3 May 2019, I commenced an investigation into the death of Tamsin.", ["2019-05-03"]),
        ("On 3 May 2019 an investigation into the death of Tamsin Odessa Orrowby was commenced.", ["2019-05-03"]),
        ("On 3 May 2019, the senior coroner opened an inquest into her death.", ["2019-05-03"]),
        ("An inquest was opened into the death of Tamsin, who died on 2 May 2019.", []),
        ("On 3 May 2019 the deceased opened a window.", []),
    ],
)
def test_when_the_investigation_was_opened(text: str, opened: list[str]) -> None:
    assert [one.value for one in facts("inquest_opened", text)] == opened


def test_where_several_died_the_first_day_opened_is_not_sure() -> None:
    text = "On 3 May 2019 inquests were opened into the deaths of Tamsin Orrowby and Perran Stellick."
    (found,) = facts("inquest_opened", text)
    assert found.score < 0.9
