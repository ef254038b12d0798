"""Responses and addressees. Persons and bodies are made up, but for departments and services of state."""

from __future__ import annotations

import pytest

from forewarned.organisations.values import Body, Mention, Party
from forewarned.reports.duties.matching import Addressee, Matching, Respondent, match_responses


def settle(addressees: list[str], responses: list[str], several: bool = False) -> Matching:
    return match_responses(
        [Addressee(text, text) for text in addressees],
        [Respondent(f"{i}:{text}", text, several=several) for i, text in enumerate(responses)],
    )


# addressee | response from | least score
SAME = [
    ("Marrowdale NHS Foundation Trust", "Marrowdale NHS Trust", 0.9),
    ("Care Quality Commission", "CQC", 0.9),
    ("MHRA", "Medicines and Healthcare products Regulatory Agency", 0.9),
    ("Proprietary Association of Great Britain", "PAGB", 0.9),
    ("Transport for London", "Transport for Lonodn", 0.85),
    ("HMP Marrowdale", "NOMS", 0.75),
    ("Ministry of Justice", "HMPPS", 0.75),
    ("Secretary of State for Health and Social Care", "Dept of Health and Social Care", 0.9),
    ("Secretary of State for Transport", "Department for Transport", 0.9),
    ("Chief Constable of Marrowshire", "Marrowshire Police", 0.9),
    ("Marrowshire Constabulary", "Marrowshire Police", 0.9),
    ("Marrowshire Police", "Marrow Police", 0.8),
    ("Bantingham Homecare Limited", "Bantingham", 0.8),
    ("NHS England and NHS Improvement", "NHSE", 0.9),
]


@pytest.mark.parametrize(("addressee", "respondent", "least"), SAME)
def test_the_same_body_written_otherwise(addressee: str, respondent: str, least: float) -> None:
    found = settle([addressee, "Quarrendon Windmills"], [respondent])
    assert [one.addressee for one in found.matches] == [addressee]
    assert found.matches[0].score >= least
    assert found.matches[0].sure
    assert found.matches[0].reason


# addressee | response from
DIFFERENT = [
    ("Marrowshire Police", "Marrowshire County Council"),
    ("Marrowshire Police", "Marrowshire Police and Crime Commissioner"),
    ("North Marrowdale NHS Trust", "South Quarrendon NHS Trust"),
    ("Royal College of Surgeons of England", "NHS England"),
    ("Bantingham Nursing Home", "Quarrendon Homecare Limited"),
    # words for different kinds of body, the same place
    ("Marrowdale NHS Trust", "Marrowdale LMC"),
    ("Marrowdale NHS Trust", "Marrowdale Local Medical Committee"),
    ("Marrowdale NHS Trust", "University of Marrowdale"),
    ("Marrowdale ICB", "Marrowdale NHS Trust"),
    ("Marrowdale Surgery", "Marrowdale Hospital"),
    ("Marrowdale Surgery", "Marrowdale School"),
    ("Greater Marrowdale Health and Social Care Partnership", "Greater Marrowdale Combined Authority"),
    ("Marrowdale Council", "Marrowdale Safeguarding Adults Board"),
    ("GPs", "Royal College of General Practitioners"),
]


@pytest.mark.parametrize(("addressee", "respondent"), DIFFERENT)
def test_a_response_that_names_another_body_is_never_matched_even_by_elimination(
    addressee: str, respondent: str
) -> None:
    found = settle([addressee], [respondent])
    assert not [one for one in found.matches if one.sure]
    assert [one.reason for one in found.unmatched]


def test_telling_words_in_common_are_never_enough_to_be_sure() -> None:
    found = settle(["Marrowdale Quarrendon Windmills"], ["Marrowdale Quarrendon Festival"])
    assert [one.sure for one in found.matches] == [False]


def test_one_file_may_answer_for_several_addressees() -> None:
    found = settle(
        ["NHS England", "Department of Health and Social Care", "Marrowdale Council"],
        ["NHS England and DHSC"],
    )
    assert {one.addressee for one in found.matches} == {"NHS England", "Department of Health and Social Care"}
    found = settle(["Department for Transport", "Department for Education"], ["DfT and Department for Education"])
    assert {one.addressee for one in found.matches} == {
        "Department for Transport",
        "Department for Education",
    }


def test_and_in_a_name_does_not_split_it() -> None:
    found = settle(["Marrow and Quarrendon Police", "Quarrendon Council"], ["Marrow and Quarrendon Police"])
    assert [one.addressee for one in found.matches] == ["Marrow and Quarrendon Police"]


