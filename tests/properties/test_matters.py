"""Whatever a concerns section holds: spans in order, nothing dropped, gaps of white space and printed numbers only."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from forewarned.lessons.matters import split_concerns
from forewarned.lessons.matters.marks import find_marks

PIECES = st.sampled_from([
    "1.", "2.", "(1)", "(2)", "a)", "b)", "i.", "ii.", "•", "–", "-", "6", "Concern 1:",
    "\n", "\n\n", " ", "\x00", "\x0c",
    "The MATTERS OF CONCERN are as follows", ":", ".", ";", "There was no plan", "I am concerned that", "Secondly,",
    "In my opinion there is a risk that future deaths will occur unless action is taken.", "category 2.", "Page 2 of 3",
    "Quay Street", "evidence was heard that:", "MAE'R MATERION SY'N PERI PRYDER", "é", "\u200b", "\uf0b7", "e.g.",
])  # fmt: skip


def check(section: str) -> None:
    position = 0
    marks = [(mark.start, mark.end) for mark in find_marks(section)]
    for span in (*split_concerns(section), None):
        start = len(section) if span is None else span.start
        gap = list(section[position:start])
        for left, right in marks:
            for at in range(max(left, position), min(right, start)):
                gap[at - position] = " "
        assert all(letter.isspace() or not letter.isprintable() for letter in gap), (position, start)
        if span is None:
            break
        assert position <= span.start < span.end <= len(section)
        assert span.kind in ("matter", "boilerplate", "background")
        assert not section[span.start].isspace() and not section[span.end - 1].isspace()
        if span.number:
            assert span.number.split()[0] in re.split(r"\s+", section[: span.start])[-4:] or span.number in section
        position = span.end


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=30))
def test_pieces_of_sections(pieces: list[str]) -> None:
    check(" ".join(pieces))


@settings(max_examples=100)
@given(st.text(max_size=300))
def test_any_text(section: str) -> None:
    check(section)


@settings(max_examples=50)
@given(st.lists(PIECES, max_size=20))
def test_the_same_twice(pieces: list[str]) -> None:
    assert split_concerns("".join(pieces)) == split_concerns("".join(pieces))
