"""Phrases that carry a theme, and the words they are looked for in."""

from __future__ import annotations

import pytest

from forewarned.lessons.themes.codebook import codebook
from forewarned.lessons.themes.cues import CueBook, packaged, read_cues
from forewarned.lessons.themes.words import stem_of, words_of

BOOK = CueBook(read_cues("# a comment\n[family]\n+ inform* .. family|parents\nfamily\n[staffing]\n+ 1 1 nursing\n"))


def found(text: str) -> list[tuple[str, str]]:
    words = words_of(text)
    return sorted((hit.cue.name, text[words[hit.first].start : words[hit.after - 1].end]) for hit in BOOK.find(words))


def test_a_gap_is_at_most_three_words() -> None:
    assert ("family: inform* .. family|parents", "informing any of her parents") in found(
        "informing any of her parents"
    )
    assert found("informed one two three four parents") == []


def test_a_plain_word_is_whole_and_hyphens_part_words() -> None:
    assert found("familyhood") == []
    assert found("He was on 1-1 nursing.") == [("staffing: 1 1 nursing", "1-1 nursing")]


def test_every_packaged_phrase_belongs_to_the_codebook() -> None:
    assert {cue.theme for cue in packaged().cues} == set(codebook())


@pytest.mark.parametrize(
    ("one", "other"),
    [("assessed", "assessment"), ("observations", "observed"), ("delays", "delayed"), ("july", "june")],
)
def test_forms_of_a_word_meet(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


def test_years_and_numbers_are_alike() -> None:
    assert stem_of("2014") == stem_of("2023") != stem_of("17") == stem_of("3")


def test_words_keep_their_places() -> None:
    text = "She’s “un-well”; ﬁt?"
    assert [text[word.start : word.end] for word in words_of(text)] == ["She’s", "un", "well", "ﬁt"]
    assert words_of(text)[-1].plain == "fit"
