"""Evidence for promises: the ladder from promised to effective, as at any day; files kept by their hash; withdrawn."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.functional.conftest import Cli

from forewarned.errors import InputError, NotFoundError

ON = date(2020, 5, 1)


def promise() -> str:
    """The promise of electronic recording by 31 March 2020."""
    from forewarned.lessons.models import Promise

    return Promise.objects.get(due="2020-03-31").key


def state(day: date) -> str:
    from forewarned.lessons.questions.promised import ask_promise_whole

    return ask_promise_whole(key=promise(), as_at=day).promise.state.state


def prove(rung: str, on: date, **more: object) -> int:
    from forewarned.lessons.actions.proving import add_proof

    return add_proof(promise=promise(), rung=rung, on=on, title="Revised policy, v4", by="Ada", **more)  # type: ignore[arg-type]


def test_due_then_overdue(words: None) -> None:
    assert state(date(2019, 12, 1)) == "due"
    assert state(date(2020, 3, 31)) == "due", "the last day is not over"
    assert state(date(2020, 4, 1)) == "overdue"


def test_before_it_was_made_it_is_not_known(words: None) -> None:
    from forewarned.lessons.questions.promising import ask_promises

    with pytest.raises(NotFoundError):
        state(date(2019, 7, 19))
    assert ask_promises(as_at=date(2019, 7, 19)).promises == ()
    assert ask_promises(as_at=date(2019, 7, 20)).promises


def test_the_ladder_as_at(words: None) -> None:
    prove("done", ON)
    prove("embedded", ON + timedelta(days=100))
    prove("effective", ON + timedelta(days=400))
    assert state(ON - timedelta(days=1)) == "overdue", "evidence of a later day is not known yet"
    assert state(ON) == "done"
    assert state(ON + timedelta(days=100)) == "embedded"
    assert state(ON + timedelta(days=400)) == "effective"


def test_evidence_is_shown_with_its_entry(words: None) -> None:
    from forewarned.ledger.models import Entry
    from forewarned.lessons.questions.promised import ask_promise_whole

    number = prove("done", ON, where="Policies, shelf 4")
    (proof,) = ask_promise_whole(key=promise(), as_at=ON).promise.proofs
    entry = Entry.objects.get(seq=proof.ledger_entry)
    assert (proof.number, proof.title, proof.where, proof.by) == (
        number,
        "Revised policy, v4",
        "Policies, shelf 4",
        "Ada",
    )
    assert (entry.action, entry.subject, entry.by) == ("proof.added", promise(), "Ada")
    assert ask_promise_whole(key=promise(), as_at=ON - timedelta(days=1)).promise.proofs == ()


def test_withdrawn_it_counts_no_more_and_stays_on_record(words: None) -> None:
    from forewarned.ledger.models import Entry
    from forewarned.lessons.actions.proving import withdraw_proof
    from forewarned.lessons.models import Proof

    number = prove("done", ON)
    withdraw_proof(proof=number, by="Bea")
    assert state(ON) == "overdue"
    row = Proof.objects.get(pk=number)
    assert row.withdrawn_by == "Bea" and row.title == "Revised policy, v4"
    newest = Entry.objects.order_by("-seq").first()
    assert newest is not None and (newest.action, newest.subject) == ("proof.withdrawn", promise())
    with pytest.raises(NotFoundError):
        withdraw_proof(proof=number, by="Bea")


def test_a_file_is_kept_by_its_hash(words: None, tmp_path: Path) -> None:
    from forewarned.lessons.models import Proof
    from forewarned.reports.fetch.store import Originals
    from forewarned.settings import settings

    file = tmp_path / "policy.pdf"
    file.write_bytes(b"%PDF-1.7 a policy")
    row = Proof.objects.get(pk=prove("done", ON, file=file))
    assert row.sha256 == hashlib.sha256(b"%PDF-1.7 a policy").hexdigest()
    assert Originals(settings().home / "originals").read(row.sha256) == b"%PDF-1.7 a policy"


def test_evidence_outlives_another_reading(words: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from forewarned.lessons.actions import reading, responses

    prove("done", ON)
    for module in (reading, responses):
        monkeypatch.setattr(module, "READ_BY", "other-2")
    assert reading.read_lessons(by="tests").responses == 1
    assert state(ON) == "done"


@pytest.mark.parametrize(
    ("more", "words_of_it"),
    [
        ({"rung": "promised"}, "rung"),
        ({"on": date(2031, 1, 1)}, "day to come"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"title": "bell\x07"}, "title"),
        ({"where": "x" * 601}, "title"),
        ({"file": Path("/nowhere/policy.pdf")}, "cannot be read"),
    ],
)
def test_what_is_no_evidence(words: None, more: dict[str, object], words_of_it: str) -> None:
    from forewarned.ledger.models import Entry
    from forewarned.lessons.actions.proving import add_proof

    before = Entry.objects.count()
    given: dict[str, object] = {"promise": promise(), "rung": "done", "on": ON, "title": "Policy", "by": "Ada"}
    with pytest.raises(InputError, match=words_of_it):
        add_proof(**given | more)  # type: ignore[arg-type]
    assert Entry.objects.count() == before


def test_no_such_promise(words: None) -> None:
    from forewarned.lessons.actions.proving import add_proof

    with pytest.raises(NotFoundError):
        add_proof(promise="p0", rung="done", on=ON, title="Policy", by="Ada")


def test_from_the_shell(asked: Cli, tmp_path: Path) -> None:
    file = tmp_path / "audit.txt"
    file.write_text("28 of 30 records agree.", encoding="utf-8")
    told = asked(
        "promises", "prove", promise(), "--rung", "embedded", "--on", "2020-06-01", "--title", "Audit", "--file", file
    ).ok()  # fmt: skip
    number = told.out.split()[-1].rstrip(".")
    shown = asked("promises", "--organisation", "", "--state", "embedded", "--json").ok().json["promises"]
    assert [one["proofs"][0]["title"] for one in shown] == ["Audit"]
    assert "stays on record" in asked("promises", "withdraw", number).ok().out
    assert asked("promises", "withdraw", number).code == 4
    assert asked("promises", "prove", promise(), "--rung", "no", "--on", "2020-06-01", "--title", "A").code == 5
    assert asked("promises", "prove", promise(), "--rung", "done", "--on", "June", "--title", "A").code == 5
    assert asked("promises", "prove", promise(), "--rung", "done").code == 2
