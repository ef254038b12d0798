"""As at: each question answers from what was known on the day asked for, and nothing of the time after leaks in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.functional.conftest import Cli
from tests.functional.store.questions_world import FORMED, MERGED, TRUST, all_duties, duty

from forewarned.reports.duties.state import State
from forewarned.reports.questions.duties import ask_duties
from forewarned.reports.questions.organisation import ask_organisation
from forewarned.world import World
from forewarned.world.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world_in_store")]
D = date.fromisoformat
DAY = timedelta(days=1)


def story(world: World, name: str) -> Report:
    (report,) = world.story(name)
    return report


# The duty of "never_listed": its report public on 1 March, due 19 April 2024.
# as at         | state          | official list | in time?
LISTED = [
    ("2024-03-01", "due", "not_observed", "unknown"),
    ("2024-04-19", "due", "not_observed", "unknown"),
    ("2024-04-20", "no_response_published", "not_observed", "unknown"),
    ("2024-06-30", "no_response_published", "not_observed", "unknown"),
    ("2024-07-01", "officially_listed", "listed", "late"),
    ("2026-02-01", "officially_listed", "listed", "late"),
]


@pytest.mark.parametrize(("as_at", "state", "official", "timeliness"), LISTED)
def test_a_duty_is_listed_from_the_day_of_the_list(
    world: World, as_at: str, state: str, official: str, timeliness: str
) -> None:
    found = duty(story(world, "never_listed"), TRUST, D(as_at)).state
    assert (found.state, found.official, found.timeliness) == (state, official, timeliness)


def test_a_duty_not_listed_any_more_was_listed_then(world: World) -> None:
    """Of the lists, January 2024 names it and July does not; the first snapshot, of 15 February, has its response."""
    report = story(world, "listed_then_answered")
    seen = [duty(report, "ods:X9N", D(day)).state for day in ("2023-12-31", "2024-01-01", "2024-02-15", "2024-07-01")]
    assert [one.state.value for one in seen] == [
        "response_possibly_published", "officially_listed", "response_published", "response_published",
    ]  # fmt: skip
    assert [one.official.value for one in seen] == ["not_observed", "listed", "listed", "removed"]
    assert [one.timeliness.value for one in seen] == ["unknown", "late", "late", "late"]


def test_a_response_is_published_from_the_first_snapshot_that_shows_it(world: World) -> None:
    report = story(world, "answered_on_time")
    shown = report.responses[0].first_shown
    assert shown is not None
    before, then = duty(report, TRUST, shown - DAY).state, duty(report, TRUST, shown).state
    assert before.published is not True and before.timeliness == "unknown"
    assert then.published is True and then.timeliness == "on_time"


def test_nothing_is_known_of_a_report_before_it_was_public(world: World) -> None:
    for name in ("never_listed", "answered_late", "withdrawn"):
        report = story(world, name)
        assert report.url not in {line.report_url for line in all_duties(report.date_added - DAY)}
        assert report.url in {line.report_url for line in all_duties(report.date_added)}


def test_what_was_published_stays_published(world: World) -> None:
    days = [D("2024-02-15") + timedelta(days=60 * step) for step in range(12)]
    before: set[tuple[str, str]] = set()
    for as_at in days:
        now = {
            (line.report_url, line.addressee)
            for line in all_duties(as_at)
            if line.state.state is State.RESPONSE_PUBLISHED and line.addressee_source == "page"
        }
        assert before <= now, as_at
        before = now


def test_the_addressee_is_the_one_then_written_where_only_corrections_are_kept(world: World) -> None:
    """A hand-correction of 15 April 2024 rewrote the old trust to its successor: no news of the world."""
    (report,) = [one for one in world.reports if one.ref == "2013-0019"]
    assert report.field_missing and report.corrected[0].startswith("Calverwick Mental Health NHS Trust")

    def keys(as_at: str) -> set[str]:
        return {line.organisation_key for line in all_duties(D(as_at)) if line.report_url == report.url}

    assert MERGED in keys("2024-04-14") and FORMED not in keys("2024-04-14")
    assert FORMED in keys("2024-04-15") and MERGED not in keys("2024-04-15")


def test_one_version_of_the_addressees_holds_on_any_day() -> None:
    for as_at in ("2024-04-14", "2024-04-15", "2024-09-16", "2026-02-01"):
        lines = all_duties(D(as_at))
        bodies = [(line.report_url, line.organisation_key) for line in lines if line.organisation_key]
        assert len(bodies) == len(set(bodies)), as_at


def test_the_organisation_before_and_after(world: World) -> None:
    as_at = D("2024-06-01")
    then, now = ask_organisation(name=TRUST, as_at=as_at), ask_organisation(name=TRUST, as_at=D("2026-02-01"))
    public = {
        report.url
        for report in world.reports
        if report.date_added <= as_at and TRUST in {one.body for one in report.addressees}
    }
    assert {report.report_url for report in then.reports} == public
    assert public < {report.report_url for report in now.reports}
    assert then.share.certain_late == 0 and now.share.certain_late == 1
    assert then.share.certain_on_time == 0 and now.share.certain_on_time == 1
    assert then.share.n < now.share.n and then.cited.as_at == as_at
    for report in then.reports:
        for line in report.duties:
            assert line.state.answered_by is None or line.state.answered_by <= as_at
            assert line.state.official_on is None or line.state.official_on <= as_at


def test_that_a_report_went_away_later_is_not_told_before(world: World) -> None:
    report = story(world, "trust_withdrawn")

    def gone(as_at: str) -> date | None:
        (one,) = [one for one in ask_organisation(name=TRUST, as_at=D(as_at)).reports if one.report_url == report.url]
        return one.gone_on

    assert gone("2025-09-01") is None and gone("2026-02-01") is not None


def test_a_report_told_as_at_a_day_leaves_out_what_was_said_later(world: World, cli: Cli) -> None:
    report = story(world, "answered_late")

    def told(as_at: str) -> dict[str, Any]:
        (one,) = cli("report", report.ref, "--as-at", as_at, "--json").ok().json["reports"]
        assert isinstance(one, dict)
        return one

    then, now = told("2025-03-13"), told("2026-02-01")
    for field in then["fields"]:
        assert field["seen_later"] == all(word["observed_on"] > "2025-03-13" for word in field["words"])
    gained = {"documents", "reply_urls", "replies_count"}
    assert not [field["name"] for field in then["fields"] if field["seen_later"] and field["name"] in gained]
    assert {"documents", "reply_urls"} <= {field["name"] for field in now["fields"]}
    assert [event["on"] for event in then["history"]] == ["2025-02-06", "2025-03-13"]
    assert len(now["history"]) > len(then["history"])
    states = {line["organisation"]: line["state"]["state"] for line in then["duties"]}
    assert states["Ministry of Justice"] != "no_response_published"
    run = cli("report", report.ref, "--as-at", "2025-02-05")
    assert run.code == 4 and "2025-02-06" in run.err and not run.out


@pytest.mark.parametrize("command", [("organisation", "X9A"), ("missing",), ("report", "2024-0007")])
def test_every_question_says_the_day_it_answers_for(cli: Cli, command: tuple[str, ...]) -> None:
    answer = cli(*command, "--as-at", "2024-06-01", "--json").ok().json
    one = answer["reports"][0] if command[0] == "report" else answer
    assert one["as_at"] == one["cited"]["as_at"] == "2024-06-01"
    assert "as at 1 June 2024" in " ".join(cli(*command, "--as-at", "2024-06-01").ok().out.split()).replace("As", "as")


def test_the_past_does_not_change_with_the_day_it_is_asked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.settings import settings

    first = ask_duties(today=D("2024-06-01"), unanswered=True)
    monkeypatch.setenv("FOREWARNED_TODAY", "2030-01-01")
    settings.cache_clear()
    assert ask_duties(today=D("2024-06-01"), unanswered=True) == first
