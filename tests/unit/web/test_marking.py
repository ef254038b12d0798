"""Marking: the pieces join to the text again, and only what repeats a field is marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forewarned.web.marking import Mark, Node, nested, pieces

TEXT = (
    "On 5th March 2024 I opened an inquest into the death of Perrin  OAKES, aged 65, who died on 28/02/2024.\n"
    "Mr Oakes (65) lived at 65 Wren Lane. Perrin Oakeson is another man."
)


def marked(text: str, fields: dict[str, str]) -> list[tuple[str, str]]:
    found = pieces(text, fields)
    assert "".join(one.words for one in found) == text
    assert all(text[one.start : one.end] == one.words for one in found)
    return [(one.field, one.words) for one in found if one.field]


def test_names_dates_and_ages_are_found_as_they_are_written() -> None:
    fields = {"who": "Perrin Oakes", "opened": "2024-03-05", "death": "2024-02-28", "age": "65"}
    assert marked(TEXT, fields) == [
        ("opened", "5th March 2024"),
        ("who", "Perrin  OAKES"),
        ("age", "aged 65"),
        ("death", "28/02/2024"),
    ]


@pytest.mark.parametrize(
    "written", ["5 March 2024", "05 March 2024", "5th of March, 2024", "March 5, 2024", "5.3.24", "05/03/2024"]
)
def test_every_way_a_date_is_written(written: str) -> None:
    assert marked(f"It was on {written} that she died.", {"death": "2024-03-05"}) == [("death", written)]


def test_the_longest_wins_where_two_overlap() -> None:
    assert marked("Edith Quillmere Vale spoke.", {"a": "Edith Quillmere", "b": "Edith Quillmere Vale"}) == [
        ("b", "Edith Quillmere Vale")
    ]


@pytest.mark.parametrize("value", ["", "A", ".*", "(", "NR", "[REDACTED]"])
def test_values_that_say_little_or_mean_harm_mark_nothing_by_chance(value: str) -> None:
    assert marked("A man (not named) was found. NR.", {"who": value}) == []


def test_an_empty_text_has_no_pieces() -> None:
    assert pieces("", {"who": "Perrin Oakes"}) == ()


def words_of(found: tuple[Node, ...]) -> str:
    return "".join(one.words + words_of(one.nodes) for one in found)


def under(found: tuple[Node, ...], kind: str, inside: bool = False) -> str:
    """The words that stand under marks of this kind."""
    said = ""
    for one in found:
        here = inside or (one.mark is not None and one.mark.kind == kind)
        said += (one.words if inside else "") + under(one.nodes, kind, here)
    return said


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)


@given(SPANS, st.integers(0, 30))
def test_marks_that_cross_lose_no_letter_and_each_covers_its_words(spans: list[tuple[int, int]], start: int) -> None:
    text = "abcdefghijklmnopqrstuvwxyzABCD"
    marks = [Mark(min(pair), max(pair), f"kind {at}", "label", f"anchor {at}") for at, pair in enumerate(spans)]
    assert words_of(nested(text, marks, start)) == text[start:]
    found = nested(text, marks)
    assert words_of(found) == text
    for one in marks:
        assert under(found, one.kind) == text[one.start : one.end]


def test_a_mark_cut_in_two_keeps_one_anchor_and_one_label() -> None:
    found = nested("abcdef", [Mark(0, 4, "outer", "o", "one"), Mark(2, 6, "inner", "i", "two")])
    outer, rest = found
    assert outer.mark and outer.mark.anchor == "one" and outer.nodes[0].words == "ab"
    first = outer.nodes[1].mark
    assert first and (first.anchor, first.label) == ("two", "") and rest.mark and rest.mark.anchor == ""
    assert rest.mark.label == "i" and words_of((rest,)) == "ef"
