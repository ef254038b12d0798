"""Whatever the text: themes are codes of the codebook, their words lie in the text, and no run differs."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from forewarned.lessons.themes import ThemeModel, codebook
from forewarned.lessons.themes.words import words_of

PIECES = st.sampled_from(
    [
        "not",
        "recorded",
        "family",
        "the",
        "section",
        "17",
        "leave",
        "ambulance",
        "delay",
        "Staff’s",
        "NEWS2",
        "-",
        ":",
        "\n",
        "é",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join))


@settings(max_examples=60)
@given(TEXTS)
def test_themes_hold_for_any_text(text: str) -> None:
    model = ThemeModel.load()
    themes = model.themes(text)
    assert len(themes) <= 4
    assert not themes or words_of(text)
    assert len({theme.code for theme in themes}) == len(themes)
    for theme in themes:
        assert theme.code in codebook()
        assert theme.words
        assert all(0 <= start < end <= len(text) for start, end in theme.words)
    assert model.themes(text) == themes
