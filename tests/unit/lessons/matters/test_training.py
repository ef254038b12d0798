"""How labelled sections are put into parts (near copies in one, so none is judged by its own words) and weighed."""

from __future__ import annotations

import pytest
from training.matters import Labelled, agreement, folds, readings

FORM = "The evidence revealed matters giving rise to concern. In my opinion there is a risk that deaths will occur. "


def item(number: int, text: str) -> Labelled:
    return Labelled(f"https://example.org/{number}", text, ((0, len(text)),), False, "own")


def told(number: int) -> str:
    """Words that no other section has."""
    return " ".join(f"word{number}x{at}" for at in range(30))


def test_near_copies_are_in_one_part() -> None:
    others = [item(number, FORM + told(number)) for number in range(20)]
    copies = [item(100 + at, f"{FORM}{told(50)} and {at} more") for at in range(4)]
    parts = folds([*others, *copies])
    assert len([part for part in parts if set(part) & set(copies)]) == 1
    assert sorted(one.url for part in parts for one in part) == sorted(one.url for one in [*others, *copies])


def test_the_forms_words_alone_make_no_copies() -> None:
    parts = folds([item(number, FORM + told(number)) for number in range(20)])
    assert [len(part) for part in parts] == [4] * 5


def test_the_parts_are_the_same_every_time() -> None:
    items = [item(number, FORM + told(number)) for number in range(12)]
    assert folds(items) == folds(items[::-1])


def twice(first: tuple[tuple[int, int], ...], second: tuple[tuple[int, int], ...] | None) -> Labelled:
    return Labelled("https://example.org/twice", "Nobody looked. The door stood open.", first, False, "own", second)


@pytest.mark.parametrize("second", [None, (), ((0, 14), (15, 35))])
def test_a_section_marked_alike_counts_once(second: tuple[tuple[int, int], ...] | None) -> None:
    first = second or ()
    assert readings(twice(first, second)) == [twice(first, second)]


@pytest.mark.parametrize("second", [(), ((0, 35),), ((0, 14), (15, 35))])
def test_where_readers_differ_each_counts_half(second: tuple[tuple[int, int], ...]) -> None:
    read = readings(twice(((60, 95),), second))
    assert [one.spans for one in read] == [((60, 95),), second]
    assert [one.weight for one in read] == [0.5, 0.5]


def test_the_second_reader_is_scored_against_the_first() -> None:
    told = agreement([twice(((0, 35), (60, 95)), ((0, 35),)), twice(((0, 35),), None)])
    assert told["all"]["right"] == told["all"]["given"] == 1
    assert told["unnumbered"]["labelled"] == 2
