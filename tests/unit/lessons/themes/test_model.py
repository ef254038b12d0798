"""Themes of a matter: which, how sure, and the words that carried them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from forewarned.errors import InputError
from forewarned.lessons.themes import NOT_A_CONCERN, ThemeModel, codebook
from forewarned.lessons.themes.features import Seen
from forewarned.lessons.themes.model import chosen_codes
from forewarned.lessons.themes.telling import has_meaning, telling_words
from forewarned.lessons.themes.weights import packaged_weights, read_weights, write_weights

PLAIN = {
    "medication": "The pharmacy dispensed three months of amitriptyline on a repeat prescription without review.",
    "environment": "There is no street lighting at this junction and the speed limit of the road is too high.",
    "family": "His mother was not informed and the family were not involved in any decision.",
    "custody": "The ACCT was closed by one prison officer on the wing and the cell was not searched.",
    "it_systems": "The two electronic record systems are not compatible and staff cannot access each other's records.",
    "leave_missing": "She absconded while on section 17 leave and was not reported missing for three hours.",
    "training": "Staff had received no training and lacked knowledge of the condition.",
    "emergency_response": "The 999 call was given the wrong category and the ambulance took four hours to attend.",
    "means_online": "The substance was purchased online from a website that sells it without any check of age.",
    "learning": "The serious incident investigation was poor and the trust has not audited the lessons.",
    "delay_access": "The waiting list for therapy is fourteen months and no bed was available.",
    "record_keeping": "The note was not recorded in the records at the time and the entry was added retrospectively.",
}


@pytest.fixture(scope="module")
def model() -> ThemeModel:
    return ThemeModel.load()


@pytest.mark.parametrize("code", sorted(PLAIN))
def test_a_plain_matter_has_its_theme(model: ThemeModel, code: str) -> None:
    assert code in {theme.code for theme in model.themes(PLAIN[code])}


@pytest.mark.parametrize("code", sorted(PLAIN))
def test_every_theme_shows_words_of_the_text(model: ThemeModel, code: str) -> None:
    text = PLAIN[code]
    for theme in model.themes(text):
        assert theme.words
        assert theme.words == tuple(sorted(theme.words))
        for start, end in theme.words:
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()


def test_the_words_are_those_that_speak_for_the_theme(model: ThemeModel) -> None:
    text = PLAIN["leave_missing"]
    (theme,) = [found for found in model.themes(text) if found.code == "leave_missing"]
    shown = " ".join(text[start:end] for start, end in theme.words)
    assert "absconded" in shown
    assert "section 17 leave" in shown


WORDY = (
    "Firstly, I heard that the resident of Harlowick House was admitted in March, and that hourly observations were "
    "not carried out. Secondly, observations were recorded as done. Observations matter."
)


def test_words_of_narrative_do_not_stand_alone(model: ThemeModel) -> None:
    found = model.themes(WORDY)
    assert "observation" in {theme.code for theme in found}
    for theme in found:
        for start, end in theme.words:
            assert WORDY[start:end].lower() not in {
                "firstly",
                "i heard",
                "heard",
                "secondly",
                "was admitted",
                "in march",
            }


def test_no_words_are_shown_twice_or_overlap(model: ThemeModel) -> None:
    for theme in model.themes(WORDY):
        shown = [WORDY[start:end].lower().removesuffix("s") for start, end in theme.words]
        assert len(set(shown)) == len(shown) <= 4
        assert all(first[1] <= second[0] for first, second in zip(theme.words, theme.words[1:], strict=False))


@pytest.mark.parametrize(
    ("words", "meaning"),
    [("I heard", False), ("Firstly that", False), ("in March 2019", False), ("no record", True), ("999", True)],
)
def test_what_has_a_meaning_of_its_own(words: str, meaning: bool) -> None:
    assert has_meaning(words) is meaning


def test_another_themes_phrase_is_not_shown() -> None:
    seen = Seen({"c family: next of kin": 1.0, "w kin": 1.0}, {"c family: next of kin": [(0, 11)], "w kin": [(8, 11)]})
    names, gifts = ("c family: next of kin", "w kin"), (2.0, 1.0)
    assert telling_words(names, gifts, seen, "family", "next of kin") == ((0, 11),)
    assert telling_words(names, gifts, seen, "training", "next of kin") == ((8, 11),)


def test_one_to_four_themes_the_surest_first(model: ThemeModel) -> None:
    many = " ".join(PLAIN.values())
    for text in (many, *PLAIN.values()):
        scores = [theme.score for theme in model.themes(text)]
        assert 1 <= len(scores) <= 4
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)


@pytest.mark.parametrize("text", ["", "   \n", "...", "\x00\x01"])
def test_a_text_without_words_has_no_theme(model: ThemeModel, text: str) -> None:
    assert model.themes(text) == ()


def test_the_sentences_of_the_form_alone_carry_nothing(model: ThemeModel) -> None:
    form = (
        "During the course of the inquest the evidence revealed matters giving rise to concern. In my opinion there is "
        "a risk that future deaths will occur unless action is taken. In the circumstances it is my statutory duty to "
        "report to you. The MATTERS OF CONCERN are as follows. "
    )
    assert model.themes(form) == ()
    alone, within = model.themes(PLAIN["custody"]), model.themes(form + PLAIN["custody"])
    assert alone[0].code == within[0].code
    assert all(start >= len(form) for theme in within for start, _ in theme.words)


def test_a_narrative_can_be_no_concern(model: ThemeModel) -> None:
    text = "She was born in Harlowick in 1961, married and had two children. She worked as a baker and was well liked."
    assert [theme.code for theme in model.themes(text)] == [NOT_A_CONCERN]


def test_many_are_read_in_order(model: ThemeModel) -> None:
    texts = list(PLAIN.values())
    assert model.themes_of_many(texts) == [model.themes(text) for text in texts]


def test_a_very_long_text_is_read_by_its_beginning(model: ThemeModel) -> None:
    text = PLAIN["custody"] + " prison" * 60_000
    assert model.themes(text)[0].code == "custody"


def test_not_a_concern_never_stands_beside_a_theme() -> None:
    codes = ("staffing", "training", NOT_A_CONCERN)
    assert chosen_codes(np.array([1.0, 0.5, 2.0], np.float32), codes, {}) == [2]
    assert chosen_codes(np.array([2.0, 0.5, 1.0], np.float32), codes, {}) == [0, 1]
    assert chosen_codes(np.array([-2.0, -0.5, -1.0], np.float32), codes, {}) == [1]
    assert chosen_codes(np.array([2.0, 0.5, -1.0], np.float32), codes, {"staffing": False}) == [1]


def test_the_codebook_is_what_the_model_knows() -> None:
    book = codebook()
    assert tuple(book) == packaged_weights().codes
    assert len(book) == 27
    assert all(theme.name and theme.inside for theme in book.values())


def test_a_model_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    weights = packaged_weights()
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    write_weights(first, weights)
    write_weights(second, weights)
    assert first.read_bytes() == second.read_bytes()
    again = read_weights(first)
    assert again.index == weights.index
    assert again.trained_on == weights.trained_on
    assert np.allclose(again.matrix, weights.matrix, atol=0.02)


@pytest.mark.parametrize("code", sorted(PLAIN))
def test_words_alone_tell_a_plain_matter_and_say_that_they_were_alone(code: str) -> None:
    alone = ThemeModel.of(packaged_weights())
    found = {theme.code: theme.found_by for theme in alone.themes(PLAIN[code])}
    assert found[code] == "themes-3-words"


def test_with_the_encoder_the_name_is_plain(model: ThemeModel) -> None:
    assert model.found_by == ("themes-3" if model.encoder else "themes-3-words")


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04"])
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.npz"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read_weights(path)


def test_importing_the_room_loads_nothing_heavy() -> None:
    code = (
        "import sys, forewarned.lessons.rules, forewarned.lessons.themes as t; t.codebook(); "
        "print('numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
