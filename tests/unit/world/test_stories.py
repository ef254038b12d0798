"""Every difficulty of the real register stands in the default world, and is what its name says."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest

from forewarned.errors import InputError
from forewarned.world import World, generate
from forewarned.world.bodies import TRUST
from forewarned.world.models import Report
from forewarned.world.snapshots import FIRST_SNAPSHOT, LAST_SNAPSHOT
from forewarned.world.stories import STORIES


@cache
def world() -> World:
    return generate()


def one(name: str) -> Report:
    found = world().story(name)
    assert len(found) == 1, name
    return found[0]


def test_every_story_is_told_once() -> None:
    assert [story.name for story in STORIES if len(world().story(story.name)) != 1] == []


def test_the_trust_was_formed_from_two_in_2012_and_has_forty_reports() -> None:
    trust = world().body(TRUST)
    before = [body for body in world().bodies if body.successor == TRUST]
    assert trust.opened is not None and trust.opened.year == 2012
    assert [body.closed for body in before] == [trust.opened - timedelta(days=1)] * 2
    assert sum(any(item.body == TRUST for item in report.addressees) for report in world().reports) == 40


def test_there_are_enough_trusts_of_its_kind_to_compare() -> None:
    open_now = [body for body in world().bodies if "mental_health" in body.services and not body.closed]
    counts = {body.key: 0 for body in open_now}
    for report in world().reports:
        for key in {item.successor for item in report.addressees} & set(counts):
            counts[key] += 1
    assert len(open_now) == 14
    assert min(counts.values()) >= 5


def test_references() -> None:
    assert one("blank_ref").ref == ""
    assert one("suffix").ref == one("suffix").number + "A"
    assert " – " in one("dash_ref").ref
    shared = one("shared_ref")
    assert sum(report.ref == shared.ref for report in world().reports) == 2
    assert len(one("typed_ref").ref.split("-")[0]) == 5
    assert world().gaps and not {report.number for report in world().reports} & set(world().gaps)


def test_rule_43_came_before_regulation_28() -> None:
    assert one("rule_43").regime == "rule_43"
    assert all(report.regime == "regulation_28" for report in world().reports if report.date_of_report.year > 2013)


@pytest.mark.parametrize(
    ("story", "separator"),
    [
        ("joined_semicolon", "; "),
        ("joined_comma", ", "),
        ("joined_and", " and "),
        ("joined_ampersand", " & "),
    ],
)
def test_names_are_joined_in_every_way(story: str, separator: str) -> None:
    report = one(story)
    first, second = report.addressees[:2]
    assert report.sent_to[first.end : second.start] == separator


def test_names_are_written_in_every_way() -> None:
    assert one("old_name").addressees[0].as_written in {body.name for body in world().bodies if body.successor == TRUST}
    assert one("old_name").addressees[0].body == TRUST
    assert one("typo").addressees[0].as_written != world().body(TRUST).name
    assert one("office_holder").addressees[0].as_written.startswith("Chief Executive of ")
    assert one("redacted_name").addressees[-1].party == "redacted"
    assert one("private_person").addressees[-1].party == "person"
    assert one("redacted_office").addressees[0].as_written.startswith("[REDACTED], Chief Executive, ")


def test_a_body_that_merged_later_is_addressed_as_it_was() -> None:
    first = one("merged_later").addressees[0]
    assert world().body(first.body).closed is not None
    assert world().body(first.body).successor == first.successor


def test_answers() -> None:
    on_time, boundary, late = (
        one(name).responses[0] for name in ("answered_on_time", "answered_on_due_day", "answered_late")
    )
    assert on_time.first_shown and on_time.first_shown <= on_time.due and on_time.timely == "on_time"
    assert boundary.received == boundary.due and boundary.timely == "on_time"
    assert late.received and late.received > late.due and late.timely == "late"
    unpublished = one("never_published").responses[0]
    assert unpublished.received and unpublished.published is None
    never = one("never_answered").responses[0]
    assert never.received is None and never.timely == "never"


def test_an_extended_date_counts_and_is_said_in_the_response() -> None:
    report = one("extended")
    assert report.extended_to and report.extended_to == report.due > report.due_printed
    assert report.responses[0].due == report.extended_to


def test_official_lists_drop_those_who_answered() -> None:
    listed = {story: [row.month for row in world().listed if row.report == one(story).id]
              for story in ("never_listed", "listed_then_answered")}  # fmt: skip
    assert len(listed["never_listed"]) >= 2 and listed["never_listed"][-1] == "2025-07"
    assert len(listed["listed_then_answered"]) == 1
    assert one("never_listed").responses[0].received is None
    assert one("listed_then_answered").responses[0].received is not None


def test_a_withdrawn_report_was_seen_and_is_gone() -> None:
    for name in ("withdrawn", "trust_withdrawn"):
        report = one(name)
        rows = [row for row in world().snapshots if row.url == report.url]
        assert report.withdrawn and rows and rows[0].event == "first_seen"
        assert all(row.day < report.withdrawn for row in rows)


def test_documents_besides_responses() -> None:
    assert {item.kind for item in one("appendix").documents} == {
        "report", "response", "covering_letter", "appendix"
    }  # fmt: skip
    assert one("response_first").documents[0].kind == "response"
    joint = one("joint_response")
    assert joint.responses[0].documents == joint.responses[1].documents != ()
    assert len(next(item for item in joint.documents if item.kind == "response").respondents) == 2


def test_one_lesson_returns() -> None:
    first, era, again = one("lesson_first"), one("lesson_same_era"), one("lesson_again")
    assert {report.concerns[0].lesson for report in (first, era, again)} == {"observations-not-done"}
    assert era.date_of_report > first.date_of_report > era.date_of_death
    assert again.date_of_death > first.date_of_report


def test_correction_days_look_like_events_and_are_none() -> None:
    tidied = [row for row in world().snapshots if row.cause == "correction"]
    assert {row.event for row in tidied} == {"sent_to", "replies"}
    assert {row.cause for row in world().snapshots if row.day == FIRST_SNAPSHOT} == {"baseline"}
    assert max(row.day for row in world().snapshots) <= LAST_SNAPSHOT


@pytest.mark.parametrize("reports", [9, 20_001])
def test_a_size_out_of_bounds_is_refused(reports: int) -> None:
    with pytest.raises(InputError):
        generate(reports=reports)
