"""`forewarned missing` on the fictional world: which numbers were never published, and which pages went away."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from tests.functional.conftest import Cli
from tests.functional.store.questions_world import TODAY

from forewarned.reports.questions.missing import MissingAnswer, ask_missing
from forewarned.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world_in_store")]


def refs(answer: MissingAnswer) -> set[str]:
    return {str(one.ref) for one in answer.missing}


def test_every_number_that_was_never_published_is_found(world: World) -> None:
    """The rest are numbers of reports whose page prints them wrong or not at all, and is never called sure."""
    answer = ask_missing(as_at=TODAY)
    assert set(world.gaps) <= refs(answer)
    likely = {str(one.ref) for one in answer.missing if one.confidence.value == "likely never published"}
    assert likely <= set(world.gaps) and len(likely) >= len(world.gaps) - 2
    printed_otherwise = {report.number for report in world.reports if report.ref != report.number}
    assert refs(answer) - set(world.gaps) <= printed_otherwise


def test_a_number_with_a_letter_or_a_long_dash_is_not_missing(world: World) -> None:
    found = refs(ask_missing(as_at=TODAY))
    for story in ("suffix", "dash_ref", "shared_ref"):
        assert world.story(story)[0].number not in found


def test_a_mistyped_number_is_named_with_the_page_that_may_mean_it(world: World) -> None:
    (report,) = world.story("typed_ref")
    answer = ask_missing(as_at=TODAY)
    (one,) = [one for one in answer.missing if str(one.ref) == report.number]
    assert one.confidence.value == "named elsewhere" and one.seen_on == (report.url,)
    assert report.ref in {one.as_written for one in answer.repaired}


def test_blank_and_shared_references_are_counted(world: World) -> None:
    answer = ask_missing(as_at=TODAY)
    assert answer.without_reference == sum(1 for report in world.reports if not report.ref)
    (shared,) = answer.shared
    assert str(shared.ref) == world.story("shared_ref")[0].ref and len(shared.urls) == 2


def test_a_withdrawn_report_is_gone_from_the_day_the_register_lacks_it(world: World) -> None:
    withdrawn = {report.url: report for report in world.reports if report.withdrawn}
    answer = ask_missing(as_at=TODAY)
    assert {one.report_url for one in answer.gone} == withdrawn.keys()
    for one in answer.gone:
        report = withdrawn[one.report_url]
        assert one.ref == report.ref and one.first_seen is not None and one.gone_on is not None
        assert report.date_added <= one.first_seen < one.gone_on
        assert report.withdrawn is not None and report.withdrawn <= one.gone_on <= TODAY
        before = ask_missing(as_at=one.gone_on - timedelta(days=1))
        assert one.report_url not in {other.report_url for other in before.gone}
    assert not {report.number for report in withdrawn.values()} & refs(answer)


def test_only_numbers_up_to_the_highest_then_public_can_be_missing(world: World) -> None:
    as_at = date(2021, 6, 30)
    answer = ask_missing(as_at=as_at)
    public = {report.ref for report in world.reports if report.date_added <= as_at}
    for year in answer.years:
        numbers = [int(ref[5:9]) for ref in public if ref.startswith(f"{year.year}-") and ref[5:9].isdigit()]
        assert year.highest == max(numbers), year
    assert max(refs(answer)) < max(public)


def test_one_year_is_that_part_of_all(world: World) -> None:
    whole, year = ask_missing(as_at=TODAY), ask_missing(as_at=TODAY, year=2021)
    assert [one.year for one in year.years] == [2021]
    assert refs(year) == {ref for ref in refs(whole) if ref.startswith("2021-")}
    assert sum(run.count for run in year.runs) == len(year.missing) == year.years[0].missing


def test_json_csv_and_text_tell_the_same(world: World, cli: Cli) -> None:
    answer = cli("missing", "--json").ok().json
    assert {"as_at", "years", "runs", "missing", "gone", "shared", "without_reference", "cited"} <= answer.keys()
    rows = list(csv.DictReader(io.StringIO(cli("missing", "--csv").ok().out)))
    never = [row["ref"] for row in rows if row["what"] == "never published"]
    assert len(never) == len(answer["missing"]) == sum(year["missing"] for year in answer["years"])
    gone = [row["seen_on"] for row in rows if row["what"] == "listed once, then gone"]
    assert gone == [one["report_url"] for one in answer["gone"]]
    text = " ".join(cli("missing").ok().out.split())
    for words in ("2013-0004", "likely never published", "Listed once, then gone", "not proof", "register.csv"):
        assert words in text, words


def test_a_year_of_which_nothing_is_known_has_no_gaps(cli: Cli) -> None:
    answer = cli("missing", "--year", "1999", "--json").ok().json
    assert answer["years"] == [] and answer["missing"] == []
