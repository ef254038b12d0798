"""What the encoder is shown of a sentence: its own words, and beside them the heading and the sentences around it."""

from __future__ import annotations

from forewarned.lessons.promises.spans import Letter

OWN, ABOVE, BEFORE, AFTER = 90, 12, 30, 20
"""Words kept of the sentence, the heading above it, the sentence before it and the one after it."""


def passage(letter: Letter, at: int) -> tuple[str, str]:
    """The pair of texts for sentence ``at``: its words, and its surroundings."""
    heading = next((k for k in range(at, -1, -1) if letter.sentences[k].kind == "heading"), -1)
    around = (_words(letter, heading, ABOVE), _words(letter, at - 1, BEFORE), _words(letter, at + 1, AFTER))
    return _words(letter, at, OWN), " | ".join(around)


def _words(letter: Letter, at: int, most: int) -> str:
    if not 0 <= at < len(letter.sentences):
        return ""
    sentence = letter.sentences[at]
    return " ".join(letter.text[sentence.start : sentence.end].split()[:most])
