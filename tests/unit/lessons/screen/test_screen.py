"""The query language and its three answers."""

from __future__ import annotations

from datetime import date

import pytest

from forewarned.errors import InputError
from forewarned.lessons.facts import find_facts
from forewarned.lessons.screen import contradiction, judge, parse
from forewarned.lessons.values import Case, CaseMatter, Fact, ThemeFound

SECTIONS = {
    "investigation": "On 3 March 2030 an investigation into the death of Tamsin Orrowby aged 15 began. "
    "The conclusion of the inquest was suicide.",
    "circumstances": "The 15 year old girl was an inpatient on a mental health ward. She died on 1 March 2030.",
    "concerns": "Checks were missed at night.",
}
MATTER = CaseMatter("m1", "1", "Checks were missed at night.", (ThemeFound("observation", 0.9, ((0, 6),), "test"),))
CASE = Case(
    key="tamsin-orrowby",
    ref="2031-0001",
    date_of_report=date(2031, 4, 1),
    sections=SECTIONS,
    facts=(*find_facts(SECTIONS), Fact("area", "North Vale", "", 0, 0, "register", 1.0)),
    matters=(MATTER,),
    categories=("Suicide (from 2015)",),
    organisations=("Larkmoor Partnership Trust",),
)
BARE = Case("bare", "", None, {"investigation": "An inquest was opened."})


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("suicide and age < 18", "yes"),
        ("SUICIDE and Child", "yes"),
        ("child and not suicide", "no"),
        ("adult or girl", "yes"),
        ("age between 10 and 15", "yes"),
        ("age > 15", "no"),
        ("aged 15", "yes"),
        ("inpatient and theme:observation since 2015", "yes"),
        ("theme:medication", "no"),
        ("inpatient until 2030", "no"),
        ("since 2031-04 and before 2031-05", "yes"),
        ("between 2031-04-01 and 2031-04-01", "yes"),
        ("died in 2030 and died before 2030-03-02", "yes"),
        ("died after 2030", "no"),
        ('"missed at night"', "yes"),
        ('"missed  at" and concerns:checks', "yes"),
        ('"night shift"', "no"),
        ('area:"north vale" and organisation:larkmoor and category:suicide and ref:2031-0001', "yes"),
        ("area:South", "no"),
        ("custody", "not_known"),
        ("not custody", "not_known"),
        ("conclusion:misadventure", "no"),
        ("male", "no"),
        ("custody and age > 15", "no"),
        ("custody or suicide", "yes"),
        ("not (custody or adult)", "not_known"),
    ],
)
def test_answers(query: str, answer: str) -> None:
    assert judge(parse(query), CASE).answer == answer


@pytest.mark.parametrize(
    "query",
    [
        "suicide",
        "child",
        "inpatient",
        "theme:family",
        "since 2015",
        "died since 2015",
        '"ward"',
        "area:x",
        "male",
        "cause:x",
    ],
)
def test_what_a_report_does_not_say_is_not_known(query: str) -> None:
    verdict = judge(parse(query), BARE)
    assert verdict.answer == "not_known"
    assert verdict.because == ()


def test_every_hit_shows_its_words() -> None:
    verdict = judge(parse("suicide and child and theme:observation"), CASE)
    said = {evidence.condition: evidence for evidence in verdict.because}
    assert said["suicide:yes"].words == "suicide"
    assert said["age <= 17"].words == "15"
    assert said["theme:observation"].words == "Checks"
    for evidence in verdict.because:
        if evidence.source in SECTIONS:
            assert SECTIONS[evidence.source][evidence.start : evidence.end] == evidence.words
    assert verdict.near_miss == ""


def test_evidence_is_not_cut_in_the_middle_of_a_word() -> None:
    told = "With the intention of ending his life, although he subsequently made a call."
    fact = Fact("suicide", "yes", "circumstances", told.index("tention"), told.index("quently"), "test", 0.9)
    cut = Case("cut", "", None, {"circumstances": told}, (fact,))
    (evidence,) = judge(parse("suicide"), cut).because
    assert evidence.words == "intention of ending his life, although he subsequently"
    assert told[evidence.start : evidence.end] == evidence.words


