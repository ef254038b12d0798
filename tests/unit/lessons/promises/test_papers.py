"""A date that is part of the name of a law, a letter or a plan is no day by which anything is to be done."""

from __future__ import annotations

import pytest

from forewarned.lessons.promises.reading import date_words


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("We will follow the Tallow (Wards) Regulations 2019 in all of this.", None),
        ("We will ask that the Regulations in 2025 be changed.", "2025"),
        ("Further to our update dated 31 October 2024, we will place signs.", None),
        ("Further to our letter of 31 October 2024, we will place signs by May 2025.", "2025-05"),
        ("The 2024/25 guidance will set this out.", None),
        ("Our 2024/25 priorities will set this out.", None),
        ("The guidance will be out in 2025 and used on all wards.", "2025"),
        ("The guidance will be out by the end of 2025.", "2025"),
        ("Funds are given this academic year 2024/25, on all wards.", "2024/25"),
    ],
)
def test_the_date_of_a_paper_is_not_when_it_is_done(words: str, iso: str | None) -> None:
    found = date_words(words, 0, len(words), None)
    assert (found.iso if found else None) == iso
