"""Which reports are of one death by their own words; names and texts are fictional."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

from forewarned.lessons.recurrence.one_death import Told, told_alike, told_twice

TOLD = (
    "On 9 December 2013 the investigation into the death of Wilf Hathersedge began. He had fallen at home in the night "
    "and lay on the floor of his kitchen until the morning, when his neighbour heard him and called for help; he was "
    "taken to the hospital and died there of pneumonia three weeks later without having been seen by a surgeon."
)
OTHER = (
    "A lorry left the road at the bend above the mill in heavy rain and came to rest in the river; its driver was "
    "freed after two hours by the fire service and flown to the hospital, where he died of his injuries that night, "
    "the road having had no warning sign since the winter before."
)


def told(key: str, name: str, made: str, *texts: str, died: str = "") -> Told:
    parts = frozenset(name.lower().split())
    whole = " ".join(sorted(parts)) if len(parts) > 1 else ""
    return Told(key, parts, whole, date.fromisoformat(made), died, texts)


def pairs(*reports: Told) -> list[tuple[str, str]]:
    return sorted(told_twice(reports))


def test_nearly_the_same_words_under_a_wrong_first_name_are_one_death() -> None:
    one = told("a", "Wilf Hathersedge", "2014-04-03", TOLD)
    two = told("b", "Ivo Hathersedge", "2014-04-29", TOLD.replace("three weeks", "four weeks"))
    assert pairs(one, two) == [("a", "b")]


def test_a_withheld_name_is_nobody_elses() -> None:
    one, two = told("a", "", "2024-01-18", TOLD), told("b", "Wilf Hathersedge", "2024-02-18", TOLD)
    assert pairs(one, two) == [("a", "b")]
    assert pairs(told("a", "", "2020-01-18", TOLD), two) == [], "years apart"


def test_two_of_a_family_in_one_crash_are_two_deaths() -> None:
    here, there = f"{OTHER} This is of Nan Crake.", f"{OTHER} This is of Una Crake."
    assert pairs(told("a", "Nan Crake", "2019-11-01", here), told("b", "Una Crake", "2019-11-01", there)) == []


def test_others_in_one_crash_are_not_compared() -> None:
    assert pairs(told("a", "Nan Crake", "2019-11-01", OTHER), told("b", "Una Marlow", "2019-11-01", OTHER)) == []


def test_one_name_soon_after_is_one_death_and_much_later_is_not() -> None:
    one = told("a", "Nan Crake", "2019-01-01", TOLD)
    assert pairs(one, told("b", "Nan Crake", "2019-02-20", OTHER)) == [("a", "b")]
    assert pairs(one, told("b", "Nan Crake", "2019-09-01", OTHER)) == []


def test_two_known_days_are_two_deaths_but_for_one_name_in_the_same_words() -> None:
    one = told("a", "Nan Crake", "2019-01-01", TOLD, died="2018-01-01")
    assert pairs(one, told("b", "Nan Crake", "2019-02-01", OTHER, died="2018-03-01")) == []
    assert pairs(one, told("b", "Ivo Crake", "2019-02-01", TOLD, died="2018-03-01")) == []
    assert pairs(one, told("b", "Nan Crake", "2019-08-01", TOLD, died="2018-03-01")) == [("a", "b")]


def test_no_pair_is_lost_by_looking_only_at_those_of_like_name_or_time() -> None:
    """Of every two reports given alone, what the whole list gives: reports without a day, a name, or both too."""
    some = [
        replace(told(f"{name}{day}{died}", name, "2019-01-01", TOLD, died=died), made=made)
        for name in ("", "Nan Crake", "Ivo Crake", "Una Marlow")
        for day, made in enumerate((None, date(2019, 1, 1), date(2020, 2, 5), date(2020, 2, 6), date(2023, 1, 1)))
        for died in ("", "2018-01-01", "2018-03-01")
    ]
    each = {frozenset(pair) for two in combinations(some, 2) for pair in told_twice(two)}
    whole = [frozenset(pair) for pair in told_twice(some)]
    assert set(whole) == each and len(whole) == len(each) > 100
    near, far = told("a", "", "2019-01-01", TOLD), told("b", "Nan Crake", "2020-02-06", TOLD)
    assert pairs(near, far) == [], "401 days"
    assert pairs(near, replace(far, made=date(2020, 2, 5))) == [("a", "b")], "400 days"


def test_a_few_words_say_nothing() -> None:
    short = "See the record of inquest."
    assert pairs(told("a", "Nan Crake", "2019-01-01", short), told("b", "Ivo Crake", "2019-01-01", short)) == []


def test_one_event_is_told_alike_whoever_died() -> None:
    crash = [told("a", "Nan Crake", "2019-11-01", OTHER), told("b", "Una Marlow", "2019-11-01", OTHER)]
    assert list(told_alike([*crash, told("c", "Nan Crake", "2019-11-01", TOLD)])) == [("a", "b")]
