"""Whose word is taken, and what was known of the addressees on which day."""

from __future__ import annotations

from datetime import date

from forewarned.reports.chosen import (
    Said,
    Version,
    addressee_versions,
    choose,
    chosen_date,
    chosen_text,
    current,
    documents,
    published_on,
)
from forewarned.reports.reading import Json

JAN, FEB, MAR, APR = (date(2024, month, 1) for month in (1, 2, 3, 4))


def said(kind: str, on: date, *, event: str = "state", retired: bool = False, **values: Json) -> Said:
    return Said(kind, event, on, 2, 1, values, retired)


def versions(*readings: Said, earlier: tuple[Said, ...] = (), event: bool = True) -> list[Version]:
    return addressee_versions(readings, public_from=JAN, is_event=lambda on: event, earlier=earlier)


def test_the_page_comes_before_the_register_and_the_register_before_other_tables() -> None:
    readings = [said("toolkit", APR, age="3"), said("register", FEB, age="2"), said("page", JAN, age="1")]
    assert [chosen_text(readings[:count], "age") for count in (3, 2, 1)] == ["1", "2", "3"]


def test_the_newest_word_of_one_source_counts() -> None:
    assert chosen_text([said("page", JAN, age="1"), said("page", FEB, age="2")], "age") == "2"


def test_a_coroner_is_grouped_by_the_corrected_name() -> None:
    readings = [said("page", JAN, coroner_name="A Q"), said("register", JAN, coroner_name_corrected="Ada Quillsteer")]
    assert chosen_text(readings, "coroner_name") == "Ada Quillsteer"


def test_what_nobody_says_is_not_known() -> None:
    assert choose([], "age") is None and chosen_text([], "age") == "" and chosen_date([], "date_of_report") is None


def test_public_from_the_earliest_day_a_source_gives_but_not_from_the_first_look() -> None:
    first = said("snapshots", FEB, event="first_seen")
    assert published_on([first], baseline=JAN) == FEB
    assert published_on([first, said("page", FEB, date_of_report="2024-01-01")], baseline=FEB) == JAN
    assert published_on([first, said("register", MAR, date_added="2024-01-01")], baseline=JAN) == JAN


def test_the_words_of_the_page_hold_from_publication() -> None:
    assert versions(said("register", MAR, sent_to="A")) == [Version("A", "page", JAN, None)]


def test_other_words_at_a_later_look_hold_from_then_and_the_first_ones_till_then() -> None:
    before = said("register", FEB, retired=True, sent_to="A")
    assert versions(said("register", MAR, sent_to="B"), earlier=(before,)) == [
        Version("A", "page", JAN, MAR),
        Version("B", "page", MAR, None),
    ]


def test_corrections_hold_from_the_day_a_snapshot_shows_them() -> None:
    found = versions(
        said("snapshots", FEB, event="first_seen", sent_to_corrected="A"),
        said("snapshots", MAR, event="sent_to", sent_to_corrected="B"),
    )
    assert [(one.text, one.known_from, one.known_until) for one in found] == [("A", FEB, MAR), ("B", MAR, None)]


def test_a_correction_in_a_later_register_leaves_what_was_known_before() -> None:
    before = said("register", FEB, retired=True, sent_to_corrected="A")
    found = versions(said("register", APR, sent_to_corrected="B"), earlier=(before,))
    assert [(one.text, one.known_from, one.known_until) for one in found] == [("A", JAN, APR), ("B", APR, None)]


def test_the_toolkits_tidied_words_are_the_last_resort() -> None:
    assert versions(said("toolkit", FEB, sent_to_tidied="A")) == [Version("A", "toolkit", JAN, None)]
    assert versions() == []


def test_the_last_word_of_a_source_that_lost_the_report_stands() -> None:
    old, older = said("register", FEB, retired=True, age="2"), said("register", JAN, retired=True, age="1")
    seen = said("snapshots", MAR, event="first_seen")
    assert current([older, old, seen]) == [old, seen]
    again = said("register", APR, age="3")
    assert current([older, old, seen, again]) == [seen, again]


def test_documents_in_page_order_each_once() -> None:
    page = said("page", JAN, documents=[{"url": "u1", "name": "n1"}, {"url": "u2", "name": "n2"}])
    assert documents([page, said("register", JAN, pdf_url="u1", reply_urls=["u2", "u3"])]) == [
        ("u1", "n1"),
        ("u2", "n2"),
        ("u3", ""),
    ]


LETTER = "We will, in future, call each patient and their family. " * 80


def test_a_letter_in_the_place_of_addressees_ends_no_duty() -> None:
    """The list that was given before stands."""
    listed, letter = said("page", JAN, sent_to="Larch NHS Trust"), said("page", FEB, sent_to=LETTER)
    (version,) = versions(letter, earlier=(listed,))
    assert (version.text, version.known_until) == ("Larch NHS Trust", None)


def test_where_the_page_has_a_letter_another_source_says_who_was_addressed() -> None:
    page = said("page", JAN, sent_to=LETTER)
    assert [one.text for one in versions(page, said("tracker", FEB, sent_to_corrected="Larch"))] == ["Larch"]
    assert [one.text for one in versions(page, said("toolkit", FEB, sent_to_tidied="Larch"))] == ["Larch"]
    assert versions(page, said("toolkit", FEB, sent_to_tidied=LETTER)) == []
