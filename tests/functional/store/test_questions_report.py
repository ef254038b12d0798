"""`forewarned report`: everything known of one report of the fictional world, and who says so."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.functional.conftest import Cli
from tests.functional.store.questions_world import TODAY

from forewarned.errors import NotFoundError
from forewarned.reports.questions.report import ReportAnswer, ask_report, find_reports
from forewarned.world import World
from forewarned.world.models import Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world_in_store")]


def asked(wanted: str, as_at: date = TODAY) -> list[ReportAnswer]:
    return [ask_report(report=found, as_at=as_at) for found in find_reports(wanted, as_at=as_at)]


def story(world: World, name: str) -> Report:
    (report,) = world.story(name)
    return report


# story         | what is asked for                     | the reference shown
WANTED = [
    ("never_listed", "2024-0007", "2024-0007"),
    ("never_listed", " 2024-0007 ", "2024-0007"),
    ("suffix", "2019-0016A", "2019-0016A"),
    ("suffix", "2019-0016a", "2019-0016A"),
    ("dash_ref", "2020-0004", "2020-0004"),
    ("dash_ref", "2020 – 0004", "2020-0004"),
    ("typed_ref", "20150-0020", "20150-0020"),
]


@pytest.mark.parametrize(("name", "wanted", "shown"), WANTED)
def test_a_reference_is_found_however_it_is_typed(world: World, name: str, wanted: str, shown: str) -> None:
    (answer,) = asked(wanted)
    assert (answer.ref, answer.report_url) == (shown, story(world, name).url)


def test_a_letter_after_the_number_makes_it_another_report(world: World) -> None:
    (plain,) = asked("2019-0016")
    assert plain.ref == "2019-0016" and plain.report_url != story(world, "suffix").url
    assert not plain.same_reference


def test_a_report_without_a_reference_is_found_by_its_page(world: World) -> None:
    report = story(world, "blank_ref")
    for wanted in (report.url, report.url.rstrip("/"), report.url.rstrip("/").rsplit("/", 1)[-1]):
        (answer,) = asked(wanted)
        assert (answer.ref, answer.report_url, answer.same_reference) == ("", report.url, ())


def test_a_shared_reference_gives_every_report_that_bears_it(world: World) -> None:
    report = story(world, "shared_ref")
    both = [other.url for other in world.reports if other.ref == report.ref]
    answers = asked(report.ref)
    assert len(both) == 2
    assert sorted(answer.report_url for answer in answers) == sorted(both)
    for answer in answers:
        assert answer.same_reference == tuple(url for url in both if url != answer.report_url)


def test_every_field_says_where_it_comes_from(world: World, world_files: Path) -> None:
    report = story(world, "answered_on_time")
    (answer,) = asked(report.ref)
    sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in world_files.rglob("*.[ch][st][vm]*")}
    fields = {field.name: field for field in answer.fields}
    assert {"ref", "date_of_report", "deceased_name", "coroner_name", "sent_to", "categories"} <= fields.keys()
    for field in answer.fields:
        assert field.words and field.taken_from in {word.kind for word in field.words}
        for word in field.words:
            assert word.sha256 == sums[word.file] and word.row >= 0
    assert fields["date_of_report"].taken == report.date_of_report.isoformat()
    assert fields["deceased_name"].taken == report.deceased and fields["deceased_name"].agree
    assert fields["sent_to"].taken == report.sent_to and fields["sent_to"].taken_from == "page"
    assert fields["due_on"].taken == report.due_printed.isoformat()


def test_rows_are_the_lines_of_the_file(world: World, world_files: Path) -> None:
    report = story(world, "appendix")
    (answer,) = asked(report.ref)
    with (world_files / "register.csv").open(encoding="utf-8", newline="") as file:
        rows = dict(enumerate(csv.DictReader(file), start=2))
    said = [word for field in answer.fields for word in field.words if word.file == "register.csv"]
    assert said and all(rows[word.row]["report_url"] == report.url for word in said)


def test_documents_are_told_apart_and_only_responses_answer(world: World) -> None:
    for name in ("appendix", "response_first", "answered_late"):
        report = story(world, name)
        (answer,) = asked(report.ref)
        truth = {one.url: one.kind for one in report.documents if one.published}
        assert {one.url: one.kind for one in answer.documents} == truth
        answering = {response.url for line in answer.duties for response in line.responses}
        assert answering == {url for url, kind in truth.items() if kind == "response"}
        assert all(one.reason and one.seen_by for one in answer.documents)


def test_history_is_what_the_snapshots_saw(world: World) -> None:
    report = story(world, "answered_late")
    (answer,) = asked(report.ref)
    rows = [row for row in world.snapshots if row.url == report.url]
    seen = [event for event in answer.history if event.file == "snapshots.csv"]
    assert [event.on for event in seen] == sorted(row.day for row in rows)
    counts = {row.day: row.replies for row in rows if row.event == "replies"}
    assert counts and all(str(counts[event.on]) in event.what for event in seen if event.on in counts)


def test_a_report_that_is_gone_is_still_told_and_said_to_be_gone(world: World, cli: Cli) -> None:
    report = story(world, "withdrawn")
    (answer,) = asked(report.ref)
    assert answer.gone_on is not None and report.withdrawn is not None and answer.gone_on > report.withdrawn
    assert answer.date_of_report is None and answer.duties[0].state.state == "no_due_date"
    text = " ".join(cli("report", report.ref).ok().out.split())
    assert "gone" in text and report.url in text


def test_nothing_is_known_before_it_was_public(world: World) -> None:
    report = story(world, "answered_late")
    day_before = report.date_added - timedelta(days=1)
    with pytest.raises(NotFoundError) as error:
        find_reports(report.ref, as_at=day_before)
    assert report.date_added.isoformat() in str(error.value)
    (answer,) = asked(report.ref, report.date_added)
    assert [line.state.state.value for line in answer.duties] == ["due", "due"]
    assert not [one for one in answer.documents if one.kind == "response"]
    assert [event.on for event in answer.history] == [report.date_added]


def test_documents_show_from_the_day_they_may_have_been_there(world: World) -> None:
    report = story(world, "answered_on_time")
    (response,) = [one for one in report.documents if one.kind == "response"]
    assert response.published is not None
    on_the_day = {one.url for one in asked(report.ref, response.published)[0].documents}
    assert response.url in on_the_day
    before = asked(report.ref, report.date_added)[0]
    assert response.url not in {one.url for one in before.documents}
    assert all(line.state.published is False for line in before.duties)


def test_json_csv_and_text_tell_the_same(world: World, cli: Cli) -> None:
    report = story(world, "answered_late")
    answer: dict[str, Any] = cli("report", report.ref, "--json").ok().json
    (one,) = answer["reports"]
    assert {"ref", "report_url", "as_at", "fields", "duties", "documents", "history", "cited"} <= one.keys()
    rows = list(csv.DictReader(io.StringIO(cli("report", report.ref, "--csv").ok().out)))
    assert [row["field"] for row in rows] == [field["name"] for field in one["fields"] for _ in field["words"]]
    assert all(re.fullmatch(r"[0-9a-f]{64}", row["sha256"]) for row in rows)
    text = " ".join(cli("report", report.ref).ok().out.split())
    for words in (report.ref, "Ministry of Justice", "response published", "register.csv row"):
        assert words in text, words


@pytest.mark.parametrize("wanted", ["2031-0001", "https://www.judiciary.example/nowhere/", "nonsense", ""])
def test_a_report_that_is_not_there_is_said_with_what_to_do(cli: Cli, wanted: str) -> None:
    run = cli("report", wanted)
    assert run.code == 4 and "2024-0123" in run.err and not run.out
