"""Properties of the search: whatever is typed is answered, no order of changes leaves a trace, quotes are verbatim."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forewarned.lessons.search import SearchIndex, SearchItem, open_index, parse
from forewarned.lessons.search.reasons import snippets
from forewarned.lessons.search.words import opening_of, words_of, written_words

WORDS = st.sampled_from(
    "ward wards observe observation obsevration checks Café cafe\u0301 self-harm patient’s ŵyneb the of STAFF stafff "
    "leave leaves garden Straße １２ 2090-0012 dying ﬁre x ⓐb".split()
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=12).map(" ".join)
MARKS = st.sampled_from(
    ['"', "-", ":", "theme:", "since:", "until:2019", "OR", "AND", "org:", "kind:", "year:", "(", "\\"]
)
ASKED = st.lists(st.one_of(WORDS, MARKS, st.text(max_size=6)), max_size=9).map(" ".join)
ITEMS = st.builds(
    SearchItem,
    key=st.sampled_from("abcdef"),
    kind=st.sampled_from(["matter", "report"]),
    title=TEXTS,
    text=TEXTS,
    organisations=st.lists(TEXTS, max_size=2).map(tuple),
    area=TEXTS,
    themes=st.lists(st.sampled_from(["observation", "leave_missing"]), max_size=2).map(tuple),
    date=st.one_of(st.none(), st.dates(date(2010, 1, 1), date(2030, 1, 1))),
)
SOON = settings(max_examples=150)


@pytest.fixture(scope="module")
def index() -> Iterator[SearchIndex]:
    with tempfile.TemporaryDirectory() as folder:
        made = open_index(Path(folder))
        made.add(
            SearchItem(str(at), "matter", text[:9], text, themes=("observation",), date=date(2010 + at % 9, 1, 1))
            for at, text in enumerate(
                "Wards observe staff; 😀 the cafe\u0301 of ŵyneb|self-harm in the garden, 2090-0012|Staff ﬁre "
                "observation of patient’s leave \ud800 dying|Straße １２ ⓐb x_y leaves and wards, checks".split("|")
            )
        )
        yield made


@SOON
@given(
    asked=st.one_of(
        ASKED, st.text(max_size=40), st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
    )
)
def test_whatever_is_typed_is_answered(index: SearchIndex, asked: str) -> None:
    parse(asked)
    found = index.search(asked)
    assert found.total >= len(found.hits)
    for hit in found.hits:
        for one in hit.matched:
            source = hit.item.title if one.where == "title" else hit.item.text
            for start, end in one.spans:
                assert 0 <= start < end <= len(source) and words_of(source[start:end])
                assert source[start:end] in one.found or len(one.found) == 5
        for snippet in hit.snippets:
            assert 0 <= snippet.start <= snippet.end <= len(hit.item.text)
            assert all(snippet.start <= start < end <= snippet.end for start, end in snippet.marks)


@SOON
@given(text=TEXTS)
def test_a_word_of_a_text_finds_it_and_says_where(index: SearchIndex, text: str) -> None:
    for word, start, end in written_words(text):
        assert words_of(text[start:end]) == (word,)
    openings = frozenset(opening_of(word) for word, _, _ in written_words(text))
    assert not openings or list(written_words(text, openings)) == list(written_words(text))


@settings(max_examples=12)
@given(changes=st.lists(st.one_of(ITEMS, st.lists(st.sampled_from("abcdef"), max_size=3)), max_size=10), asked=ASKED)
def test_the_order_of_changes_leaves_no_trace(changes: list[SearchItem | list[str]], asked: str) -> None:
    held: dict[str, SearchItem] = {}
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        changed, fresh = open_index(Path(one)), open_index(Path(other))
        for change in changes:
            if isinstance(change, SearchItem):
                held[change.key] = change
                changed.add([change])
            else:
                held = {key: item for key, item in held.items() if key not in change}
                changed.remove(change)
        fresh.add(held.values())
        assert changed.keys() == sorted(held) and set(changed.items()) == set(held.values())
        ours, theirs = changed.search(asked, k=20), fresh.search(asked, k=20)
        assert {(hit.item.key, hit.matched) for hit in ours.hits} == {
            (hit.item.key, hit.matched) for hit in theirs.hits
        }
        assert (ours.total, ours.counts, ours.notes, ours.corrected) == (
            theirs.total, theirs.counts, theirs.notes, theirs.corrected,
        )  # fmt: skip
        changed.compact()
        assert [(hit.item.key, hit.score) for hit in changed.search(asked, k=20).hits] == [
            (hit.item.key, hit.score) for hit in theirs.hits
        ]


@SOON
@given(text=st.text(max_size=900), draw=st.data())
def test_snippets_hold_marks_and_stay_in_the_text(text: str, draw: st.DataObject) -> None:
    places = st.integers(0, max(0, len(text) - 1))
    pairs = draw.draw(st.lists(st.tuples(places, st.integers(1, 9), st.integers(0, 3)), max_size=12)) if text else []
    marks = sorted((start, min(len(text), start + size), term) for start, size, term in pairs)
    found = snippets(text, marks)
    assert len(found) <= 2 and bool(found) == bool(text)
    for snippet in found:
        assert 0 <= snippet.start < snippet.end <= len(text) or not marks
        assert all((start, end) in {mark[:2] for mark in marks} for start, end in snippet.marks)
    if marks:
        assert all(snippet.marks for snippet in found)
