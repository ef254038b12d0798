"""What is found, in which order, and why."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from forewarned.lessons.search import Filters, Hit, SearchIndex, SearchItem, open_index
from forewarned.lessons.search.words import opening_of, stem_of, words_of, written_words


def keys(index: SearchIndex, asked: str, **more: object) -> list[str]:
    return [hit.item.key for hit in index.search(asked, k=20, **more).hits]  # type: ignore[arg-type]


def reasons(hit: Hit) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(one.asked, one.where): (one.how, *one.found) for one in hit.matched}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("garden", {"m2", "r1"}),
        ("GARDEN staff", {"r1"}),
        ('"garden door"', {"m2"}),
        ('"door garden"', set()),
        ('"self harm"', {"m2"}),
        ("self-harm", {"m2"}),
        ("cafe", {"m3"}),
        ("CAFÉ", {"m3"}),
        ("lantern", {"m1", "m2", "r1", "a1", "o1"}),
        ("wexmoor leave", {"m2"}),
        ("2090-0012", {"m1", "r1", "a1"}),
        ("theme:observation", {"m1"}),
        ("theme:discharge-followup", {"m3", "m4"}),
        ("kind:matters garden", {"m2"}),
        ("organisation:quellbridge", {"m2", "m3"}),
        ('organisation:"lantern keepers" kind:matter', {"m1", "m2"}),
        ("organisation:garden", set()),
        ('area:"tarn fell"', {"m3"}),
        ("ref:2091-0001", {"m3"}),
        ("title:leave", {"m2"}),
        ("since:2021", {"m2", "m3"}),
        ("until:2019-03 kind:matter", {"m1"}),
        ("year:2021-2022 -theme:leave_missing", {"m3"}),
        ("ward -garden", {"m1", "m4"}),
        ("hourly OR discharge", {"m1", "a1", "m3", "m4"}),
        ("theme:observation OR theme:leave_missing", {"m1", "m2"}),
        ("the ward of", {"m1", "r1", "m4"}),
        ("ward's", {"m1", "r1", "m4"}),
        ("kind:matter -since:2020", {"m1", "m4"}),
    ],
)
def test_what_is_found(filled: SearchIndex, asked: str, found: set[str]) -> None:
    assert set(keys(filled, asked)) == found
    assert filled.search(asked).total == len(found)


def test_the_word_as_written_ranks_above_its_other_forms(filled: SearchIndex) -> None:
    assert keys(filled, "observation")[0] == "a1" and set(keys(filled, "observation")) == {"a1", "m1", "m2"}
    assert keys(filled, "observe")[0] == "m2" and keys(filled, "observations")[0] == "m1"
    assert keys(filled, '"observe"') == ["m2"] and keys(filled, '"observing"') == []


def test_every_hit_says_why(filled: SearchIndex) -> None:
    by_key = {hit.item.key: reasons(hit) for hit in filled.search("observation lantern").hits}
    assert by_key["m1"] == {
        ("observation", "text"): ("stem", "observations"),
        ("lantern", "organisation"): ("exact", "Hollow Lantern Keepers NHS Trust"),
    }
    (hit,) = filled.search('theme:observation "hourly observations" title:checks ref:2090-0012').hits
    assert reasons(hit) == {
        ("hourly observations", "text"): ("phrase", "Hourly observations"),
        ("observation", "theme"): ("field", "observation"),
        ("checks", "title"): ("field", "Hourly checks"),
        ("2090-0012", "ref"): ("field", "2090-0012"),
    }


def test_offsets_are_of_the_items_own_text(filled: SearchIndex) -> None:
    (hit,) = filled.search("cafe address").hits
    for one in hit.matched:
        assert [hit.item.text[start:end] for start, end in one.spans] == list(one.found)
    (snippet,) = hit.snippets
    assert [hit.item.text[start:end] for start, end in snippet.marks] == ["address", "café"]


def test_a_slip_is_guessed_and_said(filled: SearchIndex) -> None:
    found = filled.search("hourly obsrevation")
    assert found.corrected == (("obsrevation", ("observation",)),)
    assert [hit.item.key for hit in found.hits] == ["a1", "m1"]
    assert reasons(found.hits[0])["obsrevation", "text"] == ("typo", "observation")
    assert keys(filled, '"garden dooor"') == ["m2"] and keys(filled, "theme:obsevation") == ["m1"]
    assert keys(filled, "organisation:lantren -garden") == keys(filled, "organisation:lantern -garden")


@pytest.mark.parametrize(
    ("typed", "guessed"),
    [("wrad", ("ward",)), ("wad", ("ward",)), ("doar", ("door",)), ("observtaino", ("observation",))],
)
def test_what_is_guessed(filled: SearchIndex, typed: str, guessed: tuple[str, ...]) -> None:
    assert dict(filled.search(typed).corrected) == {typed: guessed}


@pytest.mark.parametrize("word", ["wr", "xq", "2090-0021", "zzzzzzzz", "dxxr", "ward", "observed"])
def test_short_words_numbers_what_is_far_off_and_what_is_there_are_not_guessed(filled: SearchIndex, word: str) -> None:
    assert not filled.search(word).corrected


def test_the_other_words_tell_which_was_meant(folder: Path) -> None:
    index = open_index(folder)
    texts = ("the care plan", "a car park", "a car park", "a car hire", "care home plan", "some cart plan")
    index.add(SearchItem(str(at), "matter", "", text) for at, text in enumerate(texts))
    assert index.search("carr park").corrected[0][1][0] == "car"
    assert index.search("caer plan").corrected[0][1][0] == "care"
    found = index.search("carx")
    assert found.corrected[0][1][0] == "car" and {hit.item.key for hit in found.hits[:3]} == {"1", "2", "3"}


def test_what_no_item_has_whole_is_found_by_most_of_its_words(filled: SearchIndex) -> None:
    found = filled.search("garden staff night unicorn")
    assert [hit.item.key for hit in found.hits] == ["r1"]
    assert [note.code for note in found.notes] == ["no_word", "not_all"]
    assert reasons(found.hits[0])["unicorn", ""] == ("not_there",)
    assert {hit.item.key for hit in filled.search("letter staff").hits} == {"m3", "r1"}


def test_what_is_no_value_names_those_there_are(filled: SearchIndex) -> None:
    found = filled.search("theme:weather garden")
    assert not found.hits and [note.code for note in found.notes] == ["no_value"]
    assert "discharge_followup" in found.notes[0].says


def test_dates_leave_out_what_has_none_and_say_how_many(filled: SearchIndex) -> None:
    found = filled.search("discharge since:2015")
    assert [hit.item.key for hit in found.hits] == ["m3"] and found.undated == 1
    assert filled.search("discharge").undated == 0


def test_choices_beside_the_words(filled: SearchIndex) -> None:
    assert keys(filled, "", filters=Filters(kinds=("report", "Response"))) == ["a1", "r1"]
    assert keys(filled, "ward", filters=Filters(themes=("observation", "leave_missing"))) == ["m1"]
    assert set(keys(filled, "", filters=Filters(organisations=("quellbridge  WAYFARERS",)))) == {"m2", "m3"}
    assert keys(filled, "", filters=Filters(areas=("Tarn Fell",), since=date(2022, 1, 31))) == ["m3"]
    assert keys(filled, "", filters=Filters(until=date(2019, 3, 4), kinds=("matter",))) == ["m1"]
    assert keys(filled, "???", filters=Filters(kinds=("report",))) == ["r1"]


def test_counts_of_what_was_found(filled: SearchIndex) -> None:
    counts = filled.search("ward OR discharge").counts
    assert counts.kinds == (("matter", 3), ("report", 1))
    assert dict(counts.themes) == {"discharge_followup": 2, "observation": 1, "record_keeping": 1, "sharing_between": 1}
    assert counts.years == ((2022, 1), (2019, 2))
    assert filled.search("ward", counts=False).counts.kinds == ()


def test_no_words_is_everything_newest_first_and_undated_last(filled: SearchIndex) -> None:
    found = filled.search("", k=20)
    assert [hit.item.key for hit in found.hits][:2] == ["m3", "m2"] and found.total == 7
    assert {hit.item.key for hit in found.hits[5:]} == {"m4", "o1"}
    assert keys(filled, "kind:matter", sort="oldest") == ["m1", "m2", "m3", "m4"]
    assert not filled.search("??? !").hits
    assert [note.code for note in filled.search("??? !").notes] == ["no_words"]


def test_pages_do_not_overlap_and_equals_keep_their_order(folder: Path) -> None:
    index = open_index(folder)
    index.add(SearchItem(f"k{number}", "matter", "", "the same words") for number in range(150))
    pages = [[hit.item.key for hit in index.search("same", k=30, offset=at).hits] for at in range(0, 180, 30)]
    assert [len(page) for page in pages] == [30] * 5 + [0]
    assert len({key for page in pages for key in page}) == 150
    assert pages[1] == [hit.item.key for hit in index.search("same", k=60).hits][30:]


def test_the_whole_answer_as_plain_values(filled: SearchIndex) -> None:
    told = filled.search("cafe adress").as_json()
    assert told["total"] == 1 and told["corrected"] == {"adress": ["address"]}
    assert told["hits"][0]["key"] == "m3"
    quote = told["hits"][0]["snippets"][0]
    assert told["hits"][0]["text"][quote["start"] : quote["end"]] == quote["quote"]


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("die", "dying"), ("carry", "carrying"), ("carries", "carry"), ("skies", "sky"), ("observation", "observe"),
        ("use", "using"), ("was", "was"), ("generously", "generosity"), ("naive", "naïve"), ("o", "O"),
    ],
)  # fmt: skip
def test_every_form_of_a_word_begins_as_its_opening_says(word: str, other: str) -> None:
    same = stem_of(words_of(word)[0]) == stem_of(words_of(other)[0])
    found = [one for one, _, _ in written_words(f"x {other} y", frozenset({opening_of(word)}))]
    assert (words_of(other)[0] in found) or not same
