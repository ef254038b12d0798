"""Training cuts texts into tokens as the program does when it runs what was trained."""

from __future__ import annotations

import pytest
from training.encoder import encode

from forewarned.lessons.meaning import available
from forewarned.lessons.meaning.assets import find_assets
from forewarned.lessons.meaning.embedder import clean, load_tokenizer

pytestmark = pytest.mark.skipif(not available(), reason="the optional part `meaning` is not installed")


def test_the_same_tokens_also_of_text_that_cannot_be_encoded() -> None:
    texts = ["Checks were not carried out.", "half of a pair \ud83d here", "word " * 40, ""]
    tokenizer = load_tokenizer(find_assets(), 16)
    assert encode(texts, 16) == [tokenizer.encode(clean(text)).ids for text in texts]
