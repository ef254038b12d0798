"""Review: each decision is one action with its ledger entry, reversible, and nothing is left of one that fails."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client
    from tests.functional.web.conftest import SignedIn

NAME = "Quellbridge Wayfarers"


@pytest.fixture(autouse=True)
def _register(small_register: Path) -> None:
    """Every test here reads the small register."""


@pytest.fixture
def reviewer(signed_in: SignedIn) -> Client:
    return signed_in("reviewer")


def waiting() -> list[str]:
    from forewarned.reports.questions.review import names_to_review

    return [name.as_written for name in names_to_review()]


def place_of(name: str) -> int:
    return waiting().index(name) + 1


def keys_of(ref: str) -> list[str]:
    from forewarned.reports.models import Duty

    rows = Duty.objects.filter(report__ref=ref).order_by("position").values_list("organisation__key", flat=True)
    return [key or "" for key in rows]


def entries(action: str) -> list[dict[str, object]]:
    from forewarned.ledger.models import Entry

    return [
        {"by": one.by, "subject": one.subject, **json.loads(one.body)} for one in Entry.objects.filter(action=action)
    ]


def say(client: Client, answer: str, name: str = NAME, **more: object) -> str:
    form = {"name": name, "answer": answer, "place": "1", **more}
    response = client.post("/review/decide/", form, follow=True)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode()


def test_the_page_shows_one_name_with_its_evidence(reviewer: Client) -> None:
    text = reviewer.get(f"/review/?place={place_of(NAME)}").content.decode()
    assert f"What does “{NAME}” mean?" in text
    assert f"Home Office | <mark>{NAME}</mark>" in text
    assert 'href="/reports/tamsin-vale/"' in text
    assert "(as read now)" in text and "Likeness of the names" in text


def test_the_first_answer_has_the_focus_and_none_is_chosen(reviewer: Client) -> None:
    """Space and Enter decide; Enter alone decides nothing by mistake."""
    text = reviewer.get("/review/").content.decode()
    assert len(re.findall("autofocus", text)) == 1 and " checked" not in text
    response = reviewer.post("/review/decide/", {"name": NAME, "place": "1"})
    assert response.status_code == 400 and "Choose what the name means" in response.content.decode()


def test_confirming_the_reading_is_remembered_with_an_entry(reviewer: Client) -> None:
    text = say(reviewer, "body:named:quellbridge-wayfarers", reason="their own letter says so")
    assert "Remembered" in text and "1 report read again" in text
    assert NAME not in waiting()
    assert entries("organisation.decided") == [
        {"by": "quill.reviewer", "subject": "quellbridge wayfarers", "verdict": "body",
         "key": "named:quellbridge-wayfarers", "reason": "their own letter says so"}
    ]  # fmt: skip


def test_another_body_is_found_by_search_and_chosen(reviewer: Client) -> None:
    address = f"/review/?place={place_of(NAME)}&find=Care+Quality+Commission"
    text = reviewer.get(address).content.decode()
    assert 'value="body:body:care-quality-commission"' in text
    say(reviewer, "body:body:care-quality-commission")
    assert keys_of("2025-0500") == ["body:home-office", "body:care-quality-commission"]


@pytest.mark.parametrize("party", ["person", "redacted", "not_an_organisation"])
def test_a_name_that_is_no_organisation(reviewer: Client, party: str) -> None:
    say(reviewer, party)
    assert keys_of("2025-0500") == ["body:home-office", ""] and NAME not in waiting()


def test_a_name_that_is_two_bodies_puts_a_duty_on_each(reviewer: Client) -> None:
    before = keys_of("2025-0500")
    say(reviewer, "several", part=["Care Quality Commission", "Ministry of Justice", ""], reason="a joint letter")
    assert keys_of("2025-0500") == ["body:home-office", "body:care-quality-commission", "body:ministry-of-justice"]
    assert entries("organisation.split")[0]["parts"] == ["body:care-quality-commission", "body:ministry-of-justice"]
    reviewer.post("/review/undo/", {"sort": "name", "subject": NAME})
    assert keys_of("2025-0500") == before and NAME in waiting()


def test_one_body_is_no_split(reviewer: Client) -> None:
    response = reviewer.post(
        "/review/decide/", {"name": NAME, "answer": "several", "part": ["Home Office", "home office"]}
    )
    assert response.status_code == 400
    assert not entries("organisation.split") and NAME in waiting()


def test_undoing_brings_the_name_back_and_the_list_keeps_both(reviewer: Client) -> None:
    assert "Undo it" in say(reviewer, "person")
    text = reviewer.post("/review/undo/", {"sort": "name", "subject": NAME, "back": "review"}, follow=True)
    assert "Undone" in text.content.decode() and NAME in waiting()
    assert entries("organisation.undone")[0]["by"] == "quill.reviewer"
    history = reviewer.get("/review/decisions/").content.decode()
    assert "a private person" in history and "undone by quill.reviewer" in history


def test_two_stored_bodies_become_one_and_two_again(reviewer: Client) -> None:
    short, long = "named:hollow-lantern-keepers", "named:hollow-lantern-keepers-limited"
    before = keys_of("2024-0103")
    assert sorted(before) == [short, long]
    assert f'value="{short}"' in reviewer.get("/review/merge/").content.decode(), "offered as a pair"
    response = reviewer.post("/review/merge/", {"body": short, "into": long, "reason": "one company"}, follow=True)
    assert response.status_code == 200
    assert keys_of("2024-0103") == [long, long]
    assert entries("organisation.merged") == [
        {"by": "quill.reviewer", "subject": short, "into": long, "reason": "one company"}
    ]
    assert reviewer.get(f"/duties/?show=all&organisation={short}&format=json").json()["total"] == 2
    reviewer.post("/review/undo/", {"sort": "merger", "subject": short})
    assert keys_of("2024-0103") == before
    assert entries("organisation.unmerged")[0]["into"] == long


@pytest.mark.parametrize(
    ("body", "into", "why"),
    [
        ("body:home-office", "Ministry of Justice", "known by its name alone"),
        ("named:hollow-lantern-keepers", "named:hollow-lantern-keepers", "into itself"),
        ("named:nobody", "Home Office", "No organisation with this key"),
    ],
)
def test_a_merger_that_would_lose_something_is_refused(reviewer: Client, body: str, into: str, why: str) -> None:
    response = reviewer.post("/review/merge/", {"body": body, "into": into})
    assert response.status_code in (400, 404) and why in response.content.decode()
    assert not entries("organisation.merged")


def test_a_circle_of_mergers_is_refused(reviewer: Client) -> None:
    short, long = "named:hollow-lantern-keepers", "named:hollow-lantern-keepers-limited"
    reviewer.post("/review/merge/", {"body": short, "into": long})
    assert reviewer.post("/review/merge/", {"body": long, "into": short}).status_code == 400
    assert reviewer.post("/review/merge/", {"body": short, "into": "Home Office"}).status_code == 400


@pytest.mark.parametrize("action", ["decide", "split", "merge", "undo"])
def test_a_failure_half_way_leaves_nothing(action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decision, ledger entry and duties are one transaction: the last step fails, so all of it never was."""
    from forewarned.ledger.models import Entry
    from forewarned.organisations.models import Decision, Merger
    from forewarned.reports.actions import deciding, merging

    deciding.decide_name(name=NAME, verdict="person", by="tests")
    before = Entry.objects.count(), list(Decision.objects.values_list("id", "undone_at")), keys_of("2025-0500")

    def fail(ids: set[int]) -> int:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(deciding, "settle", fail)
    monkeypatch.setattr(merging, "settle", fail)
    short, long = "named:hollow-lantern-keepers", "named:hollow-lantern-keepers-limited"
    with pytest.raises(RuntimeError):
        if action == "decide":
            deciding.decide_name(name=NAME, verdict="redacted", by="tests")
        elif action == "split":
            deciding.split_name(name=NAME, organisations=["Home Office", "Ministry of Justice"], by="tests")
        elif action == "merge":
            merging.merge_bodies(body=short, into=long, by="tests")
        else:
            deciding.undo_decision(name=NAME, by="tests")
    assert before == (
        Entry.objects.count(), list(Decision.objects.values_list("id", "undone_at")), keys_of("2025-0500")
    )  # fmt: skip
    assert not Merger.objects.exists()


