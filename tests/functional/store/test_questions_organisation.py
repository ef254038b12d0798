"""`forewarned organisation`: was it warned, did it answer; on the fictional world, and on the real register."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest
from tests.functional.conftest import Cli, Shell
from tests.functional.store.questions_world import FORMED, MERGED, TODAY, TRUST

from forewarned.reports.questions.organisation import OrganisationAnswer, ask_organisation
from forewarned.world import World
from forewarned.world.models import Report

pytestmark = pytest.mark.django_db
REAL_TRUST = "Norfolk and Suffolk NHS Foundation Trust"


@pytest.fixture(scope="module")
def trust(world_in_store: World) -> OrganisationAnswer:
    return ask_organisation(name="X9A", as_at=TODAY)


def sent_to(world: World, *bodies: str) -> dict[str, Report]:
    """Reports that were truly addressed to one of these bodies, by page."""
    return {report.url: report for report in world.reports if {one.body for one in report.addressees} & set(bodies)}


def test_every_report_to_it_and_no_other(trust: OrganisationAnswer, world: World) -> None:
    assert {report.report_url for report in trust.reports} == sent_to(world, TRUST).keys()
    assert len(trust.reports) == 40


def test_each_report_says_why_it_is_counted_in_the_words_of_the_page(trust: OrganisationAnswer, world: World) -> None:
    truth = sent_to(world, TRUST)
    for report in trust.reports:
        assert len(report.counted_because) == len(report.duties) >= 1
        written = [one.as_written for one in truth[report.report_url].addressees if one.body == TRUST]
        for line, why in zip(report.duties, report.counted_because, strict=True):
            assert f"“{line.addressee}”" in why and line.why in why
            if line.addressee_source == "page":
                assert any(line.addressee in words or words in line.addressee for words in written)


@pytest.mark.parametrize(
    "name",
    ["X9A", "x9a", "ods:X9A", "Wexmoor and Saltmere Partnership NHS Foundation Trust", "WSPFT",
     "WEXMOOR AND SALTMERE PARTNERSHIP NHS FOUNDATION TRUST", "Wexmoor and Saltmere Partnership Trust"],
)  # fmt: skip
def test_it_is_found_by_any_name(world_in_store: World, name: str) -> None:
    assert ask_organisation(name=name, as_at=TODAY).identity.key == TRUST


def test_reports_to_bodies_it_took_over_are_counted_with_the_reason(world_in_store: World) -> None:
    answer = ask_organisation(name=FORMED, as_at=TODAY)
    old = ask_organisation(name=MERGED, as_at=TODAY)
    assert {report.report_url for report in old.reports} < {report.report_url for report in answer.reports}
    assert "ods:X9R" in {one.key for one in answer.identity.predecessors}
    assert [one.key for one in old.identity.successors] == [FORMED]
    assert old.identity.today == answer.identity.name
    for report in answer.reports:
        for line, why in zip(report.duties, report.counted_because, strict=True):
            assert ("came before" in why) == (line.organisation_key != FORMED), why
            assert line.organisation_today_key == FORMED
    assert any(line.organisation_key == MERGED for report in answer.reports for line in report.duties)


def test_no_report_after_it_closed_is_to_the_old_body(world_in_store: World) -> None:
    old = ask_organisation(name=MERGED, as_at=TODAY)
    closed = old.identity.closed
    assert closed is not None
    assert all(report.date_of_report is None or report.date_of_report <= closed for report in old.reports)


def test_years_add_up_and_say_how_many_deaths_are_dated(trust: OrganisationAnswer, world: World) -> None:
    dated = [report for report in trust.reports if report.date_of_report]
    assert sum(year.reports for year in trust.by_year) == len(dated) == len(trust.reports) - 1
    truth = sent_to(world, TRUST)
    known = Counter(
        report.date_of_report.year for report in truth.values() if report.death_date_known and not report.withdrawn
    )
    assert {year.year: year.death_dates_known for year in trust.by_year if year.death_dates_known} == dict(known)
    assert sum(year.past_due for year in trust.by_year) == trust.past_due == 39
    assert sum(year.response_published for year in trust.by_year) == trust.response_published


def test_published_answers_are_those_that_were_published(trust: OrganisationAnswer, world: World) -> None:
    truth = {
        report.url
        for report in sent_to(world, TRUST).values()
        for response in report.responses
        if response.body == TRUST and response.published and not report.withdrawn
    }
    ours = {one.report_url for one in trust.reports for line in one.duties if line.state.published}
    assert ours == truth and trust.response_published == len(truth)


def test_the_share_is_given_with_what_is_unknown(trust: OrganisationAnswer, world: World) -> None:
    share = trust.share
    assert share.n == trust.past_due == share.certain_on_time + share.certain_late + share.unknown
    assert share.no_due_date == 1 and share.certain_late == 1 and share.unknown >= 30
    truly = sum(
        response.timely == "on_time"
        for report in sent_to(world, TRUST).values()
        for response in report.responses
        if response.body == TRUST and not report.withdrawn
    )
    assert share.low is not None and share.high is not None and share.interval is not None
    assert share.interval[0] <= share.low <= truly / share.n <= share.high <= share.interval[1]


def test_time_to_answer_lies_between_its_bounds(trust: OrganisationAnswer, world: World) -> None:
    days = sorted(
        (response.received - report.date_of_report).days if response.received else 10**6
        for report in sent_to(world, TRUST).values()
        for response in report.responses
        if response.body == TRUST and not report.withdrawn
    )
    found = trust.time_to_answer
    assert found.n == len(days) == 39 and found.low is not None
    assert found.low <= days[len(days) // 2] and (found.high is None or days[len(days) // 2] <= found.high)


def test_those_it_is_addressed_with_are_bodies_never_persons_or_redacted_names(trust: OrganisationAnswer) -> None:
    names = dict(trust.co_addressees)
    assert names["Wexmoor Police"] >= 4
    assert not [name for name in names if "REDACTED" in name or name.startswith("Dr ")]
    assert trust.identity.name not in names


def test_others_of_its_kind_stand_beside_it_unranked(trust: OrganisationAnswer, world: World) -> None:
    funnel = trust.comparison.funnel
    assert trust.comparison.kind == "mental-health trusts"
    labels = [point.label for point in funnel.points]
    assert labels == sorted(labels) and [point.label for point in funnel.points if point.named] == [trust.identity.name]
    (own,) = [point for point in funnel.points if point.named]
    assert (own.numerator, own.denominator) == (trust.response_published, trust.past_due)
    mental = {body.name for body in world.bodies if "mental_health" in body.services and not body.closed}
    assert set(labels) <= mental


def test_json_csv_and_text_tell_the_same(world_in_store: World, trust: OrganisationAnswer, cli: Cli) -> None:
    answer = cli("organisation", "X9A", "--json").ok().json
    for report in answer["reports"]:
        assert {"ref", "report_url", "date_of_report", "duties", "counted_because"} <= report.keys()
    assert len(answer["reports"]) == len(trust.reports)
    rows = list(csv.DictReader(io.StringIO(cli("organisation", "X9A", "--csv").ok().out)))
    duties = [line for report in answer["reports"] for line in report["duties"]]
    assert [row["state"] for row in rows] == [line["state"]["state"] for line in duties]
    assert all(row["counted_because"] for row in rows)
    text = " ".join(cli("organisation", "X9A").ok().out.split())
    for words in ("40 reports", "37 not known", "Allowing for chance as well, on time is between", "(95%)",
                  "No published response does not mean that there was no response", "register.csv as of"):  # fmt: skip
        assert words in text, words


def test_a_body_without_reports_is_said_to_be_that(world_in_store: World, cli: Cli) -> None:
    run = cli("organisation", "ods:X9P").ok()
    assert "not proof that there was none" in run.out


def test_a_slip_of_the_pen_is_read_and_a_name_nobody_bears_gets_suggestions(world_in_store: World, cli: Cli) -> None:
    read = cli("organisation", "Wexmoor and Saltmere Partnrship Foundation", "--json").ok().json
    assert read["identity"]["key"] == "ods:X9A"
    run = cli("organisation", "Wexmoor Saltmere Partners Foundation of Nowhere")
    assert run.code == 4 and "Wexmoor and Saltmere Partnership NHS Foundation Trust" in run.err


def test_the_real_trust_has_every_report_of_the_trackers_table_and_a_reason_for_each(
    shared_data: Path, shell: Shell
) -> None:
    """The Tracker's own column names it on 38 reports; what was written on the pages may add more."""
    register = shared_data / "pfd" / "register.csv"
    files = (register, shared_data / "pfd" / "snapshots.csv", shared_data / "organisations")
    shell("import", *files, timeout=300).ok()
    answer = shell("organisation", REAL_TRUST, "--json").ok().json
    with register.open(encoding="utf-8-sig", newline="") as file:
        theirs = {
            row["report_url"] for row in csv.DictReader(file)
            if REAL_TRUST in (name.strip() for name in row["sent_to"].split("|"))
        }  # fmt: skip
    ours = {report["report_url"] for report in answer["reports"]}
    assert len(theirs) >= 38 and theirs <= ours
    assert "2022-0260" in {report["ref"] for report in answer["reports"]}
    assert all(report["counted_because"] and all(report["counted_because"]) for report in answer["reports"])
    assert answer["identity"]["ods"] == "RMY" and answer["comparison"]["kind"] == "mental-health trusts"
    share = answer["share"]
    assert share["n"] == share["certain_on_time"] + share["certain_late"] + share["unknown"] == answer["past_due"]
