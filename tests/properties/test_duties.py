"""What must hold of every duty, whatever the dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from forewarned.reports.duties.due import DAYS_TO_ANSWER, due_date
from forewarned.reports.duties.events import Change, publication, read_snapshots
from forewarned.reports.duties.matching import Addressee, Respondent, match_responses
from forewarned.reports.duties.share import Days, median_bounds, share_on_time
from forewarned.reports.duties.state import (
    DutyFacts,
    Listing,
    Official,
    ResponseFact,
    State,
    Timeliness,
    state,
)

DAYS = st.dates(date(2014, 1, 1), date(2025, 12, 31))
NEAR = st.integers(-30, 400)
REPORT = date(2024, 3, 1)


@st.composite
def responses(draw: st.DrawFn, sure: bool = True) -> ResponseFact:
    low = draw(st.integers(-5, 300))
    high = low + draw(st.integers(0, 100))
    letter = draw(st.none() | NEAR)
    return ResponseFact(
        "doc",
        draw(st.sampled_from([None, REPORT + timedelta(days=low)])),
        REPORT + timedelta(days=high),
        None if letter is None else REPORT + timedelta(days=letter),
        sure,
    )


LISTINGS = st.builds(
    lambda days, said: Listing(REPORT + timedelta(days=days), said), NEAR, st.sampled_from(sorted(Official))
)
FACTS = st.builds(
    lambda matched, unmatched, listings: DutyFacts(
        REPORT, due_date(report_on=REPORT), tuple(matched), tuple(unmatched), tuple(listings)
    ),
    st.lists(responses(), max_size=3),
    st.lists(responses(sure=False), max_size=2),
    st.lists(LISTINGS, max_size=3),
)
AS_AT = NEAR.map(lambda days: REPORT + timedelta(days=days))
SURELY_IN_TIME, SURELY_LATE, NOT_KNOWN = (
    state(DutyFacts(REPORT, due_date(report_on=REPORT), matched, (), lists), as_at=REPORT + timedelta(days=400))
    for matched, lists in (
        ((ResponseFact("doc", REPORT, REPORT + timedelta(days=40)),), ()),
        ((), (Listing(REPORT + timedelta(days=90), Official.LISTED),)),
        ((), ()),
    )
)


@settings(deadline=None)  # the calendar of bank holidays is loaded on first use
@given(DAYS, st.none() | DAYS, st.none() | DAYS, st.none() | DAYS)
def test_due_is_one_of_what_was_given_and_never_rolled(
    report_on: date, sent: date | None, printed: date | None, extended: date | None
) -> None:
    due = due_date(report_on=report_on, sent_on=sent, printed=printed, extended=extended)
    computed = (sent or report_on) + timedelta(days=DAYS_TO_ANSWER)
    assert due.on == (extended or printed or computed)
    assert due.computed_on == computed
    assert due.differs_by_days == (due.on - computed).days
    assert due.weekend == (due.on.weekday() >= 5)
    if due.working_day_before:
        assert due.working_day_before < due.on
        assert due.weekend or due.bank_holiday


@given(FACTS, AS_AT)
def test_on_time_and_late_are_only_said_when_certain(facts: DutyFacts, as_at: date) -> None:
    found = state(facts, as_at=as_at)
    due = facts.due.on
    assert due is not None
    if found.timeliness is Timeliness.ON_TIME:
        assert any(one.seen_by <= due and one.seen_by <= as_at for one in facts.matched)
    if found.timeliness is Timeliness.LATE:
        assert not any(one.seen_by <= due for one in facts.matched)
        listed = any(one.said is Official.LISTED and due < one.list_dated <= as_at for one in facts.listings)
        letters = any(one.letter_on is not None and one.letter_on > due for one in facts.matched)
        assert listed or letters
    if found.published:
        assert found.answered_by is not None
        assert found.answered_by <= as_at


@given(FACTS, AS_AT, st.lists(responses(), max_size=2), st.lists(LISTINGS, max_size=2))
def test_learning_more_never_turns_a_certain_on_time_into_late(
    facts: DutyFacts, as_at: date, more: list[ResponseFact], lists: list[Listing]
) -> None:
    if state(facts, as_at=as_at).timeliness is Timeliness.ON_TIME:
        known = replace(facts, matched=(*facts.matched, *more), unmatched=(), listings=(*facts.listings, *lists))
        assert state(known, as_at=as_at).timeliness is not Timeliness.LATE


@given(FACTS, AS_AT, st.integers(0, 200))
def test_what_was_published_stays_published(facts: DutyFacts, as_at: date, days: int) -> None:
    order = {False: 0, None: 1, True: 2}
    now, later = state(facts, as_at=as_at), state(facts, as_at=as_at + timedelta(days=days))
    assert order[now.published] <= order[later.published]
    if now.state is State.RESPONSE_PUBLISHED:
        assert later.state is State.RESPONSE_PUBLISHED
        assert later.answered_by is not None and now.answered_by is not None
        assert later.answered_by <= now.answered_by
    assert now.past_due <= later.past_due


SEEN_WITH_ITS_REPORT = DutyFacts(
    REPORT, due_date(report_on=REPORT), (), (ResponseFact("doc", REPORT, REPORT, None, sure=False),)
)


@given(FACTS, AS_AT)
@example(SEEN_WITH_ITS_REPORT, REPORT)
def test_nobody_is_said_to_have_nothing_published_while_something_may_be(facts: DutyFacts, as_at: date) -> None:
    found = state(facts, as_at=as_at)
    if found.state in (State.DUE, State.NO_RESPONSE_PUBLISHED):
        assert found.published is False
        assert not any(one.seen_by <= as_at for one in (*facts.matched, *facts.unmatched) if one.seen_from)


@given(st.lists(FACTS, max_size=8), AS_AT)
def test_a_share_leaves_nobody_out(facts: list[DutyFacts], as_at: date) -> None:
    share = share_on_time(state(one, as_at=as_at) for one in facts)
    assert share.certain_on_time + share.certain_late + share.unknown == share.n
    assert share.n + share.not_yet_due + share.no_due_date == len(facts)
    if share.n:
        assert share.low is not None and share.high is not None
        assert share.interval is not None
        assert 0 <= share.interval[0] <= share.low <= share.high <= share.interval[1] <= 1
    else:
        assert share.interval is None


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 60), st.booleans())
def test_learning_of_an_unknown_duty_only_narrows_the_interval(
    on_time: int, late: int, unknown: int, in_time: bool
) -> None:
    before = interval_of(on_time, late, unknown)
    after = interval_of(on_time + in_time, late + (not in_time), unknown - 1)
    assert before[0] <= after[0] <= after[1] <= before[1]


def interval_of(on_time: int, late: int, unknown: int) -> tuple[float, float]:
    known = [(SURELY_IN_TIME, on_time), (SURELY_LATE, late), (NOT_KNOWN, unknown)]
    found = share_on_time(one for one, count in known for _ in range(count)).interval
    assert found is not None
    return found


@given(st.lists(st.tuples(st.integers(0, 500), st.none() | st.integers(0, 500)), min_size=1, max_size=9))
def test_a_median_has_its_bounds_in_order(pairs: list[tuple[int, int | None]]) -> None:
    found = median_bounds([Days(low, None if more is None else low + more) for low, more in pairs])
    assert found.low is not None
    assert found.high is None or found.low <= found.high


COUNTS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 4)), max_size=6, unique_by=lambda pair: pair[0])


@given(COUNTS, st.integers(0, 4), st.none() | st.integers(-900, 400), st.booleans())
def test_a_document_is_never_seen_by_a_day_before_it_is_seen_from(
    counts: list[tuple[int, int]], documents: int, made: int | None, first_is_report: bool
) -> None:
    start = date(2024, 2, 15)
    report_on = None if made is None else start + timedelta(days=made)
    history = [
        Change("it", start + timedelta(days=days), "replies" if i else "first_seen", count)
        for i, (days, count) in enumerate(sorted(counts))
    ]
    seen = read_snapshots(history, {"it": report_on})
    register_on = start + timedelta(days=600)
    found = publication(
        [f"d{i}" for i in range(documents)],
        history,
        seen,
        report_on=report_on,
        register_on=register_on,
        first_is_report=first_is_report,
    )
    assert len(found.documents) == documents
    for bounds in (*found.documents.values(), *([found.unnamed] if found.unnamed else [])):
        assert bounds.seen_by <= register_on
        assert bounds.seen_from is None or bounds.seen_from <= bounds.seen_by


NAMES = st.sampled_from(
    [
        "",
        "Marrowdale Council",
        "Marrowdale NHS Trust",
        "HMP Marrowdale",
        "NHS England and DHSC",
        "CQC",
        "Police",
    ]
)


@given(st.lists(NAMES.filter(bool), max_size=4, unique=True), st.lists(NAMES, max_size=4))
def test_every_response_is_matched_or_unmatched_never_both_nor_lost(to: list[str], by: list[str]) -> None:
    found = match_responses(
        [Addressee(name, name) for name in to], [Respondent(str(i), name) for i, name in enumerate(by)]
    )
    matched = {one.document for one in found.matches}
    unmatched = {one.document for one in found.unmatched}
    assert not matched & unmatched
    assert matched | unmatched == {str(i) for i in range(len(by))}
    assert len({(one.document, one.addressee) for one in found.matches}) == len(found.matches)
    assert all(one.reason and 0 < one.score <= 1 for one in found.matches)
