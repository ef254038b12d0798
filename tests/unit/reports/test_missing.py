"""References and the gaps in them. Pages are made up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from forewarned.reports.missing import Confidence, Named, Numbering, Ref, missing_references, normalise_ref

# as written | read as | how
REFS = [
    ("2019-0042", "2019-0042", "as written"),
    ("2019-0090A", "2019-0090A", "as written"),
    ("2016 – 0182", "2016-0182", "spacing and dash set right"),
    ("2016-026", "2016-0026", "leading zeros added"),
    ("2015-00136", "2015-0136", "extra zeros left out"),
    ("20140-0147", None, "the year is mistyped"),
    ("2025-01202", None, "the number has a digit too many"),
    ("2025-0000", None, "the number is nought"),
    ("", None, "blank"),
    ("see report", None, "not of the form YYYY-NNNN"),
]


@pytest.mark.parametrize(("text", "ref", "how"), REFS)
def test_normalise_ref(text: str, ref: str | None, how: str) -> None:
    found, said = normalise_ref(text)
    assert (str(found) if found else None, said) == (ref, how)


def page(ref: str, day: int = 1, *documents: str) -> Named:
    return (
        ref,
        date(2018, 1, 1) + timedelta(days=day),
        f"https://example.test/{ref or 'blank'}-{day}/",
        documents,
    )


def year(numbers: range | list[int], *more: Named) -> Numbering:
    return missing_references([*(page(f"2018-{n:04d}", n) for n in numbers), *more])


def grades(numbering: Numbering) -> dict[str, str]:
    return {str(one.ref): one.confidence.value for every in numbering.years for one in every.missing}


def without(*gaps: int) -> list[int]:
    return [n for n in range(1, 61) if n not in gaps]


def test_a_gap_among_published_neighbours_was_likely_never_published() -> None:
    found = year(without(30, 31, 45))
    assert grades(found) == dict.fromkeys(["2018-0030", "2018-0031", "2018-0045"], "likely never published")
    assert found.years[0].runs == ((30, 31), (45, 45))


def test_a_report_without_a_reference_of_that_time_may_bear_it() -> None:
    assert grades(year(without(30), page("", 33))) == {"2018-0030": "may belong to a report without a reference"}
    assert grades(year(without(30), page("", 330))) == {"2018-0030": "likely never published"}
    one, two = year(without(30), page("", 33)), year(without(30), page("", 33), page("", 34))
    assert one.years[0].missing[0].reason == "a report of about that time bears no reference"
    assert two.years[0].missing[0].reason == "2 reports of about that time bear no reference"


def test_a_number_in_a_document_of_another_page_is_named_elsewhere() -> None:
    found = year(without(30), page("", 33, "2018-0030-Response-from-Marrowdale-Council.pdf"))
    assert grades(found) == {"2018-0030": "named elsewhere"}
    assert found.years[0].missing[0].seen_on == ("https://example.test/blank-33/",)


def test_a_mistyped_reference_is_repaired_only_if_its_documents_say_so() -> None:
    confirmed = year(without(30), page("20180-0030", 30, "Quillfeather-2018-0030.pdf"))
    assert grades(confirmed) == {}
    assert [str(one.ref) for one in confirmed.repaired] == ["2018-0030"]
    unconfirmed = year(without(30), page("2018-10302", 30))
    assert unconfirmed.repaired[0].ref is None
    assert Ref(2018, 1030) in unconfirmed.repaired[0].candidates


def test_a_letter_and_spacing_still_bear_the_number() -> None:
    found = year(without(30, 31), page("2018-0030A", 30), page("2018 – 0031", 31))
    assert grades(found) == {}
    assert found.suffixed == (Ref(2018, 30, "A"),)


def test_a_reference_of_two_reports_is_shared() -> None:
    found = year(range(1, 41), page("2018-0007", 200))
    assert [(str(one.ref), len(one.urls)) for one in found.shared] == [("2018-0007", 2)]


def test_numbers_before_numbering_began_and_after_it_thins_out_are_incomplete() -> None:
    began = missing_references([page(f"2018-{n:04d}", n) for n in range(170, 230)])
    assert set(grades(began).values()) == {Confidence.NUMBERING_INCOMPLETE.value}
    assert began.years[0].numbered_from == 170
    thin = year([*range(1, 61), 150])
    assert grades(thin)["2018-0100"] == Confidence.NUMBERING_INCOMPLETE.value
    assert thin.years[0].numbered_to == 60
    assert "few numbers above 0060" in thin.years[0].note


def test_the_last_year_is_open_ended() -> None:
    assert "may go on" in year(range(1, 41)).years[-1].note
