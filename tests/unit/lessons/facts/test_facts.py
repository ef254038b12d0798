"""What the rules find in invented reports, and where they hold back."""

from __future__ import annotations

import pytest

from forewarned.lessons.facts import find_facts
from forewarned.lessons.values import Fact


def found(name: str, investigation: str, circumstances: str = "", concerns: str = "") -> list[Fact]:
    sections = {"investigation": investigation, "circumstances": circumstances, "concerns": concerns}
    facts = find_facts(sections)
    for fact in facts:
        assert 0 <= fact.start < fact.end <= len(sections[fact.section])
        assert fact.found_by
        assert 0 < fact.score <= 1
    return [fact for fact in facts if fact.name == name]


def values(name: str, investigation: str, circumstances: str = "", concerns: str = "") -> list[str]:
    return [fact.value for fact in found(name, investigation, circumstances, concerns)]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("into the death of Tamsin Orrowby aged 15. The", "15"),
        ("the death of Wilmot Dravenby, a 17-year-old pupil", "17"),
        ("the death of Wilmot Dravenby, a fifteen year old boy", "15"),
        ("He was seventeen years of age at the time of his death.", "17"),
        ("She was 41 when she died.", "41"),
        ("Odessa Quellmoor (dob: 3 May 1950; dod: 2 May 2020) lived alone.", "69"),
        ("Odessa Quellmoor, born on 3 May 1950, died on 3 May 2020.", "70"),
        ("She approached her 18th birthday on 11/10/19. She died on 13 November 2019.", "18"),
        ("the death of Perran Stellick, aged 7 months.", "0"),
        ("Perran Stellick was a schoolboy who lived in Quellmoor.", "<18"),
        ("He had been arrested aged 16 and was moved to another wing.", ">=16"),
    ],
)
def test_age(text: str, age: str) -> None:
    assert values("age", text)[:1] == [age]


@pytest.mark.parametrize(
    "text",
    [
        "His mother, aged 54, found him.",
        "He was seen with another boy aged 15.",
        "She had used heroin since the age of 15.",
        "A policy for those aged 18 and over was drafted.",
        "(1) The ward was short of staff. (2) On 3 May it was closed.",
        "When her baby was 11 months old she returned to work.",
    ],
)
def test_ages_that_are_not_the_persons(text: str) -> None:
    assert values("age", text) == []


def test_several_ages_only_where_several_died() -> None:
    assert values("age", "the deaths of Wilmot Dravenby aged 18 and Perran Stellick aged 17.") == ["18", "17"]
    assert values("age", "the death of Wilmot Dravenby aged 18.", "Perran, aged 17, saw it.") == ["18"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Tamsin died on 3rd March 2030 at home.", "2030-03-03"),
        ("Tamsin died in March 2030.", "2030-03"),
        ("On 3 March 2030 Tamsin was found deceased in the park.", "2030-03-03"),
        ("(DOB 3.11.1995 DOD 12.8.2011)", "2011-08-12"),
        ("She was pronounced dead at the scene on 03/03/30.", "2030-03-03"),
    ],
)
def test_date_of_death(text: str, day: str) -> None:
    assert values("date_of_death", text) == [day]


def test_other_dates_are_not_the_date_of_death() -> None:
    assert (
        values("date_of_death", "On 3 March 2030 I commenced an investigation into the death of Tamsin Orrowby.") == []
    )
    assert values("date_of_death", "Her mother died on 3 March 2020.") == []
    assert values("date_of_death", "He died on 31 February 2020.") == []


