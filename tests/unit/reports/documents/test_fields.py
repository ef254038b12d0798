"""The fields of a report: who it is sent to, which coroner, when, and the due date in its many wordings."""

from __future__ import annotations

import pytest

from forewarned.reports.documents import DocumentText, FormFields, read_report


def doc(**rows: str) -> DocumentText:
    """A form with these rows; the others are short."""
    said = {
        "sent": "Tarnholt Council", "coroner": "I am Ms Zephyrine Oxblood, area coroner for the coroner area of Wend.",
        "response": "You must answer.", "signature": "21 May 2031", **rows,
    }  # fmt: skip
    text = (
        f"THIS REPORT IS BEING SENT TO:\n{said['sent']}\n1 CORONER\n{said['coroner']}\n2 CORONER\u2019S LEGAL POWERS\n"
        f"Some.\n5 CORONER\u2019S CONCERNS\nThe rail.\n7 YOUR RESPONSE\n{said['response']}\n8 COPIES and PUBLICATION\n"
        f"None.\n9 {said['signature']}\n"
    )
    return DocumentText(text, (), "txt", "")


def read(**rows: str) -> FormFields:
    made = doc(**rows)
    fields = read_report(made)
    spans = [*fields.addressee_spans, fields.coroner_name_span, fields.coroner_area_span]
    values = [*fields.addressees, fields.coroner_name, fields.coroner_area]
    assert [made.text[slice(*span)] if span else None for span in spans] == values
    return fields


@pytest.mark.parametrize(
    "said",
    [
        "within 56 days of the date of this report, namely by 16th July 2031. I may extend the period.",
        "within 56 days of the date of this report, namely by the 16th July 2031.",
        "namely by 16 July 2031", "namely, by Wednesday 16 July 2031.", "namely on or before 16th of July 2031",
        "within 56 days of 21 May 2031, that is by 5pm on 16 July 2031", "i.e. by 16/07/2031", "ie by 16.7.31",
        "You must answer no later than July 16, 2031.", "by 4.00 p.m. on Wednesday the 16th July 2031",
        "namely 16 July 2031", "within 56 days of the date of this report, dated 21 May 2031, by 16 July 2031",
        "namely by the 16\" July 2031", "namely\nby 16th\nJuly 2031", "sef erbyn 16 Gorffennaf 2031",
        "The deadline is 2031-07-16.", "Your response is due by 16 July. I may extend the period.",
        "Answer by 16 July 2031; I wrote on 3 April 2031 that the inquest would be on 4 June 2031.",
    ],
)  # fmt: skip
def test_due_dates_as_coroners_word_them(said: str) -> None:
    fields = read(response=f"You are under a duty to respond to this report {said}")
    assert fields.due_on == "2031-07-16"
    assert fields.due_on_span is not None


@pytest.mark.parametrize(
    "said",
    [
        "within 56 days of the date of this report, namely by [DATE].", "within 56 days of the date of this report.",
        "within 56 days of 21 May 2031.", "namely by 31 June 2031", "namely by ......", "",
        "I wrote on 3 April 2031 that the inquest would be heard on 4 June 2031.",
    ],
)  # fmt: skip
def test_a_due_date_that_is_not_printed_is_none(said: str) -> None:
    assert read(response=said).due_on is None


def test_the_due_date_s_span_is_what_is_printed() -> None:
    made = doc(response="namely by Wednesday 16th July 2031.")
    fields = read_report(made)
    assert fields.due_on_span is not None
    assert made.text[slice(*fields.due_on_span)] == "16th July 2031"
    assert fields.notes == ()


def test_a_weekday_that_contradicts_the_due_date_is_noted() -> None:
    fields = read(response="namely by Monday 16th July 2031.")
    assert (fields.due_on, len(fields.notes)) == ("2031-07-16", 1)


