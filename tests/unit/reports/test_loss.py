"""What a file lacks against the last of its kind (house rule 4), and signs of damage in one that can be read."""

from __future__ import annotations

from datetime import date

from forewarned.reports.doubts import doubts, latest_day, swapped
from forewarned.reports.loss import Loss, Stated, by_report, compare, empty_rows

FULL = {"ref": "2024-0001", "sent_to": "somebody", "date_of_report": "2024-03-05"}
TODAY = date(2025, 8, 1)


def test_nothing_is_lost_when_nothing_is_missing() -> None:
    assert not compare({"a": FULL}, {"a": FULL | {"age": "50"}, "b": FULL}, complete=True)


def test_an_absent_row_is_lost_from_a_whole_file_only() -> None:
    assert compare({"a": FULL}, {}, complete=True) == Loss(1, {}, ("2024-0001",))
    assert not compare({"a": FULL}, {}, complete=False)


def test_an_emptied_field_is_lost_from_any_file() -> None:
    lost = compare({"a": FULL, "b": FULL}, {"a": {"ref": "2024-0001"}, "b": FULL}, complete=False)
    assert lost.fields == {"sent_to": 1, "date_of_report": 1} and lost.emptied == 2
    assert lost.sentence() == "date_of_report emptied in 1; sent_to emptied in 1 (for example 2024-0001)"


def test_a_date_that_can_no_longer_be_read_is_lost_though_its_words_remain() -> None:
    after = FULL | {"date_of_report_text": "05/03/2024"}
    after.pop("date_of_report")
    assert compare({"a": FULL}, {"a": after}, complete=True).fields == {"date_of_report": 1}
    assert not compare({"a": after}, {"a": FULL}, complete=True)


def test_examples_are_references_and_never_what_slipped_into_their_column() -> None:
    slipped = {"ref": "Wilfrid Quennelmoor", "sent_to": "somebody"}
    lost = compare({"a": slipped, "b": FULL}, {}, complete=True)
    assert lost.examples == ("2024-0001",) and "Wilfrid" not in lost.sentence()


def test_a_count_of_a_day_is_a_field_of_its_report() -> None:
    said = [
        Stated("a", "state", None, {"ref": "2024-0001"}),
        Stated("a", "replies", date(2025, 7, 31), {"replies_count": 2}),
    ]
    assert by_report(said) == {"a": {"ref": "2024-0001", "replies_count of 2025-07-31": 2}}


def test_rows_that_hold_nothing_but_an_address() -> None:
    assert empty_rows({"a": {"pdf_url": "x", "ref": "2024-0001"}, "b": FULL, "c": {"sent_to_corrected": "x"}}) == 1


def said(**values: str) -> str:
    return "\n".join(doubts([{"ref": "2024-0001", **values}], TODAY))


def test_a_report_dated_after_it_was_added_is_told_with_its_reference() -> None:
    text = said(date_of_report="2024-05-03", date_added="2024-03-20")
    assert "later than date_added in 1 row" in text and "may be swapped" in text and "2024-0001" in text


def test_days_that_have_not_come_are_told() -> None:
    assert "date_added has not come yet in 1 row" in said(date_added="2025-12-07")


def test_a_death_after_its_report_is_told() -> None:
    assert "date_of_death is later" in said(date_of_report="2024-03-05", date_of_death="2024-11-01")


def test_dates_in_order_raise_no_doubt() -> None:
    assert said(date_of_report="2024-03-05", date_added="2024-03-05", date_of_death="2023-01-01") == ""


def test_dates_left_as_written_are_counted_under_their_name() -> None:
    assert said(date_of_report_text="05/03/2024").startswith("date_of_report cannot be read surely in 1 row")


def test_blank_and_shared_references_are_told() -> None:
    rows = [{"ref": "2024-0001"}, {"ref": "2024-0001"}, {}, {"ref": "2024-0002"}]
    text = "\n".join(doubts(rows, TODAY))
    assert "ref is blank in 1 row" in text and "1 reference is shared by 2 rows (for example 2024-0001)" in text


def test_a_text_in_the_place_of_addressees_is_told() -> None:
    letter = "We will, in future, call each patient and their family. " * 80
    (told,) = doubts([{"ref": "2024-0001", "sent_to_tidied": letter}, FULL | {"ref": "2024-0002"}], TODAY)
    assert told == "sent_to_tidied is another text, no list of names, in 1 row: it names nobody (for example 2024-0001)"


def test_day_and_month_that_changed_places_since_the_last_file_are_told() -> None:
    before = {"a": FULL, "b": FULL | {"date_of_report": "2024-03-03"}}
    after = {"a": FULL | {"date_of_report": "2024-05-03"}, "b": FULL | {"date_of_report": "2024-03-04"}}
    assert list(swapped(before, after)) == [
        "date_of_report has day and month the other way round than before in 1 row (for example 2024-0001)"
    ]
    assert not list(swapped(before, before))


def test_a_few_days_that_have_not_come_do_not_tell_what_day_a_file_is_of() -> None:
    past, slip = date(2025, 7, 31), date(2025, 12, 7)
    assert latest_day([past] * 200 + [slip], TODAY) == past
    assert latest_day([past, slip, slip], TODAY) == slip, "many: it is the machine's own date that is wrong"
    assert latest_day([], TODAY) is None
