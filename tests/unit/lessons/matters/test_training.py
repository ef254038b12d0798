"""How labelled sections are put into parts: near copies in one, so that no section is judged by its own words."""

from __future__ import annotations

from training.matters import Labelled, folds

FORM = "The evidence revealed matters giving rise to concern. In my opinion there is a risk that deaths will occur. "


def item(number: int, text: str) -> Labelled:
    return Labelled(f"https://example.org/{number}", text, ((0, len(text)),), False, "tune")


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
