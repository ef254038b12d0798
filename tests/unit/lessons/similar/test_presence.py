"""A setting counts where the person was there, not where a bed or an admission was only sought, refused or missing."""

from __future__ import annotations

import pytest

from forewarned.lessons.similar import SimilarIndex
from forewarned.lessons.similar.aspects import meetings, spans
from forewarned.lessons.values import Case

WARD, DETAINED = ("setting", "inpatient"), ("setting", "detained")
NEVER_THERE = [
    "No bed on a psychiatric ward was found for Wren.",
    "There was no inpatient bed within ninety miles.",
    "There were no local female PICU beds.",
    "There was no mental health unit in the valley.",
    "Wren was awaiting a bed on a psychiatric ward.",
    "She waited nine days for an acute psychiatric hospital bed.",
    "A wait of nine days for an inpatient bed was foretold.",
    "A bed in a psychiatric hospital had not been found.",
    "An inpatient bed could not be found.",
    "There was a shortage of inpatient beds in the county.",
    "It took nine days to find a PICU bed.",
    "Wren was not admitted to a psychiatric ward.",
    "Wren had never been admitted to the psychiatric hospital.",
    "He wasn’t admitted as an inpatient.",
    "Wren was not an inpatient.",
    "The unit refused admission to its psychiatric ward.",
    "Wren declined to be admitted to the mental health unit.",
    "Admission to the psychiatric ward was refused.",
    "Inpatient admission was considered.",
    "A bed on a psychiatric ward was sought.",
    "Wren should have been admitted to a psychiatric ward.",
    "He ought to have been assessed and admitted to a psychiatric unit.",
    "Had Wren been admitted to a psychiatric ward, she would have been watched.",
    "The crisis team wanted to admit Mr. Wren to a psychiatric ward.",
    "It was the failure to transfer Mr. Wren to an inpatient setting.",
    "Two doctors said that she needed to be admitted to a psychiatric hospital.",
    "Wren did not want to enter the place as a voluntary patient.",
]
THERE = [
    "Wren was found in her room on a psychiatric ward.",
    "Wren was admitted to a psychiatric ward.",
    "Wren was discharged from the psychiatric ward two days before.",
    "No bed was free at first, but Wren was admitted to a psychiatric ward.",
    "Wren refused admission and was then detained on the psychiatric ward.",
    "After no bed was found for a week, she was taken to a psychiatric hospital.",
    "Wren refused her medicine while an inpatient.",
    "She refused all medicine as a psychiatric in-patient.",
    "No observations were recorded on the psychiatric ward.",
    "The psychiatric ward did not check on him.",
    "No policy was in place on the psychiatric ward.",
    "No bed rails were fitted on the psychiatric ward.",
    "Her illness had required several inpatient admissions.",
    "By the spring Wren no longer required inpatient treatment.",
    "Wren was awaiting discharge from the psychiatric hospital.",
    "He was not observed when he was an inpatient.",
    "No inpatient records were kept of her stay.",
    "The psychiatric ward was not appropriate for her needs.",
    "Staffing on the psychiatric ward was unavailable to the inquest.",
    "They should have moved him to a quieter room on the psychiatric ward.",
    "She should have been sent to hospital by the psychiatric ward.",
    "He needed constant observation as an inpatient.",
    "Wren refused to be moved to another psychiatric ward.",
    "They failed to transfer the record to the psychiatric ward.",
    "No psychiatric ward was safe for him.",
    "No psychiatric ward on which she stayed had a plan.",
    "(“No bed was found.”) She was on the psychiatric ward.",
    "Wren " + "slept badly and ate little, " * 8 + "had been two days on the psychiatric ward.",
    "No bed near home was free, so he was placed in a psychiatric hospital by the sea.",
]


@pytest.mark.parametrize("text", NEVER_THERE)
def test_a_ward_that_the_person_was_never_on_is_no_setting(text: str) -> None:
    assert WARD not in meetings({"circumstances": text})
    assert spans(text, *WARD) == []


@pytest.mark.parametrize("text", THERE)
def test_a_ward_that_the_person_was_on_or_had_just_left_is_one(text: str) -> None:
    assert WARD in meetings({"circumstances": text})
    assert spans(text, *WARD)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("Wren was detained under section 2.", True),
        ("He was not detained under the Act.", False),
        ("He was found not to be detainable under section 2.", False),
        ("Wren met the criteria to be sectioned.", False),
        ("They recommended that she be detained under section 3.", False),
        ("He left the grounds on section 17 leave, which no nurse had agreed.", True),
    ],
)
def test_so_it_is_with_detention(text: str, met: bool) -> None:
    assert (DETAINED in meetings({"circumstances": text})) is met


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("There was no ambulance to send.", "ambulance"),
        ("She declined to go to hospital and the nursing home called for help.", "care_home"),
        ("The care home was not considered safe.", "care_home"),
        ("No bed was found near, and she went to one out of area.", "out_of_area"),
    ],
)
def test_services_homes_and_a_bed_far_away_count_whatever_is_said(text: str, code: str) -> None:
    assert ("setting", code) in meetings({"circumstances": text})


def test_it_is_said_once_more_elsewhere_that_the_person_was_there() -> None:
    met = meetings({"circumstances": "No inpatient bed was found. Later he was an inpatient.", "concerns": ""})
    assert met[WARD].times == 1 and met[WARD].start == len("No inpatient bed was found. Later he was an ")


def test_two_deaths_for_whom_no_bed_was_found_share_no_ward() -> None:
    """They share that no bed was found: that is what failed."""
    told = {
        "wren": "Wren was at home. No bed on a psychiatric ward was found, and she was awaiting an inpatient bed.",
        "teal": "Teal lived alone. Admission to a psychiatric ward was sought; no bed was available.",
        "rook": "Rook was found on a psychiatric ward, where she had been an inpatient for a month.",
        "dove": "Dove was admitted to a psychiatric ward and was found there by a nurse.",
    }
    cases = {key: Case(key, "", None, {"circumstances": text, "concerns": ""}) for key, text in told.items()}
    index = SimilarIndex.build(list(cases.values()))

    def shared(one: str, other: str) -> set[tuple[str, str]]:
        answer = next(each for each in index.similar(cases[one]) if each.key == other)
        return {(point.aspect, point.name) for point in answer.shared}

    assert ("setting", "a psychiatric ward") not in shared("wren", "teal")
    assert ("setting", "a psychiatric ward") not in shared("wren", "rook")
    assert ("setting", "a psychiatric ward") in shared("rook", "dove")
    assert any("bed" in name for _, name in shared("wren", "teal"))
