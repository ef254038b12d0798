"""How a text becomes words, in the index and in a question alike.

A word is a run of letters and digits, in lower case, accents taken off; its stem is Snowball's English one. The index
keeps both: the word as written ranks above another form of it. Offsets are always into the text as it was given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import tantivy

LONGEST_WORD = 40
"""Bytes. What is longer is no word (an address, a run of dots read by OCR), and is not looked for."""
WORD = re.compile(r"[^\W_]+")
SMALL = frozenset(
    "a an and are as at be been but by for from had has have he her his i if in into is it its no not of on or our "
    "she so than that the their them then there these they this those to was we were what when where which who will "
    "with would you your".split()
)
"""Words that most texts have: not required of a hit when the question has others."""


@cache
def exact_analyzer() -> tantivy.TextAnalyzer:
    """Words as written."""
    return _builder().build()


@cache
def stem_analyzer() -> tantivy.TextAnalyzer:
    """Words by their stems."""
    return _builder().filter(tantivy.Filter.stemmer("english")).build()


def _builder() -> tantivy.TextAnalyzerBuilder:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for one in (tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold(), tantivy.Filter.remove_long(LONGEST_WORD)):
        builder = builder.filter(one)
    return builder


def indexable(text: str) -> str:
    """The text as the index takes it: letters with separate accents joined, half surrogate pairs as question marks."""
    return unicodedata.normalize("NFC", text).encode("utf-8", "replace").decode("utf-8")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, in order."""
    return tuple(exact_analyzer().analyze(indexable(text)))


@lru_cache(maxsize=100_000)
def word_of(written: str) -> str:
    """One written word as the index has it, ``""`` when it is none."""
    found = words_of(written)
    return found[0] if len(found) == 1 else ""


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """The stem of one word of the index."""
    found = stem_analyzer().analyze(word)
    return found[0] if found else ""


def opening_of(word: str) -> str:
    """How every word begins that has this word's stem: its stem but for the last letter, three letters at most."""
    stem = stem_of(word) or word
    if stem in ("die", "lie", "tie", "vie"):  # dying
        return stem[:1]
    return stem[: max(1, min(3, len(stem) - 1))]


def written_words(text: str, openings: frozenset[str] | None = None) -> Iterator[tuple[str, int, int]]:
    """Each word of the text as the index has it, with its offsets; with ``openings`` those that may begin so.

    A word whose accents are separate characters is one word, as ``indexable`` makes it one in the index.
    """
    for found in _pattern(openings).finditer(text):
        if word := word_of(found[0]):
            yield word, found.start(), found.end()


@lru_cache(maxsize=256)
def _pattern(openings: frozenset[str] | None) -> re.Pattern[str]:
    tail = r"(?:[^\W_]|(?<=[^\W_])[\u0300-\u036f])*"
    if openings is None:
        return re.compile(r"[^\W_]" + tail)
    begun = "|".join("".join(f"[{re.escape(letter + letter.upper())}]" for letter in one) for one in sorted(openings))
    # A letter outside ASCII may fold to any other: such words are looked at whole. The rest is passed over quickly.
    return re.compile(rf"(?<![^\W_])(?<![\u0300-\u036f])(?:{begun}|(?=[\x00-\x7f]{{0,3}}[^\x00-\x7f])[^\W_])" + tail)