def test_a_decision_stays_when_everything_is_worked_out_again(reviewer: Client) -> None:
    from django.db import transaction

    from forewarned.reports.actions.settling import settle

    say(reviewer, "several", part=["Care Quality Commission", "Ministry of Justice"])
    reviewer.post(
        "/review/merge/",
        {"body": "named:hollow-lantern-keepers", "into": "named:hollow-lantern-keepers-limited"},
    )
    before = keys_of("2025-0500"), keys_of("2024-0103")
    with transaction.atomic():
        settle(None)
    assert (keys_of("2025-0500"), keys_of("2024-0103")) == before


def test_without_a_token_of_the_form_nothing_is_decided(reviewer: Client) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = reviewer.cookies
    assert strict.post("/review/decide/", {"name": NAME, "answer": "person"}).status_code == 403
    assert not entries("organisation.decided")


@pytest.mark.parametrize("role", ["reader", "analyst"])
def test_only_reviewers_decide(signed_in: SignedIn, role: str) -> None:
    client = signed_in(role)
    assert client.get("/review/").status_code == 403
    assert client.post("/review/decide/", {"name": NAME, "answer": "person"}).status_code == 403
    assert not entries("organisation.decided")


def test_every_name_of_the_queue_can_be_decided_and_leaves_it(reviewer: Client) -> None:
    for name in waiting():
        say(reviewer, "not_an_organisation", name=name)
        assert name not in waiting()
    text = reviewer.get("/review/").content.decode()
    assert "No name waits for a decision" in text


def test_the_queue_and_the_decisions_for_a_program(reviewer: Client) -> None:
    assert {name["as_written"] for name in reviewer.get("/review/?format=json").json()["names"]} == set(waiting())
    say(reviewer, "person")
    assert reviewer.get("/review/decisions/?format=json").json()["decisions"][0]["by"] == "quill.reviewer"
    assert b"Quellbridge" in reviewer.get("/review/decisions/?format=csv").content


@pytest.mark.parametrize(
    ("text", "name", "marked"),
    [
        ("Home Office | Otters", "Otters", ["Otters"]),
        ("Otters, for its Chief; Home Office; The Otters", "Otters; The Otters", ["Otters", "The Otters"]),
        ("Home Office", "Otters", []),
        ("", "Otters", []),
    ],
)
def test_the_name_is_marked_where_it_stands_and_no_letter_is_lost(text: str, name: str, marked: list[str]) -> None:
    from forewarned.reports.questions.evidence import highlighted

    pieces = highlighted(text, name)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_name in pieces if is_name] == marked


@pytest.mark.parametrize("field", ["name", "part", "answer"])
def test_marks_that_are_no_text_are_refused(reviewer: Client, field: str) -> None:
    form: dict[str, object] = {"name": NAME, "answer": "several", "part": ["Home Office", "Ministry of Justice"]}
    form[field] = {"name": "a\x00b", "part": ["a\x00b", "Home Office"], "answer": "body:a\x00b"}[field]
    assert reviewer.post("/review/decide/", form).status_code == 400
    assert not entries("organisation.split") and not entries("organisation.decided")