def test_a_response_that_names_nobody_is_the_only_addressees() -> None:
    found = settle(["Bantingham Homecare"], ["", ""])
    assert [one.addressee for one in found.matches] == ["Bantingham Homecare"] * 2
    assert all(one.sure and "only addressee" in one.reason for one in found.matches)


def test_the_only_addressee_left_is_only_likely() -> None:
    found = settle(["Bantingham Homecare", "NHS England"], ["NHS England", ""])
    left = next(one for one in found.matches if one.addressee == "Bantingham Homecare")
    assert not left.sure
    assert "left" in left.reason


def test_several_addressees_and_a_nameless_response_stay_unmatched() -> None:
    found = settle(["Bantingham Homecare", "NHS England", "Marrowdale Council"], [""])
    assert not found.matches
    assert "several addressees" in found.unmatched[0].reason
    assert found.unmatched[0].not_from == frozenset()


def test_a_bundle_that_names_nobody_may_be_from_any_of_several() -> None:
    found = settle(["Bantingham Homecare", "NHS England"], [""], several=True)
    assert not found.matches
    assert settle(["Bantingham Homecare"], [""], several=True).matches


def test_various_recipients_are_no_only_addressee() -> None:
    found = settle(["Various recipients – please see the report."], [""])
    assert not found.matches


def test_an_unmatched_response_of_another_kind_of_body_is_not_this_addressees() -> None:
    found = settle(["Marrowshire Police", "Bantingham Homecare"], ["Quarrendon County Council"])
    assert found.unmatched[0].not_from == frozenset({"Marrowshire Police"})


def body(key: str, name: str, successor: Body | None = None, sure: bool = True) -> Mention:
    return Mention(name, 0, len(name), Party.ORGANISATION, Body(key, name, "other"), successor, 0.9, "made up", sure)


def test_resolved_bodies_are_asked_before_words() -> None:
    old = body("body:marrow", "Marrow Ambulance", Body("body:quarrendon", "Quarrendon Ambulance", "other"))
    new = body("body:quarrendon", "Quarrendon Ambulance")
    found = match_responses([Addressee("a", "Marrow Ambulance", (old,))], [Respondent("r", "Quarrendon", (new,))])
    assert found.matches[0].score == 0.95
    assert "earlier or later name" in found.matches[0].reason


def test_surely_different_bodies_with_like_names_are_not_matched() -> None:
    one, other = (
        body("ods:AAA", "Marrowdale Community NHS Trust"),
        body("ods:BBB", "Marrowdale Partnership NHS Trust"),
    )
    found = match_responses(
        [Addressee("a", "Marrowdale Community NHS Trust", (one,))],
        [Respondent("r", "Marrowdale Partnership NHS Trust", (other,))],
    )
    assert not found.matches
    assert found.unmatched[0].not_from == frozenset({"a"})


def test_an_answer_to_an_addressee_on_the_review_list_is_sure_only_in_the_same_words() -> None:
    doubtful = body("named:marrowdale-nhs-trust", "Marrowdale NHS Trust", sure=False)
    for response, sure in (("Marrowdale NHS Trust", True), ("", False)):
        found = match_responses([Addressee("a", "Marrowdale NHS Trust", (doubtful,))], [Respondent("r", response)])
        assert [one.addressee for one in found.matches] == ["a"]
        assert found.matches[0].sure is sure


def test_a_body_not_read_for_sure_in_the_response_needs_the_words_too() -> None:
    owed, said = body("ods:AAA", "Marrowdale NHS Trust"), body("ods:AAA", "Quarrendon Clinic", sure=False)
    addressee = Addressee("a", "Marrowdale NHS Trust", (owed,))
    (match,) = match_responses([addressee], [Respondent("r", "Quarrendon Clinic", (said,))]).matches
    assert not match.sure
    (match,) = match_responses([addressee], [Respondent("r", "Marrowdale Trust", (said,))]).matches
    assert match.sure


def test_a_joint_response_named_for_one_may_be_the_others_too() -> None:
    found = settle(["Marrowdale Council", "Bantingham Homecare"], ["Marrowdale Council"], several=True)
    assert {(one.addressee, one.sure) for one in found.matches} == {
        ("Marrowdale Council", True),
        ("Bantingham Homecare", False),
    }


def test_a_joint_response_that_names_its_authors_is_nobody_elses() -> None:
    both = (body("body:a", "Marrowdale Council"), body("body:b", "Quarrendon Mill"))
    found = match_responses(
        [Addressee("a", "Marrowdale Council", both[:1]), Addressee("b", "Bantingham Homecare")],
        [Respondent("r", "Marrowdale Council and Quarrendon Mill", both, several=True)],
    )
    assert [one.addressee for one in found.matches] == ["a"]