@pytest.mark.parametrize(
    ("said", "name", "area"),
    [
        ("I am Ms Zephyrine Oxblood, assistant coroner, for the coroner area of Wend", "Ms Zephyrine Oxblood", "Wend"),
        ("I am Zephyrine Oxblood assistant coroner, for the coroner area of\nWend.", "Zephyrine Oxblood", "Wend"),
        ("I am Dr. I. Peppercorn, LLM, Area Coroner, for the coroner Area of Wend", "Dr. I. Peppercorn", "Wend"),
        ("I, Ottoline Quenby, HM Senior Coroner for Wend and Orlin", "Ottoline Quenby", "Wend and Orlin"),
        ("I am Ottoline Quenby, HM\u2019s Area Coroner for the County of Wend", "Ottoline Quenby", "Wend"),
        ("Ottoline QUENBY, Acting Senior Coroner for the area of West Wend", "Ottoline QUENBY", "West Wend"),
        ("I am Ottoline Quenby, His Majesty\u2019s Senior Coroner for St. Orlin.", "Ottoline Quenby", "St. Orlin"),
        (
            "I am O\u2019Dowell Quenby-Nought, Coroner for the Coronial District of Wend.",
            "O\u2019Dowell Quenby-Nought",
            "Wend",
        ),
        ("I am [NAME], senior coroner, for the coroner area of [NAME OF AREA]", None, None),
        ("", None, None),
    ],
)
def test_coroner_and_area(said: str, name: str | None, area: str | None) -> None:
    fields = read(coroner=said)
    assert (fields.coroner_name, fields.coroner_area) == (name, area)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("1. Tarnholt Council\n2. Wend Prison", ("Tarnholt Council", "Wend Prison")),
        ("1 Mx Q\n39 Hollow Street\nTA1 0ZZ\n\n2 Wend Prison", ("Mx Q\n39 Hollow Street\nTA1 0ZZ", "Wend Prison")),
        ("(1) Tarnholt Council\n(2) Wend and\nOrlin Trust", ("Tarnholt Council", "Wend and\nOrlin Trust")),
        ("a) Tarnholt Council\nb) Wend Prison", ("Tarnholt Council", "Wend Prison")),
        ("\u2022 Tarnholt Council\n\u2022 Wend Prison", ("Tarnholt Council", "Wend Prison")),
        ("- Tarnholt Council\n- , brother of the deceased", ("Tarnholt Council", "brother of the deceased")),
        ("1.\nTarnholt Council\n2.\nWend Prison", ("Tarnholt Council", "Wend Prison")),
        ("Tarnholt Council\n\nWend Prison", ("Tarnholt Council", "Wend Prison")),
        ("Tarnholt Council\nWend Prison", ("Tarnholt Council", "Wend Prison")),
        ("Chief Executive of the Wend and\nOrlin Trust", ("Chief Executive of the Wend and\nOrlin Trust",)),
        ("Mx Q\nWend Prison\nWE1 2ND\nMx N\nOrlin\nOR1 3RD", ("Mx Q\nWend Prison\nWE1 2ND", "Mx N\nOrlin\nOR1 3RD")),
        ("1. Tarnholt Council\nCopied to: Wend Prison", ("Tarnholt Council",)),
        ("1. [NAME]\n2. [NAME]", ()),
        ("1. [REDACTED]\n2. Wend Prison", ("[REDACTED]", "Wend Prison")),
        ("", ()),
    ],
)  # fmt: skip
def test_addressees_are_whole(said: str, wanted: tuple[str, ...]) -> None:
    assert read(sent=said).addressees == wanted


@pytest.mark.parametrize(
    "said", ["21st May 2031 Z Oxblood", "Dated: 21/05/2031", "Z Oxblood, 21.5. 2031", "Wednesday, 21 May 2031"]
)
def test_the_date_of_the_report(said: str) -> None:
    assert read(signature=said).date_of_report == "2031-05-21"


def test_a_year_that_ocr_spoilt_comes_from_the_due_date_and_is_noted() -> None:
    fields = read(signature="21st May 203.:i~ Area Coroner", response="namely by 16 July 2031")
    assert fields.date_of_report == "2031-05-21"
    assert any("year" in note for note in fields.notes)
    assert read(signature="9th April 203.:i~", response="namely by 16 July 2031").date_of_report is None


def test_a_letter_has_no_fields() -> None:
    fields = read_report(DocumentText("Dear Coroner, we answer by 3 May 2031.", (), "txt", ""))
    assert (fields.sections, fields.addressees, fields.due_on, fields.date_of_report) == ((), (), None, None)


@pytest.mark.parametrize(
    "said", ["21* May 2031", "21\u201d May 2031", "215t May 2031", "218 May 2031", "21 st May 2031"]
)
def test_raised_endings_as_ocr_reads_them(said: str) -> None:
    assert read(signature=said).date_of_report == "2031-05-21"
