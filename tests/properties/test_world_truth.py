"""For any seed, what the files show is what the truth says."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from forewarned.world import World, generate
from forewarned.world.responses import AS_OF
from forewarned.world.snapshots import LAST_SNAPSHOT
from forewarned.world.writing import files

worlds = st.builds(generate, st.integers(0, 10**6), st.sampled_from((10, 24, 40, 80, 150)))
few = settings(max_examples=15, deadline=None)


@few
@given(worlds)
def test_days_follow_each_other(world: World) -> None:
    for report in world.reports:
        assert report.date_of_death < report.date_of_report <= report.date_added <= AS_OF
        assert report.due_computed == report.date_of_report + timedelta(days=56)
        for response in report.responses:
            assert response.due == report.due
            if response.received:
                assert response.dated and response.dated <= response.received <= AS_OF
            if response.published:
                assert response.received and response.published >= report.date_added
                assert response.published >= response.received
            if response.first_shown:
                assert response.published and response.first_shown >= response.published


@few
@given(worlds)
def test_timeliness_is_what_the_days_say(world: World) -> None:
    for report in world.reports:
        for response in report.responses:
            expected = (
                ("on_time" if response.received <= response.due else "late")
                if response.received
                else ("not_yet" if response.due > AS_OF else "never")
            )
            assert response.timely == expected


@few
@given(worlds)
def test_offsets_find_every_addressee_and_bodies_stood_on_the_day(world: World) -> None:
    for report in world.reports:
        for item in report.addressees:
            assert report.sent_to[item.start : item.end] == item.as_written
            if item.party != "organisation":
                assert item.body == item.successor == ""
                continue
            body = world.body(item.body)
            assert not body.opened or body.opened <= report.date_of_report
            assert not body.closed or body.closed >= report.date_of_report
            assert not world.body(item.successor).successor
        organisations = [item.body for item in report.addressees if item.party == "organisation"]
        assert organisations == [response.body for response in report.responses]


@few
@given(worlds)
def test_snapshots_replay_to_the_count_on_the_last_day(world: World) -> None:
    """Publication rows alone give the number of documents; corrections only take away enclosures."""
    last: dict[str, int] = {}
    corrected = set()
    for row in world.snapshots:
        if row.event in ("first_seen", "replies"):
            last[row.url] = row.replies
        if row.event == "replies" and row.cause == "correction":
            corrected.add(row.url)
    for report in world.reports:
        if report.url not in last or report.withdrawn:
            continue
        shown = [item for item in report.documents if item.published and item.published <= LAST_SNAPSHOT]
        extras = sum(item.kind != "report" for item in shown)
        assert last[report.url] == extras or (report.url in corrected and last[report.url] < extras)


@few
@given(worlds)
def test_the_written_register_says_what_is_true(world: World) -> None:
    content = dict(files(world, documents=False, pages=False))["register.csv"].decode("utf-8")
    rows = {row["report_url"]: row for row in csv.DictReader(io.StringIO(content, newline=""))}
    for report in world.reports:
        row = rows.pop(report.url, None)
        assert (row is None) == (report.withdrawn is not None)
        if row is None:
            continue
        assert row["ref"] == report.ref
        assert row["date_of_report"] in ("", report.date_of_report.isoformat())
        assert row["sent_to_scraped"] == ("" if report.field_missing else report.sent_to)
        shown = {item.url for item in report.documents if item.kind != "report" and item.published}
        assert set(filter(None, row["reply_urls"].split(" | "))) == shown
        if row["replies_2025_07_31"]:
            assert report.date_added <= date(2025, 7, 31)
    assert not rows


@few
@given(worlds)
def test_addresses_and_documents_are_unique(world: World) -> None:
    addresses = [report.url for report in world.reports]
    names = [item.name for report in world.reports for item in report.documents]
    assert len(set(addresses)) == len(addresses)
    assert len(set(names)) == len(names)
