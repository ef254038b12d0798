"""`forewarned duties` on the fictional world, whose truth is known: nothing certain is ever wrong, nothing is lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from tests.functional.conftest import Cli
from tests.functional.store.questions_world import TODAY, TRUST, all_duties

from forewarned.reports.duties.state import State, Timeliness
from forewarned.reports.questions.duties import DutyLine, ask_duties
from forewarned.world import World
from forewarned.world.models import Response

pytestmark = pytest.mark.django_db
D = date.fromisoformat
NOTHING_PUBLISHED = {State.NO_RESPONSE_PUBLISHED, State.OFFICIALLY_LISTED}
DAYS = [
    D(text)
    for text in (
        "2013-09-05", "2015-06-30", "2023-06-30", "2024-01-01", "2024-02-14", "2024-04-15", "2024-07-01",
        "2024-07-23", "2024-09-20", "2024-12-15", "2025-01-01", "2025-03-25", "2025-07-31", "2026-02-01",
    )
]  # fmt: skip

# story                 | body      | state                    | official list  | in time?
STORIES = [
    ("never_listed", TRUST, "officially_listed", "listed", "late"),
    ("neighbour_listed", "ods:X9M", "officially_listed", "listed", "late"),
    ("listed_then_answered", "ods:X9N", "response_published", "removed", "late"),
    ("answered_on_time", TRUST, "response_published", "not_observed", "on_time"),
    ("answered_on_due_day", TRUST, "response_published", "not_observed", "unknown"),
    ("answered_late", TRUST, "response_published", "not_observed", "unknown"),
    ("never_answered", TRUST, "no_response_published", "not_observed", "unknown"),
    ("never_published", TRUST, "no_response_published", "not_observed", "unknown"),
    ("appendix", TRUST, "response_published", "not_observed", "unknown"),
    ("response_first", TRUST, "response_published", "not_observed", "unknown"),
    ("extended", TRUST, "response_published", "not_observed", "unknown"),
    ("suffix", TRUST, "no_response_published", "not_observed", "unknown"),
    ("blank_ref", TRUST, "response_published", "not_observed", "unknown"),
    ("dash_ref", TRUST, "response_published", "not_observed", "unknown"),
    ("typed_ref", "ods:X9L", "response_published", "not_observed", "unknown"),
    ("shared_ref", "ods:X9H", "response_published", "not_observed", "unknown"),
    ("old_name", TRUST, "response_published", "not_observed", "unknown"),
    ("typo", TRUST, "response_published", "not_observed", "unknown"),
    ("office_holder", TRUST, "response_published", "not_observed", "unknown"),
    ("redacted_office", TRUST, "response_published", "not_observed", "unknown"),
    ("merged_later", "ods:X9R", "response_published", "not_observed", "unknown"),
    ("trust_withdrawn", TRUST, "no_due_date", "not_observed", "unknown"),
]


@pytest.fixture(scope="module")
def duties(world_in_store: World) -> list[DutyLine]:
    return all_duties()


@pytest.mark.parametrize(("story", "body", "state", "official", "timeliness"), STORIES)
def test_the_state_of_a_story(
    duties: list[DutyLine], world: World, story: str, body: str, state: str, official: str, timeliness: str
) -> None:
    (report,) = world.story(story)
    (line,) = [one for one in duties if (one.report_url, one.organisation_key) == (report.url, body)]
    assert (line.state.state, line.state.official, line.state.timeliness) == (state, official, timeliness)
    assert line.state.reason and line.why


def truths(duties: list[DutyLine], world: World) -> list[tuple[DutyLine, Response]]:
    """Our duties beside what truly became of them, where we read the same body."""
    reports = {report.url: report for report in world.reports}
    return [
        (line, response)
        for line in duties
        for response in reports[line.report_url].responses
        if response.body == line.organisation_key
    ]


@pytest.mark.parametrize("as_at", DAYS)
def test_what_is_said_for_certain_is_true(world_in_store: World, as_at: date) -> None:
    """All that may be missed: a joint response named for one body, and what came when no source looked any more."""
    unseen = {report.url for story in ("joint_response", "trust_withdrawn") for report in world_in_store.story(story)}
    for line, truth in truths(all_duties(as_at), world_in_store):
        shown, found = truth.published, line.state
        if found.timeliness is Timeliness.ON_TIME:
            assert truth.timely == "on_time", line
        if found.timeliness is Timeliness.LATE:
            assert truth.timely in ("late", "never"), line
        if found.published:
            assert shown and shown <= as_at, line
        if found.published is False and line.report_url not in unseen:
            assert not (shown and shown <= as_at), line
        if found.published and truth.received and found.answered_from and found.answered_by:
            assert found.answered_from <= truth.received <= found.answered_by, line


def test_a_joint_response_may_be_from_the_others_too(duties: list[DutyLine], world: World) -> None:
    (report,) = world.story("joint_response")
    (line,) = [one for one in duties if (one.report_url, one.organisation_key) == (report.url, "ods:X9C01")]
    assert line.state.published is not False


def test_most_of_what_is_true_is_found(duties: list[DutyLine], world: World) -> None:
    """Being careful is no excuse for seeing nothing: 9 of 10 published responses are tied to who sent them."""
    published = [line for line, truth in truths(duties, world) if truth.published]
    assert sum(line.state.published is True for line in published) > 0.9 * len(published)


def test_due_dates_are_those_printed_where_the_page_prints_them_else_56_days(
    duties: list[DutyLine], world: World
) -> None:
    reports = {report.url: report for report in world.reports}
    bases = set()
    for line in duties:
        report = reports[line.report_url]
        if line.date_of_report is None:
            assert line.due.on is None
            continue
        bases.add(line.due.basis.value)
        assert line.due.on == (report.due_printed if line.due.basis == "printed" else report.due_computed), line
        assert line.due.computed_on == line.date_of_report + timedelta(days=56)
        if line.due.weekend or line.due.bank_holiday:
            assert line.due.working_day_before is not None and line.due.working_day_before < line.due.on
    assert bases == {"printed", "report"}


def test_persons_and_redacted_names_owe_an_answer_and_are_no_organisations(
    duties: list[DutyLine], world: World
) -> None:
    for story in ("redacted_name", "redacted_office"):
        (report,) = world.story(story)
        redacted = [one for one in duties if one.report_url == report.url and one.party == "redacted"]
        assert redacted and not any(one.organisation or one.kind for one in redacted)
    assert not [one for one in duties if one.party != "organisation" and one.organisation]


# What each question means, told from the state alone: the question itself may leave out rows in the database.
QUESTIONS: dict[str, tuple[dict[str, int | bool], Callable[[DutyLine, date], bool]]] = {
    "late": ({"late": True}, lambda line, _: line.state.timeliness is Timeliness.LATE),
    "unanswered": ({"unanswered": True}, lambda line, _: line.state.state in NOTHING_PUBLISHED),
    "all": ({}, lambda line, _: True),
    **{
        f"due within {days}": (
            {"due_within": days},
            lambda line, today, days=days: due_soon(line, today, days),  # type: ignore[misc]
        )
        for days in (0, 14, 90, 700)
    },
}


def due_soon(line: DutyLine, today: date, days: int) -> bool:
    known = line.due.on is not None and today <= line.due.on <= today + timedelta(days=days)
    return known and line.state.state not in (State.RESPONSE_PUBLISHED, State.NOT_YET_MADE)


@pytest.mark.parametrize("today", DAYS)
def test_no_duty_is_lost_on_the_way_to_the_rules(world_in_store: World, today: date) -> None:
    same_as_filtered(today)


def same_as_filtered(today: date) -> dict[str, int]:
    """Every question equals its meaning on all duties of the day; gives how many each found."""
    known, counts = all_duties(today), {}
    for name, (asked, wanted) in QUESTIONS.items():
        found = [line.duty_id for line in ask_duties(today=today, **asked).duties]  # type: ignore[arg-type]
        assert found == [line.duty_id for line in known if wanted(line, today)], (name, today)
        counts[name] = len(found)
    return counts


def test_each_question_finds_something_on_some_day(world_in_store: World) -> None:
    counts = same_as_filtered(D("2024-07-01"))
    assert counts["late"] >= 2 and counts["unanswered"] > 50 and counts["due within 90"] >= 3
    assert counts["late"] < counts["unanswered"] < counts["all"]


@pytest.mark.parametrize("seed", range(4))
def test_no_duty_is_lost_whatever_the_dates(db: None, seed: int) -> None:
    """Rows that no import has made so far: listed without a due date, seen on a day not known, dated letters."""
    from forewarned.reports.models import Duty

    dice = Random(seed)
    for number in range(150):
        made_up(dice, number)
    totals = dict.fromkeys(QUESTIONS, 0)
    days = {D("2024-01-01") + timedelta(days=offset) for offset in range(0, 400, 23)}
    ours = Duty.objects.filter(report__key__startswith="made-").order_by("pk").values_list("due_on", flat=True)
    days |= {day for day in ours[:10] if day}  # on these something is due on the very day
    for today in sorted(days):
        for name, count in same_as_filtered(today).items():
            totals[name] += count
    assert all(totals.values()), totals


def made_up(dice: Random, number: int) -> None:
    """A report with one duty, up to three documents that may answer it, and lists that may name it."""
    from forewarned.reports.models import Answer, Document, Duty, Listing, Report

    def maybe(chance: float = 0.8) -> date | None:
        return D("2023-11-01") + timedelta(days=dice.randrange(500)) if dice.random() < chance else None

    report = Report.objects.create(
        key=f"made-{number}", report_url=f"https://example.invalid/{number}/", published_on=D("2023-10-01"),
        date_of_report=maybe(), regime="regulation_28", documents_read=dice.random() < 0.8,
    )  # fmt: skip
    due = maybe()
    notes = {
        "computed_on": due.isoformat() if due and dice.random() < 0.5 else None,
        "doubt": dice.choice(["", "typed wrong"]),
    }
    facts = [
        (min(filter(None, (low, high)), default=None), high)
        for low, high in ((maybe(), maybe(0.95)) for _ in range(dice.randrange(4)))
    ]
    sure = [dice.random() < 0.6 for _ in facts]
    by = [high for (_, high), known in zip(facts, sure, strict=True) if known and high]
    row = Duty.objects.create(
        report=report, position=0, as_written="Overwell Trust", source="page", party="unknown", score=0.5, sure=True,
        reason="made up", due_on=due, due_basis="report" if due else "unknown", due_notes=notes,
        answered_by=min(by, default=None),
    )  # fmt: skip
    for place, ((low, high), known) in enumerate(zip(facts, sure, strict=True)):
        paper = Document.objects.create(
            report=report, position=place, url=f"https://example.invalid/{number}-{place}.pdf", name="Response",
            kind="response", reason="made up", seen_from=low, seen_by=high, letter_date=maybe(0.5),
        )  # fmt: skip
        Answer.objects.create(
            document=paper, duty=row, score=0.9, sure=known, matched=known or dice.random() < 0.5, reason="made up"
        )
    for _ in range(dice.choice([0, 0, 1, 2])):
        said = dice.choice(["listed", "not_observed", "unreadable"])
        listed_on = D("2023-11-01") + timedelta(days=dice.randrange(500))
        Listing.objects.create(listed_on=listed_on, said=said, report=report, duty=row, reason="made up")


def test_a_kind_and_an_organisation_narrow_the_question(world_in_store: World) -> None:
    from forewarned.organisations.questions import family_of, find_organisation

    family = [row.id for row in family_of(find_organisation("X9C"))]
    of_kind = ask_duties(today=TODAY, unanswered=True, kind="nhs_trust").duties
    of_body = ask_duties(today=TODAY, unanswered=True, family=family).duties
    unanswered = ask_duties(today=TODAY, unanswered=True).duties
    assert [line for line in unanswered if line.kind == "nhs_trust"] == list(of_kind)
    keys = {"ods:X9C", "ods:X9R", "ods:X9S"}
    assert of_body and [line for line in unanswered if line.organisation_key in keys] == list(of_body)


def test_the_share_never_hides_what_is_unknown(world_in_store: World) -> None:
    share = ask_duties(today=TODAY).share
    assert share.n == share.certain_on_time + share.certain_late + share.unknown
    assert share.unknown > 0.9 * share.n
    assert share.low is not None and share.high is not None and share.interval is not None
    assert share.interval[0] < share.low < 0.1 and 0.9 < share.high < share.interval[1]


def test_json_csv_and_text_tell_the_same(world_in_store: World, cli: Cli) -> None:
    asked = ("duties", "--late", "--today", "2026-02-01")
    answer = cli(*asked, "--json").ok().json
    assert {"question", "today", "duties", "share", "cited"} <= answer.keys()
    rows = list(csv.DictReader(io.StringIO(cli(*asked, "--csv").ok().out)))
    text = cli(*asked).ok().out
    assert [row["ref"] for row in rows] == [one["ref"] for one in answer["duties"]]
    assert [row["due_on"] for row in rows] == [one["due"]["on"] for one in answer["duties"]]
    assert all(row["timeliness"] == "late" and row["timeliness_reason"] for row in rows)
    assert all(row["ref"] in text for row in rows) and "3 duties" in text
    assert "register.csv" in text and "Open Government Licence" in text


def test_text_says_how_many_are_not_known(world_in_store: World, cli: Cli) -> None:
    text = cli("duties", "--organisation", "X9A").ok().out
    assert "not known" in text and "on time is between" in text


def test_a_due_date_nobody_works_on_is_said_and_not_moved(world_in_store: World, cli: Cli) -> None:
    text = " ".join(cli("duties", "--late").ok().out.split())
    assert "8 Jul 2023" in text and "weekend; working day" in text and "2023-07-07" in text


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--kind", "wizards"), 4, "nhs_trust"),
        (("--organisation", "Zqxv Jkwyz"), 4, "ODS code"),
        (("--today", "31/07/2025"), 5, "YYYY-MM-DD"),
        (("--json", "--csv"), 5, "one of them"),
    ],
)
def test_questions_that_cannot_be_answered(
    world_in_store: World, cli: Cli, arguments: tuple[str, ...], code: int, said: str
) -> None:
    run = cli("duties", *arguments)
    assert run.code == code and said in run.err and not run.out
