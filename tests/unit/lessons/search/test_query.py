"""What a person types, and what is read in it."""

from __future__ import annotations

from datetime import date

import pytest

from forewarned.lessons.search import Term, parse
from forewarned.lessons.search.choices import nearest_choice
from forewarned.lessons.search.years import number_of, read_days


def read(typed: str) -> tuple[list[list[tuple[str, str, str]]], list[str], list[str]]:
    query = parse(typed)
    groups = [[(str(term.kind), term.field, term.text) for term in group] for group in query.all_of]
    return groups, [term.text for term in query.none_of], [note.code for note in query.notes]


@pytest.mark.parametrize(
    ("typed", "groups"),
    [
        ("ward door", [[("word", "", "ward")], [("word", "", "door")]]),
        ('"garden door"', [[("phrase", "", "garden door")]]),
        ("“garden door”", [[("phrase", "", "garden door")]]),
        ("theme:observation", [[("field", "theme", "observation")]]),
        ('org:"Hollow Lantern"', [[("field", "organisation", "Hollow Lantern")]]),
        ("Type:matter", [[("field", "kind", "matter")]]),
        ("leave OR absconded", [[("word", "", "leave"), ("word", "", "absconded")]]),
        ("leave AND door", [[("word", "", "leave")], [("word", "", "door")]]),
        ("since:2019 year:2015-2017", [[("field", "since", "2019")], [("field", "year", "2015-2017")]]),
        ("12:30", [[("word", "", "12:30")]]),
        ("https://example.invalid/x", [[("word", "", "https://example.invalid/x")]]),
        ("OR", []),
        ("  -  ? ", []),
    ],
)
def test_what_is_asked_for(typed: str, groups: list[list[tuple[str, str, str]]]) -> None:
    assert read(typed) == (groups, [], [])


def test_what_is_left_out() -> None:
    groups, left_out, notes = read('ward -door -"short of staff" -theme:training')
    assert groups == [[("word", "", "ward")]] and left_out == ["door", "short of staff", "training"] and not notes
    assert parse("-theme:training").none_of == (Term("field", "training", "theme"),)


@pytest.mark.parametrize(
    ("typed", "words", "code"),
    [
        ('"garden door', ["garden", "door"], "open_quote"),
        ("colour:green", ["colour", "green"], "no_field"),
        ("since:whenever", ["since", "whenever"], "no_date"),
        ("until:2019-13", ["until", "2019-13"], "no_date"),
    ],
)
def test_what_cannot_be_read_is_plain_words_and_says_so(typed: str, words: list[str], code: str) -> None:
    query = parse(typed)
    assert [term.text for group in query.all_of for term in group] == words
    assert all(term.kind == "word" for group in query.all_of for term in group)
    assert [note.code for note in query.notes] == [code] and "plain words" in query.notes[0].says


def test_too_much_is_cut_and_says_so() -> None:
    assert [note.code for note in parse("ward " * 400).notes] == ["too_long", "too_many"]
    assert len(parse("ward " * 40).all_of) == 32


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-3-4", date(2019, 3, 4), date(2019, 3, 4)),
        ("2017-2015", date(2015, 1, 1), date(2017, 12, 31)),
        ("2015..2017", date(2015, 1, 1), date(2017, 12, 31)),
    ],
)
def test_years_and_days(text: str, first: date, last: date) -> None:
    assert read_days(text) == (first, last)


@pytest.mark.parametrize("text", ["", "19", "0000", "0000-0001", "2019-13", "2019-02-30", "٢٠١٩", "2019x"])
def test_what_is_no_year(text: str) -> None:
    assert read_days(text) is None


def test_a_day_as_a_number() -> None:
    assert number_of(date(2019, 3, 4)) == 20190304


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("observation", "observation"), ("observations", "observation"), ("record keeping", "record_keeping"),
        ("record-keeping", "record_keeping"), ("obsevration", "observation"), ("obs", "observation"),
        ("re", ""), ("staff", ""), ("staffng", ""), ("unheard_of", ""),
    ],
)  # fmt: skip
def test_which_code_is_meant(typed: str, meant: str) -> None:
    assert nearest_choice(typed, ["observation", "record_keeping", "staffing", "stafing", "staffing_out"]) == meant
