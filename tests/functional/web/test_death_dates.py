"""The date of a death on the pages: the same on each, with where it is from and what another source says."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.functional.lessons.again_words import BODY
from tests.visitors import page_at, seen

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


def test_a_pair_that_may_be_one_lesson_gives_both_dates_on_the_page_and_in_its_files(
    client: Client, again_held: None, open_register: None
) -> None:
    """Cal Drumlin died on 1 June 2017 by his own report; of Tess Marlowend both sources say the same."""
    from forewarned.organisations.questions import find_organisation
    from forewarned.reports.models import Report

    Report.objects.filter(key="cal-drumlin").update(date_of_death=date(2017, 5, 1))
    address = f"/organisations/{find_organisation(BODY).key}/again/"
    text = seen(client, address)
    told = "1 June 2017 (read in the report’s own words; but the register says 1 May 2017)"
    assert f"Died: {told}. Reported: 1 July 2018." in text
    assert "Died: 1 January 2016 (from the register). Reported: 1 February 2017." in text
    found = client.get(f"{address}?format=json").json()["possible"]
    side = next(one for pair in found for one in pair["sides"] if one["report"] == "cal-drumlin")
    assert (side["date_of_death"], side["other_date_of_death"]) == ("2017-06-01", "2017-05-01")
    assert side["death_known_from"].startswith("when-") and side["other_known_from"] == "register"
    lines = csv.DictReader(io.StringIO(page_at(client, f"{address}?format=csv&part=possible")))
    row = next(one for one in lines if one["other_ref"] == "2018-0200" and one["ref"] == "2017-0100")
    assert (row["date_of_death"], row["second_date_of_death"]) == ("2016-01-01", "")
    assert (row["other_date_of_death"], row["other_second_date_of_death"]) == ("2017-06-01", "2017-05-01")
    assert row["death_known_from"] == row["other_second_known_from"] == "register"


def test_a_matter_and_its_lesson_say_by_when_a_death_was_that_has_no_date(
    client: Client, again_held: None, open_register: None
) -> None:
    from forewarned.lessons.models import Fact, Matter
    from forewarned.reports.models import Report

    row = Report.objects.get(key="una-crake")
    Fact.objects.create(report=row, name="inquest_opened", value="2020-03-31", section="investigation", start=0, end=5,
                        found_by="tests", score=0.9)  # fmt: skip
    told = "by 31 March 2020, when an investigation of it was opened"
    matter = Matter.objects.get(report=row)
    assert f"Date of death not known ({told})" in seen(client, f"/matters/{matter.key}/")
    assert f"Died not known {told}" in seen(client, f"/lessons/{matter.member.lesson.key}/")
    assert client.get(f"/matters/{matter.key}/?format=json").json()["matter"]["opened"] == "2020-03-31"
    (line,) = csv.DictReader(io.StringIO(page_at(client, f"/matters/{matter.key}/?format=csv")))
    assert (line["date_of_death"], line["opened"]) == ("", "2020-03-31")
