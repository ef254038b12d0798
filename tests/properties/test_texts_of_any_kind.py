"""Whatever the words are, reading them ends, soon, and gives spans of what was given.

The seeds are shapes that once took minutes or failed: long stretches of one character beside a cue, cut dates.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forewarned.lessons.facts import find_facts
from forewarned.lessons.matters import split_concerns
from forewarned.lessons.promises import read_response

PIECES = st.sampled_from(
    [
        "1a ", "1a) Hanging", "The cause of death was", " " * 600, "\t" * 300, "1" * 400, "(1)", "1.1.", "a) ", "• ",
        "\n\n", "\r\n", "I am concerned that", "this", "those,,,,", "’’’", "died on 12 March", "born on 3 May 1990",
        "2019", "[REDACTED]", "THE MATTERS OF CONCERN ARE AS FOLLOWS", "We will train all staff by", "namely by",
        "Mae’n ddrwg gennyf", "\u202e", "\ufffd", "\U0001f642", "conclusion of", "narrative", "x" * 500, "—", "\x0b",
        "We have introduced a new policy.", "\u00a0" * 80,
    ]
)  # fmt: skip
WORDS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=24).map(" ".join)
SOON = 5.0
"""Seconds for a text of a page: most take a hundredth. What grows without bound takes minutes."""


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_facts(one: str, two: str) -> None:
    start = time.process_time()
    sections = {"investigation": one, "concerns": two}
    for fact in find_facts(sections):
        assert 0 <= fact.start < fact.end <= len(sections[fact.section])
    assert time.process_time() - start < SOON


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_matters(section: str) -> None:
    start = time.process_time()
    last = 0
    for span in split_concerns(section):
        assert last <= span.start < span.end <= len(section)
        last = span.end
    assert time.process_time() - start < SOON


@settings(max_examples=30, deadline=None)
@given(WORDS)
def test_promises(text: str) -> None:
    start = time.process_time()
    for promise in read_response(text, ["Checks were not done."]).promises:
        assert 0 <= promise.start < promise.end <= len(text)
    assert time.process_time() - start < SOON


@pytest.mark.parametrize(
    "text", ["The cause of death was" + " " * 5000 + "x", "1a " + " " * 5000, "1a Hang" + "\t" * 5000]
)
def test_long_blanks_beside_a_cause(text: str) -> None:
    start = time.process_time()
    find_facts({"investigation": text})
    assert time.process_time() - start < SOON


@pytest.mark.parametrize("words", ["1" * 5000, "a," * 3000, " ’" * 3000, "\t" * 9000 + "this"])
def test_long_runs_in_concerns(words: str) -> None:
    start = time.process_time()
    split_concerns(f"1. I am concerned.\n{words}\n2. This too.\n{words}")
    assert time.process_time() - start < SOON
