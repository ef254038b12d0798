"""What a document is, told by its name: a table of names. All persons and bodies are made up."""

from __future__ import annotations

import pytest

from forewarned.reports.duties.documents import Kind, classify, classify_page

REF, NAME = "2022-0260", "Tamsin Quillfeather"

# file name | kind | who it is from, as far as the name says
NAMES = [
    ("Tamsin-Quillfeather-Prevention-of-future-deaths-report-2022-0260_Published.pdf", "report", ""),
    ("Quillfeather-2022-0260.pdf", "report", ""),
    ("Tamsin-Quillfeather_Redacted.pdf", "report", ""),
    ("Quillfeather-2022-0260b.pdf", "report", ""),
    ("Quillfeather-2022-02602.pdf", "report", ""),
    ("Tamsin-Quillfeather-2022-0260-Marrowdale-NHS-Trust-Redacted.pdf", "report", ""),
    ("Tamsin-Quillfeather-2nd-PFD-report-Redacted.pdf", "further_report", ""),
    ("Quillfeather-2022-0260amended.pdf", "further_report", ""),
    ("Tamsin-Quillfeather-Prevention-of-Future-Deaths-Report-and-Responses-2022-0260.pdf", "both", ""),
    ("2022-0260-Response-from-Marrowdale-NHS-Trust_Published.pdf", "response", "Marrowdale NHS Trust"),
    ("2022-0260-Response-by-NOMS.pdf", "response", "NOMS"),
    ("2022-0260-Resposne-by-Ottermouth-Ambulance-Service.pdf", "response", "Ottermouth Ambulance Service"),
    ("2022-0260-Response-form-the-Ottermouth-Council-.pdf", "response", "Ottermouth Council"),
    ("2022-0260-Response-fromMarrowdale-Council2.pdf", "response", "Marrowdale Council"),
    ("2022-0260-Response-by-N.I.C.E.pdf", "response", "NICE"),
    (
        "2022-0260-Response-from-Department-for-Transport-11-July-2022.pdf",
        "response",
        "Department for Transport",
    ),
    ("2022-0260-Joint-response-from-HMPPS-and-MOJ-Redacted.pdf", "response", "HMPPS and MOJ"),
    (
        "2022-0260-The-Marrowdale-Group-NHS-Foundation-Trust.pdf",
        "response",
        "Marrowdale Group NHS Foundation Trust",
    ),
    ("2022-0260-Update-from-NICE-10-June-2025.pdf", "response", "NICE"),
    ("Marrowdale-Council-Response.pdf", "response", "Marrowdale Council"),
    ("Marrowdale-Fire-PFD-response.pdf", "response", "Marrowdale Fire"),
    ("Tamsin-Quillfeather-Response.pdf", "response", ""),
    ("T-Quillfeather-Response2.pdf", "response", ""),
    ("TQ-Response.pdf", "response", ""),
    ("2022-0260-Response-regarding-Tamsin-Quillfeather.pdf", "response", ""),
    ("2022-0260-Response.pdf", "response", ""),
    ("2022-0260R.pdf", "response", ""),
    ("2022-0260R2_Redacted.pdf", "response", ""),
    ("Quillfeather-R2022-0260_Redacted.pdf", "response", ""),
    ("Tamsin-QuillfeatherR.pdf", "response", ""),
    (
        "2022-0260-Response-from-Marrowdale-NHS-Trust-Exhibit-2-checklist.pdf",
        "appendix",
        "Marrowdale NHS Trust",
    ),
    ("2022-0260-Appendix-1-and-2.pdf", "appendix", ""),
    ("2022-0260-Response-and-appendices-from-Marrowdale-Council.pdf", "response", "Marrowdale Council"),
    ("2022-0260-accompanying-letter_Redacted.pdf", "covering_letter", ""),
    ("2022-0260-Letter-from-HM-Senior-Coroner.pdf", "coroner_letter", ""),
    ("2022-0260-Response-by-Chief-Coroner.pdf", "response", "Chief Coroner"),
    ("Tamsin-Quillfeather-Narrative-2022-0260.pdf", "narrative", ""),
    ("2022-0260-Record-of-Inquest.pdf", "narrative", ""),
    ("2022-0260-Treatment-of-Family-Members.pdf", "other", ""),
    ("Use-of-Sections-2-and-3-Tamsin-Quillfeather-2022-0260.pdf", "other", ""),
]


@pytest.mark.parametrize(("name", "kind", "respondent"), NAMES)
def test_a_name_tells_its_document(name: str, kind: str, respondent: str) -> None:
    found = classify("", url=f"https://example.test/uploads/{name}", ref=REF, deceased=NAME)
    assert (found.kind, found.respondent) == (kind, respondent)
    assert found.reason


