"""Who is to do it: another body only where the words name one as the doer, never one of the respondent's own parts."""

from __future__ import annotations

import time

import pytest

from forewarned.lessons.promises import read_response
from forewarned.lessons.promises.doers import is_own, other_doer
from forewarned.lessons.promises.reading import owner_span
from forewarned.lessons.promises.spans import Span

TRUST = "Chief Executive, West Tallow NHS Foundation Trust"


@pytest.mark.parametrize(
    ("words", "respondent", "who"),
    [
        ("NHS England will publish new guidance by June 2031.", TRUST, "NHS England"),
        ("Tallow County Council is repainting the crossing.", TRUST, "Tallow County Council"),
        ("We understand that the Home Office will change the law.", TRUST, "the Home Office"),
        ("In 2031 MHCLG, working with us, launched a fund.", "Department for Transport", "MHCLG"),
        ("this month the DVSA also plans to launch a course", "Department for Transport", "the DVSA"),
        ("GP IT suppliers are now required to deliver it.", "NHS England", "GP IT suppliers"),
        ("We expect the design to be finalised by TfL in 2031.", "London Borough of Tallow", "TfL"),
        ("The Government has committed to reform.", TRUST, "The Government"),
        ("The Government has committed to reform.", "Secretary of State for Justice", None),
        ("The Head of Nursing will audit the records.", TRUST, None),
        ("The Trust Board will review this.", TRUST, None),
        ("The Emergency Department has introduced a checklist.", TRUST, None),
        ("WTFT will review it.", TRUST, None),
        ("The Council will repaint the crossing.", "Highways, Tallow City Council", None),
        ("Tallow Police will train its officers.", "Tallow Constabulary", None),
        ("NHSE will do so.", "NHS England & NHS Improvement", None),
        ("HMPPS will review it.", "HM Prison & Probation Service", None),
        ("The guidance from NHS England has been shared.", TRUST, None),
        ("We will work with NHS England to publish it.", TRUST, None),
        ("The CQC has been informed.", TRUST, None),
        ("All local authorities have been reminded.", "Department for Education", None),
        ("The new ward will be supported by NHS England.", TRUST, None),
        ("Our suppliers will update it.", TRUST, None),
        ("The EPR will be updated.", TRUST, None),
        ("NHS England will publish new guidance.", "", None),
    ],
)
def test_who_is_to_do_it(words: str, respondent: str, who: str | None) -> None:
    span = other_doer(words, 0, len(words), [respondent])
    assert (words[slice(*span)] if span else None) == who


def test_an_acronym_counts_where_the_letter_spells_it_out_as_a_body() -> None:
    words = "The OfT will review it."
    assert other_doer(words, 0, len(words), [TRUST]) is None, "it may be a system or a ward"
    text = f"We met the Office for Tallow (OfT). {words}"
    assert other_doer(text, text.index(words), len(text), [TRUST]) == (36, 43)


def test_initials_may_leave_one_word_out() -> None:
    assert is_own("The MHTA", ["Medicines and Healthcare products Tallow Agency"])
    assert not is_own("The CQC", ["Medicines and Healthcare products Tallow Agency"])


def test_it_is_the_owner_of_the_promise_and_marked() -> None:
    text = "NHS England will introduce a new policy for all of the wards by June 2031."
    (found,) = read_response(text, respondent=[TRUST]).promises
    assert found.by_other and found.owner_span and text[slice(*found.owner_span)] == "NHS England"
    (own,) = read_response(text, respondent=["NHS England"]).promises
    assert not own.by_other
    (unknown,) = read_response(text).promises
    assert not unknown.by_other, "without a name of who answers nothing is told"


def test_a_long_run_of_names_takes_no_long_time() -> None:
    words = "The Tallow " + "Quill of Tallow and " * 400 + "will review it."
    started = time.process_time()
    assert other_doer(words, 0, len(words), [TRUST]) is None
    assert time.process_time() - started < 2


def test_an_article_left_alone_by_the_cut_names_nobody() -> None:
    text = "In March the, will be reviewing the policy on every ward of the hospital."
    start = text.index("the,")
    assert owner_span(text, Span(start, len(text), 0, 0.9)) is None
    named = "The Medical Director will review the policy on every ward of the hospital."
    found = owner_span(named, Span(0, len(named), 0, 0.9))
    assert found is not None
    assert named[slice(*found)] == "The Medical Director"
