"""The date of a death on the pages: the same on each, with where it is from and what another source says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.functional.lessons.again_words import BODY
from tests.visitors import seen

if TYPE_CHECKING:
    from django.test import Client

    from forewarned.lessons.models import Matter


@pytest.fixture
def bram(again_held: None, open_register: None) -> Matter:
    """A matter of a report whose own words say 14 February 2022, and of which the register says 1 January 2018."""
    from forewarned.lessons.models import Matter
    from forewarned.reports.models import Report

    Report.objects.filter(key="bram-tolliver").update(date_of_death=date(2018, 1, 1))
    return Matter.objects.get(report__key="bram-tolliver")


TOLD = "read in the report’s own words; but the register says 1 January 2018"


def test_what_happened_again_gives_both_dates_and_says_undecided(client: Client, bram: Matter) -> None:
    from forewarned.organisations.questions import find_organisation

    text = seen(client, f"/organisations/{find_organisation(BODY).key}/again/")
    assert f"Died 14 February 2022 {TOLD}" in text
    assert "undecided: two dates of death are given, 14 February 2022 and 1 January 2018" in text
    assert "which date of death is right, 14 February 2022 or 1 January 2018, of 2022-0731" in text


def test_its_matter_and_its_lesson_give_the_same(client: Client, bram: Matter) -> None:
    assert f"Date of death 14 February 2022 ({TOLD})" in seen(client, f"/matters/{bram.key}/")
    assert f"Died 14 February 2022 {TOLD}" in seen(client, f"/lessons/{bram.member.lesson.key}/")


def test_the_report_is_headed_by_the_date_that_leads(client: Client, bram: Matter) -> None:
    from forewarned.reports.models import Report

    assert "on 14 February 2022" in seen(client, "/reports/bram-tolliver/")
    Report.objects.filter(key="una-crake").update(date_of_death=date(2021, 5, 2))
    assert "after the death of Una Crake was sent" in seen(client, "/reports/una-crake/").replace(", was", " was")


def test_a_report_whose_day_only_its_words_give_is_headed_by_it(client: Client, bram: Matter) -> None:
    from forewarned.reports.models import Reading, Report

    Report.objects.filter(key="bram-tolliver").update(date_of_death=None)
    for row in Reading.objects.filter(report__key="bram-tolliver", values__has_key="date_of_death"):
        del row.values["date_of_death"]
        row.save()
    assert "after the death of Bram Tolliver on 14 February 2022" in seen(client, "/reports/bram-tolliver/")


def test_deaths_like_another_give_the_same(client: Client, bram: Matter) -> None:
    assert f"Died: 14 February 2022 ({TOLD})." in seen(client, "/reports/orla-fennimore/similar/")
    found = client.get("/reports/orla-fennimore/similar/?format=json").json()["found"]
    (line,) = [one for one in found if one["key"] == "bram-tolliver"]
    assert (line["date_of_death"], line["other_date_of_death"]) == ("2022-02-14", "2018-01-01")
    assert line["death_known_from"].startswith("when-") and line["other_known_from"] == "register"


def test_a_like_death_is_never_dated_after_its_report_nor_left_out(client: Client, bram: Matter) -> None:
    from forewarned.reports.models import Report

    Report.objects.filter(key="una-crake").update(date_of_death=date(2021, 5, 2))
    text = seen(client, "/reports/ivo-pellworm/similar/")
    assert "2 May 2021" not in text and "Died: not known. Report of 1 May 2021" in text