@pytest.mark.parametrize(
    ("query", "never"),
    [
        ("since 2025 and before 2010", True),
        ("suicide and (child and died since 2025) and died before 2010", True),
        ("between 2025-01-01 and 2010-01-01", True),
        ("since 2025 and died before 2010", False),
        ("since 2025 or before 2010", False),
        ("not since 2025 and before 2010", False),
        ("since 2010 and before 2025", False),
        ("age < 18 and age > 60", False),
    ],
)
def test_limits_that_no_day_is_within(query: str, never: bool) -> None:
    try:
        assert bool(contradiction(parse(query))) is never
    except InputError:
        assert never, "a span that ends before it begins may be refused where it is read"


def test_a_near_miss_names_the_one_condition_that_failed() -> None:
    assert "age <= 14" in judge(parse("suicide and age < 15"), CASE).near_miss
    assert "“15”" in judge(parse("suicide and age < 15"), CASE).near_miss
    assert "custody" in judge(parse("suicide and custody"), CASE).near_miss
    assert "does not say" in judge(parse("suicide and custody"), CASE).near_miss
    no_theme = judge(parse("suicide and theme:staffing"), CASE).near_miss
    assert "its matters of concern were read, and none has it" in no_theme
    assert "stand nowhere" in judge(parse('suicide and "night shift"'), CASE).near_miss
    assert "not suicide:yes" in judge(parse("child and not suicide"), CASE).near_miss
    assert judge(parse("adult and custody and suicide"), CASE).near_miss == ""
    assert judge(parse("adult"), CASE).near_miss == ""
    assert "custody" in judge(parse("suicide and (custody or (adult and male))"), CASE).near_miss


def test_a_bound_of_the_age_answers_what_it_can() -> None:
    case = Case("x", "", None, {"investigation": "schoolboy"}, (Fact("age", "<18", "investigation", 0, 9, "t", 0.7),))
    assert judge(parse("child"), case).answer == "yes"
    assert judge(parse("age < 16"), case).answer == "not_known"
    assert judge(parse("age >= 40"), case).answer == "no"


def test_binding_not_before_and_before_or() -> None:
    assert str(parse("not adult and male or child")) == "(not age >= 18 and sex:male) or age <= 17"
    assert str(parse("not (adult and male)")) == "not (age >= 18 and sex:male)"


@pytest.mark.parametrize(
    ("query", "column", "could"),
    [
        ("", 1, "condition"),
        ("suicide and", 12, "condition"),
        ("suicide or or child", 12, "condition"),
        ("suicde", 1, "suicide"),
        ("suicide child", 9, "and, or"),
        ("(child", 7, ")"),
        ("theme:", 7, "observation"),
        ("theme:observatoin", 7, "observation"),
        ("setting:moon", 9, "inpatient"),
        ("themme:family", 1, "theme"),
        ("age", 4, "<="),
        ("age < x", 7, "number"),
        ("age between 3", 14, "and"),
        ("since yesterday", 7, "2015"),
        ("since 2015-13", 7, "2015"),
        ("between 2015", 13, "and"),
        ("died suddenly", 6, "since"),
        ('suicide and "open', 13, "closing"),
        ('"..."', 1, "letter"),
        ("not", 4, "condition"),
    ],
)
def test_an_error_names_the_column_and_what_could_stand_there(query: str, column: int, could: str) -> None:
    with pytest.raises(InputError) as error:
        parse(query)
    assert error.value.where == f"column {column}"
    assert could in error.value.next_step


def test_too_long_and_too_deep_are_refused() -> None:
    with pytest.raises(InputError):
        parse("(" * 100 + "child" + ")" * 100)
    with pytest.raises(InputError):
        parse("child or " * 1000 + "child")