def test_inquest_dates_do_not_take_the_date_of_birth() -> None:
    text = (
        "On 12 June 2029 I commenced an investigation into the death of Odessa Quellmoor, born on 4 March 1955. "
        "The investigation concluded at the end of the inquest on 28 April 2030."
    )
    assert values("inquest_opened", text) == ["2029-06-12"]
    assert values("inquest_concluded", text) == ["2030-04-28"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The conclusion of the inquest was suicide.", "conclusion"),
        ("Conclusion: Suicide", "conclusion"),
        ("That night she took her own life.", "said"),
        ("They were found to have hanged themselves.", "said"),
        ("He was found hanging in the shed.", "act"),
        ("He stepped in front of an oncoming train.", "act"),
        ("She died as a result of her own\r\ndeliberate act.", "act"),
        ("The cause of death was 1a Hanging. It was not clear what he intended.", "undetermined"),
        ("The conclusion was accidental death. She was found with a ligature around her neck.", "undetermined"),
    ],
)
def test_suicide(text: str, rule: str) -> None:
    facts = found("suicide", text)
    assert [fact.value for fact in facts] == ["yes"]
    assert rule in facts[0].found_by


@pytest.mark.parametrize(
    "text",
    [
        "She had thoughts of taking her own life.",
        "He had attempted suicide twice and was discharged.",
        "His brother had taken his own life the year before.",
        "There was no evidence that she had taken her own life.",
        "The perpetrator then killed himself.",
        "The risk of suicide was not assessed.",
        "The ward has ligature points and staff carry ligature cutters.",
        "His father's suicide had distressed him.",
        "The court found that the medicine was suspended due to bleeding.",
        "He threatened to jump from a bridge.",
    ],
)
def test_no_suicide(text: str) -> None:
    assert "yes" not in values("suicide", "", text)


def test_suicides_in_general_among_the_concerns_are_not_this_death() -> None:
    assert values("suicide", "", "", "Patients who took their own lives were not reviewed. Suicide is a concern.") == []


def test_suicide_is_no_only_with_evidence() -> None:
    assert values("suicide", "The conclusion was natural causes.") == ["no"]
    assert values("suicide", "The medical cause of death was 1a Bronchopneumonia.") == ["no"]
    assert values("suicide", "He lived with his sister.") == []
    assert values("suicide", "The medical cause of death was 1a Mixed drug toxicity.") == ["not_known"]
    assert values("suicide", "He jumped from the roof. The conclusion was misadventure.") == ["not_known"]


def test_cause_and_method() -> None:
    text = "The medical cause of death was:\n1a) Hypoxic brain injury\n1b) Hanging\n2) Depression\nLater a review sat."
    cause = found("cause", text)
    assert [fact.value for fact in cause] == ["hypoxic brain injury"]
    assert text[cause[0].start : cause[0].end] == "Hypoxic brain injury"
    assert values("method", text) == ["hanging"]
    assert values("cause", "Death came later that day. The lack of a bed is noted.") == []


def test_conclusions_side_by_side() -> None:
    text = "The conclusion of the jury was a narrative: accidental death contributed to by neglect."
    assert set(values("conclusion", text)) == {"narrative", "accident", "neglect"}
    assert values("conclusion", "The inquest has not yet concluded. The risk of suicide was known.") == []


def test_settings() -> None:
    text = "She was an inpatient on Larkmoor ward, detained under section 3 of the Mental Health Act."
    assert set(values("setting", text)) >= {"inpatient", "detained"}
    assert "custody" in values("setting", "He was found in his cell at HMP Larkmoor.")
    assert "inpatient" not in values("setting", "He had previously been an inpatient in 2012.")


def test_sex_and_place() -> None:
    assert values("sex", "Perran was a 40 year old man.") == ["male"]
    assert values("sex", "Tamsin said that she felt her school ignored her and that she was tired.") == ["female"]
    assert values("sex", "They said that they felt ignored.") == []
    assert values("place", "He died at Larkmoor General Hospital.") == ["hospital"]


def test_wrapped_lines_and_curly_quotes_keep_offsets() -> None:
    text = "The jury’s \r\n  conclusion was that Tamsin  took\r\nher own life."
    fact = found("suicide", text)[0]
    assert text[fact.start : fact.end] == "took\r\nher own life"


@pytest.mark.parametrize(
    "text", ["", " " * 50_000, "\x00\x07\n" * 5_000, "1a " * 5_000, "ABC " * 20_000, "Bu farw ym Mangor."]
)
def test_odd_texts_are_read(text: str) -> None:
    assert isinstance(find_facts({"investigation": text, "unknown": "aged 15"}), tuple)
