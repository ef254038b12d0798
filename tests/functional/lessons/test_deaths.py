"""The date of a death from two sources: which leads, what is shown, and when the class is not known for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.functional.lessons.again_words import BODY

if TYPE_CHECKING:
    from tests.functional.conftest import Cli

    from forewarned.lessons.questions.deaths import Death
    from forewarned.lessons.questions.recurring import StepLine

BRAM, UNA = "bram-tolliver", "una-crake"
"""Bram's own report says that he died on 14 February 2022, after the earlier report of 3 June 2019; Una's none."""


@pytest.fixture(autouse=True)
def _again(again_held: None) -> None:
    """Every test here reads the reports of ``again_words``."""


def register_says(report: str, day: date | None) -> None:
    from forewarned.reports.models import Report

    assert Report.objects.filter(key=report).update(date_of_death=day) == 1


def opened(report: str, day: str) -> None:
    from forewarned.lessons.models import Fact
    from forewarned.reports.models import Report

    row = Report.objects.get(key=report)
    Fact.objects.create(report=row, name="inquest_opened", value=day, section="investigation", start=0, end=5,
                        found_by="tests", score=0.9)  # fmt: skip


def death(report: str) -> Death:
    from forewarned.lessons.questions.deaths import NOT_KNOWN, deaths
    from forewarned.reports.models import Report

    row = Report.objects.get(key=report)
    return deaths({row.pk}).get(row.pk, NOT_KNOWN)


def step(report: str) -> StepLine:
    from forewarned.lessons.questions.recurring import ask_again

    found = ask_again(name=BODY, as_at=date(2026, 2, 1), possible=False)
    return next(one for lesson in found.lessons for one in lesson.steps if one.report == report)


def test_two_sources_that_agree_are_one() -> None:
    found = death(BRAM)
    assert (found.date, found.known_from, found.other) == ("2022-02-14", "register", "")


def test_the_reports_sure_words_lead_and_both_are_shown() -> None:
    register_says(BRAM, date(2021, 1, 1))
    found = death(BRAM)
    assert (found.date, found.other, found.other_from) == ("2022-02-14", "2021-01-01", "register")
    assert found.known_from.startswith("when-")
    line = step(BRAM)
    assert line.kind in ("recurrence", "broken_promise"), "both dates are after the report"
    assert line.reason.endswith("So too by the other date given (2021-01-01).")
    assert (line.other_date_of_death, line.other_known_from) == ("2021-01-01", "register")


def test_words_that_are_not_sure_come_after_the_register() -> None:
    from forewarned.lessons.models import Fact

    Fact.objects.filter(report__key=BRAM, name="date_of_death").update(score=0.84)
    register_says(BRAM, date(2021, 1, 1))
    found = death(BRAM)
    assert (found.date, found.known_from, found.other) == ("2021-01-01", "register", "2022-02-14")
    register_says(BRAM, None)
    assert death(BRAM).date == "2022-02-14"


def test_a_class_that_depends_on_which_date_is_right_is_not_known() -> None:
    register_says(BRAM, date(2018, 1, 1))
    line = step(BRAM)
    assert line.kind == "undetermined" and line.promises == ()
    assert "two dates of death are given, 2022-02-14 and 2018-01-01" in line.reason
    assert line.missing == ("which date of death is right, 2022-02-14 or 2018-01-01, of 2022-0731",)


def test_nobody_died_after_the_report() -> None:
    register_says(BRAM, date(2022, 9, 13))
    assert (death(BRAM).date, death(BRAM).other) == ("2022-02-14", "")
    register_says(UNA, date(2021, 5, 2))
    assert death(UNA).date == ""


def test_a_date_after_the_inquest_was_opened_gives_way_to_one_that_is_not() -> None:
    register_says(BRAM, date(2018, 1, 1))
    opened(BRAM, "2018-01-05")
    found = death(BRAM)
    assert (found.date, found.other) == ("2018-01-01", "2022-02-14")
    line = step(BRAM)
    assert (line.kind, line.proved_by) == ("same_era", "death")


def test_the_day_the_inquest_was_opened_proves_that_the_death_was_before(cli: Cli) -> None:
    assert step(UNA).kind == "undetermined"
    opened(UNA, "2020-03-31")
    line = step(UNA)
    assert (line.kind, line.proved_by, line.opened, line.missing) == ("same_era", "opened", "2020-03-31", ())
    out = cli("again", BODY).ok().out
    assert "2021-0400: died by 2020-03-31 (when an investigation of it was opened); report of 2021-05-01" in out
    assert (
        "against 2020-0300: The death was before the earlier report (2020-04-01): the investigation of it was opened "
        "on 2020-03-31." in out
    )


def test_an_opening_after_the_report_or_not_sure_proves_nothing() -> None:
    opened(UNA, "2021-05-02")
    assert death(UNA).opened == ""


def test_the_command_says_where_each_date_is_from(cli: Cli) -> None:
    register_says(BRAM, date(2021, 1, 1))
    out = cli("again", BODY).ok().out
    assert "2022-0731: died 2022-02-14 (the report’s own words; but the register: 2021-01-01); report of" in out
    assert "2019-0701: died 2018-12-02 (the register); report of 2019-06-03" in out


def test_a_matter_gives_the_same_date_as_what_happened_again() -> None:
    from forewarned.lessons.models import Matter
    from forewarned.lessons.questions.matters import ask_matter

    register_says(BRAM, None)
    key = Matter.objects.get(report__key=BRAM).key
    line, told = step(BRAM), ask_matter(key=key, as_at=date(2026, 2, 1)).matter
    assert told.date_of_death == line.date_of_death == "2022-02-14"
    assert told.death_known_from == line.death_known_from != "register"


def test_the_command_gives_both_dates_of_a_pair_that_may_be_one_lesson(cli: Cli) -> None:
    register_says("cal-drumlin", date(2017, 5, 1))
    out = cli("again", BODY).ok().out
    pairs = out[out.index("May be the same lesson") :]
    assert (
        "2018-0200, report of 2018-07-01, died 2017-06-01 (the report’s own words; but the register: 2017-05-01): “"
        in pairs
    )
    assert "2017-0100, report of 2017-02-01, died 2016-01-01 (the register): “" in pairs
