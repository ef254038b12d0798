"""Days between which a document was first published, from made-up snapshots."""

from __future__ import annotations

from datetime import date, timedelta

from forewarned.reports.duties.events import (
    Change,
    Publication,
    Snapshots,
    is_event,
    publication,
    read_snapshots,
)

D = date.fromisoformat
NEW, OLD = D("2024-03-10"), D("2016-05-04")
READINGS = ["2024-04-01", "2024-05-01", "2024-06-01", "2024-07-01"]


def ordinary(day: str) -> list[Change]:
    """Six young reports whose count rose that day: the register was read again."""
    return [Change(f"young-{i}", D(day), "replies", 1) for i in range(6)]


def snapshots(*more: Change) -> tuple[list[Change], Snapshots]:
    changes = [Change(f"first-{i}", D("2024-02-15"), "first_seen", 0) for i in range(3)]
    for day in READINGS:
        changes += ordinary(day)
    changes += more
    made: dict[str, date | None] = {change.report: D("2024-02-01") for change in changes}
    made |= {change.report: OLD for change in changes if change.report.startswith("old")}
    made["it"] = NEW
    return changes, read_snapshots(changes, made)


def settle(*history: Change, documents: int = 1, **more: object) -> Publication:
    _, seen = snapshots(*history)
    names = ["report", *(f"r{i}" for i in range(1, documents + 1))]
    given = {"report_on": NEW, "register_on": D("2025-01-20"), **more}
    return publication(names, history, seen, **given)  # type: ignore[arg-type]


def it(day: str, count: int, event: str = "replies") -> Change:
    return Change("it", D(day), event, count)


def test_a_count_that_rises_from_none_bounds_the_document() -> None:
    found = settle(it("2024-03-20", 0, "first_seen"), it("2024-06-01", 1)).documents["r1"]
    assert (found.seen_from, found.seen_by) == (D("2024-05-01"), D("2024-06-01"))
    assert "none counted on 2024-05-01" in found.reason
    assert "1 counted on 2024-06-01" in found.reason


def test_days_on_which_counts_were_not_read_again_prove_no_absence() -> None:
    """First seen on 20 March with none; read again on 1 April, when it had one."""
    found = settle(it("2024-03-20", 0, "first_seen"), it("2024-04-01", 1)).documents["r1"]
    assert found.seen_from == D("2024-03-20")


def test_two_at_once_share_their_bounds() -> None:
    found = settle(it("2024-03-20", 0, "first_seen"), it("2024-05-01", 2), documents=2).documents
    assert found["r1"] == found["r2"]
    assert (found["r1"].seen_from, found["r1"].seen_by) == (D("2024-04-01"), D("2024-05-01"))


def test_one_after_the_other_leaves_open_which_was_first() -> None:
    found = settle(it("2024-03-20", 0, "first_seen"), it("2024-05-01", 1), it("2024-07-01", 2), documents=2).documents
    assert {(one.seen_from, one.seen_by) for one in found.values()} == {(D("2024-04-01"), D("2024-07-01"))}


def test_what_the_first_snapshot_shows_may_be_older() -> None:
    found = settle(it("2024-02-15", 1, "first_seen"), report_on=D("2023-11-01")).documents["r1"]
    assert (found.seen_from, found.seen_by) == (D("2023-11-01"), D("2024-02-15"))


def test_a_report_no_snapshot_knows_has_only_the_register() -> None:
    found = settle().documents["r1"]
    assert (found.seen_from, found.seen_by) == (NEW, D("2025-01-20"))


def test_a_later_count_counts_as_a_reading() -> None:
    found = settle(count=(D("2024-07-31"), 1)).documents["r1"]
    assert (found.seen_from, found.seen_by) == (NEW, D("2024-07-31"))


def test_a_document_listed_but_never_counted_came_after_the_last_count() -> None:
    found = settle(it("2024-03-20", 0, "first_seen"), count=(D("2024-07-31"), 0)).documents["r1"]
    assert (found.seen_from, found.seen_by) == (D("2024-07-31"), D("2025-01-20"))


def test_a_falling_count_is_a_recount() -> None:
    found = settle(it("2024-03-20", 0, "first_seen"), it("2024-05-01", 2), it("2024-06-01", 1)).documents["r1"]
    assert found.seen_by == D("2024-06-01")
    assert found.seen_from == D("2024-04-01")


def test_when_the_first_document_is_a_response_a_count_of_none_proves_nothing() -> None:
    found = settle(it("2024-03-20", 0, "first_seen"), it("2024-06-01", 1), first_is_report=False)
    assert found.documents["r1"].seen_from == NEW


def test_documents_counted_but_not_listed_are_told() -> None:
    found = settle(it("2024-03-20", 0, "first_seen"), it("2024-05-01", 2), documents=1)
    assert found.unnamed is not None
    assert (found.unnamed.seen_by, found.unnamed_count) == (D("2024-05-01"), 1)
    assert settle(it("2024-03-20", 0, "first_seen"), it("2024-05-01", 1)).unnamed is None


def correction(day: str, event: str, count: int | None) -> list[Change]:
    return [Change(f"old-{i}", D(day), event, count, "Marrowdale Council") for i in range(12)]


def test_a_day_of_many_changes_on_old_reports_is_a_correction() -> None:
    _, seen = snapshots(*correction("2024-05-15", "sent_to", None), *ordinary("2024-08-01"))
    assert set(seen.recorrections) == {D("2024-02-15"), D("2024-05-15")}
    assert "12 sent_to changes, 12 on reports over a year old" in seen.recorrections[D("2024-05-15")].reason
    assert "first snapshot" in seen.recorrections[D("2024-02-15")].reason


def test_many_changes_on_young_reports_are_events() -> None:
    young = [Change(f"young-{i}", D("2024-08-01"), "replies", 1) for i in range(40)]
    assert D("2024-08-01") not in snapshots(*young)[1].recorrections


def test_a_count_set_right_on_a_day_of_correction_proves_no_absence() -> None:
    history = [
        Change("old-0", D("2024-02-15"), "first_seen", 0),
        Change("old-0", D("2024-05-15"), "replies", 1),
    ]
    _, seen = snapshots(*correction("2024-05-15", "replies", 1), history[0])
    found = publication(["report", "r1"], history, seen, report_on=OLD, register_on=D("2025-01-20"))
    assert (found.documents["r1"].seen_from, found.documents["r1"].seen_by) == (OLD, D("2024-05-15"))
    assert "corrected" in found.documents["r1"].reason


def test_corrections_of_addressees_are_no_events() -> None:
    day, other = D("2024-05-15"), D("2024-05-20")
    mine = [
        Change("old-0", day, "sent_to", None, "A Council"),
        Change("old-0", other, "sent_to", None, "B Council"),
    ]
    _, seen = snapshots(*correction("2024-05-15", "sent_to", None))
    assert [change.on for change in mine if is_event(change, seen, OLD)] == [other]


def test_a_young_report_still_has_events_on_a_day_when_another_thing_was_corrected() -> None:
    _, seen = snapshots(*correction("2024-06-01", "sent_to", None))
    history = [it("2024-03-20", 0, "first_seen"), it("2024-06-01", 1)]
    found = publication(["report", "r1"], history, seen, report_on=NEW, register_on=D("2025-01-20"))
    assert found.documents["r1"].seen_from == D("2024-05-01")
    aged = publication(
        ["report", "r1"], history, seen, report_on=NEW - timedelta(days=900), register_on=D("2025-01-20")
    )
    assert aged.documents["r1"].seen_from == NEW - timedelta(days=900)
