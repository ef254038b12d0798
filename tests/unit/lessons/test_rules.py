"""Which rules' answers count as read: with and without the optional part."""

from __future__ import annotations

import pytest

from forewarned.lessons import rules
from forewarned.lessons.meaning import tuned


def test_words_alone_leave_what_the_encoder_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "WORDS", "-words")
    assert rules.good("facts-2 themes-3-words") == ("facts-2 themes-3-words", "facts-2 themes-3")


def test_with_the_encoder_what_words_alone_read_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "WORDS", "")
    assert rules.good("facts-2 themes-3") == ("facts-2 themes-3",)


def test_without_the_optional_part_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuned, "available", lambda: False)
    assert tuned.packaged_encoder("themes-3-encoder.npz") is None
