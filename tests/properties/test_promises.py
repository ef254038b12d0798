"""Any text: sentences and promises are spans of it, in order; any promise has one state."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from forewarned.lessons.promises import Promise, Proof, read_response, reminders, state_of
from forewarned.lessons.promises.dates import find_dates, last_day
from forewarned.lessons.promises.register import RUNGS, STATES
from forewarned.lessons.promises.sentences import split_sentences

PIECES = st.sampled_from(
    [
        "We have updated ",
        "the policy",
        ". ",
        ", which ",
        "\n\n",
        "• ",
        "1. ",
        "will be ",
        "“",
        "”",
        "by May 2025",
        "Q3 2025",
    ]
    + ["and the Trust is ", "| ", "Dr. ", "\x00", "ŵ", "(a) ", ": "]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=60)
@given(TEXTS)
def test_sentences_follow_each_other_and_lose_no_letter(text: str) -> None:
    sentences = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    assert all(0 <= each.start < each.end <= len(text) for each in sentences)


@settings(max_examples=40)
@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_what_is_read_is_verbatim_and_the_same_twice(text: str, matters: list[str]) -> None:
    read = read_response(text, matters)
    assert read == read_response(text, matters)
    for each in read.promises:
        assert 0 <= each.start < each.end <= len(text)
        assert set(each.concerns) <= {str(k + 1) for k in range(max(len(matters), 30))}


@settings(max_examples=60)
@given(TEXTS)
def test_date_words_have_a_last_day_or_none(text: str) -> None:
    for found in find_dates(text, date(2025, 1, 6)):
        assert text[found.start : found.end]
        assert last_day(found.iso) is None or bool(found.iso)


@settings(max_examples=60)
@given(
    st.sampled_from(["taken", "underway", "planned", "considered", "already_done_before_report"]),
    st.sampled_from(["", "2025", "2025-03", "2025-03-09", "2025-Q2", "2024/25"]),
    st.lists(st.tuples(st.sampled_from(RUNGS), st.dates(date(2024, 1, 1), date(2026, 1, 1))), max_size=3),
    st.dates(date(2024, 6, 1), date(2026, 1, 1)),
)
def test_every_promise_has_one_state_and_proof_never_lowers_it(
    status: str, due: str, proofs: list[tuple[str, date]], today: date
) -> None:
    promise, held = Promise("p", status, due), [Proof(*each) for each in proofs]
    state = state_of(promise, held, today)
    assert state.state in STATES
    more = state_of(promise, [*held, Proof("effective", today)], today)
    assert more.state == "effective"
    assert len(reminders([(promise, held)], today)) <= 1
