"""A letter that has nothing to add promises nothing."""

from __future__ import annotations

import pytest

from forewarned.lessons.promises import read_response


@pytest.mark.parametrize(
    "words",
    [
        "We have nothing to add to the response of the other organisation you have written to.",
        "I have nothing further to add to what the Board has told you.",
    ],
)
def test_nothing_to_add_is_no_promise(words: str) -> None:
    text = f"Dear Sir,\n\n{words}\n\nWe will train all ward staff by 1 May 2025.\n"
    found = [text[one.start : one.end] for one in read_response(text, ["Staff were not trained."]).promises]
    assert found == ["We will train all ward staff by 1 May 2025."]
