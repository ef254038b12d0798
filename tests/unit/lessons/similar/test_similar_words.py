"""Words, sentences, likeness of words, and the lexicon, each by itself."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from forewarned.lessons.similar.aspects import ASPECTS, called, codes, meetings
from forewarned.lessons.similar.lexical import Latent, Postings, Vocabulary
from forewarned.lessons.similar.texts import plain, sentences, stem, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("discharged", "discharge"),
        ("wards", "ward"),
        ("referred", "refer"),
        ("injuries", "injury"),
        ("trust's", "trust"),
    ],
)
def test_endings_are_cut_so_that_forms_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["bus", "illness", "diagnosis", "bed", "gas"])
def test_short_words_and_false_endings_stay(word: str) -> None:
    assert stem(word) == word


def test_a_capital_inside_a_sentence_marks_a_name_and_one_that_begins_it_does_not() -> None:
    found = dict(words("Ligatures were found. Later Zorander left by HMP van."))
    assert found["zorander"] is True
    assert found["ligatur"] is False
    assert found["hmp"] is False


def test_sentences_are_offsets_and_numbered_points_begin_anew() -> None:
    text = "The ward was full. Nobody came!\n(1) No bed was found\n(2) No nurse was there"
    parts = [text[p.start : p.end] for p in sentences("concerns", text)]
    assert parts == ["The ward was full.", "Nobody came!", "(1) No bed was found", "(2) No nurse was there"]


def test_the_forms_own_sentences_are_not_compared() -> None:
    text = "In my opinion there is a risk that future deaths will occur unless action is taken. The rail was low."
    assert plain("concerns", text) == "The rail was low."


def _postings(texts: list[str]) -> tuple[Vocabulary, Postings]:
    told = [words(text) for text in texts]
    known = Vocabulary.of(told, 1)
    return known, Postings.of([known.vector(Counter(w for w, _ in one)) for one in told], len(known.terms))


def test_cosine_is_one_with_itself_and_nought_with_what_shares_nothing() -> None:
    known, postings = _postings(["ligature ward", "drain carriageway", "ward drain"])
    found = postings.cosine(known.vector(Counter(["ligatur", "ward"])))
    assert found[0] == pytest.approx(1.0, abs=1e-6)
    assert found[1] == 0.0
    assert 0 < found[2] < 1


def test_lsa_gives_the_directions_of_a_full_decomposition() -> None:
    _, postings = _postings(["ligature ward nurse", "ward nurse bed", "drain road car", "road car bend", "bend drain"])
    dense = np.zeros((postings.size, postings.terms), np.float32)
    dense[postings.texts, postings.rows] = postings.values
    latent = Latent.of(postings, 2)
    expected = np.linalg.svd(dense)[2][:2]
    assert np.allclose(np.abs(expected @ latent.directions), np.eye(2), atol=1e-3)


def test_a_name_counts_little() -> None:
    told = [words("Then Zorander left the ward."), words("Then Zorander came to the ward.")]
    known = Vocabulary.of(told, 2)
    assert known.idf[known.terms["zorander"]] < 0.2 * known.idf[known.terms["ward"]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("She jumped in front of a train.", ("mechanism", "train")),
        ("He was detained under section 2 of the Act.", ("setting", "detained")),
        ("There was no bed available.", ("failing", "beds")),
        ("A 15 year old boy.", ("person", "child")),
        ("The car aquaplaned.", ("mechanism", "road_water")),
        ("His mother was not told.", ("failing", "family")),
    ],
)
def test_codes_are_met_where_their_words_stand(text: str, code: tuple[str, str]) -> None:
    met = meetings({"circumstances": text})
    assert code in met
    meeting = met[code]
    assert text[meeting.start : meeting.end].strip() == text[meeting.start : meeting.end] != ""


@pytest.mark.parametrize(
    ("text", "code"),
    [("The training was poor.", ("setting", "railway")), ("A price rise.", ("mechanism", "road_water"))],
)
def test_a_word_inside_another_is_no_code(text: str, code: tuple[str, str]) -> None:
    assert code not in meetings({"circumstances": text})


def test_every_code_has_an_aspect_and_a_name() -> None:
    assert {aspect for aspect, _ in codes()} == set(ASPECTS)
    assert all(called(*code) for code in codes())