@pytest.mark.parametrize(
    ("text", "kind", "respondent"),
    [
        ("2022-0260 Response from Marrowdale NHS Trust", "response", "Marrowdale NHS Trust"),
        ("Response from Marrowdale NHS Trust (PDF, 210KB)", "response", "Marrowdale NHS Trust"),
        ("Tamsin Quillfeather: Prevention of future deaths report", "report", ""),
    ],
)
def test_the_words_of_a_link_tell_it_too(text: str, kind: str, respondent: str) -> None:
    found = classify(text, url="https://example.test/download/8812", ref=REF, deceased=NAME)
    assert (found.kind, found.respondent) == (kind, respondent)


def test_a_link_to_another_page_is_no_document() -> None:
    assert classify("", url="https://example.test/reports/tamsin-quillfeather-2/").kind is Kind.OTHER


def page(*names: str) -> list[str]:
    return [one.kind.value for one in classify_page([(name, "") for name in names], ref=REF, deceased=NAME)]


def test_place_on_the_page_decides_nothing() -> None:
    assert page("2022-0260-Response-from-Marrowdale-NHS-Trust.pdf", "Quillfeather-2022-0260.pdf") == [
        "response",
        "report",
    ]


def test_a_bare_reference_is_a_response_beside_a_report_and_a_report_alone() -> None:
    assert page("Quillfeather-2022-0260.pdf", "2022-0260.pdf") == ["report", "response"]
    assert page("2022-0260.pdf") == ["report"]


def test_an_action_plan_is_an_appendix_only_beside_its_authors_response() -> None:
    plan = "2022-0260-Response-from-Marrowdale-Council-Action-Plan.pdf"
    assert page("Quillfeather-2022-0260.pdf", plan) == ["report", "response"]
    beside = page("Quillfeather-2022-0260.pdf", "2022-0260-Response-from-Marrowdale-Council.pdf", plan)
    assert beside == ["report", "response", "appendix"]


def test_several_responses_in_one_file_are_said_to_be_several() -> None:
    assert classify("2022-0260-Responses.pdf", ref=REF).several
    assert not classify("2022-0260-Response.pdf", ref=REF).several


@pytest.mark.parametrize(
    ("name", "joint"),
    [
        ("2022-0260-Joint-Response-from-Marrowdale-Council.pdf", True),
        ("2022-0260-Response-joint-from-Marrowdale-Council.pdf", True),
        ("2022-0260-Marrowdale-Council-Joint-Respons.pdf", True),
        ("2022-0260-Response-from-Joint-Committee-on-Windmills.pdf", False),
    ],
)
def test_a_joint_response_holds_the_answer_of_more_than_one(name: str, joint: bool) -> None:
    assert classify(name, ref=REF).several is joint


def test_the_words_of_a_link_may_tell_that_a_response_is_joint() -> None:
    url = "https://example.test/uploads/2022-0260-Response-from-Marrowdale-Council.pdf"
    found = classify("2022-0260 Joint response from Marrowdale Council", url=url, ref=REF)
    assert (found.several, found.respondent) == (True, "Marrowdale Council")


# what the name says | first text | what it is
CONTENTS = [
    (
        "2022-0260-Response-from-Marrowdale-Council.pdf",
        "REGULATION 28 REPORT TO PREVENT FUTURE DEATHS. THIS REPORT IS BEING SENT TO: Marrowdale Council",
        "report",
    ),
    (
        "Quillfeather-2022-0260.pdf",
        "4 May 2022 Dear Ms Ferncastle, I write in response to your report of 8 March.",
        "response",
    ),
    (
        "2022-0260-Response-from-Marrowdale-Council.pdf",
        "Dear Sir, please find attached the response of Marrowdale Council. Yours faithfully",
        "covering_letter",
    ),
    ("2022-0260-Response-from-Marrowdale-Council.pdf", "Appendix B: training figures", "appendix"),
    (
        "2022-0260-Response-from-Marrowdale-Council.pdf",
        "Thank you for the response of 4 May.",
        "coroner_letter",
    ),
    ("2022-0260-Response-from-Marrowdale-Council.pdf", "Nothing that tells.", "response"),
]


@pytest.mark.parametrize(("name", "content", "kind"), CONTENTS)
def test_content_overrules_the_name(name: str, content: str, kind: str) -> None:
    found = classify(name, ref=REF, deceased=NAME, content=content)
    assert found.kind == kind
    if kind != classify(name, ref=REF, deceased=NAME).kind:
        assert "its name says" in found.reason
