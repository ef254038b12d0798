"""Sentences that pages end with a full stop, and those that end by themselves."""

from __future__ import annotations

import pytest

from forewarned.web.jinja import ended


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("send the form again", "send the form again."),
        ("did you mean 2023-0100?", "did you mean 2023-0100?"),
        ("Send it again.", "Send it again."),
    ],
)
def test_a_sentence_has_one_mark_at_its_end(said: str, shown: str) -> None:
    assert ended(said) == shown
